"""Calling a learner's function from a figure, so that nothing that it does can stop the figure.

A Part is one function with its name and annlab's own beside it. Calling it gives the value or None, and
keeps a line of trouble for whatever went wrong: an error with the learner's line, a wrong shape, a value
that is not a number. A function that is not written yet is replaced by annlab's, and the figure says so.
What a right value would be is not known here: that is a check's work.
"""

import linecache
import traceback

import numpy as np

NOT_WRITTEN = "not written yet"


def whose(fn):
    """Return "annlab's" for a function of annlab.nn, "your" for any other."""
    return "annlab's" if str(getattr(fn, "__module__", "")).startswith("annlab.nn") else "your"


class Part:
    """One function that a figure calls.

    name: what the figure calls it, such as "neuron". fn: the learner's function, or None for annlab's.
    reference: annlab's own, used where fn is None or not written yet. insists: None is a mistake, not "not written yet".
    """

    def __init__(self, name, fn, reference, insists=False):
        if fn is not None and not callable(fn):
            raise ValueError(
                f"{name} should be a function, and {fn!r} is not one. Hand over the function itself, "
                f"without brackets: {name}, not {name}(...)."
            )
        self.name = name
        self.fn = reference if fn is None else fn
        self.reference = reference
        self.insists = insists

    def __call__(self, trouble, *args, shape=None):
        """Return the function's value as a float array (or as it is, where shape is None), or None.

        trouble: a list, to which lines are added. args: copied, so that a function that changes its
        arguments changes nothing here. shape: what the value must have, () for one number.
        """
        value = self._value(trouble, args)
        if value is None or shape is None:
            return value
        return self._numbers(trouble, value, shape)

    def shown_by(self):
        """Return whose function is drawn, as "your line" or "annlab's line (yours is not written yet)"."""
        name = f"{whose(self.fn)} {self.name}"
        return f"{name} (yours is {NOT_WRITTEN})" if getattr(self, "_unwritten", False) else name

    def _value(self, trouble, args):
        try:
            with np.errstate(all="ignore"):
                value = self.fn(*[copied(a) for a in args])
            if value is not None:
                return value
            if self.insists:
                trouble.append(f"{whose(self.fn)} {self.name} returned None. Does every way through it end with a return?")
                return None
        except NotImplementedError:
            pass
        except RecursionError:
            trouble.append(f"your {self.name} calls itself without end. What should stop it?")
            return None
        except Exception as error:
            trouble.append(f"{whose(self.fn)} {self.name} stopped: {message(error)}{place(self.fn, error)}")
            return None
        self._unwritten, self.fn = True, self.reference
        return self.reference(*args)

    def _numbers(self, trouble, value, shape):
        said = f"{whose(self.fn)} {self.name} returned"
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError, OverflowError):
            trouble.append(f"{said} {kind(value)}; the figure needs {wanted(shape)}.")
            return None
        if array.shape != shape:
            trouble.append(f"{said} {kind(value)}; the figure needs {wanted(shape)}.")
            return None
        if not np.isfinite(array).all():
            bad = array[~np.isfinite(array)].flat[0]
            trouble.append(f"{said} {bad}, which cannot be drawn.")
        return array


def copied(value):
    """Return a copy of an array or list, anything else as it is."""
    return value.copy() if isinstance(value, np.ndarray) else list(value) if isinstance(value, list) else value


def message(error):
    """Return 'NameError: name a is not defined', in at most 200 characters, whatever the error does."""
    try:
        text = str(error)
    except Exception:
        text = "its message cannot be shown"
    return f"{type(error).__name__}: {text}"[:200].rstrip(": ")


def place(fn, error):
    """Return ', in line 3 of it: `return a * x`', or '' where the source is not known."""
    code = getattr(fn, "__code__", None)
    if code is None:
        return ""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == code.co_filename:
            source = linecache.getline(frame.filename, frame.lineno).strip()
            line = frame.lineno - code.co_firstlineno + 1
            where = f", in line {line} of it" if frame.name == code.co_name else f", in {frame.name}"
            return f"{where}: {source}" if source else where
    return ""


def kind(value):
    """Return what a value is, in words: 'a list of 3', 'an array of shape (3,)', 'the string ...'."""
    if isinstance(value, np.ndarray):
        return "a single number" if value.ndim == 0 else f"an array of shape {value.shape}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, (int, float, np.number)):
        return "a single number"
    return f"a {type(value).__name__}"


def wanted(shape):
    """Return the words for a shape: 'one number', or 'an array of shape (3,)'."""
    return "one number" if shape == () else f"an array of shape {shape}"

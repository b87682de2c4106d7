"""annlab, as a student's code finds it in grading: every function of the course, computed by the judge.

None of the course's own code is here. The judge serves a function unless it is the one that is being graded, or one
that comes later. Checks, hints and figures do nothing: they are for the learner.
"""

import os

from nothing import Nothing

if os.environ.get("ANNLAB_ENGINE"):
    __path__.append(os.environ["ANNLAB_ENGINE"])  # the folder that holds the package `checking`, and no more

NAMES = os.environ.get("ANNLAB_NAMES", "").split()  # of the functions and tables that there are
__all__ = ["certificate", "check", "hint", "progress", "use", *NAMES]
IS_RIGHT = "is right"  # what the judge is asked for by `use`

ask_judge = None  # set by sandboxed.py


def check(name=None, answer=None):
    return Nothing()


def hint(name=None):
    return Nothing()


def progress():
    return Nothing()


def certificate(name=None):
    return Nothing()


def use(answer, name=None):
    """Return a function that is yours once the judge has found it right, and the course's own until then."""
    name = name or getattr(answer, "__name__", "")
    right = []

    def used(*args, **kwargs):
        if not right and ask_judge(IS_RIGHT, (name,), {}):
            right.append(True)
        return (answer if right else served(name))(*args, **kwargs)

    used.__name__ = name
    return used


class Table:
    """A table of functions by name, such as ACTIVATIONS; each entry is served like any other function."""

    def __init__(self, name):
        self._name, self._found = name, None

    def _keys(self):
        if self._found is None:
            self._found = ask_judge("keys of " + self._name, (), {})
        return self._found

    def __getitem__(self, key):
        if key not in self._keys():
            raise KeyError(key)
        return served(f"{self._name}[{key}]")

    def __iter__(self):
        return iter(self._keys())

    def __len__(self):
        return len(self._keys())

    keys = __iter__

    def get(self, key, default=None):
        return self[key] if key in self._keys() else default

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]


def served(name):
    """Return the course's function of this name, which the judge computes."""

    def function(*args, **kwargs):
        return ask_judge(name, args, kwargs)

    function.__name__, function.judges_number = name, name
    return function


def __getattr__(name):
    if name not in NAMES:
        raise AttributeError(f"module 'annlab' has no attribute {name!r}")
    return Table(name) if name.isupper() else served(name)

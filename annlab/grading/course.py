"""The course's own functions, served to a student's code: which it may have, and a process of its own that computes them.

They are not computed in the judge's process, since it is the student's code that chooses their arguments.
"""

import contextlib
import functools
import inspect
from collections.abc import Mapping

from annlab import nn
from annlab.checking import RIGHT, Report
from annlab.exercises import refused
from annlab.grading.session import Ended, Refused, Session

SECONDS = 30  # one function; the call or cell that asked for it has its own, shorter limit
DEEPEST = 4  # functions of the course within functions of the course
LOAD = """
from annlab import nn
for name in nn.__all__:
    value = globals()[name] = getattr(nn, name)
    if isinstance(value, dict):
        globals().update({f"{name}[{key}]": each for key, each in value.items()})
"""


class Course:
    """Serves one submission. judging: the exercise that is being judged, or None while cells run."""

    def __init__(self, kind: str):
        self._kind, self._boxes, self._free = kind, [], []
        self.judging: str | None = None
        self.reports: Mapping[str, Report] = {}

    def serve(self, name: str, args: tuple, kwargs: dict):
        """Return what the course's function of that name returns, or raise what it raises, or Refused."""
        if name == "is right":
            return args[0] in self.reports and self.reports[args[0]].verdict == RIGHT
        if name.startswith("keys of "):
            return list(_table(name.removeprefix("keys of ")))
        args = _in_order(self._allowed(name), args, kwargs)
        with self._box(name) as box:
            return box.compute(name, args, SECONDS)

    def serve_unread(self, name: str, value, buffers, remember, seconds):
        """The same for encoded arguments, which only the process that computes reads; None for what none computes."""
        if " " in name:
            return None
        self._allowed(name)
        with self._box(name) as box:
            return box.compute_unread(name, value, buffers, seconds, remember)

    def close(self) -> None:
        for box in self._boxes:
            box.close()

    def _allowed(self, name):
        function = _function(name)
        if self.judging and function.__name__ in _refused(self.judging):
            raise Refused(function.__name__)
        return function

    @contextlib.contextmanager
    def _box(self, name):
        box = self._free_box()
        try:
            yield box
        except Ended as error:
            if box.alive:  # it was the student's own process that ended, in the middle of this
                raise
            raise RuntimeError(f"{name} did not come back: {error}") from None
        finally:
            if box.alive:
                self._free.append(box)

    def _free_box(self) -> Session:
        """Return a process that is computing nothing: what is handed to a function may ask for another in its turn."""
        if self._free:
            return self._free.pop()
        self._boxes = [box for box in self._boxes if box.alive]
        if len(self._boxes) >= DEEPEST:
            raise RecursionError(f"functions of the course within functions of the course, more than {DEEPEST} deep")
        box = Session(self._kind, _serves_nothing, real=True)
        self._boxes.append(box)
        box.run(LOAD, SECONDS)
        return box


_refused = functools.cache(refused)
_signature = functools.cache(inspect.signature)


def _serves_nothing(name, args, kwargs):
    raise NameError(name)


def _table(name):
    table = getattr(nn, name) if name in nn.__all__ else None
    if not isinstance(table, dict):
        raise NameError(name)
    return table


def _function(name):
    if name.endswith("]"):
        table, _, key = name[:-1].partition("[")
        return _table(table)[key]
    function = getattr(nn, name) if name in nn.__all__ else None
    if not callable(function):
        raise NameError(name)
    return function


def _in_order(function, args, kwargs) -> tuple:
    bound = _signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.args

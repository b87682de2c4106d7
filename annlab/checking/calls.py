"""One call of a function that nobody vouches for, and what came of it, as plain data.

This is the only place where a learner's code runs. Whoever can make an Outcome from a tuple of arguments can be
judged: `call_here` does so in this process.
"""

import contextlib
import io
import linecache
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from annlab.checking.adapters import adapted
from annlab.checking.limit import TimeLimit, time_limit
from annlab.checking.values import plain, untouched

MOST_PRINTED = 2_000


@dataclass(frozen=True)
class Failure:
    """How a call ended without a value: the exception's type and message, the learner's line, the traceback."""

    kind: str
    message: str = ""
    line: int | None = None
    code: str = ""
    traceback: str = ""

    TIME = "time limit"
    OWN = "annlab's own function"
    ENDED = "the process ended"


@dataclass(frozen=True)
class Outcome:
    """What came of one call: a plain value or a failure, and what else was noticed."""

    value: Any = None
    failure: Failure | None = None
    changed: tuple[int, ...] = ()  # positions of the arguments that the call changed
    shares_memory: bool = False  # the result is, or looks into, an argument
    warnings: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0


Call = Callable[[tuple, float], Outcome]  # (arguments, seconds allowed) -> Outcome


class Bounded(io.TextIOBase):
    """Keeps the first characters written to it and forgets the rest."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text[: max(0, MOST_PRINTED - len(self.text))]
        return len(text)


class _OwnFunctionUsed(BaseException):
    pass


def call_here(
    answer: Callable, forbidden: Callable | None = None, later: Collection[Callable] = (), through: str = ""
) -> Call:
    """Return a Call that runs an answer in this process.

    A run that reaches `forbidden` is refused, and one that calls a function of `later`, unless that is an argument.
    through: the name of the adapter that makes a function of the answer, where it is none.
    """
    function, own, others = adapted(answer, through), _codes([forbidden]), _codes(later)

    def call(args: tuple, seconds: float) -> Outcome:
        return _call(function, args, seconds, own, others - _codes(args))

    return call


def _codes(things) -> set:
    """Return the code of every function among things, and of every method of a class."""
    methods = [method for thing in things if isinstance(thing, type) for method in vars(thing).values()]
    return {thing.__code__ for thing in [*things, *methods] if hasattr(thing, "__code__")}


def _call(function, args, seconds, own, others) -> Outcome:
    before = tuple(plain(a) for a in args)
    printed, value, failure, shares = Bounded(), None, None, False
    started = time.perf_counter()
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                with time_limit(seconds), _refusing(own, others):
                    result = function(*args)
                    shares = isinstance(result, np.ndarray) and any(
                        isinstance(a, np.ndarray) and np.may_share_memory(a, result) for a in args
                    )
                    value = plain(result)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                value, failure = None, describe_failure(error)
    return Outcome(
        value=value,
        failure=failure,
        changed=tuple(i for i, (a, b) in enumerate(zip(args, before, strict=True)) if not untouched(plain(a), b)),
        shares_memory=shares,
        warnings=tuple(dict.fromkeys(_short(str(w.message)) for w in caught)),
        printed=printed.text,
        seconds=time.perf_counter() - started,
    )


@contextlib.contextmanager
def _refusing(own, others):
    """Raise as soon as a Python function with one of these code objects is entered, through whatever name.

    What calls one of `others` from their own package is let pass: the functions of the course lean on each other.
    """
    if not own and not others:
        yield
        return
    reached = []

    def profile(frame, event, arg):
        if event == "call" and (frame.f_code in own or (frame.f_code in others and _from_outside(frame))):
            reached.append(frame.f_code.co_qualname.partition(".")[0])  # of a method: its class
            raise _OwnFunctionUsed(reached[0])

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)
        if reached:  # whether or not the answer caught it
            raise _OwnFunctionUsed(reached[0])


def _from_outside(frame) -> bool:
    caller = frame.f_back
    return caller is None or caller.f_globals.get("__package__") != frame.f_globals.get("__package__")


def describe_failure(error: BaseException) -> Failure:
    if isinstance(error, TimeLimit):
        return Failure(Failure.TIME)
    if isinstance(error, _OwnFunctionUsed):
        return Failure(Failure.OWN, str(error))
    try:
        message = _short(str(error))
    except BaseException:
        message = "(its message cannot be read)"
    line, code = _where(error)
    return Failure(type(error).__name__, message, line, code, _traceback(error))


def _where(error) -> tuple[int | None, str]:
    """Return number and text of the last line outside this package and the libraries: most likely the learner's."""
    found = None, ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if frame.f_globals.get("__name__", "").startswith("annlab.") or "site-packages" in name or "<frozen" in name:
            continue
        found = number, linecache.getline(name, number).strip()[:120]
    return found


def _traceback(error) -> str:
    try:
        return "".join(traceback.format_exception(error, limit=-8))[-4_000:]
    except BaseException:
        return ""


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:197] + "..."

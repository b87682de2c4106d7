"""A student's code, running in a sandbox: cells are run in it, and its functions called, by value.

Whatever the process does (ends, hangs, sends nonsense) becomes a Failure with a name; it is never an error here.
"""

import builtins
import os
import select
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from annlab.checking.calls import Failure, Outcome
from annlab.checking.limit import TimeLimit, time_limit
from annlab.checking.values import Opaque
from annlab.grading import sandbox, wire

GRACE_SECONDS = 1.0  # what the process has, after its own limit, to say that it was over it
MOST_PRINTED, MOST_SHOWN = 2_000, 20_000  # signs, of a cell's output
MOST_SERVED = 1_000_000  # numbers that the process may hand to a function on this side

Serve = Callable[[str, tuple, dict], object]  # (name, args, kwargs); raises what the process is to raise, or Refused
Remember = Callable[[Callable], tuple[int, str]]  # what stands for a function, given it
Answer = tuple[dict, list[bytes]]  # a message and its buffers


class Ended(Exception):
    """The process is of no more use; says why."""


class Refused(Exception):
    """The process asked for a function that it may not have now; says which."""


FUNCTION, BLANK, NOTHING = "function", "blank", "nothing"


@dataclass(frozen=True)
class Ran:
    """What came of a cell: how it failed, if it did, what it printed, and its last value as text/plain and text/html."""

    failure: Failure | None = None
    printed: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)


class Session:
    """One process. serve(name, args, kwargs) computes a function of the course for it.

    serve_unread(name, value, buffers, remember, seconds): the same for arguments that are data only, encoded, with an answer for
    the process; or None if the function has to be served the other way.
    """

    def __init__(self, kind: str, serve: Serve, serve_unread=lambda *_: None, *, real: bool = False):
        self._process = sandbox.start(kind, real=real)
        os.set_blocking(self._process.hears, False)
        self._arrived = bytearray()  # and not yet read
        self._serve, self._serve_unread = serve, serve_unread
        self._functions: list[Callable] = []  # of this side, which the process may have called during a call
        self._refused, self._waiting = "", False
        self._deadline = time.monotonic() + sandbox.START_SECONDS
        self.alive = True
        try:
            ready = self._read()[0] == {"ready": True}
        except Ended:
            ready = False
        if not ready:
            self.close()
            raise sandbox.SandboxError(f"the sandbox did not start. {sandbox.missing()}".strip())

    def close(self) -> None:
        if self.alive:
            self.alive = False
            self._process.stop()

    def run(self, source: str, seconds: float) -> Ran:
        """Run a cell. Raises Ended if that was the end of the process."""
        self._functions = []
        message, _ = self._exchange({"do": "run", "source": source, "seconds": seconds}, [], seconds)
        try:
            failure, shown = message["failure"], message["shown"]
            return Ran(
                failure and Failure(_clean(failure[0], 80), _clean(failure[1], 200)),
                _clean(message["printed"], MOST_PRINTED),
                {kind: _clean(shown[kind], MOST_SHOWN) for kind in ("text/plain", "text/html") if kind in shown},
            )
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            self._end(Failure.ENDED)

    def reads(self, sources: list[str]) -> set[str] | None:
        """Return the global names that the cells read, as far as the process knows; None where it does not."""
        names = self._exchange({"do": "reads", "sources": sources}, [], 5.0)[0].get("names")
        return {name for name in names if isinstance(name, str)} if isinstance(names, list) else None

    def kind_of(self, name: str) -> str:
        """Return FUNCTION, BLANK, NOTHING, or the type of the value of that name."""
        try:
            return _clean(self._exchange({"do": "look", "name": name}, [], 1.0)[0].get("kind", NOTHING), 80)
        except Ended:
            return FUNCTION  # calling it will say what became of it

    def call(self, name: str, args: tuple, seconds: float, through: str = "") -> Outcome:
        """Call the function of that name, or what the adapter `through` makes of it.

        A process that is gone, or ends, gives a failed Outcome.
        """
        self._functions, self._refused, buffers = [], "", []
        message = {"do": "call", "name": name, "value": wire.encode(args, buffers, self._remember), "seconds": seconds}
        message["through"] = through
        started = time.monotonic()
        try:
            answer, buffers = self._exchange(message, buffers, seconds)
            outcome = _outcome(answer, buffers, len(args), time.monotonic() - started)
        except Ended as error:
            outcome = Outcome(failure=Failure(str(error)), seconds=time.monotonic() - started)
        except (wire.WireError, KeyError, IndexError, TypeError, ValueError, AttributeError):
            self.close()
            outcome = Outcome(failure=Failure(Failure.ENDED), seconds=time.monotonic() - started)
        for generator in args:
            if isinstance(generator, np.random.Generator):
                generator.bit_generator.advance(2**40)  # drawn from over there; how far is not the student's to say
        return Outcome(failure=Failure(Failure.OWN, self._refused)) if self._refused else outcome

    def compute(self, name: str, args: tuple, seconds: float):
        """Return what the function of that name returns, exactly; raise what it raises. For the course's own code."""
        self._functions, buffers = [], []
        message = {"do": "compute", "name": name, "value": wire.encode(args, buffers, self._remember)}
        message, buffers = self._exchange(message, buffers, seconds)
        wire.wind(args, message.get("states", ()))
        return self._value(message, buffers)

    def compute_unread(self, name: str, value, buffers: list[bytes], seconds: float, remember: Remember) -> Answer:
        """The same for arguments and keywords as another process has encoded them, and an answer for that process."""
        self._functions = []
        message = {"do": "compute", "name": name, "value": value, "named": True}
        return self._for_another(*self._exchange(message, buffers, seconds), remember)

    def _for_another(self, message, buffers, remember) -> Answer:
        """Return an answer of this process's for another one; an error in it is raised."""
        if "error" not in message and wire.is_data(message.get("value")):
            return {"value": message.get("value")}, buffers
        made = []
        return {"value": wire.encode(self._value(message, buffers), made, remember)}, made

    def _exchange(self, message, buffers, seconds):
        """Send a message and return the answer to it, serving what the process asks for in between."""
        if not self.alive:
            raise Ended(Failure.ENDED)
        if self._waiting:  # an exchange was left in the middle
            self._end(Failure.ENDED)
        self._deadline, self._waiting = time.monotonic() + seconds + GRACE_SECONDS, True
        self._send(message, buffers)
        answer = self._answered()
        self._waiting = False
        if answer[0].get("last"):  # it was interrupted in the middle of a question
            self.close()
        return answer

    def _answered(self):
        while True:
            message, buffers = self._read()
            if "ask" not in message:
                return message, buffers
            self._send(*self._answer(message, buffers))

    def _answer(self, message, buffers):
        try:
            function = self._known(message["ask"], "")
            return self._unread(function, message["value"], buffers) or self._read_and_called(function, message["value"], buffers)
        except TimeLimit:
            self._end(Failure.TIME)
        except (Ended, sandbox.SandboxError):
            raise
        except Refused as error:
            self._refused = str(error)
            return {"error": ["PermissionError", f"{error} may not be used here"]}, []
        except Exception as error:  # whatever it was asked with; the one who asked is told
            return {"error": [type(error).__name__, str(error)[:200]]}, []

    def _unread(self, function, value, buffers) -> Answer | None:
        """Return what the function answers to data that is only passed on, if it can be had so: most of it is."""
        unread = getattr(function, "unread", None)
        if unread and sum(map(len, buffers)) <= MOST_SERVED and wire.is_data(value):
            return unread(value, buffers, self._remember, max(self._left() - GRACE_SECONDS, 0.01))
        return None

    def _read_and_called(self, function, value, buffers) -> Answer:
        args, kwargs = wire.decode(value, buffers, self._known, Opaque, wire.Handle)
        _require_small(args)
        with np.errstate(all="ignore"), time_limit(self._left()):
            value = function(*args, **kwargs)
        made = []
        return {"value": wire.encode(value, made, self._remember), "states": wire.states(args)}, made

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.01)

    def _remember(self, function) -> tuple[int, str]:
        self._functions.append(function)
        return len(self._functions) - 1, getattr(function, "__name__", "function")

    def _known(self, number, name) -> Callable:
        """Return the function that a number stands for: ours from 0, the process's own below 0, the course's by name."""
        if type(number) is str:
            return _Served(self, number)
        if type(number) is not int or number >= len(self._functions):
            raise wire.WireError("no such function")
        return self._functions[number] if number >= 0 else _Applied(self, -number - 1)

    def _apply(self, place, value, buffers) -> Answer:
        """Have the process call one of its own functions while it waits for an answer."""
        self._send({"apply": place, "value": value}, buffers)
        return self._answered()

    def _value(self, message, buffers):
        """Return the value in an answer, or raise the error in it."""
        if "error" in message:
            kind, words = message["error"]
            error = getattr(builtins, str(kind), None)
            known = isinstance(error, type) and issubclass(error, Exception)
            raise (error if known else RuntimeError)(str(words)[:200])
        return wire.decode(message.get("value"), buffers, self._known, Opaque, wire.Handle)

    def _send(self, message, buffers):
        data = memoryview(wire.pack(message, buffers))
        while data:
            try:
                data = data[os.write(self._process.hears, data) :]
            except BlockingIOError:
                self._wait([], [self._process.hears])
            except OSError:
                self._end(Failure.ENDED)

    def _read(self):
        try:
            return wire.read(self._receive)
        except wire.WireError:
            self._end(Failure.ENDED)

    def _receive(self, count) -> bytes:
        while len(self._arrived) < count:
            self._wait([self._process.says], [])
            part = os.read(self._process.says, 2**16)
            if not part:
                self._end(Failure.ENDED)
            self._arrived += part
        data = bytes(self._arrived[:count])
        del self._arrived[:count]
        return data

    def _wait(self, reading, writing):
        left = self._deadline - time.monotonic()
        readable, writable, _ = select.select(reading, writing, [], max(0.0, left))
        if left < 0 or not (readable or writable):
            self._end(Failure.TIME)

    def _end(self, why):
        self.close()
        raise Ended(why)


@dataclass
class _Served:
    """A function of the course, as a process asks for it."""

    session: Session
    name: str

    def __call__(self, *args, **kwargs):
        return self.session._serve(self.name, args, kwargs)

    def unread(self, value, buffers, remember, seconds):
        return self.session._serve_unread(self.name, value, buffers, remember, seconds)


@dataclass
class _Applied:
    """A function of the process's own."""

    session: Session
    place: int

    def __call__(self, *args):
        buffers = []
        value = wire.encode(args, buffers, self.session._remember)
        return self.session._value(*self.session._apply(self.place, value, buffers))

    def unread(self, value, buffers, remember, seconds):
        args = value[1] if type(value) is list and len(value) == 3 else ["t"]  # of a pair (args, kwargs)
        return self.session._for_another(*self.session._apply(self.place, args, buffers), remember)


def _clean(text, most: int) -> str:
    """Return text that can be written to a file, and no more than so much of it."""
    return str(text)[:most].encode("utf-8", "replace").decode("utf-8")


def _require_small(args):
    """Raise where a function on this side would be handed more than it needs."""
    if sum(a.size for a in args if isinstance(a, np.ndarray)) > MOST_SERVED:
        raise MemoryError("too large an array for this function")


def _outcome(message, buffers, arguments, seconds) -> Outcome:
    """Return the Outcome that the process describes; raises where it describes none."""
    failure = message["failure"]
    if failure is not None:
        kind, words, line, code, trace = failure
        kind = Failure.ENDED if kind == Failure.OWN else kind  # that is the judge's to say
        line = line if type(line) is int else None
        failure = Failure(_clean(kind, 80), _clean(words, 200), line, _clean(code, 120), _clean(trace, 4000))
    return Outcome(
        value=wire.decode(message["value"], buffers, opaque=Opaque),
        failure=failure,
        changed=tuple(i for i in message["changed"] if type(i) is int and 0 <= i < arguments),
        shares_memory=message["shares_memory"] is True,
        warnings=tuple(_clean(w, 200) for w in message["warnings"][:10]),
        printed=_clean(message["printed"], MOST_PRINTED),
        seconds=seconds,
    )

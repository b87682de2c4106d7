"""A student's code, running in a sandbox: cells are run in it, and its functions called, by value.

Whatever the process does (ends, hangs, sends nonsense) becomes a Failure with a name; it is never an error here.
"""

import os
import select
import time
from collections.abc import Callable

import numpy as np

from annlab.checking.calls import Failure, Outcome
from annlab.checking.values import Opaque, plain
from annlab.grading import sandbox, wire

START_SECONDS = 30
GRACE_SECONDS = 1.0  # what the process has, after its own limit, to say that it was over it
MOST_ASKED = 200_000  # questions in one call or cell
GONE, NONSENSE = "the process ended", "the process sent what is no answer"

Serve = Callable[[str, tuple], object]


class Ended(Exception):
    """The process is of no more use; says why."""


class Session:
    """One process. serve(name, args) computes a function of the course for it, or raises what the process is to raise."""

    def __init__(self, kind: str, serve: Serve, *, real: bool = False):
        self._process = sandbox.start(kind, real=real)
        self._serve = serve
        self._functions: list[Callable] = []  # of this side, which the process may have called during a call
        self._deadline = time.monotonic() + START_SECONDS
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
            sandbox.stop(self._process)

    def run(self, source: str, seconds: float) -> tuple[Failure | None, str]:
        """Run a cell; return how it failed, if it did, and what it printed. Raises Ended if the process is gone."""
        self._functions = []
        message, _ = self._exchange({"do": "run", "source": source, "seconds": seconds}, [], seconds)
        try:
            failure, printed = message["failure"], message["printed"]
            return failure and Failure(str(failure[0])[:80], str(failure[1])[:200]), str(printed)[:2000]
        except (KeyError, IndexError, TypeError):
            self._end(NONSENSE)

    def call(self, name: str, args: tuple, seconds: float) -> Outcome | None:
        """Call the function of that name; None if there is none. A process that is gone gives a failed Outcome."""
        if not self.alive:
            return Outcome(failure=Failure(GONE))
        self._functions, buffers = [], []
        message = {"do": "call", "name": name, "value": wire.encode(args, buffers, self._remember), "seconds": seconds}
        started = time.monotonic()
        try:
            answer, buffers = self._exchange(message, buffers, seconds)
            return None if answer.get("missing") else _outcome(answer, buffers, len(args), time.monotonic() - started)
        except Ended as error:
            return Outcome(failure=Failure(str(error)), seconds=time.monotonic() - started)
        except (wire.WireError, KeyError, IndexError, TypeError, ValueError):
            self.close()
            return Outcome(failure=Failure(NONSENSE), seconds=time.monotonic() - started)

    def _exchange(self, message, buffers, seconds):
        """Send a message and return the answer to it, serving what the process asks for in between."""
        if not self.alive:
            raise Ended(GONE)
        self._deadline = time.monotonic() + seconds + GRACE_SECONDS
        self._send(message, buffers)
        for _ in range(MOST_ASKED):
            answer, buffers = self._read()
            if "ask" not in answer:
                return answer, buffers
            self._send(*self._answer(answer, buffers))
        self._end(Failure.TIME)

    def _answer(self, message, buffers):
        try:
            args = wire.decode(message["value"], buffers, self._known, Opaque)
            with np.errstate(all="ignore"):
                value = self._known(message["ask"], "")(*args)
            made = []
            return {"value": wire.encode(value if callable(value) else plain(value), made, self._remember)}, made
        except Ended:
            raise
        except Exception as error:  # whatever it was asked with; the one who asked is told
            return {"error": [type(error).__name__, str(error)[:200]]}, []

    def _remember(self, function) -> tuple[int, str]:
        self._functions.append(function)
        return len(self._functions) - 1, getattr(function, "__name__", "function")

    def _known(self, number, name) -> Callable:
        """Return the function that a number stands for: ours from 0, the process's own below 0, the course's by name."""
        if type(number) is str:
            return lambda *args: self._serve(number, args)
        if type(number) is not int or number >= len(self._functions):
            raise wire.WireError("no such function")
        return self._functions[number] if number >= 0 else lambda *args: self._apply(-number - 1, args)

    def _apply(self, place, args):
        """Have the process call one of its own functions while it waits for an answer."""
        buffers = []
        self._send({"apply": place, "value": wire.encode(plain(args), buffers)}, buffers)
        for _ in range(MOST_ASKED):
            message, buffers = self._read()
            if "ask" not in message:
                break
            self._send(*self._answer(message, buffers))
        if "error" in message:
            raise RuntimeError(str(message["error"])[:200])
        return wire.decode(message.get("value"), buffers, self._known, Opaque)

    def _send(self, message, buffers):
        data = memoryview(wire.pack(message, buffers))
        pipe = self._process.stdin.fileno()
        os.set_blocking(pipe, False)
        while data:
            self._wait([], [pipe])
            try:
                data = data[os.write(pipe, data) :]
            except BlockingIOError:
                continue
            except OSError:
                self._end(GONE)

    def _read(self):
        try:
            return wire.read(self._receive)
        except wire.WireError:
            self._end(NONSENSE)

    def _receive(self, count) -> bytes:
        parts, pipe = [], self._process.stdout.fileno()
        while count:
            self._wait([pipe], [])
            part = os.read(pipe, min(count, 2**20))
            if not part:
                self._end(GONE)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _wait(self, reading, writing):
        readable, writable, _ = select.select(reading, writing, [], max(0.0, self._deadline - time.monotonic()))
        if not readable and not writable:
            self._end(Failure.TIME)

    def _end(self, why):
        self.close()
        raise Ended(why)


def _outcome(message, buffers, arguments, seconds) -> Outcome:
    """Return the Outcome that the process describes; raises where it describes none."""
    failure = message["failure"]
    if failure is not None:
        kind, words, line, code, trace = failure
        kind = NONSENSE if kind == Failure.OWN else str(kind)[:80]  # that is the judge's to say
        line = line if type(line) is int else None
        failure = Failure(kind, str(words)[:200], line, str(code)[:120], str(trace)[:4000])
    return Outcome(
        value=wire.decode(message["value"], buffers, opaque=Opaque),
        failure=failure,
        changed=tuple(i for i in message["changed"] if type(i) is int and 0 <= i < arguments),
        shares_memory=message["shares_memory"] is True,
        warnings=tuple(str(w)[:200] for w in message["warnings"][:10]),
        printed=str(message["printed"])[:2000],
        seconds=seconds,
    )

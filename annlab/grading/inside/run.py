"""The sandbox's process: runs a student's cells, calls the functions in them, and says what came of it.

Started by annlab.grading.sandbox. It trusts nobody with anything: the judge decides about marks, and this process
shares its memory with the student's code. Speaks frames (wire.py) on its first two descriptors.
"""

import ast
import builtins
import contextlib
import linecache
import os
import resource
import sys
import types

import wire

import annlab
from annlab.checking.calls import Bounded, call_here, describe_failure
from annlab.checking.limit import time_limit
from annlab.checking.values import Opaque, plain

LIMITS = {
    resource.RLIMIT_AS: 4 * 2**30,
    resource.RLIMIT_FSIZE: 32 * 2**20,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_CORE: 0,
}


class Process:
    """Answers the judge: {"do": "run"} a cell, {"do": "call"} a function; and asks it for the functions that it has."""

    def __init__(self, incoming: int, outgoing: int):
        self._in, self._out = os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")
        self._cells = 0
        self._functions = []  # of this side, which the judge may have called while it answers
        module = types.ModuleType("__main__")
        module.__builtins__ = builtins
        sys.modules["__main__"] = module
        self.namespace = module.__dict__
        annlab.ask_judge = self.ask

    def serve(self):
        while True:
            message, buffers = self._read()
            reply = {"run": self._run, "call": self._call}[message["do"]]
            self._send(*reply(message, buffers))

    def send_ready(self):
        self._send({"ready": True}, [])

    def _read(self):
        return wire.read(self._receive)

    def _receive(self, count: int) -> bytes:
        data = self._in.read(count)
        if len(data) < count:
            os._exit(0)  # the judge is gone
        return data

    def _send(self, message, buffers):
        self._out.write(wire.pack(message, buffers))
        self._out.flush()

    def ask(self, number, args: tuple):
        """Have the judge call one of the functions on its side, and return or raise what it did."""
        before = len(self._functions)
        self._send(*self._with_value({"ask": number}, args))
        while True:
            message, buffers = self._read()
            if "apply" not in message:
                break
            self._send(*self._apply(message, buffers))
        del self._functions[before:]
        if "error" in message:
            kind, words = message["error"]
            raise getattr(builtins, kind, RuntimeError)(words)
        return self._decode(message["value"], buffers)

    def _apply(self, message, buffers):
        """Call one of this side's own functions for the judge, in the middle of a question."""
        try:
            args = self._decode(message["value"], buffers)
            return self._with_value({}, self._functions[message["apply"]](*args))
        except Exception as error:
            return {"error": [type(error).__name__, str(error)[:200]]}, []

    def _with_value(self, message, value):
        buffers = []
        return message | {"value": wire.encode(_crossing(value), buffers, self._reference)}, buffers

    def _reference(self, function):
        """Return what stands for a function: the judge's own number for one of its own, else a new one."""
        if hasattr(function, "judges_number"):
            return function.judges_number, function.__name__
        self._functions.append(function)
        return -len(self._functions), getattr(function, "__name__", "function")

    def _decode(self, data, buffers):
        return wire.decode(data, buffers, self._remote, Opaque, trusted=True)

    def _remote(self, number, name):
        def remote(*args):
            return self.ask(number, args)

        remote.__name__, remote.judges_number = name, number
        return remote

    def _run(self, message, buffers):
        """Run a cell; an error ends the cell and nothing else."""
        printed, failure = Bounded(), None
        self._cells += 1
        name, source = f"<cell {self._cells}>", as_python(message["source"])
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                with time_limit(message["seconds"]):
                    exec(compile(source, name, "exec", dont_inherit=True), self.namespace)
            except BaseException as error:
                failure = describe_failure(error)
        return {"failure": failure and [failure.kind, failure.message], "printed": printed.text}, []

    def _call(self, message, buffers):
        function = self.namespace.get(message["name"])
        if not callable(function):
            return {"missing": True}, []
        self._functions.clear()
        outcome = call_here(function)(self._decode(message["value"], buffers), message["seconds"])
        failure, made = outcome.failure, []
        return {
            "value": wire.encode(outcome.value, made),
            "failure": failure and [failure.kind, failure.message, failure.line, failure.code, failure.traceback],
            "changed": list(outcome.changed),
            "shares_memory": outcome.shares_memory,
            "warnings": list(outcome.warnings)[:10],
            "printed": outcome.printed,
        }, made


def _crossing(value):
    """Return value as plain data, with the functions in it kept."""
    if callable(value) and not isinstance(value, type):
        return value
    if type(value) in (tuple, list):
        return type(value)(_crossing(v) for v in value)
    return plain(value)


def as_python(source: str) -> str:
    """Return the source of a cell as Python. What only IPython reads is left out, line by line.

    %%time, %%timeit and %%capture wrap Python; a cell under any other %% is not Python and is left out whole.
    """
    with contextlib.suppress(SyntaxError, ValueError):
        ast.parse(source)
        return source
    first = source.lstrip().split(None, 1)[0] if source.strip() else ""
    if first.startswith("%%") and first not in ("%%time", "%%timeit", "%%capture"):
        return "pass"
    return "\n".join(_indented_pass(line) if line.lstrip()[:1] in "%!?" else line for line in source.splitlines())


def _indented_pass(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "pass" if line.strip() else line


def main():
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    process = Process(incoming, outgoing)
    process.send_ready()
    process.serve()

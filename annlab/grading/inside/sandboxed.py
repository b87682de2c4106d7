"""The sandbox's process: runs a student's cells, calls the functions in them, and says what came of it.

Started by annlab.grading.sandbox. It trusts nobody with anything: the judge decides about marks, and this process
shares its memory with the student's code. Speaks frames (wire.py) on its first two descriptors.
"""

import builtins
import numbers
import os
import resource
import sys
import types

import numpy as np
import wire
from cells import Cells

import annlab
from annlab.checking.answer import is_blank
from annlab.checking.calls import call_here, describe_failure
from annlab.checking.values import Opaque, plain

LIMITS = {
    resource.RLIMIT_AS: 4 * 2**30,
    resource.RLIMIT_FSIZE: 32 * 2**20,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_CORE: 0,
}


class Process:
    """Answers the judge: runs a cell, looks at a name, calls a function; and asks it for the functions that it has."""

    def __init__(self, incoming: int, outgoing: int):
        self._in, self._out = os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")
        self._asking = False  # still true after a time limit in the middle: then nobody knows who speaks next
        self._functions = []  # of this side, which the judge may have called while it answers
        self._objects, self._numbers = [], {}  # of this side, that are no data, in the same time
        module = types.ModuleType("__main__")
        module.__builtins__ = builtins
        sys.modules["__main__"] = module
        self.namespace = module.__dict__
        self._cells = Cells(self.namespace)
        annlab.ask_judge = self.ask

    def serve(self):
        verbs = {"run": self._run, "reads": self._reads, "look": self._look, "call": self._call, "compute": self._compute}
        self._send({"ready": True}, [])
        while True:
            message, buffers = self._read()
            reply, made = verbs[message["do"]](message, buffers)
            self._send(reply | {"last": self._asking}, made)

    def ask(self, number, args: tuple, kwargs: dict):
        """Have the judge call one of the functions on its side, and return or raise what it did."""
        functions, objects, self._asking = len(self._functions), len(self._objects), True
        named = type(number) is str
        self._send(*self._with_value({"ask": number}, (args, kwargs), self._held if named else plain))
        while True:
            message, buffers = self._read()
            if "apply" not in message:
                break
            self._send(*self._compute(message, buffers, self._functions[message["apply"]]))
        self._asking = False
        try:
            if "error" in message:
                kind, words = message["error"]
                raise getattr(builtins, kind, RuntimeError)(words)
            wire.wind(args, message.get("states", ()))
            return self._decode(message["value"], buffers)
        finally:
            del self._functions[functions:]
            for forgotten in self._objects[objects:]:
                del self._numbers[forgotten]
            del self._objects[objects:]

    def _run(self, message, buffers):
        return self._cells.run(message["source"], message["seconds"]), []

    def _reads(self, message, buffers):
        return {"names": self._cells.reads(message["sources"])}, []

    def _look(self, message, buffers):
        value = self.namespace.get(message["name"])
        if value is None or value is Ellipsis:
            return {"kind": "nothing"}, []
        if not callable(value):
            return {"kind": f"type {type(value).__name__}"}, []
        return {"kind": "blank" if is_blank(value) else "function"}, []

    def _call(self, message, buffers):
        """Call a student's function: what comes of it is described, and its value is plain data."""
        self._functions.clear()
        call = call_here(self.namespace[message["name"]], through=message["through"])
        outcome = call(self._decode(message["value"], buffers), message["seconds"])
        failure, made = outcome.failure, []
        return {
            "value": wire.encode(outcome.value, made),
            "failure": failure and [failure.kind, failure.message, failure.line, failure.code, failure.traceback],
            "changed": list(outcome.changed),
            "shares_memory": outcome.shares_memory,
            "warnings": list(outcome.warnings)[:10],
            "printed": outcome.printed,
        }, made

    def _compute(self, message, buffers, function=None):
        """Call a function for its value or error, and nothing else. How long it may take is the judge's to say."""
        try:
            args = self._decode(message["value"], buffers)
            args, kwargs = args if "named" in message else (args, {})
            value = (function or self.namespace[message["name"]])(*args, **kwargs)
            return self._with_value({"states": wire.states(args)}, value)
        except BaseException as error:
            failure = describe_failure(error)
            return {"error": [failure.kind, failure.message]}, []

    def _with_value(self, message, value, held=plain):
        buffers = []
        return message | {"value": wire.encode(_crossing(value, held), buffers, self._reference)}, buffers

    def _held(self, value):
        """Return a value as data, or, for an object that is none, what stands for it."""
        data = plain(value)
        if not isinstance(data, Opaque) or isinstance(value, (np.ndarray, numbers.Number)):
            return data
        try:
            number = self._numbers.setdefault(value, len(self._objects))
        except TypeError:  # not hashable
            return data
        if number == len(self._objects):
            self._objects.append(value)
        return wire.Handle(number)

    def _object(self, number):
        return self._objects[number] if 0 <= number < len(self._objects) else wire.Handle(number)

    def _reference(self, function):
        """Return what stands for a function: the judge's own number for one of its own, else a new one."""
        if hasattr(function, "judges_number"):
            return function.judges_number, function.__name__
        self._functions.append(function)
        return -len(self._functions), getattr(function, "__name__", "function")

    def _decode(self, data, buffers):
        return wire.decode(data, buffers, self._remote, Opaque, self._object)

    def _remote(self, number, name):
        def remote(*args, **kwargs):
            return self.ask(number, args, kwargs)

        remote.__name__, remote.judges_number = name, number
        return remote

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


def _crossing(value, held):
    """Return value as plain data, with the functions, generators and numpy's numbers in it kept.

    held: makes data of what is none.
    """
    if callable(value) and not isinstance(value, type):
        return value
    if isinstance(value, (np.random.Generator, np.generic, wire.Handle)) or (type(value) is np.ndarray and value.ndim == 0):
        return value
    if type(value) in (tuple, list):
        return type(value)(_crossing(v, held) for v in value)
    if type(value) is dict:
        return {k if type(k) in (str, wire.Handle) else held(k): _crossing(v, held) for k, v in value.items()}
    return held(value)


def main():
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    threads = {resource.RLIMIT_NPROC: int(os.environ["ANNLAB_THREADS"])} if "ANNLAB_THREADS" in os.environ else {}
    for limit, most in (LIMITS | threads).items():  # that one has no effect where the grader is root
        resource.setrlimit(limit, (most, most))
    Process(incoming, outgoing).serve()

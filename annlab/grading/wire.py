"""What crosses between the judge and the sandbox: frames of plain, bounded data.

A frame is a length, a JSON text of that length, and the raw bytes of the arrays that the text refers to. Nothing is
ever unpickled. Both sides use this file; only numpy and the standard library are needed to read it.

A value is a JSON number, string, true, false or null, or a list whose first item says what it is:

    ["l", items...]  list          ["a", dtype, shape, buffer]  array        ["f", number, name]  function, by number
    ["t", items...]  tuple         ["o", words]                 described    ["np", name]         a numpy ufunc
    ["d", [key, value]...]  dict   ["s", dtype, buffer]  numpy scalar        ["g", state]         a random generator
                                                                             ["h", number]        an object, by number

A function stays where it is: what crosses is a number by which the other side can have it called. So does an object
that is no data, such as a learner's Value: for the other side it is a Handle, which can only be told from others.
"""

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MOST_BYTES = 64 * 2**20  # of a frame's arrays
MOST_TEXT = 8 * 2**20  # of a frame's JSON
MOST_SIGNS = 10_000  # of a string, and bits of an integer
MOST_VALUES = 100_000  # in one frame
DEEPEST = 8
DTYPES = {np.dtype(t).str for t in "? b B h H i I l L q Q e f d".split()}


@dataclass(frozen=True)
class Handle:
    """Stands for an object of a process's own, and is the same as itself."""

    number: int


class WireError(Exception):
    """What came over the wire is no frame, or holds something that may not cross."""


def pack(message: dict, buffers: list[bytes]) -> bytes:
    """Return the bytes of a frame."""
    text = json.dumps([message, [len(b) for b in buffers]]).encode()
    return struct.pack("<I", len(text)) + text + b"".join(buffers)


def read(receive: Callable[[int], bytes]) -> tuple[dict, list[bytes]]:
    """Return the next frame's message and buffers; receive(n) gives exactly n bytes or raises."""
    length = struct.unpack("<I", receive(4))[0]
    if length > MOST_TEXT:
        raise WireError(f"a frame of {length} bytes")
    try:
        message, sizes = json.loads(receive(length).decode())
    except (ValueError, TypeError, RecursionError) as error:
        raise WireError(f"a frame that is no JSON: {type(error).__name__}") from None
    whole = isinstance(sizes, list) and all(type(s) is int and s >= 0 for s in sizes)
    if not isinstance(message, dict) or not whole or sum(sizes) > MOST_BYTES:
        raise WireError("a frame of another form")
    return message, [receive(size) for size in sizes]


def encode(value, buffers: list[bytes], function: Callable | None = None):
    """Return value as JSON data, its arrays' bytes appended to buffers.

    function: what stands for a callable, given it; None where functions may not cross.
    """
    if type(value) is str:
        return value[:MOST_SIGNS]
    if type(value) is int and value.bit_length() > MOST_SIGNS:
        return ["o", "an integer of more than 3,000 digits"]
    if value is None or type(value) in (bool, int, float):
        return value
    if type(value) is Handle:
        return ["h", value.number]
    if isinstance(value, np.generic) and value.dtype.str in DTYPES:
        buffers.append(value.tobytes())
        return ["s", value.dtype.str, len(buffers) - 1]
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.dtype.itemsize <= 8:
        value = value.astype(value.dtype.newbyteorder("="), order="C", copy=False)
        buffers.append(value.tobytes())
        return ["a", value.dtype.str, list(value.shape), len(buffers) - 1]
    if isinstance(value, (list, tuple)):
        return ["l" if isinstance(value, list) else "t", *(encode(v, buffers, function) for v in value)]
    if isinstance(value, dict):
        return ["d", *([encode(k, buffers), encode(v, buffers, function)] for k, v in value.items())]
    if isinstance(value, np.random.Generator) and type(value.bit_generator) is np.random.PCG64:
        return ["g", value.bit_generator.state]
    if hasattr(value, "what"):  # an Opaque
        return ["o", value.what]
    if callable(value) and function is not None:
        name = getattr(value, "__name__", "")
        return ["np", name] if isinstance(value, np.ufunc) and getattr(np, name, None) is value else ["f", *function(value)]
    raise WireError(f"{type(value).__name__} does not cross")


def decode(data, buffers: list[bytes], function: Callable | None = None, opaque: Callable = str, handle: Callable | None = None):
    """Return the value that encode was given.

    function: (number, name) -> a callable; None where none may arrive.  opaque: words -> what stands for them.
    handle: number -> what stands for an object; None where none may arrive.
    Raises WireError for everything that encode does not make.
    """
    left = [MOST_VALUES]

    def value(data, depth):
        left[0] -= 1
        if left[0] < 0 or depth > DEEPEST:
            raise WireError("too many values, or too deep")
        if data is None or type(data) in (bool, int, float, str):
            return data
        if type(data) is not list or not data:
            raise WireError("a value of another form")
        kind, *rest = data
        if kind == "l":
            return [value(v, depth + 1) for v in rest]
        if kind == "t":
            return tuple(value(v, depth + 1) for v in rest)
        if kind == "d" and all(type(p) is list and len(p) == 2 for p in rest):
            return {value(k, depth + 1) if type(k) is list and k[:1] == ["h"] else _key(k): value(v, depth + 1) for k, v in rest}
        if kind == "a" and len(rest) == 3:
            return _array(*rest, buffers)
        if kind == "s" and len(rest) == 2:
            return _array(rest[0], [], rest[1], buffers)[()]
        if kind == "o" and len(rest) == 1 and type(rest[0]) is str:
            return opaque(rest[0][:200])
        if kind == "f" and function is not None and len(rest) == 2:
            return function(*rest)
        if kind == "h" and handle is not None and len(rest) == 1 and type(rest[0]) is int:
            return handle(rest[0])
        if kind == "np" and len(rest) == 1 and type(rest[0]) is str and isinstance(getattr(np, rest[0], None), np.ufunc):
            return getattr(np, rest[0])
        if kind == "g" and len(rest) == 1:
            return _generator(rest[0])
        raise WireError("a value of another form")

    return value(data, 0)


def is_data(encoded) -> bool:
    """Return whether there is no function and no generator in what encode has made, so that any process can read it."""
    return type(encoded) is not list or (encoded[:1] not in (["f"], ["g"]) and all(map(is_data, encoded)))


def _key(key):
    if key is not None and type(key) not in (bool, int, float, str):
        raise WireError("a key of another form")
    return key


def _array(dtype, shape, place, buffers):
    good = (
        type(dtype) is str
        and dtype in DTYPES
        and type(shape) is list
        and len(shape) <= DEEPEST
        and all(type(n) is int and n >= 0 for n in shape)
        and type(place) is int
        and 0 <= place < len(buffers)
    )
    if not good or math.prod(shape) * np.dtype(dtype).itemsize != len(buffers[place]):
        raise WireError("an array of another form")
    return np.frombuffer(buffers[place], dtype=dtype).reshape(shape).copy()


def _generator(state) -> np.random.Generator:
    made = np.random.Generator(np.random.PCG64(0))
    _set(made, state)
    return made


def _set(generator, state):
    try:
        generator.bit_generator.state = state
    except Exception:  # whatever numpy makes of such a state
        raise WireError("a generator of another form") from None


def states(args) -> list[dict]:
    """Return where the generators among the arguments of a call have got to."""
    return [a.bit_generator.state for a in args if _winds(a)]


def wind(args, states) -> None:
    """Bring the generators among the arguments of a call to where the other side has brought them."""
    for generator, state in zip(filter(_winds, args), states, strict=False):
        _set(generator, state)


def _winds(value) -> bool:
    return isinstance(value, np.random.Generator) and type(value.bit_generator) is np.random.PCG64

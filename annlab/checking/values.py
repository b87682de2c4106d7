"""Plain values: what a function may hand back, how two of them are compared, and how one is shown.

A learner's function can return anything. `plain` turns it into bounded data (numbers, strings, real arrays, lists,
tuples, dicts) or an Opaque that only carries a description; nothing after that runs any code of the learner's.
"""

import inspect
import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

ABSOLUTE, RELATIVE = 1e-9, 1e-7
ROUNDING = 1e-14  # of an argument that was changed and changed back
MOST_ITEMS = 10_000  # a longer list is described, not read
MOST_ELEMENTS = 1_000_000  # a larger array likewise
DEEPEST = 6


@dataclass(frozen=True)
class Opaque:
    """Something that is no plain value, and the words that say what it is."""

    what: str


def plain(value: Any, depth: int = 0) -> Any:
    """Return value as plain data: None, bool, int, float, str, a real ndarray, list, tuple, dict, or Opaque."""
    kind = type(value)
    if value is None or kind in (bool, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, numbers.Number):
        return Opaque(f"a {kind.__name__} number")
    if kind in (list, tuple, dict):
        if len(value) > MOST_ITEMS:
            return Opaque(f"a {kind.__name__} of {len(value):,} items")
        if depth == DEEPEST:
            return Opaque(f"a deeply nested {kind.__name__}")
        if kind is dict:
            return {plain_key(k): plain(v, depth + 1) for k, v in value.items()}
        return kind(plain(v, depth + 1) for v in value)
    if isinstance(value, tuple):  # a named tuple
        return tuple(plain(v, depth + 1) for v in tuple.__iter__(value))
    if isinstance(value, type):
        return Opaque(f"the class {value.__name__}")
    if inspect.isroutine(value) or isinstance(value, np.ufunc):
        return Opaque("a function")
    return Opaque(f"an object of type {kind.__name__}")


def plain_key(key: Any) -> Any:
    return key if type(key) in (str, int, float, bool) else f"<{type(key).__name__}>"


def _plain_array(value: np.ndarray) -> Any:
    if type(value) is not np.ndarray:
        return Opaque(f"a numpy {type(value).__name__}")
    if value.dtype.kind not in "biuf":
        named = {"O": "objects", "U": "strings", "S": "bytes", "c": "complex numbers"}
        return Opaque(f"an array of {named.get(value.dtype.kind, str(value.dtype))}")
    if value.ndim == 0:
        return plain(value[()])
    return value.copy() if value.size <= MOST_ELEMENTS else Opaque(f"an array of shape {value.shape}")


def is_number(value: Any) -> bool:
    return type(value) in (int, float)


def close(expected: Any, got: Any) -> bool:
    """Return whether numbers or equal-shaped arrays agree: |error| <= 1e-9 + 1e-7 |expected|; nan agrees with nothing."""
    with np.errstate(all="ignore"):
        expected, got = np.asarray(expected, dtype=float), np.asarray(got, dtype=float)
        near = np.isfinite(expected) & (np.abs(got - expected) <= ABSOLUTE + RELATIVE * np.abs(expected))
        return bool(np.all((got == expected) | near))


def same(a: Any, b: Any) -> bool:
    """Return whether two plain values agree in kind, structure and value (here nan agrees with nan)."""
    if is_number(a) and is_number(b):
        return close(a, b) or (a != a and b != b)
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        if a.shape != b.shape or (a.dtype.kind == "b") != (b.dtype.kind == "b"):
            return False
        hole = np.isnan(a) if a.dtype.kind == "f" else np.zeros(a.shape, bool)
        other = np.isnan(b) if b.dtype.kind == "f" else np.zeros(b.shape, bool)
        return np.array_equal(hole, other) and close(a[~hole], b[~other])
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def untouched(a: Any, b: Any) -> bool:
    """Return whether two plain values are the same but for rounding, as after x[i] += h and x[i] -= h."""
    if a is b or _same_bytes(a, b):
        return True
    if isinstance(a, (list, tuple)) and same(a, b):
        return all(untouched(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray) and a.dtype.kind == "f" and same(a, b):
        return np.allclose(a, b, rtol=ROUNDING, atol=ROUNDING, equal_nan=True)
    return same(a, b)


def _same_bytes(a, b) -> bool:
    """Return whether both are arrays, and equal to the last bit: quicker to find out than whether they are close."""
    alike = type(a) is type(b) is np.ndarray and a.dtype == b.dtype and a.shape == b.shape
    return alike and a.tobytes() == b.tobytes()


def show(value: Any, digits: int = 6) -> str:
    """Return a short text for a plain value: small ones in full, large ones by their shape."""
    if isinstance(value, Opaque):
        return value.what
    if type(value) is float or (type(value) is int and abs(value) >= 10**15):
        return show_number(value, digits)
    if isinstance(value, np.ndarray):
        if value.size <= 12:
            return _nested(value.tolist(), digits)
        return f"an array of shape {value.shape}"
    if isinstance(value, (list, tuple)):
        if len(value) > 8:
            return f"a {type(value).__name__} of {len(value):,} items"
        opening, closing = "[]" if isinstance(value, list) else "()"
        return opening + ", ".join(show(v, digits) for v in value) + closing
    if isinstance(value, dict):
        if len(value) > 8:
            return f"a dict of {len(value):,} items"
        return "{" + ", ".join(f"{show(k)}: {show(v, digits)}" for k, v in value.items()) + "}"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "...")
    return str(value)


def show_number(value: float, digits: int = 6) -> str:
    try:
        return f"{float(value):.{digits}g}"
    except OverflowError:
        return "a number of more than 300 digits"


def _nested(items: Any, digits: int) -> str:
    if isinstance(items, list):
        return "[" + ", ".join(_nested(i, digits) for i in items) + "]"
    return str(items) if isinstance(items, bool) else show_number(items, digits)


def show_apart(expected: Any, got: Any) -> tuple[str, str]:
    """Return texts for both, with as many digits as it takes to tell them apart (at most 17)."""
    for digits in (6, 9, 12, 17):
        texts = show(expected, digits), show(got, digits)
        if texts[0] != texts[1]:
            break
    return texts

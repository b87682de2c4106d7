"""Holds one outcome against one expected value and says what, if anything, is wrong with it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from annlab.checking.values import Opaque, close, is_number, plain, show, show_apart

VALUE = "value"
FORM = "form"  # the numbers are right, what they come in is not


@dataclass(frozen=True)
class Difference:
    """What is wrong with a result: the grade of it (VALUE or FORM), the symptom in words, and a way out if one is known."""

    grade: str
    symptom: str
    way_out: str = ""

    def inside(self, place: str) -> "Difference":
        """Return the same difference, found at a place inside of what was returned, such as "[1]"."""
        rest = self.symptom.removeprefix("you returned ")
        if rest == self.symptom:  # it is inside of something already
            return replace(self, symptom=self.symptom.replace("result[", f"result{place}[", 1))
        return replace(self, symptom=f"in what you returned, result{place} is {rest}")


def compare(expected: Any, got: Any) -> Difference | None:
    """Return None where got is as right as expected, which the reference returned; else the first difference."""
    if is_number(expected):
        return _compare_number(expected, got)
    if isinstance(expected, np.ndarray):
        return _compare_array(expected, got)
    if isinstance(expected, (tuple, list)):
        return _compare_sequence(expected, got)
    if isinstance(expected, dict):
        return _compare_dict(expected, got)
    if type(expected) is type(got) and expected == got:
        return None
    return _wrong(expected, got)


def compare_form(expected: Any, got: Any) -> Difference | None:
    """Return what is wrong with the form of got alone, whatever its values: its kind, its shape, its dtype."""
    if is_number(expected) and is_number(got):
        return None
    if isinstance(expected, np.ndarray) and isinstance(got, np.ndarray):
        if got.dtype.kind != "b" and got.shape == expected.shape:
            return None
    if isinstance(expected, (tuple, list)):
        if isinstance(got, np.ndarray) and got.ndim >= 1:
            got = [plain(g) for g in got]
        if isinstance(got, (tuple, list)) and len(got) == len(expected):
            return next((d for e, g in zip(expected, got, strict=True) if (d := compare_form(e, g))), None)
    return compare(expected, got)


def _wrong(expected, got) -> Difference:
    right, yours = show_apart(expected, got)
    if isinstance(expected, np.ndarray) and expected.size > 12:
        right, yours = _first_apart(expected, got)
    return Difference(VALUE, f"you returned {yours}; {right} is right.")


def _first_apart(expected, got) -> tuple[str, str]:
    at = next(i for i in np.ndindex(expected.shape) if not close(expected[i], got[i]))
    right, yours = show_apart(float(expected[at]), float(got[at]))
    return right, f"{yours} at index {list(at) if len(at) > 1 else at[0]}"


def _compare_number(expected, got):
    if type(got) is bool:
        return Difference(
            FORM if got == expected else VALUE,
            f"you returned {got}, a truth value; a number is asked for: {show(expected)}.",
            "float(...) or np.where(..., 1.0, 0.0) makes a number of a truth value.",
        )
    if is_number(got):
        return None if close(expected, got) else _wrong(expected, got)
    if isinstance(got, np.ndarray) and got.size == 1:
        return Difference(
            FORM if got.dtype.kind in "iuf" and close(expected, got.item()) else VALUE,
            f"you returned {show(got)}, an array of shape {got.shape}; a single number is right: {show(expected)}.",
            "What makes an array of one number: square brackets, ravel, reshape, np.atleast_1d, or a sum that is missing?",
        )
    return Difference(
        VALUE, f"you returned {describe(got)}; a single number is right: {show(expected)}.", _one_of(expected, got)
    )


def _one_of(expected, got) -> str:
    """Return a way out where the right value is one of several that came back."""
    if not isinstance(got, (list, tuple)):
        return ""
    fitting = [i for i, g in enumerate(got) if compare(expected, g) is None]
    if not fitting:
        return ""
    if len(got) == 1:
        return f"The right value stands in a {type(got).__name__} of one. Hand back the value itself."
    return f"Item {fitting[-1]} of your {type(got).__name__} is right. Hand back that one alone."


def _compare_array(expected, got):
    if isinstance(got, (list, tuple)):
        array = as_array(got)
        good = array is not None and array.shape == expected.shape and close(expected, array)
        return Difference(
            FORM if good else VALUE,
            f"you returned {describe(got)}; an array is asked for" + (": the numbers in it are right." if good else "."),
            _one_of(expected, got) or _made_an_array(got, array),
        )
    if not isinstance(got, np.ndarray):
        one = "Which step makes one number of many: a sum, a mean, an index, a `return` inside a loop?" if is_number(got) else ""
        if isinstance(got, Opaque) and "function" in got.what:
            one = "A function stands where its value is meant: call it, with brackets and what it takes behind its name."
        return Difference(VALUE, f"you returned {describe(got)}; an array of shape {expected.shape} is right.", one)
    if got.shape != expected.shape:
        good = got.size == expected.size and got.dtype.kind in "iuf" and close(expected.ravel(), got.ravel())
        return Difference(
            FORM if good else VALUE,
            f"you returned an array of shape {got.shape}; shape {expected.shape} is right.",
            "The numbers are right, their shape is not: look for a ravel, a reshape, keepdims, or brackets." if good else "",
        )
    if got.dtype.kind == "b":
        return Difference(
            FORM if close(expected, got) else VALUE,
            f"you returned truth values, {show(got)}; numbers are asked for.",
            "np.where(..., 1.0, 0.0) or .astype(float) makes numbers of them.",
        )
    if close(expected, got):
        return None
    if got.dtype.itemsize < 8 and got.dtype.kind == "f" and np.allclose(expected, got, rtol=1e-2, atol=1e-3):
        return Difference(
            FORM, f"you returned {got.dtype}, which keeps too few digits; float64 is asked for.", "Leave the dtype alone, or say float."
        )
    return _wrong(expected, got)


def _made_an_array(got, array) -> str:
    if array is None and any(isinstance(g, np.ndarray) for g in got):
        return f"{len(got)} things came back. Join them to one array, or hand back the one that is asked for."
    return "np.array(...) makes an array of a list."


def as_array(items):
    """Return a list or tuple of numbers as an array, or None."""
    try:
        array = plain(np.array(items))
    except (ValueError, TypeError):
        return None
    return array if isinstance(array, np.ndarray) and array.dtype.kind in "iuf" else None


def _compare_sequence(expected, got):
    if isinstance(got, np.ndarray) and got.ndim >= 1:
        got = [plain(g) for g in got]
    if not isinstance(got, (tuple, list)):
        named = "A dict keeps things under names. Here they are asked for by their places." if isinstance(got, dict) else ""
        return Difference(VALUE, f"you returned {describe(got)}; asked for is {_outline(expected)}.", named)
    if len(got) != len(expected):
        came, right = (f"{n} value{'s' * (n != 1)}" for n in (len(got), len(expected)))
        symptom = f"you returned {came}, {show(got)}; right is {right}: {show(expected)}."
        return Difference(VALUE, symptom, _one_of(expected, got) or _some_of(expected, got))
    differences = [(i, d) for i, (e, g) in enumerate(zip(expected, got, strict=True)) if (d := compare(e, g))]
    if not differences:
        return None
    grade = VALUE if any(d.grade == VALUE for _, d in differences) else FORM
    place, first = next((i, d) for i, d in differences if d.grade == grade)
    if all(is_number(v) for v in [*expected, *got]):
        right, yours = show_apart(expected, got)
        return Difference(grade, f"you returned {yours}; {right} is right.", first.way_out)
    return first.inside(f"[{place}]")


def _some_of(expected, got) -> str:
    """Return a way out where what came back is the beginning or the end of the right list."""
    n = len(got)
    if not 0 < n < len(expected):
        return ""
    if compare(expected[:n], got) is None:
        return f"{_those(n, 'first')} Does `return` stand inside the loop, or does the loop end early?"
    if compare(expected[-n:], got) is None:
        return f"{_those(n, 'last')} Is the list made anew in the loop, or is `append` behind it?"
    return ""


def _those(n, place) -> str:
    return f"That is right, and it is the {place} one only." if n == 1 else f"Those are right, and they are the {place} {n} only."


def _outline(expected) -> str:
    """Return the form of a value in words: "(an array of shape (2,), a number)"."""
    if isinstance(expected, np.ndarray):
        return f"an array of shape {expected.shape}"
    if isinstance(expected, (tuple, list)):
        opening, closing = "[]" if isinstance(expected, list) else "()"
        more = ", ..." if len(expected) > 3 else ""
        return opening + ", ".join(_outline(e) for e in expected[:3]) + more + closing
    return "a number" if is_number(expected) else f"a {type(expected).__name__}"


def _compare_dict(expected, got):
    if not isinstance(got, dict):
        return Difference(VALUE, f"you returned {describe(got)}; a dict is right.")
    if expected.keys() != got.keys():
        return Difference(
            VALUE, f"your keys are {show(sorted(map(str, got)))}; {show(sorted(map(str, expected)))} are right."
        )
    for key in expected:
        if difference := compare(expected[key], got[key]):
            return difference.inside(f"[{key!r}]")
    return None


def describe(value: Any) -> str:
    """Return "the list [1, 2]", "None", "the string 'a'", "an array of shape (3,)": a kind and a look at it."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return value.what
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, (list, tuple)) and len(value) > 8:
        return show(value)
    named = {str: "the string", list: "the list", tuple: "the tuple", dict: "the dict", bool: "the truth value"}
    return f"{named.get(type(value), 'the number')} {show(value)}"

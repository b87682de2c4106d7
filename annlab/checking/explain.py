"""Words for what any function can do wrong, whatever the exercise: exceptions, None, a wrong sign, a transposed array."""

import numpy as np

from annlab.checking.calls import Failure, Outcome
from annlab.checking.compare import VALUE
from annlab.checking.values import close, is_number, show_number

ADVICE = {
    "NameError": "A name is used that Python does not know here. Is it spelled as in the cell above, and has that cell been run?",
    "UnboundLocalError": "A variable is read before this function has given it a value.",
    "IndexError": "An index runs past the end. Compare it with the shape of what it indexes.",
    "KeyError": "A dict was asked for a key that it does not hold. Print its keys.",
    "AttributeError": "The object before the dot is of another kind than expected. Print its type.",
    "ZeroDivisionError": "Something is divided by 0. For which input can that happen?",
    "RecursionError": "The function calls itself without end.",
    "MemoryError": "The computer ran out of memory. Which array has become so large?",
    "SyntaxError": "Python cannot read this line.",
    "SystemExit": "The function ends Python with exit() or quit(); return hands a value back.",
    "StopIteration": "next() was asked for more than there is.",
    "ModuleNotFoundError": "A module is imported that is not installed; NumPy is all you need.",
}


def failed(name: str, signature: str, outcome: Outcome) -> tuple[str, str]:
    """Return the symptom and the next step for a call that ended without a value."""
    failure = outcome.failure
    if failure.kind == Failure.TIME:
        return (
            f"your {name} had not come back after {outcome.seconds:.0f} seconds, and was stopped.",
            "Look for a loop whose end is never reached: does what its condition looks at change in the loop?",
        )
    if failure.kind == Failure.OWN:
        return (
            f"this answer uses annlab's own {name}, or a function of a later exercise that does the same work.",
            f"Write {name} yourself: that is the exercise. Everything from earlier exercises may be used.",
        )
    if failure.kind == Failure.ENDED:
        return (
            f"your {name} ended the whole Python process, so what it returns cannot be seen.",
            "exit(), quit() and arrays of many gigabytes do that. A function ends with `return`.",
        )
    at = f", in the line `{failure.code}`" if failure.code and "`" not in failure.code else ""
    message = f": {failure.message}".replace("`", "'") if failure.message else ""
    return f"your {name} stopped with {failure.kind}{message}{at}.", _advice(failure, signature)


def _advice(failure: Failure, signature: str) -> str:
    if failure.kind == "TypeError" and "positional argument" in failure.message:
        called = failure.message.partition("()")[0].rpartition(".")[2]
        if called not in (signature.partition("(")[0], "<lambda>"):
            return f"Inside, {called} is called with more or fewer arguments than it takes. How many does it take?"
        return f"It is called as {signature}, with the arguments in this order. Does yours take as many?"
    if failure.kind in ("ValueError", "TypeError") and ("broadcast" in failure.message or "matmul" in failure.message
                                                       or "aligned" in failure.message):
        return "Two shapes do not fit together. Print the .shape of both, and say which axis belongs to the examples."
    if failure.kind in ("ValueError", "TypeError") and "array element with a sequence" in failure.message:
        return "one place of an array holds one number, and here it is given an array. Print the shape of what you put in."
    if failure.kind == "ValueError" and "ambiguous" in failure.message:
        return "`if` needs one truth value, and here is a whole array of them. np.where chooses for each element."
    if failure.kind == "TypeError" and ("only" in failure.message and "scalar" in failure.message or "0-dim" in failure.message):
        return "A function for single numbers (from math, or float()) met an array. NumPy's own work on both."
    return ADVICE.get(failure.kind, "Run your function on this input in a cell of its own, and print what goes into that line.")


def returned_none(name: str, outcome: Outcome) -> tuple[str, str] | None:
    """Return cause and next step where the function handed nothing back."""
    if outcome.failure is not None or outcome.value is not None:
        return None
    if outcome.printed.strip():
        return "It prints its result; print only shows a value.", f"Hand the value back with `return` in {name}."
    return "A function without `return` hands back None.", "Is there a `return` on every way through it, with the result behind it?"


def pattern(probes, parameters: list[str]) -> str:
    """Return words for what all wrong values have in common, or ""."""
    pairs = []
    for p in probes:
        if not any(f.kind == VALUE for f in p.faults):
            continue
        e, g = _numbers(p.expected), _numbers(p.outcome.value)
        if e is None or g is None or p.outcome.failure:
            return ""
        pairs.append((e, g, p.args))
    if not pairs:
        return ""
    if all(e.shape == g.T.shape and e.shape != (1,) and e.ndim == 2 and close(e, g.T) for e, g, _ in pairs):
        return "That is the right answer transposed: rows and columns have changed places."
    if any(e.shape != g.shape for e, g, _ in pairs):
        return ""
    if any(np.isnan(g).any() for _, g, _ in pairs):
        return "nan means \"not a number\": it comes from 0/0, from infinity minus infinity, or from another nan."
    if all(not g.any() for _, g, _ in pairs):
        return "Every wrong value is 0."
    if all(close(e, -g) for e, g, _ in pairs):
        return "That is the right size with the wrong sign."
    if all(close(np.abs(e), g) for e, g, _ in pairs):
        return "Those are the right sizes, with the minus signs lost."
    for i, parameter in enumerate(parameters):
        if all(_is(g, args[i]) for _, g, args in pairs):
            return f"That is {parameter} itself, as it came in."
    return _coarser(pairs) or _constant(pairs)


def _coarser(pairs) -> str:
    if all(close(np.trunc(e), g) for e, g, _ in pairs):
        return "Those are the right numbers, cut to whole numbers."
    for decimals in range(6):
        if all(close(np.round(e, decimals), g) for e, g, _ in pairs):
            kept = f"{decimals} decimal{'s' * (decimals > 1)}" if decimals else "whole numbers"
            return f"Those are the right numbers, rounded to {kept}."
    return ""


def _constant(pairs) -> str:
    expected = np.concatenate([e.ravel() for e, _, _ in pairs])
    got = np.concatenate([g.ravel() for _, g, _ in pairs])
    if expected.size < 3 or not (np.isfinite(expected).all() and np.isfinite(got).all()):
        return ""
    if close(expected + (got - expected)[0], got):
        return f"Every wrong value is off by the same {show_number((got - expected)[0])}."
    if expected[0] != 0 and close(expected * (got[0] / expected[0]), got):
        return f"Every wrong value is {show_number(got[0] / expected[0])} times what is right."
    if close(expected[::-1], got) and len(pairs) == 1:
        return "Those are the right numbers in reverse order."
    return ""


def _numbers(value) -> np.ndarray | None:
    if is_number(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iuf"):
        return np.asarray(value, dtype=float)
    return None


def _is(got: np.ndarray, argument) -> bool:
    argument = _numbers(argument)
    return argument is not None and argument.shape == got.shape and close(argument, got)

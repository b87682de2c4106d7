"""Words for calls that gave no value, whatever the exercise: exceptions, time limits, None."""

import re

from annlab.checking.calls import Failure, Outcome

ADVICE = {
    "NameError": "Python knows no such name here. Is it a typing mistake (w and W are two names), is `np.` missing before it, "
    "or has its cell not been run?",
    "UnboundLocalError": "A variable is read before this function has given it a value. What should it be before the loop, "
    "or where no `if` holds?",
    "IndexError": "An index runs past the end. Compare it with the shape of what it indexes.",
    "KeyError": "A dict was asked for a key that it does not hold. Print its keys.",
    "AttributeError": "What stands before the dot has no such part. Is it a typing mistake? If not, print the type of what stands there.",
    "AxisError": "An axis is named that this array does not have. Print its .shape, and look at where your brackets close.",
    "ZeroDivisionError": "Something is divided by 0. For which input can that happen?",
    "RecursionError": "The function calls itself without end.",
    "MemoryError": "The computer ran out of memory. Which array has become so large?",
    "SyntaxError": "Python cannot read this line.",
    "SystemExit": "The function ends Python with exit() or quit(); return hands a value back.",
    "NotImplementedError": "A part of it is still to be written: look for the line that raises this.",
    "StopIteration": "next() was asked for more than there is.",
    "ModuleNotFoundError": "A module is imported that is not installed; NumPy is all you need.",
}
BY_WORDS = (  # kinds of exception, a pattern for what the message says, and the advice; the first that fits
    ("TypeError", r"column_stack\(\) takes|__array_function__",
     "np.column_stack and np.concatenate take one list of arrays: put square brackets around what is joined."),
    ("TypeError", "interpreted as an integer",
     "A whole number belongs there: a count, a size, an axis. Or are square brackets missing around what is handed over?"),
    ("TypeError", "scalar index",
     "A whole array stands where one whole number belongs: a place, a size, an axis. `for p in params` gives the arrays themselves, "
     "range(len(params)) counts them; a size is A.shape."),
    ("TypeError", "'str' object is not callable",
     "A text stands before the brackets, such as the name of a function. A dict has the function itself under that name: LOSSES[loss]."),
    ("TypeError", "unhashable",
     "A whole list or array is looked up in a dict. Is one of its entries meant, such as activations[-1]?"),
    ("TypeError", "NoneType",
     "None stands where a value is needed: a state at the first call, or what came of a function without `return`. Which name is None?"),
    ("TypeError", r"unsupported operand.*'(list|tuple)'",
     "A list is no array: arithmetic does not go through it. Take one entry after the other, or make an array of a list of numbers."),
    ("TypeError", "not callable",
     "Round brackets call what stands before them, and that is no function. A product needs `*`, an entry square brackets."),
    ("TypeError", "(function|method).* is not subscriptable",
     "Square brackets pick an entry, and here they stand behind a function. It is called with round ones."),
    ("TypeError", "(float|int).*' object is not iterable", "A loop goes through several things, and here it is given one number."),
    ("TypeError", "multiply sequence", "`*` repeats a list, and that only a whole number of times. Take one entry after "
     "the other, or np.array(...) of a list of numbers."),
    ("TypeError", "slice indices", "A slice begins and ends at whole numbers. round(...) and // make one. For a list of them: a loop."),
    ("ValueError", "values to unpack",
     "There are more or fewer names on the left than values on the right. Print what stands on the right, and its length."),
    ("ValueError", "cannot reshape",
     "The shape asked for has more or fewer places than there are numbers. Print the .shape of what is reshaped: is it what you expect?"),
    ("ValueError", "inhomogeneous",
     "One array is to be made of things of different shapes: of a pair, or a list of arrays. Take it apart first: a, b = ..., or a loop."),
    ("TypeError", "Tensor",
     "PyTorch's tensors and NumPy's arrays do not mix: torch.tensor(X) makes a tensor of an array, .detach().numpy() an array of one."),
    ("TypeError", r"for @: |'matmul'", "`@` multiplies arrays, and here it is given a single number. `*` takes both."),
    ("ValueError", "enough dimensions", "`@` multiplies arrays, and here it is given a single number. Which of the two is it?"),
    ("ValueError TypeError", "broadcast|matmul|aligned",
     "Two shapes do not fit together. Print the .shape of both, and say which axis belongs to the examples."),
    ("ValueError", "concatenation axis|same number of dimensions",
     "The arrays that are joined do not fit. Print the .shape of both: does each take its length from what came in?"),
    ("ValueError TypeError", "array element with a sequence",
     "One place of an array holds one number, and here it is given an array. Print the shape of what you put in."),
    ("ValueError", "ambiguous",
     "`if`, `and` and `or` need one truth value, and here is a whole array of them; & joins two arrays. np.where chooses for each "
     "element; (a != b).any() asks whether any differ."),
    ("TypeError", "only.*scalar|0-dim",
     "A function for single numbers (from math, or float()) met an array. NumPy's own work on both."),
    ("TypeError", "operand.*(function|ufunc')",
     "A function stands where its value is meant: call it, with brackets and what it takes behind its name."),
    ("TypeError", "'bitwise_",
     "`^`, `&` and `|` work on whole numbers and truth values, and here are floats. A power is written `**`."),
    ("AttributeError", "'NoneType' object",
     "None stands before the dot: a function handed nothing back, or nothing has filled that place yet. Where should it come from?"),
    ("RuntimeError", "requires grad. Use",
     "This tensor remembers how it was made, and an array cannot. detach() leaves that behind; loss.item() makes a plain number."),
    ("RuntimeError", "same dtype",
     "float32 meets float64. torch.tensor of a float64 array is float64; a list, .float() and a layer without dtype are float32."),
    ("IndexError", "too many indices",
     "More indices are given than the array has axes. Print its .shape: (N,) has one axis, (N, 1) has two."),
    ("IndexError", "only integers|arrays used as indices",
     "A place is counted by a whole number. `for x in X` gives the things themselves; range(len(X)) counts them. "
     "np.sort gives values, np.argsort their places."),
    ("IndexError", "invalid index to scalar",
     "A single number stands before the square brackets, and has no entries. Is a colon missing where it was made: X[:n], not X[n]?"),
    ("TypeError", "as a data type",
     "A shape goes in as one thing, with brackets of its own: np.zeros((K, K)). What stands behind it is taken for the type."),
    ("TypeError", r"append\(\) takes", "append takes one thing. For a pair put brackets around both: append((a, b))."),
    ("AttributeError", "'tuple' object has no attribute", "A pair stands before the dot. Take it apart first: a, b = pair, or a loop."),
)  # fmt: skip
NO_GRADIENT = ".grad is None until backward() has run, on a loss that this parameter had a part in."
UNKNOWN = "Run your function on this input in a cell of its own, and print what goes into that line."


def failed(name: str, signature: str, outcome: Outcome) -> tuple[str, str]:
    """Return the symptom and the next step for a call that ended without a value."""
    failure = outcome.failure
    if failure.kind == Failure.TIME:
        return (
            f"your {name} had not come back after {outcome.seconds:.0f} seconds, and was stopped.",
            "Look for a loop whose end is never reached: does what its condition looks at change in the loop?",
        )
    if failure.kind == Failure.OWN:
        later = f", which belongs to a later exercise than {name}" if failure.message not in (name, "") else ""
        return (
            f"this answer uses annlab's own {failure.message or name}{later}.",
            f"Write {name} yourself. Functions of earlier exercises may be used, and so may one that comes in as an argument.",
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
    if "'NoneType'" in failure.message and ".grad." in failure.code:
        return NO_GRADIENT
    if "scalar index" in failure.message and re.search("stack|concatenate", failure.code):
        return BY_WORDS[0][2]
    for kinds, words, advice in BY_WORDS:
        if failure.kind in kinds.split() and re.search(words, failure.message):
            return advice
    if failure.kind == "TypeError" and "positional argument" in failure.message:
        called = failure.message.partition("()")[0].rpartition(".")[2]
        if called not in (signature.partition("(")[0], "<lambda>"):
            return f"Inside, {called} is called with more or fewer arguments than it takes. How many does it take?"
        return f"It is called as {signature}, with the arguments in this order. Does yours take as many?"
    return ADVICE.get(failure.kind, UNKNOWN)


def alike(one: Failure, other: Failure) -> bool:
    """Return whether two calls failed in the same way; a ValueError or RuntimeError says many things: its words count too."""
    if one.kind != other.kind or one.kind not in ("ValueError", "RuntimeError"):
        return one.kind == other.kind
    return _words(one.message) == _words(other.message) or (_misfit(one) and _misfit(other))


def _words(message: str) -> str:
    """Return the beginning of a message, without its numbers: what follows is about this input."""
    return re.sub(r"[\d(),]+", "", message)[:40]


def _misfit(failure: Failure) -> bool:
    return any(word in failure.message for word in ("broadcast", "matmul", "aligned"))


def returned_none(name: str, outcome: Outcome) -> tuple[str, str] | None:
    """Return cause and next step where the function handed nothing back."""
    if outcome.failure is not None or outcome.value is not None:
        return None
    if outcome.printed.strip():
        return "It prints its result; print only shows a value.", f"Hand the value back with `return` in {name}."
    return "A function without `return` hands back None.", (
        "Is there a `return` on every way through it, with the result behind it? append, insert and sort of a list give None, too."
    )

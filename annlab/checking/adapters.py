"""Functions of plain arguments, made from answers that are none: what is judged where a learner writes a class.

An exercise names its adapter (Exercise.through). Like every call of an answer it runs beside the learner's code, also
in grading; it uses nothing of the answer but what the exercise's docstring promises.
"""

from collections.abc import Callable


def adapted(answer: Callable, through: str) -> Callable:
    """Return the function that is judged: what the adapter of that name makes of the answer, or the answer itself."""
    return ADAPTERS[through](answer) if through else answer


def differentiate(Value: type) -> Callable:
    """Return (formula, at) -> (value, slopes, slopes of a second run backward), worked out on objects of the class.

    formula: an expression in the names of `at`, such as "(a * b + c).tanh()".    at: dict, name to number
    """

    def differentiated(formula, at):
        inputs = {name: Value(number) for name, number in at.items()}
        result = eval(formula, {"__builtins__": {}}, inputs)
        slopes = []
        for _ in range(2):
            result.backward()
            slopes.append([value.slope for value in inputs.values()])
        return result.data, *slopes

    return differentiated


ADAPTERS = {"differentiate": differentiate}

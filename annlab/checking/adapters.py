"""Functions of plain arguments, made from answers that are none: where a learner writes a class, or one step of many.

An exercise names its adapter (Exercise.through). Like every call of an answer it runs beside the learner's code, also
in grading; it uses nothing of the answer but what the exercise's docstring promises.
"""

import copy
from collections.abc import Callable

from annlab.checking.torch_adapters import model_at_work, read_model, with_one_gradient_off, with_optimisers_loaded


def adapted(answer: Callable, through: str) -> Callable:
    """Return the function that is judged: what the adapter of that name makes of the answer, or the answer itself."""
    return ADAPTERS[through](answer) if through else answer


def differentiate(Value: type) -> Callable:
    """Return (formula, at) -> (value, slopes, slopes of a second run backward), worked out on objects of the class.

    formula: an expression in the names of `at`, such as "(u := a * b) + u.tanh()".    at: dict, name to number
    """

    def differentiated(formula, at):
        inputs = {name: Value(number) for name, number in at.items()}
        result = eval(formula, {"__builtins__": {}} | inputs)
        if not hasattr(result, "backward"):
            raise TypeError(f"{formula} gives a {type(result).__name__}, where a Value with a method backward is needed")
        slopes = []
        for _ in range(2):
            result.backward()
            slopes.append([value.slope for value in inputs.values()])
        return result.data, *slopes

    return differentiated


def run_optimizer(step: Callable) -> Callable:
    """Return (params, grads, settings) -> the params after every step, each step handed the state that the last gave back.

    grads:    a list of arrays for every step.
    settings: the other arguments of a step by name, in their order; "t", where there is one, counts on from its value.

    The first result that is no pair (params, state) ends the run, and stands at its end as {"returned": it}.
    """

    def run(params, grads, settings):
        state, after = None, []
        for number, gradients in enumerate(grads):
            now = settings | {"t": settings["t"] + number} if "t" in settings else settings
            result = step(params, gradients, state, *now.values())
            if not _is_list(result, 2) or not _is_list(result[0]):
                return [*after, {"returned": result}]
            params, state = result
            after.append(copy.deepcopy(params))
        return after

    return run


def _is_list(value, length=None) -> bool:
    return isinstance(value, (list, tuple)) and length in (None, len(value))


ADAPTERS = {
    each.__name__: each
    for each in (differentiate, run_optimizer, model_at_work, read_model, with_one_gradient_off, with_optimisers_loaded)
}

"""Which of the course's own functions an answer may lean on: those of the lessons before it, and no others."""

from annlab import nn


def refused(name: str, order: list[str]) -> frozenset[str]:
    """Return the names of the functions that an answer to the exercise `name` may not call: its own and all later ones.

    order: the names of all exercises of the course, in the order of the lessons. A function that is no exercise comes
    with the first one of its module.
    """
    place = {exercise: i for i, exercise in enumerate(order)}
    first = {}
    for exercise in reversed(order):
        if hasattr(nn, exercise):
            first[getattr(nn, exercise).__module__] = place[exercise]

    def comes(function):
        return place.get(function, first.get(getattr(nn, function).__module__, len(order)))

    functions = [function for function in nn.__all__ if callable(getattr(nn, function))]
    return frozenset(function for function in functions if comes(function) >= place[name])

"""Figures are for the learner: in grading, nothing is drawn."""

from nothing import Nothing


def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    return Nothing()

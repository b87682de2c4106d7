"""annlab, as a student's code finds it in grading: every function of the course, computed by the judge.

None of the course's own code is here. The judge serves a function unless it is the one that is being graded, or one
that comes later. Checks, hints and figures do nothing: they are for the learner.
"""

import os

if os.environ.get("ANNLAB_ENGINE"):
    __path__.append(os.environ["ANNLAB_ENGINE"])  # the folder that holds the package `checking`, and no more

ask_judge = None  # set by run.py


class Nothing:
    """Stands for a report, hints or a figure; takes every call and attribute, and is none of them."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __repr__(self):
        return "(not shown in grading)"


def check(name=None, answer=None):
    return Nothing()


hint = progress = check


def use(answer, name=None):
    return answer


class Table:
    """A table of functions by name, such as ACTIVATIONS; each entry is served like any other function."""

    def __init__(self, name):
        self._name = name

    def __getitem__(self, key):
        return served(f"{self._name}[{key}]")


def served(name):
    """Return the course's function of this name, which the judge computes."""

    def function(*args):
        return ask_judge(name, args)

    function.__name__, function.judges_number = name, name
    return function


def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    return Table(name) if name.isupper() else served(name)

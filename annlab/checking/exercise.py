"""What an exercise is: one declaration from which the check, the hints, the notebook and the tests are made."""

import copy
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annlab.checking.adapters import adapted
from annlab.checking.compare import Difference


class Case:
    """One designed probe: a few words that name what is special about it, and the arguments."""

    def __init__(self, label: str, *args: Any, weight: float = 1.0):
        self.label, self.weight, self._args = label, weight, args

    def args(self, rng: np.random.Generator) -> tuple:
        """Return fresh copies of the arguments, so that no call can spoil the next."""
        return copy.deepcopy(self._args)


class Drawn(Case):
    """A random probe: draw(rng) makes the arguments, from a generator that the caller seeds."""

    def __init__(self, label: str, draw: Callable[[np.random.Generator], tuple], weight: float = 1.0):
        super().__init__(label, weight=weight)
        self._draw = draw

    def args(self, rng: np.random.Generator) -> tuple:
        return self._draw(rng)


@dataclass(frozen=True)
class Law:
    """A property of every right answer.

    states: the law in words, as in "sigmoid(-z) is 1 - sigmoid(z)".
    sides:  (f, rng) -> (left, right), two values that must agree when f is right.
    """

    states: str
    sides: Callable[[Callable, np.random.Generator], tuple[Any, Any]]
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Mistake:
    """A runnable wrong answer with the words that go with it.

    name:  completes "That is what comes out when ...".
    wrong: the wrong version; an answer that gives the same outputs has this mistake.
    hint:  the next step for whoever made it; it does not hand over the solution.
    endless: wrong never returns; it is matched by the time limit instead of by its outputs.
    """

    name: str
    wrong: Callable
    hint: str
    endless: bool = False


@dataclass(frozen=True, eq=False)
class Exercise:
    """A function that a learner writes, declared whole.

    reference: the right version; name, signature, stub and expected values come from it.
    points:    the mark for all probes and laws passed.
    cases:     designed and drawn probes, simplest first.
    mistakes:  runnable wrong versions, each with its own hint.
    accepted:  right answers in other styles; each must pass.
    hints:     growing; the last one says nearly everything.
    source:    where the definition is printed.
    laws:      properties that any right answer has.
    compare:   (expected, got, *args) -> None, or a sentence or Difference that says what is wrong; replaces comparison
               by value where several answers are right. It sees only plain values of the reference's structure.
    free_form: right answers may differ in structure too; compare is then given any plain value whatever.
    silent:    overflow, invalid and divide warnings cost the probe (they are only named elsewhere).
    fresh:     the result must not share memory with an argument.
    held:      (probes of the cases) -> what to say of a right answer, where there is more to say than that it held.
    through:   the name of an adapter (adapters.py) that makes the function that is judged of the answer: of a class, or
               of one step of many. The reference, every mistake's wrong version and every accepted answer are then of
               the same kind; cases, laws and compare know the adapted function alone.
    secret:    some of its inputs are in no notebook and must not get into one: in a graded notebook nothing is shown that
               runs behind its check, since the function could tell what it was handed.
    """

    reference: Callable
    points: float
    cases: Sequence[Case]
    mistakes: Sequence[Mistake]
    accepted: Sequence[Callable]
    hints: Sequence[str]
    source: str
    laws: Sequence[Law] = ()
    compare: Callable[..., str | Difference | None] | None = None
    free_form: bool = False
    silent: bool = False
    fresh: bool = False
    held: Callable[[Sequence[Any]], str] | None = None
    through: str = ""
    secret: bool = False

    @property
    def name(self) -> str:
        return self.reference.__name__

    @property
    def signature(self) -> str:
        """Return the call as it is written in the lesson: "neuron(x, w, b, phi)"."""
        return f"{self.name}{inspect.signature(self.reference)}"

    @property
    def function(self) -> Callable:
        """Return the reference as it is called in a check."""
        return adapted(self.reference, self.through)

    @property
    def parameters(self) -> list[str]:
        return list(inspect.signature(self.function).parameters)

    def named(self, args: tuple) -> list[tuple[str, Any]]:
        """Return every parameter with its argument; for one like *inputs, with the tuple of all that are left."""
        names = self.parameters
        if len(args) > len(names):
            args = (*args[: len(names) - 1], args[len(names) - 1 :])
        return list(zip(names, args, strict=True))

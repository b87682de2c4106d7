"""A question of design with lettered choices and numbered reasons: choosing and saying why are marked together.

Two-tier questions of this kind tell a lucky guess from an understood choice (Treagust 1988).
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from annlab.checking.calls import Call
from annlab.checking.explain import failed
from annlab.checking.report import NOT_YET, RIGHT, Report, not_attempted
from annlab.checking.values import show


@dataclass(frozen=True)
class Decision:
    """A question that is answered with letters and a number, as in "B2" or "ACD1".

    The learner writes a function without arguments that returns the answer.

    choices, reasons: letter or number, and its text.
    right:            the right letters, in order ("B", "ACD"); `because` is the right number.
    replies:          for every wrong letter and number what to say to whoever chose it (in a question with several
                      right letters, for every letter: to whoever got that one wrong). It does not name the right one.
    moral:            what to say once all is right.
    asks_why:         the line above the reasons.
    """

    name: str
    question: str
    points: float
    choices: Mapping[str, str]
    right: str
    reasons: Mapping[str, str]
    because: str
    replies: Mapping[str, str]
    moral: str
    hints: Sequence[str]
    source: str
    asks_why: str = "What decides it?"
    secret: ClassVar[bool] = False  # as for an Exercise: it hands in nothing

    @property
    def signature(self) -> str:
        return f"{self.name}()"

    @property
    def several(self) -> bool:
        return len(self.right) > 1

    @property
    def answer(self) -> str:
        return self.right + self.because

    def judge(self, call: Call, seed: int | None = None) -> Report:
        outcome = call((), 2.0)
        if outcome.failure and outcome.failure.kind == "NotImplementedError":
            return not_attempted(self, seed)
        if outcome.failure is None and outcome.value in ("", None, "?") and not outcome.printed:
            return not_attempted(self, seed)
        letters, number, complaint = self._read(outcome)
        if complaint:
            return self._report(0.0, complaint, f"Return something like {self.example}, with the quotes.", seed)
        share = self._share(letters)
        if share < 1:
            wrong = next(c for c in self.choices if (c in letters) != (c in self.right) and c in self.replies)
            return self._report(share / 2, f"You chose {letters}. Look at {wrong} again.", self.replies[wrong], seed)
        if number != self.because:
            said = f"You chose {letters}, and that is right. Your reason, {number}, is not the one that decides it."
            return self._report(0.5, said, self.replies[number], seed)
        return Report(self.name, RIGHT, self.points, self.points, self.moral, seed=seed)

    @property
    def example(self) -> str:
        """Return an answer that is well formed; it is the first of each, not a tip."""
        letters = "".join(list(self.choices)[:2]) if self.several else next(iter(self.choices))
        return f'"{letters}{next(iter(self.reasons))}"'

    def _read(self, outcome) -> tuple[str, str, str]:
        text = outcome.value
        if outcome.failure:
            symptom, _ = failed(self.name, self.signature, outcome)
            return "", "", symptom[0].upper() + symptom[1:]
        if text is None:
            return "", "", "You printed your answer, and returned nothing."
        if type(text) is not str or len(text) > 40:
            return "", "", f"Your {self.name} returned {show(text)}; letters and one number, in quotes, are asked for."
        signs = [c for c in text.upper() if c not in string.whitespace + string.punctuation]
        letters = "".join(sorted({c for c in signs if c in self.choices}))
        numbers = "".join(sorted({c for c in signs if c in self.reasons}))
        strange = [c for c in signs if c not in self.choices and c not in self.reasons]
        if strange:
            return "", "", f"There is no {strange[0]} among the choices and reasons."
        if not letters or len(numbers) != 1 or (len(letters) > 1 and not self.several):
            wanted = "the letters of all that fit" if self.several else "one letter"
            return "", "", f"You answered {show(text)}; {wanted} and one number for the reason are asked for."
        return letters, numbers, ""

    def _share(self, letters) -> float:
        if not self.several:
            return float(letters == self.right)
        decided = sum((c in letters) == (c in self.right) for c in self.choices) / len(self.choices)
        return max(0.0, 2 * decided - 1)  # guessing earns nothing on average

    def _report(self, share, symptom, next_step, seed) -> Report:
        return Report(
            self.name, NOT_YET, round(self.points * share, 2), self.points, symptom, next_step=next_step, seed=seed
        )

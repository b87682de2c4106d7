"""A synthetic class: submissions of one chapter whose marks are known, so that grading can be verified as well as timed.

Every answer comes from the catalogue: accepted answers and the chapter's solutions deserve full marks, declared mistakes
what the catalogue's own function earns on the same inputs, blank, crashing and endless answers nothing.
"""

import contextlib
import copy
import hashlib
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annlab.checking import Decision
from annlab.checking.judge import MOST_WHILE_WRONG
from annlab.exercises import Chapter, find
from annlab.grading.cellcode import names
from annlab.grading.lifted import NotLiftable, lift

RIGHT, MISTAKE, BLANK, CRASH, ENDLESS = KINDS = ("right", "mistake", "blank", "crash", "endless")
SHARES = dict(zip(KINDS, (0.60, 0.25, 0.10, 0.047, 0.003), strict=True))  # of all answers
CRASHES = {  # what happens, how often of ten, and the cell
    "it raises when it is called": (4, "def {name}(*args):\n    raise ValueError('not finished')"),
    "it is no Python": (3, "def {name}(*args:\n    return args"),
    "it raises before it is defined": (2, "raise RuntimeError('not finished')\n\n\ndef {name}(*args):\n    return args"),
    "it ends the process": (1, "import os\n\n\ndef {name}(*args):\n    os._exit(1)"),
}
LOOP, LOOPS = "it never comes back", "def {name}(*args):\n    while True:\n        pass"
SOLUTION = "the solution's text"
MARK = "annlab_simulated"  # in a notebook's metadata: a digest of its cells, by which it is known again


class CannotSimulate(ValueError):
    """No class can be written there; says what was found and what to do."""


@dataclass(frozen=True)
class Answer:
    """What one student wrote for one exercise. what: which accepted answer, mistake or crash it is."""

    student: str
    exercise: str
    kind: str
    what: str
    source: str | None

    @property
    def deserved(self) -> str:
        """Return the mark that it deserves, or between which two marks it lies whatever the random inputs are."""
        points = find(self.exercise).points
        if self.kind == RIGHT:
            return f"{points:g}"
        return f"0 to {MOST_WHILE_WRONG * points:g}" if self.kind == MISTAKE else "0"


def simulate(root: Path, chapter: Chapter, students: int, seed: int, shares: dict[str, float], folder: str = "submitted") -> list[Answer]:
    """Write the class below the root of a course and return its answers; the same seed writes the same bytes.

    Raises CannotSimulate where a file stands in the way that was not written here.
    """
    release, solution = (_notebook(root, kind, chapter) for kind in ("course", "solutions"))
    answers = list(draw(chapter, _sources(solution), students, seed, shares))
    made = {s: _submission(release, list(own)) for s, own in itertools.groupby(answers, key=lambda a: a.student)}
    paths = {student: root / folder / student / chapter.name / f"{chapter.name}.ipynb" for student in made}
    stale = [path for path in (root / folder).glob(f"*/{chapter.name}/*") if path not in paths.values() and _is_ours(path)]
    for path in paths.values():
        if path.exists() and not _is_ours(path):
            raise CannotSimulate(f"{path} was not written by this command, and stays. Name another folder with --folder")
    for path in stale:
        path.unlink()
        with contextlib.suppress(OSError):  # what else is in it stays
            path.parent.rmdir()
            path.parent.parent.rmdir()
    for student, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[student], encoding="utf-8", newline="\n")
    return answers


def draw(chapter: Chapter, solutions: dict[str, str], students: int, seed: int, shares: dict[str, float]) -> Iterator[Answer]:
    """Yield the answers of the class, student by student.

    The shares are met but for what rounding takes, and for answers that cannot be written down: these are left blank.
    """
    random_ = random.Random(f"{chapter.name} {seed}")
    kinds = list(itertools.chain.from_iterable([k] * n for k, n in counts(students * len(chapter.items), shares).items()))
    random_.shuffle(kinds)
    pools = {item.name: _Pool(item, random_) for item in chapter.items}
    for number, item in itertools.product(range(1, students + 1), chapter.items):
        if item is chapter.items[0]:
            solved = set()  # with the solution's own text, which may lean on the answers before it
        kind, pool = kinds.pop(), pools[item.name]
        leans = (names(solutions[item.name]).reads & {i.name for i in chapter.items}) - {item.name}
        if kind == RIGHT and leans <= solved and (random_.random() < 0.5 or not pool.has(RIGHT)):
            solved.add(item.name)
            kind, what, source = RIGHT, SOLUTION, solutions[item.name]
        else:
            kind = kind if pool.has(kind) else BLANK
            what, source = pool.take(kind)
        yield Answer(f"s{number:04d}", item.name, kind, what, source)


def counts(total: int, shares: dict[str, float]) -> dict[str, int]:
    """Return how many of each kind; what rounding leaves goes to those that it cut most."""
    found = {kind: int(total * share + 1e-9) for kind, share in shares.items()}
    for kind in sorted(shares, key=lambda k: found[k] - total * shares[k])[: total - sum(found.values())]:
        found[kind] += 1
    return found


def answers_of(item) -> tuple[dict[str, str], list[str]]:
    """Return the text of every answer to one item, by (kind, what), and what could not be written down."""
    texts, left_out = {}, []
    for kind, what, function in functions_of(item):
        try:
            texts[kind, what] = lift(function, item.name)
        except NotLiftable as error:
            left_out.append(f"{item.name}, {what}: {error}")
    return texts, left_out


def functions_of(item) -> Iterator[tuple]:
    """Yield kind, what it is, and the function, for every answer to an exercise; a question of design has none."""
    if isinstance(item, Decision):
        return
    for number, function in enumerate(item.accepted, 1):
        yield RIGHT, f"accepted answer {number}", function
    for mistake in item.mistakes:
        yield ENDLESS if mistake.endless else MISTAKE, mistake.name, mistake.wrong


class _Pool:
    """The answers to one item; of each kind all come once before one comes again."""

    def __init__(self, item, random_):
        texts = _decided(item) if isinstance(item, Decision) else answers_of(item)[0]
        texts[ENDLESS, LOOP] = LOOPS.format(name=item.name)
        texts[BLANK, ""] = None
        self._turns = {}
        for kind in KINDS:
            found = [(what, text) for (own, what), text in texts.items() if own == kind]
            if kind == CRASH:
                found = [(what, text.format(name=item.name)) for what, (often, text) in CRASHES.items() for _ in range(often)]
            random_.shuffle(found)
            self._turns[kind] = itertools.cycle(found) if found else None

    def has(self, kind) -> bool:
        """Return whether there is an answer of that kind: not all of the catalogue's can be written down."""
        return self._turns[kind] is not None

    def take(self, kind) -> tuple[str, str | None]:
        return next(self._turns[kind])


def _decided(item) -> dict:
    """Return right and wrong answers to a question of design."""
    pairs = {f"{letter}{number}" for letter in item.choices for number in item.reasons}
    wrong = sorted(pairs - {item.right + item.because})
    said = {(MISTAKE, answer): answer for answer in wrong} | {(RIGHT, item.right + item.because): item.right + item.because}
    return {key: f'def {item.name}():\n    return "{answer}"' for key, answer in said.items()}


def _notebook(root, kind, chapter) -> dict:
    path = root / kind / chapter.name / f"{chapter.name}.ipynb"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotSimulate(
            f"{path} cannot be read ({error.strerror}). Go to the root of the course, or name it with --course"
        ) from None


def _sources(notebook) -> dict[str, str]:
    cells = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    return {cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"]) for cell in cells}


def _submission(release, answers) -> str:
    notebook, sources = copy.deepcopy(release), {a.exercise: a.source for a in answers if a.source is not None}
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and marks["grade_id"] in sources:
            cell["source"] = sources[marks["grade_id"]].splitlines(keepends=True)
    notebook["metadata"][MARK] = _digest(notebook)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _digest(notebook) -> str:
    return hashlib.sha256(json.dumps(notebook["cells"], sort_keys=True).encode()).hexdigest()


def _is_ours(path: Path) -> bool:
    """Return whether the file was written here and has not been changed since."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook["metadata"][MARK] == _digest(notebook)
    except (OSError, ValueError, LookupError, TypeError):
        return False

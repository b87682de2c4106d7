"""Judges one notebook: runs its cells in a sandbox, and each check at its place, against what stands there by then.

A process that a cell or a call has ended is followed by a fresh one, in which the cells so far are run again; only
what is prevented by it is lost.
"""

import json
import os
import resource
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from annlab.checking import NOT_YET, Report, judge, not_attempted
from annlab.checking.answer import no_function
from annlab.checking.calls import Failure, Outcome
from annlab.checking.limit import TimeLimit, time_limit
from annlab.checking.probes import CALL_SECONDS
from annlab.grading.cellcode import needed
from annlab.grading.course import Course
from annlab.grading.session import BLANK, FUNCTION, NOTHING, Ended, Ran, Session

AGAIN_SECONDS = 2  # a cell that ran into its limit before, when it has to be run again
CHECK_SECONDS = 30  # one check, with what the judge itself computes
MOST_PATIENCE = 3  # CHECK_SECONDS is for a whole check with it
CHECK_BYTES = 2 * 2**30  # that the judge may take for it, beyond what it has
MOST_OUTPUT = 1_000_000  # bytes at most, of all cells together
UNSHOWN = Failure("stopped", "with words that are not shown, since they could tell what a check has handed in")


@dataclass(frozen=True)
class Limits:
    """cell_seconds: one cell.  seconds: the whole notebook."""

    cell_seconds: float = 60
    seconds: float = 300


@dataclass(frozen=True)
class Step:
    """A code cell: the source of one to run, or the exercise or decision that is checked there.

    demo: it came with the release and is run only if something reads what it binds.
    """

    source: str = ""
    item: object = None
    demo: bool = False


@dataclass
class Judged:
    """results: for every step a Ran, a Report, or None for a cell that was not run.  notes: what went wrong on the way."""

    results: list[Ran | Report | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def judge_notebook(steps: list[Step], kind: str, seed: int, limits: Limits = Limits()) -> Judged:
    """Return what came of every step. Raises SandboxError where there is no sandbox of that kind."""
    run = _Run(steps, kind, seed, limits)
    try:
        for place in range(len(steps)):
            run.step(place)
        return run.judged
    finally:
        run.close()


class _Run:
    def __init__(self, steps, kind, seed, limits):
        self._steps, self._kind, self._seed, self._limits = steps, kind, seed, limits
        self._course = Course(kind)
        self._course.reports = self._reports = {}
        self._session: Session | None = None
        self._left_out = set()  # cells that ended a process
        self._slow = set()  # cells that ran into their time limit
        self._room, self._knows = MOST_OUTPUT, False  # whether the notebook's process has seen what no notebook holds
        self._end = time.monotonic() + limits.seconds
        self._sources = self._choose()
        self.judged = Judged()

    def close(self):
        self._course.close()
        if self._session:
            self._session.close()

    def step(self, place):
        step = self._steps[place]
        if step.item is None:
            result = None if self._sources[place] is None else self._run(place)
        else:
            result = self._reports[step.item.name] = self._check(step.item, place)
        self.judged.results.append(result)

    def _choose(self) -> list[str | None]:
        """Return for every step what is to be run there, or None."""
        own = [step.source for step in self._steps if step.item is None and not step.demo]
        demos = [i for i, step in enumerate(self._steps) if step.demo]
        try:
            self._start()
            read = self._session.reads(own)
        except Ended:
            read = None
        chosen = dict(zip(demos, needed([self._steps[i].source for i in demos], read), strict=True))
        return [chosen.get(i, step.source) if step.item is None else None for i, step in enumerate(self._steps)]

    def _start(self):
        self._session = Session(self._kind, self._course.serve, self._course.serve_unread)

    def _left(self) -> float:
        return self._end - time.monotonic()

    def _ready(self, place) -> bool:
        """Make sure that there is a process in which the cells so far have been run; return whether time is left."""
        while not self._session.alive and self._left() > 0:
            self._start()
            for before in range(place):
                if self._sources[before] is not None and before not in self._left_out:
                    self._run_in_session(before)
                if not self._session.alive:
                    break
        return self._left() > 0

    def _run(self, place) -> Ran:
        if not self._ready(place):
            return Ran(Failure("not run", "the time for this notebook was used up"))
        return self._to_show(self._run_in_session(place)) or Ran(Failure(Failure.ENDED, "this cell is left out from here on"))

    def _to_show(self, ran) -> Ran | None:
        """Return what the graded notebook may hold of a cell's output."""
        if ran is None:
            return None
        if self._knows:
            return Ran(ran.failure and UNSHOWN)
        self._room -= sum(len(json.dumps(text)) for text in (ran.printed, *ran.shown.values()))  # as they are stored
        return ran if self._room >= 0 else Ran(ran.failure)

    def _run_in_session(self, place) -> Ran | None:
        """Run a cell; None if there is nothing to show. One that ended the process is not run again."""
        source, failure = self._sources[place], Failure.ENDED
        most = AGAIN_SECONDS if place in self._slow else self._limits.cell_seconds
        ran = None
        try:
            ran = self._session.run(source, max(0.1, min(most, self._left())))
            failure = ran.failure and ran.failure.kind
        except Ended as error:
            failure = str(error)
        if failure == Failure.TIME:
            self._slow.add(place)
        if not self._session.alive:
            self._left_out.add(place)
            first = next((line.strip() for line in source.splitlines() if line.strip()), "")
            why = "did not come back in time" if failure == Failure.TIME else "ended the process"
            self.judged.notes.append(f"A cell {why} and was left out from then on; it begins with: {first[:60].strip('`')}")
        return ran

    def _check(self, item, place) -> Report:
        if not self._ready(place):
            symptom = f"Not reached: the cells and checks before it took more than {self._limits.seconds:g} seconds together."
            return self._refuse(item, symptom, "Look for the cell or function that takes so long.")
        kind = self._session.kind_of(item.name)
        if kind in (BLANK, NOTHING):
            report = not_attempted(item, self._seed)
        elif kind != FUNCTION:
            report = no_function(item, kind.removeprefix("type "), self._seed)
        else:
            report = self._judge(item)
        return replace(report, notes=(*report.notes, *self.judged.notes)) if report.points < item.points else report

    def _judge(self, item) -> Report:
        self._course.judging, self._knows = item.name, self._knows or item.secret
        try:
            with time_limit(max(0.01, min(CHECK_SECONDS, self._left()))), _at_most(CHECK_BYTES):
                return judge(item, lambda args, seconds: self._call(item, args, seconds), self._seed, CALL_SECONDS * patience())
        except TimeLimit:
            self._session.close()
            return self._refuse(item, "What came back took too long to judge.", "Return what the docstring asks for.")
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, MemoryError, RecursionError) as error:
            symptom = f"The check could not make sense of what came back ({type(error).__name__})."
            return self._refuse(item, symptom, "Return what the docstring asks for.")
        finally:
            self._course.judging = None

    def _call(self, item, args, seconds) -> Outcome:
        return self._session.call(item.name, args, seconds, getattr(item, "through", ""))

    def _refuse(self, item, symptom, next_step) -> Report:
        return Report(item.name, NOT_YET, 0.0, item.points, symptom, next_step=next_step, seed=self._seed)


def patience() -> float:
    """Return how many times as long a call may take as on an idle machine: others' load is not the student's fault."""
    return min(max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)), MOST_PATIENCE)


@contextmanager
def _at_most(size: int):
    """Let this process take so many bytes more, and no more; what asks for more meets a MemoryError."""
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = now + size if soft == resource.RLIM_INFINITY else min(soft, now + size)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

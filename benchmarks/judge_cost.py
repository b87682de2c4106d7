"""What sandbox and judge cost in CPU time for an ordinary submission, beside running the same cells with neither.

    python benchmarks/judge_cost.py [chapter ...]

The submission is a chapter's solution. "With neither" is one Python process that runs the same cells, each check with
annlab's own `check`. Prints the means in milliseconds.

Counted are this process, which judges, and all that the sandbox runs: the kernel books what a process has used with
whoever waits for its end, so a student's processes are found in their keeper's books (/proc/PID/stat), provided that
they end by themselves; here they are let. The keepers' own start, once for a whole class, is printed by itself.
"""

import resource
import subprocess
import sys
import time
from os import environ, sysconf
from pathlib import Path

import nbformat

from annlab.exercises import CHAPTERS
from annlab.grading import sandbox
from annlab.grading.judged import Step, judge_notebook
from annlab.grading.marking import step_of
from annlab.grading.rebuild import rebuild
from annlab.grading.submission import parse

ROOT = Path(__file__).parents[1]
TIMES, TIMES_NEITHER = 12, 3


def steps_of(chapter) -> list[Step]:
    release = nbformat.read(ROOT / "course" / chapter.name / f"{chapter.name}.ipynb", as_version=4)
    solution = (ROOT / "solutions" / chapter.name / f"{chapter.name}.ipynb").read_bytes()
    return [step_of(cell) for cell in rebuild(release, parse(solution)).cells if cell.cell_type == "code"]


def cpu() -> float:
    """Return the seconds that this process, those that have ended, and the keepers with theirs have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    kept = [pid for keeper in sandbox._keepers.values() for pid in tree(keeper._process.pid)]
    return sum(u.ru_utime + u.ru_stime for u in used) + sum(map(booked, kept))


def tree(pid) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in tree(int(child)))]


def stat(pid) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def booked(pid) -> float:
    return sum(map(int, stat(pid)[11:15])) / sysconf("SC_CLK_TCK")


def end_gently(keeper, number):
    """Let a process that hears no more from the judge end by itself, so that the kernel books what it has used."""
    *_, keeping = tree(keeper._process.pid)[:3]
    first, *_ = tree(keeping)[1:] or [None]
    while first and stat(first)[0] != "Z":
        time.sleep(0.001)
    end(keeper, number)


def with_both(steps) -> float:
    before = cpu()
    for _ in range(TIMES):
        judge_notebook(steps, sandbox.BWRAP, seed=1)
    return (cpu() - before) / TIMES


def with_neither(steps) -> float:
    checks = [step.source if step.item is None else f"check({step.item.name!r}, {step.item.name})" for step in steps]
    imports = next(step for step in steps if step.demo)
    kept = [source for step, source in zip(steps, checks, strict=True) if not step.demo or step is imports]
    command = [sys.executable, "-B", "-c", "\n".join(kept)]
    before = cpu()
    for _ in range(TIMES_NEITHER):
        subprocess.run(command, check=True, env=environ | sandbox.ENVIRONMENT, stdout=subprocess.DEVNULL)
    return (cpu() - before) / TIMES_NEITHER


def main(names):
    sandbox._Keeper._end = end_gently
    before = cpu()
    for real in (False, True):
        sandbox.start(real=real).stop()
    print(f"two keepers, once: {1000 * (cpu() - before):.0f} ms")
    for chapter in CHAPTERS:
        if not names or chapter.name in names:
            steps = steps_of(chapter)
            both, neither = 1000 * with_both(steps), 1000 * with_neither(steps)
            print(f"{chapter.name:20} sandbox and judge {both:4.0f} ms, neither {neither:4.0f} ms, difference {both - neither:+4.0f} ms")


end = sandbox._Keeper._end
if __name__ == "__main__":
    main(sys.argv[1:])

"""What sandbox and judge cost in CPU time for an ordinary submission, beyond running the same cells with neither.

    python benchmarks/judge_cost.py

The submission is a chapter's solution. "With neither" is one Python process that runs the same cells, each check with
annlab's own `check`. Prints the medians in milliseconds. The processes are measured without bubblewrap around them,
which hides what they use from the kernel's books; what it takes itself is measured by the clock, and added.
"""

import functools
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import nbformat

from annlab.exercises import CHAPTERS
from annlab.grading import sandbox
from annlab.grading.judged import Step, judge_notebook
from annlab.grading.plugs import _step
from annlab.grading.rebuild import rebuild
from annlab.grading.submission import parse

ROOT = Path(__file__).parents[1]
TIMES = 7


def steps_of(chapter) -> list[Step]:
    release = nbformat.read(ROOT / "course" / chapter.name / f"{chapter.name}.ipynb", as_version=4)
    solution = (ROOT / "solutions" / chapter.name / f"{chapter.name}.ipynb").read_bytes()
    return [_step(cell) for cell in rebuild(release, parse(solution)).cells if cell.cell_type == "code"]


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def end_gently(process):
    """End a process so that the kernel counts what it has used."""
    process.stdin.close()
    process.wait()
    process.stdout.close()


def with_both(steps) -> float:
    before = cpu()
    judge_notebook(steps, sandbox.NONE, seed=1)
    return cpu() - before + bubblewrap_itself()


@functools.cache
def bubblewrap_itself() -> float:
    return statistics.median(seconds("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true") - seconds("true") for _ in range(9))


def seconds(*command) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def with_neither(steps) -> float:
    checks = [step.source if step.item is None else f"check({step.item.name!r}, {step.item.name})" for step in steps]
    imports = next(step for step in steps if step.demo)
    kept = [source for step, source in zip(steps, checks, strict=True) if not step.demo or step is imports]
    before = cpu()
    environment = os.environ | sandbox.ENVIRONMENT
    subprocess.run([sys.executable, "-B", "-c", "\n".join(kept)], check=True, env=environment, stdout=subprocess.DEVNULL)
    return cpu() - before


def main():
    sandbox.stop = end_gently
    for chapter in CHAPTERS:
        steps = steps_of(chapter)
        both, neither = (
            1000 * statistics.median(measure(steps) for _ in range(TIMES)) for measure in (with_both, with_neither)
        )
        print(f"{chapter.name:15} sandbox and judge {both:4.0f} ms, neither {neither:4.0f} ms, difference {both - neither:+4.0f} ms")


if __name__ == "__main__":
    main()

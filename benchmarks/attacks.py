"""The suite of tests/attacks, handed to stock nbgrader and to annlab: who gets which mark.

    python benchmarks/attacks.py

Stock nbgrader runs with a limit of 3 s a cell, one student at a time (one copied check would end a whole batch), and
inside bubblewrap, so that it is the grader alone that is attacked; what would take the machine itself down is left out.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.attacks import attacks, lookalikes  # noqa: F401  (they register what is in them)
from tests.attacks.harness import grade, hand_in, marks_of, world
from tests.attacks.notebooks import ATTACKS, CHAPTER, LOOKALIKES

NOT_FOR_STOCK = {"forks_without_end", "starts_threads_without_end", "fills_the_memory", "fills_the_disk", "is_enormous"}
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "annlab"
c.CourseDirectory.source_directory, c.CourseDirectory.release_directory = "solutions", "course"
c.ExecutePreprocessor.timeout = 3
"""


def stock(root: Path) -> dict[str, float | None]:
    with world(root, config=STOCK, whole=True) as (each, *_):
        entries, marks = [e for e in [*ATTACKS, *LOOKALIKES] if e.name not in NOT_FOR_STOCK], {}
        entries.sort(key=lambda e: "gradebook" in e.name)  # the one that changes everybody's marks comes last
        for entry in entries:
            hand_in(each, entry)
        for entry in entries:
            locked = ["bwrap", "--ro-bind", "/", "/", "--bind", each.root, each.root, "--dev", "/dev", "--proc", "/proc"]
            locked += ["--tmpfs", "/dev/shm", "--unshare-pid", "--unshare-net", "--die-with-parent", "--chdir", each.root]
            command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER.name, "--student", entry.name]
            try:
                done = subprocess.run([*locked, "--setenv", "HOME", each.root, *command], capture_output=True, timeout=120, text=True)
                if "bwrap:" in done.stderr:
                    raise RuntimeError(done.stderr)
            except subprocess.TimeoutExpired:
                pass
            marks[entry.name] = marks_of(each)[0].get(entry.name)
        return marks


def annlab(root: Path) -> dict[str, float | None]:
    with world(root) as (each, server, process):
        for entry in [*ATTACKS, *LOOKALIKES]:
            hand_in(each, entry)
        return grade(each, server, process).marks


def show(name, marks, without=frozenset()):
    tried = [e for e in ATTACKS if e.name not in without]
    forged = [e.name for e in tried if (marks.get(e.name) or 0) > e.mark]
    lost = [e.name for e in tried if marks.get(e.name) is not None and marks[e.name] < e.mark]
    ungraded = [e.name for e in [*tried, *LOOKALIKES] if marks.get(e.name) is None]
    refused = [e.name for e in LOOKALIKES if marks.get(e.name) is not None and marks[e.name] < e.mark]
    print(f"{name}: {len(tried)} attacks, {len(LOOKALIKES)} honest lookalikes")
    for words, names in (
        ("more than they deserve", forged), ("less than they had earned before a crash", lost),
        ("honest, with less than full marks", refused), ("ungraded", ungraded),
    ):  # fmt: skip
        print(f"  {words}: {len(names)}  {' '.join(names)}")


def main():
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # stock nbgrader looks for alembic there
    warnings.simplefilter("ignore")  # nbformat's, about ids that some of the notebooks lack
    with tempfile.TemporaryDirectory() as folder:
        show("stock nbgrader", stock(Path(folder) / "stock"), NOT_FOR_STOCK)
        show("annlab", annlab(Path(folder) / "annlab"))


if __name__ == "__main__":
    main()

"""The suite of tests/attacks, handed to stock nbgrader and to annlab: who gets which mark.

    python benchmarks/attacks.py            # about an hour; goes on where it was stopped
    python benchmarks/attacks.py --show     # writes the table into README.md

Marks are kept in attacks.json as they come; delete it to measure everything anew. Stock nbgrader has a limit of 3 s a
cell (30 s for the honest, who are not to lose by a busy machine). It runs one student at a time, since one copied check
would end a whole batch, and inside bubblewrap, so that it is the grader alone that is attacked; what would take the
machine itself down is left out.
"""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.attacks.harness import LIMITS, grade, hand_in, marks_of, world
from tests.attacks.notebooks import ATTACKS, CHAPTER, LOOKALIKES

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).with_name("attacks.json")
NOT_FOR_STOCK = {
    "forks_without_end", "starts_threads_without_end", "fills_the_memory", "fills_the_disk", "is_enormous",
    "litters_the_scratch_folder", "prints_from_a_thread_without_end", "deletes_whatever_it_can", "looks_through_proc",
    "calls_the_kernel_itself",
}  # fmt: skip
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "annlab"
c.CourseDirectory.source_directory, c.CourseDirectory.release_directory = "solutions", "course"
"""
SECONDS = {True: 30, False: 3}  # a cell, for honest notebooks and for attacks
GRADERS = {"stock": "nbgrader 0.9.6", "annlab": "annlab"}
BEGIN, END = "<!-- made by: python benchmarks/attacks.py --show -->", "<!-- end of the attacks -->"


def stock(root: Path, entries):
    """Yield the name of each entry with its mark."""
    with world(root, config=STOCK, whole=True) as (each, *_):
        for entry in entries:
            hand_in(each, entry)
        for entry in entries:
            locked = ["bwrap", "--ro-bind", "/", "/", "--bind", each.root, each.root, "--dev", "/dev", "--proc", "/proc"]
            locked += ["--tmpfs", "/dev/shm", "--unshare-pid", "--unshare-net", "--die-with-parent", "--chdir", each.root]
            command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER.name, "--student", entry.name]
            command += [f"--ExecutePreprocessor.timeout={SECONDS[entry in LOOKALIKES]}"]
            try:
                done = subprocess.run(
                    [*locked, "--setenv", "HOME", each.root, *command],
                    capture_output=True, timeout=120, text=True, errors="replace",
                )  # fmt: skip
                if "bwrap:" in done.stderr:
                    raise RuntimeError(done.stderr)
            except subprocess.TimeoutExpired:
                pass
            yield entry.name, marks_of(each)[0].get(entry.name)


def annlab(root: Path, entries):
    for kind, config in ((ATTACKS, LIMITS), (LOOKALIKES, "")):
        with world(root / kind[0].name, config) as (each, server, process):
            for entry in entries:
                if entry in kind:
                    hand_in(each, entry)
            yield from grade(each, server, process).marks.items()


def counts(kept, grader) -> dict[str, int]:
    """Return how many of the submissions that both graders had came out how."""
    both = [row for row in kept.values() if all(name in row for name in GRADERS)]
    attacks, honest = ([row for row in both if row["kind"] == kind] for kind in ("attack", "lookalike"))

    def with_mark(rows, test):
        return sum(row[grader] is not None and test(row[grader], row["deserves"]) for row in rows)

    return {
        f"of {len(attacks)} attacks, with more marks than they earned": with_mark(attacks, lambda got, right: got > right),
        "attacks with fewer marks than they earned": with_mark(attacks, lambda got, right: got < right),
        "attacks without a mark": sum(row[grader] is None for row in attacks),
        f"of {len(honest)} honest lookalikes, with less than full marks": with_mark(honest, lambda got, right: got < right),
        "honest ones without a mark": sum(row[grader] is None for row in honest),
    }


def table(kept) -> str:
    columns = [counts(kept, grader) for grader in GRADERS]
    lines = [f"| | {' | '.join(GRADERS.values())} |", "|---|" + "---:|" * len(GRADERS)]
    return "\n".join(lines + [f"| {words} | {' | '.join(str(each[words]) for each in columns)} |" for words in columns[0]])


def show() -> None:
    """Write the table into README.md."""
    readme = ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n{table(read())}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def read() -> dict[str, dict]:
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def measure():
    from tests.attacks import attacks, formats, habits, lookalikes, machinery  # noqa: F401  (they register what is in them)

    kept, registered = read(), [*ATTACKS, *LOOKALIKES]
    for entry in registered:
        kind = "attack" if entry in ATTACKS else "lookalike"
        kept[entry.name] = kept.get(entry.name, {}) | {"kind": kind, "deserves": entry.mark}
    for name, grader in (("stock", stock), ("annlab", annlab)):
        entries = [e for e in registered if name not in kept[e.name] and not (name == "stock" and e.name in NOT_FOR_STOCK)]
        entries.sort(key=lambda e: "gradebook" in e.name)  # the one that changes everybody's marks comes last
        with tempfile.TemporaryDirectory() as folder:
            for student, mark in grader(Path(folder) / name, entries) if entries else ():
                if student in kept:
                    kept[student][name] = mark
                    KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", encoding="utf-8")
                    print(name, student, mark, flush=True)


def main():
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # stock nbgrader looks for alembic there
    os.environ["PYTHONPATH"] = str(ROOT)
    warnings.simplefilter("ignore")  # nbformat's, about ids that some of the notebooks lack
    if "--show" in sys.argv:
        show()
    else:
        measure()
    print(table(read()))


if __name__ == "__main__":
    main()

"""A class graded by annlab and by its peers: seconds, processor time, memory, and whether they give the same marks.

    python benchmarks/grading.py [--students 200] [--repeats 1] [--only annlab stock ...] [--otter PYTHON] [--out FILE]
    python benchmarks/grading.py --show        README's table and figure, from what is stored

The class is synthetic (`annlab simulate 1`), and the mark that every answer deserves is known. Everybody gets the same
notebooks and the same seed, a course of their own, and one thread for BLAS. annlab runs with its sandbox, before, between
and after the others. Processor time and memory are those of all processes that a run has started; where nothing else
runs, the processor time of the whole machine, which is stored beside it, is little more. otter-grader, in the Python
that --otter names, gets ten of the class; its tests pass or fail, and know no part of the points.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from annlab.exercises import find_chapter
from annlab.grading import verified
from annlab.grading.simulate import SHARES, simulate
from benchmarks.grading_shown import show

ROOT = Path(__file__).parents[1]
STORED = Path(__file__).with_suffix(".json")
CHAPTER, SEED, WORKERS = find_chapter("01_neuron"), 20260, 2
ORDINARY = SHARES | {"right": 0.65, "crash": 0.0, "endless": 0.0}  # for what one submission more costs
SIZES = {"annlab": (1, 10, 100, 1000), "stock": (1, 10, 30)}
WAYS = ("annlab", "stock", "two", "otter", "growth", "start")
OTTER_STUDENTS = 10
TICKS = os.sysconf("SC_CLK_TCK")
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "annlab"
c.CourseDirectory.source_directory, c.CourseDirectory.release_directory = "solutions", "course"
c.ExecutePreprocessor.timeout = 60
"""
OTTER = """
import json, sys, time
started = time.perf_counter()
from otter.api import grade_submission
loaded, marks = time.perf_counter() - started, {}
for path in sys.argv[2:]:
    try:
        results = grade_submission(path, sys.argv[1], quiet=True).results
        marks[path] = {name: result.score for name, result in results.items()}
    except Exception as error:
        marks[path] = type(error).__name__
print(json.dumps([loaded, marks]))
"""
OTTER_TEST = """OK_FORMAT = True
test = {{"name": "{name}", "points": {points}, "suites": [{{"cases": [
    {{"code": ">>> check('{name}', {name}).verdict\\n'right'", "hidden": False, "locked": False}},
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}}]}}
"""


@dataclass
class Run:
    """machine_cpu: that of everything on the machine meanwhile.   first: seconds to the first graded notebook."""

    students: int
    seconds: float
    cpu_seconds: float
    machine_cpu: float
    megabytes: float
    first: float | None = None
    marks: dict | None = None
    said: str = ""


def measured(root: Path, *commands: list[str], students: int, path: str = "") -> Run:
    """Run the commands side by side in the root of a course. path: what else Python is to find modules in."""
    environment = os.environ | {"ANNLAB_SEED": str(SEED), "IPYTHONDIR": str(root / ".ipython"), "PYTHONPATH": path}
    environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment["PATH"] = f"{Path(commands[0][0]).parent}{os.pathsep}{environment['PATH']}"
    before, machine, started, first = waited(), whole_machine(), time.perf_counter(), None
    with (root / "said.txt").open("w+") as said, (root / "told.txt").open("w+") as told:
        running = [subprocess.Popen(c, cwd=root, env=environment, stdout=told, stderr=said) for c in commands]
        watch = Watch([process.pid for process in running])
        while any(process.poll() is None for process in running):
            now = time.perf_counter() - started
            watch.look(now)
            if first is None and any(root.glob("autograded/*/*/*.ipynb")):
                first = round(now, 3)
            time.sleep(0.01)
        seconds = time.perf_counter() - started
        words = [file.seek(0) or file.read() for file in (said, told)]
    spent = waited() - before + watch.unseen
    return Run(students, *(round(x, 2) for x in (seconds, spent, whole_machine() - machine, watch.peak)), first, said="".join(words))


def waited() -> float:
    """Return the processor time of all processes that have ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def whole_machine() -> float:
    """Return the seconds that the processors of this machine have worked, for whomever."""
    user, nice, system, _idle, _waiting, *interrupts = map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:8])
    return (user + nice + system + sum(interrupts)) / TICKS


class Watch:
    """Looks at running processes and all that they have started.

    peak: the most megabytes that they held, shared pages counted once.   unseen: the processor time of what runs in
    bubblewrap, which does not wait for it, so that it is missing from everybody's books.
    """

    def __init__(self, started: list[int]):
        self._started, self._looked, self._weighed, self._boxes, self.peak = started, -1.0, -1.0, {}, 0.0

    @property
    def unseen(self) -> float:
        return sum(self._boxes.values())

    def look(self, now: float) -> None:
        if now - self._looked > 0.1:
            self._looked = now
            boxes = [pid for pid in _below(self._started) if _read(pid, "comm") == "bwrap\n"]
            inner = {pid for box in boxes for pid in _below([box])[1:]}
            for box in set(boxes) - inner:
                self._boxes[box] = max(self._boxes.get(box, 0.0), sum(map(_spent, _below([box]))))
        if now - self._weighed > 0.5:
            self._weighed = now
            self.peak = max(self.peak, sum(map(_held, _below(self._started))) / 2**20)


def _below(started: list[int]) -> list[int]:
    """Return these processes and all that they have started."""
    found = list(started)
    for pid in found:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            found += [int(child) for child in _read(pid, f"task/{path.parent.name}/children").split()]
    return found


def _read(pid, what) -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_text()
    except OSError:
        return ""  # it has ended in the meantime


def _spent(pid) -> float:
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS  # its own and that of what it has waited for, in user and system mode


def _held(pid) -> int:
    return 1024 * sum(int(row.split()[1]) for row in _read(pid, "smaps_rollup").splitlines() if row.startswith("Pss:"))


class World:
    """A prepared course for every run: the release, its gradebook, and the class that has handed in."""

    def __init__(self, folder: Path, students: int, shares: dict[str, float]):
        self._folder, self._number, self.students = folder, 0, students
        self._course = folder / "prepared"
        shutil.copytree(ROOT / "solutions" / CHAPTER.name, self._course / "solutions" / CHAPTER.name)
        shutil.copy(ROOT / "nbgrader_config.py", self._course)
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER.name]
        subprocess.run(command, cwd=self._course, check=True, capture_output=True)
        self.answers = simulate(self._course, CHAPTER, students, 0, shares)
        self.names = sorted({answer.student for answer in self.answers})

    def copy(self, students: int) -> Path:
        """Return a course in which so many have handed in."""
        self._number += 1
        root = self._folder / f"run{self._number}"
        left_out = set(self.names[students:])
        shutil.copytree(self._course, root, ignore=lambda _, names: left_out.intersection(names))
        return root

    def annlab(self, students: int = 0) -> Run:
        root = self.copy(students or self.students)
        command = [sys.executable, "-m", "annlab.cli", "grade", CHAPTER.name, "--workers", str(WORKERS), "--seed", str(SEED)]
        return self._graded(root, [command], students or self.students)

    def stock(self, students: int = 0, parts: tuple[str, ...] = ("*",)) -> Run:
        root = self.copy(students or self.students)
        (root / "nbgrader_config.py").write_text(STOCK)
        command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER.name]
        return self._graded(root, [[*command, "--student", part] for part in parts], students or self.students)

    def two(self) -> Run:
        return self.stock(parts=("*[02468]", "*[13579]"))

    def _graded(self, root, commands, students) -> Run:
        run = measured(root, *commands, students=students)
        try:
            run.marks = verified.found_in(root, CHAPTER)
        except Exception:
            raise RuntimeError(run.said[-3000:]) from None
        shutil.rmtree(root)
        return run

    def otter(self, python: str) -> Run:
        root = self.copy(OTTER_STUDENTS)
        (root / "tests").mkdir()
        for item in CHAPTER.items:
            (root / "tests" / f"{item.name}.py").write_text(OTTER_TEST.format(name=item.name, points=item.points))
        make = [python, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip"]
        make += ["--no-environment", "--no-requirements", "--no-config"]
        paths = [str(path) for path in sorted(root.glob("submitted/*/*/*.ipynb"))]
        path = f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(make, cwd=root, check=True, capture_output=True, env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)})
        run = measured(root, [python, "-c", OTTER, "autograder.zip", *paths], students=len(paths), path=str(ROOT))
        loaded, marks = json.loads(run.said.splitlines()[-1])
        run.first = round(loaded, 3)
        graded = {Path(path).parts[-3]: each for path, each in marks.items() if isinstance(each, dict)}
        run.marks = {(student, name): mark for student, each in graded.items() for name, mark in each.items()}
        shutil.rmtree(root)
        return run


def differences(world: World, ours: dict, theirs: dict, same) -> dict[str, int]:
    """Return how many answers are marked otherwise, by reason; raise where there is no reason by design.

    A process that ends itself takes stock's whole notebook with it: the student is left without any mark.
    """
    ended = {a.student for a in world.answers if a.what == "it ends the process"}
    found, unexplained = {}, []
    for key in ours:
        if not same(ours[key].mark, theirs.get(key)):
            reason = "the notebook's process ended" if key[0] in ended else "no mark" if theirs.get(key) is None else ""
            found[reason] = found.get(reason, 0) + 1
            unexplained += [] if reason else [(key, ours[key].mark, theirs.get(key))]
    if unexplained:
        raise AssertionError(f"marked otherwise, for no known reason: {unexplained[:10]}")
    return found


def compare(world: World, only, repeats: int, otter: str) -> tuple[dict, dict]:
    """Return the runs of everybody, and how many marks are otherwise."""
    runs, otherwise = {}, {}

    def add(name, run):
        runs.setdefault(name, []).append(run)
        spent = f"{run.seconds:8.1f} s   processor {run.cpu_seconds:8.1f} s   {run.megabytes:7.0f} MB"
        print(f"{name:8} {run.students:5} submissions {spent}", flush=True)
        return run.marks

    for _ in range(repeats):
        ours = add("annlab", world.annlab())
        wrong = [row for row in verified.verify(world.answers, ours) if not row.holds]
        assert not wrong, wrong[:5]
        for name, other in (("stock", world.stock), ("two", world.two)):
            if name in only:
                theirs = {key: found.mark for key, found in add(name, other()).items()}
                otherwise[name] = differences(world, ours, theirs, lambda one, two: two is not None and abs(one - two) < 0.005)
                again = add("annlab", world.annlab())
                assert again == ours, "annlab gives other marks when it is run again"
        if "otter" in only and otter:
            theirs, points = add("otter", world.otter(otter)), {item.name: item.points for item in CHAPTER.items}
            few = {key: found for key, found in ours.items() if key[0] in world.names[:OTTER_STUDENTS]}
            theirs = {key: mark == points[key[1]] for key, mark in theirs.items()}
            full = {key: verified.Found(found.mark == points[key[1]]) for key, found in few.items()}
            otherwise["otter"] = differences(world, full, theirs, lambda one, two: one == two)
    return runs, otherwise


def growth(world: World, most: int) -> dict[str, list[Run]]:
    """Return a run for every size of an ordinary class: nothing crashes, nothing loops."""
    return {
        "annlab": [world.annlab(size) for size in SIZES["annlab"] if size <= most],
        "stock": [world.stock(size) for size in SIZES["stock"] if size <= most],
    }


def start() -> dict[str, float]:
    """Return the seconds until a command has said what it can do: the median of five."""
    def seconds(*command):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
        return time.perf_counter() - started

    return {
        "annlab --help": round(statistics.median(seconds("annlab.cli", "--help") for _ in range(5)), 3),
        "nbgrader --help": round(statistics.median(seconds("nbgrader", "--help") for _ in range(5)), 3),
    }


def busy() -> float:
    """Return how busy the machine is with other things, as a share of one core."""
    before = whole_machine()
    time.sleep(3)
    return round((whole_machine() - before) / 3, 2)


def as_stored(run: Run) -> dict:
    return {key: value for key, value in asdict(run).items() if key not in ("marks", "said")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=1, help="rounds; in each of them annlab runs up to three times")
    parser.add_argument("--only", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--most", type=int, default=1000, help="submissions in the largest ordinary class")
    parser.add_argument("--otter", default="", metavar="PYTHON", help="a Python that has otter-grader and what the notebooks need")
    parser.add_argument("--out", type=Path, default=None, help=f"write the result here, such as {STORED.name}")
    parser.add_argument("--show", action="store_true", help="measure nothing; write README's table and figure")
    asked = parser.parse_args()
    if asked.show:
        show(json.loads(STORED.read_text(encoding="utf-8")), ROOT)
        return
    made = {
        "with": f"Python {platform.python_version()}, nbgrader {version('nbgrader')}, {WORKERS} workers, {os.cpu_count()} cores",
        "busy_before": busy(),
        "shares": SHARES,
    }
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "class", asked.students, SHARES)
        runs, made["otherwise"] = compare(world, asked.only, asked.repeats, asked.otter)
        made["runs"] = {name: list(map(as_stored, each)) for name, each in runs.items()}
        if "growth" in asked.only:
            ordinary = World(Path(folder) / "ordinary", asked.most, ORDINARY)
            made["growth"] = {name: list(map(as_stored, each)) for name, each in growth(ordinary, asked.most).items()}
        if "start" in asked.only:
            made["start"] = start()
    print(json.dumps(made, indent=1))
    if asked.out:
        asked.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

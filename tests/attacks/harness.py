"""A class of attackers: a course to attack, with a secret, a server and a process beside it, and what became of them."""

import contextlib
import hashlib
import os
import re
import shutil
import socketserver
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.attacks.notebooks import CHAPTER, FULL, Entry, World, written, wrong_answers

ROOT = Path(__file__).parents[2]
NEIGHBOUR = "the_neighbour"
SECRET = "a-secret-that-nobody-may-read"
LIMITS = "\nc.Judge.cell_seconds = 2\nc.Judge.notebook_seconds = 20\n"


def nbgrader(root, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=root, capture_output=True, text=True, timeout=900
    )


@contextlib.contextmanager
def world(root: Path, config: str = LIMITS, whole: bool = False):
    """A course with one chapter and one student who has solved it; beside it a secret, a server and a process.

    config: what is added to nbgrader_config.py, or, where it is whole, put in its place.
    """
    shutil.copytree(ROOT / "solutions" / CHAPTER.name, root / "course" / "solutions" / CHAPTER.name)
    course = root / "course"
    (course / "nbgrader_config.py").write_text(("" if whole else (ROOT / "nbgrader_config.py").read_text()) + config)
    made = nbgrader(course, "generate_assignment", CHAPTER.name)
    assert made.returncode == 0, made.stderr
    secret = root / "secret.txt"
    secret.write_text(SECRET)
    with Listening() as server, Sleeping() as process:
        each = World(course, secret, server.port, process.pid)
        hand_in(each, Entry(NEIGHBOUR, lambda world, notebook: None, FULL, solved=True))
        yield each, server, process


class Listening(contextlib.AbstractContextManager):
    """A server on this machine that counts who calls."""

    def __init__(self):
        self.calls = calls = []

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                calls.append(self.client_address)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class Sleeping(contextlib.AbstractContextManager):
    """A process that somebody might want to kill."""

    def __enter__(self):
        self._process = subprocess.Popen(["sleep", "3600"])
        return self._process

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()


def hand_in(world, entry):
    released = world.notebook("course")
    start = nbformat.read(world.notebook("solutions"), as_version=4) if entry.solved else wrong_answers(released)
    path = world.notebook("submitted", entry.name)
    path.parent.mkdir(parents=True)
    made = entry.change(world, start)
    if callable(made):
        made(path)
    elif made is not None:
        path.write_bytes(made)
    else:
        path.write_text(written(start), encoding="utf-8")


@dataclass
class Graded:
    world: World
    said: str
    code: int
    marks: dict[str, float | None]
    comments: dict[str, str]
    calls: list
    survived: bool
    untouched: bool
    left: set

    def notebook(self, name) -> str:
        return self.world.notebook("autograded", name).read_text(encoding="utf-8")


def contents(*folders) -> str:
    """Return what changes when a file in these folders does."""
    found = hashlib.sha256()
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        with path.open("rb") as file:
            found.update(str(path).encode() + file.read(2**20))
    return found.hexdigest()


MADE = re.compile(rb"import (sandboxed|keeper); \1\.main\(\)")  # in the command of every process that the judge makes


def left_over() -> set[str]:
    """Return the processes of a judge's making on this machine whose judge has ended."""
    return {pid for pid in os.listdir("/proc") if pid.isdigit() and MADE.search(_command(pid)) and not _has_a_judge(pid)}


def _command(pid) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _has_a_judge(pid) -> bool:
    """Return whether above the processes of the judge's making there is a Python: what else takes in orphans is none."""
    while MADE.search(_command(pid)):
        try:
            pid = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            return True  # it has just ended
    return b"python" in _command(pid) and pid != "1"


def grade(world, server, process) -> Graded:
    watched = [world.root / "solutions", world.root / "course", world.root / "submitted", world.secret.parent / "watched"]
    before, running = contents(*watched), left_over()
    done = nbgrader(world.root, "autograde", CHAPTER.name)
    marks, comments = marks_of(world)
    return Graded(
        world, done.stdout + done.stderr, done.returncode, marks, comments, server.calls,
        process.poll() is None, contents(*watched) == before, left_over() - running,
    )  # fmt: skip


def marks_of(world) -> tuple[dict[str, float | None], dict[str, str]]:
    """Return everyone's mark (None where there is none) and comments, from the gradebook."""
    from nbgrader.api import Gradebook

    marks, comments = {}, {}
    with Gradebook(f"sqlite:///{world.gradebook}") as book:
        students = {student.id for student in book.students}
        for submission in (s for s in book.assignment_submissions(CHAPTER.name) if s.student_id in students):
            name, notebooks = submission.student.id, submission.notebooks
            marks[name] = None if any(g.auto_score is None for n in notebooks for g in n.grades) else submission.score
            comments[name] = " ".join(c.comment or "" for n in notebooks for c in n.comments)
    return marks, comments

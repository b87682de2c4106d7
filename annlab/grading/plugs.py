"""annlab's grading inside nbgrader: an exporter and three preprocessors that nbgrader_config.py names.

nbgrader sanitises a submission (Submission reads it, Rebuild makes the notebook that is graded), then grades what it
wrote (Judge fills in the checks' reports, Record enters points and comments). One Submission lives as long as one run
of nbgrader's Autograde. Whatever is raised here leaves that one submission ungraded, with the error in nbgrader's log.
"""

import os
import re
import secrets
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import parse_utc
from traitlets import Enum, Float, Integer

from annlab.grading import sandbox
from annlab.grading.gradebook import enter
from annlab.grading.judged import Limits
from annlab.grading.marking import Rules, Ungraded, comments, judge_into, marks, prepared
from annlab.grading.patience import twice
from annlab.grading.submission import Unreadable, contents, handed_in

STAMP = "timestamp.txt"
NAMES_A_FILE = re.compile(r"[ :]/|\.\.")  # in the place of a time zone, where whatever file it is would be opened


def expect_the_chapter(assignment, student, notebooks: list[str]) -> None:
    """Have nbgrader look for the chapter's own notebook where a student has handed in others only.

    nbgrader calls this before each submission, with the list that it is about to work through.
    """
    folder = Path(notebooks[0]).parent
    expected = str(folder / f"{folder.name}.ipynb")
    if expected not in notebooks:
        notebooks.append(expected)


class Submission(NotebookExporter):
    """Reads a submission, whatever is in it; one that cannot be read becomes the release and the reason."""

    seed = Integer(None, allow_none=True, help="what random inputs are drawn from; drawn itself, once a run").tag(config=True)

    def __init__(self, **options):
        super().__init__(**options)
        if self.seed is None:
            self.seed = int(os.environ.get("ANNLAB_SEED") or secrets.randbelow(2**32))
        if hasattr(self.parent, "coursedir"):
            self.parent.coursedir = guarded(self.parent.coursedir)
            for step in ("init_assignment", "convert_single_notebook"):  # all in which nbgrader opens the gradebook
                setattr(self.parent, step, twice(getattr(self.parent, step), self.log.warning))

    def from_filename(self, filename, resources=None, **_):
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        about = resources["nbgrader"]
        folder = self._folder("submitted_directory", about["student"], about["assignment"])
        if Path(os.path.abspath(filename)).parent != folder:  # the second pass, over what the first one wrote
            return self.from_notebook_node(nbformat.read(filename, as_version=4), resources=resources)
        keep_stamp(folder, self._folder("autograded_directory", about["student"], about["assignment"]))
        return self.from_notebook_node(self._rebuilt(Path(os.path.abspath(filename)), about), resources=resources)

    def _rebuilt(self, path, about):
        released = self._folder("release_directory", ".", about["assignment"]) / path.name
        if not released.is_file():
            raise Ungraded(f"{released} is missing; make it with: nbgrader generate_assignment {about['assignment']}")
        return nbformat.from_dict(prepared(released.read_bytes(), handed_in(path, self._folder("submitted_directory", ".", "."))))

    def _folder(self, kind, student, assignment) -> Path:
        course = self.parent.coursedir
        return Path(os.path.abspath(course.format_path(getattr(course, kind), student, assignment)))


def keep_stamp(submitted: Path, graded: Path) -> None:
    """Copy the time stamp, by which nbgrader knows a newer submission, if it is a short file and no link."""
    try:
        text = contents(submitted / STAMP, submitted.parent.parent)[:200]
    except Unreadable:
        return
    graded.mkdir(parents=True, exist_ok=True)
    (graded / STAMP).write_bytes(text)


class _Guarded(CourseDirectory):
    """A course of whose submissions nothing but notebooks is copied, and time stamps are read with care.

    Any other file could be a link to anywhere, or a pipe from which nothing ever comes.
    """

    def get_existing_timestamp(self, folder):
        path = Path(os.path.abspath(folder)) / STAMP
        try:
            text = contents(path, path.parent.parent.parent)[:200].decode().strip()
            return None if NAMES_A_FILE.search(text) else parse_utc(text) or None
        except Exception:  # whatever else is made of it
            return None


def guarded(course: CourseDirectory) -> CourseDirectory:
    """Return the course with files in submissions read with care, or not at all."""
    settings = {name: getattr(course, name) for name in course.trait_names(config=True)}
    return _Guarded(parent=course.parent, **settings | {"ignore": ["*", ".*"]})


class Judge(NbGraderPreprocessor):
    """Writes what came of every cell into it; a check cell shows the report that its learner would have seen."""

    sandbox = Enum([sandbox.BWRAP, sandbox.NONE], sandbox.BWRAP, help='"none" protects nothing').tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="the most that one cell may take").tag(config=True)
    notebook_seconds = Float(Limits.seconds, help="the most that a whole notebook may take").tag(config=True)

    def rules(self, seed: int) -> Rules:
        return Rules(seed, self.sandbox, Limits(self.cell_seconds, self.notebook_seconds))

    def preprocess(self, notebook, resources):
        judge_into(notebook, self.rules(self.parent.seed), self.log.warning)
        return nbformat.from_dict(notebook), resources


class Record(NbGraderPreprocessor):
    """Enters points and comments into the gradebook."""

    def preprocess(self, notebook, resources):
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as book:
            where = about["notebook"], about["assignment"], about["student"]
            twice(enter, self.log.warning)(book, where, marks(notebook), comments(notebook))
        return notebook, resources

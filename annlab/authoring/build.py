"""Builds every notebook of the course, or says what a fresh build would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from annlab.authoring.notebook import solution_notebook
from annlab.authoring.release import release_notebook
from annlab.authoring.source import SourceError, read
from annlab.exercises import CHAPTERS


@dataclass(frozen=True)
class Drift:
    """A file that is not what a fresh build makes: missing, different or unexpected."""

    path: Path
    what: str

    def __str__(self) -> str:
        return f"{self.path} is {self.what}"


def build(root: Path) -> list[Path]:
    """Write the notebooks below root that differ from a fresh build; return their paths."""
    written = []
    for path, text in _fresh(root):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    return written


def drift(root: Path) -> list[Drift]:
    """Return every difference between the notebooks below root and a fresh build, and every unexpected file."""
    fresh, found = dict(_fresh(root)), []
    for path, text in fresh.items():
        if not path.exists():
            found.append(Drift(path.relative_to(root), "missing"))
        elif path.read_text(encoding="utf-8") != text:
            found.append(Drift(path.relative_to(root), "not what a fresh build makes"))
    expected = set(fresh) | {source_path(root, c.name) for c in CHAPTERS}
    for folder in ("solutions", "course"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path not in expected and ".ipynb_checkpoints" not in path.parts:
                found.append(Drift(path.relative_to(root), "unexpected here"))
    return found


def source_path(root: Path, name: str) -> Path:
    return root / "solutions" / name / f"{name}.py"


def _fresh(root: Path) -> Iterator[tuple[Path, str]]:
    for chapter in CHAPTERS:
        source = source_path(root, chapter.name)
        if not source.exists():
            raise SourceError(f"{source.relative_to(root)} is missing: every chapter has its source there")
        solution = solution_notebook(chapter, read(source))
        yield source.with_suffix(".ipynb"), _text(solution)
        yield root / "course" / chapter.name / f"{chapter.name}.ipynb", _text(release_notebook(solution))


def _text(notebook) -> str:
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"

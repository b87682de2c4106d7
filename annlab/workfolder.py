"""A learner's own folder: brings the chapters there and keeps them up to date, and never touches the learner's work.

A small file in the folder remembers the checksum of everything that was put there. A file that still has its checksum
is as it was released, and may be replaced; any other is the learner's, and a new version is put beside it.
It does not know what a notebook is.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path

MEMORY = ".annlab-course.json"


@dataclass(frozen=True)
class Brought:
    """What one call did, as paths relative to the folder, in order.

    new:     copied for the first time, or again after they were deleted.
    updated: replaced by a newer version, since nobody had changed them.
    beside:  (the learner's file, the newer version that was put beside it).
    """

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


def bring(course: Path, folder: Path) -> Brought:
    """Copy every file of the course into the folder, over nobody's work, and return what was done.

    A second call with the same course does nothing. Raises OSError where the folder cannot be written, and ValueError
    where it is the course itself.
    """
    if folder.resolve() == course.resolve():
        raise ValueError(f"{folder} is the course itself, not a place to work in; name a folder of your own")
    folder.mkdir(parents=True, exist_ok=True)
    known = _remembered(folder)
    before = dict(known)
    new, updated, beside = [], [], []
    for name in _files(course):
        released = (course / name).read_bytes()
        what, where = _place(folder, name, _sum(released), known)
        if what:
            _write(folder / where, released)
        {"new": new, "updated": updated}.get(what, []).append(where)
        if what == "beside":
            beside.append((name, where))
        known[name] = known[where] = _sum(released)
    if known != before:
        _write(folder / MEMORY, (json.dumps({"checksums": known}, indent=1, sort_keys=True) + "\n").encode())
    return Brought(tuple(new), tuple(updated), tuple(beside))


def versions(folder: Path, name: str) -> list[Path]:
    """Return the file of that name and the newer versions that stand beside it, as far as they exist."""
    path = folder / name
    return [path] * path.is_file() + sorted(path.parent.glob(f"{path.stem} (new version*){path.suffix}"))


def _place(folder: Path, name: str, released: str, known: dict[str, str]) -> tuple[str, str]:
    """Return what is to be done with a released file ("" for nothing) and under which name."""
    path = folder / name
    if not path.exists():
        return "new", name
    found = _sum(path.read_bytes())
    if found == released:
        return "", name
    if known.get(name) == found:
        return "updated", name
    if known.get(name) == released:  # the learner's work on this very version
        return "", name
    for number in count(1):
        where = str(Path(name).with_stem(f"{path.stem} (new version{'' if number == 1 else f' {number}'})").as_posix())
        there = _sum((folder / where).read_bytes()) if (folder / where).exists() else None
        if there == released:
            return "", where
        if there in (None, known.get(where)):
            return "beside", where


def _files(course: Path) -> list[str]:
    """Return every file below the course, hidden ones left out, as paths with forward slashes."""
    found = [path.relative_to(course) for path in course.rglob("*") if path.is_file()]
    return sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))


def _remembered(folder: Path) -> dict[str, str]:
    """Return the checksums; none where the file is missing or damaged: then every file counts as the learner's."""
    try:
        checksums = json.loads((folder / MEMORY).read_text(encoding="utf-8"))["checksums"]
        return {str(name): str(checksum) for name, checksum in checksums.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(content)
    os.replace(half, path)


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

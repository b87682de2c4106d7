"""Reads a notebook that somebody handed in, saved by whatever tool, and trusts nothing in it.

What comes out is plain: the cells' kind, text and marks of origin. What cannot be read raises Unreadable, which says
why and what to do; nothing else is raised for any content of the file.
"""

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 20 * 2**20
MOST_CELLS = 2_000
MOST_TEXT = 2 * 2**20  # of all cells together
KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}
SAVE_AGAIN = "Open it in JupyterLab, save it and hand it in again."


class Unreadable(ValueError):
    """The notebook cannot be read: (reason, remedy)."""


@dataclass(frozen=True)
class Cell:
    """kind: "code", "markdown" or "raw".  name: its grade id, or "".  id: the notebook format's, or ""."""

    kind: str
    source: str
    name: str = ""
    id: str = ""


def contents(path: Path, root: Path) -> bytes:
    """Return what is in the file. root: the folder of all submissions, below which no link is followed."""
    try:
        for each in (path, *path.parents):
            if each == root or root not in each.parents:
                break
            if stat.S_ISLNK(os.lstat(each).st_mode):
                raise Unreadable(f"{each.name} is a symbolic link, not a file of its own.", "Hand in the notebook itself.")
        found = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise Unreadable(f"There is no {path.name}.", f"Hand in the notebook under the name {path.name}.") from None
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be opened ({error.strerror}).", SAVE_AGAIN) from None
    about = os.fstat(found)
    if not stat.S_ISREG(about.st_mode):
        os.close(found)
        raise Unreadable(f"{path.name} is no ordinary file.", "Hand in the notebook itself.")
    with os.fdopen(found, "rb") as file:
        if about.st_size > MOST_BYTES:
            found, most = about.st_size / 2**20, MOST_BYTES // 2**20
            raise Unreadable(
                f"{path.name} has {found:,.0f} MB; at most {most} MB are read.",
                "Clear its outputs, save it and hand it in again.",
            )
        return file.read(MOST_BYTES + 1)


def handed_in(path: Path, root: Path) -> bytes | tuple[str, str]:
    """Return what is in the file, or (reason, remedy)."""
    try:
        return contents(path, root)
    except Unreadable as error:
        return error.args


def parse(data: bytes) -> list[Cell]:
    """Return the cells of a notebook of format 3 or 4, with or without ids, a byte-order mark, or Windows line ends."""
    if not data.strip():
        raise Unreadable("The notebook is empty.", SAVE_AGAIN)
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        where = f" near line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"The notebook is damaged or cut short{where}: it is no JSON.", SAVE_AGAIN) from None
    cells = _cells(notebook)
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"The notebook has {len(cells):,} cells; at most {MOST_CELLS:,} are read.", "Delete what is not needed.")
    found = [_cell(cell) for cell in cells]
    if sum(len(cell.source) for cell in found) > MOST_TEXT:
        raise Unreadable("The text in the notebook's cells is longer than 2 MB.", "Delete what is not needed.")
    return found


def fingerprint(data: bytes, *others: bytes) -> str:
    """Return what changes whenever one of these contents does."""
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in (data, *others))).hexdigest()


def _cells(notebook) -> list:
    if isinstance(notebook, dict):
        if isinstance(notebook.get("cells"), list):
            return notebook["cells"]
        sheets = notebook.get("worksheets")  # format 3
        if isinstance(sheets, list):
            return [cell for sheet in sheets if isinstance(sheet, dict) for cell in _list(sheet.get("cells"))]
    raise Unreadable("The file is JSON, but no notebook: it has no cells.", SAVE_AGAIN)


def _list(value) -> list:
    return value if isinstance(value, list) else []


def _dict(value) -> dict:
    return value if isinstance(value, dict) else {}


def _cell(cell) -> Cell:
    cell = _dict(cell)
    metadata = _dict(cell.get("metadata"))
    kind = cell.get("cell_type")
    return Cell(
        KINDS.get(kind, "raw") if isinstance(kind, str) else "raw",
        _text(cell.get("source", cell.get("input"))),  # format 3 has `input` in code cells
        _text(_dict(metadata.get("nbgrader")).get("grade_id")),
        _text(cell.get("id", metadata.get("id"))),  # Colab keeps it in the metadata
    )


def _text(value) -> str:
    """Return a string, or a list of them, as text that can be written to a file, with plain line ends."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.encode("utf-8", "replace").decode("utf-8")  # without halves of surrogate pairs

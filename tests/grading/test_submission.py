"""What was handed in is read, or there is a reason with a remedy."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab.grading.submission import MOST_CELLS, Cell, Unreadable, contents, fingerprint, parse


def notebook(*cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


CODE = {"cell_type": "code", "id": "a", "source": ["x = 1\n", "y = 2"], "metadata": {"nbgrader": {"grade_id": "line"}}}
READ = [Cell("code", "x = 1\ny = 2", "line", "a")]


@pytest.mark.parametrize(
    "data",
    [
        notebook(CODE).encode(),
        b"\xef\xbb\xbf" + notebook(CODE).encode(),
        notebook(CODE).replace(", ", ",\r\n").encode(),
        notebook(CODE | {"source": "x = 1\r\ny = 2"}).encode(),
        json.dumps({"worksheets": [{"cells": [{"input" if k == "source" else k: v for k, v in CODE.items()}]}]}).encode(),
        notebook({k: v for k, v in CODE.items() if k != "id"} | {"metadata": CODE["metadata"] | {"id": "a"}}).encode(),
    ],
    ids=["plain", "byte-order mark", "Windows", "string", "format 3", "Colab"],
)
def test_a_notebook_of_any_tool_is_read(data):
    assert parse(data) == READ


def test_lone_surrogates_do_not_stop_anybody_from_writing_it():
    (cell,) = parse(notebook(CODE | {"source": "\ud800"}).encode())
    cell.source.encode("utf-8")


NESTED = b'{"cells": ' + b"[" * 10**5
DAMAGED = [b"", b" \n", b"{", b"[1]", b"3", b'{"cells": 3}', b"\xff\xfe", NESTED, b'{"worksheets": 1}', b'{"cells": [' + b"9" * 5000]


@pytest.mark.parametrize("data", DAMAGED, ids=lambda d: repr(d[:12]))
def test_what_is_damaged_has_a_reason_and_a_remedy(data):
    with pytest.raises(Unreadable) as error:
        parse(data)
    reason, remedy = error.value.args
    assert reason.endswith(".") and "hand it in again" in remedy


def test_too_many_cells_and_too_much_text_are_refused():
    with pytest.raises(Unreadable, match="cells"):
        parse(notebook(*[CODE] * (MOST_CELLS + 1)).encode())
    with pytest.raises(Unreadable, match="text"):
        parse(notebook(CODE | {"source": "x" * 3_000_000}).encode())


anything = st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=5)
cells = st.dictionaries(st.sampled_from(["cell_type", "source", "input", "id", "metadata"]), anything)


@given(st.lists(cells | anything, max_size=4))
def test_whatever_the_cells_hold_they_are_read_as_text(found):
    for cell in parse(json.dumps({"cells": found}).encode()):
        assert cell.kind in ("code", "markdown", "raw")
        assert all(isinstance(text, str) for text in (cell.source, cell.name, cell.id))


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_else(data):
    try:
        parse(data)
    except Unreadable:
        pass


@pytest.fixture
def handed_in(tmp_path):
    path = tmp_path / "submitted" / "ann" / "01_neuron" / "01_neuron.ipynb"
    path.parent.mkdir(parents=True)
    return path


def test_a_file_is_read(handed_in, tmp_path):
    handed_in.write_bytes(b"x")
    assert contents(handed_in, tmp_path / "submitted") == b"x"


def link_to_a_file(path):
    other = path.with_name("other")
    other.write_text("{}")
    path.symlink_to(other)


def link_of_the_folder(path):
    path.write_text("{}")
    folder = path.parent
    moved = folder.with_name("moved")
    folder.rename(moved)
    folder.symlink_to(moved)


def too_large(path):
    with path.open("wb") as file:
        file.truncate(2**34)


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda path: None, "There is no"), (link_to_a_file, "link"), (link_of_the_folder, "link"), (os.mkfifo, "ordinary"),
        (lambda path: path.mkdir(), "ordinary"), (too_large, "16,384 MB"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_its_own_is_refused(handed_in, tmp_path, make, words):
    make(handed_in)
    with pytest.raises(Unreadable) as error:
        contents(handed_in, tmp_path / "submitted")
    assert words in error.value.args[0]


def test_the_fingerprint_tells_parts_apart():
    assert fingerprint(b"ab", b"c") != fingerprint(b"a", b"bc")

"""What other tools, other people and accidents make of a notebook's file: honest kinds, and kinds that are a trap."""

import base64
import copy
import json
import re

from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.attacks.notebooks import (
    FULL,
    NAMES,
    attack,
    before,
    check,
    checks,
    first,
    lookalike,
    solution,
    text,
    written,
)


def lines(notebook):
    """Return the notebook with every source as a list of lines, as most tools write it."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return made


def cut(notebook, minor, **metadata):
    """Bring the notebook to an earlier format of 4: no ids, these metadata."""
    notebook.nbformat_minor = minor
    notebook.metadata.clear()
    notebook.metadata.update(metadata)
    for cell in notebook.cells:
        cell.pop("id", None)


# Other tools.


@lookalike()
def saved_by_vs_code(world, notebook):
    for cell in notebook.cells:
        cell.metadata["vscode"] = {"languageId": "python"}
        if cell.cell_type == "code":
            cell["execution_count"] = None
    notebook.metadata["kernelspec"] = {"display_name": ".venv (3.12.3)", "language": "python", "name": "python3"}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.12.3"}
    notebook.metadata.pop("nbgrader", None)
    return written(lines(notebook)).encode()


@lookalike()
def saved_by_colab(world, notebook):
    cut(notebook, 0, colab={"provenance": [], "toc_visible": True}, accelerator="GPU")
    for i, cell in enumerate(notebook.cells):
        cell.metadata |= {"id": f"aBcD{i}", "colab_type": "code", "cellView": "form", "outputId": "x", "colab": {"base_uri": "https://x"}}
    first(notebook, "#@title Setup { run: 'auto' }\n!pip install -q annlab\nfrom google.colab import drive\ndrive.mount('/content/drive')")
    first(notebook, "%tensorflow_version 2.x\nn = 3 #@param {type:'slider', min:0, max:9}\n%cd /content")
    return json.dumps(lines(notebook)).encode()


@lookalike()
def saved_by_colab_without_nbgraders_marks(world, notebook):
    cut(notebook, 0, colab={})
    for i, cell in enumerate(notebook.cells):
        cell.metadata.clear()
        cell.metadata["id"] = f"aBcD{i}"
    return json.dumps(lines(notebook)).encode()


@lookalike()
def saved_by_deepnote(world, notebook):
    cut(notebook, 0, deepnote={}, deepnote_notebook_id="0", deepnote_execution_queue=[], orig_nbformat=2)
    for i, cell in enumerate(notebook.cells):
        cell.metadata |= {"cell_id": f"{i:032x}", "deepnote_cell_type": cell.cell_type, "source_hash": "ab12", "allow_embed": False}
    text(notebook, "<a style='text-decoration:none;' href='https://deepnote.com'> Created in deepnote.com </a>")
    return json.dumps(notebook).encode()


@lookalike()
def saved_by_kaggle(world, notebook):
    cut(notebook, 4, kaggle={"accelerator": "none"}, kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"})
    for i, cell in enumerate(notebook.cells):
        cell.metadata |= {"_uuid": f"{i:040x}", "_cell_guid": f"{i}", "trusted": True, "execution": {"iopub.status.busy": "2026-01-01"}}
    first(notebook, "import os\nfor dirname, _, filenames in os.walk('/kaggle/input'):\n"
        "    for f in filenames: print(os.path.join(dirname, f))")
    return json.dumps(notebook).encode()


@lookalike()
def saved_by_jupytext(world, notebook):
    """From a script and back: metadata as far as a comment holds them, no outputs, cells trimmed, others joined."""
    notebook.metadata["jupytext"] = {"formats": "ipynb,py:percent", "cell_metadata_filter": "-all"}
    for i, cell in enumerate(notebook.cells):
        cell["id"], cell["source"] = f"{i:08x}", cell["source"].strip() + "\n\n"
        cell.metadata = {"lines_to_next_cell": 2}


@lookalike()
def saved_by_a_formatter(world, notebook):
    """black, or ruff: other quotes, spaces and blank lines in the student's cells and in the released ones."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = re.sub(r"(?<=[\w)])([*/+-])(?=[\w(])", r" \1 ", cell.source.replace("'", '"')).rstrip() + "\n"


@lookalike()
def saved_with_metadata_that_are_null(world, notebook):
    data = lines(notebook)
    data["metadata"] = None
    del data["nbformat_minor"]
    for cell in data["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
        cell["attachments"] = None
        if cell["cell_type"] == "markdown":
            cell["metadata"] = None
    return written(data).encode()


@lookalike()
def saved_with_keys_from_the_future(world, notebook):
    data = json.loads(written(notebook))
    data |= {"nbformat": 5, "nbformat_minor": 17, "schema": "x"}
    data["cells"] = [cell | {"new": {"a": 1}, "execution_count": "3"} for cell in data["cells"]]
    return json.dumps(data).encode()


@lookalike()
def saved_with_ids_that_are_none(world, notebook):
    """Twice the same, too long, of other signs, numbers, and left out."""
    for i, cell in enumerate(notebook.cells):
        cell["id"] = ["same", "x" * 500, "a b/ü", 7, None, "", "same"][i % 7]
    return written(notebook).encode()


@lookalike()
def saved_with_other_line_ends_and_blanks(world, notebook):
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.source = cell.source.replace("\n", ["\r\n", "\r", "\n"][i % 3]) + " \t\n\n"
    return (b"\xef\xbb\xbf \n\n" + written(notebook).encode() + b"\n\n  \x0c"[:3]).rstrip(b"\x0c")


@lookalike()
def saved_with_pictures_and_ten_megabytes_of_outputs(world, notebook):
    picture = base64.b64encode(bytes(2**20)).decode()
    cell = new_markdown_cell("![p](attachment:p.png)")
    cell["attachments"] = {"p.png": {"image/png": picture}}
    notebook.cells.append(cell)
    for each in checks(notebook)[:7]:
        each.outputs = [
            {"output_type": "display_data", "data": {"image/png": picture, "application/vnd.plotly.v1+json": {"data": []}}, "metadata": {}},
            {"output_type": "stream", "name": "stdout", "text": ["a line\n"] * 1000},
        ]
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}


@lookalike()
def saved_with_comments_of_a_grader(world, notebook):
    """A feedback or autograded copy, worked on and handed in again."""
    for name in NAMES:
        cell = check(notebook, name)
        cell.metadata["nbgrader"] |= {"points": 1, "checksum": "0" * 32, "schema_version": 2}
        cell.metadata["annlab"] = "student's"
        solution(notebook, name).metadata["nbgrader"] |= {"schema_version": 1, "checksum": "1" * 32}
    notebook.metadata["annlab"] = {"of": "", "unreadable": ["The notebook is empty.", "Save it."]}


@lookalike()
def brings_other_files(world, notebook):
    def make(path):
        path.write_text(written(notebook), encoding="utf-8")
        path.with_name("data.csv").write_text("1,2\n")
        path.with_name("scratch.ipynb").write_text(written(notebook)[:100])
        path.with_name(f"{path.stem} (1).ipynb").write_text(written(notebook))
        hidden = path.parent / ".ipynb_checkpoints"
        hidden.mkdir()
        (hidden / f"{path.stem}-checkpoint.ipynb").write_text("{}")
        (path.parent / "__pycache__").mkdir()

    return make


@lookalike(student="Zoë O'Brien-Łuk, 2")
def has_a_name_of_more_than_letters(world, notebook):
    pass


@lookalike(student="1234567")
def has_a_number_for_a_name(world, notebook):
    pass


# Traps.


@attack()
def is_a_web_page(world, notebook):
    return b"<!DOCTYPE html>\n<html><body><script>planted()</script></body></html>"


@attack()
def is_a_script(world, notebook):
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "code").encode()


@attack()
def is_an_unresolved_merge(world, notebook):
    cells = written(notebook).splitlines()
    return "\n".join([*cells[:50], "<<<<<<< HEAD", *cells[50:60], "=======", *cells[60:70], ">>>>>>> mine", *cells[70:]]).encode()


@attack()
def is_two_notebooks_in_one(world, notebook):
    return written(notebook).encode() * 2


@attack()
def is_a_notebook_in_utf_16_cut_in_half(world, notebook):
    return written(notebook).encode("utf-16")[:-1001]


@attack()
def is_a_number_without_end(world, notebook):
    return b'{"cells": [], "nbformat": ' + b"9" * 10**6 + b"}"


@attack()
def is_a_reply_of_a_server(world, notebook):
    return b'{"message": "Not Found", "documentation_url": "https://docs.example.org", "status": "404"}'


@attack()
def has_a_hundred_megabytes_of_text_in_a_string(world, notebook):
    return b'{"cells": [{"cell_type": "code", "source": "' + b"#" * (19 * 2**20) + b'"}]}'


@attack(mark=FULL, solved=True)
def names_its_keys_twice(world, notebook):
    """Every reader of JSON takes the last."""
    return b'{"cells": [null], "nbformat": "x", ' + written(notebook).strip()[1:].encode()


@attack()
def has_cells_of_no_kind(world, notebook):
    data = json.loads(written(notebook))
    odd = [None, 3, "x", [], [[]], {}, {"cell_type": 7}, {"cell_type": ["code"], "source": {"a": 1}}]
    odd += [{"cell_type": "code", "source": [["x"], None, 3]}]
    odd += [{"cell_type": "code", "source": "1", "metadata": []}, {"cell_type": "code", "id": {"a": 1}, "metadata": {"nbgrader": 3}}]
    data["cells"] = [each for cell in data["cells"] for each in (*odd, cell)]
    return json.dumps(data).encode()


@attack()
def keeps_checks_as_answers(world, notebook):
    """Checks' ids on answers of its own, and answers' ids on text and raw cells, many times over."""
    for name in NAMES:
        marks = dict(check(notebook, name).metadata["nbgrader"])
        made = new_code_cell(f"def {name}(*args): return 1.0\n1000")
        made.metadata["nbgrader"] = marks | {"points": 1000, "solution": True, "locked": False, "task": True}
        before(notebook, check(notebook, name), "pass")
        notebook.cells.insert(0, made)
        for kind in ("raw", "markdown", "heading"):
            other = copy.deepcopy(solution(notebook, name)) | {"cell_type": kind, "outputs": []}
            notebook.cells.insert(0, type(made)(other))


@attack()
def has_line_breaks_that_only_python_knows(world, notebook):
    first(notebook, "x = 1\u2028\u0085\x0b\x0c\x1c\x1ey = 2\ufeff\u200b")
    for name in NAMES:
        solution(notebook, name).source += "\x0c\x1c\u2029raise Exception"


@attack(mark=FULL, solved=True)
def writes_a_sign_as_a_number_of_thousands_of_digits(world, notebook):
    text(notebook, "&#" + "9" * 5000 + "; [x](&#" + "0" * 5000 + "106;avascript:planted())")


@attack()
def has_ten_million_cells_of_no_kind(world, notebook):
    return b'{"cells": [' + b"0," * (9 * 2**20) + b"0]}"


def stamped(words):
    def change(world, notebook):
        def make(path):
            path.write_text(written(notebook), encoding="utf-8")
            path.with_name("timestamp.txt").write_text(words)

        return make

    return change


for name, words in {
    "brings_a_time_stamp_in_a_zone_that_is_a_file": "2026-01-01 00:00:00 /proc/self/clear_refs",
    "brings_a_time_stamp_in_a_zone_that_is_a_file_far_away": "2026-01-01 00:00:00 ../../../../proc/self/clear_refs",
    "brings_a_time_stamp_in_a_zone_with_half_a_rule": "2026-01-01 10:00:00 UTC,M3.2.0/2,M11.1.0/2",
    "brings_a_time_stamp_of_eighty_digits": "5" * 80 + "m",
}.items():
    change = stamped(words)
    change.__name__ = name
    attack(mark=FULL, solved=True)(change)

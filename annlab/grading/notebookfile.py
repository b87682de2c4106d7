"""A notebook of format 4.5 as plain dictionaries, from and to the text of its file.

The same as nbformat makes of it, which takes a second to load: every process that marks would pay for that.
"""

import json

JOINED = "application/json"  # the one kind of output that is no text


def read(text: str) -> dict:
    """Return a notebook, its cells' text in one piece."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def write(notebook: dict) -> str:
    """Return the text of a notebook's file, with every text in it as a list of lines."""
    cells = [_in_lines(cell) for cell in notebook["cells"]]
    return json.dumps(notebook | {"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def new_cell(like: dict, kind: str, source: str, id: str, metadata: dict) -> dict:
    """Return a cell, of the type of mapping that another one is."""
    make = type(like)
    cell = make(id=id, cell_type=kind, source=source, metadata=make(metadata))
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _in_lines(cell):
    cell = cell | {"source": cell["source"].splitlines(True)}
    if "outputs" in cell:
        cell["outputs"] = [_output_in_lines(output) for output in cell["outputs"]]
    return cell


def _output_in_lines(output):
    if "data" in output:
        lines = {k: v.splitlines(True) if isinstance(v, str) and k != JOINED else v for k, v in output["data"].items()}
        return output | {"data": lines}
    return output | {"text": output["text"].splitlines(True)} if "text" in output else output

"""Makes the release from a solution notebook with nbgrader's own preprocessors, so that both always agree."""

import copy

from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, ComputeChecksums, LockCells
from traitlets.config import Config

PASSES = (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums)


def release_notebook(solution: NotebookNode) -> NotebookNode:
    """Return what `nbgrader generate_assignment` makes of the solution notebook."""
    notebook = copy.deepcopy(solution)
    resources = {"nbgrader": {"notebook": "", "assignment": ""}}
    for each in PASSES:
        notebook, resources = each(config=Config()).preprocess(notebook, resources)
    return notebook

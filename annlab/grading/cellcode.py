"""The source of a notebook's code cell, read as Python. Both sides of the sandbox use this file."""

import ast

PYTHON_BELOW = ("%%time", "%%timeit", "%%capture", "%%prun")  # magics of a whole cell that wrap Python
ONLY_IPYTHON = ("%", "!", "?")


def as_python(source: str) -> str:
    """Return the source as Python. What only IPython reads is left out, line by line.

    A cell under a `%%` that does not wrap Python is left out whole. What is no Python even so comes back as it is.
    """
    if parsed(source):
        return source
    first = source.lstrip().split(None, 1)[0] if source.strip() else ""
    if first.startswith("%%") and first not in PYTHON_BELOW:
        return ""
    plain = "\n".join(_left_out(line) if _only_ipython(line) else line for line in source.splitlines())
    return plain if parsed(plain) else source


def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree, or None where the source is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _only_ipython(line: str) -> bool:
    return line.strip().startswith(ONLY_IPYTHON) or line.rstrip().endswith("?")


def _left_out(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "pass"

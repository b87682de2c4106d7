"""The source of a notebook's code cell, read as Python. Both sides of the sandbox use this file."""

import ast
import re
import symtable
from dataclasses import dataclass, field

PYTHON_BELOW = ("%%time", "%%timeit", "%%capture", "%%prun")  # magics of a whole cell that wrap Python
ONLY_IPYTHON = ("%", "!", "?")
BY_ANY_NAME = {"globals", "locals", "vars", "dir", "eval", "exec", "__main__"}  # may read what is not named


def as_python(source: str) -> str:
    """Return the source as Python. What only IPython reads is left out, line by line.

    A cell under a `%%` that does not wrap Python is left out whole. What is no Python even so comes back as it is.
    """
    if _is_python(source):
        return source
    first = source.lstrip().split(None, 1)[0] if source.strip() else ""
    if first.startswith("%%") and first not in PYTHON_BELOW:
        return ""
    plain = "\n".join(_left_out(line) if _only_ipython(line) else line for line in source.splitlines())
    return plain if _is_python(plain) else source


def _is_python(source) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _only_ipython(line: str) -> bool:
    return line.strip().startswith(ONLY_IPYTHON) or line.rstrip().endswith("?")


def _left_out(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "pass"


@dataclass
class Names:
    """The global names that a cell binds, those of them that hold neither module, function nor class, and those it reads."""

    binds: set = field(default_factory=set)
    data: set = field(default_factory=set)
    reads: set = field(default_factory=set)


def names(source: str) -> Names | None:
    """Return the global names in a cell, or None where nobody can tell."""
    try:
        table = symtable.symtable(as_python(source), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = Names()
    _gather(table, found, outermost=True)
    return None if BY_ANY_NAME & (found.binds | found.reads) or re.search(r"\bimport\s*\*", source) else found


def _gather(table, found, outermost=False):
    for symbol in table.get_symbols():
        if outermost or symbol.is_global():
            name = symbol.get_name()
            if symbol.is_assigned() or symbol.is_imported():
                found.binds.add(name)
                if not (symbol.is_imported() or symbol.is_namespace()):
                    found.data.add(name)
            if symbol.is_referenced():
                found.reads.add(name)
    for inner in table.get_children():
        _gather(inner, found)


def needed(demos: list[str], read: set[str] | None) -> list[str | None]:
    """Return what is to be run of each cell: what binds a name that is read, and what may change its value, or None.

    Imports of what nobody reads are left out: a library for figures takes longer than all the rest.
    read: the names that the others read; None for all.
    """
    if read is None:
        return list(demos)
    known = [names(source) for source in demos]
    chosen = [each is None for each in known]
    data = set().union(*(each.data for each in known if each))
    wanted = set(read)
    for _ in demos:
        for i, each in enumerate(known):
            if each and (chosen[i] or each.binds & wanted or each.reads & wanted & data):
                chosen[i] = True
                wanted |= each.reads
    trim = _trimmed if None not in known else lambda source, wanted: source
    return [trim(source, wanted) if keep else None for source, keep in zip(demos, chosen, strict=True)]


def _trimmed(source, wanted) -> str:
    tree = ast.parse(as_python(source))
    for statement in list(tree.body):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            statement.names = [n for n in statement.names if (n.asname or n.name.partition(".")[0]) in wanted]
            if not statement.names:
                tree.body.remove(statement)
    return ast.unparse(tree)

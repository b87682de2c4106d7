"""The source of a notebook's code cell, read as Python. Both sides of the sandbox use this file."""

import ast
import re
import symtable
import textwrap
from dataclasses import dataclass, field

PYTHON_BELOW = ("%%time", "%%timeit", "%%capture", "%%prun")  # magics of a whole cell that wrap Python
WRITES = ("%%writefile", "%%file")
MOST_MAGICS = 100  # lines of a cell that are looked at one by one
BY_ANY_NAME = {"globals", "locals", "vars", "dir", "eval", "exec", "__main__"}  # may read what is not named

PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.|In \[\d+\]:|\.{3,}:)(?: |$)", re.MULTILINE)
ITS_SHELL = re.compile(r"^([ \t]*)from IPython(?:\.core\.getipython)? import get_ipython[ \t]*$", re.MULTILINE)
TIMED = re.compile(r"^(\s*(?:[\w., ]+=\s*)?)%time\s+(?=\S)")
ASSIGNED = re.compile(r"^(\s*[\w., ]+=\s*)[!%].*", re.DOTALL)
ONLY_IPYTHON = re.compile(r"^(\s*)(?:[%!?].*|[\w.*]+\?\??\s*(?:#.*)?)$", re.DOTALL)


def as_python(source: str) -> str:
    """Return the source as Python. What only IPython reads is left out, line by line.

    A cell under a `%%` that does not wrap Python is left out whole. What is no Python even so comes back as it is.
    """
    source = ITS_SHELL.sub(r"\1pass", source)  # get_ipython is there already
    if _is_python(source):
        return source
    text = _without_prompts(source)
    magic = re.match(r"\s*(%%\S*)[ \t]*(.*)\n?", text)
    if magic and magic[1] in WRITES:
        mode, name = "a" if "-a " in magic[2] else "w", magic[2].split()[-1:]
        return f"with open({name}[0], {mode!r}) as file: file.write({text[magic.end() :]!r})"
    if magic and magic[1] not in PYTHON_BELOW:
        return ""
    if magic:
        text = "\n" * magic[0].count("\n") + text[magic.end() :]
    plain = _one_by_one(text.splitlines())
    return plain if _is_python(plain) else source


def _is_python(source) -> bool:
    return _fault(source) is None


def _fault(source) -> int | None:
    """Return the number of the first line that is no Python, 0 where nobody can tell, None if there is none."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0


def _without_prompts(source) -> str:
    """Return the source without the prompts or the indentation of the whole that IPython takes away."""
    text = source.lstrip("\n")
    return PROMPT.sub("", text) if PROMPT.match(text) else textwrap.dedent(text)


def _one_by_one(lines) -> str:
    """Leave out what only IPython reads, where Python stumbles over it: such a line may also stand in a string."""
    for _ in range(MOST_MAGICS):
        fault = _fault("\n".join(lines))
        if fault is None:
            break
        if not 0 < fault <= len(lines) or (plain := _left_out(lines[fault - 1])) is None:
            lines = [line if (other := _left_out(line)) is None else other for line in lines]
            break
        goes_on = lines[fault - 1].endswith("\\")
        lines[fault - 1] = plain
        while goes_on and fault < len(lines):
            goes_on, lines[fault] = lines[fault].endswith("\\"), ""
            fault += 1
    return "\n".join(lines)


def _left_out(line: str) -> str | None:
    """Return what stands for a line that only IPython reads; None for another."""
    if TIMED.match(line):
        return TIMED.sub(r"\1", line)
    if ASSIGNED.match(line):
        return ASSIGNED.sub(r"\1get_ipython()", line)
    return ONLY_IPYTHON.sub(r"\1pass", line) if ONLY_IPYTHON.match(line) else None


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

"""Runs the cells of a notebook one after the other in one namespace, as far as a process without IPython can."""

import ast
import contextlib
import inspect
import linecache
import sys

from cellcode import as_python, names
from nothing import Nothing

from annlab.checking.calls import Bounded, describe_failure
from annlab.checking.limit import time_limit

AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
MOST_SHOWN = 20_000


class Cells:
    """An error ends its cell and nothing else."""

    def __init__(self, namespace: dict):
        self._namespace, self._count = namespace, 0
        nothing = Nothing()
        sys.path.append("")  # a module that a cell has written can be imported
        namespace.update(display=_display, get_ipython=nothing, help=nothing, exit=sys.exit, quit=sys.exit)

    def run(self, source: str, seconds: float) -> dict:
        """Return how the cell failed, what it printed, and its last value as text and HTML."""
        printed, failure, shown = Bounded(), None, {}
        self._count += 1
        name, source = f"<cell {self._count}>", as_python(source)
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                with time_limit(seconds):
                    shown = _views(self._execute(source, name))
            except BaseException as error:
                failure = describe_failure(error)
        return {"failure": failure and [failure.kind, failure.message], "printed": printed.text, "shown": shown}

    def reads(self, sources: list[str]) -> list[str] | None:
        """Return the global names that the cells read; None where nobody can tell."""
        found = [names(source) for source in sources]
        return None if None in found else sorted(set().union(*(each.reads for each in found)))

    def _execute(self, source, name):
        """Run the statements; return the value of the last one, if it is an expression without `;` behind it."""
        body = ast.parse(source, name).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        self._evaluate(ast.Module(body, []), name, "exec")
        if last is None:
            return None
        value = self._evaluate(ast.Expression(last.value), name, "eval")
        return None if source.rstrip().endswith(";") else value

    def _evaluate(self, tree, name, mode):
        code = compile(tree, name, mode, AWAIT, dont_inherit=True)
        value = eval(code, self._namespace)
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio  # takes its time

            return asyncio.run(value)
        return value


def _views(value) -> dict:
    if value is None or isinstance(value, Nothing):
        return {}
    views = {"text/plain": repr(value)[:MOST_SHOWN]}
    as_html = getattr(value, "_repr_html_", None)
    with contextlib.suppress(Exception):
        page = as_html()
        if isinstance(page, str) and len(page) <= MOST_SHOWN:  # half a page would be none
            views["text/html"] = page
    return views


def _display(*values, **_):
    for value in values:
        if not isinstance(value, Nothing):
            print(value)

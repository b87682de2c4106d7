"""An answer of the catalogue as the text of a cell: what a student would have typed, with nothing of annlab behind it.

The catalogue's right and wrong answers are functions that lean on helpers, closures and tables. Here such a function is
written down with all of it, found through the names that its code looks up. Whether the text does the same is not known
here: run it, and compare (simulate.py does).
"""

import ast
import builtins
import dis
import functools
import inspect
import types

import numpy as np

PLAIN = (type(None), bool, int, str, bytes, complex, type(Ellipsis))
OF_A_CLASS = {"__dict__", "__weakref__", "__module__", "__doc__", "__qualname__", "__firstlineno__", "__static_attributes__"}


class NotLiftable(ValueError):
    """The answer holds something that cannot be written down; says what."""


def lift(answer, name: str) -> str:
    """Return the source of a cell that binds `name` to the answer. Raises NotLiftable."""
    lifter = _Lifter()
    try:
        value = lifter.expression(answer, name)
    except RecursionError:
        raise NotLiftable("it refers to itself without end") from None
    lines = lifter.imports + [line for text in lifter.texts for line in text.splitlines()]
    if len(lifter.texts) == 1 and lifter.texts[0].startswith(f"def {name}("):
        return "\n".join(lines)
    inner = "\n".join(f"    {line}" for line in [*lines, f"return {value}"])
    return f"def _{name}():\n{inner}\n\n\n{name} = _{name}()" if lifter.texts else "\n".join([*lines, f"{name} = {value}"])


class _Lifter:
    """Writes statements down, each after what it needs. scope: what every name stands for in them."""

    def __init__(self):
        self.imports, self.texts, self.scope = [], [], {}
        self._names, self._kept = {}, []  # id -> name, of what is written or being written

    def expression(self, value, wanted="value") -> str:
        """Return an expression for the value; what it needs is written down before."""
        if id(value) in self._names:
            return self._names[id(value)]
        if type(value) in PLAIN:
            return repr(value)
        if isinstance(value, float) and type(value) is float:
            return repr(value) if np.isfinite(value) else f'float("{value}")'
        if isinstance(value, types.ModuleType):
            return self._import(value, "np" if value is np else value.__name__.replace(".", "_"))
        if type(value) in (tuple, list, set, frozenset, dict):
            return self._container(value)
        if isinstance(value, types.FunctionType) and _ours(value):
            return self._function(value, wanted)
        if isinstance(value, type) and _ours(value):
            return self._class(value)
        return self._by_name(value) or self._made(value)

    def _container(self, value) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.expression(k)}: {self.expression(v, str(k))}" for k, v in value.items()) + "}"
        inner = ", ".join(self.expression(each) for each in value)
        if isinstance(value, tuple):
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        return f"[{inner}]" if isinstance(value, list) else f"{type(value).__name__}([{inner}])"

    def _by_name(self, value) -> str:
        """Return the dotted name under which a library or Python itself holds the value, or ""."""
        name = getattr(value, "__name__", "") if not isinstance(getattr(value, "__self__", None), (list, dict)) else ""
        if name and getattr(builtins, name, None) is value:
            return name
        for module in (getattr(value, "__module__", None), "numpy" if isinstance(value, np.ufunc) else None):
            held = inspect.sys.modules.get(module or "")
            if held and not module.startswith("annlab") and getattr(held, name or " ", None) is value:
                return f"{self.expression(held)}.{name}"
        return ""

    def _made(self, value) -> str:
        """Return a call that makes an equal value."""
        if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biufcUS":
            numpy, numbers = self.expression(np), repr(value.tolist()).replace("nan", 'float("nan")').replace("inf", 'float("inf")')
            return f"{numpy}.array({numbers}, dtype={numpy}.dtype({value.dtype.str!r}))" + "[()]" * isinstance(value, np.generic)
        if isinstance(value, functools.partial):
            keys = [f"{key}={self.expression(each, key)}" for key, each in value.keywords.items()]
            inner = [self.expression(value.func, "function"), *map(self.expression, value.args), *keys]
            return f"{self.expression(functools)}.partial({', '.join(inner)})"
        if isinstance(value, np.vectorize):
            return f"{self.expression(np)}.vectorize({self.expression(value.pyfunc, 'one')}, otypes={value.otypes!r})"
        if isinstance(value, (staticmethod, classmethod)):
            return f"{type(value).__name__}({self.expression(value.__func__)})"
        if isinstance(value, property):
            return f"property({self.expression(value.fget)})"
        if isinstance(value, types.MethodType) or getattr(value, "__self__", None) is not None:
            return f"{self.expression(value.__self__)}.{value.__name__}"
        if isinstance(value, slice):
            return f"slice({value.start!r}, {value.stop!r}, {value.step!r})"
        if isinstance(value, range) or type(value).__module__ == "operator":
            if type(value).__module__ == "operator":
                self._import(inspect.sys.modules["operator"], "operator")
            return repr(value)
        if isinstance(value, types.FunctionType):
            raise NotLiftable(f"{value.__qualname__}, which is neither annlab's nor a library's")
        raise NotLiftable(f"a {type(value).__module__}.{type(value).__name__}")

    def _import(self, module, name) -> str:
        if module.__name__.partition(".")[0] == "annlab":
            raise NotLiftable(f"the module {module.__name__} itself")
        if self.scope.setdefault(name, module) is not module:
            raise NotLiftable(f"two things called {name}")
        line = f"import {module.__name__} as {name}" if name != module.__name__ else f"import {name}"
        if line not in self.imports:
            self.imports.append(line)
        return name

    def _function(self, function, wanted) -> str:
        node = _node(function)
        needs, node = _needs(function, node)
        own = node.name if isinstance(node, ast.FunctionDef) else ""
        own = own if needs.get(own) is function else ""  # it calls itself by name
        needs.pop(own, None)
        name = self._take(own or wanted, function)
        inside = {key: value for key, value in needs.items() if not self._bind(key, value)}
        given = {key: self.expression(value, key) for key, value in inside.items()}
        inner = own or name + "_itself" * (name in inside)
        node = _as_definition(node, inner)
        self._set_defaults(node, function)
        text = ast.unparse(node)
        if inside or inner != name:
            body = "\n".join(f"    {line}" for line in [*text.splitlines(), f"return {inner}"])
            maker = f"make_{name.lstrip('_')}"
            text = f"def {maker}({', '.join(inside)}):\n{body}\n{name} = {maker}({', '.join(given.values())})"
        self.texts.append(text)
        return name

    def _set_defaults(self, node, function):
        def constant(value):
            return ast.parse(self.expression(value), mode="eval").body

        node.args.defaults = [constant(value) for value in function.__defaults__ or ()]
        named = function.__kwdefaults__ or {}
        node.args.kw_defaults = [constant(named[a.arg]) if a.arg in named else None for a in node.args.kwonlyargs]

    def _class(self, cls) -> str:
        name = self._take(cls.__name__, cls)
        bases = [self.expression(base) for base in cls.__bases__]
        members = {key: value for key, value in vars(cls).items() if key not in OF_A_CLASS}
        given = ", ".join(f"{key!r}: {self.expression(value, key.strip('_'))}" for key, value in members.items())
        self.texts.append(f"{name} = type({cls.__name__!r}, ({', '.join(bases)},), {{{given}}})")
        return name

    def _take(self, wanted, value) -> str:
        """Return a name that stands for nothing else, and have it stand for the value."""
        name, number = (wanted if wanted.isidentifier() else "value"), 2
        while name in self.scope or hasattr(builtins, name):
            name, number = f"{wanted}_{number}", number + 1
        self.scope[name] = value
        self._names[id(value)] = name
        self._kept.append(value)  # or its id could be given again
        return name

    def _bind(self, name, value) -> bool:
        """Have the name stand for the value, unless it stands for something else already."""
        if name in self.scope:
            return self.scope[name] is value
        if hasattr(builtins, name):
            return False
        if isinstance(value, types.ModuleType):
            return self._import(value, name) == name
        if id(value) not in self._names and (isinstance(value, types.FunctionType) and _ours(value)):
            return self._function(value, name) == name
        text = self.expression(value, name)
        if name in self.scope:
            return self.scope[name] is value
        self.scope[name] = value
        self._kept.append(value)
        self.texts.append(f"{name} = {text}")
        return True


def _ours(value) -> bool:
    return (value.__module__ or "").partition(".")[0] == "annlab"


@functools.cache
def _tree(file: str) -> list:
    with open(file, encoding="utf-8") as source:
        return [n for n in ast.walk(ast.parse(source.read())) if isinstance(n, (ast.FunctionDef, ast.Lambda))]


def _node(function) -> ast.FunctionDef | ast.Lambda:
    """Return the definition of a function: of several on one line the smallest that holds all of its code."""
    code = function.__code__
    places = [p for p in code.co_positions() if None not in p and p[2:] != (0, 0)]
    found = []
    for node in _tree(code.co_filename):
        if isinstance(node, ast.FunctionDef):
            if node.lineno == code.co_firstlineno and node.name == code.co_name:
                found.append((0, node))
        elif code.co_name == "<lambda>" and node.lineno == code.co_firstlineno:
            body = node.body
            start, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
            if all(start <= (p[0], p[2]) and (p[1], p[3]) <= end for p in places):
                found.append(((end[0] - start[0], end[1] - start[1]), node))
    if not found:
        raise NotLiftable(f"{code.co_qualname}, whose definition was not found")
    node = min(found, key=lambda pair: pair[0])[1]
    if getattr(node, "decorator_list", None):
        raise NotLiftable(f"{code.co_qualname}, which is decorated")
    return node


def _needs(function, node) -> tuple[dict, ast.AST]:
    """Return what the function's code looks up outside itself, by name, and its definition with `nn.x` written nn_x."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    found = {name: cell.cell_contents for name, cell in cells if name != "__class__"}
    for name in _globals(function.__code__):
        if name in function.__globals__:
            found[name] = function.__globals__[name]
    modules = {name: value for name, value in found.items() if isinstance(value, types.ModuleType) and value.__name__.startswith("annlab")}
    if modules:
        rewrite = _Flat(modules)
        node = rewrite.visit(ast.parse(ast.unparse(node)).body[0])
        node = node.value if isinstance(node, ast.Expr) else node
        found = {name: value for name, value in found.items() if name not in modules} | rewrite.found
        if left := modules.keys() & {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}:
            raise NotLiftable(f"the module {left.pop()} itself")
    return found, node


def _globals(code) -> dict:
    names = {i.argval: None for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            names |= _globals(inner)
    return names


class _Flat(ast.NodeTransformer):
    def __init__(self, modules):
        self._modules, self.found = modules, {}

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            name = f"{node.value.id}_{node.attr}"
            self.found[name] = getattr(self._modules[node.value.id], node.attr)
            return ast.copy_location(ast.Name(name, node.ctx), node)
        return node


def _as_definition(node, name) -> ast.FunctionDef:
    if isinstance(node, ast.Lambda):
        body, args = [ast.Return(node.body)], node.args
    else:
        body, args = node.body, node.args
        documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        body = body[1:] if documented and len(body) > 1 else body
    args = ast.parse(f"lambda {ast.unparse(_bare(args))}: 0", mode="eval").body.args
    return ast.fix_missing_locations(ast.FunctionDef(name, args, body, []))


def _bare(args) -> ast.arguments:
    """Return the parameters without annotations."""
    def bare(arg):
        return arg and ast.arg(arg.arg)

    return ast.arguments(
        [bare(a) for a in args.posonlyargs], [bare(a) for a in args.args], bare(args.vararg), [bare(a) for a in args.kwonlyargs],
        args.kw_defaults, bare(args.kwarg), args.defaults,
    )

"""A formula as a graph: values on the way there, slopes on the way back, and for each node where its slope comes from.

Knows local_gradients(op, *inputs) and backward_graph(nodes), the learner's. The values are plain arithmetic; a node
whose slope is not that of annlab's functions is ringed.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import bracketed, counted, number, plain

MOST = 14  # nodes
OPERATIONS = {  # how many inputs, how it is written, what it gives
    "add": (2, "{} + {}", lambda a, b: a + b),
    "mul": (2, "{} × {}", lambda a, b: a * b),
    "tanh": (1, "tanh({})", np.tanh),
    "exp": (1, "exp({})", np.exp),
    "log": (1, "log({})", np.log),
    "relu": (1, "relu({})", lambda a: np.maximum(a, 0.0)),
}
FIRST = [("c", "mul", ["a", "b"]), ("d", "add", ["c", "b"]), ("y", "mul", ["c", "d"])]  # y = ab (ab + b)


class Graph(Figure):
    """formula: list of (name, op, parents), parents first; inputs: dict, name to number; the learner's functions or None."""

    scripts = ("picker.js", "graph.js")
    size = (8.0, 4.0)

    def __init__(self, local_gradients=None, backward_graph=None, formula=None, inputs=None):
        self.local = Part("local_gradients", local_gradients, nn.local_gradients)
        self.back = Part("backward_graph", backward_graph, nn.backward_graph)
        self.formula, self.inputs = checked(formula, inputs)
        self.parents = {name: [] for name in self.inputs} | {name: parents for name, _, parents in self.formula}
        self.places = layout(self.inputs, self.formula)

    def setup(self):
        reach = max(3.0, 1.0 + float(np.ceil(max(abs(v) for v in self.inputs.values()))))
        limits = {"min": -reach, "max": reach, "step": 0.1}
        return {
            "title": f"The graph of {self.formula[-1][0]}: values there, slopes back",
            "nodes": [{"name": name, "at": self.places[name], "op": self._op(name)} for name in self.parents],
            "edges": [{"from": p, "to": name, "i": i, "bend": bend(self.places, p, name, self.parents[name].count(p), i)}
                      for name in self.parents for i, p in enumerate(self.parents[name])],
            "sliders": [{"key": f"in_{name}", "label": name, "name": f"input {name}", "hue": "input", **limits} for name in self.inputs],
        }

    def first(self):
        return {f"in_{name}": float(v) for name, v in self.inputs.items()} | {"at": self.formula[-1][0]}

    def frame(self, params):
        trouble = []
        values = self._values(trouble, params)
        local = self._local(trouble, values)
        slopes = self._slopes(trouble, local)
        right = nn.backward_graph(self._nodes(self._local([], values, nn.local_gradients)))
        at = params["at"] if params["at"] in self.parents else self.formula[-1][0]
        frame = {
            "shown_by": [self.local.shown_by(), self.back.shown_by()],
            "trouble": trouble,
            **{"values": values, "local": local, "slopes": slopes, "at": at},
            "wrong": [n for n in reversed(self.parents) if slopes and not close(slopes[n], right[n])],
            "lines": self._lines(at, values, local, slopes),
        }
        frame["say"] = f"{at}: value {number(values[at])}, slope {'none' if slopes is None else number(slopes[at])}"
        frame["words"] = self._describe(frame)
        return frame, {}

    def draw(self, canvas, params):
        draw_graph(canvas.subplots(), self.places, self.parents, self.frame(params)[0])

    def _op(self, name):
        return next((op for node, op, _ in self.formula if node == name), "")

    def _values(self, trouble, params):
        values = {name: float(params[f"in_{name}"]) for name in self.inputs}
        with np.errstate(all="ignore"):
            for name, op, parents in self.formula:
                values[name] = float(OPERATIONS[op][2](*(values[p] for p in parents)))
        lost = next((name for name, v in values.items() if not np.isfinite(v)), None)
        if lost:
            trouble.append(f"The value of {lost} is {values[lost]}: these inputs lie outside what the formula can do.")
        return values

    def _local(self, trouble, values, function=None):
        """Return the local slopes of every node, the learner's or those of `function`; annlab's where the learner's fail."""
        found = {name: [] for name in self.inputs}
        for name, op, parents in self.formula:
            args = (op, *(values[p] for p in parents))
            with np.errstate(all="ignore"):
                slopes = None if function else self.local(trouble, *args, shape=(len(parents),))
                try:
                    found[name] = [float(s) for s in (nn.local_gradients(*args) if slopes is None else slopes)]
                except (ValueError, ZeroDivisionError, OverflowError):
                    found[name] = [float("nan")] * len(parents)
        return found

    def _nodes(self, local):
        return [(name, list(parents), list(local[name])) for name, parents in self.parents.items()]

    def _slopes(self, trouble, local):
        value = self.back(trouble, self._nodes(local))
        if value is None:
            return None
        try:
            slopes = {name: float(value[name]) for name in self.parents}
        except (TypeError, KeyError, ValueError, IndexError):
            trouble.append(f"{whose(self.back.fn)} backward_graph returned {kind(value)}; the figure needs a dict with a number for "
                           f"each of {', '.join(self.parents)}.")
            return None
        if not all(np.isfinite(v) for v in slopes.values()):
            trouble.append(f"{whose(self.back.fn)} backward_graph gave nan or inf, which cannot be drawn.")
        return slopes

    def _lines(self, at, values, local, slopes):
        """Return what the chosen node is, and where its slope comes from, as tokens."""
        lines = [[[at, None, "output"], " = ", *self._value_tokens(at, values)]]
        if slopes is None:
            return lines
        arriving = [(n, slopes[n], local[n][i]) for n, parents in self.parents.items() for i, p in enumerate(parents) if p == at]
        head = [f"slope of {at} = "]
        if at == self.formula[-1][0]:
            head += [["1.0", None, "weight"], ": the way back begins here"]
            total = 1.0
        elif not arriving:
            head += [["0.0", None, "weight"], ": nothing is made from it"]
            total = 0.0
        else:
            for i, (child, slope, edge) in enumerate(reversed(arriving)):
                head += [" + " * (i > 0), f"(from {child}) ", [bracketed(slope), None, "weight"], " × ", [bracketed(edge), None, "phi"]]
            total = sum(slope * edge for _, slope, edge in arriving)
            head += [" = ", [number(total), None, "weight"]]
        lines.append(head)
        if not close(total, slopes[at]):
            lines.append([f"{whose(self.back.fn)} backward_graph says ", [number(slopes[at]), None, "wrong"]])
        return lines

    def _value_tokens(self, at, values):
        if at in self.inputs:
            return [[number(values[at]), None, "input"], ", an input"]
        _, pattern, _ = OPERATIONS[self._op(at)]
        parents = self.parents[at]
        return [pattern.format(*parents), " = ", pattern.format(*(bracketed(values[p]) for p in parents)), " = ",
                [number(values[at]), None, "output"]]

    def _describe(self, frame):
        values, slopes, end = frame["values"], frame["slopes"], self.formula[-1][0]
        made = "; ".join(f"{n} is {OPERATIONS[self._op(n)][1].format(*p)} = {number(values[n])}" for n, p in self.parents.items() if p)
        text = f"A computational graph of {counted(len(self.parents), 'node')}: inputs "
        text += ", ".join(f"{n} = {number(values[n])}" for n in self.inputs) + f"; {made}. "
        if slopes is None:
            return text + "The function gave no slopes to show."
        text += f"Slopes of {end}: " + ", ".join(f"{n} {number(slopes[n])}" for n in reversed(self.parents)) + ". "
        text += f"Chosen: {plain(frame['lines'][1])}."
        return text + (f" The slope of {frame['wrong'][0]} differs from the chain rule's." if frame["wrong"] else "")


def close(a, b):
    return bool(np.isclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True))


def checked(formula, inputs):
    """Return a formula and inputs that fit together, the first ones where they are None."""
    formula = FIRST if formula is None else [(str(n), op, list(p)) for n, op, p in formula]
    used = dict.fromkeys(p for _, _, parents in formula for p in parents)
    made = [name for name, _, _ in formula]
    inputs = {"a": 2.0, "b": 3.0} if inputs is None and formula is FIRST else dict(inputs or {})
    inputs = {name: float(inputs.get(name, 1.0)) for name in used if name not in made}
    known = set(inputs)
    for name, op, parents in formula:
        if op not in OPERATIONS or len(parents) != OPERATIONS[op][0]:
            raise ValueError(f"node {name!r} has the operation {op!r} of {len(parents)} parents; there are {', '.join(OPERATIONS)}, "
                             "add and mul of two, the others of one.")
        if not set(parents) <= known or name in known:
            raise ValueError(f"node {name!r} with the parents {parents}: parents come before, and no name comes twice.")
        known.add(name)
    if len(known) > MOST:
        raise ValueError(f"the formula has {len(known)} nodes; this figure draws up to {MOST}.")
    return formula, inputs


def layout(inputs, formula):
    """Return a place (column, row) for each node: behind its parents, an input one column before it is first used."""
    column = {}
    for name, _, parents in formula:
        column[name] = 1 + max(column.get(p, 0) for p in parents)
    for name in inputs:
        column[name] = min(column[n] for n, _, parents in formula if name in parents) - 1
    rows = {}
    for c in range(max(column.values()) + 1):
        for name, _, parents in formula:
            if column[name] == c:
                wanted = float(np.mean([rows[p] for p in parents]))
                rows[name] = clear(wanted, [rows[n] for n in rows if column[n] == c])
        for name in (n for n in inputs if column[n] == c):
            rows[name] = clear(0.0 if c == 0 else 1.0, [rows[n] for n in rows if column[n] == c])
    middle = (max(rows.values()) + min(rows.values())) / 2
    return {name: (column[name], rows[name] - middle) for name in [*inputs, *(n for n, _, _ in formula)]}


def bend(places, start, end, twins, i):
    """Return how far an edge is bent, in rows, upwards if above 0: round what lies in between, and apart from its twin."""
    (x1, y1), (x2, y2) = places[start], places[end]
    apart = 0.0 if twins == 1 else -0.45 if i else 0.45
    passed = [(x, y) for x, y in places.values() if x1 < x < x2]
    below = sum(1 if y1 + (y2 - y1) * (x - x1) / (x2 - x1) > y else -1 for x, y in passed)  # rows are counted downwards
    return apart + 0.85 * (x2 - x1 - 1) * (-1 if below > 0 else 1)


def clear(row, taken):
    """Return the row, or the next one below it that keeps a distance of 1 from all that are taken."""
    while any(abs(row - other) < 1 for other in taken):
        row += 0.5
    return row


def draw_graph(axes, places, parents, frame):
    """Draw nodes with value and slope, and edges with their local slopes, on Axes."""
    for name, made_from in parents.items():
        for i, parent in enumerate(made_from):
            (x1, y1), (x2, y2) = places[parent], places[name]
            up = bend(places, parent, name, made_from.count(parent), i)
            curve = f"arc3,rad={-up / (x2 - x1)}"
            style = {"arrowstyle": "-|>", "color": palette.EDGE, "shrinkA": 24, "shrinkB": 26, "connectionstyle": curve}
            axes.annotate("", (x2, -y2), (x1, -y1), arrowprops=style, zorder=1)
            middle = ((x1 + x2) / 2, -(y1 + y2) / 2 + 0.62 * up)
            axes.text(*middle, number(frame["local"][name][i]), color=palette.PHI, fontsize=8.5, ha="center", va="center",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    for name, (x, y) in places.items():
        slope = "?" if frame["slopes"] is None else number(frame["slopes"][name])
        colour = palette.WRONG if name in frame["wrong"] else palette.OUTPUT if parents[name] else palette.INPUT
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": colour, "linewidth": 2.6 if name == frame["at"] else 1.6}
        text = f"{name} = {number(frame['values'][name])}\nslope {slope}"
        axes.text(x, -y, text, ha="center", va="center", fontsize=9, bbox=box, zorder=3)
    rows = [-y for _, y in places.values()]
    last = max(x for x, _ in places.values())
    axes.set(xlim=(-0.5, last + 0.5), ylim=(min(rows) - 0.7, max(rows) + 0.7), title=plain(frame["lines"][-1]))
    axes.axis("off")


def show_graph(local_gradients=None, backward_graph=None, formula=None, inputs=None):
    """Show a formula as a graph: values there, slopes back, and for a chosen node where its slope comes from.

    local_gradients : local_gradients(op, *inputs)    backward_graph : backward_graph(nodes) -> dict
    formula : list of (name, op, parents), parents first    inputs : dict, name to number
    """
    from annlab.visuals.widget import show

    return show(Graph(local_gradients, backward_graph, formula, inputs))

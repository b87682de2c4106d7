"""A whole network with every number on it: z and a on each unit, a slider for each weight, bias and input.

Knows forward(X, params, activations), the learner's, and shows the z and a of its cache; a unit whose numbers are
not those of annlab's forward is ringed, the first one named. Switching the activations off leaves bare linear layers:
the curve of the output over one input becomes a straight line, whatever the weights.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.figure import Figure
from annlab.visuals.layer import double
from annlab.visuals.words import bracketed, indexed, listed, number, plain, sum_tokens

MOST = 6  # units a layer, and layers
SWEEP = np.linspace(-3, 3, 61)
FIRST = [  # 3-4-4-1, 41 parameters: small enough to read, lively enough to bend
    ([[1.2, -0.6, 0.3], [-0.8, 0.9, -0.4], [0.5, 0.7, -1.1], [-1.5, -0.2, 0.6]], [0.1, -0.2, 0.3, 0.0]),
    ([[0.9, -1.1, 0.4, 0.6], [-0.7, 0.5, 1.2, -0.3], [1.3, 0.2, -0.6, 0.8], [-0.4, 1.0, 0.7, -0.9]], [0.0, 0.2, -0.1, 0.1]),
    ([[1.4, -1.2, 0.8, -1.0]], [0.2]),
]


class Network(Figure):
    """params: list of (W, b); activations: names, one a layer; x: (d,); forward: the learner's, or None."""

    scripts = ("picker.js", "netplan.js", "network.js")
    size = (9.5, 4.6)

    def __init__(self, forward=None, params=None, activations=None, x=None):
        self.params, self.activations, self.x = checked(params, activations, x)
        self.forward = Part("forward", forward, nn.forward)
        self.layers = [len(self.x), *(len(b) for _, b in self.params)]

    def setup(self):
        weights = [W for W, _ in self.params]
        reach = max(2.0, float(np.ceil(max(np.abs(v).max() for v in (*weights, self.x, *(b for _, b in self.params))))))
        common = {"min": -reach, "max": reach, "step": 0.05}
        specs = []
        for n, (W, b) in enumerate(self.params):
            place = f" of layer {n + 1}"
            for k in range(len(b)):
                specs += [{"key": f"w{n}_{k}_{j}", "label": f"layer {n + 1}: {double('w', k, j)}", "name": f"weight w{k + 1}{j + 1}{place}",
                           "hue": "weight", **common} for j in range(W.shape[1])]
                specs.append({"key": f"b{n}_{k}", "label": f"layer {n + 1}: {indexed('b', k)}", "name": f"bias b{k + 1}{place}",
                              "hue": "bias", **common})
        inputs = [
            {"key": f"x{j}", "label": indexed("x", j), "name": f"input x{j + 1}", "hue": "input", **common} for j in range(len(self.x))
        ]
        return {
            "title": f"The {'-'.join(map(str, self.layers))} network, {sum(W.size + len(b) for W, b in self.params)} parameters",
            **{"layers": self.layers, "activations": self.activations, "specs": specs, "inputs": inputs, "reach": reach},
            "sweep": SWEEP,
        }

    def first(self):
        values = {f"x{j}": float(v) for j, v in enumerate(self.x)}
        for n, (W, b) in enumerate(self.params):
            values |= {f"w{n}_{k}_{j}": float(W[k, j]) for k in range(len(b)) for j in range(W.shape[1])}
            values |= {f"b{n}_{k}": float(b[k]) for k in range(len(b))}
        return values | {"on": True, "picked": "w0_0_0", "unit": [1, 0], "over": 0}

    def frame(self, params):
        net, x = self._read(params)
        names = self.activations if params["on"] else ["identity"] * len(net)
        trouble = []
        n, k = unit_of(params["unit"], self.layers)
        over = int(params["over"])
        z, a, curve = self._run(trouble, x, net, names, over)
        true_z, true_a = sums_and_outputs(nn.forward(x[None, :], net, names))
        wrong = differing(z, a, true_z, true_a)
        frame = {
            "shown_by": [self.forward.shown_by()],
            "trouble": trouble,
            **{"z": z, "a": a, "wrong": wrong, "names": names, "curve": curve},
            "formula": formula(n, k, net, x, z, a, true_z, true_a, names, whose(self.forward.fn)) + first_wrong(wrong),
            "line": "" if params["on"] else collapsed(net),
        }
        output = "none" if a is None else listed(number(v, 3) for v in a[-1])
        frame["say"] = f"output {output}"
        frame["words"] = describe(self.layers, names, x, frame, output)
        return frame, {}

    def draw(self, canvas, params):
        net, x = self._read(params)
        frame = self.frame(params)[0]
        left, right = canvas.subplots(1, 2, width_ratios=(2.6, 1))
        draw_network(left, self.layers, net, x, frame)
        draw_curve(right, frame["curve"], int(params["over"]))

    def _read(self, params):
        net = [
            (
                np.array([[float(params[f"w{n}_{k}_{j}"]) for j in range(W.shape[1])] for k in range(len(b))]),
                np.array([float(params[f"b{n}_{k}"]) for k in range(len(b))]),
            )
            for n, (W, b) in enumerate(self.params)
        ]
        return net, np.array([float(params[f"x{j}"]) for j in range(len(self.x))])

    def _run(self, trouble, x, net, names, over):
        """Return (z, a, curve): an array for each layer at x, and the first output while input number over runs.

        All in one call, as the learner's function may be slow: x is the first row, the run the others.
        """
        X = np.vstack([x, np.tile(x, (len(SWEEP), 1))])
        X[1:, over] = SWEEP
        value = self._forward([], X, net, names)
        if read(value, net, len(X)) is None:  # so that what is said about a mistake is said of one example
            value, X = self._forward(trouble, x[None, :], net, names), x[None, :]
        found = read(value, net, len(X))
        if found is None:
            if value is not None:
                trouble.append(f"{whose(self.forward.fn)} forward returned {kind(value)}; the figure needs (y_hat, cache), with cache[l] = "
                               "(A_prev, Z) for each layer, one row for each example.")
            return None, None, None
        z, a, y_hat = found
        if not all(np.isfinite(v).all() for v in (*z, *a)):
            trouble.append(f"{whose(self.forward.fn)} forward gave nan or inf, which cannot be drawn.")
        return z, a, y_hat[1:, 0] if len(X) > 1 else None

    def _forward(self, trouble, X, net, names):
        return self.forward(trouble, X, [(W.copy(), b.copy()) for W, b in net], list(names))


def read(value, net, n):
    """Return (z, a, y_hat) of what forward gave for n examples, z and a of the first; None where it is something else."""
    try:
        z, a = sums_and_outputs(value)
        y_hat = np.asarray(value[0], dtype=float)
        right = [v.shape for v in z] == [b.shape for _, b in net] == [v.shape for v in a] and y_hat.shape == (n, len(net[-1][1]))
    except (TypeError, ValueError, IndexError, AttributeError, KeyError):
        return None
    return (z, a, y_hat) if right else None


def checked(params, activations, x):
    """Return parameters as arrays, activations and input that fit together, with first values for what is None."""
    given = FIRST if params is None else params
    try:
        params = [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in given]
    except (TypeError, ValueError):
        raise ValueError("params should be a list of pairs (W, b), one for each layer, W of (n_out, n_in) and b of (n_out,).") from None
    sizes = [W.shape for W, _ in params]
    fits = all(W.ndim == 2 and b.shape == W.shape[:1] for W, b in params)
    if not params or not fits or any(m[0] != n[1] for m, n in zip(sizes[:-1], sizes[1:], strict=True)):
        raise ValueError(f"params holds W of {sizes} and b of {[b.shape for _, b in params]}: W of layer l has (n_out, n_in), b has "
                         "(n_out,), and a layer's n_in is the n_out of the one before.")
    if len(params) > MOST or max(n for size in sizes for n in size) > MOST:
        raise ValueError(f"the layers have sizes {sizes}; this figure draws up to {MOST} layers of up to {MOST} units.")
    activations = ["tanh"] * (len(params) - 1) + ["sigmoid"] if activations is None else list(activations)
    known = [name for name in nn.ACTIVATIONS if name != "softmax"]
    if len(activations) != len(params) or not set(activations) <= set(known):
        raise ValueError(f"activations is {activations}: one name for each of the {len(params)} layers, out of {', '.join(known)}.")
    x = np.array(([1.0, -0.5, 0.8] + [0.5] * MOST)[: sizes[0][1]] if x is None else x, dtype=float)
    if x.shape != (sizes[0][1],):
        raise ValueError(f"x has shape {x.shape}; the first layer reads {sizes[0][1]} inputs.")
    return params, activations, x


def sums_and_outputs(value):
    """Return (z, a) of the first example, an array for each layer, from (y_hat, cache)."""
    y_hat, cache = value
    z = [np.asarray(Z, dtype=float)[0] for _, Z in cache]
    a = [np.asarray(A, dtype=float)[0] for A, _ in cache[1:]] + [np.asarray(y_hat, dtype=float)[0]]
    return z, a


def differing(z, a, true_z, true_a):
    """Return [layer, unit] of every unit whose numbers differ from annlab's, layers counted from 1."""
    if z is None:
        return []
    return [
        [n + 1, k]
        for n in range(len(z))
        for k in range(len(z[n]))
        if not np.allclose([z[n][k], a[n][k]], [true_z[n][k], true_a[n][k]], rtol=1e-6, atol=1e-9)
    ]


def unit_of(unit, layers):
    """Return (layer from 1, unit from 0), within the network."""
    n = min(max(int(unit[0]), 1), len(layers) - 1)
    return n, min(max(int(unit[1]), 0), layers[n] - 1)


def formula(n, k, net, x, z, a, true_z, true_a, names, owner):
    """Return one unit's sum, term by term, and its output, as tokens."""
    W, b = net[n - 1]
    before = x if n == 1 else (true_a if a is None else a)[n - 2]
    keys = [f"w{n - 1}_{k}_{j}" for j in range(len(before))]
    sources = [f"x{j}" for j in range(len(before))] if n == 1 else None
    total = float(W[k] @ before + b[k])
    lines = [[f"layer {n}, unit {k + 1}: z = ", *sum_tokens(W[k], before, b[k], keys, sources, b_key=f"b{n - 1}_{k}"),
              " = ", [number(total), None, "sum"]]]
    right = float(nn.ACTIVATIONS[names[n - 1]](np.array(total)))
    lines.append(["a = ", [names[n - 1], None, "phi"], "(", [number(total), None, "sum"], ") = ", [number(right, 3), None, "output"]])
    if a is not None and not np.allclose([z[n - 1][k], a[n - 1][k]], [total, right], rtol=1e-6, atol=1e-9):
        lines.append([f"{owner} forward says ", [f"z = {number(z[n - 1][k])}, a = {number(a[n - 1][k], 3)}", None, "wrong"]])
    return lines


def first_wrong(wrong):
    """Return a line that names the first unit that differs, where one does."""
    return [["the first unit that differs is ", [f"layer {n}, unit {k + 1}", None, "wrong"]] for n, k in wrong[:1]]


def collapsed(net):
    """Return the one linear layer that the stack of bare layers is, in words."""
    W, b = nn.collapse_linear(net)
    terms = " + ".join(f"{bracketed(w)} × {indexed('x', j)}" for j, w in enumerate(W[0]))
    return f"All layers together are one: y = {terms} + {bracketed(b[0])}"


def describe(layers, names, x, frame, output):
    """Return the text twin."""
    text = f"A network with {layers[0]} inputs and layers of {listed(str(n) for n in layers[1:])} units; activations {listed(names)}. "
    text += f"For the input {listed(number(v) for v in x)} "
    text += "the function gave no numbers to draw." if frame["a"] is None else f"the output is {output}."
    for n, (z, a) in enumerate(zip(frame["z"] or [], frame["a"] or [], strict=True)):
        text += f" Layer {n + 1} has z = {listed(number(v) for v in z)} and a = {listed(number(v) for v in a)}."
    if frame["wrong"]:
        n, k = frame["wrong"][0]
        text += f" The first unit that differs from the arithmetic is unit {k + 1} of layer {n}."
    return text + (f" {frame['line']}." if frame["line"] else "")


def places(layers):
    """Return for each layer (inputs first) a list of (x, y), in units of one step to the right."""
    return [[(n, (size - 1) / 2 - k) for k in range(size)] for n, size in enumerate(layers)]


def draw_network(axes, layers, net, x, frame):
    """Draw units with their z and a, and edges as thick as their weights, on Axes."""
    spots, strongest = places(layers), max(1.0, *(np.abs(W).max() for W, _ in net))
    for n, (W, _) in enumerate(net):
        for k in range(W.shape[0]):
            for j in range(W.shape[1]):
                style = {"color": palette.POSITIVE} if W[k, j] >= 0 else {"color": palette.NEGATIVE, "linestyle": "--"}
                axes.plot(*zip(spots[n][j], spots[n + 1][k], strict=True), linewidth=0.4 + 3 * abs(W[k, j]) / strongest, zorder=1, **style)
    for n, layer in enumerate(spots):
        for k, (left, height) in enumerate(layer):
            if n == 0:
                text, colour = number(x[k]), palette.INPUT
            else:
                known = frame["z"] is not None
                text = f"z {number(frame['z'][n - 1][k])}\na {number(frame['a'][n - 1][k])}" if known else "?"
                colour = palette.WRONG if [n, k] in frame["wrong"] else palette.OUTPUT if n == len(layers) - 1 else palette.SUM
            box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour, "linewidth": 2}
            axes.text(left, height, text, ha="center", va="center", fontsize=8.5, color=colour, bbox=box, zorder=3)
    tallest = max(layers) / 2
    for n, name in enumerate(["inputs", *frame["names"]]):
        axes.text(n, tallest + 0.1, name, ha="center", fontsize=9, color=palette.PHI if n else palette.INPUT)
    axes.set(xlim=(-0.4, len(layers) - 0.6), ylim=(-tallest, tallest + 0.4), title=plain(frame["formula"][1]))
    axes.axis("off")


def draw_curve(axes, curve, over):
    """Draw the output over one input on Axes."""
    axes.set(title="the output over one input", xlabel=indexed("x", over), ylabel="y", xlim=(-3, 3))
    axes.grid(color=palette.GRID)
    if curve is not None:
        axes.plot(SWEEP, curve, color=palette.OUTPUT, linewidth=2.5)


def show_network(forward=None, params=None, activations=None, x=None):
    """Show a network, the 3-4-4-1 one at first, with z and a on every unit and every parameter to be set.

    forward : forward(X, params, activations) -> (y_hat, cache)    params : list of (W, b)    activations : list of names    x : (d,)
    """
    from annlab.visuals.widget import show

    return show(Network(forward, params, activations, x))

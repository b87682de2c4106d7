"""A network's error on its way back: the delta of each unit, and on each edge dW, the delta times what came in.

Knows backward(dZ_out, cache, params, activations) and output_delta(y_hat, y, loss, activation), the learner's. One
example is shown, so the delta of a unit is its db. The values on the way there, and the cache, are annlab's forward. A unit
whose numbers are not those of annlab's backward is ringed; each layer is held against the numerical gradient.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.network import Network, places, unit_of
from annlab.visuals.words import bracketed, listed, number, plain

WITH = {"mse": None, "binary_cross_entropy": "sigmoid"}  # each loss, and the last activation that it needs


class Backprop(Network):
    """params, activations, x: as for Network. y: (K,) targets. loss: "mse" or "binary_cross_entropy"."""

    scripts = ("picker.js", "netplan.js", "backprop.js")
    size = (9.5, 5.0)

    def __init__(self, backward=None, output_delta=None, params=None, activations=None, x=None, y=None, loss="mse"):
        if params is None and activations is None:
            activations = ["tanh", "tanh", "identity"]
        super().__init__(None, params, activations, x)
        self.back, self.delta = Part("backward", backward, nn.backward), Part("output_delta", output_delta, nn.output_delta)
        self.y, self.loss = targets(y, self.layers[-1]), loss
        if loss not in WITH or WITH[loss] not in (None, self.activations[-1]):
            raise ValueError(f"the loss is {loss!r} behind {self.activations[-1]!r}; this figure draws mse behind any activation, and "
                             "binary_cross_entropy behind sigmoid.")

    def setup(self):
        made = super().setup()
        reach = made["reach"]
        limits = {"min": min(-reach, float(self.y.min())), "max": max(reach, float(self.y.max())), "step": 0.1}
        names = ["target"] if len(self.y) == 1 else [f"target {k + 1}" for k in range(len(self.y))]
        aims = [{"key": f"y{k}", "label": name, "name": name, "hue": "output", **limits} for k, name in enumerate(names)]
        title = f"The {'-'.join(map(str, self.layers))} network: the error on its way back"
        return made | {"title": title, "inputs": made["inputs"] + aims}

    def first(self):
        depth = len(self.params)
        each = {f"y{k}": float(v) for k, v in enumerate(self.y)}
        return super().first() | each | {"unit": [depth, 0], "picked": f"b{depth - 1}_0", "reached": depth}

    def frame(self, params):
        net, x = self._read(params)
        y = np.array([float(params[f"y{k}"]) for k in range(len(self.y))])[None, :]
        y_hat, cache = nn.forward(x[None, :], net, self.activations)
        trouble = []
        dZ = self.delta(trouble, y_hat, y, self.loss, self.activations[-1], shape=y.shape)
        right = nn.output_delta(y_hat, y, self.loss, self.activations[-1])
        dW, db = self._gradients(trouble, right if dZ is None else dZ, cache, net)
        true = nn.backward(right, cache, net, self.activations)
        wrong = differing(dW, db, true)
        reached = min(max(int(params["reached"]), 0), len(net))
        frame = {
            "shown_by": [self.back.shown_by(), self.delta.shown_by()],
            "trouble": trouble,
            "a": [x, *(A[0] for A, _ in cache[1:]), y_hat[0]],
            **{"dW": dW, "db": db, "wrong": wrong, "names": self.activations, "reached": reached},
            "check": None if dW is None else self._check(net, x, y, dW, db),
            "loss": float(nn.LOSSES[self.loss](y_hat, y)),
        }
        frame["formula"] = self._formula(str(params["picked"]), params["unit"], net, cache, y, frame)
        frame["say"] = f"answer {listed(number(v) for v in y_hat[0])}, loss {number(frame['loss'], 3)}"
        frame["words"] = self._describe(y, frame)
        return frame, {}

    def draw(self, canvas, params):
        draw_backprop(canvas.subplots(), self.layers, self.frame(params)[0])

    def _gradients(self, trouble, dZ, cache, net):
        """Return (dW, db), lists with an array for each layer, from the learner's backward; or (None, None)."""
        copies = [(A.copy(), Z.copy()) for A, Z in cache], [(W.copy(), b.copy()) for W, b in net]
        value = self.back(trouble, dZ, *copies, list(self.activations))
        if value is None:
            return None, None
        try:
            dW, db = ([np.asarray(part, dtype=float) for part in parts] for parts in zip(*value, strict=True))
            fits = [(v.shape, c.shape) for v, c in zip(dW, db, strict=True)] == [(W.shape, b.shape) for W, b in net]
        except (TypeError, ValueError):
            fits = False
        if not fits:
            trouble.append(f"{whose(self.back.fn)} backward returned {kind(value)}; the figure needs a pair (dW, db) for each layer, "
                           "with the shapes of W and b.")
            return None, None
        if not all(np.isfinite(v).all() for v in (*dW, *db)):
            trouble.append(f"{whose(self.back.fn)} backward gave nan or inf, which cannot be drawn.")
        return dW, db

    def _check(self, net, x, y, dW, db):
        """Return the relative error of each layer's gradients against the numerical ones."""
        errors = []
        for n, (W, b) in enumerate(net):
            def cost(row, n=n, shape=W.shape, size=W.size):
                moved = [*net[:n], (row[:size].reshape(shape), row[size:]), *net[n + 1 :]]
                return nn.LOSSES[self.loss](nn.forward(x[None, :], moved, self.activations)[0], y)

            numerical = nn.numerical_gradient(cost, np.concatenate([W.ravel(), b]))
            errors.append(float(nn.relative_error(np.concatenate([dW[n].ravel(), db[n]]), numerical)))
        return errors

    def _formula(self, picked, unit, net, cache, y, frame):
        """Return where the chosen edge's dW, or the chosen unit's delta, comes from, as tokens."""
        dW, db, a = frame["dW"], frame["db"], frame["a"]
        if dW is None:
            return [["there are no gradients to show"]]
        n, k = unit_of(unit, self.layers)
        delta = [bracketed(db[n - 1][k]), None, "sum"]
        place = f"layer {n}, unit {k + 1}: "
        edge = picked[1:].split("_") if picked.startswith("w") else None
        if edge and int(edge[0]) == n - 1 and int(edge[1]) == k:
            j = int(edge[2])
            product = float(db[n - 1][k] * a[n - 1][j])
            came_in = [bracketed(a[n - 1][j]), None, "input"]
            line = [place, [f"dw = delta × {'x' if n == 1 else 'a'}", None, "weight"], " = ", delta, " × ", came_in, " = ",
                    [number(product, 3), None, "weight"]]
            return [line, *self._but(dW[n - 1][k, j], product, f"dw = {number(dW[n - 1][k, j], 3)}")]
        if n == len(net):
            right = float(nn.output_delta(a[-1][None, :], y, self.loss, self.activations[-1])[0, k])
            line = [place, f"delta = slope of {self.loss}, through {self.activations[-1]} = ", [number(right, 3), None, "sum"]]
        else:
            z = cache[n - 1][1]
            slope = float(nn.SLOPES[self.activations[n - 1]](z)[0, k])
            terms = []
            for i, d in enumerate(db[n]):
                terms += [" + " * (i > 0), [bracketed(net[n][0][i, k]), None, "weight"], " × ", [bracketed(d), None, "sum"]]
            right = float(db[n] @ net[n][0][:, k] * slope)
            line = [place, "delta = (", *terms, f") × {self.activations[n - 1]}′(z) = ", [number(db[n] @ net[n][0][:, k], 3), None, "sum"],
                    " × ", [number(slope, 3), None, "phi"], " = ", [number(right, 3), None, "sum"]]
        return [line, *self._but(db[n - 1][k], right, f"delta = {number(db[n - 1][k], 3)}")]

    def _but(self, got, right, said):
        if np.isclose(got, right, rtol=1e-6, atol=1e-9):
            return []
        return [[f"{whose(self.back.fn)} backward says ", [said, None, "wrong"]]]

    def _describe(self, y, frame):
        text = f"A network with {self.layers[0]} inputs and layers of {listed(str(n) for n in self.layers[1:])} units, on its way back. "
        text += f"The answer is {listed(number(v) for v in frame['a'][-1])}, the target {listed(number(v) for v in y[0])}, "
        text += f"the loss {number(frame['loss'], 3)}. "
        if frame["dW"] is None:
            return text + "The function gave no gradients to show."
        for n in reversed(range(len(frame["db"]))):
            text += f"The deltas of layer {n + 1} are {listed(number(v, 3) for v in frame['db'][n])}. "
        largest = max(((abs(v), n, k, j) for n, W in enumerate(frame["dW"]) for (k, j), v in np.ndenumerate(W)), key=lambda each: each[0])
        _, n, k, j = largest
        text += f"The largest dW, {number(frame['dW'][n][k, j], 3)}, is that of weight {j + 1} of unit {k + 1} in layer {n + 1}."
        for n, k in frame["wrong"][:1]:
            text += f" On the way back, the first unit that differs from the chain rule is unit {k + 1} of layer {n}."
        return text


def targets(y, outputs):
    """Return y as an array of one target for each output, 1.0 each where it is None."""
    y = np.ones(outputs) if y is None else np.atleast_1d(np.array(y, dtype=float))
    if y.shape != (outputs,):
        raise ValueError(f"y has shape {y.shape}; the network has {outputs} output{'s' * (outputs > 1)}, and each needs a target.")
    return y


def differing(dW, db, true):
    """Return [layer, unit] of every unit whose gradients differ from the true ones, the last layer first."""
    if dW is None:
        return []
    return [
        [n + 1, k]
        for n in reversed(range(len(db)))
        for k in range(len(db[n]))
        if not np.allclose([*dW[n][k], db[n][k]], [*true[n][0][k], true[n][1][k]], rtol=1e-6, atol=1e-9)
    ]


def draw_backprop(axes, layers, frame):
    """Draw units with a and delta, and edges as thick as their dW, on Axes."""
    spots, dW = places(layers), frame["dW"]
    strongest = max([1e-9, *(np.abs(W).max() for W in dW)]) if dW else 1.0
    for n in range(len(layers) - 1):
        for k in range(layers[n + 1]):
            for j in range(layers[n]):
                slope = dW[n][k, j] if dW else 0.0
                style = {"color": palette.POSITIVE} if slope >= 0 else {"color": palette.NEGATIVE, "linestyle": "--"}
                axes.plot(*zip(spots[n][j], spots[n + 1][k], strict=True), linewidth=0.4 + 4 * abs(slope) / strongest, zorder=1, **style)
    for n, layer in enumerate(spots):
        for k, (left, height) in enumerate(layer):
            text, colour = number(frame["a"][n][k]), palette.INPUT
            if n:
                text = f"a {text}\nδ {number(frame['db'][n - 1][k]) if dW else '?'}"
                colour = palette.WRONG if [n, k] in frame["wrong"] else palette.OUTPUT if n == len(layers) - 1 else palette.SUM
            box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour, "linewidth": 2}
            axes.text(left, height, text, ha="center", va="center", fontsize=8.5, color=colour, bbox=box, zorder=3)
    tallest = max(layers) / 2
    for n, name in enumerate(["inputs", *frame["names"]]):
        axes.text(n, tallest + 0.1, name, ha="center", fontsize=9, color=palette.PHI if n else palette.INPUT)
    axes.set(xlim=(-0.4, len(layers) - 0.6), ylim=(-tallest, tallest + 0.4), title=plain(frame["formula"][0]))
    axes.axis("off")


def show_backprop(backward=None, output_delta=None, params=None, activations=None, x=None, y=None, loss="mse"):
    """Show a network's error on its way back: the delta of each unit, dW on each edge, and a check of each layer.

    backward : backward(dZ_out, cache, params, activations) -> list of (dW, db)
    output_delta : output_delta(y_hat, y, loss, activation) -> dZ    params : list of (W, b)    activations : list of names
    x : (d,) one example    y : (K,) its target    loss : "mse" or "binary_cross_entropy"
    """
    from annlab.visuals.widget import show

    return show(Backprop(backward, output_delta, params, activations, x, y, loss))

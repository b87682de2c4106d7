"""A layer of K units: W as rows of coloured cells, each row the weights into one unit, and a slider for any of them.

Knows dense(X, W, b, phi), the learner's. The weighted sums on the drawing are plain arithmetic; the outputs are
the learner's, and where phi of the sum is something else, the unit is ringed and both numbers are given.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import indexed, listed, number, plain, sum_tokens

MOST = 6  # inputs or units
W_FIRST = [[1.0, -0.5, 0.2], [-1.2, 0.8, 0.0], [0.3, 0.6, -0.9], [0.5, 0.5, 0.5]]
B_FIRST = [0.1, -0.3, 0.5, 0.0]


class Layer(Figure):
    """W: (K, d), b: (K,), x: (d,), K and d from 1 to 6. dense, phi: the learner's, or None."""

    scripts = ("picker.js", "layer.js")
    size = (8.5, 4.0)

    def __init__(self, dense=None, W=None, b=None, phi=None, x=None):
        self.W, self.b, self.x = sizes(W, b, x)
        self.dense, self.phi = Part("dense", dense, nn.dense), Part("phi", phi, nn.sigmoid)
        self.phi_name = getattr(self.phi.fn, "__name__", "phi").replace("<lambda>", "phi")

    def setup(self):
        K, d = self.W.shape
        reach = max(2.0, float(np.ceil(max(np.abs(v).max() for v in (self.W, self.b, self.x)))))
        common = {"min": -reach, "max": reach, "step": 0.05}
        return {
            "title": "A layer: one row of weights for each unit",
            **{"K": K, "d": d, "phi": self.phi_name, "reach": reach},
            "specs": [
                *({"key": f"x{j}", "label": indexed("x", j), "name": f"input x{j + 1}", "hue": "input", **common} for j in range(d)),
                *(
                    {"key": f"w{k}_{j}", "label": double("w", k, j), "name": f"weight w{k + 1}{j + 1}", "hue": "weight", **common}
                    for k in range(K)
                    for j in range(d)
                ),
                *({"key": f"b{k}", "label": indexed("b", k), "name": f"bias b{k + 1}", "hue": "bias", **common} for k in range(K)),
            ],
        }

    def first(self):
        K, d = self.W.shape
        values = {f"x{j}": float(self.x[j]) for j in range(d)} | {f"b{k}": float(self.b[k]) for k in range(K)}
        return values | {f"w{k}_{j}": float(self.W[k, j]) for k in range(K) for j in range(d)} | {"picked": "w0_0"}

    def frame(self, params):
        W, b, x = self._read(params)
        trouble = []
        z = W @ x + b
        a = self.phi(trouble, z, shape=z.shape)
        y = None if a is None else self.dense(trouble, x[None, :], W, b, self.phi.fn, shape=(1, len(b)))
        wrong = [] if y is None or a is None else [int(k) for k in np.flatnonzero(~np.isclose(y[0], a, rtol=1e-6, atol=1e-9))]
        unit = row_of(params["picked"])
        frame = {
            "shown_by": [self.dense.shown_by(), f"{whose(self.phi.fn)} {self.phi_name}"],
            "trouble": trouble,
            **{"z": z, "y": None if y is None else y[0], "wrong": wrong, "unit": unit},
            "formula": formula(W, b, x, z, a, y, unit, self.phi_name, whose(self.dense.fn)),
        }
        frame["say"] = f"unit {unit + 1}: z {number(z[unit])}" + ("" if y is None else f", y {number(y[0, unit])}")
        frame["words"] = describe(W, b, x, z, y, self.phi_name, wrong)
        return frame, {}

    def draw(self, canvas, params):
        W, b, x = self._read(params)
        draw_layer(canvas.subplots(), W, b, x, self.frame(params)[0])

    def _read(self, params):
        K, d = self.W.shape
        W = np.array([[float(params[f"w{k}_{j}"]) for j in range(d)] for k in range(K)])
        return W, np.array([float(params[f"b{k}"]) for k in range(K)]), np.array([float(params[f"x{j}"]) for j in range(d)])


def sizes(W, b, x):
    """Return W (K, d), b (K,) and x (d,) that fit together, with first values for what is None."""
    W = np.array(W_FIRST if W is None else W, dtype=float)
    if W.ndim != 2 or not all(1 <= n <= MOST for n in W.shape):
        raise ValueError(f"W has shape {W.shape}; this figure draws (K, d), a row for each unit, K and d from 1 to {MOST}.")
    K, d = W.shape
    b = np.array((B_FIRST + [0.0] * MOST)[:K] if b is None else b, dtype=float)
    x = np.array(([1.0, 0.5, -1.0] + [0.5] * MOST)[:d] if x is None else x, dtype=float)
    if b.shape != (K,) or x.shape != (d,):
        raise ValueError(f"W has shape {W.shape}, b {b.shape} and x {x.shape}: b needs shape ({K},), one bias for each unit, "
                         f"and x ({d},), one input for each column of W.")
    return W, b, x


def double(letter, k, j):
    """Return the letter with two indices below it, counted from one: 'w₁₂'."""
    return indexed(indexed(letter, k), j)


def row_of(picked):
    """Return the unit that a parameter belongs to; an input belongs to the first."""
    return int(picked[1:].split("_")[0]) if picked[0] in "wb" else 0


def formula(W, b, x, z, a, y, k, phi_name, owner):
    """Return one unit's sum and output with the numbers put in, as tokens."""
    keys = [f"w{k}_{j}" for j in range(len(x))], [f"x{j}" for j in range(len(x))]
    lines = [[indexed("z", k), " = ", *sum_tokens(W[k], x, b[k], *keys, b_key=f"b{k}"), " = ", [number(z[k]), None, "sum"]]]
    said = "no number" if a is None else number(a[k], 3)
    lines.append([indexed("y", k), " = ", [phi_name, None, "phi"], "(", [number(z[k]), None, "sum"], ") = ", [said, None, "output"]])
    if y is not None and a is not None and not np.isclose(y[0, k], a[k], rtol=1e-6, atol=1e-9):
        lines.append([f"{owner} dense says ", [f"{indexed('y', k)} = {number(y[0, k], 3)}", None, "wrong"]])
    return lines


def describe(W, b, x, z, y, phi_name, wrong):
    """Return the text twin."""
    text = f"A layer of {len(b)} units that read the inputs {listed(number(v) for v in x)}. "
    for k in range(len(b)):
        text += f"Row {k + 1} of W is {listed(number(v) for v in W[k])}, its bias {number(b[k])}, its sum {number(z[k])}"
        text += "; " if y is None else f", its output {number(y[0, k], 3)}; "
    text = text[:-2] + f". The activation is {phi_name}."
    return text + (f" The function and the arithmetic differ at unit {listed(str(k + 1) for k in wrong)}." if wrong else "")


def draw_layer(axes, W, b, x, frame):
    """Draw W as coloured cells on Axes, with the inputs above, the biases, sums and outputs beside."""
    from matplotlib.patches import Rectangle

    K, d = W.shape
    reach = max(1.0, np.abs(W).max(), np.abs(b).max())
    for j in range(d):
        axes.text(j + 0.5, 0.75, f"{indexed('x', j)} = {number(x[j])}", color=palette.INPUT, ha="center")
    for k in range(K):
        for j, value in enumerate([*W[k], b[k]]):
            left = j + (0.4 if j == d else 0)
            colour = palette.POSITIVE if value >= 0 else palette.NEGATIVE
            cell = Rectangle((left, -k), 0.94, 0.6, facecolor=colour, alpha=0.15 + 0.55 * min(abs(value) / reach, 1))
            axes.add_patch(cell)
            axes.add_patch(Rectangle((left, -k), 0.94, 0.6, fill=False, edgecolor=colour, linestyle="-" if value >= 0 else "--"))
            axes.text(left + 0.47, -k + 0.3, number(value), ha="center", va="center")
        y = "?" if frame["y"] is None else number(frame["y"][k], 3)
        axes.text(d + 1.6, -k + 0.3, f"{indexed('z', k)} = {number(frame['z'][k])}", color=palette.SUM, va="center")
        colour = palette.WRONG if k in frame["wrong"] else palette.OUTPUT
        axes.text(d + 2.7, -k + 0.3, f"{indexed('y', k)} = {y}", color=colour, va="center")
    axes.text(d + 0.87, 0.75, "b", color=palette.BIAS, ha="center")
    axes.set(xlim=(-0.1, d + 3.9), ylim=(-K + 0.7, 1.2), title=plain(frame["formula"][0]))
    axes.axis("off")


def show_layer(dense=None, W=None, b=None, phi=None, x=None):
    """Show a layer's W as coloured rows, with a slider on any one weight, bias or input.

    dense : dense(X, W, b, phi)    W : (K, d)    b : (K,)    phi : an elementwise function    x : (d,)
    """
    from annlab.visuals.widget import show

    return show(Layer(dense, W, b, phi, x))

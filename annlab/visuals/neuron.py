"""One neuron at work: inputs, weights and bias as sliders, every number on the drawing and in the formula.

Knows the functions neuron(x, w, b, phi) and phi(z) that it is given. The weighted sum on the drawing is plain
arithmetic; the output is the learner's neuron's, and where phi of the sum is something else, both are shown.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import indexed, number, plain, sum_tokens

ZS = np.linspace(-5, 5, 101)
MOST = 6  # inputs


class Neuron(Figure):
    """x, w: (d,) numbers, d from 1 to 6. b: a number. phi: elementwise. neuron: the learner's, or None."""

    scripts = ("neuron.js",)
    size = (8.0, 3.8)

    def __init__(self, x=(1.5, 2.0), w=(0.8, -0.4), b=0.1, phi=None, neuron=None):
        self.x, self.w = pair(x, w)
        self.b = float(b)
        self.phi, self.neuron = Part("phi", phi, nn.sigmoid), Part("neuron", neuron, nn.neuron)
        self.phi_name = getattr(self.phi.fn, "__name__", "phi").replace("<lambda>", "phi")

    def setup(self):
        d = len(self.w)
        reach = max(3.0, float(np.ceil(np.abs([*self.x, *self.w, self.b]).max())))
        common = {"min": -reach, "max": reach, "step": 0.1}
        return {
            "title": "One neuron, with its numbers",
            "d": d,
            "phi": self.phi_name,
            "sliders": [
                *({"key": f"x{i}", "label": indexed("x", i), "name": f"input x{i + 1}", "hue": "input", **common} for i in range(d)),
                *({"key": f"w{i}", "label": indexed("w", i), "name": f"weight w{i + 1}", "hue": "weight", **common} for i in range(d)),
                {"key": "b", "label": "b", "name": "bias b", "hue": "bias", **common},
            ],
            "zs": ZS,
            "curve": self.phi([], ZS, shape=ZS.shape),
        }

    def first(self):
        each = {f"x{i}": float(v) for i, v in enumerate(self.x)} | {f"w{i}": float(v) for i, v in enumerate(self.w)}
        return {**each, "b": self.b}

    def frame(self, params):
        x, w, b = self._read(params)
        trouble = []
        z = float(w @ x + b)
        a = self.phi(trouble, z, shape=())
        y = None if a is None else self.neuron(trouble, x, w, b, self.phi.fn, shape=())
        frame = {
            "shown_by": [self.neuron.shown_by(), *([f"{whose(self.phi.fn)} {self.phi_name}"])],
            "trouble": trouble,
            "z": z,
            "a": a,
            "y": y,
            "products": w * x,
            "formula": formula(x, w, b, z, a, y, self.phi_name, whose(self.neuron.fn)),
            "say": f"z {number(z)}, y {'none' if y is None else number(y)}",
        }
        frame["words"] = describe(x, w, frame)
        return frame, {}

    def draw(self, canvas, params):
        x, w, b = self._read(params)
        draw_neuron(canvas.subplots(), x, w, b, self.frame(params)[0], self.phi_name)

    def _read(self, params):
        d = range(len(self.w))
        return np.array([float(params[f"x{i}"]) for i in d]), np.array([float(params[f"w{i}"]) for i in d]), float(params["b"])


def pair(x, w):
    """Return x and w as two (d,) arrays."""
    x, w = np.array(x, dtype=float).ravel(), np.array(w, dtype=float).ravel()
    if len(x) != len(w):
        raise ValueError(f"x has {len(x)} inputs and w has {len(w)} weights: every input needs one weight.")
    if not 1 <= len(x) <= MOST:
        raise ValueError(f"x has {len(x)} inputs; this figure draws 1 to {MOST}.")
    return x, w


def formula(x, w, b, z, a, y, phi_name, owner):
    """Return z = ... and y = ... with the numbers put in, as tokens."""
    keys = [f"w{i}" for i in range(len(w))], [f"x{i}" for i in range(len(x))]
    lines = [["z = ", *sum_tokens(w, x, b, *keys), " = ", [number(z), None, "sum"]]]
    shown = "no number" if a is None else number(a, 3)
    lines.append([[f"y = {phi_name}", None, "phi"], "(", [number(z), None, "sum"], ") = ", [shown, None, "output"]])
    if a is not None and y is not None and not np.isclose(a, y, rtol=1e-6, atol=1e-9):
        lines.append([f"{owner} neuron says ", [f"y = {number(y, 3)}", None, "wrong"], f", and {phi_name}(z) is {number(a, 3)}"])
    return lines


def describe(x, w, frame):
    """Return the text twin."""
    terms = "; ".join(
        f"input {number(v)} through weight {number(weight)} adds {number(v * weight)}" for v, weight in zip(x, w, strict=True)
    )
    return f"A neuron with {len(x)} inputs: {terms}. " + ". ".join(plain(line) for line in frame["formula"]) + "."


def draw_neuron(axes, x, w, b, frame, phi_name):
    """Draw inputs, weights, sum, activation and output with their numbers on Axes."""
    d = len(x)
    heights = np.linspace(d - 1, 0, d) - (d - 1) / 2 if d > 1 else np.zeros(1)
    strongest = max(1.0, np.abs(w).max())
    for i, height in enumerate(heights):
        colour, style = (palette.POSITIVE, "-") if w[i] >= 0 else (palette.NEGATIVE, "--")
        axes.plot([0.3, 2.7], [height, 0], style, color=colour, linewidth=1 + 5 * abs(w[i]) / strongest, zorder=1)
        bubble(axes, 0, height, f"{indexed('x', i)} = {number(x[i])}", palette.INPUT)
        name = f"{indexed('w', i)} = {number(w[i])}"
        axes.text(1.3, height * 0.55, name, color=palette.WEIGHT, ha="center", va="center", backgroundcolor="white", fontsize=10)
    bottom = heights.min() - 0.9
    axes.plot([3, 3], [bottom + 0.2, -0.3], color=palette.BIAS, linewidth=2, zorder=1)
    axes.text(3, bottom, f"b = {number(b)}", color=palette.BIAS, ha="center", va="center", fontsize=11)
    axes.plot([3, 7.2], [0, 0], color=palette.INK, linewidth=2, zorder=1)
    bubble(axes, 3, 0, f"Σ\nz = {number(frame['z'])}", palette.SUM)
    bubble(axes, 5.1, 0, phi_name, palette.PHI)
    bubble(axes, 7.4, 0, "y = " + ("?" if frame["y"] is None else number(frame["y"], 3)), palette.OUTPUT)
    axes.set(xlim=(-0.9, 8.4), ylim=(bottom - 0.4, heights.max() + 0.6), title=plain(frame["formula"][0]))
    axes.axis("off")


def bubble(axes, x, y, text, colour):
    """Draw a rounded box with text at a place of Axes."""
    box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": colour, "linewidth": 2}
    axes.text(x, y, text, ha="center", va="center", fontsize=11, color=colour, bbox=box, zorder=2)


def show_neuron(x=(1.5, 2.0), w=(0.8, -0.4), b=0.1, phi=None, neuron=None):
    """Show one neuron with a slider on every input, every weight and the bias.

    x, w : (d,) numbers, d from 1 to 6    phi : an elementwise function    neuron : neuron(x, w, b, phi)
    """
    from annlab.visuals.widget import show

    return show(Neuron(x, w, b, phi, neuron))

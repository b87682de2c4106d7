"""The same two knobs twice: w and b as slope and intercept of a line, and as steepness and place of a sigmoid.

Knows the functions line(x, w, b) and neuron(x, w, b, phi) that it is given, and nothing of what is right.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part
from annlab.visuals.figure import Figure
from annlab.visuals.words import bracketed, number, plain

SPAN = 4.0
XS = np.linspace(-SPAN, SPAN, 121)


class LineAndSigmoid(Figure):
    """line, neuron: the learner's, or None for annlab's. x, y: (N,) points to fit, or None."""

    scripts = ("line_and_sigmoid.js",)
    size = (9.0, 3.9)

    def __init__(self, line=None, neuron=None, x=None, y=None, w=1.0, b=0.0):
        self.line, self.neuron = Part("line", line, nn.line), Part("neuron", neuron, nn.neuron)
        self.x, self.y = points(x, y)
        self.w, self.b = float(w), float(b)

    def setup(self):
        span = max(SPAN, float(np.abs(self.x).max(initial=0)) * 1.1)
        height = max(SPAN, float(np.abs(self.y).max(initial=0)) * 1.1)
        return {
            "title": "One weight and one bias: a line and a sigmoid",
            "sliders": [
                {"key": "w", "label": "w", "name": "weight w", "min": -4, "max": 4, "step": 0.1, "hue": "weight"},
                {"key": "b", "label": "b", "name": "bias b", "min": -4, "max": 4, "step": 0.1, "hue": "bias"},
            ],
            "span": span,
            "height": height,
            "points": {"x": self.x, "y": self.y},
            "xs": self._xs(span),
        }

    def first(self):
        return {"w": self.w, "b": self.b}

    def frame(self, params):
        w, b = float(params["w"]), float(params["b"])
        xs, trouble = self._xs(self.setup()["span"]), []
        straight = self.line(trouble, xs, w, b, shape=xs.shape)
        curve = self._curve(trouble, xs, w, b)
        frame = {
            "shown_by": [self.line.shown_by(), self.neuron.shown_by()],
            "trouble": trouble,
            "line": straight,
            "fitted": self.line(trouble, self.x, w, b, shape=self.x.shape) if self.x.size and straight is not None else None,
            "curve": curve,
            "middle": -b / w if w else None,
            "formula": formula(w, b),
            "say": f"w {number(w)}, b {number(b)}",
        }
        frame["words"] = describe(w, b, self.x, self.y, frame)
        return frame, {}

    def draw(self, canvas, params):
        left, right = canvas.subplots(1, 2)
        frame = self.frame(params)[0]
        draw_line(left, self.setup()["xs"], frame["line"], self.x, self.y, frame["fitted"])
        draw_sigmoid(right, self.setup()["xs"], frame["curve"], frame["middle"])

    def _xs(self, span):
        return XS * (span / SPAN)

    def _curve(self, trouble, xs, w, b):
        values = []
        for x in xs:
            value = self.neuron(trouble, np.array([x]), np.array([w]), b, nn.sigmoid, shape=())
            if value is None:
                return None
            if trouble and not np.isfinite(value):
                return None
            values.append(float(value))
        return np.array(values)


def points(x, y):
    """Return x and y as two (N,) arrays, empty where they are None."""
    x, y = (np.asarray([] if v is None else v, dtype=float).ravel() for v in (x, y))
    if x.shape != y.shape:
        raise ValueError(f"x has {x.size} values and y has {y.size}: hand over as many of one as of the other.")
    return x.copy(), y.copy()


def formula(w, b):
    """Return the two formulas with the numbers put in, as tokens."""
    return [
        ["y = ", [number(w), "w", "weight"], " × x + ", [bracketed(b), "b", "bias"]],
        ["y = sigmoid(", [number(w), "w", "weight"], " × x + ", [bracketed(b), "b", "bias"], ")"],
    ]


def describe(w, b, x, y, frame):
    """Return the text twin."""
    line, curve = (plain(tokens) for tokens in frame["formula"])
    text = f"Left, the straight line {line}: it rises by {number(w)} for every step to the right and crosses x = 0 at {number(b)}."
    if x.size:
        text += f" {x.size} data points are drawn with it."
    if w == 0:
        return text + f" Right, the sigmoid {curve}: with w = 0 it is flat."
    way = "up" if w > 0 else "down"
    return text + (
        f" Right, the sigmoid {curve}: it goes {way} between 0 and 1, passing 0.5 at x = {number(frame['middle'])}"
        f" with slope {number(w / 4)}."
    )


def draw_line(axes, xs, ys, x, y, fitted=None):
    """Draw the line on Axes, and the points, where there are any, with their distance from it."""
    axes.set(title="a line", xlabel="x", ylabel="y", xlim=(xs[0], xs[-1]), ylim=(-SPAN, SPAN))
    if y.size:
        axes.set_ylim(-max(SPAN, np.abs(y).max() * 1.1), max(SPAN, np.abs(y).max() * 1.1))
        axes.plot(x, y, "o", color=palette.INK)
    if fitted is not None:
        axes.vlines(x, y, fitted, color=palette.MUTED, linestyle=":")
    if ys is not None:
        axes.plot(xs, ys, color=palette.SUM, linewidth=2.5)
    axes.grid(color=palette.GRID)


def draw_sigmoid(axes, xs, ys, middle):
    """Draw the neuron's output over x on Axes, with the place where it passes 0.5."""
    axes.set(title="a sigmoid neuron", xlabel="x", ylabel="y", xlim=(xs[0], xs[-1]), ylim=(-0.1, 1.1))
    if ys is not None:
        axes.plot(xs, ys, color=palette.PHI, linewidth=2.5)
    if middle is not None and abs(middle) <= xs[-1]:
        axes.plot([middle, middle], [-0.1, 0.5], ":", color=palette.MUTED)
        axes.plot([middle], [0.5], "s", color=palette.PHI)
    axes.grid(color=palette.GRID)


def show_line_and_sigmoid(line=None, neuron=None, x=None, y=None, w=1.0, b=0.0):
    """Show w and b on a line and on a sigmoid neuron, drawn with the functions handed in.

    line : line(x, w, b)    neuron : neuron(x, w, b, phi)    x, y : (N,), points to fit by hand, or None
    """
    from annlab.visuals.widget import show

    return show(LineAndSigmoid(line, neuron, x, y, w, b))

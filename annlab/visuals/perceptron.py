"""A perceptron in the plane: three sliders, the line they make, and what the learner's function says on either side.

The line is drawn from w and b; the shading and the rings come from the function alone, so that a function
that says something else than the line is seen to do so.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import bracketed, counted, number, sum_tokens

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND = np.array([0.0, 0.0, 0.0, 1.0])
CELLS = 51  # the field is CELLS x CELLS calls wide: under 20 kB a picture
MOST = 400  # points


class Perceptron(Figure):
    """perceptron: the learner's perceptron(X, w, b), or None for annlab's. X: (N, 2), y: (N,) of 0 and 1."""

    scripts = ("plane.js", "perceptron.js")
    size = (5.6, 4.8)

    def __init__(self, perceptron=None, X=None, y=None, w=(1.0, 1.0), b=-0.5):
        self.part = Part("perceptron", perceptron, nn.perceptron)
        self.X, self.y = labelled(X, y)
        self.w, self.b = two_weights(w), float(b)
        self.xlim, self.ylim = limits(self.X)

    def setup(self):
        reach = max(3.0, 1.5 * float(np.abs([*self.w, self.b]).max()))
        common = {"min": -reach, "max": reach, "step": 0.05}
        return {
            "title": "One perceptron: a line, and its two sides",
            "sliders": [
                {"key": "w1", "label": "w₁", "name": "weight w1", "hue": "weight", **common},
                {"key": "w2", "label": "w₂", "name": "weight w2", "hue": "weight", **common},
                {"key": "b", "label": "b", "name": "bias b", "hue": "bias", **common},
            ],
            "xlim": self.xlim,
            "ylim": self.ylim,
            "cells": CELLS,
        }

    def first(self):
        return {
            **{"w1": float(self.w[0]), "w2": float(self.w[1]), "b": self.b},
            "points": np.column_stack([self.X, self.y]).tolist(),
            "picked": len(self.X) - 1,
        }

    def frame(self, params):
        w, b = np.array([params["w1"], params["w2"]], dtype=float), float(params["b"])
        X, y = split(params["points"])
        trouble = []
        said, field = self._ask(trouble, X, w, b)
        wrong = [] if said is None else [int(i) for i in np.flatnonzero(~(said == y))]
        frame = {
            "shown_by": [self.part.shown_by()],
            "trouble": trouble,
            "wrong": wrong,
            "formula": formula(X, w, b, params.get("picked", 0), said, whose(self.part.fn)),
            "say": verdict(said, wrong, len(X)),
        }
        frame["words"] = describe(X, y, w, b, said, wrong)
        return frame, {} if field is None else {"field": field}

    def draw(self, canvas, params):
        frame, arrays = self.frame(params)
        X, y = split(params["points"])
        axes = canvas.subplots()
        if "field" in arrays:
            draw_field(axes, arrays["field"].reshape(CELLS, CELLS), self.xlim, self.ylim)
        draw_boundary(axes, [params["w1"], params["w2"]], params["b"], self.xlim, self.ylim)
        draw_points(axes, X, y, frame["wrong"])
        axes.set(title=frame["say"], xlabel="x₁", ylabel="x₂", xlim=self.xlim, ylim=self.ylim, aspect="equal")

    def _ask(self, trouble, X, w, b):
        """Return what the function says of the points and of the plane: one call, as it may be slow."""
        every = self.part([], np.vstack([X, self._grid()]), w, b, shape=(len(X) + CELLS**2,))
        if every is not None and np.isfinite(every).all():
            return every[: len(X)], every[len(X) :]
        return self.part(trouble, X, w, b, shape=(len(X),)), None

    def _grid(self):
        half = (self.xlim[1] - self.xlim[0]) / CELLS / 2
        x1 = np.linspace(self.xlim[0] + half, self.xlim[1] - half, CELLS)
        x2 = np.linspace(self.ylim[0] + half, self.ylim[1] - half, CELLS)
        return np.column_stack([np.tile(x1, CELLS), np.repeat(x2, CELLS)])


def labelled(X, y):
    """Return (X, y) as (N, 2) and (N,) arrays, the AND gate where both are None."""
    if X is None and y is None:
        X, y = CORNERS, AND
    elif X is None:
        X = CORNERS
    if y is None:
        raise ValueError("X came without y: hand over the class of every row of X too, 0 or 1.")
    X, y = np.array(X, dtype=float), np.array(y, dtype=float).ravel()
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"X has shape {X.shape}; this figure draws two inputs, so it needs shape (N, 2).")
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows and y has {len(y)} values: every row needs one class.")
    if not 1 <= len(X) <= MOST:
        raise ValueError(f"X has {len(X)} rows; this figure draws 1 to {MOST}. Hand over a part of them.")
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"y holds {sorted(set(y.tolist()))[:5]}; this figure's classes are 0 and 1.")
    return X, y


def two_weights(w):
    """Return w as an array of two numbers."""
    w = np.array(w, dtype=float).ravel()
    if w.size != 2:
        raise ValueError(f"w has {w.size} weights; the plane has two inputs, so it needs 2.")
    return w


def limits(X):
    """Return (xlim, ylim) of one square that holds the points with a margin."""
    low, high = X.min(axis=0), X.max(axis=0)
    half = max(float((high - low).max()) * 0.62, 1.0)
    middle = (low + high) / 2
    return [[float(m - half), float(m + half)] for m in middle]


def split(points):
    """Return X (N, 2) and y (N,) of the rows [x1, x2, class] that the browser holds."""
    table = np.array(points[:MOST], dtype=float).reshape(-1, 3)
    return table[:, :2], table[:, 2]


def verdict(said, wrong, n):
    """Return '1 of 4 points misclassified', or what stands in its way."""
    if said is None:
        return "no answer from the function"
    return f"all {n} points on the right side" if not wrong else f"{len(wrong)} of {counted(n, 'point')} misclassified"


def formula(X, w, b, picked, said, owner):
    """Return the formula of one point, with the numbers put in, as tokens."""
    lines = [["boundary: ", *sum_tokens(w, [0, 0], b, ["w1", "w2"])]]
    lines[0][2:4] = [" × x₁"]
    lines[0][-4:-2] = [" × x₂"]
    lines[0].append(" = 0")
    if not len(X):
        return lines
    i = min(max(int(picked or 0), 0), len(X) - 1)
    z = float(X[i] @ w + b)
    lines.append([f"point {i + 1}: z = ", *sum_tokens(w, X[i], b, ["w1", "w2"]), " = ", [number(z), None, "sum"]])
    lines.append([f"step(z) = {1 if z >= 0 else 0}"])
    if said is not None:
        lines[-1].append(f"; {owner} perceptron says {number(said[i]).removesuffix('.0')}")
    return lines


def describe(X, y, w, b, said, wrong):
    """Return the text twin."""
    line = f"{number(w[0])} × x₁ + {bracketed(w[1])} × x₂ + {bracketed(b)} = 0"
    text = f"A plane of two inputs with {counted(int(y.sum()), 'point')} of class 1 and {int((1 - y).sum())} of class 0. "
    text += f"The boundary is the line {line}" if np.any(w) else "With both weights 0 there is no boundary"
    if said is None:
        return text + "; the function gave no answer."
    text += f"; {verdict(said, wrong, len(X))}"
    if wrong:
        names = [f"({number(X[i, 0])}, {number(X[i, 1])})" for i in wrong[:6]]
        text += ": " + ", ".join(names) + (" and others" if len(wrong) > 6 else "")
    return text + "."


def draw_field(axes, values, xlim, ylim):
    """Draw what the function says at every place of the plane on Axes."""
    from matplotlib.colors import ListedColormap

    shades = ListedColormap(["#f2ddd0", "#cfe0ef"])
    axes.imshow(values > 0.5, extent=(*xlim, *ylim), origin="lower", cmap=shades, vmin=0, vmax=1, interpolation="nearest")


def draw_boundary(axes, w, b, xlim, ylim, **style):
    """Draw the line w1 x1 + w2 x2 + b = 0 on Axes, and the arrow w from it."""
    w = np.asarray(w, dtype=float)
    if not np.any(w):
        return
    foot = -b * w / (w @ w)
    along = np.array([-w[1], w[0]]) / np.linalg.norm(w) * 2 * (abs(np.array([*xlim, *ylim])).max() + np.abs(foot).max())
    axes.plot(*np.transpose([foot - along, foot + along]), **{"color": palette.INK, "linewidth": 2} | style)
    if not style:
        tip = foot + 0.35 * w
        axes.annotate("", tip, foot, arrowprops={"color": palette.WEIGHT, "width": 2, "headwidth": 9})


def draw_points(axes, X, y, wrong=()):
    """Draw class 1 as filled circles and class 0 as hollow squares on Axes, with a ring around the wrong ones."""
    hollow = {"markerfacecolor": "white", "markeredgewidth": 2, "zorder": 3}
    ring = {"markersize": 18, "markerfacecolor": "none", "markeredgewidth": 2}
    axes.plot(*X[y == 1].T, "o", color=palette.ONE, markersize=9, label="class 1", zorder=3)
    axes.plot(*X[y == 0].T, "s", color=palette.ZERO, markersize=8.5, label="class 0", **hollow)
    if len(wrong):
        axes.plot(*X[list(wrong)].T, "o", color=palette.WRONG, label="misclassified", **ring)
    axes.legend(loc="upper left", fontsize=8, labelspacing=1.1, borderpad=0.8)


def show_perceptron(perceptron=None, X=None, y=None, w=(1.0, 1.0), b=-0.5):
    """Show a perceptron's boundary and what it says on either side, with sliders for its weights and bias.

    perceptron : perceptron(X, w, b)    X : (N, 2), the AND gate's inputs if None    y : (N,) of 0 and 1
    """
    from annlab.visuals.widget import show

    return show(Perceptron(perceptron, X, y, w, b))

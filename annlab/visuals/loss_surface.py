"""A loss over the weight and bias of one unit: the data with the unit's curve, and the map on which (w, b) is a place.

The map and the number beside it come from the learner's loss(y_hat, y); the unit's output is phi(w x + b).
"""

from functools import cached_property

import numpy as np

from annlab import nn
from annlab.visuals import palette, surface
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.line_and_sigmoid import points
from annlab.visuals.words import bracketed, counted, number, plain

X = np.array([0.5, 1.0, 1.5, 2.5, 3.0, 3.5])
Y = np.array([3.0, 3.2, 4.5, 5.5, 6.8, 7.1])


class LossSurface(Figure):
    """loss: the learner's loss(y_hat, y), or None for annlab's mse. x, y: (N,). phi: elementwise, or None for a line."""

    scripts = ("plane.js", "surface.js", "loss_surface.js")
    size = (9.0, 4.2)

    def __init__(self, loss=None, x=None, y=None, phi=None, w=0.0, b=0.0, wlim=(-2.0, 5.0), blim=(-3.0, 6.0)):
        self.name = getattr(loss, "__name__", "mse").replace("<lambda>", "loss")
        self.part = Part(self.name, loss, nn.LOSSES.get(self.name, nn.mse))
        if (x is None) != (y is None):
            raise ValueError("x came without y, or y without x: hand over both, one y for each x, or neither.")
        self.x, self.y = points(X, Y) if x is None else points(x, y)
        if not self.x.size:
            raise ValueError("x is empty; the loss of no examples is not defined. Hand over at least one.")
        self.phi, self.w, self.b = phi or nn.identity, float(w), float(b)
        self.wlim, self.blim = [[float(v) for v in lim] for lim in (wlim, blim)]

    def setup(self):
        low, high = float(min(0.0, self.y.min())), float(max(self.y.max(), 1.0))
        return {
            "title": "A loss over one weight and one bias",
            "sliders": [
                {"key": "w", "label": "w", "name": "weight w", "min": self.wlim[0], "max": self.wlim[1], "step": 0.05, "hue": "weight"},
                {"key": "b", "label": "b", "name": "bias b", "min": self.blim[0], "max": self.blim[1], "step": 0.05, "hue": "bias"},
            ],
            "name": self.name,
            "points": {"x": self.x, "y": self.y},
            "xs": self._xs(),
            "ylim": [low - 0.15 * (high - low), high + 0.15 * (high - low)],
            "map": surface.setup(self.heights, self.wlim, self.blim),
        }

    def first(self):
        return {"w": self.w, "b": self.b}

    def frame(self, params):
        w, b, trouble = float(params["w"]), float(params["b"]), []
        fitted = self.phi(w * self.x + b)
        loss = self.part(trouble, fitted, self.y, shape=())
        loss = None if loss is None or not np.isfinite(loss) else float(loss)
        frame = {
            "shown_by": [self.part.shown_by()],
            "trouble": trouble,
            **{"curve": self.phi(w * self._xs() + b), "fitted": fitted, "loss": loss},
            "formula": self._formula(w, b, loss),
            "say": f"w {number(w)}, b {number(b)}, loss {'none' if loss is None else number(loss, 3)}",
        }
        frame["words"] = self._describe(w, b, loss)
        return frame, {}

    def draw(self, canvas, params):
        left, right = canvas.subplots(1, 2)
        frame, made = self.frame(params)[0], self.setup()
        left.vlines(self.x, self.y, frame["fitted"], color=palette.WRONG, linestyle=":")
        left.plot(self.x, self.y, "o", color=palette.INK)
        left.plot(made["xs"], frame["curve"], color=palette.SUM, linewidth=2.5)
        left.set(title="the data and the unit", xlabel="x", ylabel="y", ylim=made["ylim"])
        surface.draw_map(right, self.heights, self.wlim, self.blim)
        right.plot([params["w"]], [params["b"]], "o", color=palette.WEIGHT, markersize=11)
        loss = "none" if frame["loss"] is None else number(frame["loss"], 3)
        right.set(title=f"{self.name} here: {loss}", xlabel="w", ylabel="b")

    @cached_property
    def heights(self):
        """The loss in every cell of the map."""
        return surface.heights(lambda w, b: self.part([], self.phi(w * self.x + b), self.y, shape=()), self.wlim, self.blim)

    def _xs(self):
        low, high = float(self.x.min()), float(self.x.max())
        room = 0.15 * (high - low) or 1.0
        return np.linspace(low - room, high + room, 81)

    def _formula(self, w, b, loss):
        inner = [[number(w), "w", "weight"], " × x + ", [bracketed(b), "b", "bias"]]
        name = getattr(self.phi, "__name__", "phi")
        said = "no number" if loss is None else number(loss, 4)
        line = inner if self.phi is nn.identity else [f"{name}(", *inner, ")"]
        return [["ŷ = ", *line], [f"{whose(self.part.fn)} {self.name}(ŷ, y) = ", [said, None, "wrong"]]]

    def _describe(self, w, b, loss):
        line = plain(self._formula(w, b, loss)[0]).removeprefix("ŷ = ")
        text = f"Left, {counted(self.x.size, 'point')} and the unit's output {line}, with dotted lines from each point to it. "
        text += f"Right, a map of {self.name} over w from {number(self.wlim[0])} to {number(self.wlim[1])} and b from "
        text += f"{number(self.blim[0])} to {number(self.blim[1])}, with lines of equal loss. "
        low = surface.lowest(self.heights, self.wlim, self.blim)
        if low is None or loss is None:
            return text + "The loss gave no number here."
        text += f"At w = {number(w)} and b = {number(b)} the loss is {number(loss, 3)}. "
        text += f"The lowest cell of the map is near w = {number(low[0], 1)}, b = {number(low[1], 1)}, "
        return text + f"with a loss of {number(low[2], 3)}."


def show_loss_surface(loss=None, x=None, y=None, phi=None, w=0.0, b=0.0, wlim=(-2.0, 5.0), blim=(-3.0, 6.0)):
    """Show the loss of one unit over its weight and bias, with a slider for each.

    loss : loss(y_hat, y) -> a number    x, y : (N,), taxi rides if None    phi : the unit's activation, none if None
    """
    from annlab.visuals.widget import show

    return show(LossSurface(loss, x, y, phi, w, b, wlim, blim))

"""A walk downhill: a ball on a map of heights, the whole path, and the height after every step.

The path is the learner's gradient_descent(grad, w0, eta, steps), asked for anew whenever a slider moves.
"""

from functools import cached_property

import numpy as np

from annlab import nn
from annlab.visuals import palette, surface
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import bracketed, number

MOST = 200  # steps


def ravine(w):
    """Return the height of a long valley: ten times as steep across as along."""
    return 0.5 * w[0] ** 2 + 5.0 * w[1] ** 2


def ravine_gradient(w):
    return np.array([w[0], 10.0 * w[1]])


class Descent(Figure):
    """gradient_descent, grad: the learner's, or None for annlab's. f: the height at a point of two numbers."""

    scripts = ("plane.js", "surface.js", "descent.js")
    size = (9.0, 4.2)

    def __init__(self, gradient_descent=None, grad=None, f=None, w0=(-8.0, 2.0), eta=0.02, steps=30, eta_max=0.25,
                 xlim=(-10.0, 10.0), ylim=(-4.0, 4.0), names=("w1", "w2")):
        if (grad is None) != (f is None):
            raise ValueError("grad and f belong together: hand over the height f(w) and its gradient grad(w), or neither.")
        self.part = Part("gradient_descent", gradient_descent, nn.gradient_descent)
        self.height = Part(getattr(f, "__name__", "f"), f, ravine)
        self.slope = Part(getattr(grad, "__name__", "grad"), grad, ravine_gradient)
        self.w0, self.eta, self.steps = np.array(w0, dtype=float).ravel(), float(eta), int(steps)
        if self.w0.size != 2:
            raise ValueError(f"w0 has {self.w0.size} numbers; the map has two directions, so it needs 2.")
        if not 1 <= self.steps <= MOST:
            raise ValueError(f"steps is {steps}; this figure draws 1 to {MOST}.")
        if not 0 < self.eta <= eta_max:
            raise ValueError(f"eta is {eta}; it lies above 0, and not above eta_max, which is {eta_max}.")
        self.eta_max, self.names = float(eta_max), tuple(names)
        self.xlim, self.ylim = [[float(v) for v in lim] for lim in (xlim, ylim)]

    def setup(self):
        first, second = self.names
        fine = 10.0 ** (np.floor(np.log10(self.eta_max)) - 2) * 5
        return {
            "title": "Downhill, step by step",
            "sliders": [
                slider("eta", "eta", "learning rate eta", (fine, self.eta_max), fine, "phi"),
                slider("x", first, f"start {first}", self.xlim, 0.1, "weight"),
                slider("y", second, f"start {second}", self.ylim, 0.1, "weight"),
                slider("t", "step", "step", (0, self.steps), 1, "sum"),
            ],
            "steps": self.steps,
            "names": self.names,
            "powers": self._powers(),
            "map": surface.setup(self.heights, self.xlim, self.ylim),
        }

    def first(self):
        return {"eta": self.eta, "x": float(self.w0[0]), "y": float(self.w0[1]), "t": self.steps}

    def frame(self, params):
        eta, start, trouble = float(params["eta"]), np.array([params["x"], params["y"]], dtype=float), []
        path = self.part(trouble, self.slope.fn, start, eta, self.steps, shape=(self.steps + 1, 2))
        heights = None
        if path is not None:
            reached = [self.height([], w, shape=()) if np.isfinite(w).all() else None for w in path]
            heights = np.array([np.nan if v is None else float(v) for v in reached])
        t = min(max(int(params["t"]), 0), self.steps)
        frame = {
            "shown_by": [self.part.shown_by()],
            "trouble": trouble,
            "path": path,
            "logs": None if heights is None else powers_of_ten(heights),
            "formula": self._formula(path, heights, eta, t),
            "verdict": verdict(path, heights, self.floor),
        }
        frame["say"] = f"eta {number(eta, 4)}: {frame['verdict']}"
        frame["words"] = self._describe(start, eta, heights, frame["verdict"])
        return frame, {}

    def draw(self, canvas, params):
        left, right = canvas.subplots(1, 2)
        frame = self.frame(params)[0]
        surface.draw_map(left, self.heights, self.xlim, self.ylim)
        left.set(title=f"eta = {number(params['eta'], 4)}: {frame['verdict']}", xlabel=self.names[0], ylabel=self.names[1])
        right.set(xlabel="step", ylabel="loss, as a power of ten", xlim=(0, self.steps), ylim=self._powers())
        right.grid(color=palette.GRID)
        if frame["path"] is None:
            return
        left.plot(*frame["path"].T, ".-", color=palette.INK, linewidth=1)
        left.plot(*frame["path"][int(params["t"])], "o", color=palette.WEIGHT, markersize=11)
        right.plot(np.arange(self.steps + 1), frame["logs"], ".-", color=palette.WRONG)

    @cached_property
    def heights(self):
        """The height in every cell of the map."""
        return surface.heights(lambda x, y: self.height([], np.array([x, y]), shape=()), self.xlim, self.ylim)

    @cached_property
    def floor(self):
        """The lowest height on the map."""
        low = surface.lowest(self.heights, self.xlim, self.ylim)
        return 0.0 if low is None else low[2]

    def _powers(self):
        """Return the two ends of the axis for heights: some powers of ten below and above the map's highest."""
        known = self.heights[np.isfinite(self.heights)]
        top = np.ceil(np.log10(known.max())) if known.size and known.max() > 0 else 0.0
        return [float(top - 7), float(top + 2)]

    def _formula(self, path, heights, eta, t):
        if path is None:
            return [["no path to show"]]
        first, second = self.names
        here = [f"step {t}: {first} = ", [number(path[t, 0], 3), "x", "weight"], f", {second} = ", [number(path[t, 1], 3), "y", "weight"]]
        here += [", loss = ", [number(heights[t], 4) if np.isfinite(heights[t]) else "no number", None, "wrong"]]
        slope = self.slope([], path[t], shape=(2,)) if np.isfinite(path[t]).all() else None
        if slope is None or t == self.steps:
            return [here]
        rows = []
        for i, name in enumerate(self.names):
            rule = f"{number(path[t, i], 3)} − {number(eta, 4)} × {bracketed(slope[i], 3)}"
            rows.append([f"next {name}: {rule} = ", [number(path[t, i] - eta * slope[i], 3), None, "weight"]])
        if not np.allclose(path[t] - eta * slope, path[t + 1]):
            said = ", ".join(number(v, 3) for v in path[t + 1])
            rows.append([f"{whose(self.part.fn)} gradient_descent says ", [said, None, "wrong"]])
        return [here, *rows]

    def _describe(self, start, eta, heights, found):
        first, second = self.names
        text = f"A map of heights over {first} and {second}, and a walk downhill from ({number(start[0])}, {number(start[1])}) "
        text += f"with eta = {number(eta, 4)}, in {self.steps} steps. "
        if heights is None:
            return text + "There is no path to show."
        seen = heights[:: max(1, self.steps // 3)]
        shown = ", ".join(number(v, 3) if np.isfinite(v) else "beyond all numbers" for v in seen)
        return text + f"The loss on the way: {shown}. In short: {found}."


def slider(key, label, name, ends, step, hue):
    return {"key": key, "label": label, "name": name, "min": float(ends[0]), "max": float(ends[1]), "step": step, "hue": hue}


def powers_of_ten(heights):
    """Return log10 of the heights; nan where there is none."""
    with np.errstate(all="ignore"):
        return np.where(heights > 0, np.log10(np.maximum(heights, 1e-300)), np.where(heights <= 0, -300.0, np.nan))


def verdict(path, heights, floor):
    """Return in a few words how the walk went; floor is the lowest height on the map."""
    if path is None:
        return "no path"
    if not np.isfinite(heights[-1]) or heights[-1] > heights[0]:
        return "it explodes"
    left = (heights[-1] - floor) / max(heights[0] - floor, 1e-12)
    moves = np.diff(path, axis=0)
    back_and_forth = np.mean(np.sum(moves[1:] * moves[:-1], axis=1) < 0) > 0.5
    speed = "it arrives" if left < 0.01 else "it is on its way" if left < 0.2 else "it creeps"
    return f"{speed}, zigzagging" if back_and_forth else speed


def show_descent(gradient_descent=None, grad=None, f=None, w0=(-8.0, 2.0), eta=0.02, steps=30, eta_max=0.25,
                 xlim=(-10.0, 10.0), ylim=(-4.0, 4.0), names=("w1", "w2")):
    """Show gradient descent as a ball on a map, with sliders for the learning rate and the start.

    gradient_descent : gradient_descent(grad, w0, eta, steps) -> path    grad, f : gradient and height at (2,), or neither
    """
    from annlab.visuals.widget import show

    return show(Descent(gradient_descent, grad, f, w0, eta, steps, eta_max, xlim, ylim, names))

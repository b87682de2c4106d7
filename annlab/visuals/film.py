"""The film of a training: any loop shows its network while it runs, and afterwards one winds back and forth.

The loop pushes: a call in it keeps the parameters, and now and then sends a picture. Pictures are limited by the clock and by what
they cost, so that the loop is slowed by a tenth at most. What trains is the caller's own loop; nothing of it is known here.
"""

import time

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, kind
from annlab.visuals.figure import Figure
from annlab.visuals.words import counted, number

CELLS = 41  # of the map, along each side
ALONG = 101  # places of a curve
MOST_SHOTS = 200
PERIOD = 1 / 30  # seconds between two pictures, at least
SHARE = 0.08  # of the loop's time that pictures may take
PAD = 0.15  # around the points, of their width


class Film(Figure):
    """X: (N, d); y: (N,) or (N, 1). activations: names, one a layer. predict: the learner's, or None for annlab's. loss: a name."""

    scripts = ("plane.js", "playground_parts.js", "film.js")
    size = (9.0, 4.0)

    def __init__(self, X, y, activations, predict=None, loss="binary_cross_entropy", clock=time.perf_counter):
        self.X, self.y = np.asarray(X, dtype=float), np.asarray(y, dtype=float).reshape(-1, 1)
        if self.X.ndim != 2 or not len(self.X) or len(self.X) != len(self.y):
            raise ValueError(f"X is {kind(X)} and y {kind(y)}; each example needs a row of X and a number of y, as in (N, 2) and (N,).")
        if loss not in nn.LOSSES:
            raise ValueError(f"loss is {loss!r}; there are {', '.join(nn.LOSSES)}.")
        self.activations, self.loss, self.clock = list(activations), loss, clock
        self.predict = Part("predict", predict, nn.predict, insists=True)
        self.lims = [_around(column) for column in self.X.T[:2]]
        self.ended = False
        self._begin()

    def _begin(self):
        self.steps, self.stride = 0, 1
        self.shots = []  # (step, params), evenly over the steps
        self.newest = None  # the same, of the last step
        self._measured = {}  # {step: loss}
        self._due = 0.0

    def add(self, params):
        """Keep the parameters after one more step; return whether a picture is due.

        params: list of (W, b), or the same arrays in a row, as an optimiser has them.
        """
        if self.ended:  # a new run of a cell is a new film
            self.ended = False
            self._begin()
        self.steps += 1
        due = self.clock() >= self._due
        if due or self.steps % self.stride == 0:
            self.newest = self.steps, _pairs(params)
        if self.steps % self.stride == 0:
            self.shots.append(self.newest)
            if len(self.shots) > MOST_SHOTS:
                self.shots, self.stride = self.shots[1::2], 2 * self.stride
        elif not due:
            self.newest = self.steps, params  # copied by the next that needs it
        return due

    def took(self, seconds):
        """Say what the picture that was just made cost; the next one is due when the loop has had its share."""
        self._due = self.clock() + max(PERIOD, seconds / SHARE)

    def setup(self):
        return {
            "title": "A training, step by step",
            "sliders": [{"key": "at", "name": "time", "label": "time", "min": 0, "max": 1, "step": 0.01, "hue": "sum"}],
            **{"dimensions": self.X.shape[1], "lims": self.lims, "cells": CELLS, "loss": self.loss.replace("_", " ")},
            "points": np.column_stack([*self.X.T[:2], self.y]),
            "xs": np.linspace(*self.lims[0], ALONG),
        }

    def first(self):
        return {"at": 1.0}

    def frame(self, params):
        step, net = self._shot(params["at"])
        trouble = []
        frame = {"shown_by": [self.predict.shown_by()], "step": step, "steps": self.steps}
        if net is None:
            said = "no step yet"
            return frame | {"trouble": trouble, "say": said, "words": f"A training, not begun: {said}."}, {}
        arrays = {"losses": np.array(self._losses(trouble), dtype=float).ravel()}
        loss = self._measured.get(step, np.nan)
        shown = self._shown(trouble, net)
        if shown is not None:
            arrays["shown"] = shown
        say = f"step {step} of {self.steps}, loss {number(loss, 4) if np.isfinite(loss) else 'not a number'}"
        return frame | {"trouble": trouble[:1], "loss": loss, "say": say, "words": self._describe(say, arrays["losses"])}, arrays

    def draw(self, canvas, params):
        frame, arrays = self.frame(params)
        left, right = canvas.subplots(1, 2)
        shown = arrays.get("shown")
        if self.X.shape[1] == 2:
            if shown is not None:
                box = (*self.lims[0], *self.lims[1])
                left.imshow(shown.reshape(CELLS, CELLS), origin="lower", extent=box, cmap="RdBu", vmin=0, vmax=1, alpha=0.5, aspect="auto")
            for label, marker, colour in ((1, "o", palette.ONE), (0, "s", palette.ZERO)):
                left.plot(*self.X[(self.y.ravel() > 0.5) == bool(label)].T, marker, color=colour, markersize=3)
            left.set(xlabel="x1", ylabel="x2")
        else:
            left.plot(self.X[:, 0], self.y, "o", color=palette.INK, markersize=3)
            if shown is not None:
                left.plot(np.linspace(*self.lims[0], ALONG), shown, color=palette.SUM)
            left.set(xlabel="x", ylabel="y")
        t, losses = np.reshape(arrays.get("losses", []), (-1, 2)).T
        right.plot(t, losses, color=palette.SUM)
        right.set(xlabel="step", ylabel="loss", title=frame["say"])

    def _shot(self, at):
        """Return (step, params) nearest to the share `at` of the steps; (0, None) where there is none."""
        if self.newest is None:
            return 0, None
        if at >= 1:
            return self.newest[0], _pairs(self.newest[1])
        wanted = at * self.newest[0]
        return min([*self.shots, self.newest], key=lambda shot: abs(shot[0] - wanted))

    def _losses(self, trouble):
        """Return (step, loss) of all that is kept, having measured what is new."""
        kept, measured = [*self.shots, self.newest], {}
        for step, params in kept:
            if trouble:
                break
            if step not in self._measured:
                y_hat = self.predict(trouble, self.X, _pairs(params), self.activations, shape=self.y.shape)
                with np.errstate(all="ignore"):
                    self._measured[step] = np.nan if y_hat is None else float(nn.LOSSES[self.loss](y_hat, self.y))
            measured[step] = self._measured[step]
        self._measured = measured
        return list(measured.items())

    def _shown(self, trouble, params):
        """Return what the network says over the plane of two inputs, (CELLS²,), or along one, (ALONG,); None for more of them."""
        if trouble or self.X.shape[1] > 2:
            return None
        n = CELLS if self.X.shape[1] == 2 else ALONG
        axes = np.meshgrid(*(np.linspace(*lims, n) for lims in self.lims))
        points = np.column_stack([axis.ravel() for axis in axes])
        made = self.predict(trouble, points, params, self.activations, shape=(len(points), 1))
        return None if made is None else made.ravel()

    def _describe(self, say, losses):
        first = f", from {number(losses[1], 4)} at step {int(losses[0])}" if len(losses) else ""
        what = {1: "the curve that the network draws through them", 2: "a map of what the network says"}.get(self.X.shape[1], "")
        left = f"{counted(len(self.X), 'example')}{' and ' * bool(what)}{what}"
        return f"A training, {say}{first}. On the left {left}; on the right the loss over the steps."


def _pairs(params):
    """Return copies of the parameters as a list of (W, b)."""
    parts = list(params) if isinstance(params, (list, tuple)) else None
    if parts and all(isinstance(part, np.ndarray) for part in parts) and len(parts) % 2 == 0:
        parts = list(zip(parts[::2], parts[1::2], strict=True))
    if not parts or not all(isinstance(part, (list, tuple)) and len(part) == 2 for part in parts):
        raise ValueError(f"add was handed {kind(params)}; it needs the network's parameters, a list with a pair (W, b) for each layer.")
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in parts]


def _around(values):
    low, high = float(values.min()), float(values.max())
    pad = PAD * ((high - low) or 1.0)
    return [low - pad, high + pad]


def _sample(predict):
    """Return the film of a short training on annlab's own functions, for those who hand nothing over."""
    rng = np.random.default_rng(0)
    X, y = nn.toy_data("circles", 120, 0.1, rng)
    activations = ["tanh", "sigmoid"]
    film = Film(X, y, activations, predict)

    def optimiser(params, grads, state):
        t, memory = (0, None) if state is None else state
        params, memory = nn.adam_step(params, grads, memory, t + 1, 0.02, 0.9, 0.999, 1e-8)
        film.add(params)
        return params, (t + 1, memory)

    nn.fit(X, y, [2, 6, 1], activations, "binary_cross_entropy", optimiser, 60, 20, rng)
    return film


def show_film(X=None, y=None, activations=None, predict=None, loss="binary_cross_entropy"):
    """Show a training while it runs, and wind it back and forth afterwards: film.add(params) in the loop, film being what this returns.

    X : (N, d), with a map for d = 2 and a curve for d = 1    y : (N,)    activations : names, one a layer
    predict : predict(X, params, activations), yours    loss : a name of LOSSES
    add(params) : a list of (W, b), or the arrays in a row, after every step; the next run of a cell begins a new film
    """
    from annlab.visuals.widget import Pushed, show

    return show(_sample(predict) if X is None else Film(X, y, activations, predict, loss), Pushed)

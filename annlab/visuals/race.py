"""Five optimisers race down one ravine: their ways on the map, and the loss after every step.

Every step is the learner's own function. The ravine can be turned about its lowest point, and the start turns with it:
what walks by the ground alone does not notice, what scales each coordinate does.
"""

from functools import lru_cache

import numpy as np

from annlab import nn
from annlab.visuals import palette, surface
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.descent import powers_of_ten, slider
from annlab.visuals.figure import Figure
from annlab.visuals.words import listed

STEPS = 100
STEEP = 50.0  # times as steep across as along
LIM = (-10.0, 10.0)
POWERS = [-9.0, 4.0]
MOST_TILT = 45


class Runner:
    """One of the five: how it is called, what it is given, and how it is drawn."""

    def __init__(self, name, short, reference, eta, eta_max, hue, dash, settings=(), counted=False):
        self.name, self.short, self.reference = name, short, reference
        self.eta, self.eta_max, self.hue, self.dash = eta, eta_max, hue, dash
        self.settings, self.counted = settings, counted

    def __call__(self, part, trouble, w, slope, state, t, eta):
        """Return (w, state) after one step, or None with a line of trouble."""
        if self.reference is nn.sgd_step:
            value = part(trouble, [w], [slope], eta)
            return None if value is None else (self._point(part, trouble, value), None)
        given = (t,) if self.counted else ()
        value = part(trouble, [w], [slope], state, *given, eta, *self.settings)
        if value is None:
            return None
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            trouble.append(f"{whose(part.fn)} {part.name} returned {kind(value)}; the race needs a pair (params, state).")
            return None
        return self._point(part, trouble, value[0]), value[1]

    def _point(self, part, trouble, params):
        """Return the one array that is in params as a place on the map, or None."""
        try:
            (place,) = params
            place = np.array(place, dtype=float)
        except (TypeError, ValueError):
            place = np.zeros(0)
        if place.shape == (2,):
            return place
        trouble.append(f"{whose(part.fn)} {part.name} should return a list of one array of two numbers here.")
        return None


RUNNERS = {
    "sgd": Runner("SGD", "SGD", nn.sgd_step, 0.035, 0.05, "bias", "1 5"),
    "momentum": Runner("momentum", "Mom", nn.momentum_step, 0.01, 0.05, "sum", "", (0.9,)),
    "adagrad": Runner("AdaGrad", "Ada", nn.adagrad_step, 2.0, 5.0, "input", "9 4", (1e-10,)),
    "rmsprop": Runner("RMSProp", "RMS", nn.rmsprop_step, 0.2, 1.0, "phi", "9 3 2 3", (0.9, 1e-8)),
    "adam": Runner("Adam", "Adam", nn.adam_step, 0.5, 2.0, "weight", "4 3", (0.9, 0.999, 1e-8), counted=True),
}
COLOURS = {"bias": palette.BIAS, "sum": palette.SUM, "input": palette.INPUT, "phi": palette.PHI, "weight": palette.WEIGHT}


def turn(tilt):
    """Return the matrix whose columns are the ways along and across the ravine that lies tilt degrees askew."""
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    return np.array([[c, -s], [s, c]])


def height(w, tilt):
    """Return the height at w, (2,), or at every place of an array (..., 2)."""
    with np.errstate(all="ignore"):
        along, across = np.moveaxis(w @ turn(tilt), -1, 0)
        return 0.5 * along**2 + 0.5 * STEEP * across**2


def slope(w, tilt):
    Q = turn(tilt)
    return Q @ (np.array([1.0, STEEP]) * (Q.T @ w))


class Race(Figure):
    """steps: the learner's five functions by the keys of RUNNERS; None for annlab's."""

    scripts = ("plane.js", "surface.js", "race.js")
    size = (9.5, 4.4)

    def __init__(self, steps=None, start=(-8.0, 2.0)):
        steps = steps or {}
        self.parts = {key: Part(f"{key}_step", steps.get(key), runner.reference) for key, runner in RUNNERS.items()}
        self.start = np.array(start, dtype=float).ravel()
        if self.start.size != 2 or not np.all(np.abs(self.start) <= LIM[1]):
            raise ValueError(f"start is {start}; it needs two numbers from {LIM[0]:g} to {LIM[1]:g}: along the ravine, and across it.")
        self._last = None, None

    def setup(self):
        etas = [
            slider(
                key,
                runner.short,
                f"learning rate of {runner.name}",
                (runner.eta_max / 100, runner.eta_max),
                runner.eta_max / 100,
                runner.hue,
            )
            for key, runner in RUNNERS.items()
        ]
        return {
            "title": "Five optimisers in one ravine",
            "sliders": [
                *etas,
                slider("tilt", "tilt", "tilt of the ravine, in degrees", (0, MOST_TILT), 1, "output"),
                slider("t", "step", "step", (0, STEPS), 1, "output"),
            ],
            "runners": [{"key": k, "name": r.name, "short": r.short, "hue": r.hue, "dash": r.dash} for k, r in RUNNERS.items()],
            **{"steps": STEPS, "powers": POWERS, "lim": LIM, "cells": surface.CELLS, "levels": surface.LEVELS},
        }

    def first(self):
        etas = {key: runner.eta for key, runner in RUNNERS.items()}
        return {**etas, "tilt": 0, "t": STEPS, "along": float(self.start[0]), "across": float(self.start[1])}

    def frame(self, params):
        tilt, t = float(params["tilt"]), min(max(int(params["t"]), 0), STEPS)
        paths, trouble = self._run(params, tilt)
        losses = height(paths, tilt)
        table = standings(losses[:, t])
        frame = {
            "shown_by": [part.shown_by() for part in self.parts.values()],
            "trouble": trouble,
            "formula": [[f"after {t} steps, the loss:"], *[_row(place, key, loss) for place, (key, loss) in enumerate(table, start=1)]],
            "words": describe(tilt, t, table),
        }
        frame["say"] = frame["words"].split(". ")[-1]
        return frame, {"paths": paths.ravel(), "logs": powers_of_ten(losses).ravel(), "shades": ravine(tilt)[1].ravel()}

    def draw(self, canvas, params):
        left, right = canvas.subplots(1, 2)
        tilt, t = float(params["tilt"]), int(params["t"])
        surface.draw_map(left, ravine(tilt)[0], LIM, LIM)
        left.set(xlabel="w1", ylabel="w2", aspect="equal", title=f"tilt {tilt:.0f} degrees")
        right.set(xlabel="step", ylabel="loss, as a power of ten", xlim=(0, STEPS), ylim=POWERS)
        right.grid(color=palette.GRID)
        for runner, path in zip(RUNNERS.values(), self._run(params, tilt)[0], strict=True):
            dashes = [float(n) for n in runner.dash.split()]
            style = {"color": COLOURS[runner.hue], "linewidth": 1.6, "linestyle": (0, tuple(dashes)) if dashes else "-"}
            left.plot(*path[: t + 1].T, **style)
            left.plot(*path[t], "o", color=COLOURS[runner.hue])
            right.plot(powers_of_ten(height(path, tilt)), label=runner.name, **style)
        right.legend()

    def _run(self, params, tilt):
        """Return the five paths, (5, STEPS + 1, 2) with nan where there is none, and lines of trouble."""
        asked = {key: value for key, value in params.items() if key != "t"}
        if self._last[0] != asked:
            trouble, start = [], turn(tilt) @ np.array([params["along"], params["across"]], dtype=float)
            with np.errstate(all="ignore"):
                paths = np.array([self._walk(key, trouble, start, tilt, float(params[key])) for key in RUNNERS])
            self._last = asked, (paths, trouble)
        return self._last[1]

    def _walk(self, key, trouble, start, tilt, eta):
        path, w, state = np.full((STEPS + 1, 2), np.nan), start, None
        path[0] = w
        for t in range(1, STEPS + 1):
            stepped = RUNNERS[key](self.parts[key], trouble, w, slope(w, tilt), state, t, eta)
            if stepped is None or stepped[0] is None or not np.isfinite(stepped[0]).all():
                break
            w, state = stepped
            path[t] = w
        return path


@lru_cache(maxsize=MOST_TILT + 1)
def ravine(tilt):
    """Return heights and shades of the map."""
    values = surface.heights(lambda x, y: height(np.array([x, y]), tilt), LIM, LIM)
    return values, surface.shades(values)


def standings(losses):
    """Return (key, loss) of all runners, the lowest first; those that are lost come last."""
    order = np.argsort(np.where(np.isfinite(losses), losses, np.inf), kind="stable")
    keys = list(RUNNERS)
    return [(keys[i], float(losses[i])) for i in order]


def _said(loss):
    return f"{loss:.1e}".replace("-", "\u2212") if np.isfinite(loss) else "lost"


def _row(place, key, loss):
    return [f"{place}. ", [f"{RUNNERS[key].name}", key, RUNNERS[key].hue], f"  {_said(loss)}"]


def describe(tilt, t, table):
    """Return the text twin."""
    lost = [RUNNERS[key].name for key, loss in table if not np.isfinite(loss)]
    text = f"A map of a ravine, {STEEP:.0f} times as steep across as along, turned by {tilt:.0f} degrees, and the ways of five "
    text += "optimisers down it, with the loss after every step. "
    told = [f"{RUNNERS[key].name} {_said(loss)}" for key, loss in table if np.isfinite(loss)]
    end = f"Loss after {t} steps: {listed(told)}" if told else f"After {t} steps all are lost"
    return text + (f"Lost: {listed(lost)}. " if lost and told else "") + end + "."


def show_race(sgd_step=None, momentum_step=None, adagrad_step=None, rmsprop_step=None, adam_step=None, start=(-8.0, 2.0)):
    """Show five optimisers as a race down a ravine, with sliders for their learning rates and for the ravine's tilt.

    each step : as in chapter 10, None for annlab's    start : (along the ravine, across it)
    """
    from annlab.visuals.widget import show

    given = {"sgd": sgd_step, "momentum": momentum_step, "adagrad": adagrad_step, "rmsprop": rmsprop_step, "adam": adam_step}
    return show(Race(given, start))

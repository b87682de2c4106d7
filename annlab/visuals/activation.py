"""An activation and its slope: the curve with its tangent, and the slope beside the numerical one.

Knows f(z) and d_f(z), the learner's, elementwise. Where d_f differs from the slope measured on f itself, the
figure shows it in red; at a kink or a jump there is no one slope to compare with, and nothing is compared.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.words import counted, listed, number

ZS = np.linspace(-6, 6, 241)
H = 1e-5
FAR = np.array([-50.0, -20.0, -10.0, *np.linspace(-6, 6, 49), 10.0, 20.0, 50.0])
USUAL = ("sigmoid", "tanh", "relu", "softplus", "step")


class Activation(Figure):
    """functions: list of f; slopes: list of d_f or None, one for each; both elementwise."""

    scripts = ("activation.js",)
    size = (9.0, 3.9)

    def __init__(self, functions, slopes):
        self.names = [getattr(f, "__name__", "phi").replace("<lambda>", "phi") for f in functions]
        self.functions = [Part(name, f, nn.ACTIVATIONS.get(name, nn.sigmoid)) for name, f in zip(self.names, functions, strict=True)]
        self.slopes = [None if d is None else Part(f"d_{name}", d, nn.SLOPES.get(name, nn.d_sigmoid))
                       for name, d in zip(self.names, slopes, strict=True)]
        self._curves = {}  # they do not depend on z, and the learner's function may be slow
        self.spans = [span(self._curve(i)[0]) for i in range(len(self.names))]

    def setup(self):
        return {
            "title": "An activation and its slope",
            "names": self.names,
            "sliders": [{"key": "z", "label": "z", "name": "pre-activation z", "min": -6, "max": 6, "step": 0.05, "hue": "sum"}],
            "zs": ZS,
            "spans": self.spans,
        }

    def first(self):
        return {"z": 1.0, "picked": 0}

    def frame(self, params):
        i, z = int(params["picked"]), float(params["z"])
        f, d_f, name = self.functions[i], self.slopes[i], self.names[i]
        curve, measured, claimed, wrong, trouble = self._curve(i)
        heights, truths = measured_slope(f, np.array([z]))
        at, truth = (None, None) if heights is None or not np.isfinite(heights[0]) else (float(heights[0]), truths[0])
        slope = one(d_f, z) if d_f else None
        frame = {
            "shown_by": [f.shown_by(), *([d_f.shown_by()] if d_f else [])],
            "trouble": list(trouble),
            **{"curve": curve, "measured": measured, "claimed": claimed, "wrong": wrong, "at": at},
            "slope": truth if slope is None else slope,
            "formula": formula(name, z, at, slope, truth),
            "verdict": verdict(name, d_f, wrong),
        }
        frame["say"] = f"z {number(z)}, {name} {'none' if at is None else number(at, 3)}"
        frame["words"] = describe(name, f, frame, z)
        return frame, {}

    def _curve(self, i):
        """Return (curve, measured slope, claimed slope, where they differ, trouble) of one function over all z."""
        if i not in self._curves:
            trouble, d_f = [], self.slopes[i]
            curve = self.functions[i](trouble, ZS, shape=ZS.shape)
            measured = None if curve is None else measured_slope(self.functions[i], ZS)[1]
            claimed = None if d_f is None else d_f(trouble, ZS, shape=ZS.shape)
            self._curves[i] = curve, measured, claimed, disagreement(claimed, measured), trouble
        return self._curves[i]

    def draw(self, canvas, params):
        left, right = canvas.subplots(1, 2)
        frame, name = self.frame(params)[0], self.names[int(params["picked"])]
        draw_curve(left, name, frame, float(params["z"]))
        draw_slope(right, name, frame)


def span(values):
    """Return [low, high] of the axis that holds the values and 0, with a margin."""
    known = values[np.isfinite(values)] if values is not None else np.array([0.0, 1.0])
    low, high = min(0.0, known.min(initial=0.0)), max(1.0, known.max(initial=1.0))
    return [float(low - 0.1 * (high - low)), float(high + 0.1 * (high - low))]


def one(part, z):
    """Return the function's value at one z, or None."""
    value = part([], np.array([z]), shape=(1,))
    return None if value is None or not np.isfinite(value[0]) else float(value[0])


def measured_slope(part, z):
    """Return (f(z), its central difference quotient) at every z; nan at a kink or jump, where the two sides differ."""
    values = part([], np.concatenate([z - H, z, z + H]), shape=(3 * z.size,))
    if values is None:
        return None, np.full(z.shape, np.nan)
    low, middle, high = values.reshape(3, z.size)
    with np.errstate(invalid="ignore"):
        kink = abs((middle - low) - (high - middle)) > 0.05 * H
    return middle, np.where(kink, np.nan, (high - low) / (2 * H))


def disagreement(claimed, measured):
    """Return the indices at which the claimed slope is not the measured one."""
    if claimed is None or measured is None:
        return []
    with np.errstate(invalid="ignore"):
        return [int(i) for i in np.flatnonzero(abs(claimed - measured) > 1e-3 * (1 + abs(measured)))]


def formula(name, z, at, slope, truth):
    """Return the value and the slope at z, as tokens."""
    said = "no number" if at is None else number(at, 3)
    lines = [[[name, None, "phi"], "(", [number(z), "z", "sum"], ") = ", [said, None, "output"]]]
    measured = "not defined: a kink or a jump" if truth is None or not np.isfinite(truth) else number(truth, 3)
    if slope is None:
        lines.append([f"slope, measured: {measured}"])
    else:
        lines.append([[f"d_{name}", None, "weight"], "(", [number(z), "z", "sum"], ") = ", [number(slope, 3), None, "weight"],
                      f"; measured: {measured}"])
    return lines


def verdict(name, d_f, wrong):
    """Return one sentence on the slope."""
    if d_f is None:
        return "The slope is measured on the function itself."
    if not wrong:
        return f"{d_f.shown_by()}: agrees with the measured slope everywhere.".replace("your", "Your", 1)
    where = listed(f"{number(a)} to {number(b)}" for a, b in stretches(wrong))
    return f"{whose(d_f.fn)} d_{name} differs from the measured slope at z from {where}.".replace("your", "Your", 1)


def stretches(indices):
    """Return the (first z, last z) of each run of neighbouring indices, three at most."""
    runs = np.split(np.array(indices), np.flatnonzero(np.diff(indices) > 2) + 1)
    return [(ZS[run[0]], ZS[run[-1]]) for run in runs[:3]]


def describe(name, f, frame, z):
    """Return the text twin."""
    values = f([], FAR, shape=FAR.shape)
    if values is None or frame["at"] is None:
        return f"The activation {name} cannot be drawn: " + (frame["trouble"] or ["it gave no number."])[0]
    low, high = np.nanmin(values), np.nanmax(values)
    text = f"The curve of {name}: between z = −50 and 50 its values run from {number(low)} to {number(high)}. "
    text += f"At z = {number(z)} it is {number(frame['at'], 3)}"
    if frame["slope"] is not None and np.isfinite(frame["slope"]):
        text += f" and the tangent has slope {number(frame['slope'], 3)}"
    return text + f". {frame['verdict']}"


def draw_curve(axes, name, frame, z):
    """Draw the curve on Axes, and its tangent at z."""
    axes.set(title=f"{name}(z)", xlabel="z", ylabel=name, xlim=(ZS[0], ZS[-1]))
    axes.grid(color=palette.GRID)
    if frame["curve"] is None or frame["at"] is None:
        return
    axes.plot(ZS, frame["curve"], color=palette.PHI, linewidth=2.5)
    axes.set_ylim(axes.get_ylim())
    if frame["slope"] is not None and np.isfinite(frame["slope"]):
        axes.plot(ZS, frame["at"] + frame["slope"] * (ZS - z), "--", color=palette.WEIGHT)
    axes.plot([z], [frame["at"]], "o", color=palette.SUM)


def draw_slope(axes, name, frame):
    """Draw the claimed slope on Axes over the measured one, and where they differ in red."""
    axes.set(title="its slope", xlabel="z", ylabel=f"d_{name}", xlim=(ZS[0], ZS[-1]))
    axes.grid(color=palette.GRID)
    if frame["measured"] is not None:
        axes.plot(ZS, frame["measured"], color=palette.EDGE, linewidth=6, alpha=0.5, label="measured")
    if frame["claimed"] is not None:
        axes.plot(ZS, frame["claimed"], color=palette.WEIGHT, linewidth=2, label=f"d_{name}")
        if frame["wrong"]:
            axes.plot(ZS[frame["wrong"]], frame["claimed"][frame["wrong"]], "x", color=palette.WRONG,
                      label=f"differs ({counted(len(frame['wrong']), 'place')})")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize=8)


def paired(f, d_f):
    """Return (functions, slopes) as two lists of one length, from what a learner may hand over."""
    if f is None:
        names = USUAL
        return [nn.ACTIVATIONS[n] for n in names], [nn.SLOPES[n] for n in names]
    functions = list(f) if isinstance(f, (list, tuple)) else [f]
    slopes = list(d_f) if isinstance(d_f, (list, tuple)) else [d_f] + [None] * (len(functions) - 1)
    if len(slopes) != len(functions) or not functions:
        raise ValueError(f"{counted(len(functions), 'function')} and {counted(len(slopes), 'slope')}: hand over one slope for each "
                         "function, in the same order, or None where there is none yet.")
    return functions, slopes


def show_activation(f=None, d_f=None):
    """Show an activation with its tangent, and its slope d_f beside the slope measured on f.

    f : an elementwise function, or a list of them    d_f : its slope, or a list of them, one for each (None: none yet)
    """
    from annlab.visuals.widget import show

    return show(Activation(*paired(f, d_f)))

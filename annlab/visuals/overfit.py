"""Chapter 12's experiment: how networks of any depth and width do, with few and with many examples, while they are trained.

Nothing is trained here. The curves are stored beside this file, in overfit_measured.json, which says what made it. The
learner's early_stopping(val_losses, patience) is run on the validation curve that is shown.
"""

import json
from functools import cache

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.figure import HERE, Figure
from annlab.visuals.words import counted, listed, number

STORED = HERE / "overfit_measured.json"
AXES = {"depth": "hidden layers", "width": "units in each", "N": "examples"}
CURVES = {"training": (palette.SUM, "--", "s"), "validation": (palette.WRONG, "-", "o")}
SURE = 2  # standard errors on either side: the bars and bands that are drawn
YLIM = [0.0, 2.0]


@cache
def stored():
    """Return what the file holds: "made_by", "with", and "rows", one for each depth, width and N."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def values(axis):
    """Return the values of depth, width or N that were measured."""
    return sorted({row[axis] for row in stored()["rows"]})


def row_of(**chosen):
    """Return the row with these values of depth, width and N."""
    return next(row for row in stored()["rows"] if all(row[axis] == value for axis, value in chosen.items()))


def table(N):
    """Return, as lines of text, the losses at the end for N examples, and the best that the validation loss has been."""
    lines = ["depth width   training   validation   at its best"]
    for depth in values("depth"):
        for width in values("width"):
            row = row_of(depth=depth, width=width, N=N)
            ends = [f"{row[name][-1]:6.2f} ± {SURE * row[f'{name}_error'][-1]:.2f}" for name in CURVES]
            lines.append(f"{depth:5} {width:5}  {'  '.join(ends)}  {min(row['validation']):6.2f}")
    return lines


class Overfit(Figure):
    """early_stopping: the learner's, or None for annlab's. depth, width, N: what is shown first."""

    scripts = ("overfit.js",)
    size = (9.5, 4.0)

    def __init__(self, early_stopping=None, depth=2, width=32, N=50, patience=5):
        self.part = Part("early_stopping", early_stopping, nn.early_stopping)
        self.opening = {"depth": depth, "width": width, "N": N}
        for axis, value in self.opening.items():
            if value not in values(axis):
                raise ValueError(f"{axis} is {value!r}; measured were {listed(map(str, values(axis)))}.")
        self.patience = int(patience)
        if not 1 <= self.patience <= len(self.times()):
            raise ValueError(f"patience is {patience}; it lies between 1 and {len(self.times())} looks.")

    def times(self):
        """Return the steps after which the losses were measured."""
        return np.arange(0, stored()["with"]["steps"] + 1, stored()["with"]["every"])

    def setup(self):
        slider = {
            "key": "patience",
            "label": "wait",
            "name": "patience, in looks",
            "min": 1,
            "max": 30,
            "step": 1,
            "hue": "output",
        }
        return {
            "title": "Measured: depth, width and number of examples",
            "sliders": [slider],
            "choices": [{"key": axis, "label": text, "values": values(axis)} for axis, text in AXES.items()],
            "over": [{"value": axis, "label": text} for axis, text in AXES.items()],
            "times": self.times(),
            "ylim": YLIM,
        }

    def first(self):
        return {**self.opening, "over": "width", "patience": self.patience}

    def frame(self, params):
        chosen, over = {axis: int(params[axis]) for axis in AXES}, params["over"]
        row, trouble = row_of(**chosen), []
        found = self._stop(trouble, row["validation"], int(params["patience"]))
        frame = {
            "shown_by": [self.part.shown_by()],
            "trouble": trouble,
            "curves": {name: banded(row, name) for name in CURVES},
            "best": None if found is None else found[0],
            "stop": None if found is None else found[1],
            "bars": bars(chosen, over),
            "formula": self._formula(row, found),
            "verdict": verdict(row),
        }
        frame["say"] = frame["verdict"]
        frame["words"] = self._describe(chosen, row, found, over)
        return frame, {}

    def draw(self, canvas, params):
        left, right = canvas.subplots(1, 2)
        frame, over = self.frame(params)[0], params["over"]
        for name, (colour, line, marker) in CURVES.items():
            band = frame["curves"][name]
            left.plot(self.times(), band["mean"], line, color=colour, label=name)
            left.fill_between(self.times(), band["low"], band["high"], color=colour, alpha=0.2)
            heights, error = (np.array([bar[name][k] for bar in frame["bars"]]) for k in (0, 1))
            right.errorbar(range(len(heights)), heights, error, fmt=line + marker, color=colour, capsize=4, label=name)
        for key, line in (("best", ":"), ("stop", "-")):
            if frame[key] is not None:
                left.axvline(self.times()[frame[key]], color=palette.OUTPUT, linestyle=line, label=f"{key} look")
        left.set(title=heading(params), xlabel="step", ylabel="loss", ylim=YLIM)
        right.set(title="loss at the end", xlabel=AXES[over], ylabel="loss")
        right.set_xticks(range(len(frame["bars"])), [str(bar["value"]) for bar in frame["bars"]])
        left.legend(fontsize=8)

    def _stop(self, trouble, losses, patience):
        """Return (best, stop) as the learner's function says them, or None with a line of trouble."""
        value = self.part(trouble, losses, patience)
        if value is None:
            return None
        try:
            best, stop = (int(v) for v in value)
            if 0 <= best < len(losses) and 0 <= stop < len(losses):
                return best, stop
            said = f"({best}, {stop})"
        except (TypeError, ValueError):
            said = kind(value)
        trouble.append(
            f"{whose(self.part.fn)} early_stopping returned {said}; the figure needs two looks from 0 to {len(losses) - 1}."
        )
        return None

    def _formula(self, row, found):
        lines = [
            [f"at the end: {name} loss ", [f"{row[name][-1]:.2f} ± {SURE * row[f'{name}_error'][-1]:.2f}", None, hue]]
            for name, hue in (("training", "sum"), ("validation", "wrong"))
        ]
        if found is None:
            return lines
        best, stop = found
        kept = f"{row['validation'][best]:.2f}"
        lines.append(
            [
                f"stopped after {self.times()[stop]} steps, best after ",
                [f"{self.times()[best]}", None, "output"],
                ": ",
                [kept, None, "wrong"],
            ]
        )
        return lines

    def _describe(self, chosen, row, found, over):
        s = stored()["with"]
        text = f"Left, the losses of networks with {heading(chosen)}, over {s['steps']} steps, as means of {s['seeds']} runs. "
        for name in CURVES:
            seen = listed(
                f"{row[name][k]:.2f} after {self.times()[k]} steps" for k in (0, 5, len(self.times()) // 2, -1)
            )
            text += f"{name.capitalize()} loss: {seen}. "
        if found is not None:
            best, stop = self.times()[list(found)]
            text += f"With this patience the training stops after {stop} steps, and keeps the weights of step {best}. "
        shown = listed(
            f"{bar['value']}: {bar['training'][0]:.2f} and {bar['validation'][0]:.2f}" for bar in bars(chosen, over)
        )
        text += (
            f"Right, training and validation loss at the end over the {AXES[over]}: {shown}. In short: {verdict(row)}. "
        )
        return text + f"Stored numbers, made by: {stored()['made_by']}."


def heading(chosen):
    """Return '2 hidden layers of 32 units, 50 examples'."""
    return f"{counted(chosen['depth'], 'hidden layer')} of {chosen['width']} units, {chosen['N']} examples"


def banded(row, name):
    """Return a curve with its band of SURE standard errors on either side."""
    mean, error = np.array(row[name]), SURE * np.array(row[f"{name}_error"])
    return {"mean": mean, "low": np.maximum(mean - error, 0), "high": mean + error}


def bars(chosen, over):
    """Return for every measured value of one axis the losses at the end, each with SURE standard errors."""
    found = []
    for value in values(over):
        row = row_of(**(chosen | {over: value}))
        found.append({"value": value} | {name: [row[name][-1], SURE * row[f"{name}_error"][-1]] for name in CURVES})
    return found


def verdict(row):
    """Return in a few words what has become of this network."""
    training, end, best = row["training"][-1], row["validation"][-1], min(row["validation"])
    if end > 2 * best:
        return f"it overfits: the validation loss ends at {number(end / best, 1)} times its best"
    if end > 1.1 * best:
        return f"it begins to overfit: the validation loss ends at {number(end / best)} times its best"
    return (
        "it cannot do better: both losses stay high" if training > 0.3 else "it fits: both losses are near their best"
    )


def show_overfit(early_stopping=None, depth=2, width=32, N=50, patience=5):
    """Show the stored experiment of chapter 12: training and validation loss for every depth, width and number of examples.

    early_stopping : early_stopping(val_losses, patience) -> (best, stop)    depth, width, N : what is shown first
    """
    from annlab.visuals.widget import show

    return show(Overfit(early_stopping, depth, width, N, patience))

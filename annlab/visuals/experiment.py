"""The experiment of chapter 13: accuracy, time and memory of k nearest neighbours and of a network, over the examples.

Nothing is measured here. The numbers are stored beside this file, in neighbours_measured.json, which says what made it.
"""

import json
from functools import cache

import numpy as np

from annlab.visuals import palette
from annlab.visuals.figure import HERE, Figure
from annlab.visuals.words import listed, number

STORED = HERE / "neighbours_measured.json"
NAMES = {"knn": "k-NN", "sklearn": "scikit-learn's k-NN", "network": "network"}
LOOKS = {"knn": (palette.WEIGHT, "-", "s"), "sklearn": (palette.WEIGHT, "--", "s"), "network": (palette.SUM, "-", "o")}
PANELS = {  # key in the file: (title, what to make of a value before it is drawn, its axis)
    "accuracy": ("accuracy", lambda v: v, "accuracy"),
    "microseconds": ("time of one prediction", np.log10, "microseconds, as a power of ten"),
    "bytes": ("memory kept", lambda v: np.log10(v / 1000), "kilobytes, as a power of ten"),
}


@cache
def stored():
    """Return what the file holds: "made_by", "with", and "rows", one for each case, N and seed."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def cases():
    """Return the names of the cases, in the file's order."""
    return list(dict.fromkeys(row["case"] for row in stored()["rows"]))


def averaged(case):
    """Return (Ns, {panel: {method: mean over the seeds, one for each N}}) of a case."""
    rows = [row for row in stored()["rows"] if row["case"] == case]
    Ns = sorted({row["N"] for row in rows})
    panels = {}
    for panel in PANELS:
        at = [[row[panel] for row in rows if row["N"] == N] for N in Ns]
        panels[panel] = {name: [float(np.mean([row[name] for row in same])) for same in at] for name in at[0][0]}
    return Ns, panels


def table():
    """Return the whole experiment as lines of text: accuracy, microseconds and kilobytes, k-NN beside the network."""
    lines = [f"{'case':13}{'d':>4}{'N':>7}   accuracy          us each prediction           kB kept"]
    lines += [f"{'':27}k-NN  network   k-NN  sk-learn  network    k-NN  network"]
    for case in cases():
        Ns, panels = averaged(case)
        d = next(row["d"] for row in stored()["rows"] if row["case"] == case)
        for i, N in enumerate(Ns):
            a, t, m = ({name: values[i] for name, values in panels[panel].items()} for panel in PANELS)
            lines.append(
                f"{case:13}{d:4}{N:7}   {a['knn']:.2f}   {a['network']:.2f}  {t['knn']:8.1f} {t['sklearn']:8.1f} "
                f"{t['network']:8.1f} {m['knn'] / 1e3:8.0f} {m['network'] / 1e3:7.0f}"
            )
    return lines


class Experiment(Figure):
    """case: the number of the case that is shown first, from 0."""

    scripts = ("experiment.js",)
    size = (11.0, 3.4)

    def __init__(self, case=1):
        if case not in range(len(cases())):
            raise ValueError(f"case is {case!r}; there are {len(cases())}, from 0: {', '.join(cases())}.")
        self.case = case

    def setup(self):
        count, sizes = len(cases()), len(averaged(cases()[0])[0])
        return {
            "title": "Measured: k nearest neighbours and a network",
            "sliders": [
                {"key": "case", "label": "case", "name": "case of the experiment", "min": 0, "max": count - 1, "step": 1, "hue": "input"},
                {"key": "at", "label": "N", "name": "place on the axis of N", "min": 0, "max": sizes - 1, "step": 1, "hue": "bias"},
            ],
            "panels": [
                {"title": title, "ylabel": ylabel, "ylim": self._ylim(panel)} for panel, (title, _, ylabel) in PANELS.items()
            ],
            "xlim": [1.2, 4.7],
        }

    def first(self):
        return {"case": self.case, "at": len(averaged(cases()[0])[0]) - 1}

    def frame(self, params):
        case = cases()[int(np.clip(round(params["case"]), 0, len(cases()) - 1))]
        Ns, panels = averaged(case)
        at = int(np.clip(round(params["at"]), 0, len(Ns) - 1))
        say = self._verdict(case, Ns, panels, at)
        return {
            "curves": [
                {name: [float(PANELS[panel][1](v)) for v in values] for name, values in panels[panel].items()} for panel in PANELS
            ],
            "logs": np.log10(Ns),
            "at": at,
            "formula": self._numbers(Ns, panels, at),
            "say": say,
            "words": self._describe(case, Ns, panels, say),
        }, {}

    def draw(self, canvas, params):
        frame = self.frame(params)[0]
        for axes, curves, (title, _, ylabel), panel in zip(canvas.subplots(1, 3), frame["curves"], PANELS.values(), PANELS, strict=True):
            for name, values in curves.items():
                colour, line, marker = LOOKS[name]
                axes.plot(frame["logs"], values, line + marker, color=colour, label=NAMES[name], markersize=5)
            axes.set(title=title, xlabel="examples N, as a power of ten", ylabel=ylabel, ylim=self._ylim(panel))
            axes.grid(color=palette.GRID)
        axes.legend(fontsize=8)
        canvas.suptitle(cases()[int(params["case"])], fontsize=10)

    def _ylim(self, panel):
        """Return the ends of a panel's axis, the same for all cases."""
        if panel == "accuracy":
            return [0.45, 1.0]
        every = [PANELS[panel][1](v) for case in cases() for values in averaged(case)[1][panel].values() for v in values]
        return [float(np.floor(min(every))), float(np.ceil(max(every)))]

    def _numbers(self, Ns, panels, at):
        lines = [[f"N = {Ns[at]}"]]
        for panel, unit, size, digits in (("accuracy", "", 1, 2), ("microseconds", " µs", 1, 1), ("bytes", " kB", 1000, 0)):
            said = [f"{NAMES[name]} {values[at] / size:,.{digits}f}{unit}" for name, values in panels[panel].items()]
            lines.append([f"{PANELS[panel][0]}: {'; '.join(said)}"])
        return lines

    def _verdict(self, case, Ns, panels, at):
        knn, network = (panels["accuracy"][name][at] for name in ("knn", "network"))
        better = "level, within 0.02" if abs(knn - network) <= 0.02 else "the network ahead" if network > knn else "k-NN ahead"
        return f"{case}, N = {Ns[at]}: {better} ({number(knn)} and {number(network)})"

    def _describe(self, case, Ns, panels, say):
        text = f"Three curves over the number of examples, for the case {case}. "
        for name in ("knn", "network"):
            shown = listed(f"{number(panels['accuracy'][name][i])} at {Ns[i]}" for i in (0, len(Ns) // 2, len(Ns) - 1))
            text += f"Accuracy of the {NAMES[name]}: {shown}. "
        times = {name: values[-1] for name, values in panels["microseconds"].items()}
        text += "A prediction from " + f"{Ns[-1]} examples takes " + listed(f"{v:,.1f} microseconds ({NAMES[k]})" for k, v in times.items())
        kept = {name: panels["bytes"][name][-1] / 1000 for name in ("knn", "network")}
        text += "; what is kept, " + listed(f"{v:,.0f} kB ({NAMES[k]})" for k, v in kept.items())
        return f"{text}. {say}. Stored numbers, made by: {stored()['made_by']}."


def show_experiment(case=1):
    """Show the stored experiment of chapter 13: accuracy, time and memory over N, with sliders for the case and for N.

    case : 0 moons, 1 moons + 18, 2 moons + 198, 3 pairs, 4 pairs + 180
    """
    from annlab.visuals.widget import show

    return show(Experiment(case))

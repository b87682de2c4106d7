"""The perceptron rule, one example at a time: the example, the arithmetic, the line before and after.

The whole run is computed at once from the learner's perceptron_update; stepping through it is the browser's.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, kind, whose
from annlab.visuals.figure import Figure
from annlab.visuals.perceptron import draw_boundary, draw_points, labelled, limits
from annlab.visuals.words import bracketed, counted, number, sum_tokens

MOST = 100  # steps


class PerceptronSteps(Figure):
    """update: the learner's perceptron_update(w, b, x, y, eta), or None for annlab's. X: (N, 2), y: (N,)."""

    scripts = ("plane.js", "perceptron_steps.js")
    size = (5.6, 4.8)

    def __init__(self, update=None, X=None, y=None, eta=1.0):
        self.part = Part("perceptron_update", update, nn.perceptron_update)
        self.X, self.y = labelled(X, y)
        self.eta = float(eta)
        if not self.eta > 0:
            raise ValueError(f"eta is {eta}; the learning rate is a number above 0, such as 1.0.")
        self.xlim, self.ylim = limits(self.X)

    def setup(self):
        return {
            "title": "The perceptron rule, one example at a time",
            **{"xlim": self.xlim, "ylim": self.ylim},
            "points": np.column_stack([self.X, self.y]),
        }

    def first(self):
        return {"eta": self.eta}

    def frame(self, params):
        eta, trouble = float(params["eta"]), []
        steps, clean = self._run(trouble, eta)
        frame = {"shown_by": [self.part.shown_by()], "trouble": trouble, "steps": steps, "clean": clean}
        frame["words"] = describe(self.X, steps, clean, eta)
        frame["say"] = f"eta {number(eta)}: {counted(len(steps), 'step')}"
        return frame, {}

    def draw(self, canvas, params):
        frame = self.frame(params)[0]
        axes = canvas.subplots()
        *earlier, last = [step["after"] for step in frame["steps"] if step["changed"]] or [[0.0, 0.0, 0.0]]
        for w1, w2, b in earlier:
            draw_boundary(axes, [w1, w2], b, self.xlim, self.ylim, color=palette.EDGE, linestyle=":", linewidth=1.2)
        draw_boundary(axes, last[:2], last[2], self.xlim, self.ylim)
        draw_points(axes, self.X, self.y)
        title = f"{counted(len(earlier) + 1, 'update')}, dotted the earlier lines"
        axes.set(title=title, xlabel="x₁", ylabel="x₂", xlim=self.xlim, ylim=self.ylim, aspect="equal")

    def _run(self, trouble, eta):
        """Return (steps, whether the last epoch was clean)."""
        w, b, steps, n = np.zeros(2), 0.0, [], len(self.X)
        while len(steps) < MOST:
            i = len(steps) % n
            after = pair(trouble, self.part(trouble, w, b, self.X[i], self.y[i], eta), whose(self.part.fn))
            if after is None:
                return steps, False
            steps.append(one_step(self.X[i], self.y[i], i, len(steps), n, (w, b), after, eta, whose(self.part.fn)))
            w, b = after
            if i == n - 1 and not any(step["changed"] for step in steps[-n:]):
                return steps, True
        return steps, False


def pair(trouble, value, owner):
    """Return (w, b) as an array of two and a number, or None with a line of trouble."""
    if value is None:
        return None
    try:
        w, b = value
        w, b = np.array(w, dtype=float), float(np.asarray(b, dtype=float))
    except (TypeError, ValueError):
        trouble.append(f"{owner} perceptron_update returned {kind(value)}; the figure needs a pair (w, b).")
        return None
    if w.shape != (2,) or not np.isfinite([*w, b]).all():
        trouble.append(f"{owner} perceptron_update returned w = {w} and b = {b}; the figure needs two weights and a bias, all finite.")
        return None
    return w, b


def one_step(x, y, i, k, n, before, after, eta, owner):
    """Return one step of the run as plain values, its arithmetic as tokens."""
    (w, b), (new_w, new_b) = before, after
    z = float(w @ x + b)
    said = 1.0 if z >= 0 else 0.0
    error = float(y) - said
    rule = [*(w + eta * error * x), b + eta * error]
    got = [*new_w.tolist(), float(new_b)]
    lines = [
        ["z = ", *sum_tokens(w, x, b, [None, None], b_key=None), " = ", [number(z), None, "sum"], f", so ŷ = step(z) = {said:.0f}"],
        [f"y − ŷ = {y:.0f} − {said:.0f} = ", [number(error), None, "wrong" if error else "sum"]],
    ]
    if error:
        for j, name in enumerate(("w₁", "w₂")):
            lines.append(change(name, "weight", w[j], eta, error, x[j], rule[j]))
        lines.append(change("b", "bias", b, eta, error, None, rule[2]))
    else:
        lines.append(["right already: nothing changes"])
    if not np.allclose(rule, got):
        values = ", ".join(number(v) for v in got)
        lines.append([f"{owner} perceptron_update says ", [f"w₁, w₂, b = {values}", None, "wrong"]])
    return {
        **{"i": i, "epoch": k // n + 1, "before": [*w.tolist(), float(b)], "after": got},
        **{"changed": bool(np.any(got != np.array([*w, b]))), "wrong": bool(error), "formula": lines},
    }


def change(name, hue, old, eta, error, factor, new):
    """Return 'w₁ ← old + eta × error × input = new' as tokens; without the input for the bias."""
    product = f" + {number(eta)} × {bracketed(error)}" + ("" if factor is None else f" × {bracketed(factor)}")
    return [[f"{name} ← {number(old)}", None, hue], f"{product} = ", [number(new), None, hue]]


def describe(X, steps, clean, eta):
    """Return the text twin."""
    n = len(X)
    text = f"The perceptron rule on {counted(n, 'example')}, one at a time, from w = 0 and b = 0 with eta = {number(eta)}. "
    if not steps:
        return text + "There is no step to show."
    counts = [sum(s["changed"] for s in steps[k : k + n]) for k in range(0, len(steps), n)]
    w1, w2, b = steps[-1]["after"]
    text += f"Updates in each epoch: {', '.join(map(str, counts[:20]))}{' and so on' if len(counts) > 20 else ''}. "
    text += "The last epoch has none, so the rule has finished" if clean else f"After {len(steps)} steps it has not finished"
    return text + f": w = ({number(w1)}, {number(w2)}), b = {number(b)}."


def show_perceptron_steps(perceptron_update=None, X=None, y=None, eta=1.0):
    """Show the perceptron rule at work, one example at a time, from w = 0 and b = 0.

    perceptron_update : perceptron_update(w, b, x, y, eta) -> (w, b)    X : (N, 2), y : (N,) of 0 and 1, AND if None
    """
    from annlab.visuals.widget import show

    return show(PerceptronSteps(perceptron_update, X, y, eta))

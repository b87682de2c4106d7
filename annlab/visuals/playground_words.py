"""The playground in words: what is trained on what and how far it is, one unit as a formula, and what to do about slowness."""

import numpy as np

from annlab.visuals.calls import whose
from annlab.visuals.playground_data import FEATURES
from annlab.visuals.words import bracketed, counted, indexed, listed, number

DIGITS = 2


def unit_of(sizes, shown):
    """Return (layer, unit), both from 0, of hidden unit number `shown`, or of the output for any other number."""
    for layer, size in enumerate(sizes[1:-1]):
        if 0 <= shown < size:
            return layer, shown
        shown -= size
    return len(sizes) - 2, 0


def heading(run, shown):
    """Return the title of the large map."""
    layer, unit = unit_of(run.sizes, shown)
    return "what the output says" if layer == len(run.sizes) - 2 else f"what unit {unit + 1} of layer {layer + 1} says"


def formula(run, shown):
    """Return lines of tokens: the sum of a unit with its numbers, and what is made of it."""
    layer, unit = unit_of(run.sizes, shown)
    W, b = run.params[layer]
    last = layer == len(run.params) - 1
    read = [FEATURES[name][0] for name in run.settings.features] if not layer else [indexed("a", j) for j in range(W.shape[1])]
    tokens = ["z = "]
    for j, name in enumerate(read):
        value = number(W[unit, j], DIGITS) if j == 0 else bracketed(W[unit, j], DIGITS)
        tokens += [*([" + "] if j else []), [value, f"w{layer}_{unit}_{j}", "weight"], f" × {name}"]
    tokens += [" + ", [bracketed(b[unit], DIGITS), f"b{layer}_{unit}", "bias"]]
    name = run.activations[layer]
    says = "ŷ" if last else indexed("a", unit)
    return [tokens, [f"{says} = z" if name == "identity" else f"{says} = {name}(z)"]]


def scale(run, shown, most):
    """Return what the colours of the large map stand for.  most: the largest value of a hidden unit, without its sign."""
    if unit_of(run.sizes, shown)[0] < len(run.sizes) - 2:
        return f"blue: up to {number(most)}; faint: about 0; orange: down to {number(-most)}"
    if run.output == "sigmoid":
        return "blue: class 1 (dots); faint: undecided; orange: class 0 (squares)"
    low, high = float(run.y.min()), float(run.y.max())
    return f"blue: {number(high)}; faint: {number((low + high) / 2)}; orange: {number(low)}; dots: the examples"


def describe(run, losses, answers, choices):
    """Return the text twin: what is trained on what, how far it is, and where it errs.

    losses: on the examples and on fresh points.  answers: to the examples, or None.
    """
    s, n = run.now, len(run.X)
    what = f"{counted(n, 'point')} of your own" if s.data == "own" else f"{counted(n, 'point')} of {s.data}"
    reads = listed(FEATURES[name][0] for name in s.features)
    layers, names = "-".join(map(str, run.sizes)), listed(dict.fromkeys(s.activations)) if s.activations else "no hidden layer"
    text = f"A network {layers} with {names} reads {reads} and learns {what}, with {choices['optimiser'][s.optimiser]} and a learning rate "
    text += f"of {s.eta:g}. After step {run.t}"
    if answers is None or not np.isfinite(losses[0]):
        return text + " it says nothing that can be drawn."
    text += f" its loss is {number(losses[0], 3)}" + (f", and {number(losses[1], 3)} on fresh points" if run.fresh else "")
    if run.output != "sigmoid":
        return text + f"; its typical error is {number(np.sqrt(np.mean((answers - run.y[:, 0]) ** 2)), 2)}."
    wrong = (answers > 0.5) != (run.y[:, 0] > 0.5)
    text += f"; {np.mean(~wrong):.0%} of the points are on the right side."
    kinds = [int(np.sum(wrong & (run.y[:, 0] == label))) for label in (1, 0)]
    if wrong.any():
        text += f" Wrong are {kinds[0]} of class 1 and {kinds[1]} of class 0."
    return text


def advice(slow, parts):
    """Return a line for every function that was waited for.  slow: {name: seconds}."""
    return [
        f"{whose(parts[name].fn)} {name} takes {seconds:.1f} s for one call, too long for pictures that move. A loop over the examples "
        "is the usual reason: let NumPy take all of them at once. Play goes on all the same, with a wait for every picture."
        for name, seconds in slow.items()
    ]

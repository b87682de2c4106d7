"""k nearest neighbours in the plane: one new example, lines to its neighbours, and the label of every other place.

The lines come from the learner's pairwise_distances, the shading and the vote from the learner's knn_predict. A slider adds
features that mean nothing: random numbers for the training examples, 0 for the new example and for every place of the plane.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part, whose
from annlab.visuals.figure import Figure
from annlab.visuals.perceptron import draw_field, draw_points, labelled, limits
from annlab.visuals.words import counted, number

CELLS = 31  # the field is CELLS x CELLS new examples wide
MOST_IRRELEVANT = 40


def two_bows(n=24):
    """Return (X, y): two half circles that reach into each other, a little shaken."""
    rng = np.random.default_rng(3)
    angle, y = np.tile(np.linspace(0.1, 3.0, n // 2), 2), np.repeat([0, 1], n // 2)
    X = np.column_stack([np.cos(angle) + y, np.sin(angle) * (1 - 2 * y) + 0.5 * y])
    return X + rng.normal(0, 0.18, size=(n, 2)), y


class Neighbours(Figure):
    """pairwise_distances, knn_predict: the learner's, or None for annlab's. X: (N, 2), y: (N,) of 0 and 1."""

    scripts = ("plane.js", "neighbours.js")
    size = (5.6, 4.8)

    def __init__(self, pairwise_distances=None, knn_predict=None, X=None, y=None, k=3):
        self.distances = Part("pairwise_distances", pairwise_distances, nn.pairwise_distances)
        self.votes = Part("knn_predict", knn_predict, nn.knn_predict)
        self.X, self.y = labelled(*(two_bows() if X is None and y is None else (X, y)))
        self.labels = self.y.astype(int)
        if not 1 <= int(k) <= len(self.X):
            raise ValueError(f"k is {k}; there are {counted(len(self.X), 'example')}, so it lies from 1 to {len(self.X)}.")
        self.k = int(k)
        self.xlim, self.ylim = limits(self.X)
        self.noise = np.random.default_rng(0).normal(size=(len(self.X), MOST_IRRELEVANT))
        self._fields = {}

    def setup(self):
        ends = [{"min": low, "max": high, "step": 0.05, "hue": "input"} for low, high in (self.xlim, self.ylim)]
        return {
            "title": "A new example asks its neighbours",
            "sliders": [
                {"key": "k", "label": "k", "name": "number of neighbours k", "min": 1, "max": len(self.X), "step": 1, "hue": "weight"},
                {"key": "x1", "label": "x₁", "name": "x1 of the new example", **ends[0]},
                {"key": "x2", "label": "x₂", "name": "x2 of the new example", **ends[1]},
                {"key": "m", "label": "noise", "name": "irrelevant features", "min": 0, "max": MOST_IRRELEVANT, "step": 1, "hue": "bias"},
            ],
            "xlim": self.xlim,
            "ylim": self.ylim,
            "cells": CELLS,
            "points": np.column_stack([self.X, self.y]),
        }

    def first(self):
        middle = [round(float(np.mean(lim)), 2) for lim in (self.xlim, self.ylim)]
        return {"k": self.k, "x1": middle[0], "x2": middle[1], "m": 0}

    def frame(self, params):
        k, m = int(np.clip(round(params["k"]), 1, len(self.X))), int(np.clip(round(params["m"]), 0, MOST_IRRELEVANT))
        new, trouble = np.array([[params["x1"], params["x2"]]], dtype=float), []
        train = np.hstack([self.X, self.noise[:, :m]])
        distances = self.distances(trouble, widened(new, m), train, shape=(1, len(train)))
        near = None if distances is None else np.argsort(distances[0], kind="stable")[:k]
        said = self.votes(trouble, train, self.labels, widened(new, m), k, shape=(1,))
        field = self._field(train, k, m)
        frame = {
            "shown_by": [self.distances.shown_by(), self.votes.shown_by()],
            "trouble": trouble,
            "near": near,
            "label": None if said is None else float(said[0]),
            "formula": self._formula(distances, near, said, k),
            "say": self._verdict(near, said),
        }
        frame["words"] = self._describe(new[0], near, said, k, m, field)
        return frame, {} if field is None else {"field": field}

    def draw(self, canvas, params):
        frame, arrays = self.frame(params)
        axes = canvas.subplots()
        if "field" in arrays:
            draw_field(axes, arrays["field"].reshape(CELLS, CELLS), self.xlim, self.ylim)
        new = params["x1"], params["x2"]
        for i in () if frame["near"] is None else frame["near"]:
            axes.plot([new[0], self.X[i, 0]], [new[1], self.X[i, 1]], color=palette.INK, linewidth=1.5)
        draw_points(axes, self.X, self.y)
        axes.plot(*new, "D", color=palette.WEIGHT, markersize=11, markeredgecolor="white", zorder=4)
        axes.set(title=frame["say"], xlabel="x₁", ylabel="x₂", xlim=self.xlim, ylim=self.ylim, aspect="equal")

    def _field(self, train, k, m):
        """Return what the function says of every place of the plane; asked once for every k and m."""
        if (k, m) not in self._fields:
            places = [np.linspace(*lim, 2 * CELLS + 1)[1::2] for lim in (self.xlim, self.ylim)]
            grid = np.column_stack([np.tile(places[0], CELLS), np.repeat(places[1], CELLS)])
            said = self.votes([], train, self.labels, widened(grid, m), k, shape=(len(grid),))
            self._fields[k, m] = said if said is not None and np.isfinite(said).all() else None
        return self._fields[k, m]

    def _formula(self, distances, near, said, k):
        if near is None:
            return [["no distances to show"]]
        shown = ", ".join(f"{number(distances[0, i])} (class {self.labels[i]})" for i in near[:5])
        lines = [[f"nearest: {shown}{', ...' if k > 5 else ''}"]]
        ones = int(self.labels[near].sum())
        lines.append([f"votes: {ones} for class 1, {k - ones} for class 0"])
        if said is not None:
            lines.append([f"{whose(self.votes.fn)} knn_predict says ", [number(said[0]).removesuffix(".0"), None, "output"]])
        return lines

    def _verdict(self, near, said):
        if near is None or said is None:
            return "no answer from the function"
        ones, k = int(self.labels[near].sum()), len(near)
        return f"{ones} of {counted(k, 'vote')} for class 1; the label is {number(said[0]).removesuffix('.0')}"

    def _describe(self, new, near, said, k, m, field):
        text = f"A plane with {counted(int(self.y.sum()), 'example')} of class 1 and {int((1 - self.y).sum())} of class 0"
        text += f", each with {counted(m, 'irrelevant feature')} beside the two. " if m else ". "
        text += f"The new example is at ({number(new[0])}, {number(new[1])}). k = {k}: {self._verdict(near, said)}."
        if field is not None:
            text += f" Class 1 is predicted in {round(100 * float(np.mean(field > 0.5)))} % of the plane"
            text += f", in {counted(islands(field.reshape(CELLS, CELLS) > 0.5), 'piece')}."
        return text


def widened(X, m):
    """Return X with m columns of 0 behind it: the irrelevant features of a new example."""
    return np.hstack([X, np.zeros((len(X), m))])


def islands(mask):
    """Return the number of pieces of the True cells; cells that share a side belong together."""
    left, count = {tuple(cell) for cell in np.argwhere(mask)}, 0
    while left:
        count, front = count + 1, [left.pop()]
        while front:
            i, j = front.pop()
            touching = {(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)} & left
            left -= touching
            front += touching
    return count


def show_neighbours(pairwise_distances=None, knn_predict=None, X=None, y=None, k=3):
    """Show how a new example asks its k nearest neighbours, and what is predicted everywhere, with a slider for k.

    pairwise_distances(A, B), knn_predict(X_train, y_train, X, k) : yours    X : (N, 2), two bows if None    y : (N,) of 0 and 1
    """
    from annlab.visuals.widget import show

    return show(Neighbours(pairwise_distances, knn_predict, X, y, k))

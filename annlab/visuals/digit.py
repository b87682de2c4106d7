"""A digit to write: 8 x 8 pixels, the ten shares that the network gives it, and the label that it reads.

The label is the learner's read_digits, the shares are the learner's network, shown what the learner's prepare makes of the image.
"""

import numpy as np

from annlab import nn
from annlab.visuals import palette
from annlab.visuals.calls import Part
from annlab.visuals.figure import Figure
from annlab.visuals.words import number

SIDE, INK = 8, 16
OFFERED = 20  # digits to begin with


def shares_of(network):
    """Return a function of prepared rows that gives the network's ten shares; network is (params, activations)."""

    def shares(X):
        params, activations = network
        return nn.predict(X, params, activations)

    return shares


class Digit(Figure):
    """read_digits, prepare: the learner's, or None for annlab's. network: (params, activations), or None for annlab's."""

    scripts = ("digit.js",)
    size = (6.4, 3.4)

    def __init__(self, read_digits=None, prepare=None, network=None):
        self.reads = Part("read_digits", read_digits, nn.read_digits)
        self.rows = Part("prepare", prepare, nn.prepare)
        self.shares = Part("network", None if network is None else shares_of(network), shares_of(nn.digits.trained()))
        images, self.labels = nn.digits_to_learn()
        self.offered = images[:OFFERED].reshape(OFFERED, SIDE * SIDE)

    def setup(self):
        return {"title": "Write a digit", "side": SIDE, "ink": INK, "offered": self.offered, "labels": self.labels[:OFFERED]}

    def first(self):
        return {"pixels": self.offered[1].tolist()}

    def frame(self, params):
        pixels, trouble = np.clip(np.rint(np.array(params["pixels"], dtype=float)), 0, INK).astype(int), []
        image = pixels.reshape(1, SIDE, SIDE)
        label = self.reads(trouble, image, shape=(1,))
        X = self.rows(trouble, image, shape=(1, SIDE * SIDE))
        shares = None if X is None else self.shares(trouble, X, shape=(1, 10))
        label = None if label is None or not np.isfinite(label).all() else int(label[0])
        shares = None if shares is None or not np.isfinite(shares).all() else shares[0]
        frame = {
            "shown_by": [self.reads.shown_by(), self.rows.shown_by()],
            "trouble": trouble,
            "label": label,
            "shares": shares,
            "say": self._verdict(label, shares),
        }
        frame["words"] = self._describe(pixels, frame["say"], shares)
        return frame, {}

    def draw(self, canvas, params):
        frame, _ = self.frame(params)
        paper, bars = canvas.subplots(1, 2)
        paper.imshow(np.reshape(params["pixels"], (SIDE, SIDE)), cmap="gray_r", vmin=0, vmax=INK)
        paper.set(xticks=[], yticks=[], title="the image")
        shares = np.zeros(10) if frame["shares"] is None else frame["shares"]
        bars.barh(range(10), shares, color=palette.OUTPUT)
        bars.set(yticks=range(10), xlim=(0, 1), xlabel="share", title=frame["say"])
        bars.invert_yaxis()

    def _verdict(self, label, shares):
        if label is None:
            return "no answer from the function"
        if shares is None or not 0 <= label <= 9:
            return f"read as {label}"
        return f"read as {label}, with a share of {number(shares[label])}"

    def _describe(self, pixels, verdict, shares):
        rows = "; ".join(" ".join(map(str, row)) for row in pixels.reshape(SIDE, SIDE))
        text = f"An image of 8 by 8 pixels, {int(np.sum(pixels > 0))} of them with ink: {verdict}."
        if shares is not None:
            order = np.argsort(shares)[::-1][:3]
            text += " The largest shares: " + ", ".join(f"{k} with {number(shares[k])}" for k in order) + "."
        return f"{text} Ink from row to row, 0 to {INK}: {rows}."


def show_digit(read_digits=None, prepare=None, network=None):
    """Show paper of 8 x 8 pixels to write on, and what the network reads.

    read_digits(images), prepare(images) : yours    network : (params, activations), as train_digits gives it
    """
    from annlab.visuals.widget import show

    return show(Digit(read_digits, prepare, network))

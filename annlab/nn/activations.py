"""Activations: what a unit makes of its weighted sum z. Elementwise, for numbers and arrays of any shape."""

import numpy as np


def identity(z):
    """Return z itself: the activation of a bare linear unit.

    z : any shape    returns the shape of z

    >>> identity(2.5)
    2.5
    """
    return z


def step(z):
    """Return 1.0 where z >= 0 and 0.0 elsewhere.

    z : a number or an array of any shape    returns the shape of z

    >>> step(np.array([-2.0, 0.0, 3.0]))
    array([0., 1., 1.])

    Source: McCulloch and Pitts (1943); Rosenblatt (1958). step(0) = 1 is this course's convention.
    """
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), a smooth step from 0 to 1; right and silent for any finite z.

    z : a number or an array of any shape    returns the shape of z, values in (0, 1)

    exp is only ever taken of -|z|, so that nothing overflows.

    >>> float(sigmoid(0.0))
    0.5

    Source: Goodfellow et al., Deep Learning (2016), eq. 3.30.
    """
    z = np.asarray(z, dtype=float)
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)

"""A function of two numbers as a map: shades and lines of equal height, for the figures that go downhill on one."""

import numpy as np

from annlab.visuals import palette

CELLS = 33  # a map asks for CELLS x CELLS values, once
LEVELS = np.linspace(0.06, 0.94, 12)


def grid(xlim, ylim):
    """Return the middles of the cells along both axes."""
    return [low + (high - low) * (np.arange(CELLS) + 0.5) / CELLS for low, high in (xlim, ylim)]


def heights(height, xlim, ylim):
    """Return height(x, y) in the middle of each cell, (CELLS, CELLS) from the bottom left; nan where it gives none."""
    xs, ys = grid(xlim, ylim)
    values = [[height(x, y) for x in xs] for y in ys]
    return np.array([[np.nan if v is None else float(v) for v in row] for row in values])


def shades(values):
    """Return the heights as shades from 0, the highest, to 1, the lowest; a bowl gets evenly spaced lines."""
    known = values[np.isfinite(values)]
    if not known.size or known.max() == known.min():
        return np.full(values.shape, np.nan)
    with np.errstate(invalid="ignore"):
        return 1 - np.sqrt((values - known.min()) / (known.max() - known.min()))


def lowest(values, xlim, ylim):
    """Return (x, y, height) of the lowest cell, or None."""
    if not np.isfinite(values).any():
        return None
    row, column = np.unravel_index(np.nanargmin(np.where(np.isfinite(values), values, np.nan)), values.shape)
    xs, ys = grid(xlim, ylim)
    return float(xs[column]), float(ys[row]), float(values[row, column])


def setup(values, xlim, ylim):
    """Return what surface.js needs of a map."""
    return {"shades": shades(values).round(4).ravel(), "cells": CELLS, "levels": LEVELS, "xlim": list(xlim), "ylim": list(ylim)}


def draw_map(axes, values, xlim, ylim):
    """Draw the shades and the lines of equal height on Axes."""
    from matplotlib.colors import LinearSegmentedColormap

    shaded = shades(values)
    if np.isfinite(shaded).any():
        colours = LinearSegmentedColormap.from_list("heights", ["#f2ddd0", "#cfe0ef"])
        axes.imshow(shaded, extent=(*xlim, *ylim), origin="lower", cmap=colours, vmin=0, vmax=1, aspect="auto")
        axes.contour(*grid(xlim, ylim), np.ma.masked_invalid(shaded), levels=LEVELS, colors=palette.EDGE, linewidths=0.8)
    axes.set(xlim=xlim, ylim=ylim)

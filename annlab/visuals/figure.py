"""What a figure is: a plain object that knows its numbers, its drawing and its words, and no browser.

A subclass has a script (its file of JavaScript) and fills in four functions of params, a dict of plain
numbers and lists. widget.py shows any such object; the tests call it directly.
"""

import base64
import io
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


class Figure:
    """One figure: setup() and first() describe it once, frame(params) is what is drawn for params."""

    scripts = ()  # its own files of JavaScript, after kit.js and transport.js
    offline = False  # True where the browser computes every frame itself
    size = (9.0, 4.0)  # the static picture, inches

    def setup(self):
        """Return what the browser needs once: a title, the sliders, the data."""
        raise NotImplementedError

    def first(self):
        """Return the params that the figure opens with, and goes back to at Reset."""
        raise NotImplementedError

    def frame(self, params):
        """Return (dict of plain values, dict of arrays) to be drawn for params. Pure; stops for nothing.

        Read by the kit itself, all optional: "shown_by", whose functions are drawn; "trouble", lines on
        what went wrong; "say", a short sentence for screen readers; "words", the text twin.
        """
        raise NotImplementedError

    def draw(self, canvas, params):
        """Draw the static twin on a matplotlib Figure."""
        raise NotImplementedError

    def words(self, params):
        """Return the text twin: one paragraph that carries the figure's content."""
        return self.frame(params)[0].get("words", "")


def blank(size, dpi=100):
    """Return an empty matplotlib Figure that no list of open figures knows of (so nothing leaks)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=size, dpi=dpi, layout="constrained")
    FigureCanvasAgg(canvas)
    return canvas


def png(figure, params=None, dpi=100):
    """Return a figure's static twin as PNG, in base64."""
    canvas, file = blank(figure.size, dpi), io.BytesIO()
    figure.draw(canvas, figure.first() if params is None else params)
    canvas.savefig(file, format="png")
    return base64.b64encode(file.getvalue()).decode("ascii")


def module(figure):
    """Return the figure's ES module: the kit, the transport and its own files, one after the other."""
    names = ("kit.js", "transport.js", *figure.scripts)
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


def plain(value):
    """Return value with arrays as lists and numbers that JSON cannot say (nan, inf) as None."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def packed(arrays):
    """Return the arrays as (names, buffers), each buffer a little run of 32-bit floats."""
    return list(arrays), [np.ascontiguousarray(a, dtype="<f4").tobytes() for a in arrays.values()]

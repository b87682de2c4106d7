"""Showing a figure in a notebook: one widget for all figures, its answers, its twins and its clean-up.

The browser asks for a frame and Python answers, always, also with what went wrong. Answers may be asked
for in a thread of their own while a cell still runs: a lock lets one at a time through, nothing is printed
and pyplot is not touched. What is in the figure is none of this module's business.
"""

import html
import json
import threading
import time
import uuid

import anywidget
import traitlets

from annlab.visuals import figure as figures

_shown = []  # the widgets that are alive in this process
_lock = threading.Lock()


class Live(anywidget.AnyWidget):
    """A figure that moves. Its mime bundle carries a picture and a paragraph for places where it cannot."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, figure, cell=None):
        self.figure = figure
        self.cell = cell
        self.views = None  # ids of open views; None until the first one opens
        css = (figures.HERE / "kit.css").read_text(encoding="utf-8")
        super().__init__(_esm=figures.module(figure), _css=css, state=opening(figure))
        self.on_msg(self._receive)

    def close(self):
        """Close the widget and its layout, which ipywidgets makes with it and would leave behind."""
        layout = self.layout
        super().close()
        layout.close()

    def _receive(self, _widget, content, _buffers):
        if "open" in content:
            seen = self.views or set()
            self.views = seen | {content["view"]} if content["open"] else seen - {content["view"]}
        elif "ask" in content:
            with _lock:
                reply, buffers = answer(self.figure, content)
            self.send(reply, buffers)

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        twin_data, twin_metadata = twin(self.figure)
        return data | twin_data, metadata | twin_metadata


class Pushed(Live):
    """A figure that a running loop feeds: add(...) hands on to the figure, and sends a picture to every view when one is due."""

    def __init__(self, figure, cell=None):
        super().__init__(figure, cell)
        self._events = cell_events()
        if self._events:
            self._events.register("post_run_cell", self._cell_ended)

    def add(self, *args):
        """Hand on to the figure's own add, which says what it takes."""
        if self.figure.add(*args):
            begun = self.figure.clock()
            self.push()
            self.figure.took(self.figure.clock() - begun)

    def push(self):
        """Send the picture that the figure opens with, as it is by now, to every view."""
        with _lock:
            frame, arrays = safely(self.figure, self.figure.first())
        names, buffers = figures.packed(arrays)
        self.send({"pushed": True, "frame": frame, "arrays": names}, buffers)

    def _cell_ended(self, *_):
        if self.figure.steps and not self.figure.ended:
            self.figure.ended = True
            self.push()

    def close(self):
        if self._events:
            self._events.unregister("post_run_cell", self._cell_ended)
            self._events = None
        super().close()


def show(figure, widget=Live):
    """Return the figure's widget, having closed those that no one sees any more."""
    cell, run = running_cell()
    sweep(cell, run)
    live = widget(figure, (cell, run))
    _shown.append(live)
    return live


def sweep(cell=None, run=None):
    """Close the widgets of an earlier run of this cell, and those whose every view was closed."""
    for live in list(_shown):
        again = cell is not None and live.cell is not None and live.cell[0] == cell and live.cell[1] != run
        if again or live.views == set():
            live.close()
            _shown.remove(live)


def running_cell():
    """Return (the id of the cell that runs now, the id of this run), or (None, None) outside a notebook."""
    try:
        from IPython import get_ipython

        parent = get_ipython().kernel.get_parent("shell")
        return parent["metadata"].get("cellId"), parent["header"]["msg_id"]
    except (ImportError, AttributeError, KeyError, TypeError):
        return None, None


def cell_events():
    """Return IPython's events, or None outside IPython."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    return shell and shell.events


def opening(figure):
    """Return the state that a view opens with: the set-up and the first frame, so that no answer is awaited."""
    frame, arrays = safely(figure, figure.first())
    names, buffers = figures.packed(arrays)
    return {
        "setup": figures.plain(figure.setup()),
        "params": figures.plain(figure.first()),
        "frame": frame,
        "arrays": dict(zip(names, buffers, strict=True)),
    }


def answer(figure, content):
    """Return (message, buffers) for the question {"ask": id, "view": id, "params": {...}}. "took" is in milliseconds."""
    begun = time.perf_counter()
    frame, arrays = safely(figure, content.get("params"))
    names, buffers = figures.packed(arrays)
    took = 1000 * (time.perf_counter() - begun)
    return {"reply": content["ask"], "view": content.get("view"), "took": took, "frame": frame, "arrays": names}, buffers


def safely(figure, params):
    """Return the frame for params; where the figure itself fails, a frame that says so."""
    try:
        frame, arrays = figure.frame(params)
        return figures.plain(frame), arrays
    except Exception as error:
        return {"failed": True, "trouble": [f"This figure stopped: {type(error).__name__}: {error}"]}, {}


def twin(figure):
    """Return (data, metadata) of the static twins: the words, the picture, and both as HTML for exported pages.

    Where no Python is needed the HTML is the figure itself. The picture stands alone too, for PDF and LaTeX.
    """
    words = figure.words(figure.first())
    data, metadata = {"text/plain": words}, {}
    try:
        data["image/png"] = figures.png(figure)
        metadata["image/png"] = {"alt": words}
    except Exception:  # a picture that cannot be made must not keep the figure itself from being shown
        return data, metadata
    data["text/html"] = (page if figure.offline else still)(figure, data["image/png"], words)
    return data, metadata


def still(figure, png, words):
    """Return HTML of the picture with its words as alt text and, to be unfolded, as text."""
    text = html.escape(words)
    return f'<img alt="{text}" src="data:image/png;base64,{png}"><details><summary>In words</summary>{text}</details>'


def page(figure, png, words):
    """Return HTML that is the figure itself where scripts run, and its picture where they do not."""
    id = "an-" + uuid.uuid4().hex
    state = json.dumps(opening(figure) | {"arrays": {}}).replace("</", "<\\/")
    css = (figures.HERE / "kit.css").read_text(encoding="utf-8")
    script = f"""{figures.module(figure)}
{{
  const host = document.getElementById("{id}");
  host.replaceChildren();
  const model = {{ get: () => ({state}), on() {{}}, off() {{}}, send() {{}} }};
  figure.render({{ model, el: host }});
}}"""
    return (
        f"<style>{css}</style>"
        f'<div id="{id}"><img alt="{html.escape(words)}" src="data:image/png;base64,{png}"></div>'
        f'<script type="module">{script}</script>'
    )

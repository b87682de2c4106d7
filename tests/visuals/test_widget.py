"""The widget around a figure: it always answers, cleans up after itself, and carries its twins."""

import re
import subprocess
import sys
import time
from html import escape

import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter

from annlab import visuals
from annlab.visuals import figure as figures
from annlab.visuals import palette, widget


class Stops(figures.Figure):
    def setup(self):
        return {"title": "stops"}

    def first(self):
        return {}

    def frame(self, params):
        raise RuntimeError("broken")


@pytest.mark.parametrize("params", [None, {}, {"w1": "x"}, []])
def test_there_is_always_an_answer(params):
    for figure in (Stops(), visuals.show_perceptron().figure):
        message, buffers = widget.answer(figure, {"ask": 7, "view": "v", "params": params})
        assert message["reply"] == 7 and message["view"] == "v"
        assert message["frame"]["failed"] and "This figure stopped" in message["frame"]["trouble"][0] and buffers == []


def test_an_answer_says_how_long_it_took():
    def perceptron(X, w, b):
        time.sleep(0.02)
        return np.zeros(len(X))

    quick, slow = (visuals.show_perceptron(fn).figure for fn in (None, perceptron))
    took = [min(widget.answer(f, {"ask": i, "params": f.first()})[0]["took"] for i in range(3)) for f in (quick, slow)]
    assert 0 < took[0] < 20 <= took[1]


def test_a_question_is_answered_to_the_view_that_asked(monkeypatch):
    live, sent = visuals.show_perceptron(), []
    monkeypatch.setattr(live, "send", lambda content, buffers=None: sent.append((content, buffers)))
    live._receive(live, {"ask": 3, "view": "mine", "params": live.figure.first()}, [])
    (content, buffers), = sent
    assert (content["reply"], content["view"], content["arrays"]) == (3, "mine", ["field"]) and len(buffers) == 1


def test_a_cell_run_again_closes_what_it_showed_before(monkeypatch):
    widget.sweep("other", "x")
    for run in range(50):
        monkeypatch.setattr(widget, "running_cell", lambda run=run: ("cell", str(run)))
        live = visuals.show_neuron()
        again = visuals.show_neuron()
        mine = [w for w in widget._shown if w.cell and w.cell[0] == "cell"]
        assert mine == [live, again], run
    assert live.comm is not None
    monkeypatch.setattr(widget, "running_cell", lambda: ("cell", "last"))
    visuals.show_neuron()
    assert live.comm is None


def test_a_widget_whose_views_were_all_closed_is_closed_at_the_next_show():
    live = visuals.show_neuron()
    unseen = visuals.show_neuron()
    live._receive(live, {"view": "a", "open": True}, [])
    live._receive(live, {"view": "b", "open": True}, [])
    live._receive(live, {"view": "a", "open": False}, [])
    visuals.show_neuron()
    assert live in widget._shown
    live._receive(live, {"view": "b", "open": False}, [])
    visuals.show_neuron()
    assert live not in widget._shown and live.comm is None and unseen in widget._shown


def test_the_bundle_carries_the_widget_a_picture_and_the_words(figure, monkeypatch):
    monkeypatch.setattr(figures, "png", lambda figure: "picture")
    data, metadata = widget.Live(figure)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata["image/png"]["alt"] == data["text/plain"] == figure.words(figure.first())
    assert data["image/png"] in data["text/html"] and ("<script" in data["text/html"]) == figure.offline


def test_a_picture_that_cannot_be_made_keeps_nothing_from_being_shown(monkeypatch):
    live = visuals.show_neuron()
    monkeypatch.setattr(live.figure, "draw", lambda canvas, params: 1 / 0)
    data, _ = live._repr_mimebundle_()
    assert "image/png" not in data and data["text/plain"] and "application/vnd.jupyter.widget-view+json" in data


def test_the_offline_page_asks_no_host(figure):
    if not figure.offline:
        assert figure.offline is False
        return
    html = widget.twin(figure)[0]["text/html"]
    assert "<img alt=" in html and "type=\"module\"" in html
    assert "https://" not in html.replace("https://www.w3.org", "")


@pytest.mark.parametrize("name", ["show_broadcasting", "show_neuron"])
def test_an_html_export_shows_picture_and_words_or_the_figure_itself(name):
    figure = getattr(visuals, name)().figure
    data, metadata = widget.Live(figure)._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=1)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show()", outputs=[output])])
    html, _ = HTMLExporter().from_notebook_node(book)
    assert "application/vnd.jupyter.widget-view+json" not in html
    alt = re.search(r'<img[^>]*alt="([^"]*)"', html.replace("\n", " "))
    assert alt and alt.group(1)[:40] == escape(data["text/plain"])[:40]
    assert ("figure.render" in html) == figure.offline


def test_nothing_is_printed(figure, capsys):
    widget.answer(figure, {"ask": 1, "params": figure.first()})
    assert capsys.readouterr() == ("", "")


def test_the_palette_is_the_light_theme():
    css = (figures.HERE / "kit.css").read_text(encoding="utf-8")
    light = css[: css.index("}")]
    for name, value in vars(palette).items():
        if name.isupper():
            assert f"--an-{name.lower()}: {value};" in light, name


LIGHT = """
import sys
import annlab.visuals
assert not {"matplotlib", "ipywidgets", "anywidget"} & set(sys.modules), "annlab.visuals"
annlab.visuals.show_perceptron
assert not {"matplotlib", "ipywidgets", "anywidget"} & set(sys.modules), "a name of it"
live = annlab.visuals.show_perceptron()
assert "matplotlib" not in sys.modules, "showing"
live._repr_mimebundle_()
assert "matplotlib" in sys.modules and "matplotlib.pyplot" not in sys.modules
"""


def test_nothing_heavy_is_loaded_before_it_is_needed():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_name_that_does_not_exist_is_an_attribute_error_that_lists_the_others():
    with pytest.raises(AttributeError, match="show_perceptron"):
        visuals.show_percepton  # noqa: B018

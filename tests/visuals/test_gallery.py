"""The gallery is made from the code, whole, and needs no network."""

import re

import nbformat

from annlab import visuals
from annlab.visuals import figure as figures
from annlab.visuals import gallery


def test_the_notebook_is_valid_and_calls_every_figure():
    book = nbformat.from_dict(gallery.notebook())
    nbformat.validate(book)
    code = [c.source for c in book.cells if c.cell_type == "code"]
    assert code[1:] == [f"{name}()" for name in visuals.__all__]
    assert gallery.notebook() == gallery.notebook()


def test_the_page_holds_every_figure_with_words_and_asks_no_host(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "png", lambda figure: "picture")
    paths = gallery.write(tmp_path / "new")
    assert [p.name for p in paths] == ["gallery.ipynb", "gallery.html"]
    text = paths[1].read_text(encoding="utf-8")
    for name in visuals.__all__:
        assert f"<h2>{name}</h2>" in text
    alts = re.findall(r'<img alt="([^"]*)"', text)
    assert len(alts) == len(visuals.__all__) and all(len(a) > 80 for a in alts)
    loaded = re.findall(r'(?:src|href)="(?!data:)([^"]+)"', text)
    assert [u for u in loaded if u.startswith("http")] == []


def test_every_figure_says_in_one_sentence_what_it_shows():
    for name, signature, sentence in gallery.entries():
        assert sentence.startswith("Show ") and sentence.endswith(".") and signature.startswith(name)

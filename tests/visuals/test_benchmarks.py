"""What the figures' benchmarks have kept is what their README shows."""

from benchmarks import kept

BARS = {"widgets.py": [["a drag", 0.254, True], ["bytes", 21.0, False]], "playground.py": [["pictures", 59.9, True]]}


def test_the_readme_shows_what_is_kept():
    shown = kept.README.read_text(encoding="utf-8").partition(kept.BEGIN)[2].partition(kept.END)[0].strip()
    assert kept.stored() and shown == kept.text(kept.stored())


def test_a_bar_that_is_missed_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "STORED", tmp_path / "figures.json")
    monkeypatch.setattr(kept, "README", tmp_path / "README.md")
    kept.README.write_text(f"above\n{kept.BEGIN}\nold\n{kept.END}\nbelow\n", encoding="utf-8")
    kept.keep(BARS)
    text = kept.README.read_text(encoding="utf-8")
    assert kept.stored() == BARS and "old" not in text
    assert text.startswith("above") and text.endswith("below\n")
    assert "| `widgets.py` | bytes | 21 | **no** |" in text and "| `playground.py` | pictures | 59.9 | yes |" in text

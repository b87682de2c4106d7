"""README shows what benchmarks/grading.py has stored, and the benchmark counts what runs in bubblewrap."""

import json
import sys
from pathlib import Path

import pytest

from annlab.grading import sandbox
from benchmarks.grading import STORED, Run, as_stored, measured
from benchmarks.grading_shown import BEGIN, END, FIGURE, against, alt, draw, one_more, text

ROOT = Path(__file__).parents[2]


def runs(*sizes, each, fixed=2.0):
    return [as_stored(Run(size, fixed + each * size, each * size, each * size, 300 + size / 100, 1.5)) for size in sizes]


RESULT = {
    "with": "Python 3",
    "shares": {"right": 0.9, "blank": 0.1},
    "otherwise": {"stock": {"the notebook's process ended": 27}, "two": {"no mark": 9}},
    "runs": {"annlab": runs(200, 200, each=0.1), "stock": runs(200, each=2.0)},
    "growth": {"annlab": runs(1, 10, 100, 1000, each=0.05), "stock": runs(1, 10, 30, each=1.9)},
    "start": {"annlab --help": 0.1, "nbgrader --help": 1.2},
}


def test_readme_shows_what_is_stored():
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == (text(json.loads(STORED.read_text(encoding="utf-8"))) if STORED.exists() else "")
    assert (ROOT / FIGURE).exists() == STORED.exists()


def test_ratios_and_slopes_are_those_of_the_runs():
    assert against(RESULT, "stock") == pytest.approx((402 / 22,) * 3)
    assert one_more(RESULT["growth"]["annlab"])["cpu_seconds"] == pytest.approx(0.05)
    assert one_more(RESULT["growth"]["stock"])["seconds"] == pytest.approx(1.9)
    shown = text(RESULT)
    assert "| 18.3 (18.3 to 18.3) |" in shown and "costs 50 ms" in shown and "here 27 answers" in shown
    assert "2 processes left 9 more answers" in shown


def test_the_picture_is_drawn_and_told_in_words(tmp_path):
    draw(RESULT, tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 5_000
    assert "1,000 in 52.0 s" in alt(RESULT) and alt(RESULT) in text(RESULT)


BUSY = "import time\nwhile time.process_time() < 1: pass"


@pytest.mark.slow
@pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")
@pytest.mark.parametrize("locked", [False, True], ids=["bare", "in bubblewrap"])
def test_processor_time_and_memory_are_those_of_all_processes(tmp_path, locked):
    inner = [sys.executable, "-c", f"held = bytearray(10**8)\n{BUSY}"]
    box = ["bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    outer = f"import subprocess\nsubprocess.run({(box if locked else []) + inner!r}, check=True)"
    run = measured(tmp_path, [sys.executable, "-c", outer], students=1)
    assert run.said == ""
    assert 0.7 < run.cpu_seconds < 1.6 and 95 < run.megabytes < 200

"""README shows what benchmarks/attacks.py has stored, and that is of the suite as it is."""

from pathlib import Path

from benchmarks.attacks import BEGIN, END, NOT_FOR_STOCK, counts, read, table
from tests.attacks import attacks, formats, habits, lookalikes, machinery  # noqa: F401  (they register what is in them)
from tests.attacks.notebooks import ATTACKS, LOOKALIKES

README = Path(__file__).parents[2] / "README.md"
SUITE = {entry.name: entry.mark for entry in [*ATTACKS, *LOOKALIKES]}


def row(kind, deserves, stock, annlab):
    return {"kind": kind, "deserves": deserves, "stock": stock, "annlab": annlab}


def test_readme_shows_what_is_stored():
    shown = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == table(read())


def test_what_is_stored_is_of_attacks_and_lookalikes_that_there_are():
    stored = {name: kept["deserves"] for name, kept in read().items()}
    assert stored and stored.items() <= SUITE.items()
    assert all("stock" in kept or name in NOT_FOR_STOCK for name, kept in read().items())


def test_annlab_gave_everyone_the_mark_that_they_deserve():
    assert {name: kept["annlab"] for name, kept in read().items()} == {name: kept["deserves"] for name, kept in read().items()}


def test_forged_lost_and_missing_marks_are_counted_of_what_both_have_graded():
    kept = {
        "forged": row("attack", 0.0, 3.0, 0.0), "lost": row("attack", 2.0, 1.0, 2.0), "unread": row("attack", 0.0, None, 0.0),
        "refused": row("lookalike", 13, 12.0, 13.0), "missing": row("lookalike", 13, None, 13.0),
        "right": row("lookalike", 13, 13.0, 13.0), "not for stock": {"kind": "attack", "deserves": 0.0, "annlab": 9.0},
    }  # fmt: skip
    assert list(counts(kept, "stock").values()) == [1, 1, 1, 1, 1]
    assert list(counts(kept, "annlab").values()) == [0, 0, 0, 0, 0]
    assert "of 3 attacks" in table(kept) and "of 3 honest" in table(kept)

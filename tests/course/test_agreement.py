"""The chapters agree with each other: their parts, the numbers of their formulas, what they refer to, their words."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from annlab.checking import Decision
from annlab.exercises import CHAPTERS

ROOT = Path(__file__).parents[2]
PARTS = ("Your prediction", "Stretch", "To take away", "Words", "Sources")
NAMES = [chapter.name for chapter in CHAPTERS]
each_chapter = pytest.mark.parametrize("name", NAMES)


def markdown(name: str) -> str:
    """Return the text of a chapter's source, without its code."""
    source = (ROOT / "solutions" / name / f"{name}.py").read_text(encoding="utf-8")
    cells = re.split(r"^# %%", source, flags=re.MULTILINE)[1:]
    texts = [cell.partition("\n")[2] for cell in cells if cell.startswith(" [markdown]")]
    return "\n\n".join(re.sub(r"^# ?", "", text, flags=re.MULTILINE) for text in texts)


def tags(text: str) -> list[str]:
    return re.findall(r"\\tag\{([\d.]+)\}", text)


def untagged(text: str) -> list[str]:
    """Return the displayed formulas that have no number."""
    return [formula.strip() for formula in re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL) if "\\tag{" not in formula]


def references(text: str) -> set[str]:
    """Return the numbers of the formulas that the prose refers to, as in "formula (1.5)" or "(2.4)"."""
    return set(re.findall(r"(?<![\w\d])\((\d{1,2}\.\d{1,2})\)", re.sub(r"\$[^$]*\$|`[^`]*`", "", text)))


def chapters_named(text: str) -> set[int]:
    return {int(n) for n in re.findall(r"\b[Cc]hapters? (\d\d)\b", text)}


def words(text: str) -> dict[str, str]:
    """Return the glossary: term and definition."""
    part = re.split(r"^## Words\s*$", text, flags=re.MULTILINE)[-1]
    part = re.split(r"^#", part, flags=re.MULTILINE)[0]
    return {term: definition.strip() for term, definition in re.findall(r"^- \*\*(.+?)\*\*(.*?)(?=^- |\Z)", part, re.M | re.S)}


@each_chapter
def test_has_every_part(name):
    headings = re.findall(r"^#+ (.+)$", markdown(name), re.MULTILINE)
    assert [part for part in PARTS if not any(part in heading for heading in headings)] == []
    items = CHAPTERS[NAMES.index(name)].items
    hunts = [item.name for item in items if "hunt" in item.name]
    assert hunts or any("hunt" in heading.lower() for heading in headings), "a bug hunt"
    assert [item for item in items if isinstance(item, Decision) and item.name not in hunts], "a question of design"


@each_chapter
def test_formulas_are_numbered_in_order(name):
    number = int(name[:2])
    assert untagged(markdown(name)) == []
    found = tags(markdown(name))
    assert found == [f"{number}.{k}" for k in range(1, len(found) + 1)]


@each_chapter
def test_every_formula_that_is_referred_to_exists(name):
    known = {tag for chapter in NAMES for tag in tags(markdown(chapter))}
    assert references(markdown(name)) - known == set()


@each_chapter
def test_every_chapter_that_is_referred_to_is_planned(name):
    assert max(chapters_named(markdown(name)), default=0) <= 15


def test_a_word_has_one_definition():
    found = defaultdict(dict)
    for name in NAMES:
        assert words(markdown(name)), f"{name} has no words"
        for term, definition in words(markdown(name)).items():
            found[term.lower()][name] = definition
    assert {term: where for term, where in found.items() if len(set(where.values())) > 1} == {}


PLANTED = "## Words\n\n- **bias**: one thing.\n\n## Sources\n\n$$a = b$$\n\n$$c \\tag{1.3}$$\n\nBy (1.7), see chapter 44."


def test_planted_faults_are_found():
    assert untagged(PLANTED) == ["a = b"] and tags(PLANTED) == ["1.3"]
    assert references(PLANTED) == {"1.7"} and chapters_named(PLANTED) == {44}
    assert words(PLANTED) == {"bias": ": one thing."}

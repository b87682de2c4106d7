"""Every notebook reads and looks as it should: links, pictures, headings, length and words.

Each check is a function from a notebook to the faults it finds, and has a notebook with that very fault to find.
"""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from annlab.exercises import CHAPTERS

ROOT = Path(__file__).parents[2]
MOST_WORDS = 120  # between two things to do or to look at
LOOKED_UP = ("To take away", "Words", "Sources")  # sections that nobody reads from end to end
AMERICAN = re.compile(
    r"\b(?:\w*color(?!ing\b)\w*|behavior\w*|favor\w*|neighbor\w*|labor\w*|centered|centering|centers?|gray\w*|labeled|"
    r"labeling|modeling|modeled|traveled|fulfill|defense|analyz\w+|(?:initial|normal|general|recogn|summar|visual|"
    r"regular|minim|maxim|optim|organ|standard|vector|random|emphas|memor|penal|util)iz\w+)\b",
    re.IGNORECASE,
)
UNWANTED = re.compile(
    r"\b(?:simply|obviously|trivial\w*|of course|amazing\w*|powerful\w*|exciting|magic\w*|awesome|cutting-edge|"
    r"delve\w*|dive into|unleash\w*|TODO|FIXME|XXX|lorem ipsum|stupid|dumb)\b",
    re.IGNORECASE,
)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2705\u274c\u2728\u26a0\ufe0f]")


def texts(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def own_words(notebook) -> str:
    """Return the chapter's prose and comments, without its list of sources: titles keep their spelling."""
    text = re.sub(r"^## Sources\n.*?(?=^#|\Z)", "", "\n\n".join(texts(notebook)), flags=re.DOTALL | re.MULTILINE)
    return prose(text) + "\n" + comments(notebook)


def prose(text: str) -> str:
    """Return a Markdown text without code, formulas, and the addresses of links."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`", " x ", text, flags=re.DOTALL)
    return re.sub(r"\]\([^)]*\)|<[^>]*>", " ", text)


def comments(notebook) -> str:
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return "\n".join(re.findall(r"#(.*)", code))


def headings(notebook) -> list[tuple[int, str]]:
    plain = "\n".join(re.sub(r"```.*?```", "", text, flags=re.DOTALL) for text in texts(notebook))
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) +(.*)$", plain, flags=re.MULTILINE)]


def misplaced_headings(notebook, folder) -> list[str]:
    found = headings(notebook)
    faults = [] if [level for level, _ in found[:1]] == [1] else ["the notebook does not begin with its title"]
    faults += [f"a second title: {title}" for level, title in found[1:] if level == 1]
    pairs = zip(found, found[1:], strict=False)
    return faults + [f"{'#' * b} {title} skips a level" for (a, _), (b, title) in pairs if b > a + 1]


def pictures_without_words(notebook, folder) -> list[str]:
    text = "\n".join(texts(notebook))
    faults = [f"![{alt}]({src})" for alt, src in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", text) if len(alt.split()) < 4]
    tags = re.findall(r"<img\b[^>]*>", text)
    return faults + [tag for tag in tags if len((re.findall(r'alt="([^"]*)"', tag) or [""])[0].split()) < 4]


def broken_links(notebook, folder) -> list[str]:
    text = "\n".join(re.sub(r"`[^`\n]*`", "", each) for each in texts(notebook))
    targets = re.findall(r"\]\(([^)\s]+)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    local = [target.split("#")[0] for target in targets if not re.match(r"https://|mailto:|#", target)]
    course = folder.parent.resolve()
    reached = [(target, (folder / target).resolve()) for target in local]
    return [target for target, path in reached if not (path.exists() and path.is_relative_to(course))]


def long_stretches(notebook, folder) -> list[str]:
    """Return the running text that goes on for too long before the next cell, picture, table or displayed formula."""
    stretches, running, looked_up = [], "", False
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or cell.id.startswith("decide-"):  # a question is something to do
            stretches, running = [*stretches, running], ""
            continue
        for line in re.sub(r"\$\$.*?\$\$", "\n|\n", cell.source, flags=re.DOTALL).splitlines():
            if line.startswith("#"):
                looked_up = line.lstrip("# ").startswith(LOOKED_UP)
            elif re.match(r"\s*(\||!\[|<img)", line):
                stretches, running = [*stretches, running], ""
            elif not looked_up:
                running += " " + line
    counted = [(len(re.findall(r"[^\W_][\w'’.,-]*", prose(each))), each) for each in [*stretches, running]]
    return [f"{count} words: {' '.join(each.split())[:70]} ..." for count, each in counted if count > MOST_WORDS]


def american_spelling(notebook, folder) -> list[str]:
    return AMERICAN.findall(own_words(notebook))


def unwanted_words(notebook, folder) -> list[str]:
    said = own_words(notebook)
    loud = re.findall(r"\w+!(?![=\[])", said)
    return [*UNWANTED.findall(said), *EMOJI.findall(said), *loud]


def results_of_a_run(notebook, folder) -> list[str]:
    ran = [cell for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)]
    return [cell.source[:60] for cell in ran]


CHECKS = [misplaced_headings, pictures_without_words, broken_links, long_stretches, american_spelling, unwanted_words]
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)


def released(chapter):
    path = ROOT / "course" / chapter.name / f"{chapter.name}.ipynb"
    return nbformat.read(path, as_version=4), path.parent


@every_chapter
@pytest.mark.parametrize("check", [*CHECKS, results_of_a_run], ids=lambda check: check.__name__)
def test_a_chapter_has_no_faults(chapter, check):
    faults = check(*released(chapter))
    assert not faults, "\n".join(faults)


def written(*cells):
    return new_notebook(cells=[new_markdown_cell(each) if isinstance(each, str) else each for each in cells])


SOUND = written(
    "# Title\n\nA centred, coloured line. See [the docs](https://numpy.org) and [this](sound.ipynb#end).",
    "![a line through four points](sound.ipynb)\n\n" + "word " * MOST_WORDS,
    new_code_cell('plt.plot(x, color="red")  # in colour\nassert a != b'),
    "## Part\n\n`color=` sets it. $n! = 1$\n\n" + "word " * 100 + "\n\n$$\na = b\n$$\n\n" + "word " * 100,
    "### Detail\n\n## Words\n\n" + "word " * 300,
    "## Sources\n\n- D. O. Hebb, *The Organization of Behavior*, Wiley (1949).\n\n## Next\n\nThe behaviour.",
)
PLANTED = [
    (misplaced_headings, "## Part"),
    (misplaced_headings, "no title at all"),
    (misplaced_headings, "# Title\n\n# Title again"),
    (misplaced_headings, "# Title\n\n### Too deep"),
    (pictures_without_words, "![](sound.ipynb)"),
    (pictures_without_words, "![figure](sound.ipynb)"),
    (pictures_without_words, '<img src="sound.ipynb">'),
    (broken_links, "[there](nowhere.ipynb)"),
    (broken_links, "![a line through four points](nowhere.png)"),
    (broken_links, "[out](../../README.md)"),
    (broken_links, "[not safe](http://example.org)"),
    (long_stretches, "word " * (MOST_WORDS + 1)),
    (long_stretches, "word " * 100 + "\n\n## Part\n\n" + "word " * 21),
    (american_spelling, "The color."),
    (american_spelling, "It is Initialized."),
    (american_spelling, "## Sources\n\n- Behavior.\n\n## Next\n\nThe behavior."),
    (american_spelling, new_code_cell("x = 1  # normalize")),
    (unwanted_words, "Simply run it."),
    (unwanted_words, "Well done!"),
    (unwanted_words, "Right \u2705"),
    (results_of_a_run, new_code_cell("1", execution_count=1)),
    (results_of_a_run, new_code_cell("1", outputs=[new_output("stream", text="1")])),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "01_sound").mkdir()
    (tmp_path / "01_sound" / "sound.ipynb").write_text("{}", encoding="utf-8")
    return tmp_path / "01_sound"


@pytest.mark.parametrize("check", [*CHECKS, results_of_a_run], ids=lambda check: check.__name__)
def test_a_sound_notebook_passes(folder, check):
    assert check(SOUND, folder) == []


@pytest.mark.parametrize("check, fault", PLANTED, ids=lambda part: getattr(part, "__name__", ""))
def test_a_planted_fault_is_found(folder, check, fault):
    assert len(check(written(fault), folder)) >= 1


def test_every_check_has_a_fault_to_find():
    assert {check for check, _ in PLANTED} == {*CHECKS, results_of_a_run}


def said_by(item) -> str:
    """Return all that the catalogue says to a learner about an exercise or a decision."""
    said = [*item.hints]
    for mistake in getattr(item, "mistakes", ()):
        said += [mistake.name, mistake.hint]
    if hasattr(item, "question"):
        said += [item.question, item.moral, *item.choices.values(), *item.reasons.values(), *item.replies.values()]
    return "\n".join(said)


@pytest.mark.parametrize("check", [american_spelling, unwanted_words], ids=lambda check: check.__name__)
@pytest.mark.parametrize("item", [i for c in CHAPTERS for i in c.items], ids=lambda item: item.name)
def test_the_catalogue_speaks_as_the_chapters_do(item, check):
    assert check(written(said_by(item)), ROOT) == []

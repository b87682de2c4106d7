"""What is committed is what a fresh build makes; and a difference, wherever it is, is found."""

import json
import shutil
from pathlib import Path

import pytest

from annlab.authoring import build, drift
from annlab.authoring.source import SourceError
from annlab.exercises import CHAPTERS

ROOT = Path(__file__).parents[2]
CHAPTER = CHAPTERS[0].name
SOURCE, SOLUTION = (Path("solutions") / CHAPTER / f"{CHAPTER}{suffix}" for suffix in (".py", ".ipynb"))
RELEASE = Path("course") / CHAPTER / f"{CHAPTER}.ipynb"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the repository's sources, and notebooks made from them."""
    root = tmp_path_factory.mktemp("built")
    for chapter in CHAPTERS:
        source = Path("solutions") / chapter.name / f"{chapter.name}.py"
        (root / source).parent.mkdir(parents=True)
        shutil.copy(ROOT / source, root / source)
    build(root)
    return root


@pytest.fixture
def root(built, tmp_path):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def found(root):
    return [str(each) for each in drift(root)]


def test_the_repository_holds_what_a_fresh_build_makes():
    faults = found(ROOT)
    assert not faults, "\n".join(["run `annlab build`, and commit what it writes:", *faults])


def test_a_build_makes_both_notebooks_of_every_chapter_and_nothing_else(built):
    made = {path.relative_to(built) for path in built.rglob("*.ipynb")}
    assert made == {Path(folder) / c.name / f"{c.name}.ipynb" for folder in ("solutions", "course") for c in CHAPTERS}


def test_a_second_build_writes_nothing(root):
    assert build(root) == []
    assert found(root) == []


def test_two_builds_agree_byte_for_byte(root, built):
    shutil.rmtree(root / "course")
    build(root)
    assert (root / RELEASE).read_bytes() == (built / RELEASE).read_bytes()


def test_lines_end_alike_on_every_system(built):
    assert b"\r" not in (built / RELEASE).read_bytes()


@pytest.mark.parametrize("path", [SOLUTION, RELEASE], ids=["solution", "release"])
def test_an_edited_notebook_is_found_and_mended(root, path):
    notebook = json.loads((root / path).read_text(encoding="utf-8"))
    notebook["cells"][0]["source"].append(" ")
    (root / path).write_text(json.dumps(notebook), encoding="utf-8")
    assert found(root) == [f"{path} is not what a fresh build makes"]
    assert build(root) == [root / path]
    assert found(root) == []


def test_a_missing_notebook_is_found(root):
    (root / RELEASE).unlink()
    assert found(root) == [f"{RELEASE} is missing"]


@pytest.mark.parametrize("name", [f"course/{CHAPTER}/notes.txt", "solutions/stray.ipynb", f"course/{CHAPTER}/copy.ipynb"])
def test_an_unexpected_file_is_found(root, name):
    (root / name).write_text("", encoding="utf-8")
    assert found(root) == [f"{Path(name)} is unexpected here"]


def test_an_edited_source_makes_both_notebooks_stale(root):
    with (root / SOURCE).open("a", encoding="utf-8") as file:
        file.write("\n# %% [markdown]\n# One more line.\n")
    assert found(root) == [f"{path} is not what a fresh build makes" for path in (SOLUTION, RELEASE)]


def test_a_missing_source_is_named(root):
    (root / SOURCE).unlink()
    with pytest.raises(SourceError, match=f"{CHAPTER}.py is missing"):
        build(root)

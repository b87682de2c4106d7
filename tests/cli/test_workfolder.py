"""A learner's folder: nothing of theirs is ever lost, nothing new is ever kept from them, twice is once."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annlab.workfolder import MEMORY, Brought, bring, versions

START, NEURON = "00_start/00_start.ipynb", "01_neuron/01_neuron.ipynb"
START_NEW = "00_start/00_start (new version).ipynb"


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file() and p.name != MEMORY}


@pytest.fixture
def folder(tmp_path, course):
    bring(course, tmp_path / "mine")
    return tmp_path / "mine"


def test_the_first_time_everything_is_copied(tmp_path, course):
    assert bring(course, tmp_path / "mine") == Brought(new=(START, NEURON))
    assert contents(tmp_path / "mine") == contents(course)


def test_a_second_time_changes_nothing(folder, course):
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    assert bring(course, folder) == Brought()
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before


def test_an_untouched_file_is_updated_in_place(folder, course):
    (course / START).write_text("start, version 2")
    assert bring(course, folder) == Brought(updated=(START,))
    assert contents(folder) == contents(course)


def test_work_stays_and_the_newer_version_comes_beside_it_once(folder, course):
    (folder / START).write_text("my work")
    assert bring(course, folder) == Brought()  # nothing newer yet
    (course / START).write_text("start, version 2")
    assert bring(course, folder) == Brought(beside=((START, START_NEW),))
    assert (folder / START).read_text() == "my work"
    assert (folder / START_NEW).read_text() == "start, version 2"
    assert bring(course, folder) == Brought()
    (folder / START_NEW).unlink()  # not wanted
    assert bring(course, folder) == Brought()


def test_an_untouched_newer_version_gives_way_to_a_still_newer_one(folder, course):
    (folder / START).write_text("my work")
    for version in ("start, version 2", "start, version 3"):
        (course / START).write_text(version)
        assert bring(course, folder).beside == ((START, START_NEW),)
        assert (folder / START_NEW).read_text() == version
    assert versions(folder, START) == [folder / START, folder / START_NEW]


def test_work_in_the_newer_version_stays_too(folder, course):
    (folder / START).write_text("my work")
    (course / START).write_text("start, version 2")
    bring(course, folder)
    (folder / START_NEW).write_text("my work, second part")
    (course / START).write_text("start, version 3")
    assert bring(course, folder).beside == ((START, "00_start/00_start (new version 2).ipynb"),)
    assert (folder / START_NEW).read_text() == "my work, second part"


def test_a_deleted_file_comes_back_fresh(folder, course):
    (folder / START).unlink()
    assert bring(course, folder) == Brought(new=(START,))


@pytest.mark.parametrize("damage", [None, "", "{", "[]", '{"checksums": 3}'])
def test_without_its_memory_every_other_file_counts_as_work(folder, course, damage):
    (folder / START).write_text("my work")
    if damage is None:
        (folder / MEMORY).unlink()
    else:
        (folder / MEMORY).write_text(damage)
    assert bring(course, folder) == Brought(beside=((START, START_NEW),))
    assert (folder / START).read_text() == "my work"


def test_hidden_files_are_not_brought(tmp_path, course):
    (course / "00_start/.ipynb_checkpoints").mkdir()
    (course / "00_start/.ipynb_checkpoints/x.ipynb").write_text("")
    assert bring(course, tmp_path / "mine").new == (START, NEURON)


def test_the_course_itself_is_no_place_to_work_in(course):
    before = contents(course)
    with pytest.raises(ValueError, match="is the course itself.*a folder of your own"):
        bring(course, course)
    assert contents(course) == before


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("release"), st.sampled_from([START, NEURON])),
        st.tuples(st.just("work"), st.integers(0, 5)),
        st.tuples(st.just("delete"), st.integers(0, 5)),
        st.tuples(st.just("forget"), st.none()),
        st.tuples(st.just("bring"), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_whatever_happens_no_work_is_lost_and_the_newest_version_arrives(steps):
    with tempfile.TemporaryDirectory() as place:
        course, folder = Path(place, "course"), Path(place, "mine")
        for name in (START, NEURON):
            (course / name).parent.mkdir(parents=True)
            (course / name).write_text(f"{name}, version 0")
        bring(course, folder)
        work = {}
        for number, (step, which) in enumerate(steps):
            files = sorted(contents(folder))
            if step == "release":
                (course / which).write_text(f"{which}, version {number + 1}")
            elif step == "forget":
                (folder / MEMORY).unlink(missing_ok=True)
            elif step == "work" and files:
                path = files[which % len(files)]
                work[path] = f"work {number}"
                (folder / path).write_text(work[path])
            elif step == "delete" and files:
                path = files[which % len(files)]
                work.pop(path, None)
                (folder / path).unlink()
            elif step == "bring":
                before = contents(course)
                bring(course, folder)
                assert contents(course) == before
                assert bring(course, folder) == Brought()
            assert {path: text for path, text in contents(folder).items() if path in work} == work
        for name in (START, NEURON):
            (course / name).write_text("the newest")
        bring(course, folder)
        for name in (START, NEURON):
            assert "the newest" in [path.read_text() for path in versions(folder, name)]
        assert {path: text for path, text in contents(folder).items() if path in work} == work

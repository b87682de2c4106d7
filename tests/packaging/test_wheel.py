"""What is built carries the course: the wheel from the sdist works where there is no repository."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RELEASED = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "course").glob("*/*.ipynb"))
START = "import sys, jupyterlab.labapp as app; app.main = lambda arguments: print(*arguments); from annlab.cli import main; main()"

pytestmark = pytest.mark.slow


def python(*arguments, cwd, **environment):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    place = tmp_path_factory.mktemp("sdist")
    python("-m", "hatchling", "build", "-t", "sdist", "-d", place, cwd=ROOT)
    (found,) = place.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    """Return the wheel that is built from the unpacked sdist, and from nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(place, filter="data")
    (unpacked,) = place.iterdir()
    python("-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist", cwd=unpacked)
    (found,) = (place / "dist").iterdir()
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    place = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def test_the_wheel_holds_the_released_chapters_and_no_solutions(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert sorted(name for name in names if name.endswith(".ipynb")) == [f"annlab/{name}" for name in RELEASED]
    assert not any(name.startswith(("solutions/", "tests/", "course/")) for name in names)
    assert {"annlab/cli.py", "annlab/visuals/kit.js", "annlab/visuals/kit.css"} <= set(names)
    assert sum("licenses/LICENSE" in name for name in names) == 2


def test_the_sdist_holds_what_an_author_needs(sdist):
    names = {name.partition("/")[2] for name in tarfile.open(sdist).getnames()}
    assert {"run.py", "environment.yml", "nbgrader_config.py", "tests/packaging/test_wheel.py", "README.md", *RELEASED} <= names


def test_the_installed_course_opens_with_no_repository(installed, tmp_path):
    python_path = {"PYTHONPATH": installed, "HOME": tmp_path, "USERPROFILE": tmp_path}
    where = python("-c", "import annlab; print(annlab.__file__)", cwd=tmp_path, **python_path).strip()
    assert Path(where).is_relative_to(installed)
    output = python("-c", START, "lab", "1", "--no-browser", cwd=tmp_path, **python_path)
    assert "--LabApp.default_url=/lab/tree/01_neuron/01_neuron.ipynb" in output
    for name in RELEASED:
        copied = tmp_path / "annlab-course" / Path(name).relative_to("course")
        assert copied.read_bytes() == (ROOT / name).read_bytes()


def test_the_installed_command_says_that_building_needs_a_checkout(installed, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "annlab.cli", "build"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "no checkout" in done.stderr

"""`annlab lab`: copies, says what it did, and opens JupyterLab on the right folder, chapter and port."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from annlab import lab, places
from annlab.exercises import CHAPTERS


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Return the list of arguments that JupyterLab was started with, instead of starting it."""
    import jupyterlab.labapp

    arguments = []
    monkeypatch.setattr(jupyterlab.labapp, "main", arguments.extend)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    return arguments


@contextlib.contextmanager
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def opened_at(started):
    return [a.partition("=")[2] for a in started if a.startswith("--LabApp.default_url=")]


def test_chapters_go_to_the_home_folder_and_the_first_is_opened(annlab, started, tmp_path):
    result = annlab("lab")
    folder = tmp_path / "home" / "annlab-course"
    assert result.exit_code == 0, result.output
    assert f"Your notebooks are in {folder}" in result.output
    for chapter in CHAPTERS:
        name = f"{chapter.name}/{chapter.name}.ipynb"
        assert (folder / name).read_bytes() == (places.course() / name).read_bytes()
    assert f"--ServerApp.root_dir={folder}" in started
    assert os.environ["JUPYTER_CONFIG_PATH"] == str(Path(lab.__file__).parent)
    assert opened_at(started) == [f"/lab/tree/{CHAPTERS[0].name}/{CHAPTERS[0].name}.ipynb"]


def test_the_next_time_jupyterlab_opens_as_it_was_left(annlab, started):
    annlab("lab")
    started.clear()
    assert annlab("lab").exit_code == 0
    assert started and opened_at(started) == []


@pytest.mark.parametrize("name", ["1", "01", "neuron", "01_neuron"])
def test_a_chapter_is_opened_by_number_or_name(annlab, started, name):
    assert annlab("lab", name, "--folder", "mine").exit_code == 0
    assert opened_at(started) == ["/lab/tree/01_neuron/01_neuron.ipynb"]


def test_a_newer_version_is_announced(annlab, started, tmp_path, course, monkeypatch):
    monkeypatch.setattr(places, "course", lambda: course)
    annlab("lab", "--folder", "mine")
    (tmp_path / "mine/00_start/00_start.ipynb").write_text("my work")
    for path in course.rglob("*.ipynb"):
        path.write_text("version 2")
    output = annlab("lab", "--folder", tmp_path / "mine").output
    assert "You have worked in 00_start/00_start.ipynb, so it stays as it is" in output
    assert "00_start (new version).ipynb" in output
    assert "Updated, since you had not changed them: 01_neuron/01_neuron.ipynb" in output


def test_port_and_browser_are_passed_on(annlab, started):
    with taken_port() as port:
        pass
    assert annlab("lab", "--port", port, "--no-browser").exit_code == 0
    assert f"--ServerApp.port={port}" in started and "--no-browser" in started


def test_a_port_in_use_is_refused_before_anything_is_copied(annlab, started, tmp_path):
    with taken_port() as port:
        result = annlab("lab", "--folder", "mine", "--port", port)
    assert result.exit_code == 2
    assert f"port {port} is in use" in result.output and "Leave --port out" in result.output
    assert started == [] and not (tmp_path / "mine").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_what_is_no_port_is_refused(annlab, started, port):
    assert annlab("lab", "--port", port).exit_code == 2
    assert started == []


def test_no_such_chapter(annlab, started, tmp_path):
    result = annlab("lab", "nuron", "--folder", "mine")
    assert result.exit_code == 2
    assert "no chapter 'nuron'" in result.output and "01_neuron" in result.output and "annlab lab 1" in result.output
    assert started == [] and not (tmp_path / "mine").exists()


def test_a_file_is_no_folder(annlab, started, tmp_path):
    (tmp_path / "mine").write_text("")
    result = annlab("lab", "--folder", "mine")
    assert result.exit_code == 2 and "is a file" in result.output


def test_a_folder_that_cannot_be_made(annlab, started, tmp_path):
    (tmp_path / "file").write_text("")
    result = annlab("lab", "--folder", tmp_path / "file" / "mine")
    assert result.exit_code == 2
    assert "cannot be written" in result.output and "--folder my-course" in result.output
    assert started == []


def test_the_course_itself_is_no_folder_to_work_in(annlab, started):
    result = annlab("lab", "--folder", places.course())
    assert result.exit_code == 2 and "is the course itself" in result.output


def test_an_installation_without_chapters(annlab, started, monkeypatch, tmp_path):
    (tmp_path / "annlab").mkdir()
    with pytest.raises(places.NoChapters):
        places.course(tmp_path / "annlab")
    monkeypatch.setattr(places, "course", lambda real=places.course: real(tmp_path / "annlab"))
    result = annlab("lab")
    assert result.exit_code == 2
    assert "the chapters are missing" in result.output and "pip install" in result.output


def test_a_wheel_brings_its_own_chapters_and_a_checkout_uses_the_repository(tmp_path):
    package = tmp_path / "annlab"
    (package / "course").mkdir(parents=True)
    assert places.repository(package) is None
    assert places.course(package) == package / "course"
    (tmp_path / "solutions").mkdir()
    (tmp_path / "course").mkdir()
    (tmp_path / "pyproject.toml").write_text("")
    assert places.repository(package) == tmp_path
    assert places.course(package) == tmp_path / "course"


@pytest.mark.slow
def test_jupyterlab_really_serves_the_chapter(tmp_path):
    with taken_port() as port:
        pass
    environment = os.environ | {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    command = [sys.executable, "-m", "annlab.cli", "lab", "1", "--no-browser", "--port", str(port), "--folder", "mine"]
    with open(tmp_path / "log", "w+") as log:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
        try:
            address = _address(tmp_path / "log", process)
            path, token = re.fullmatch(rf"http://127\.0\.0\.1:{port}(/\S*)\?token=(\w+)", address).groups()
            assert path == "/lab/tree/01_neuron/01_neuron.ipynb"
            with urllib.request.urlopen(address, timeout=30) as answer:
                assert answer.status == 200
                page = answer.read().decode()
            assert '"@jupyter/nbgrader:create-assignment"' in page, "nbgrader's panels for instructors are shown"
            assert re.search(r'"news":\s*{"disabled":\s*true}', page)
            contents = f"http://127.0.0.1:{port}/api/contents/01_neuron/01_neuron.ipynb?content=0&token={token}"
            with urllib.request.urlopen(contents, timeout=30) as answer:
                assert b'"type": "notebook"' in answer.read()
        finally:
            process.terminate()
            process.wait(30)


def _address(log, process, patience=60):
    """Return the address that JupyterLab prints when it is ready."""
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\S+", log.read_text())
        if found:
            return found.group()
        time.sleep(0.05)
    raise AssertionError(f"JupyterLab printed no address: {log.read_text()}")

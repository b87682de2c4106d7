"""`annlab build` and `annlab doctor`: what they find, what they advise, and the exit codes."""

import shutil
import sys
from importlib import metadata

import pytest

from annlab import doctor, places
from annlab.doctor import MISSING, OK, OPTIONAL, TOO_OLD, examine

REPOSITORY = places.repository()


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Return a copy of what is built, and make the command work on it."""
    for name in ("solutions", "course"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    monkeypatch.setattr(places, "repository", lambda: tmp_path)
    return tmp_path


@pytest.mark.slow
def test_build_writes_what_check_then_finds_in_order(annlab, checkout):
    notebook = checkout / "course/00_start/00_start.ipynb"
    before = notebook.read_bytes()
    notebook.write_text("{}")
    stray = checkout / "course/00_start/notes.txt"
    stray.write_text("")
    result = annlab("build", "--check")
    assert result.exit_code == 1
    assert "00_start.ipynb" in result.output and "notes.txt" in result.output and "annlab build" in result.output
    assert notebook.read_text() == "{}"
    stray.unlink()
    result = annlab("build")
    assert result.exit_code == 0 and "00_start.ipynb" in result.output
    assert notebook.read_bytes() == before
    assert annlab("build", "--check").exit_code == 0
    assert "Every notebook is what its source makes." in annlab("build").output


def test_a_source_that_cannot_be_built(annlab, checkout):
    (checkout / "solutions/00_start/00_start.py").unlink()
    result = annlab("build")
    assert result.exit_code == 1 and "00_start.py" in result.output and "Traceback" not in result.output


def test_build_needs_a_checkout(annlab, monkeypatch):
    monkeypatch.setattr(places, "repository", lambda: None)
    result = annlab("build", "--check")
    assert result.exit_code == 2
    assert "no checkout" in result.output and "Clone the repository" in result.output


def only(findings, what):
    return next(f for f in findings if f.what == what)


def lacking(*names):
    """Return a stand-in for metadata.version that does not know these packages."""

    def installed(name):
        if name in names:
            raise metadata.PackageNotFoundError(name)
        return metadata.version(name)

    return installed


def test_this_machine_is_healthy(annlab):
    result = annlab("doctor")
    assert result.exit_code == 0, result.output
    assert all(f.state == OK for f in examine() if f.what in ("Python", "numpy", "nbgrader", "kernel python3", "chapters"))


def test_every_requirement_is_looked_at():
    looked_at = {f.what for f in examine()}
    required = {r.partition(">")[0] for r in metadata.requires("annlab") if "extra ==" not in r}
    assert len(required) > 5 and required <= looked_at


def test_a_missing_package_is_named_with_its_remedy(annlab, monkeypatch):
    findings = examine(installed=lacking("nbgrader"))
    found = only(findings, "nbgrader")
    assert found.state == MISSING and found.mend.endswith('-m pip install "nbgrader>=0.9.6"')
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    result = annlab("doctor")
    assert result.exit_code == 1
    assert found.mend in result.output and "missing or too old" in result.output


def test_an_old_package_is_named_with_its_remedy():
    found = only(examine(installed=lambda name: "1.0" if name == "numpy" else metadata.version(name)), "numpy")
    assert found.state == TOO_OLD and found.fatal
    assert "1.0" in found.detail and 'pip install "numpy>=' in found.mend


def test_a_pre_release_is_new_enough():
    assert only(examine(installed=lambda name: "99.0rc1"), "numpy").state == OK


@pytest.mark.parametrize("version, state", [((3, 10, 9), TOO_OLD), ((3, 11, 0), OK), ((3, 13, 5), OK), ((3, 14, 0), TOO_OLD)])
def test_python_is_held_to_the_versions_of_the_metadata(version, state):
    assert only(examine(python=version), "Python").state == state


def test_what_is_optional_is_never_fatal():
    findings = examine(installed=lacking("torch", "distributed", "psycopg", "pytest"), which=lambda command: None)
    optional = [f for f in findings if f.state == OPTIONAL]
    extras = {f"extra: {name}" for name in ("torch", "cluster", "postgres", "tests")}
    assert {f.what for f in optional} == {tool.name for tool in doctor.TOOLS} | extras
    assert all(f.mend and f.detail.startswith("for ") and not f.fatal for f in optional)


def test_apt_is_advised_where_it_is():
    findings = examine(which=lambda command: "/usr/bin/apt-get" if command == "apt-get" else None)
    assert only(findings, "bubblewrap").mend == "sudo apt-get install bubblewrap"


def test_a_kernel_whose_python_is_gone(monkeypatch):
    from jupyter_client import kernelspec

    class Gone:
        argv = ["/no/such/python"]

    monkeypatch.setattr(kernelspec.KernelSpecManager, "get_kernel_spec", lambda self, name: Gone)
    found = only(examine(), "kernel python3")
    assert found.state == MISSING and "/no/such/python" in found.detail and sys.executable in found.mend


def test_every_extra_has_its_purpose():
    assert set(metadata.metadata("annlab").get_all("Provides-Extra")) == set(doctor.EXTRAS)

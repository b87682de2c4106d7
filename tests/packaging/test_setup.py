"""One fact in one place: pyproject.toml, environment.yml, run.py, the doctor and the texts at the root agree."""

import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import numpy as np
import pytest

from annlab import check, doctor
from annlab.cli import main
from annlab.exercises import CHAPTERS

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = sorted(path for path in ROOT.glob("*.md")) + sorted((ROOT / "benchmarks").glob("*.md")) + sorted((ROOT / "docs").glob("*.md"))
ON_CONDA_FORGE = {"playwright": "playwright-python", "psycopg[binary]": "psycopg"}  # there, "playwright" is another package
NOT_THERE = ("axe-playwright-python",)


def conda(requirement):
    name = re.match(r"[^>]+", requirement).group()
    return requirement.replace(name, ON_CONDA_FORGE.get(name, name), 1)


def test_the_conda_environment_has_the_same_names_and_bounds():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    listed, through_pip = re.findall(r"^  - (.*)$", text, re.MULTILINE), re.findall(r"^      - (.*)$", text, re.MULTILINE)
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["tests"]
    there = [conda(r) for r in wanted if not r.startswith(NOT_THERE)]
    assert sorted(listed) == sorted([*there, "conda-forge", f"python{PROJECT['requires-python']}", "pip", "pip:"])
    assert sorted(through_pip) == sorted([*(r for r in wanted if r.startswith(NOT_THERE)), "--editable ."])


def test_every_dependency_has_a_lower_bound_and_no_other():
    every = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]
    assert len(every) > 15 and [r for r in every if not re.fullmatch(r"[\w-]+(\[\w+\])?>=[\d.]+", r)] == []


@pytest.fixture
def run():
    """Return run.py as a module, loaded anew."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_run_uses_the_standard_library_alone():
    names = re.findall(r"^\s*(?:import|from) (\w+)", (ROOT / "run.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert names and set(names) <= sys.stdlib_module_names


def test_run_explains_itself():
    done = subprocess.run([sys.executable, ROOT / "run.py"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "python run.py lab" in done.stderr and "python run.py test" in done.stderr


@pytest.mark.parametrize("version, accepted", [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_run_accepts_the_versions_that_the_project_does(run, monkeypatch, version, accepted):
    from packaging.specifiers import SpecifierSet

    assert (".".join(map(str, version)) in SpecifierSet(PROJECT["requires-python"])) == accepted
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        run.main([])
    assert ("annlab needs 3.11, 3.12 or 3.13" in str(stopped.value)) != accepted


def test_run_and_the_doctor_know_the_same_tools(run):
    known = {tool.apt: tool.commands for tool in doctor.TOOLS}
    assert run.TOOLS and run.TOOLS == {package: known[package] for package in run.TOOLS}


@pytest.fixture
def bare(run, monkeypatch):
    """A machine with none of the tools, where none can be installed; the list holds what was tried."""
    tried = []
    monkeypatch.setattr(run.shutil, "which", lambda command: None)
    monkeypatch.setattr(run, "apt_get", lambda *arguments: tried.append(arguments[-1]))
    monkeypatch.setattr(run, "playwright_brings_chromium", lambda: False)
    monkeypatch.delenv("CI", raising=False)
    return tried


def test_missing_tools_are_fetched_or_named(run, bare, capsys):
    run.bring_tools()
    assert bare == list(run.TOOLS)
    said = capsys.readouterr().out
    assert "are left out" in said and all(package in said for package in run.TOOLS)


def test_with_ci_a_missing_tool_is_an_error(run, bare, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="nothing is left out"):
        run.bring_tools()


def test_a_browser_that_playwright_brings_will_do(run, bare, monkeypatch, capsys):
    monkeypatch.setattr(run, "playwright_brings_chromium", lambda: True)
    run.bring_tools()
    assert "chromium" not in capsys.readouterr().out


def test_nothing_is_fetched_where_all_is_there(run, bare, monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "which", lambda command: f"/usr/bin/{command}")
    run.bring_tools()
    assert bare == [] and capsys.readouterr().out == ""


@pytest.fixture
def calls(run, monkeypatch, tmp_path):
    """Let run.py set up a project in tmp_path, and record what it calls instead of calling it."""
    made = []
    (tmp_path / "pyproject.toml").write_text("1")
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "python")

    def call(command, **_):
        made.append([str(part) for part in command])
        if command[1:3] == ["-m", "venv"]:
            run.VENV.mkdir(exist_ok=True)
            run.PYTHON.write_text("")
        return 0

    monkeypatch.setattr(run.subprocess, "call", call)
    return made


def test_the_set_up_is_made_once_and_again_when_the_project_changes(run, calls):
    run.install()
    assert [c[2] for c in calls] == ["venv", "pip"] and calls[1][-1] == str(run.HERE)
    run.install()
    assert len(calls) == 2
    (run.HERE / "pyproject.toml").write_text("2")
    run.install()
    assert [c[2] for c in calls[2:]] == ["pip"]
    run.install("tests")
    assert calls[3][-1] == f"{run.HERE}[tests]"


def test_a_failed_set_up_says_what_to_do_and_is_tried_again(run, calls, monkeypatch):
    monkeypatch.setattr(run.subprocess, "call", lambda command, **_: 1)
    with pytest.raises(SystemExit, match="python3-venv"):
        run.install()
    run.VENV.mkdir()
    run.PYTHON.write_text("")
    with pytest.raises(SystemExit, match="says why above"):
        run.install()
    assert list(run.VENV.glob("*.stamp")) == []


def test_ci_calls_the_test_command_of_the_readme():
    commands = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[3:]
    assert commands == ["python run.py test"]
    assert "python run.py test" in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


def links(text):
    return re.findall(r"\]\(([^)#\s]+)", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page):
    relative = [link for link in links(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in relative if not (page.parent / link).exists()] == []


def test_links_are_found():
    assert links("a [b](c/d.md#e), ![f](g.png)") == ["c/d.md", "g.png"]


def commands_of(text):
    """Return every `annlab ...` or `python run.py ...` that stands as code in a text, as lists of words."""
    code = "\n".join(re.findall(r"```.*?\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))
    found = re.findall(r"^(?:annlab|python run\.py) +([^#\n]+)", code, re.MULTILINE)
    return [words for words in map(shlex.split, found) if words[0] not in ("test", "--help")]


@pytest.mark.parametrize("page", [p for p in PAGES if p.parent.name != "benchmarks"], ids=lambda p: p.name)
def test_commands_in_the_texts_exist(page):
    for command, *arguments in commands_of(page.read_text(encoding="utf-8")):
        assert command in main.commands
        main.commands[command].make_context(command, arguments, parent=click.Context(main, **main.context_settings))


def test_commands_are_found():
    assert commands_of("`annlab lab 1`\n```sh\npython run.py check x.ipynb  # y\n```") == [["check", "x.ipynb"], ["lab", "1"]]


def test_the_readme_names_commands_chapters_and_the_two_set_up_lines():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^python run\.py (\w+)$", text, re.MULTILINE)[:2] == ["lab", "test"]
    for chapter in CHAPTERS:
        assert chapter.name in text
    for extra in PROJECT["optional-dependencies"]:
        assert extra in doctor.EXTRAS


def test_the_report_in_the_readme_is_what_the_check_says():
    text = re.sub(r"^   ", "", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    answer = re.search(r"```python\n(def neuron.*?)```", text, re.DOTALL).group(1)
    printed = re.search(r"```text\n(.*?)```", text, re.DOTALL).group(1)
    names = {"np": np}
    exec(answer, names)
    assert str(check("neuron", names["neuron"])) == printed.strip()


def test_the_changelog_has_this_version():
    import annlab

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[(Unreleased|{re.escape(annlab.__version__)})\]", text, re.MULTILINE)


def test_every_benchmark_is_listed():
    listed = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
    scripts = [path.name for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text(encoding="utf-8")]
    assert scripts and [name for name in scripts if f"python benchmarks/{name}" not in listed] == []

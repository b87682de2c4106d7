"""What holds for every command: help with an example that is true, no traceback, nothing heavy until it is needed."""

import shlex
import subprocess
import sys

import click
import pytest

import annlab as package
from annlab.cli import main

COMMANDS = sorted(main.commands)


def test_the_commands_are_these():
    assert COMMANDS == ["build", "check", "doctor", "grade", "lab", "progress", "report", "simulate"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_parses(annlab, name):
    result = annlab(name, "--help")
    assert result.exit_code == 0
    assert annlab(name, "-h").output == result.output
    example = result.output.partition("Example: ")[2].partition("\n")[0]
    program, command, *arguments = shlex.split(example)
    assert (program, command) == ("annlab", name)
    parent = click.Context(main, **main.context_settings)
    main.commands[name].make_context(name, arguments, parent=parent)  # raises where an option does not exist


def test_help_lists_every_command_in_whole_sentences(annlab):
    listed = annlab("--help").output.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_version(annlab):
    assert annlab("--version").output == f"annlab {package.__version__}\n"


@pytest.mark.parametrize("arguments", [["chekc"], ["lab", "--prot", "1"], ["check"], ["lab", "1", "2"]])
def test_what_does_not_exist_is_said_so(annlab, arguments):
    result = annlab(*arguments)
    assert result.exit_code == 2 and "--help" in result.output and isinstance(result.exception, SystemExit)


def test_the_command_is_loaded_without_anything_heavy():
    code = "import sys, annlab.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "click" in loaded
    heavy = {"IPython", "jupyterlab", "matplotlib", "nbclient", "nbformat", "nbgrader", "packaging", "rich"}
    assert loaded & heavy == set()


def test_bad_input_ends_with_two():
    from annlab.cli import BadInput

    assert issubclass(BadInput, click.ClickException) and BadInput.exit_code == 2

"""What the tests of the command share: a way to run it, and a course of two chapters that is not the real one."""

import pytest
from click.testing import CliRunner

from annlab.cli import main


@pytest.fixture
def annlab():
    """Return a function that runs the command in this process: annlab("lab", "1").exit_code, .output."""
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def course(tmp_path):
    for name, text in {"00_start/00_start.ipynb": "start, version 1", "01_neuron/01_neuron.ipynb": "neuron, version 1"}.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path / "course"

"""The examples in the reference functions' docstrings, which learners read, are true."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

from annlab import nn

MODULES = [f"annlab.nn.{module.name}" for module in pkgutil.iter_modules(nn.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(name)
    result = doctest.testmod(module, extraglobs={"np": np, **{f: getattr(nn, f) for f in nn.__all__}})
    assert result.failed == 0
    assert result.attempted > 0, f"{name} shows no example"


def test_a_wrong_example_is_found():
    example = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(example, out=lambda text: None).failed == 1

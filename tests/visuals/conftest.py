"""One Jupyter server and one Chromium for all browser tests here, and every figure once."""

import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annlab import visuals
from annlab.visuals import figure as figures

sys.path.insert(0, str(Path(__file__).parents[1]))
import browser as driver


@pytest.fixture(scope="session", params=visuals.__all__)
def figure(request):
    """Every figure of the gallery, as its show function makes it without arguments."""
    return getattr(visuals, request.param)().figure


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with driver.start_server(folder, tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture(scope="session")
def chrome():
    if driver.browser_path() is None:
        pytest.skip("no Chromium on this machine")
    with driver.chromium() as browser:
        yield browser


@pytest.fixture
def notebook(lab, chrome):
    """Open a notebook of these cells, run it, and give its page; its kernel ends with the test."""
    pages, names = [], itertools.count()

    def open_(*cells, app="lab", **context):
        name = driver.write_notebook(lab, f"n{id(pages)}-{next(names)}.ipynb", *cells)
        page = driver.open_notebook(chrome, lab, name, app=app, **context)
        pages.append(page)
        driver.run_all(page)
        return page

    yield open_
    for page in pages:
        driver.close(page)


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """Run an expression with a figure's module loaded as `m` in node, and give its value."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("no node on this machine; the same functions run in the browser tests")
    folder = tmp_path_factory.mktemp("node")

    def run(expression, scripts=("perceptron.js",)):
        class Plain(figures.Figure):
            pass

        Plain.scripts = scripts
        (folder / "m.mjs").write_text(figures.module(Plain()), encoding="utf-8")
        code = f"import * as m from './m.mjs'; console.log(JSON.stringify(await ({expression})));"
        (folder / "run.mjs").write_text(code, encoding="utf-8")
        done = subprocess.run([program, "run.mjs"], cwd=folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run

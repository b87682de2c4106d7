"""An instructor's first look: JupyterLab in the repository's root, Formgrader from its menu, every chapter in its list."""

import contextlib
import shutil
from pathlib import Path

import pytest

from annlab.exercises import CHAPTERS
from tests import browser as b

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def formgrader(tmp_path_factory):
    """Formgrader's page inside JupyterLab, which was started in a copy of the repository's root."""
    if b.browser_path() is None:
        pytest.skip("no Chromium on this machine")
    root = tmp_path_factory.mktemp("repository") / "annlab"
    root.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for folder in [f"{place}/{chapter.name}" for place in ("solutions", "course") for chapter in CHAPTERS]:
        shutil.copytree(ROOT / folder, root / folder)
    with contextlib.chdir(root), b.start_server(root) as server, b.chromium() as chromium:
        page = chromium.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{server.url}lab?token={server.token}")
        page.wait_for_function("() => window.jupyterapp?.commands.hasCommand('nbgrader:open-formgrader')")
        b.command(page, "nbgrader:open-formgrader")
        yield page


def test_formgrader_lists_every_chapter(formgrader):
    frame = formgrader.frame_locator("iframe")
    for chapter in CHAPTERS:
        row = frame.get_by_role("row").filter(has_text=chapter.name)
        row.wait_for()
        assert "draft" in row.inner_text()


def test_nothing_else_is_taken_for_a_chapter(formgrader):
    frame = formgrader.frame_locator("iframe")
    frame.get_by_role("row").filter(has_text=CHAPTERS[-1].name).wait_for()
    assert frame.get_by_role("row").filter(has_text="draft").count() == len(CHAPTERS)

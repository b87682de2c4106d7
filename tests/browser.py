"""JupyterLab and Notebook 7 in headless Chromium: what every browser test needs, and nothing about annlab.

    with start_server(folder) as server, chromium() as browser:
        page = open_notebook(browser, server, "x.ipynb")
        run_all(page)

A page is driven through the application's own commands (window.jupyterapp), so that no test depends on a
menu's wording; waiting is always for a state, never for a time.
"""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTINGS = {  # no news, no update notices: nothing that is fetched and nothing that covers the page
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    }
}


@dataclass(frozen=True)
class Server:
    url: str
    token: str
    folder: Path


@contextlib.contextmanager
def start_server(folder, home=None, config=None):
    """Run jupyter lab (which serves Notebook 7 too) on the folder; give a Server; stop it at the end.

    home: a folder for settings, runtime files and the log, outside the notebooks' folder; made beside it if None.
    config: a further folder of Jupyter's configuration, such as the one that `annlab lab` names.
    """
    home = Path(home or f"{folder}.home")
    for name, text in SETTINGS.items():
        file = home / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(text), encoding="utf-8")
    token = secrets.token_hex(16)
    places = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_CONFIG_PATH": config or "",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}"),
        *("--ServerApp.port=0", f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"),
        *("--JupyterNotebookApp.expose_app_in_browser=True", "--ServerApp.ip=127.0.0.1"),
    ]
    with open(home / "server.log", "w", encoding="utf-8") as log:
        environment = os.environ | {name: str(place) for name, place in places.items()}
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            yield Server(_address(home, process), token, Path(folder))
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(home, process, patience=60):
    """Return the server's address, from the file that it writes when it is ready."""
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        for file in (home / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError, KeyError):
                return json.loads(file.read_text(encoding="utf-8"))["url"]
        time.sleep(0.1)
    log = (home / "server.log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"jupyter lab did not start within {patience} s; its log ends: {log[-2000:]}")


def browser_path():
    """Return where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextlib.contextmanager
def chromium(arguments=()):
    """Give a headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=[*ARGUMENTS, *arguments])
        try:
            yield browser
        finally:
            browser.close()


def write_notebook(server, name, *cells):
    """Write a notebook of code cells into the server's folder, and return its name."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, server.folder / name)
    return name


def open_notebook(browser, server, path, app="lab", sockets=None, **context):
    """Open a notebook in a fresh page, in "lab" or in "notebook" (Notebook 7), and wait for its kernel.

    sockets: called with every web socket that the page opens. context: options of Playwright's new_context.
    """
    page = browser.new_context(**({"viewport": {"width": 1280, "height": 1000}} | context)).new_page()
    if sockets:
        page.on("websocket", sockets)
    page.set_default_timeout(60_000)
    where = f"lab/workspaces/{secrets.token_hex(4)}/tree/{path}" if app == "lab" else f"notebooks/{path}"
    page.goto(f"{server.url}{where}?token={server.token}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function("() => window.jupyterapp && window.jupyterapp.shell.currentWidget?.context?.sessionContext"
                           "?.session?.kernel?.status === 'idle'")
    return page


def close(page):
    """Shut the notebook's kernel down and close its page."""
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown(); }")
    page.context.close()


def command(page, name, **arguments):
    """Run one of the application's commands and wait until it is done."""
    return page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)",
                         [name, arguments])


def run_all(page):
    """Run every cell and wait until the last is done."""
    command(page, "notebook:run-all-cells")


def run_cell(page, index):
    """Run one cell, counted from 0, and wait until it is done."""
    page.evaluate("(i) => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = i; }", index)
    command(page, "notebook:run-cell")


def set_cell(page, index, source):
    """Replace the source of a cell, counted from 0."""
    page.evaluate("([i, text]) => window.jupyterapp.shell.currentWidget.content.widgets[i].model.sharedModel"
                  ".setSource(text)", [index, source])


def outputs(page, index):
    """Return the outputs of a cell, as in the notebook file."""
    return page.evaluate("(i) => window.jupyterapp.shell.currentWidget.content.widgets[i].model.outputs?.toJSON()",
                         index)


def theme(page, name):
    """Switch to a theme, such as "JupyterLab Dark"."""
    command(page, "apputils:change-theme", theme=name)
    page.wait_for_function("(dark) => document.body.dataset.jpThemeLight === String(!dark)", arg="Dark" in name)

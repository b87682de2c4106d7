"""Pictures of the figures for the README, taken of the real thing: JupyterLab in headless Chromium.

    python tests/screenshots.py FOLDER [NAME ...] [--dark] [--width 960]

Without names, all figures of annlab.visuals. Each becomes FOLDER/NAME.png, at twice the usual resolution.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import browser as driver

from annlab import visuals


def screenshots(folder, names=None, dark=False, width=960):
    """Take a picture of every named figure in JupyterLab, and return the paths."""
    names = list(names or visuals.__all__)
    unknown = sorted(set(names) - set(visuals.__all__))
    if unknown:
        raise ValueError(f"no figure is called {', '.join(unknown)}; there are {', '.join(visuals.__all__)}.")
    folder, paths = Path(folder), []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as home:
        with driver.start_server(work, home) as server, driver.chromium() as chrome:
            cells = [f"from annlab.visuals import {name}\n{name}()" for name in names]
            driver.write_notebook(server, "figures.ipynb", *cells)
            size = {"width": width + 400, "height": 1400}
            page = driver.open_notebook(chrome, server, "figures.ipynb", viewport=size, device_scale_factor=2)
            if dark:
                driver.theme(page, "JupyterLab Dark")
            driver.run_all(page)
            for i, name in enumerate(names):
                root = page.locator(".jp-Notebook .jp-CodeCell").nth(i).locator(".an")
                root.wait_for()
                root.scroll_into_view_if_needed()
                paths.append(folder / f"{name.removeprefix('show_')}{'-dark' if dark else ''}.png")
                root.screenshot(path=paths[-1])
            driver.close(page)
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=960)
    options = parser.parse_args()
    print(*screenshots(options.folder, options.names, options.dark, options.width), sep="\n")

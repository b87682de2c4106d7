"""A training that is watched beside the same one that is not: how much slower its loop is, and how many pictures come.

    python benchmarks/film.py [--seconds 3] [--rounds 3] [--keep]

A learner's own loop (chapter 11's fit on two hidden layers) in a real JupyterLab, as `annlab lab` starts it, its film open in a
headless Chromium. Both take turns in one kernel, each for about so many seconds; the ratio carries over to other machines.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import browser as driver
import kept
from widgets import server

SHOW = """
import time, numpy as np
from annlab import nn
from annlab.visuals import show_film
X, y = nn.toy_data("circles", 200, 0.1, np.random.default_rng(0))
ACTIVATIONS = ["tanh", "tanh", "sigmoid"]
film = show_film(X, y, ACTIVATIONS)
film
"""
LOOP = """
def adam(params, grads, state):
    t, memory = (0, None) if state is None else state
    params, memory = nn.adam_step(params, grads, memory, t + 1, 0.01, 0.9, 0.999, 1e-8)
    return params, (t + 1, memory)

def watched(params, grads, state):
    film.add(params)
    return adam(params, grads, state)

def seconds(optimiser, epochs):
    begun = time.perf_counter()
    nn.fit(X, y, [2, 16, 16, 1], ACTIVATIONS, "binary_cross_entropy", optimiser, epochs, 20, np.random.default_rng(1))
    return time.perf_counter() - begun

epochs = max(1, round(20 * {seconds} / seconds(adam, 20)))
found = [(seconds(adam, epochs), seconds(watched, epochs)) for _ in range({rounds})]
print(found)
"""


def run(seconds, rounds):
    """Return {"a watched loop": figures}: medians over the rounds."""
    with server() as lab, driver.chromium() as browser:
        path = driver.write_notebook(lab, "film.ipynb", SHOW, LOOP.format(seconds=seconds, rounds=rounds))
        page = driver.open_notebook(browser, lab, path)
        driver.run_cell(page, 0)
        root = page.locator(".an").first
        root.wait_for()
        drawn = int(root.get_attribute("data-frame"))
        page.set_default_timeout(0)
        driver.run_cell(page, 1)
        pairs = eval("".join(driver.outputs(page, 1)[0]["text"]), {})  # our own cell's print
        pictures = int(root.get_attribute("data-frame")) - drawn
        driver.close(page)
    return {
        "a watched loop": {
            "slower %": 100 * (statistics.median(watched / alone for alone, watched in pairs) - 1),
            "pictures/s": pictures / sum(watched for _, watched in pairs),
            "seconds alone": statistics.median(alone for alone, _ in pairs),
        }
    }


def verdicts(results):
    """Return (bar, figure, whether it is reached)."""
    slower = results["a watched loop"]["slower %"]
    return [("a loop that is watched: at most 10 % slower", slower, slower <= 10)]


if __name__ == "__main__":
    kept.main("film.py", __doc__, run, verdicts)

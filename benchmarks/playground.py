"""The playground while it trains: pictures a second, what comes after Pause, the kernel's share, bytes.

    python benchmarks/playground.py [--seconds 3] [--rounds 3] [--keep]

A real JupyterLab, as `annlab lab` starts it, and a headless Chromium; networks from the one that opens to the largest that
can be drawn. A picture counts when an animation frame shows it. The learner's own share is the processor time inside the
functions that the playground is handed; what the kernel spends beyond it is the playground's. Figures belong to a machine and
to what else runs on it: the load stands beside them.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import browser as driver
import kept
from widgets import CPU, count, server

NETWORKS = {
    "4-4": "hidden=[4, 4]",
    "8-8-8, seven features": "hidden=[8, 8, 8], features=list(FEATURES), data='spirals'",
    "4-4, 20 steps a picture": "hidden=[4, 4], speed=20",
}
CODE = """
import functools, time
from annlab.visuals import show_playground
from annlab.visuals.playground_data import FEATURES
from annlab.visuals.asking import REFERENCES
OWN = [0.0]
def timed(fn):
    @functools.wraps(fn)
    def run(*args):
        begun = time.thread_time()
        try: return fn(*args)
        finally: OWN[0] += time.thread_time() - begun
    return run
show_playground(**{{name: timed(fn) for name, fn in REFERENCES.items()}}, {settings})
"""
RUN = """async (seconds) => {
  const root = document.querySelector(".an");
  const press = (name) => [...root.querySelectorAll("button")].find((b) => b.textContent === name).click();
  const frames = () => Number(root.dataset.frame);
  const pictures = [];
  let [seen, watching] = [frames(), true];
  requestAnimationFrame(function look(t) {
    if (frames() !== seen) pictures.push(t);
    seen = frames();
    if (watching) requestAnimationFrame(look);
  });
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));
  press("Play");
  await wait(500);  // the first pictures are of a page that is still warming up
  const [begun, first] = [performance.now(), frames()];
  await wait(1000 * seconds);
  press("Pause");
  const [ended, last] = [performance.now(), frames()];
  await wait(1000);
  watching = false;
  const shown = pictures.filter((t) => t >= begun && t <= ended);
  const gaps = shown.slice(1).map((t, i) => t - shown[i]).sort((a, b) => a - b);
  return { rate: shown.length / (ended - begun) * 1000, gap: gaps[Math.floor(0.95 * gaps.length)] ?? NaN,
    after: frames() - last, frames: last - first + (frames() - last) };
}"""
OWN = CPU.replace("time.process_time()", "OWN[0]")


def measure(page, seconds, traffic):
    """Play, pause, and return the figures of one run; the half second of warming up counts in none but bytes and time."""
    reset = page.locator(".an").first.get_by_role("button", name="Reset")
    reset.click()
    before = [page.evaluate(question) for question in (CPU, OWN)]
    drawn = int(page.locator(".an").first.get_attribute("data-frame"))
    traffic["bytes"] = 0
    found = page.evaluate(RUN, seconds)
    received = traffic["bytes"]
    all_, own = (page.evaluate(question) - was for question, was in zip((CPU, OWN), before, strict=True))
    n = max(int(page.locator(".an").first.get_attribute("data-frame")) - drawn, 1)
    return {
        "pictures/s": found["rate"],
        "p95 gap ms": found["gap"],
        "after pause": found["after"],
        "CPU ms beyond own": 1000 * (all_ - own) / n,
        "own CPU ms": 1000 * own / n,
        "kB/picture": received / 1000 / n,
    }


def run(seconds, rounds):
    """Return {network: figures}: medians over the rounds, of pictures after a pause the most."""
    found, traffic = {name: [] for name in NETWORKS}, {"bytes": 0}
    with server() as lab, driver.chromium() as browser:
        for i, (name, settings) in enumerate(NETWORKS.items()):
            path = driver.write_notebook(lab, f"{i}.ipynb", CODE.format(settings=settings))
            page = driver.open_notebook(browser, lab, path, sockets=lambda socket: count(socket, traffic))
            driver.run_all(page)
            page.locator(".an").first.scroll_into_view_if_needed()
            found[name] = [measure(page, seconds, traffic) for _ in range(rounds)]
            driver.close(page)
    pick = {"after pause": max}
    return {
        name: {key: pick.get(key, statistics.median)(one[key] for one in all_) for key in all_[0]} for name, all_ in found.items()
    }


def verdicts(results):
    """Return (bar, figure, whether it is reached)."""
    bars = [
        ("pictures/s", "at least 50 pictures a second", lambda v: v >= 50),
        ("after pause", "at most 2 pictures after Pause", lambda v: v <= 2),
        ("CPU ms beyond own", "at most 5 ms of the kernel beyond the learner's own", lambda v: v <= 5),
        ("kB/picture", "at most 20 kB a picture", lambda v: v <= 20),
    ]
    return [(f"{name}: {text}", found[key], reached(found[key])) for name, found in results.items() for key, text, reached in bars]


if __name__ == "__main__":
    kept.main("playground.py", __doc__, run, verdicts)

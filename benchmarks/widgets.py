"""A slider dragged 60 times a second: annlab's figure beside `interact` with `plt.show()`, in one run.

    python benchmarks/widgets.py [--seconds 3] [--rounds 3] [--slow-ms 50]

Both show the same perceptron (a heat map, 200 points, the boundary, three sliders) in the same JupyterLab and
the same headless Chromium, moved by the same script in the page. A picture counts when it carries a new slider value;
its latency runs from the slider showing that value to the first animation frame with the picture. Ratios
carry over to other machines; milliseconds do not.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import browser as driver

RATE = 60  # moves a second

DATA = """
import time, numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(200, 2)); y = (X @ [1.0, 0.5] > 0.2).astype(float)
SLOW = {slow}
def perceptron(X, w, b):
    if SLOW: time.sleep(SLOW)
    return np.where(X @ w + b >= 0, 1.0, 0.0)
"""
NAIVE = """
%matplotlib inline
import matplotlib.pyplot as plt
from ipywidgets import interact, FloatSlider
def slider(v): return FloatSlider(value=v, min=-3, max=3, step=0.05)
@interact(w1=slider(0.0), w2=slider(1.0), b=slider(0.0))
def show(w1, w2, b):
    xs = np.linspace(-3, 3, 100); A, B = np.meshgrid(xs, xs)
    Z = perceptron(np.column_stack([A.ravel(), B.ravel()]), np.array([w1, w2]), b).reshape(A.shape)
    said = perceptron(X, np.array([w1, w2]), b)
    fig, ax = plt.subplots(figsize=(5, 5))
    ax.imshow(Z, extent=(-3, 3, -3, 3), origin="lower", alpha=0.3)
    ax.scatter(*X.T, c=y); ax.scatter(*X[said != y].T, s=80, facecolors="none", edgecolors="red")
    if w2: ax.plot(xs, -(b + w1 * xs) / w2)
    ax.set(xlim=(-3, 3), ylim=(-3, 3))
    k = int(round((w1 + 3) / 0.05))  # the slider's value, as the colour of a strip at the left edge
    fig.add_artist(plt.Rectangle((0, 0), 0.03, 1, color=(k / 255, 0.5, 0.5)))
    plt.show()
"""
OURS = """
from annlab.visuals import show_perceptron
show_perceptron(perceptron, X, y, w=(0.0, 1.0), b=0.0)
"""

# In the page: notes when the slider shows a value, and when a frame carries it.
WATCH = """([cell, ours]) => {
  window.annlabStop?.();
  const log = window.annlabLog = { inputs: [], pictures: [] };
  const watchers = [];
  const watch = (node, act, options) => { const w = new MutationObserver(act); w.observe(node, options); watchers.push(w); };
  window.annlabStop = () => watchers.forEach((w) => w.disconnect());
  const root = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[cell].querySelector(".jp-Cell-outputArea");
  let last = null;
  const picture = (value) => {
    if (value === last) return;
    last = value;
    requestAnimationFrame((t) => log.pictures.push([Math.max(t, performance.now()), value]));
  };
  const now = (value) => { if (!log.inputs.length || log.inputs.at(-1)[1] !== value) log.inputs.push([performance.now(), value]); };
  if (ours) {
    root.querySelector("input[type=range]").addEventListener("input", (e) => now(Number(e.target.value).toFixed(2)), true);
    const read = () => picture(Number(root.querySelector('.an-formula [data-key="w1"]').textContent.replace("\\u2212", "-")).toFixed(2));
    watch(root, read, { childList: true, subtree: true, characterData: true });
  } else {
    const readout = root.querySelector(".widget-readout");
    watch(readout, () => now(Number(readout.textContent).toFixed(2)), { childList: true, subtree: true, characterData: true });
    const canvas = new OffscreenCanvas(1, 1);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const read = () => {
      const image = root.querySelector("img");
      if (!image) return;
      const look = () => {
        if (!image.naturalWidth) return;
        pen.drawImage(image, 14, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
        picture((pen.getImageData(0, 0, 1, 1).data[0] * 0.05 - 3).toFixed(2));
      };
      if (image.complete) look(); else image.addEventListener("load", look, { once: true });
    };
    watch(root, read, { childList: true, subtree: true, attributes: true, attributeFilter: ["src"] });
  }
}"""
# In the page: moves the slider to and fro, so many times a second whatever the rest of the page does meanwhile.
DRIVE = """async ([cell, ours, seconds, rate]) => {
  const root = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[cell].querySelector(".jp-Cell-outputArea");
  const slider = root.querySelector(ours ? "input[type=range]" : ".noUi-base");
  const handle = root.querySelector(".noUi-handle");
  const box = slider.getBoundingClientRect();
  const at = { bubbles: true, cancelable: true, clientY: box.y + box.height / 2, buttons: 1 };
  const mouse = (type, node, x) => node.dispatchEvent(new MouseEvent(type, { ...at, clientX: x }));
  const to = (share) => {
    if (!ours) { mouse("mousemove", document.documentElement, box.x + share * box.width); return; }
    slider.value = (-3 + 6 * share).toFixed(2);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  if (!ours) mouse("mousedown", handle, box.x + box.width / 2);
  const start = performance.now();
  const moves = Math.round(seconds * rate);
  for (let k = 0; k < moves; k++) {
    const wait = start + (1000 * k) / rate - performance.now();
    if (wait > 0) await new Promise((go) => setTimeout(go, wait));
    to(0.5 + 0.35 * (Math.abs(((k + 25) % 100) - 50) / 25 - 1));
  }
  const released = performance.now();
  if (!ours) mouse("mouseup", document.documentElement, box.x + box.width / 2);
  return released;
}"""
CPU = """async () => {
  const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code: "import time; print(time.process_time())", store_history: false, silent: false });
  let text = "";
  future.onIOPub = (m) => { if (m.header.msg_type === "stream") text += m.content.text; };
  await future.done;
  return Number(text);
}"""


def measure(page, cell, ours, seconds, traffic):
    """Drag the first slider of a cell's output and return the figures of one run."""
    area = page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-Cell-outputArea")
    area.scroll_into_view_if_needed()
    handle = area.locator("input[type=range]" if ours else ".noUi-target").first
    handle.wait_for()
    page.evaluate(WATCH, [cell, ours])
    before, traffic["bytes"] = page.evaluate(CPU), 0
    released = page.evaluate(DRIVE, [cell, ours, seconds, RATE])
    page.wait_for_timeout(2500)
    log, received = page.evaluate("() => window.annlabLog"), traffic["bytes"]
    cpu = page.evaluate(CPU) - before
    return summary(log, released, cpu, received)


def summary(log, released, cpu, received):
    """Return pictures a second, latencies, backlog, processor time and bytes a picture."""
    latencies = []
    for at, value in log["pictures"]:
        shown = [t for t, v in log["inputs"] if v == value and t <= at]
        latencies += [at - shown[-1]] if shown else []
    latencies.sort()
    n = max(len(log["pictures"]), 1)
    last = max((t for t, _ in log["pictures"]), default=released)
    final_input = log["inputs"][-1][0] if log["inputs"] else released
    seconds = (final_input - log["inputs"][0][0]) / 1000 if len(log["inputs"]) > 1 else float("nan")
    return {
        "inputs/s": len(log["inputs"]) / seconds,
        "pictures/s": sum(t <= released for t, _ in log["pictures"]) / seconds,
        "p50 ms": statistics.median(latencies) if latencies else float("nan"),
        "p95 ms": latencies[int(0.95 * (len(latencies) - 1))] if latencies else float("nan"),
        "backlog ms": max(last - final_input, 0.0),
        "CPU ms/picture": 1000 * cpu / n,
        "kB/picture": received / 1000 / n,
    }


def run(seconds, slow, rounds):
    """Return {"interact": figures, "annlab": figures}: medians of rounds in which the two take turns."""
    found, traffic, pages = {"interact": [], "annlab": []}, {"bytes": 0}, {}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        with driver.start_server(folder, home) as server, driver.chromium() as browser:
            for name, code in (("interact", NAIVE), ("annlab", OURS)):
                path = driver.write_notebook(server, f"{name}.ipynb", DATA.format(slow=slow / 1000), code)
                pages[name] = driver.open_notebook(browser, server, path, sockets=lambda socket: count(socket, traffic))
                driver.run_all(pages[name])
            for _ in range(rounds):
                for name, page in pages.items():
                    page.bring_to_front()
                    found[name].append(measure(page, 1, name == "annlab", seconds, traffic))
            for page in pages.values():
                driver.close(page)
    return {name: {key: statistics.median(one[key] for one in all_) for key in all_[0]} for name, all_ in found.items()}


def count(socket, traffic):
    """Add up what a web socket brings to the page."""

    def received(payload):
        traffic["bytes"] += len(payload)

    socket.on("framereceived", received)


def verdicts(results):
    """Return (bar, figure, whether it is reached) for the bars of a figure that asks Python."""
    a, e = results["interact"], results["annlab"]
    return [
        ("drag p95 <= 0.3 of interact", e["p95 ms"] / a["p95 ms"], e["p95 ms"] <= 0.3 * a["p95 ms"]),
        ("pictures a second >= 5 of interact", e["pictures/s"] / a["pictures/s"], e["pictures/s"] >= 5 * a["pictures/s"]),
        ("backlog <= 150 ms", e["backlog ms"], e["backlog ms"] <= 150),
        ("kernel CPU <= 5 ms a picture", e["CPU ms/picture"], e["CPU ms/picture"] <= 5),
        ("<= 20 kB a picture", e["kB/picture"], e["kB/picture"] <= 20),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3, help="how often the two take turns; medians are shown")
    parser.add_argument("--slow-ms", type=float, default=0.0, help="let the learner's function take this long")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = run(options.seconds, options.slow_ms, options.rounds)
    if options.json:
        print(json.dumps(results, indent=1))
        return
    names = list(results["annlab"])
    print(f"{'':10}" + "".join(f"{name:>16}" for name in names))
    for who, figures in results.items():
        print(f"{who:10}" + "".join(f"{figures[name]:16.1f}" for name in names))
    for text, figure, reached in verdicts(results):
        print(f"{'reached' if reached else 'MISSED':8} {text}: {figure:.2f}")


if __name__ == "__main__":
    main()

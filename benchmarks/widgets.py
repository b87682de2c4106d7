"""A control moved 60 times a second: annlab's figures beside `interact` with `plt.show()`, in one run.

    python benchmarks/widgets.py [--seconds 3] [--rounds 3] [--keep]

interact and annlab show the same perceptron (a heat map, 200 points, the boundary, three sliders) in the same JupyterLab, as
`annlab lab` starts it, and the same headless Chromium, moved by the same script in the page. So does annlab with a function
that takes 50 ms, and in a JupyterLab that was started otherwise; broadcasting stands for the figures that the browser
computes. The hand never waits for the picture: moves that fall due while the page is busy are made at once afterwards, and
each counts. A picture counts when it carries a new value; its latency runs from the control showing that value (where it did
so twice: the later time, which favours the slower) to the first animation frame with the picture. Ratios carry over to other
machines, milliseconds do not.
"""

import contextlib
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import browser as driver
import kept

from annlab import lab

LAB = Path(lab.__file__).parent  # the configuration that `annlab lab` names
RATE = 60  # moves a second
PAUSE = 50  # milliseconds that the slow function takes

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
BROWSER = """
from annlab.visuals import show_broadcasting
show_broadcasting()
"""
ASKING, SLOW, PLAIN, INSIDE = "annlab", "annlab, slow", "annlab, other server", "annlab, in browser"

# In the page: what the control shows, what the picture carries, and how the one is moved. Then the hand: so many moves a
# second whatever the page does meanwhile, and a log of when the control shows a value and when a frame carries it.
HAND = """async ([cell, kind, seconds, rate]) => {
  const root = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[cell].querySelector(".jp-Cell-outputArea");
  const log = { inputs: [], pictures: [] };
  const number = (text) => Number(text.replace("\\u2212", "-")).toFixed(2);
  const fresh = (list, value) => !list.length || list.at(-1)[1] !== value;
  let last = null;
  const picture = (value) => {
    if (value === last) return;
    last = value;
    requestAnimationFrame((t) => log.pictures.push([Math.max(t, performance.now()), value]));
  };
  const kinds = {
    interact() {
      const [base, handle, readout] = [".noUi-base", ".noUi-handle", ".widget-readout"].map((s) => root.querySelector(s));
      const box = base.getBoundingClientRect();
      const at = { bubbles: true, cancelable: true, clientY: box.y + box.height / 2, buttons: 1 };
      const mouse = (type, node, share) => node.dispatchEvent(new MouseEvent(type, { ...at, clientX: box.x + share * box.width }));
      const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      const look = (image) => {
        if (!image.naturalWidth) return;
        pen.drawImage(image, 14, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
        picture((pen.getImageData(0, 0, 1, 1).data[0] * 0.05 - 3).toFixed(2));
      };
      return {
        shown: () => number(readout.textContent),
        press() {  // in the middle of the handle, wherever the last round left it: the slider keeps the distance
          const held = handle.getBoundingClientRect();
          mouse("mousedown", handle, (held.x + held.width / 2 - box.x) / box.width);
        },
        move: (share) => mouse("mousemove", document.documentElement, share),
        release: () => mouse("mouseup", document.documentElement, 0.5),
        read() {
          const image = root.querySelector("img");
          if (image?.complete) look(image); else image?.addEventListener("load", () => look(image), { once: true });
        },
      };
    },
    slider() {
      const slider = root.querySelector("input[type=range]");
      return {
        shown: () => number(slider.value),
        move(share) { slider.value = (-3 + 6 * share).toFixed(2); slider.dispatchEvent(new Event("input", { bubbles: true })); },
        read: () => picture(Number(root.querySelector('.an-formula [data-key="w1"]').textContent.replace("\u2212", "-")).toFixed(2)),
      };
    },
    select() {
      const select = root.querySelector("select");
      const title = [...root.querySelectorAll("div")].find((d) => !d.children.length && d.textContent.startsWith("a ("));
      let k = 0;
      return {
        shown: () => `a ${select.selectedOptions[0].textContent}`,
        move() { select.selectedIndex = ++k % select.options.length; select.dispatchEvent(new Event("change", { bubbles: true })); },
        read: () => picture(title.textContent),
      };
    },
  };
  const { shown, press = () => {}, move, release = () => {}, read } = kinds[kind]();
  const watcher = new MutationObserver(read);
  watcher.observe(root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["src"] });
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));
  press();
  const start = performance.now();
  for (let k = 0; k < Math.round(seconds * rate); k++) {
    const early = start + (1000 * k) / rate - performance.now();
    if (early > 0) await wait(early);
    const at = performance.now();
    move(0.5 + 0.35 * (Math.abs(((k + 25) % 100) - 50) / 25 - 1));
    if (fresh(log.inputs, shown())) log.inputs.push([at, shown()]);
  }
  log.released = performance.now();
  release();
  await wait(2500);
  watcher.disconnect();
  return log;
}"""
CPU = """async () => {
  const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code: "import time; print(time.process_time())", store_history: false, silent: false });
  let text = "";
  future.onIOPub = (m) => { if (m.header.msg_type === "stream") text += m.content.text; };
  await future.done;
  return Number(text);
}"""


def measure(page, cell, kind, seconds, traffic):
    """Move the first control of a cell's output and return the figures of one run. kind: interact, slider or select."""
    area = page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-Cell-outputArea")
    area.scroll_into_view_if_needed()
    area.locator({"interact": ".noUi-target", "slider": "input[type=range]", "select": "select"}[kind]).first.wait_for()
    before, traffic["bytes"] = page.evaluate(CPU), 0
    log = page.evaluate(HAND, [cell, kind, seconds, RATE])
    received = traffic["bytes"]
    return summary(log, page.evaluate(CPU) - before, received)


def summary(log, cpu, received):
    """Return pictures a second, latencies, backlog, processor time and bytes a picture."""
    latencies = []
    for at, value in log["pictures"]:
        shown = [t for t, v in log["inputs"] if v == value and t <= at]
        latencies += [at - shown[-1]] if shown else []
    latencies.sort()
    n = max(len(log["pictures"]), 1)
    begun, ended = log["inputs"][0][0], log["inputs"][-1][0]
    last = max((t for t, _ in log["pictures"]), default=ended)
    seconds = (ended - begun) / 1000
    return {
        "inputs/s": (len(log["inputs"]) - 1) / seconds,
        "pictures/s": sum(t <= log["released"] for t, _ in log["pictures"]) / seconds,
        "p50 ms": statistics.median(latencies) if latencies else float("nan"),
        "p95 ms": latencies[int(0.95 * (len(latencies) - 1))] if latencies else float("nan"),
        "backlog ms": max(last - ended, 0.0),
        "CPU ms/picture": 1000 * cpu / n,
        "kB/picture": received / 1000 / n,
    }


def run(seconds, rounds):
    """Return {name: figures}: medians of rounds in which all take turns, one page open at a time."""
    sides = {
        "interact": ("interact", NAIVE, 0),
        ASKING: ("slider", OURS, 0),
        SLOW: ("slider", OURS, PAUSE),
        PLAIN: ("slider", OURS, 0),
        INSIDE: ("select", BROWSER, 0),
    }
    found, traffic = {name: [] for name in sides}, {"bytes": 0}
    with contextlib.ExitStack() as stack:
        ours, other = (stack.enter_context(server(config)) for config in (LAB, None))
        browser = stack.enter_context(driver.chromium())
        for turn in range(rounds):
            for name, (kind, code, pause) in sides.items():
                where = other if name == PLAIN else ours
                path = driver.write_notebook(where, f"{name} {turn}.ipynb", DATA.format(slow=pause / 1000), code)
                page = driver.open_notebook(browser, where, path, sockets=lambda socket: count(socket, traffic))
                driver.run_all(page)
                measure(page, 1, kind, 1, traffic)  # a page that was just opened is still warming up
                found[name].append(measure(page, 1, kind, seconds, traffic))
                driver.close(page)
    return {name: {key: statistics.median(one[key] for one in all_) for key in all_[0]} for name, all_ in found.items()}


@contextlib.contextmanager
def server(config=LAB):
    """Give a JupyterLab on an empty folder. config: a folder of Jupyter's configuration, or None."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        with driver.start_server(folder, home, config) as started:
            yield started


def count(socket, traffic):
    """Add up what a web socket brings to the page."""

    def received(payload):
        traffic["bytes"] += len(payload)

    socket.on("framereceived", received)


def verdicts(results):
    """Return (bar, figure, whether it is reached): first what asks Python, then what the browser computes."""
    a, e, slow, plain, inside = (results[name] for name in ("interact", ASKING, SLOW, PLAIN, INSIDE))
    latency, pace = "p95 ms", "pictures/s"
    most = 0.97 * inside["inputs/s"] / a[pace]  # there cannot be more pictures than inputs
    rows = [
        ("asking Python: drag p95 <= 0.3 of interact", e[latency] / a[latency], 0.3),
        ("asking Python, another server: drag p95 <= 0.3 of interact", plain[latency] / a[latency], 0.3),
        ("asking Python: pictures a second >= 5 of interact", e[pace] / a[pace], -5),
        ("asking Python: backlog <= 150 ms", e["backlog ms"], 150),
        ("asking Python: backlog <= 150 ms with a slow function", slow["backlog ms"], 150),
        ("asking Python: kernel CPU <= 5 ms a picture", e["CPU ms/picture"], 5),
        ("asking Python: <= 20 kB a picture", e["kB/picture"], 20),
        ("in the browser: drag p95 <= 0.15 of interact", inside[latency] / a[latency], 0.15),
        ("in the browser: pictures a second >= 6 of interact, or of inputs >= 97 %", inside[pace] / a[pace], -min(6, most)),
        ("in the browser: backlog <= 50 ms", inside["backlog ms"], 50),
        ("in the browser: kernel CPU 0 ms a picture (<= 0.1)", inside["CPU ms/picture"], 0.1),
        ("in the browser: 0 kB a picture (<= 0.1)", inside["kB/picture"], 0.1),
    ]
    return [(text, figure, figure <= bar if bar > 0 else figure >= -bar) for text, figure, bar in rows]


if __name__ == "__main__":
    kept.main("widgets.py", __doc__, run, verdicts)

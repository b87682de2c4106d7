"""What benchmarks/grading.py has measured, as README shows it: a table, a few sentences and a figure."""

import statistics
from pathlib import Path

from annlab.visuals.palette import GRID, INK, MUTED, NEGATIVE, POSITIVE

BEGIN, END = "<!-- made by: python benchmarks/grading.py --show -->", "<!-- until here -->"
FIGURE = "docs/grading.png"
NAMES = {
    "annlab": "annlab, 2 workers, sandboxed",
    "stock": "`nbgrader autograde`",
    "two": "`nbgrader autograde`, 2 processes",
    "otter": "otter-grader, in one process",
}


def show(result: dict, root: Path) -> None:
    """Write the figure, and the text between README's two marks."""
    readme = root / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    draw(result, root / FIGURE)
    readme.write_text(f"{before}{BEGIN}\n{text(result)}\n{END}{after}", encoding="utf-8")


def text(result: dict) -> str:
    """Return what stands in README, as Markdown."""
    return "\n\n".join([_who_takes_how_long(result), _what_one_more_costs(result), f"![{alt(result)}]({FIGURE})", _marks(result)])


def _who_takes_how_long(result) -> str:
    rows = [
        "| | submissions | seconds | seconds each | times annlab's | processor time each | memory at most |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, runs in result["runs"].items():
        low, middle, high = against(result, name)
        times = "1" if name == "annlab" else f"{middle:.1f} ({low:.1f} to {high:.1f})"
        seconds, spent, held = (_middle(runs, lambda run, key=key: run[key]) for key in ("seconds", "cpu_seconds", "megabytes"))
        students = runs[0]["students"]
        rows.append(
            f"| {NAMES[name]} | {students} | {seconds:.0f} | {seconds / students:.2g} | {times} "
            f"| {spent / students:.2g} s | {held:.0f} MB |"
        )
    return "\n".join(rows)


def each(run: dict) -> float:
    return run["seconds"] / run["students"]


def against(result: dict, name: str) -> tuple[float, float, float]:
    """Return the least, the middle and the largest ratio of one of its runs to one of annlab's, a submission each."""
    ratios = sorted(each(theirs) / each(ours) for theirs in result["runs"][name] for ours in result["runs"]["annlab"])
    return ratios[0], statistics.median(ratios), ratios[-1]


def _middle(runs, value) -> float:
    return statistics.median(map(value, runs))


def one_more(runs: list[dict]) -> dict[str, float]:
    """Return what one submission more costs, from the largest class and one of a tenth of it."""
    runs = sorted(runs, key=lambda run: run["students"])
    large = runs[-1]
    small = max((run for run in runs[:-1] if run["students"] * 10 <= large["students"]), key=lambda run: run["students"], default=runs[0])
    more = large["students"] - small["students"]
    return {key: (large[key] - small[key]) / more for key in ("seconds", "cpu_seconds", "megabytes")}


def _what_one_more_costs(result) -> str:
    ours = sorted(result["growth"]["annlab"], key=lambda run: run["students"])
    rows = [
        "| annlab, ordinary submissions | " + " | ".join(f"{run['students']:,}" for run in ours) + " |",
        "|---" * (len(ours) + 1) + "|",
        "| seconds | " + " | ".join(f"{run['seconds']:.1f}" for run in ours) + " |",
        "| to the first mark | " + " | ".join(f"{run['first']:.1f}" for run in ours) + " |",
        "| memory at most, MB | " + " | ".join(f"{run['megabytes']:.0f}" for run in ours) + " |",
    ]
    mine, theirs = (one_more(result["growth"][name])["cpu_seconds"] for name in ("annlab", "stock"))
    return "\n".join(rows) + (
        f"\n\nOne ordinary submission more, with nothing that crashes or loops, costs {1000 * mine:.0f} ms of processor time; "
        f"`nbgrader autograde` needs {1000 * theirs:.0f} ms for it. `annlab --help` takes {result['start']['annlab --help']:.2f} s."
    )


def _marks(result) -> str:
    lost = result["otherwise"].get("stock", {})
    ended = lost.get("the notebook's process ended", 0)
    students = result["runs"]["annlab"][0]["students"]
    shares = ", ".join(f"{100 * share:g} % {kind}" for kind, share in result["shares"].items())
    return (
        f"The class is synthetic: `annlab simulate 1 --students {students}` ({shares}). Every mark is the one that the answer "
        f"deserves, and equal to nbgrader's for the same random inputs. The exception: an answer that ends its process. It leaves "
        f"the whole notebook unmarked in stock nbgrader, here {ended} answers; in annlab it costs its own points alone. {_lost(result)}"
        f"Measured with {result['with']}; `python benchmarks/grading.py` repeats it."
    )


def _lost(result) -> str:
    """Return what else was left without a mark, or ""."""
    lost = {name: found["no mark"] for name, found in result["otherwise"].items() if found.get("no mark")}
    return "".join(f"{NAMES[name]} left {number} more answers without a mark, and did not say why. " for name, number in lost.items())


def alt(result: dict) -> str:
    """Return the content of the figure in words."""
    lines = []
    for name, words in (("annlab", "annlab"), ("stock", "nbgrader autograde")):
        runs = sorted(result["growth"][name], key=lambda run: run["students"])
        lines.append(f"{words}: " + ", ".join(f"{run['students']:,} in {run['seconds']:.1f} s" for run in runs))
    return "Seconds for a class of ordinary submissions, on logarithmic axes. " + "; ".join(lines) + "."


def draw(result: dict, path: Path) -> None:
    """Draw seconds over submissions for annlab and stock nbgrader."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import StrMethodFormatter

    figure = Figure(figsize=(7.5, 4.2), layout="constrained")
    axes = figure.add_subplot()
    styles = {"annlab": (POSITIVE, "o", "-", "annlab, 2 workers"), "stock": (NEGATIVE, "s", "--", "nbgrader autograde")}
    for name, (colour, marker, line, words) in styles.items():
        runs = sorted(result["growth"][name], key=lambda run: run["students"])
        x, y = ([run[key] for run in runs] for key in ("students", "seconds"))
        axes.plot(x, y, color=colour, marker=marker, linestyle=line, linewidth=2, markersize=7)
        axes.annotate(words, (x[-1], y[-1]), (-12, 12), textcoords="offset points", color=colour, ha="right", fontsize=12)
    axes.axhline(60, color=MUTED, linewidth=1)
    axes.set(xscale="log", yscale="log", ylim=(1, 400))
    axes.set_yticks([1, 10, 60, 100], labels=["1", "10", "a minute", ""])
    axes.minorticks_off()
    axes.set_xlabel("submissions", fontsize=12, color=INK)
    axes.set_title("Seconds for a class of ordinary submissions", loc="left", fontsize=13, color=INK)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.tick_params(labelsize=11, colors=INK)
    axes.grid(color=GRID)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=160, metadata={"Software": None})

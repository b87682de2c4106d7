"""What the figures' benchmarks have measured: printed, kept in figures.json, and shown in benchmarks/README.md."""

import argparse
import json
import os
from pathlib import Path

HERE = Path(__file__).parent
STORED, README = HERE / "figures.json", HERE / "README.md"
BEGIN, END = "<!-- made by: --keep -->", "<!-- until here -->"


def main(name: str, doc: str, run, verdicts) -> None:
    """Measure, print the table and the bars, and keep the bars if asked to.

    run(seconds, rounds) gives {side: {figure's name: value}}; verdicts makes of that [(bar, figure, whether it is reached)].
    """
    parser = argparse.ArgumentParser(description=doc.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="how long one run is")
    parser.add_argument("--rounds", type=int, default=3, help="how often it is repeated; medians are shown")
    parser.add_argument("--keep", action="store_true", help="show the bars in benchmarks/README.md from now on")
    asked = parser.parse_args()
    results = run(asked.seconds, asked.rounds)
    columns = list(dict.fromkeys(key for figures in results.values() for key in figures))
    print(f"{'':26}" + "".join(f"{key:>19}" for key in columns))
    for side, figures in results.items():
        print(f"{side:26}" + "".join(f"{figures[key]:19.1f}" for key in columns))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    bars = [[text, round(float(figure), 2), bool(reached)] for text, figure, reached in verdicts(results)]
    for text, figure, reached in bars:
        print(f"{'reached' if reached else 'MISSED':8} {text}: {figure:g}")
    if asked.keep:
        keep({**stored(), name: bars})


def stored() -> dict[str, list]:
    return json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}


def keep(bars: dict[str, list]) -> None:
    STORED.write_text(json.dumps(bars, indent=1) + "\n", encoding="utf-8")
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    README.write_text(f"{before}{BEGIN}\n{text(bars)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def text(bars: dict[str, list]) -> str:
    """Return the table of all bars, as Markdown."""
    flat = [(name, *bar) for name, all_ in bars.items() for bar in all_]
    rows = [f"| `{name}` | {words} | {figure:g} | {'yes' if reached else '**no**'} |" for name, words, figure, reached in flat]
    return "\n".join(["| script | bar | measured | reached |", "|---|---|---|---|", *rows])

"""The class report as one HTML page and as CSV. The page stands alone: its plots are drawn with the page's own means."""

import csv
import io
from html import escape

from annlab.grading.insight import Exercise

UNNAMED = "(a mistake without a name)"
STYLE = """
body { font-family: system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; color: #111827; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e5e7eb }
.bar { display: flex; height: 1rem; min-width: 16rem } .bar span { display: block }
.right { background: #0f766e } .yet { background: #f59e0b } .blank { background: #d1d5db }
"""


def as_csv(exercises: list[Exercise]) -> str:
    """Return one row for each mistake of each exercise; an exercise without mistakes has one row."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["exercise", "share", "right", "not_yet", "not_attempted", "mistake", "students"])
    for e in exercises:
        for mistake, students in e.mistakes or [("", 0)]:
            named = mistake or (UNNAMED if students else "")
            rows.writerow([e.name, f"{e.share:.3f}", e.right, e.not_yet, e.not_attempted, named, students])
    return text.getvalue()


def as_html(title: str, exercises: list[Exercise], submissions: int, without: list[str]) -> str:
    """Return the page. submissions: how many were graded.  without: students who have handed nothing in."""
    bars = "".join(_bar(e) for e in exercises)
    mistakes = "".join(
        f"<tr><td>{escape(e.name)}</td><td>{escape(name or UNNAMED)}</td><td>{number}</td><td>{_plot(number, submissions)}</td></tr>"
        for e in exercises
        for name, number in e.mistakes
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style></head><body>
<h1>{escape(title)}</h1>
<p>{submissions} submissions. Without one: {escape(", ".join(without)) or "nobody"}.</p>
<h2>Exercises, the hardest first</h2>
<table><thead><tr><th>exercise</th><th>points</th><th>right, not yet, not attempted</th><th></th></tr></thead>
<tbody>{bars}</tbody></table>
<h2>Mistakes</h2>
<table><thead><tr><th>exercise</th><th>what happens</th><th>students</th><th></th></tr></thead><tbody>{mistakes}</tbody></table>
</body></html>
"""


def _bar(e: Exercise) -> str:
    numbers = (("right", e.right), ("yet", e.not_yet), ("blank", e.not_attempted))
    parts = "".join(f'<span class="{kind}" style="flex:{number}"></span>' for kind, number in numbers if number)
    words = f"{e.right} right, {e.not_yet} not yet, {e.not_attempted} not attempted"
    plot = f'<div class="bar" role="img" aria-label="{words}">{parts}</div>'
    return f"<tr><td>{escape(e.name)}</td><td>{e.share:.0%}</td><td>{words}</td><td>{plot}</td></tr>"


def _plot(number: int, of: int) -> str:
    width = 100 * number / max(of, 1)
    return f'<div class="bar" role="img" aria-label="{number} of {of}"><span class="yet" style="width:{width:.0f}%"></span></div>'

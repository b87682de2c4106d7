"""A page of what a learner has built: the chapters, the functions that were right, and how well the digits are read.

It reads notebooks as they were last saved, and what was checked since the kernel started; nothing is run. It claims what
the checks said on the learner's own machine, and no more: it is no mark, and does not know who wrote a line.
"""

import datetime
import html
from dataclasses import dataclass
from pathlib import Path

from annlab.checking import RIGHT, Report
from annlab.exercises import CHAPTERS
from annlab.saved import saved_points

FILE = "certificate.html"
PLACEHOLDER = "your name"
MARK = "<!-- made by annlab's certificate() -->"
CLAIM = (
    "It says what the checks in the notebooks said when these were last saved, or when they last ran, on the learner's own "
    "computer. It is not a mark, and it does not show who wrote the functions."
)
STYLE = """
:root { color-scheme: light; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1.5rem; font: 1rem/1.5 Georgia, serif; color: #1f2328; background: #fff; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; } .name { font-size: 1.5rem; margin: 0.25rem 0 1rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-top: 1px solid #8c959f; }
th:nth-child(2), td:nth-child(2) { white-space: nowrap; }
code { font: 0.85em ui-monospace, monospace; overflow-wrap: anywhere; } .small { font-size: 0.85rem; color: #57606a; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; } }
"""


@dataclass(frozen=True)
class Built:
    """name: whose.  chapters: (title, number of questions right, number of all, names of functions that were right).

    digits: what the check of read_digits said, or "".  path: where the page was written, or None.
    """

    name: str
    chapters: tuple
    digits: str
    day: datetime.date
    path: Path | None = None

    @property
    def functions(self) -> int:
        return sum(len(names) for *_, names in self.chapters)

    @property
    def said(self) -> str:
        right, whole = (sum(chapter[i] for chapter in self.chapters) for i in (1, 2))
        return f"{right} of {whole} questions of the course are right. {self.functions} functions passed their checks."

    @property
    def body(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{html.escape(title)}</th><td>{right} of {whole}</td>'
            f"<td>{' '.join(f'<code>{html.escape(n)}</code>' for n in names) or 'none yet'}</td></tr>"
            for title, right, whole, names in self.chapters
        )
        digits = f"<p><strong>Handwritten digits.</strong> {html.escape(self.digits)}</p>" if self.digits else ""
        return (
            f'<h1>A neural network, from scratch</h1><p class="name">{html.escape(self.name)}</p><p>{self.said}</p>{digits}'
            '<table><caption>What was built</caption><thead><tr><th scope="col">chapter</th><th scope="col">right</th>'
            f'<th scope="col">functions</th></tr></thead><tbody>{rows}</tbody></table>'
            f'<p class="small">annlab, {self.day.isoformat()}. {CLAIM}</p>'
        )

    @property
    def page(self) -> str:
        return (
            f'<!DOCTYPE html>\n{MARK}\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>What {html.escape(self.name)} built with annlab</title><style>{STYLE}</style></head>"
            f"<body><main>{self.body}</main></body></html>\n"
        )

    @property
    def where(self) -> str:
        return f"The page is {self.path.name}, beside this notebook: open it, and print it." if self.path else (
            'Put your name between the quotes: certificate("Ada"). Then a page is made that you can keep.'
        )

    def __repr__(self) -> str:
        return f"{self.name}: {self.said} {self.where}"

    def _repr_html_(self) -> str:
        return f'<div class="annlab-report" role="status">{html.escape(self.said)} {html.escape(self.where)}</div>'


def built(name: str, reports: dict[str, Report], folder: Path) -> Built:
    """Return what was built, and write the page into the folder unless the name is still to be put in.

    reports: of this session, by exercise; they count before what was saved.    folder: of the notebook that asks

    Raises ValueError where name is no text, or where a file that is not ours has the page's name.
    """
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f'certificate takes your name, in quotes: certificate("Ada"). Found: {name!r}.')
    name, path = " ".join(name.split())[:80], folder / FILE
    made = Built(name, tuple(_rows(reports, folder)), _digits(reports, folder), datetime.date.today())
    if name == PLACEHOLDER:
        return made
    if path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace")[:200]:
        raise ValueError(f"{path} is there already, and is no page of annlab's. Give it another name, and run this again.")
    path.write_text(made.page, encoding="utf-8")
    return Built(made.name, made.chapters, made.digits, made.day, path)


def _rows(reports, folder):
    for chapter in CHAPTERS:
        points = _points(chapter, reports, folder)
        right = [item for item in chapter.items if points[item.name] == item.points]
        written = tuple(item.name for item in right if hasattr(item, "reference"))
        yield chapter.title, len(right), len(chapter.items), written


def _points(chapter, reports, folder) -> dict:
    found = {}
    for root in (folder.parent, folder):
        path = root / chapter.name / f"{chapter.name}.ipynb"
        if path.is_file():
            try:
                found = saved_points(path, chapter)
            except ValueError:  # cannot be read: nothing in it counts
                continue
            break
    return {item.name: reports[item.name].points if item.name in reports else found.get(item.name) for item in chapter.items}


def _digits(reports, folder) -> str:
    report = reports.get("read_digits")
    if report is not None:
        return report.symptom if report.verdict == RIGHT else ""
    chapter = next(c for c in CHAPTERS if any(item.name == "read_digits" for item in c.items))
    item = next(item for item in chapter.items if item.name == "read_digits")
    if _points(chapter, reports, folder)["read_digits"] == item.points:
        return "The check of read_digits was right when the notebook was saved: at least 95 % of unseen digits."
    return ""

"""What a check found, as a value; text, HTML and JSON are three views of it."""

import html
from dataclasses import asdict, dataclass, field

NOT_ATTEMPTED, NOT_YET, RIGHT = "not attempted", "not yet", "right"
MIMETYPE = "application/vnd.annlab+json"  # of the view that programs read
_MARK = {NOT_ATTEMPTED: "○", NOT_YET: "◐", RIGHT: "●"}
_COLOUR = {NOT_ATTEMPTED: "#6b7280", NOT_YET: "#b45309", RIGHT: "#0f766e"}


@dataclass(frozen=True)
class Report:
    """The result of one check.

    symptom:    what was seen, with the learner's own numbers; for a right answer what was tried.
    cause:      the likely mistake, in words, or "".
    next_step:  what to do now, or "".
    right_so_far: what already holds.
    notes:      remarks that cost nothing (a warning, a print).
    mistake:    the name of the recognised mistake, or "".
    seed:       what the random probes were drawn from: the same seed gives the same check.
    traceback:  where the learner's code stopped, if it raised; shown on request only.
    """

    name: str
    verdict: str
    points: float
    max_points: float
    symptom: str = ""
    cause: str = ""
    next_step: str = ""
    right_so_far: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    mistake: str = ""
    seed: int | None = None
    traceback: str = field(default="", repr=False)

    @property
    def headline(self) -> str:
        if self.max_points == 0:
            return self.name
        if self.verdict == NOT_YET:
            return f"{self.name}: not yet, {self.points:g} of {self.max_points:g} points"
        return f"{self.name}: {self.verdict}, {self.points:g} of {self.max_points:g} points"

    @property
    def lines(self) -> list[str]:
        """Return the report below its headline, a sentence or two a line."""
        lines = [self.symptom, self.cause]
        if self.next_step:
            lines.append(f"Next: {self.next_step}")
        if self.right_so_far:
            lines.append(f"Right so far: {', '.join(self.right_so_far)}.")
        lines += [f"Note: {note}" for note in self.notes]
        return [line for line in lines if line]

    @property
    def more(self) -> str:
        return f'hint("{self.name}") says more.' if self.verdict != RIGHT and self.max_points else ""

    @property
    def text(self) -> str:
        return "\n".join([self.headline, *self.lines, *([self.more] if self.more else [])])

    @property
    def html(self) -> str:
        colour = _COLOUR[self.verdict]
        body = "".join(f'<div style="margin:2px 0">{_with_code(line)}</div>' for line in self.lines)
        more = f'<div style="margin:2px 0">{_with_code(self.more)}</div>' if self.more else ""
        return (
            f'<div class="annlab-report" role="status" style="border-left:4px solid {colour};padding:4px 12px">'
            f'<div><strong>{_MARK[self.verdict]} {html.escape(self.headline)}</strong></div>{body}{more}</div>'
        )

    @property
    def json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "traceback"}

    def __repr__(self) -> str:
        return f"{self.points:g}"  # what nbgrader reads as the mark

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self.html, MIMETYPE: self.json}

    def __str__(self) -> str:
        return self.text

    def __float__(self) -> float:
        return float(self.points)


def not_attempted(exercise, seed: int | None = None) -> Report:
    """Return the report on a stub that nobody has touched."""
    symptom = f"Nothing to check yet. Write {exercise.name} in the cell above, run that cell, then this one."
    return Report(exercise.name, NOT_ATTEMPTED, 0.0, exercise.points, symptom, seed=seed)


def no_such(name: str, suggestion: str) -> Report:
    """Return the report on an exercise that does not exist; it is worth nothing."""
    return Report(name[:60], NOT_YET, 0.0, 0.0, f"There is no exercise of this name. {suggestion}")


@dataclass(frozen=True)
class Hints:
    """The hints given so far for an exercise, as a value with two views."""

    name: str
    given: tuple[str, ...]
    total: int

    @property
    def more(self) -> str:
        left = self.total - len(self.given)
        return f'{left} more: run hint("{self.name}") again.' if left else "That was the last one."

    @property
    def text(self) -> str:
        numbered = [f"{i}. {h}" for i, h in enumerate(self.given, 1)]
        return "\n".join([f"{self.name}, hint {len(self.given)} of {self.total}", *numbered, self.more])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{_with_code(h)}</li>" for h in self.given)
        head = html.escape(f"{self.name}, hint {len(self.given)} of {self.total}")
        return f"<div><strong>{head}</strong><ol>{items}</ol>{_with_code(self.more)}</div>"

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Progress:
    """Chapters with their exercises and the last report on each, as a value with two views.

    chapters: (title, ((name, Report or None, points), ...)) for each.
    """

    chapters: tuple

    def _rows(self):
        for title, items in self.chapters:
            earned = sum(r.points for _, r, _ in items if r)
            yield title, earned, sum(points for *_, points in items), items

    def __repr__(self) -> str:
        lines = []
        for title, earned, possible, items in self._rows():
            lines.append(f"{title}: {earned:g} of {possible:g} points")
            for name, report, points in items:
                verdict = report.verdict if report else NOT_ATTEMPTED
                lines.append(f"  {_MARK[verdict]} {name:<20} {report.points if report else 0:g}/{points:g}  {verdict}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        tables = []
        for title, earned, possible, items in self._rows():
            rows = "".join(
                f"<tr><td>{_MARK[v]}</td><td><code>{html.escape(name)}</code></td><td>{v}</td>"
                f"<td>{report.points if report else 0:g} / {points:g}</td></tr>"
                for name, report, points in items
                for v in [report.verdict if report else NOT_ATTEMPTED]
            )
            caption = html.escape(f"{title}: {earned:g} of {possible:g} points")
            tables.append(
                f"<table><caption><strong>{caption}</strong></caption><thead><tr><th></th><th>exercise</th>"
                f"<th>verdict</th><th>points</th></tr></thead><tbody>{rows}</tbody></table>"
            )
        return "".join(tables)


def _with_code(line: str) -> str:
    """Return the line as HTML, with what stands between backticks, and calls of hint, set as code."""
    pieces = line.split("`")
    if len(pieces) % 2 == 0:
        return html.escape(line)
    return "".join(f"<code>{html.escape(p)}</code>" if i % 2 else html.escape(p) for i, p in enumerate(pieces))

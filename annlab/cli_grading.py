"""The commands of whoever grades: `annlab grade` and `annlab report`. They parse, call and print."""

import contextlib
import csv
import os
from pathlib import Path

import click

_course = click.option(
    "--course",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    help="The root of the course, where nbgrader_config.py is; by default the folder that you are in.",
)


_db_url = click.option("--db-url", default="", help="The gradebook, if it is not the one that nbgrader_config.py names.")


@click.command()
@click.argument("chapter")
@click.option("--student", help="Grade this student's submission only.")
@click.option("--workers", type=click.IntRange(1), help="How many submissions at once; by default as many as there are cores.")
@click.option("--scheduler", metavar="ADDRESS", help="Have the workers of a Dask cluster do it, such as tcp://HOST:8786.")
@click.option(
    "--sandbox",
    type=click.Choice(["bwrap", "none"]),
    default="bwrap",
    show_default=True,
    help="How the students' code is locked in. With none it is not: it can read and write whatever you can.",
)
@click.option("--seed", type=click.IntRange(0), help="What random inputs are drawn from; the same seed gives the same marks.")
@click.option("--again", is_flag=True, help="Grade everything, not only what has changed.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the marks to this file as CSV too.")
@_db_url
@_course
def grade(chapter, student, workers, scheduler, sandbox, seed, again, csv_file, db_url, course):
    """Grade what was handed in for a chapter.

    CHAPTER is a number or a name. Marks, reports and reasons go into nbgrader's gradebook. It can be interrupted and
    run again: it goes on where it was. Ends with 1 if a submission could not be graded; the table says why.

    Example: annlab grade 1
    """
    from annlab import cli

    cli._chapter(chapter)
    with _kindly(), _workers(workers or (1 if student else _cores()), scheduler, sandbox) as pool:
        room = _room(course, chapter, sandbox, seed, db_url)
        students = _handed_in(room, student)
        if sandbox == "none":
            click.secho("No sandbox: the students' code runs with your rights, on your files.", fg="red", bold=True, err=True)
        rows = _with_progress(room.grade(students, pool, again), len(students))
    locked = "" if sandbox == "bwrap" else "   NOT SANDBOXED"
    table = cli._table(f"{room.chapter.title}   seed {room.seed}{locked}", "student", ">mark", ">of", "what was wrong", ">seconds")
    for row in rows:
        seconds = f"{row.seconds:.1f}" if row.again else "unchanged"
        table.add_row(*cli._plain(row.student, _mark(row), f"{room.possible:g}", _said(row), seconds))
    cli._print(table)
    if csv_file:
        _write_csv(csv_file, room, rows)
    if failed := [row.student for row in rows if row.mark is None]:
        raise click.ClickException(f"not graded: {', '.join(failed)}. Mend what the table says and run this again")


@contextlib.contextmanager
def _kindly():
    from annlab import cli
    from annlab.grading.marking import CannotGrade

    try:
        yield
    except CannotGrade as error:
        raise cli.BadInput(str(error)) from None


def _workers(number, scheduler, kind):
    """Return what marks the submissions. It starts at once: nbgrader, which is needed next, takes two seconds to load."""
    if scheduler:
        from annlab.grading.cluster import Cluster

        cluster = Cluster(scheduler, kind)
        for worker, reason in cluster.refused.items():
            click.echo(f"Not used: {worker}: {reason}", err=True)
        return cluster
    from annlab.grading.workers import Workers

    return Workers(number)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _handed_in(room, student) -> list[str]:
    from annlab import cli

    students = room.students()
    if student is not None and student not in students:
        raise cli.BadInput(f"{student} has handed in nothing for {room.chapter.name}. Who has: {', '.join(students) or 'nobody'}")
    if not students:
        raise cli.BadInput(f"nobody has handed in {room.chapter.name}. Submissions go to submitted/STUDENT/{room.chapter.name}/")
    return students if student is None else [student]


def _mark(row) -> str:
    return "ungraded" if row.mark is None else f"{row.mark:g}"


def _said(row) -> str:
    return "; ".join(filter(None, [row.said, "an answer in words waits for a reader" if row.waits else ""]))


def _write_csv(path, room, rows):
    """Write what is the same however many workers there were, in whichever order, and after an interruption."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["student", "chapter", "mark", "of", "what was wrong"])
        writer.writerows([row.student, room.chapter.name, _mark(row), f"{room.possible:g}", _said(row)] for row in rows)
    click.echo(f"Written: {path}")


def _with_progress(rows, total):
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console, done = Console(stderr=True), []
    columns = TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("", total=total)
            for row in rows:
                done.append(row)
                progress.advance(task)
    except KeyboardInterrupt:
        click.echo(f"Interrupted after {len(done)} of {total}. Nothing is lost: run it again, and it goes on from there.", err=True)
        raise SystemExit(130) from None
    return sorted(done, key=lambda row: row.student)


@click.command()
@click.argument("chapter")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file as CSV too.")
@click.option("--html", "html_file", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file as a page too.")
@_db_url
@_course
def report(chapter, csv_file, html_file, db_url, course):
    """Show the mistakes that a class makes.

    From the last grading: mistakes by name and number, the hardest exercises first, and who has handed nothing in.

    Example: annlab report 1 --html report.html
    """
    from annlab import cli
    from annlab.grading.insight import by_exercise
    from annlab.grading.insight_page import UNNAMED, as_csv, as_html

    room = _room(course, chapter, "none", None, db_url)
    notes = {student: room.note(student) for student in room.students()}
    unread = [student for student, note in notes.items() if note.get("unreadable")]
    graded = [reports for student in notes if student not in unread and (reports := room.reports(student))]
    if not graded:
        raise cli.BadInput(f"no submission of {room.chapter.name} has been graded. First: annlab grade {room.chapter.name}")
    names = [item.name for item in room.chapter.items]
    exercises, without = by_exercise(names, [each for reports in graded for each in reports]), room.without()
    table = cli._table(f"{room.chapter.title}   {len(graded)} graded", "exercise", ">points", ">right", ">not yet", ">not attempted")
    mistakes = cli._table("Mistakes", "exercise", "what happens", ">students")
    for e in exercises:
        table.add_row(*cli._plain(e.name, f"{e.share:.0%}", f"{e.right}", f"{e.not_yet}", f"{e.not_attempted}"))
        for name, number in e.mistakes:
            mistakes.add_row(*cli._plain(e.name, name or UNNAMED, str(number)))
    cli._print(table)
    cli._print(mistakes)
    click.echo(f"Without a submission: {', '.join(without) or 'nobody'}")
    click.echo(f"Could not be read: {', '.join(unread) or 'none'}")
    for path, page in ((csv_file, as_csv(exercises)), (html_file, as_html(room.chapter.title, exercises, len(graded), without))):
        if path:
            path.write_text(page, encoding="utf-8")
            click.echo(f"Written: {path}")


def _room(course, chapter, sandbox, seed, db_url):
    from annlab import cli

    wanted = cli._chapter(chapter)  # said before nbgrader is loaded, which takes two seconds
    from annlab.grading.classroom import Classroom

    with _kindly():
        return Classroom(course, wanted, sandbox, seed, db_url)

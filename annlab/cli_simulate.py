"""The command of whoever tries grading out: `annlab simulate`. It parses, calls and prints."""

from collections import Counter
from pathlib import Path

import click

MOST_LISTED = 20  # answers that did not get what they deserve


def _share(kind, default, words):
    text = f"The share of answers {words}."
    return click.option(f"--{kind}", type=click.FloatRange(0, 1), default=default, show_default=True, help=text)


@click.command()
@click.argument("chapter")
@click.option("--students", type=click.IntRange(1, 9999), default=200, show_default=True, help="How many hand something in.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed writes the same files.")
@_share("right", 0.60, "that are right, in various styles")
@_share("mistake", 0.25, "with a mistake that the catalogue declares")
@_share("blank", 0.10, "that are left blank")
@_share("crash", 0.047, "that raise, are no Python, or end their process")
@_share("endless", 0.003, "that never come back")
@click.option("--verify", is_flag=True, help="Write nothing: say whether grading gave everyone what they deserve.")
@click.option("--folder", default="submitted", show_default=True, help="Where the submissions go, below the course.")
@click.option(
    "--course",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    help="The root of the course, where nbgrader_config.py is; by default the folder that you are in.",
)
def simulate(chapter, students, seed, verify, folder, course, **shares):
    """Write a synthetic class whose marks are known.

    CHAPTER is a number or a name. The answers are the catalogue's own, right and wrong; what each deserves is written to
    simulated.csv. Grading puts the class into the gradebook: use a copy of the course.

    Example: annlab simulate 1 --students 30
    """
    from annlab import cli
    from annlab.grading import verified
    from annlab.grading.simulate import CannotSimulate
    from annlab.grading.simulate import simulate as write

    chapter = cli._chapter(chapter)
    if abs(sum(shares.values()) - 1) > 1e-9:
        said = ", ".join(f"--{kind} {share:g}" for kind, share in shares.items())
        raise cli.BadInput(f"the shares add up to {sum(shares.values()):g}; 1 is needed. They are: {said}")
    table = (course / folder).parent / "simulated.csv"
    try:
        if verify:
            _verify(chapter, course, verified.read(table, chapter))
            return
        verified.others(table, chapter)  # refuses, if it must, before anything is written
        answers = write(course, chapter, students, seed, shares, folder)
        verified.write(table, chapter, answers)
    except CannotSimulate as error:
        raise cli.BadInput(str(error)) from None
    except OSError as error:
        raise cli.BadInput(f"the class cannot be written to {course / folder} ({error.strerror or error})") from None
    shown = cli._table(None, "answers", ">number", ">share")
    for kind, number in Counter(answer.kind for answer in answers).most_common():
        shown.add_row(kind, str(number), f"{number / len(answers):.1%}")
    cli._print(shown)
    click.echo(f"{chapter.title}, {students} students, seed {seed}")
    click.echo(f"Written: {course / folder}, and what each deserves: {table}")


def _verify(chapter, course, answers):
    from sqlalchemy.exc import SQLAlchemyError

    from annlab import cli
    from annlab.grading import verified

    try:
        rows = list(verified.verify(answers, verified.found_in(course, chapter)))
    except SQLAlchemyError as error:
        raise cli.BadInput(f"the gradebook cannot be read ({str(error).splitlines()[0]})") from None
    off = [row for row in rows if not row.holds]
    every, wrong = (Counter(row.answer.kind for row in each) for each in (rows, off))
    table = cli._table(None, "answers", ">number", ">not as deserved")
    for kind, number in every.most_common():
        table.add_row(kind, str(number), str(wrong[kind]))
    cli._print(table)
    for row in off[:MOST_LISTED]:
        mark = "no mark" if row.found.mark is None else f"{row.found.mark:g}, {row.found.mistake or 'no mistake named'}"
        expected = f"{row.mark:g}" + (f", {row.mistake or 'no mistake named'}" if row.mistake is not None else "")
        click.echo(f"{row.answer.student}, {row.answer.exercise}, {row.answer.what}: {mark}; deserved: {expected}")
    if off:
        raise click.ClickException(f"{len(off)} of {len(rows)} answers did not get what they deserve")

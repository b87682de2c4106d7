"""The `annlab` command: parses, calls, prints. What it does is done elsewhere; the modules are loaded when needed."""

import os
import socket
import sys
from pathlib import Path
from urllib.parse import quote

import click

from annlab import cli_grading, cli_simulate


class BadInput(click.ClickException):
    """Says what was found, what is expected and what to do; the command then ends with 2."""

    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="annlab", message="annlab %(version)s")
def main():
    """A course on artificial neural networks that one learns by writing one.

    Example: annlab lab 1
    """


_folder = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default="~/annlab-course",
    show_default=True,
    callback=lambda context, option, folder: folder.expanduser(),
    help="The folder of your notebooks.",
)


@main.command()
@click.argument("chapter", required=False)
@_folder
@click.option("--port", type=click.IntRange(1, 65535), help="The port to serve on; a free one where you name none.")
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
def lab(chapter, folder, port, no_browser):
    """Copy the chapters into your folder and open JupyterLab there.

    CHAPTER is a number or a name: 1, neuron and 01_neuron are the same. Your own work is never written over: the newer
    version of a notebook that you have changed is put beside it.

    Example: annlab lab 1 --folder my-course
    """
    wanted = _chapter(chapter) if chapter else None
    if port:
        _require_free(port)
    first_time = not folder.exists()
    _bring(folder)
    _open_lab(folder.resolve(), wanted or (_first() if first_time else None), port, no_browser)


def _chapter(text):
    from annlab.exercises import CHAPTERS, find_chapter

    found = find_chapter(text)
    if found is None:
        names = ", ".join(chapter.name for chapter in CHAPTERS)
        raise BadInput(f"there is no chapter {text!r}. There are: {names}. Its number will do: annlab lab 1")
    return found


def _first():
    from annlab.exercises import CHAPTERS

    return CHAPTERS[0]


def _require_free(port):
    with socket.socket() as probe:
        if sys.platform != "win32":  # a port that was left a minute ago counts as free; on Windows this means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise BadInput(f"port {port} is not yours to use. Name one above 1023, such as --port 8889") from None
        except OSError:
            raise BadInput(
                f"port {port} is in use by another program. Leave --port out and a free one is found, "
                f"or name another, such as --port {port + 1 if port < 65535 else 8888}"
            ) from None


def _bring(folder):
    from annlab import places, workfolder

    try:
        done = workfolder.bring(places.course(), folder)
    except ValueError as error:
        raise BadInput(str(error)) from None
    except OSError as error:
        raise BadInput(
            f"the chapters cannot be written to {folder} ({error.strerror or error}). "
            "Name a folder that is yours: annlab lab --folder my-course"
        ) from None
    click.echo(f"Your notebooks are in {folder.resolve()}")
    if done.new:
        click.echo(f"New there: {', '.join(done.new)}")
    if done.updated:
        click.echo(f"Updated, since you had not changed them: {', '.join(done.updated)}")
    for yours, newer in done.beside:
        click.echo(f"You have worked in {yours}, so it stays as it is. A newer version is beside it: {newer}")


def _open_lab(folder, chapter, port, no_browser):
    from jupyterlab.labapp import main as jupyter_lab

    arguments = [f"--ServerApp.root_dir={folder}", "--log-level=WARN", "--LabApp.news_url=None"]
    if chapter:
        arguments.append(f"--LabApp.default_url=/lab/tree/{quote(f'{chapter.name}/{chapter.name}.ipynb')}")
    if port:
        arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if no_browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")  # in a container there is nobody else; it serves on this machine alone
    own = str(Path(__file__).parent / "lab")  # no panels for instructors, and sockets that do not wait
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [own, os.environ.get("JUPYTER_CONFIG_PATH")]))
    click.echo("Starting JupyterLab; Control-C, twice, stops it.")
    os.chdir(folder)  # or nbgrader looks for a course where this was called
    jupyter_lab(arguments)


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
def check(notebook):
    """Score a notebook as grading would.

    It is run in a fresh process, on random inputs of its own. Save it first; the file is not changed. The command
    ends with 0 when the notebook was scored, whatever its points, and with 2 when it could not be.

    Example: annlab check ~/annlab-course/01_neuron/01_neuron.ipynb
    """
    from annlab.grading.score import ScoreError, score_notebook

    try:
        scored = score_notebook(notebook.expanduser())  # cmd.exe does not
    except ScoreError as error:
        raise BadInput(str(error)) from None
    table = _table(scored.chapter, "exercise", ">points", ">of", "verdict", "what the check says")
    for row in scored.rows:
        table.add_row(*_plain(row.name, f"{row.points:g}", f"{row.max_points:g}", row.verdict, row.message))
    table.add_section()
    table.add_row("all", f"{scored.points:g}", f"{scored.max_points:g}")
    _print(table)


@main.command()
@_folder
def progress(folder):
    """Show the points of all chapters, as last saved.

    They are what your notebooks showed when you last saved them; nothing is run.

    Example: annlab progress --folder my-course
    """
    from annlab.exercises import CHAPTERS

    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}. Make it with: annlab lab --folder {folder}")
    table = _table(f"As last saved in {folder.resolve()}", "chapter", ">checks run", ">points", ">of")
    for chapter in CHAPTERS:
        table.add_row(*_plain(chapter.title, *_saved(folder, chapter)))
    _print(table)


def _saved(folder, chapter):
    """Return checks run, points and points possible, from the best notebook of the chapter."""
    from annlab import workfolder
    from annlab.saved import saved_points

    found = []
    for path in workfolder.versions(folder, f"{chapter.name}/{chapter.name}.ipynb"):
        try:
            points = saved_points(path, chapter)
        except ValueError:
            return "cannot be read", "", f"{chapter.points:g}"
        found.append((sum(p or 0.0 for p in points.values()), sum(p is not None for p in points.values())))
    if not found:
        return "no notebook", "", f"{chapter.points:g}"
    earned, run = max(found)
    return f"{run} of {len(chapter.items)}", f"{earned:g}" if run else "not run", f"{chapter.points:g}"


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; end with 1 if something would change.")
def build(only_check):
    """Build the notebooks from their sources.

    For authors: solutions/ and course/ in a checkout of the repository.

    Example: annlab build --check
    """
    from annlab import authoring, places
    from annlab.authoring.source import SourceError

    root = places.repository()
    if root is None:
        raise BadInput(
            f"annlab is imported from {places.PACKAGE}, which is no checkout of its repository; only there are the "
            "sources to build from. Clone the repository, then: python run.py build"
        )
    try:
        found = authoring.drift(root) if only_check else authoring.build(root)
    except SourceError as error:
        raise click.ClickException(str(error)) from None
    for each in found:
        click.echo(each if only_check else f"built {each.relative_to(root)}")
    if only_check and found:
        raise click.ClickException("the notebooks are not what their sources make. Run: annlab build. Delete what is unexpected")
    if not found:
        click.echo("Every notebook is what its source makes.")


@main.command()
def doctor():
    """Say what is installed, missing or too old.

    For each thing that is not there, the command that mends it is printed. Ends with 1 when something that is needed is missing or too old.

    Example: annlab doctor
    """
    from annlab.doctor import examine

    try:
        findings = examine()
        table = _table(None, "", "state", "")
    except ImportError as error:  # of what this command itself is made from
        raise click.ClickException(f"{error}. Mend it with: {sys.executable} -m pip install {error.name}") from None
    for finding in findings:
        table.add_row(*_plain(finding.what, finding.state, finding.detail))
    _print(table)
    for finding in findings:
        if finding.mend:
            click.echo(f"{finding.what}: {finding.mend}")
    if any(finding.fatal for finding in findings):
        raise click.ClickException("something that annlab needs is missing or too old; the commands above mend it")


def _table(title, *columns):
    """Return an empty table; a heading that begins with > is of numbers."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for heading in columns:
        table.add_column(heading.lstrip(">"), justify="right" if heading.startswith(">") else "left", overflow="fold")
    return table


def _plain(*cells):
    """Return the cells as text in which square brackets are square brackets."""
    from rich.text import Text

    return [Text(cell) for cell in cells]


def _print(table):
    from rich.console import Console

    Console().print(table)


main.add_command(cli_grading.grade)
main.add_command(cli_grading.report)
main.add_command(cli_simulate.simulate)

if __name__ == "__main__":
    main(prog_name="annlab")

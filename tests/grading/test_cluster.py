"""The same class on a Dask cluster that was started beside it, and in a PostgreSQL gradebook."""

import contextlib
import getpass
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annlab.grading import sandbox
from tests.grading.test_class_run import (  # noqa: F401
    CHAPTER,
    SEED,
    course,
    expected,
    grade,
    graded,
    released,
    rows_of,
    start,
    table,
    until,
)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]


@contextlib.contextmanager
def running(*command, **options):
    """Run a program in a process group of its own, and end all of it afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def dask(*arguments, folder, path=os.environ["PATH"]):
    module, *rest = arguments
    command = [sys.executable, "-m", f"distributed.cli.{module}", *map(str, rest)]
    return running(*command, cwd=folder, env=os.environ | {"PATH": path})


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler, started from the command line."""
    pytest.importorskip("distributed", reason="Dask is not installed; pip install 'annlab[cluster]'")
    folder = tmp_path_factory.mktemp("scheduler")
    with dask("dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", folder=folder) as process:
        for line in process.stdout:
            if found := re.search(r"tcp://127\.0\.0\.1:\d+", line):
                yield found.group()
                break
        else:
            pytest.fail("the scheduler did not start")


def worker(scheduler, folder, **options):
    folder.mkdir(exist_ok=True)
    return dask("dask_worker", scheduler, "--nthreads", 1, "--no-dashboard", "--no-nanny", folder=folder, **options)


class TestCluster:
    def test_it_gives_the_same_table_and_a_killed_worker_loses_nothing(self, course, expected, scheduler, tmp_path):  # noqa: F811
        with worker(scheduler, tmp_path / "one") as one, worker(scheduler, tmp_path / "two"):
            until_there_are(2, scheduler)
            assert grade(course, "--scheduler", scheduler, "--seed", SEED) == expected
            process = start(course, "--scheduler", scheduler, "--seed", SEED, "--again")
            before = {path: path.stat().st_mtime_ns for path in course.glob("autograded/*/*/*.ipynb")}
            until(lambda: any(path.exists() and path.stat().st_mtime_ns != when for path, when in before.items()), process)
            one.kill()
            said, _ = process.communicate(timeout=300)
            assert process.returncode == 0, said
            assert table(course) == expected

    def test_a_worker_without_a_sandbox_is_not_used(self, course, scheduler, tmp_path):  # noqa: F811
        with worker(scheduler, tmp_path / "bare", path="/nowhere"):
            until_there_are(1, scheduler)
            process = start(course, "--scheduler", scheduler)
            said, _ = process.communicate(timeout=120)
        assert process.returncode == 2 and "bubblewrap is not installed" in said and not graded(course)

    def test_without_workers_or_a_scheduler_it_says_what_to_start(self, course, scheduler):  # noqa: F811
        until_there_are(0, scheduler)
        for address, words in ((scheduler, "dask worker"), ("tcp://127.0.0.1:9", "dask scheduler"), ("nonsense://x", "dask scheduler")):
            process = start(course, "--scheduler", address)
            said, _ = process.communicate(timeout=120)
            assert process.returncode == 2 and words in said and "Traceback" not in said


def until_there_are(number, scheduler):
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        end = time.monotonic() + 60
        while len(client.scheduler_info()["workers"]) != number:
            assert time.monotonic() < end
            time.sleep(0.05)


def programs() -> Path | None:
    """Return where PostgreSQL's own programs are: Debian keeps them off the path."""
    found = [Path(shutil.which("initdb") or "/").parent, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    return next((path for path in found if (path / "initdb").exists()), None)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """The address of an empty database on a server of its own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed; pip install 'annlab[postgres]'")
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql")
    folder = tmp_path_factory.mktemp("postgres")
    as_user = []
    if os.geteuid() == 0:  # it refuses to be run by root
        as_user = ["runuser", "-u", "postgres", "--"]
        for each in (folder, *folder.parents):
            if each.stat().st_uid == 0 and each != Path("/") and "pytest" in str(each):
                each.chmod(0o755)
        shutil.chown(folder, "postgres")
    user = "postgres" if as_user else getpass.getuser()
    make = [*as_user, where / "initdb", "-D", folder / "data", "-A", "trust", "-U", user, "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd=folder)
    server = [*as_user, where / "postgres", "-D", folder / "data", "-c", "listen_addresses=", "-k", folder, "-c", "fsync=off"]
    with running(*map(str, server), cwd=folder) as process:
        for line in process.stdout:
            if "ready to accept connections" in line:
                break
        else:
            pytest.fail("PostgreSQL did not start")
        yield f"postgresql+psycopg://{user}@/postgres?host={folder}"


def test_a_gradebook_in_postgresql_holds_the_same(course, expected, postgres, tmp_path):  # noqa: F811
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {postgres!r}\n")
    release = [sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER.name, "--force"]
    subprocess.run(release, cwd=course, check=True, capture_output=True)
    assert grade(course, "--seed", SEED) == expected
    in_postgres = dict(rows_of(course, postgres))
    assert grade(course, "--seed", SEED, "--again", "--db-url", f"sqlite:///{course}/gradebook.db") == expected
    assert in_postgres == dict(rows_of(course)) and len(in_postgres) > 100
    own = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", CHAPTER.name, "--student", "right0", "--force"],
        cwd=course, capture_output=True, text=True, env=os.environ | {"ANNLAB_SEED": str(SEED)},
    )  # fmt: skip
    assert own.returncode == 0, own.stderr
    assert dict(rows_of(course, postgres)) == in_postgres

"""Sets annlab up and runs it, with nothing but Python 3.11, 3.12 or 3.13:

    python run.py lab        open the course in JupyterLab
    python run.py test       run all tests; what follows goes to pytest: python run.py test -m "not slow"

Every other command of annlab works the same way: python run.py check my.ipynb, python run.py doctor.

Everything is installed into .venv beside this file, the first time and whenever pyproject.toml has changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

# What the tests need and pip does not bring: Debian's package, and the commands of which any will do.
TOOLS = {
    "bubblewrap": ("bwrap",),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "nodejs": ("node",),
    "postgresql": ("initdb", "pg_lsclusters"),
}


def main(arguments):
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"This is Python {sys.version.split()[0]}; annlab needs 3.11, 3.12 or 3.13. Get one from https://python.org.")
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.exit(__doc__)
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', '')}"
    if arguments[0] == "test":
        install("tests")
        bring_tools()
        os.chdir(HERE)
        return become("-m", "pytest", *arguments[1:])
    install()
    return become("-m", "annlab.cli", *arguments)


def install(extra=""):
    """Make .venv and install annlab into it, unless that was done since pyproject.toml changed."""
    project = (HERE / "pyproject.toml").read_bytes()
    state = hashlib.sha256(project + str(HERE).encode()).hexdigest()
    stamp = VENV / f"annlab-{extra or 'lab'}.stamp"
    if stamp.exists() and stamp.read_text() == state:
        return
    print(f"Setting annlab up in {VENV}; the first time takes a few minutes.", flush=True)
    if not PYTHON.exists() and subprocess.call([sys.executable, "-m", "venv", VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python could not make .venv. On Debian and Ubuntu: sudo apt-get install python3-venv. Then run this again.")
    wanted = f"{HERE}[{extra}]" if extra else str(HERE)
    if subprocess.call([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", wanted]) != 0:
        sys.exit(f"pip could not install annlab; it says why above. Mend that, or delete {VENV}, and run this again.")
    stamp.write_text(state)


def bring_tools():
    """Install what the tests need beside Python where that is allowed; else say what will be left out."""
    for package, commands in TOOLS.items():
        if not any(map(shutil.which, commands)):
            apt_get("install", "--yes", "--no-install-recommends", package)
    missing = [package for package, commands in TOOLS.items() if not any(map(shutil.which, commands))]
    if "chromium" in missing and playwright_brings_chromium():
        missing.remove("chromium")
    if not missing:
        return
    message = f"Tests that need {' or '.join(missing)} are left out. Install {' and '.join(missing)} to run them."
    if os.environ.get("CI") == "true":
        sys.exit(f"{message} With CI=true nothing is left out.")
    print(message, flush=True)


def apt_get(*arguments):
    """Run apt-get after an update, where there is one and no password is asked for."""
    if shutil.which("apt-get") is None:
        return
    root = os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if root or (shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0):
        subprocess.call([*sudo, "apt-get", "update", "--quiet"], stdout=subprocess.DEVNULL)
        subprocess.call([*sudo, "apt-get", *arguments], stdout=subprocess.DEVNULL)


def become(*arguments):
    """Hand over to .venv's Python: signals and the exit code are its own."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(PYTHON, [str(PYTHON), *arguments])
    process = subprocess.Popen([PYTHON, *arguments])
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # it has got the same, and decides


def playwright_brings_chromium():
    """Let Playwright, which the tests drive the browser with, download one into the user's cache, unless it is there."""
    return subprocess.call([PYTHON, "-m", "playwright", "install", "chromium"], stdout=subprocess.DEVNULL) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

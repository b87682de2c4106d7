"""A cell as IPython takes it, read as Python."""

import pytest

from annlab.grading.cellcode import as_python

KEPT = "def double(x):  # is this right?\n    '''Double.\n\n    What else?\n    %done\n    '''\n    return (x\n            % 10) * 2\n"


class Shell:
    def __call__(self):
        return self

    def __iter__(self):
        return iter(())


@pytest.mark.parametrize(
    "source",
    [
        KEPT,
        "%matplotlib inline\n" + KEPT,
        "!pip install \\\n  a \\\n  b\n" + KEPT + "double?\n?double\nstr.join??",
        "here = !pwd\nfor name in here: print(name)\nhome = %env HOME\n" + KEPT,
        "if True:\n    %load_ext autoreload\n    %autoreload 2\n" + KEPT,
        "%%time\n" + KEPT,
        "\n\n%%capture --no-stderr out\n%matplotlib inline\n" + KEPT,
        "\n".join("    " + line for line in KEPT.splitlines()),
        "\n".join((">>> " if not line.startswith(" ") else "... ") + line for line in KEPT.splitlines()),
        "\n".join(("In [12]: " if not line.startswith(" ") else "    ...: ") + line for line in KEPT.splitlines()),
        "from IPython import get_ipython\nget_ipython()\n" + KEPT,
        "!echo \"it's\n%run (\n" + KEPT + "!cat <<'EOF'",
        "%%time\nfrom __future__ import annotations\n" + KEPT,
    ],
)
def test_what_only_ipython_reads_takes_nothing_else_with_it(source):
    namespace = {"get_ipython": Shell()}
    exec(as_python(source), namespace)
    assert namespace["double"](7) == 14
    assert "What else?" in namespace["double"].__doc__


def test_a_timed_statement_is_run():
    namespace = {}
    exec(as_python("%time a = 1 + 1\nb = %time a + 1\nif b:\n    %time c = 3"), namespace)
    assert (namespace["a"], namespace["b"], namespace["c"]) == (2, 3, 3)


@pytest.mark.parametrize("source", ["%%bash\nls", "%%html\n<b>", "%%javascript\nx = 1", "%%unknown"])
def test_a_cell_in_another_language_is_left_out(source):
    assert as_python(source) == ""


def test_a_cell_that_writes_a_file_writes_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(as_python("%%writefile one.py\nx = 1\n"), {})
    exec(as_python("%%writefile -a one.py\n%y = '''2'''\n"), {})
    assert (tmp_path / "one.py").read_text() == "x = 1\n%y = '''2'''\n"


@pytest.mark.parametrize("source", ["def f(:", "x = \0", "(" * 3000 + ")" * 3000, "a b", "%x\na b\n!y", "%%writefile"])
def test_what_is_no_python_comes_back_or_fails_as_such(source):
    with pytest.raises((SyntaxError, ValueError, RecursionError, MemoryError, IndexError)):
        exec(as_python(source), {})

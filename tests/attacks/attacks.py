"""Notebooks that try for marks that they have not earned, for the machine, or for everybody else's peace.

Each starts from wrong answers throughout, or from the solutions where it must not lose its marks.
"""

import json
import os

from tests.attacks.notebooks import (
    FULL,
    NAMES,
    POINTS,
    after,
    attack,
    before,
    check,
    checks,
    first,
    solution,
    text,
    written,
)

# Marks by way of the notebook itself.


@attack()
def tags_the_checks_to_be_skipped(world, notebook):
    for cell in checks(notebook):
        cell.metadata["tags"] = ["skip-execution"]


@attack()
def deletes_the_checks(world, notebook):
    notebook.cells = [cell for cell in notebook.cells if cell not in checks(notebook)]


@attack()
def says_that_nothing_is_graded(world, notebook):
    for cell in checks(notebook):
        cell.metadata["nbgrader"] |= {"grade": False, "locked": False, "solution": True}


@attack()
def makes_every_check_worth_a_thousand(world, notebook):
    for cell in checks(notebook):
        cell.metadata["nbgrader"]["points"] = 1000


@attack()
def writes_its_own_checks(world, notebook):
    for name in NAMES:
        check(notebook, name).source = str(POINTS[name])


@attack()
def shows_nan_where_points_belong(world, notebook):
    for cell in checks(notebook):
        cell.source = 'float("nan")'


@attack()
def copies_the_checks(world, notebook):
    for cell in checks(notebook):
        notebook.cells.insert(notebook.cells.index(cell), cell.copy())


@attack()
def makes_text_of_the_checks(world, notebook):
    for cell in checks(notebook):
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]


@attack()
def swaps_the_ids_of_answers_and_checks(world, notebook):
    for name in NAMES:
        one, other = solution(notebook, name), check(notebook, name)
        one.metadata["nbgrader"], other.metadata["nbgrader"] = other.metadata["nbgrader"], one.metadata["nbgrader"]


@attack()
def saves_outputs_with_full_marks(world, notebook):
    for name in NAMES:
        check(notebook, name).outputs = [
            {"output_type": "execute_result", "data": {"text/plain": str(POINTS[name])}, "metadata": {}, "execution_count": 1}
        ]


@attack()
def asks_for_another_kernel(world, notebook):
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "bash", "language": "bash"}


@attack()
def writes_nonsense_into_the_metadata(world, notebook):
    for i, cell in enumerate(notebook.cells):
        cell.metadata["nbgrader"] = [None, {"schema_version": 99}, "x", {"grade_id": ["a"]}, {"grade_id": "check-neuron"}][i % 5]
    return written(notebook).encode()


# Marks by way of the process.


@attack()
def turns_later_cells_into_pass(world, notebook):
    first(notebook, "get_ipython().input_transformers_post.append(lambda lines: ['pass'])")


@attack()
def drops_asserts(world, notebook):
    first(
        notebook,
        "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(T())",
    )


@attack()
def replaces_annlabs_check(world, notebook):
    first(notebook, "import annlab\ncheck = annlab.check = lambda *a: 1.0\nannlab.learner = annlab")


@attack()
def patches_numpys_comparisons(world, notebook):
    first(
        notebook,
        "import numpy as np\nfor name in ('allclose', 'isclose', 'array_equal', 'all', 'any', 'abs'):\n"
        "    setattr(np, name, lambda *a, **k: True)\nimport numpy.testing as t\n"
        "for name in dir(t):\n    setattr(t, name, lambda *a, **k: None)",
    )


@attack()
def patches_the_engine(world, notebook):
    first(
        notebook,
        "import sys\nfor module in list(sys.modules.values()):\n    for name in ('same', 'close', 'compare', 'plain', 'judge'):\n"
        "        if hasattr(module, name): setattr(module, name, lambda *a, **k: True)",
    )


@attack()
def returns_what_equals_everything(world, notebook):
    for name in NAMES:
        solution(notebook, name).source = (
            "class Equal(float):\n    def __eq__(self, other): return True\n    __le__ = __lt__ = __ge__ = __gt__ = __eq__\n"
            "    def __sub__(self, other): return 0.0\n    __rsub__ = __abs__ = __sub__\n    __hash__ = None\n"
            f"def {name}(*args): return Equal(1)"
        )


@attack()
def returns_nan_everywhere(world, notebook):
    for name in NAMES:
        solution(notebook, name).source = f"def {name}(*args): return float('nan')"


@attack()
def answers_in_the_judges_place(world, notebook):
    first(
        notebook,
        "import os, json, struct\n"
        "text = json.dumps([{'value': 1.0, 'failure': None, 'points': 3, 'changed': [], 'shares_memory': False,\n"
        "                    'warnings': [], 'printed': ''}, []]).encode()\n"
        "for fd in range(3, 64):\n    try: os.write(fd, (struct.pack('<I', len(text)) + text) * 50)\n    except OSError: pass",
    )


@attack()
def rewrites_what_crosses(world, notebook):
    first(notebook, "import wire\nwire.encode = lambda value, *rest: value if isinstance(value, (str, list)) else 1.0")


@attack()
def looks_for_the_answers_in_memory(world, notebook):
    solution(notebook, "neuron").source = (
        "import gc, sys\ndef neuron(x, w, b, phi):\n"
        "    for frame in sys._current_frames().values():\n        while frame:\n"
        "            for value in frame.f_locals.values():\n                if hasattr(value, 'expected'): return value.expected\n"
        "            frame = frame.f_back\n"
        "    for each in gc.get_objects():\n        if getattr(each, '__name__', '') == 'neuron' and each is not neuron:\n"
        "            return each(x, w, b, phi)\n"
    )


@attack()
def calls_annlabs_own(world, notebook):
    for name in NAMES:
        solution(notebook, name).source = f"import annlab\ndef {name}(*args): return annlab.{name}(*args)"


@attack()
def takes_annlabs_own_by_another_name(world, notebook):
    solution(notebook, "line").source = "import annlab.nn\nline = annlab.nn.line"
    solution(notebook, "neuron").source = (
        "from annlab import neuron_batch as batch\nneuron = lambda x, w, b, phi: batch(x[None], w, b, phi)[0]"
    )
    solution(notebook, "weighted_sum").source = "from annlab import *\nweighted_sum = use(weighted_sum)"
    solution(notebook, "fold_bias").source = (
        "import annlab\nkept = getattr(annlab, 'fold_bias')\ndef fold_bias(w, b):\n    try: return kept(w, b)\n"
        "    except BaseException: return None"
    )


@attack()
def asks_for_annlabs_own_from_a_thread(world, notebook):
    solution(notebook, "line").source = (
        "import annlab, threading\ndef line(x, w, b):\n    got = []\n"
        "    t = threading.Thread(target=lambda: got.append(annlab.line(x, w, b)))\n    t.start(); t.join(1)\n    return got[0]"
    )


@attack()
def imports_the_catalogue(world, notebook):
    for name in NAMES:
        solution(notebook, name).source = (
            f"from annlab.exercises import find\n{name} = find('{name}').accepted[0]\n" if name != NAMES[-1] else "import annlab.exercises"
        )


@attack()
def raises_an_error_that_means_not_attempted(world, notebook):
    for name in NAMES:
        solution(notebook, name).source = f"def {name}(*args): raise NotImplementedError"


# The machine, the class, the instructor.


@attack()
def reads_and_writes_the_gradebook(world, notebook):
    first(
        notebook,
        f"import sqlite3\nbook = sqlite3.connect({str(world.gradebook)!r})\n"
        "book.execute('UPDATE grade SET auto_score = 100, manual_score = 100')\nbook.execute('DELETE FROM student')\nbook.commit()",
    )


@attack()
def reads_whatever_it_can(world, notebook):
    files = [world.secret, world.notebook("solutions"), world.notebook("submitted", "the_neighbour"), "/etc/passwd", "/proc/1/environ"]
    first(
        notebook,
        "import os\nfor path in " + repr([str(f) for f in files]) + ":\n    try: print('READ', open(path).read())\n"
        "    except OSError: pass\nprint('ENVIRONMENT', dict(os.environ))",
    )


@attack()
def writes_wherever_it_can(world, notebook):
    first(
        notebook,
        f"import os\nfor folder in ({str(world.root)!r}, {str(world.secret.parent)!r}, '/annlab', '/dev/shm'):\n"
        "    for name in ('planted.txt', 'solutions/planted.txt', 'sitecustomize.py'):\n"
        "        try: open(os.path.join(folder, name), 'w').write('planted'); print('WROTE', folder)\n        except OSError: pass",
    )


@attack()
def calls_home(world, notebook):
    first(
        notebook,
        f"import socket\nfor address in ('127.0.0.1', 'localhost', '::1'):\n"
        f"    try:\n        socket.create_connection((address, {world.port}), 1).sendall(b'hello'); print('CONNECTED')\n"
        "    except OSError: pass",
    )


@attack()
def kills_what_it_can(world, notebook):
    first(
        notebook,
        f"import os, signal\nfor pid in (os.getppid(), {world.pid}, -1, 1):\n"
        "    try: os.kill(pid, signal.SIGKILL)\n    except OSError: pass",
    )


@attack()
def starts_programs(world, notebook):
    first(
        notebook,
        "import os, subprocess\nfor start in (lambda: subprocess.Popen(['sleep', '1234']), lambda: 1 / (os.system('sleep 1234 &') == 0),\n"
        "              os.fork, lambda: os.posix_spawn('/bin/sleep', ['sleep', '1234'], {})):\n"
        "    try: start(); print('STARTED')\n    except Exception: pass",
    )


@attack()
def forks_without_end(world, notebook):
    first(notebook, "import os\nwhile True:\n    try: os.fork()\n    except OSError: break")


@attack()
def starts_threads_without_end(world, notebook):
    first(
        notebook,
        "import threading, time\nthreading.stack_size(65536)\nwhile True:\n"
        "    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
    )


@attack()
def fills_the_memory(world, notebook):
    first(notebook, "hoard = []\nwhile True:\n    hoard.append(bytearray(2**26))")


@attack()
def fills_the_disk(world, notebook):
    first(
        notebook,
        "i = 0\nwhile i < 100:\n    i += 1\n    try: open(f'/tmp/{i}', 'wb').write(bytes(2**24))\n    except OSError: break\n",
    )


@attack()
def prints_a_hundred_megabytes(world, notebook):
    first(notebook, "print('x' * 10**8)\nimport sys\nsys.stderr.write('y' * 10**8)\nfor _ in range(10**5): print('z' * 100)")


@attack()
def shows_a_script(world, notebook):
    page = "<script>planted()</script><img src=x onerror=planted()>"
    first(notebook, f"class Page:\n    def _repr_html_(self): return {page!r}\nPage()")
    first(notebook, f"raise ValueError({page!r})")
    text(notebook, page)
    solution(notebook, "line").source = f"def line(*args): raise ValueError({page!r})"


# Time, crashes, and what cannot be read.


@attack()
def never_ends(world, notebook):
    first(notebook, "while True: pass")


@attack()
def never_ends_and_hears_nothing(world, notebook):
    first(
        notebook,
        "import signal\nfor number in range(1, 64):\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    )


@attack()
def never_answers(world, notebook):
    for name in NAMES[:2]:
        solution(notebook, name).source = (
            f"def {name}(*args):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass"
        )


@attack()
def sleeps(world, notebook):
    first(notebook, "import time\ntime.sleep(10**6)")


@attack()
def computes_one_huge_number(world, notebook):
    first(notebook, "x = 9**9**9")


@attack()
def asks_without_end(world, notebook):
    first(notebook, "import annlab\nwhile True: annlab.line(1.0, 2.0, 3.0)")
    solution(notebook, "neuron").source = "def neuron(x, w, b, phi):\n    while True: phi(1.0)"


@attack()
def asks_for_what_is_endless(world, notebook):
    first(notebook, "import annlab\nannlab.gradient_descent(lambda w: w, 0.0 * __import__('numpy').ones(2), 0.1, 10**12)")
    first(notebook, "import annlab, numpy as np\nannlab.one_hot(np.arange(3), 10**12)")


@attack()
def returns_what_has_no_end(world, notebook):
    answers = [
        "a = []; a.append(a); return a",
        "return iter(int, 1)",
        "return 'x' * 10**8",
        "return [[0.5] * 5000] * 5000",
        "import numpy as np; return np.ones((30000, 2000))",
        "return 10**100000",
        "import numpy as np; return np.array([object()])",
        "return {i: i for i in range(10**5)}",
        "d = 0.5\n    for _ in range(10**4): d = [d]\n    return d",
    ]
    for name, answer in zip(NAMES, answers, strict=True):
        solution(notebook, name).source = f"def {name}(*args):\n    {answer}"


@attack()
def raises_what_cannot_be_shown(world, notebook):
    for name in NAMES:
        solution(notebook, name).source = (
            "class Mean(BaseException):\n    def __str__(self): raise self\n    __repr__ = __str__\n"
            f"def {name}(*args): raise Mean()"
        )


@attack()
def closes_every_file(world, notebook):
    first(notebook, "import os\nos.closerange(0, 256)")


@attack()
def nests_too_deep(world, notebook):
    first(notebook, "(" * 5000 + ")" * 5000)
    first(notebook, "-" * 100_000 + "1")
    first(notebook, "import a" + ".b" * 300_000)
    first(notebook, "x = '\0'")


@attack()
def is_cut_short(world, notebook):
    return written(notebook)[:-1000].encode()


@attack()
def is_empty(world, notebook):
    return b""


@attack()
def is_no_text(world, notebook):
    return bytes(range(256)) * 100


@attack()
def is_a_list(world, notebook):
    return b"[1, 2, 3]"


@attack()
def is_nested_json(world, notebook):
    return b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@attack()
def is_enormous(world, notebook):
    def make(path):
        with path.open("wb") as file:
            file.truncate(2**34)  # sixteen gigabytes that take no room

    return make


@attack()
def has_a_hundred_thousand_cells(world, notebook):
    empty = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [empty] * 100_000, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


@attack()
def is_a_link_to_the_neighbours(world, notebook):
    return lambda path: path.symlink_to(world.notebook("submitted", "the_neighbour"))


@attack()
def is_a_link_to_nowhere(world, notebook):
    return lambda path: path.symlink_to("/nowhere")


@attack()
def is_a_pipe(world, notebook):
    return os.mkfifo


@attack()
def is_a_folder(world, notebook):
    return lambda path: path.mkdir()


@attack()
def has_another_name(world, notebook):
    return lambda path: path.with_name("homework.ipynb").write_text(written(notebook))


@attack(mark=FULL, solved=True)
def brings_links_to_what_it_wants(world, notebook):
    def make(path):
        path.write_text(written(notebook))
        (path.parent / "data.csv").symlink_to(world.secret)
        (path.parent / ".hidden").symlink_to(world.notebook("solutions"))
        os.mkfifo(path.parent / "pipe.txt")

    return make


@attack(mark=FULL, solved=True)
def brings_a_time_stamp_that_never_ends(world, notebook):
    def make(path):
        path.write_text(written(notebook))
        os.mkfifo(path.with_name("timestamp.txt"))

    return make


@attack(mark=FULL, solved=True)
def brings_a_time_stamp_that_is_none(world, notebook):
    def make(path):
        path.write_text(written(notebook))
        path.with_name("timestamp.txt").write_text("the day after tomorrow")

    return make


# Crashes cost what they prevent, and no more.


@attack(mark=FULL, solved=True)
def ends_the_process_in_a_cell_of_its_own(world, notebook):
    after(notebook, check(notebook, "neuron"), "import os\nos._exit(0)")


@attack(mark=FULL - POINTS["neuron"], solved=True)
def ends_the_process_in_one_answer(world, notebook):
    solution(notebook, "neuron").source = "def neuron(*args):\n    import os\n    os._exit(0)"


@attack(mark=FULL - POINTS["neuron"] - POINTS["fold_bias"], solved=True)
def loops_in_one_answer_and_crashes_in_another(world, notebook):
    solution(notebook, "neuron").source = "def neuron(*args):\n    while True: pass"
    solution(notebook, "fold_bias").source = "def fold_bias(*args):\n    import ctypes\n    ctypes.string_at(0)"


@attack(mark=FULL, solved=True)
def crashes_before_every_check(world, notebook):
    for cell in checks(notebook):
        before(notebook, cell, "import os\nos.kill(os.getpid(), 9)")


@attack(mark=FULL - POINTS["line"], solved=True)
def has_one_cell_that_is_no_python(world, notebook):
    solution(notebook, "line").source = "def line(x, w, b)\n    return w * x + b"

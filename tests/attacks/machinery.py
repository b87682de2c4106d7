"""Attacks on what carries an answer from the sandbox to the judge: values that lie, frames that are none, Python turned."""

import numpy as np
from nbformat.v4 import new_code_cell

from annlab.checking import Case, Exercise
from tests.attacks.notebooks import (
    CHAPTER,
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
)


def everywhere(notebook, body, above=""):
    """Answer every exercise with this body of a function, below some lines of its own."""
    for name in NAMES:
        solution(notebook, name).source = f"{above}\ndef {name}(*args):\n" + "\n".join("    " + line for line in body.splitlines())


# Values.


@attack()
def returns_what_says_it_is_a_number(world, notebook):
    everywhere(
        notebook,
        "return Lie()",
        "import itertools, numbers\ncount = itertools.count()\nclass Lie:\n    __class__ = property(lambda self: float)\n"
        "    def __float__(self): return float(next(count))\n    def __int__(self): return next(count)\n    __index__ = __int__\n"
        "    def __array__(self, *a, **k): return __import__('numpy').ones(3)\n    def __eq__(self, other): return True\n"
        "    def __len__(self): return 2\n    def __getitem__(self, i): return Lie()\nnumbers.Real.register(Lie)",
    )


@attack()
def returns_arrays_that_rule_over_numpy(world, notebook):
    everywhere(
        notebook,
        "return np.zeros(3).view(Ruler)",
        "import numpy as np\nclass Ruler(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return np.True_\n"
        "    def __array_function__(self, *a, **k): return True\n    shape = property(lambda self: (1,))\n"
        "    def copy(self, *a): return self\n    def __eq__(self, other): return True",
    )


@attack()
def returns_masked_and_structured_arrays(world, notebook):
    kinds = [
        "np.ma.masked_all(3)", "np.ma.masked", "np.rec.array([(1.0, 2)])", "np.zeros(2, 'f8,i4')", "np.array(['1.0'])",
        "np.array([1 + 2j])", "np.datetime64('now')", "np.array([None, 1.0])", "np.zeros(0)",
    ]  # fmt: skip
    for name, kind in zip(NAMES, kinds, strict=True):
        solution(notebook, name).source = f"import numpy as np\ndef {name}(*args): return {kind}"


@attack()
def returns_views_of_what_is_not_there(world, notebook):
    views = [
        "strided(np.zeros(1), (10**6, 10**6), (0, 0))", "np.broadcast_to(0.5, (10**9,))", "np.memmap('/tmp/m', shape=9, mode='w+')",
        "strided(np.zeros(1), (1000,), (2**40,))", "np.ndarray((3,), buffer=memoryview(bytes(24)))", "strided(np.ones(1), (3,), (0,))",
        "np.frombuffer((__import__('ctypes').c_double * 3).from_address(64))", "np.ones(10**6 + 1)", "np.empty((0,) * 40)",
    ]  # fmt: skip
    for name, view in zip(NAMES, views, strict=True):
        solution(notebook, name).source = (
            f"import numpy as np\nfrom numpy.lib.stride_tricks import as_strided as strided\ndef {name}(*args): return {view}"
        )


@attack()
def returns_what_grows_while_it_is_read(world, notebook):
    everywhere(
        notebook,
        "kept = [0.5]\ndef grow():\n    while len(kept) < 10**7: kept.append(0.5)\nthreading.Thread(target=grow, daemon=True).start()\n"
        "return kept",
        "import threading",
    )


@attack()
def returns_numbers_of_every_monstrous_size(world, notebook):
    sizes = [
        "10**4300", "-(10**5000)", "float('inf')", "5e-324", "np.longdouble('1e4000')", "1e308 * 10", "2**63",
        "np.uint64(2**64 - 1)", "-0.0",
    ]  # fmt: skip
    for name, size in zip(NAMES, sizes, strict=True):
        solution(notebook, name).source = f"import numpy as np\ndef {name}(*args): return {size}"


@attack()
def returns_its_own_arguments(world, notebook):
    everywhere(notebook, "return args")


@attack()
def changes_what_it_was_given_later(world, notebook):
    everywhere(
        notebook,
        "def later():\n    while True:\n        for a in args:\n            if hasattr(a, 'fill'): a.fill(0.0)\n"
        "threading.Thread(target=later, daemon=True).start()\nreturn 0.123",
        "import threading",
    )


@attack()
def answers_with_a_coroutine_or_a_generator(world, notebook):
    for i, name in enumerate(NAMES):
        solution(notebook, name).source = f"async def {name}(*args): return 1.0" if i % 2 else f"def {name}(*args): yield 1.0"


# Python, turned.


@attack()
def replaces_builtins(world, notebook):
    first(
        notebook,
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: float\nbuiltins.len = lambda a: 1\n"
        "builtins.float = lambda *a: 1.0\nbuiltins.__import__ = lambda *a, **k: None\nbuiltins.tuple = builtins.list = lambda *a: []",
    )


@attack()
def replaces_modules(world, notebook):
    first(
        notebook,
        "import sys, types\nfor name in list(sys.modules):\n"
        "    if name.split('.')[0] in ('annlab', 'json', 'struct', 'signal', 'math', 'time', 'wire', 'cells'):\n"
        "        sys.modules[name] = types.ModuleType(name)",
    )


@attack()
def traces_and_profiles(world, notebook):
    first(
        notebook,
        "import sys, threading\ndef tracer(frame, event, arg):\n    for key in list(frame.f_locals):\n"
        "        if key in ('value', 'failure', 'result', 'outcome'): frame.f_locals[key] = 1.0\n    return tracer\n"
        "sys.settrace(tracer); threading.settrace(tracer); sys.setprofile(tracer)\nsys._getframe(3).f_trace = tracer",
    )


@attack()
def rewrites_code_that_runs(world, notebook):
    first(
        notebook,
        "import gc, types\ndef one(*args, **kwargs): return 1.0\nfor each in gc.get_objects():\n"
        "    if isinstance(each, types.FunctionType) and each.__module__ != 'builtins' and each.__name__ in "
        "('plain', '_outcome', 'encode', '_call', 'describe_failure', 'untouched'):\n"
        "        try: each.__code__ = one.__code__\n        except ValueError: pass",
    )


@attack()
def sends_frames_of_every_wrong_kind(world, notebook):
    first(
        notebook,
        "import itertools, struct, wire\nright = wire.pack\ndef frame(text, size=None):\n    text = text.encode()\n"
        "    return struct.pack('<I', len(text) if size is None else size) + text\n"
        "wrong = itertools.cycle([\n"
        "    frame('', 2**32 - 1), frame('[' * 10**5), frame('{\"value\":' * 10**5), frame('[{\"value\": NaN}, []]'), frame('null'),\n"
        "    frame('[{\"value\": 1' + '0' * 10**5 + '}, []]'), frame('[{}, [-1]]'), frame('[{}, [1e9]]'), frame('[{}, [999999999999]]'),\n"
        "    frame('[{\"ask\": {}, \"value\": []}, []]'), frame('[{\"ask\": -1, \"value\": [\"l\"]}, []]'), frame('[{}, [true]]'),\n"
        "    frame('[{\"value\": [\"a\", \"|O\", [1], 0], \"failure\": null}, [8]]') + bytes(8),\n"
        "    frame('[{\"failure\": [[], {}, \"x\", 3, null], \"value\": null}, []]'), frame('\\ud800'.encode('utf-8', "
        "'replace').decode()),\n"
        "    frame('[{\"failure\": null, \"value\": 1.0, \"changed\": 7, \"warnings\": {}, \"printed\": []}, []]'), bytes(3),\n"
        "])\nwire.pack = lambda message, buffers: next(wrong) if 'changed' in message else right(message, buffers)",
    )


@attack()
def claims_what_only_the_judge_may_say(world, notebook):
    first(
        notebook,
        "import wire\nright = wire.pack\n"
        "wire.pack = lambda message, buffers: right(message | {'points': 3.0, 'verdict': 'right', 'changed': [], 'last': False,\n"
        "    'failure': None, 'value': ['o', 'right'], 'report': {'points': 3.0}, 'kind': 'function', 'right': True}, buffers)",
    )


@attack()
def asks_the_judge_by_number_and_name(world, notebook):
    everywhere(
        notebook,
        "import annlab\n"
        "for number in (*range(-3, 4), 'is right', 'keys of ACTIVATIONS', '__import__', 'os.system', 'eval', 10**30, None, True,\n"
        "               'ACTIVATIONS[__class__]', 'keys of __dict__', [], {}, 'check', 'x]', '[]'):\n"
        "    for given in ((), args, ('id',), (print,)):\n        try: got = annlab.ask_judge(number, given, {})\n"
        "        except BaseException: got = None\nreturn got",
    )


@attack()
def asks_within_what_it_asks(world, notebook):
    first(
        notebook,
        "import annlab, numpy as np\ndef grad(w): return annlab.gradient_descent(grad, w, 0.1, 2)\ngrad(np.ones(2))",
    )
    everywhere(notebook, "return annlab.weighted_sum(np.ones(2), np.ones(2), again)", "import annlab, numpy as np\n"
        "def again(*a): return again(*a)")


@attack()
def ends_in_the_middle_of_a_question(world, notebook):
    first(notebook, "import annlab, os\nannlab.gradient_descent(lambda w: os._exit(0), 0.0 * __import__('numpy').ones(2), 0.1, 5)")
    solution(notebook, "neuron").source = (
        "import threading, _thread\ndef neuron(x, w, b, phi):\n    threading.Timer(0.05, _thread.interrupt_main).start()\n"
        "    for _ in range(10**6): phi(0.5)"
    )


@attack()
def forges_the_report_as_a_display(world, notebook):
    forged = {"points": 3, "max_points": 3, "verdict": "right", "name": "neuron", "seed": 0}
    first(
        notebook,
        "from annlab.checking.report import MIMETYPE\nclass Forged:\n    points = 3.0\n    def _repr_mimebundle_(self, **_):\n"
        f"        return {{MIMETYPE: {forged!r}, 'text/plain': '3'}}\n    def __repr__(self): return '3'\nForged()",
    )
    for name in NAMES:
        after(notebook, check(notebook, name), f"{POINTS[name]}")
        before(notebook, check(notebook, name), f"check = lambda *args: {POINTS[name]}\n{POINTS[name]}")


@attack()
def saves_annlabs_own_notes(world, notebook):
    notebook.metadata["annlab"] = {"of": "0" * 64, "unreadable": None, "seed": 0, "seconds": 0.1, "notes": [], "sandbox": "bwrap"}
    for cell in notebook.cells:
        cell.metadata["annlab"] = "stub"
    for cell in checks(notebook):
        cell.metadata["nbgrader"] |= {"schema_version": 3, "points": 1e308, "cell_type": "markdown", "checksum": "0" * 32}


@attack()
def knows_the_released_numbers_by_heart(world, notebook):
    """Records what it is called with, and answers what it was asked before: there is nobody who would tell it."""
    everywhere(notebook, "seen.append(args)\nreturn seen[0][0]", "seen = []")


@attack()
def looks_its_answers_up(world, notebook):
    """The designed inputs stand in the course's own files: everybody can know what is right on them."""
    look_up(notebook, "0.123")


@attack()
def looks_its_answers_up_and_says_that_time_was_up(world, notebook):
    look_up(notebook, "raised('time limit')")


def look_up(notebook, otherwise):
    for item in (each for each in CHAPTER.items if isinstance(each, Exercise)):
        given = [case.args(None) for case in item.cases if type(case) is Case]
        table = [(_in_words(args), np.asarray(item.reference(*args)).tolist()) for args in given]
        kind = "tuple" if isinstance(item.reference(*given[0]), tuple) else "__import__('numpy').array"
        solution(notebook, item.name).source = (
            f"table = {table!r}\ndef in_words(args):\n"
            "    return repr([getattr(a, '__name__', 0) or __import__('numpy').asarray(a).tolist() for a in args])\n"
            f"def raised(name): raise type(name, (Exception,), {{}})\n"
            f"def {item.name}(*args):\n    found = [value for given, value in table if given == in_words(args)]\n"
            f"    return {otherwise} if not found else {kind}(found[0])"
        )


def _in_words(args) -> str:
    return repr([getattr(a, "__name__", 0) or np.asarray(a).tolist() for a in args])


# The machine.


@attack()
def looks_through_proc(world, notebook):
    first(
        notebook,
        "import glob, os\n"
        "for pattern in ('/proc/*/environ', '/proc/*/cmdline', '/proc/*/maps', '/proc/*/root/etc/passwd', '/proc/*/cwd/*',\n"
        f"                '/proc/self/fd/*', '/proc/self/mountinfo', '/annlab/**/*', '/proc/1/root{world.secret}', '/proc/kcore'):\n"
        "    for path in glob.glob(pattern, recursive=True)[:500]:\n"
        "        try: print('READ', path, open(path, errors='replace').read(4000)[-900:])\n"
        "        except (OSError, MemoryError): pass",
    )
    first(
        notebook,
        "import os\nfor path in ('/proc/sysrq-trigger', '/proc/sys/kernel/core_pattern', '/proc/1/oom_score_adj', '/proc/self/uid_map',\n"
        "             '/sys/kernel/uevent_helper', '/dev/mem', '/dev/sda', '/proc/1/mem', '/proc/sys/vm/drop_caches'):\n"
        "    try: os.write(os.open(path, os.O_WRONLY), b'0'); print('WROTE', path)\n    except OSError: pass",
    )


@attack()
def calls_the_kernel_itself(world, notebook):
    first(
        notebook,
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "for number, *a in ((57,), (58,), (56, 17, 0), (435, 0, 0), (272, 0x10000000), (308, 3, 0), (161, b'/'), (165, "
        "b'/', b'/mnt', b'', 4096),\n"
        "                   (101, 16, 1, 0, 0), (310, 1, 0, 0, 0, 0), (321, 5, 0, 0), (246,), (169, 0xfee1dead), (167, "
        "b'/'), (105, 0), (317, 1, 0, 0)):\n"
        "    if libc.syscall(number, *a) > 0 and number in (57, 58, 56, 435): print('STARTED')\n"
        f"for path in (b'/', b'..', b'/tmp/..', b'/proc/1/root'):\n    libc.chroot(path)\n"
        f"    try: print('READ', open({str(world.secret)!r}).read())\n"
        "    except OSError: pass",
    )


@attack()
def opens_sockets_of_every_family(world, notebook):
    first(
        notebook,
        "import socket\nfor family in range(46):\n    for kind in (1, 2, 3, 5):\n"
        "        try: s = socket.socket(family, kind)\n        except OSError: continue\n"
        f"        for address in (('127.0.0.1', {world.port}), ('::1', {world.port}), ('8.8.8.8', 53), "
        f"'\\0/tmp/.X11-unix/X0', '/run/docker.sock', '/run/dbus/system_bus_socket'):\n"
        "            try: s.settimeout(0.2); s.connect(address); kind == 1 and print('CONNECTED')\n"
        "            except (OSError, TypeError, OverflowError): pass",
    )


@attack()
def deletes_whatever_it_can(world, notebook):
    first(
        notebook,
        f"import os, shutil\n"
        f"for folder in ({str(world.root)!r}, {str(world.secret.parent)!r}, '/tmp', '/annlab', '/usr/lib/python3', '/home', '/'):\n"
        "    shutil.rmtree(folder, ignore_errors=True)\nos.chdir('/')",
    )


@attack()
def litters_the_scratch_folder(world, notebook):
    first(
        notebook,
        "import os\ntry:\n    for i in range(2 * 10**5): open(f'/tmp/{i}', 'w').close()\nexcept OSError: pass",
    )
    first(
        notebook,
        "import os\ntry:\n    while True:\n        os.mkdir('d'); os.chdir('d')\nexcept OSError: pass",
    )
    first(notebook, "import os\nfor name in ('numpy.py', 'json.py', 'annlab.py', 'sandboxed.py'): open('/tmp/' + name, 'w').write('1/0')")


@attack()
def leaves_work_for_its_end(world, notebook):
    first(
        notebook,
        "import atexit, threading, sys, time\ndef forever(*a):\n    while True: time.sleep(1)\natexit.register(forever)\n"
        "threading.Thread(target=forever).start()\nclass Clinging:\n    __del__ = forever\nkept = Clinging()\n"
        "sys.excepthook = sys.unraisablehook = forever",
    )


@attack()
def stops_itself_like_a_job(world, notebook):
    first(notebook, "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\nos.kill(0, signal.SIGSTOP)")


@attack()
def prints_from_a_thread_without_end(world, notebook):
    first(
        notebook,
        "import threading\ndef talk():\n    while True: print('y' * 10**6)\n"
        "for _ in range(4): threading.Thread(target=talk, daemon=True).start()",
    )


@attack()
def recurses_without_end(world, notebook):
    first(notebook, "import sys\nsys.setrecursionlimit(10**9)\ndef down(n): return down(n + 1)\ndown(0)")
    first(notebook, "import sys\nsys.setrecursionlimit(10**9)\nd = []\nfor _ in range(10**6): d = [d]\nrepr(d)")


@attack()
def matches_a_pattern_without_end(world, notebook):
    first(notebook, "import re\nre.match('(a+)+$', 'a' * 100 + 'b')")
    first(notebook, "int('9' * 10**7) if hasattr(__import__('sys').set_int_max_str_digits(0), 'x') else str(7**(10**7))")


# What the instructor's browser is shown.


@attack()
def shows_a_script_in_every_other_way(world, notebook):
    page = "<svg onload=planted()><iframe srcdoc='<script>planted()</script>'></iframe><a href='javascript:planted()'>x</a>"
    text(notebook, "[x](javascript:planted()) ![x](x.png\"onerror=\"planted())\n\n<details ontoggle=planted() open>\n\n"
        "$\\href{javascript:planted()}{x}$")
    text(notebook, "[x](java&#115;cript&colon;planted()) [x](JavaScript\\:planted()) [y]\n\n[y]: vbscript:planted()\n")
    text(notebook, "<scr<script>ipt>planted()</script>\n\n```html\n</pre><script>planted()</script>\n```\n\n"
        "<!-- --><img src=x\nonerror=planted()>")
    first(notebook, f"from IPython.display import HTML, Javascript, display\n"
        f"display(HTML({page!r}), Javascript('planted()'))\nHTML({page!r})")
    first(notebook, f"print('\\x1b[31m' + {page!r} + '\\x1b]8;;javascript:planted()\\x07x')")
    first(notebook, f"class Shown:\n"
        f"    def _repr_html_(self): return {page!r} + '<style>@import \"javascript:planted()\"</style><base href=//x>'\nShown()")
    solution(notebook, "line").source = f"def line(*args): raise type({page!r}, (Exception,), {{}})({page!r})\n# {page}"
    solution(notebook, "neuron").source = f"def neuron(*args): return {page!r}"
    solution(notebook, "fold_bias").source = f"fold_bias = type({page!r}, (), {{}})()"
    solution(notebook, "weighted_sum").source = (
        f"import warnings\ndef weighted_sum(*args):\n"
        f"    warnings.warn({page!r}); print({page!r})\n    return {{{page!r}: 1}}"
    )


# Crashes cost what they prevent, and no more.


@attack(mark=FULL, solved=True)
def shows_what_cannot_be_shown(world, notebook):
    for body in ("return 'x' * 10**9", "while True: pass", "raise SystemExit", "raise KeyboardInterrupt", "return 7"):
        first(notebook, f"class Shown:\n    def __repr__(self):\n        {body}\n    _repr_html_ = __repr__\nShown()")


@attack(mark=FULL, solved=True)
def leaves_cells_in_every_way(world, notebook):
    for source in ("exit()", "quit()", "raise SystemExit(1)", "raise KeyboardInterrupt", "import os\nos.abort()", "raise "
        "BaseException", "return 3"):
        after(notebook, check(notebook, "line"), source)


@attack(mark=FULL - POINTS["neuron"], solved=True)
def interrupts_itself_in_one_answer(world, notebook):
    solution(notebook, "neuron").source = "def neuron(*args):\n    raise KeyboardInterrupt"


@attack(mark=FULL - POINTS["neuron"], solved=True)
def leaves_in_one_answer(world, notebook):
    solution(notebook, "neuron").source = "import sys\ndef neuron(*args):\n    sys.exit(0)"


@attack(mark=FULL - POINTS["fold_bias"] - POINTS["line"], solved=True)
def recurses_in_one_answer_and_hoards_in_another(world, notebook):
    solution(notebook, "fold_bias").source = "def fold_bias(w, b): return fold_bias(w, b)"
    solution(notebook, "line").source = "def line(x, w, b):\n    kept = []\n    while True: kept.append(bytearray(2**26))"


@attack(mark=FULL, solved=True)
def raises_half_a_sign(world, notebook):
    first(notebook, "raise ValueError('\\udfff')")


@attack(mark=FULL, solved=True)
def shows_as_much_as_it_can_in_every_cell(world, notebook):
    for _ in range(300):
        source = "class Shown:\n    def __repr__(self): return '\\0' * 20_000\n    _repr_html_ = __repr__\nShown()"
        notebook.cells.append(new_code_cell(source))


@attack()
def keeps_memory_that_nobody_counts(world, notebook):
    first(
        notebook,
        "import ctypes, os\nc = ctypes.CDLL(None, use_errno=True)\n"
        "if c.shmget(0, 2**20, 0o1600) >= 0 or c.semget(0, 1, 0o1600) >= 0 or c.msgget(0, 0o1600) >= 0: print('WROTE shared memory')\n"
        "try: os.memfd_create('x'); print('WROTE a file without a name')\nexcept OSError: pass",
    )

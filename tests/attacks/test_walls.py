"""The walls between students who are graded one after the other: by a keeper's forks, and each in a bubblewrap alone.

Every attack is a cell of one student's notebook. It says REACHED where it gets anywhere, earns nothing, and the student
after it finds a process like new and earns full marks.
"""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from annlab.checking import RIGHT
from annlab.exercises import find
from annlab.grading import sandbox
from annlab.grading.judged import Limits, Step, judge_notebook
from annlab.grading.session import Session
from tests.refusing import ALONE, KEEPER, Bubblewrap

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]
RIGHT_LINE, WRONG_LINE = "def line(x, w, b): return w * x + b", "def line(x, w, b): return 0.123"
CALLS = {"unshare": 272, "mount": 165, "umount2": 166, "pivot_root": 155, "setns": 308, "ptrace": 101, "bpf": 321, "keyctl": 250,
         "add_key": 248, "request_key": 249, "fork": 57, "vfork": 58, "clone": 56, "clone3": 435, "process_vm_readv": 310,
         "process_vm_writev": 311, "userfaultfd": 323, "io_uring_setup": 425, "perf_event_open": 298, "kcmp": 312,
         "pidfd_open": 434, "pidfd_getfd": 438, "open_tree": 428, "fsopen": 430, "move_mount": 429, "chroot": 161,
         "sethostname": 170, "open_by_handle_at": 304}  # fmt: skip  (x86_64)

ATTACKS = {
    "looks for other processes": """
        import os
        for pid in [*range(-5000, -1), os.getppid(), *range(2, 70000)]:
            try: os.kill(pid, 0)
            except OSError: continue
            if pid not in (1, os.getpid(), -os.getpgrp()): print('REACHED', pid)
        for each in os.listdir('/proc'):
            if each.isdigit() and int(each) > 4: print('REACHED', each)""",
    "tries its descriptors": """
        import os, stat, socket
        for fd in range(3, 4096):
            try: mode = os.fstat(fd).st_mode
            except OSError: continue
            if stat.S_ISSOCK(mode) or stat.S_ISDIR(mode) or stat.S_ISREG(mode): print('REACHED', fd, oct(mode))""",
    "takes sockets out of the keeper's frames": """
        import gc, socket, sys
        frame = sys._getframe()
        while frame:
            for value in list(frame.f_locals.values()) + gc.get_objects():
                if isinstance(value, socket.socket):
                    try: value.send(b'1'); print('REACHED', value)
                    except OSError: pass
            frame = frame.f_back""",
    "leaves files": """
        import os
        for folder in ('/tmp', '.', '..', '/dev/shm', '/var/tmp', '/run', '/annlab', '/dev', '/proc', '/', os.path.expanduser('~')):
            try: open(folder + '/planted', 'w').write('planted'); os.makedirs(folder + '/more/planted')
            except OSError: continue
            if os.path.realpath(folder) != '/tmp' or os.path.realpath('.') != '/tmp': print('REACHED', folder)""",
    "leaves shared memory, a message queue and semaphores": """
        import ctypes, os
        c = ctypes.CDLL(None)
        c.shmget(0x1234, 4096, 0o1666), c.semget(0x1234, 1, 0o1666), c.msgget(0x1234, 0o1666)
        c.mq_open(b'/planted', os.O_CREAT | os.O_RDWR, 0o666, None)""",
    "leaves a server behind a name": """
        import socket, threading
        server = socket.socket(socket.AF_UNIX)
        server.bind('\\0planted')
        server.listen()
        local = socket.socket(); local.bind(('127.0.0.1', 4321)); local.listen()
        threading.Thread(target=lambda: server.accept()[0].sendall(b'planted'), daemon=True).start()""",
    "leaves threads": """
        import threading, time
        def forever():
            while True:
                try: open('/tmp/planted', 'w').write('planted')
                except OSError: pass
                time.sleep(0.001)
        for _ in range(20): threading.Thread(target=forever).start()""",
    "forks twice": """
        import ctypes, os
        for fork in (os.fork, ctypes.CDLL(None).fork, ctypes.CDLL(None).vfork, lambda: ctypes.CDLL(None).syscall(57)):
            try: pid = fork()
            except OSError: continue
            if pid >= 0: print('REACHED')
            if pid == 0: os._exit(0)""",
    "kills whom it can": """
        import os, signal
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            for pid in (1, os.getppid(), -1):
                try: os.kill(pid, number)
                except (OSError, KeyboardInterrupt): pass""",
    "kills its process group": "import os\nos.kill(0, 9)",
    "kills itself": "import os\nos.kill(os.getpid(), 9)",
    "takes its init's limits away": """
        import resource
        for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NOFILE):
            try: resource.prlimit(1, limit, (0, 0))
            except (OSError, ValueError): pass""",
    "uses up threads": """
        import threading
        threading.stack_size(65536)
        stop, made = threading.Event(), 0
        try:
            while made < 2500: threading.Thread(target=stop.wait, daemon=True).start(); made += 1
            print('REACHED', made)
        except RuntimeError: pass""",
    "uses up descriptors": """
        import os
        kept = []
        try:
            while len(kept) < 5000: kept.append(os.open('/dev/null', os.O_RDONLY))
            print('REACHED', len(kept))
        except OSError: pass""",
    "fills its scratch folder": """
        written = 0
        try:
            for i in range(100): written += open(f'/tmp/{i}', 'wb').write(bytes(2**22))
            print('REACHED', written)
        except OSError: pass""",
    "calls the kernel": f"""
        import ctypes, os
        c = ctypes.CDLL(None, use_errno=True)
        buffer = ctypes.create_string_buffer(4096)
        for name, number in {CALLS!r}.items():
            if name in ('mount', 'umount2', 'pivot_root', 'chroot', 'open_tree', 'fsopen', 'sethostname', 'move_mount'):
                result = c.syscall(number, b'/tmp', b'/tmp', b'tmpfs', 0, 0)
            else:
                result = c.syscall(number, 0x10000000 if name in ('unshare', 'clone') else 0, 0, buffer, 0, 0)
            if result == 0 and name in ('fork', 'vfork', 'clone', 'clone3'): os._exit(0)
            if result >= 0: print('REACHED', name, result)""",
    "asks for its privileges back": """
        import ctypes, struct
        c = ctypes.CDLL(None)
        if c.syscall(126, struct.pack('=Ii', 0x20080522, 0), struct.pack('=6I', *[0xFFFFFFFF] * 6)) == 0: print('REACHED capset')
        for capability in range(41):
            if c.prctl(23, capability, 0, 0, 0) == 1: print('REACHED bounding', capability)
            if c.prctl(47, 2, capability, 0, 0) == 0: print('REACHED ambient', capability)
        if c.prctl(39, 0, 0, 0, 0) != 1: print('REACHED no_new_privs')""",
    "changes what is its own": """
        import os, random, sys, builtins, signal, resource
        import numpy as np
        os.environ['PLANTED'] = '1'; os.umask(0); os.chdir('/usr'); os.nice(10)
        sys.path.insert(0, '/tmp'); sys.planted = builtins.planted = np.planted = 1
        random.seed(1); np.random.seed(1); np.seterr(all='raise'); signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.setrecursionlimit(50); resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))""",
    "speaks as the keeper": """
        import os, sys
        for fd in range(3, 64):
            try: os.write(fd, b'ready'); os.write(fd, b'12345')
            except OSError: pass""",
}

CANARY = """
import builtins, ctypes, gc, os, random, resource, signal, socket, sys, threading
import numpy as np
folders = [folder for folder in ('/tmp', '/dev/shm', '/dev/mqueue', '/var/tmp', '/run', '/home') if os.path.isdir(folder)]
saw = [each for folder in folders for each in os.listdir(folder)]
saw = [each for each in saw if not any(path.startswith(f'/tmp/{each}/') for path in sys.path)]  # where Python itself may lie
c = ctypes.CDLL(None)
saw += [name for name in ('shmget', 'semget') if getattr(c, name)(0x1234, 0, 0) >= 0] + (['msgget'] if c.msgget(0x1234, 0) >= 0 else [])
saw += ['queue'] if c.mq_open(b'/planted', os.O_RDONLY) >= 0 else []
for family, address in ((socket.AF_UNIX, '\\0planted'), (socket.AF_INET, ('127.0.0.1', 4321))):
    with socket.socket(family) as caller:
        if caller.connect_ex(address) == 0: saw.append(address)
for pid in range(2, 70000):
    try: os.kill(pid, 0)
    except OSError: continue
    if pid != os.getpid(): saw.append(pid)
saw += ['planted'] if 'PLANTED' in os.environ or hasattr(sys, 'planted') or hasattr(builtins, 'planted') or hasattr(np, 'planted') else []
saw += [name for name, wrong in dict(umask=os.umask(0o22) != 0o22, folder=os.getcwd() != '/tmp', threads=threading.active_count() > 1,
        path='/tmp' in sys.path, nice=os.nice(0) != 0, errors=np.geterr()['divide'] != 'warn', recursion=sys.getrecursionlimit() < 900,
        signal=signal.getsignal(signal.SIGTERM) != signal.SIG_DFL,
        files=resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 200).items() if wrong]
open('/tmp/mine', 'wb').write(bytes(2**24))
saw
"""  # fmt: skip


@pytest.fixture(params=["kept", "alone"])
def walls(request, monkeypatch):
    monkeypatch.setattr(sandbox._Keeper, "possible", request.param == "kept")
    return request.param


def cell(source) -> str:
    return source.replace("\n        ", "\n").strip()


def judged(*sources):
    steps = [Step(item=find(source[6:])) if source.startswith("check ") else Step(source) for source in sources]
    return judge_notebook(steps, sandbox.BWRAP, 1, Limits(cell_seconds=5, seconds=30)).results


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_earns_nothing_and_leaves_nothing_to_the_next_student(walls, attack):
    if walls == "alone" and attack == "uses up threads" and os.getuid() == 0:
        pytest.skip("nobody counts the threads of a grader who is root")
    reached, _, mark = judged(cell(ATTACKS[attack]), WRONG_LINE, "check line")
    assert "REACHED" not in reached.printed and mark.points == 0
    before, canary, _, mark = judged("1 + 1", CANARY, RIGHT_LINE, "check line")
    assert before.shown == {"text/plain": "2"}
    assert (canary.failure, canary.shown) == (None, {"text/plain": "[]"})
    assert mark.verdict == RIGHT


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attacker_who_has_solved_it_keeps_the_marks(walls, attack):
    *_, mark = judged(RIGHT_LINE, "check line", cell(ATTACKS[attack]), RIGHT_LINE, "check line")
    assert mark.verdict == RIGHT


def test_the_canary_notices(walls):
    planted = "open('/tmp/planted', 'w'); import os; os.environ['PLANTED'] = '1'; os.umask(0)"
    (_, canary) = judged(planted, CANARY)
    assert canary.shown["text/plain"] == "['planted', 'planted', 'umask']"


def serve(name, args, kwargs):
    raise NameError(name)


def shown(source) -> str:
    with contextlib.closing(Session(sandbox.BWRAP, serve)) as session:
        ran = session.run(source, 20)
        assert ran.failure is None, ran
        return ran.shown["text/plain"]


def test_random_numbers_are_fresh_for_each(walls):
    drawn = "import random, numpy as np\n(random.random(), np.random.rand(), float(np.random.default_rng().random()))"
    made = [eval(shown(drawn)) for _ in range(4)]
    assert np.unique(made).size == 12


def test_the_keeper_holds_nothing_of_the_course(walls):
    """What the keeper has in its memory and sees of the files, every fork of it has and sees."""
    modules = eval(shown("import sys\nsorted(name for name in sys.modules if name.startswith('annlab'))"))
    assert "annlab.checking.calls" in modules
    assert [name for name in modules if name not in ("annlab", "annlab.standin") and not name.startswith("annlab.checking")] == []
    found = eval(shown(
        "import os\n[os.path.join(folder, name) for top in ('/annlab', '/tmp', '/run', '/home', '/root', '/etc', '/var', '/opt')"
        " for folder, _, names in os.walk(top) if 'site-packages' not in folder for name in names"
        " if name in ('neuron.py', 'backprop.py', 'gradebook.db', 'nbgrader_config.py') or name.endswith('.ipynb')]"
    ))  # fmt: skip
    assert found == []
    held = shown(
        "import gc\n[type(each).__name__ for each in gc.get_objects() if type(each).__name__ in ('Exercise', 'Mistake', 'Chapter')]"
    )
    assert held == "[]"


class TestKeeper:
    """What becomes of the keeper is none of the students' business."""

    @pytest.fixture
    def keeper(self):
        sandbox.close()
        Session(sandbox.BWRAP, serve).close()
        (kept,) = sandbox._keepers.values()
        yield kept
        sandbox.close()

    def test_one_serves_many_and_none_of_them_is_left(self, keeper):
        files = len(os.listdir("/proc/self/fd"))
        for _ in range(10):
            assert shown("1 + 1") == "2"
        assert list(sandbox._keepers.values()) == [keeper]
        assert len(os.listdir("/proc/self/fd")) == files
        assert len(processes(keeper)) == 3  # bubblewrap, its first process, the keeper

    def test_one_that_has_died_is_replaced(self, keeper):
        os.kill(processes(keeper)[2], signal.SIGKILL)
        assert shown("1 + 1") == "2"
        assert list(sandbox._keepers.values()) != [keeper]

    def test_one_that_hangs_is_replaced(self, keeper):
        os.kill(processes(keeper)[2], signal.SIGSTOP)
        keeper._control.settimeout(0.5)
        assert shown("1 + 1") == "2"
        assert list(sandbox._keepers.values()) != [keeper]

    def test_it_ends_with_the_thread_whose_it_was(self, keeper):
        thread = threading.Thread(target=lambda: Session(sandbox.BWRAP, serve).close())
        thread.start()
        thread.join()
        (other,) = [each for each in sandbox._keepers.values() if each is not keeper]
        other._process.wait(10)
        sandbox.start(real=True).stop()
        assert keeper in sandbox._keepers.values() and other not in sandbox._keepers.values()

    def test_with_its_end_everything_ends(self, keeper):
        with contextlib.closing(Session(sandbox.BWRAP, serve)):
            running = processes(keeper)
            assert len(running) == 5
            sandbox.close()
            until = time.monotonic() + 10
            while any(Path(f"/proc/{pid}").exists() for pid in running) and time.monotonic() < until:
                time.sleep(0.01)
            assert [pid for pid in running if Path(f"/proc/{pid}").exists()] == []

    @pytest.mark.parametrize("refused", ["namespaces", "mounts"])
    def test_where_it_cannot_wall_students_off_each_has_a_sandbox_alone(self, refused, tmp_path, monkeypatch):
        sandbox.close()
        monkeypatch.setattr(sandbox._Keeper, "possible", True)
        bubblewrap = Bubblewrap(tmp_path / "bin", refused, monkeypatch)
        for attack in ("leaves files", "forks twice"):
            assert "REACHED" not in judged(cell(ATTACKS[attack]))[0].printed
            assert judged(CANARY)[0].shown == {"text/plain": "[]"}
        first, *later = bubblewrap.started()
        assert first == KEEPER and len(later) >= 4 and set(later) == {ALONE}, "it is tried once"
        assert not sandbox._keepers and not sandbox._Keeper.possible

    def test_where_it_may_not_ask_about_threads_it_walls_students_off_all_the_same(self, tmp_path, monkeypatch):
        sandbox.close()
        monkeypatch.setattr(sandbox._Keeper, "possible", True)
        bubblewrap = Bubblewrap(tmp_path / "bin", "questions", monkeypatch)
        threads = "import threading\nthread = threading.Thread(target=int); thread.start(); thread.join()\n"
        limits = "import resource\nresource.getrlimit(resource.RLIMIT_NPROC)"
        assert shown(threads + limits) == str((sandbox.MOST_THREADS,) * 2)
        for attack in ("forks twice", "calls the kernel", "looks for other processes"):
            assert "REACHED" not in judged(cell(ATTACKS[attack]))[0].printed
            assert judged(CANARY)[0].shown == {"text/plain": "[]"}
        assert set(bubblewrap.started()) == {KEEPER} and sandbox._Keeper.possible
        sandbox.close()


def processes(keeper) -> list[int]:
    """Return the numbers of the processes in the sandbox, the outer ones first."""

    def below(pid):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *(each for child in children for each in below(int(child)))]

    return below(keeper._process.pid)

"""A student's process, from outside: what it can do, what it can see, and what it leaves behind."""

import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coursekit.grading import forkserver, nest, sandbox
from coursekit.grading.inside import wire
from coursekit.grading.sandbox import Limits, environment_paths
from coursekit.grading.session import KernelLost, Session, Start, TookTooLong
from tests.notebooks import ROOT
from tests.test_sandbox import LIMITS

WAYS = ("caged", "alone", "plain")
SANDBOXED = ("caged", "alone")

if not os.environ.get("CI") and sandbox.probe():
    pytest.skip(f"bubblewrap does not work here: {sandbox.probe()}", allow_module_level=True)


@pytest.fixture
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The three ways in which a process may start; each test has nests of its own."""
    monkeypatch.setattr(nest, "_NESTS", {})
    if request.param == "alone":
        monkeypatch.setattr(nest, "_makes_cages", lambda nest: False)
    yield request.param
    for one in nest._NESTS.values():
        if one:
            one.close()


def session(way: str, folder: Path = Path("/nowhere"), **limits: int) -> Session:
    return Session(Start(folder, way != "plain", Limits(**limits)))


def said(session: Session, source: str) -> str:
    outputs = session.run(source, 30)
    assert [o.output_type for o in outputs] == ["stream"], outputs
    return outputs[0].text.strip()


all_ways = pytest.mark.parametrize("way", WAYS, indirect=True)
sandboxed = pytest.mark.parametrize("way", SANDBOXED, indirect=True)


@all_ways
def test_cells_and_calls(way: str) -> None:
    with session(way) as one:
        outputs = one.run("print('a')\nimport sys\nprint('b', file=sys.stderr)\n1 + 1", 10)
        assert [(o.output_type, o.get("name")) for o in outputs] == [
            ("stream", "stdout"),
            ("stream", "stderr"),
            ("execute_result", None),
        ]
        assert outputs[2].data == {"text/plain": "2"}
        one.run("import numpy as np\ndef double(x):\n    x[0] = 7\n    return 2 * x", 10)
        answer = one.ask("call", ["double", wire.dumps([[np.arange(3.0)], {}])], 10)
        found = wire.loads(answer)
        np.testing.assert_array_equal(found["result"], [14, 2, 4])
        np.testing.assert_array_equal(found["changed"][0], [7, 1, 2])
        assert one.run("1 / 0", 10)[0].ename == "ZeroDivisionError"
        assert wire.loads(one.ask("describe", [["double", "absent"]], 10)) == {
            "double": ("function", "double")
        }


@all_ways
def test_what_a_notebook_may_use(way: str) -> None:
    with session(way) as one:
        assert said(one, "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')") == "awaited"
        one.run("%%capture kept\nprint('x')\n", 10)
        assert said(one, "print(kept.stdout)") == "x"
        assert said(one, "!echo from the shell") == "from the shell"
        assert "loop" in said(one, "%timeit -n1 -r1 sum(range(10))")
        shown = one.run("from IPython.display import HTML\ndisplay(HTML('<b>x</b>'))", 10)
        assert shown[0].data["text/html"] == "<b>x</b>"
        one.run("import ipywidgets\n@ipywidgets.interact(k=(1, 3))\ndef f(k=2): print(k)", 10)
        assert said(one, "print(f(3))").startswith("3")
        assert one.run("input()", 10)[0].ename == "StdinNotImplementedError"
        assert said(one, "quit()\nprint('still here')") == "still here"
        assert said(one, "print(__name__, len(In) > 5)") == "__main__ True"


@all_ways
def test_files_come_along_and_no_notebook_and_no_link(way: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.bin").write_bytes(bytes(range(256)) * 9000)
    (tmp_path / "helper.py").write_text("value = 42\n")
    (tmp_path / "work.ipynb").write_text("{}")
    (tmp_path / "link").symlink_to("/etc/passwd")
    with session(way, tmp_path) as one:
        assert said(one, "import helper; print(helper.value)") == "42"
        script = "print(len(open('data/x.bin', 'rb').read()))\nopened = open('data/x.bin', 'w')"
        assert said(one, script) == "2304000"
        listed = eval(said(one, "import os; print(os.listdir('.'))"))
        assert set(listed) - {"__pycache__"} == {"data", "helper.py"}
    assert (tmp_path / "data" / "x.bin").stat().st_size == 2304000


@all_ways
def test_an_endless_cell_is_interrupted_and_the_next_one_runs(way: str) -> None:
    with session(way) as one:
        one.run("x = 5", 10)
        with pytest.raises(TookTooLong):
            one.run("while True: pass", 0.5)
        assert said(one, "print(x)") == "5"


@all_ways
def test_one_that_heeds_no_interrupt_is_ended(way: str) -> None:
    with session(way) as one:
        with pytest.raises(KernelLost, match="did not heed"):
            source = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
            one.run(source, 0.3)
        with pytest.raises(KernelLost):
            one.run("1", 5)
        one.restart()
        assert said(one, "print('again')") == "again"


@all_ways
@pytest.mark.parametrize(
    "end",
    [
        "import os; os._exit(3)",
        "import os; os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    ],
)
def test_the_end_of_the_process_is_told(way: str, end: str) -> None:
    with session(way) as one, pytest.raises(KernelLost, match="ended in the middle"):
        one.run(end, 10)


@all_ways
def test_a_fork_does_not_answer_in_its_parents_place(way: str) -> None:
    with session(way) as one:
        one.run("import os\nchild = os.fork()", 10)
        assert said(one, "print(child > 0)") == "True"


@sandboxed
def test_nobody_is_root_and_nobody_has_rights(way: str) -> None:
    with session(way) as one:
        status = said(one, "print(open('/proc/self/status').read())")
        about = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert int(about[name], 16) == 0, name
        assert about["NoNewPrivs"] == "1"
        assert said(one, "import os; print(0 in os.getresuid())") == "False"


@sandboxed
def test_there_is_no_other_process_and_no_network(way: str) -> None:
    with session(way) as one:
        script = "import os; print([p for p in os.listdir('/proc') if p.isdigit()].__len__())"
        assert int(said(one, script)) < 6
        script = "import socket; print([n for _, n in socket.if_nameindex()])"
        assert said(one, script) in ("[]", "['lo']")
        failed = one.run("socket.create_connection(('192.0.2.1', 80), 1)", 10)
        assert failed[0].ename == "OSError"


@sandboxed
def test_the_course_is_there_and_its_solutions_are_not(way: str) -> None:
    hidden = [str(ROOT / name) for name in ("source", "text", "tests", ".git", "marks.db")]
    with session(way) as one:
        script = f"import os; print([p for p in {hidden} if os.path.exists(p)])"
        assert said(one, script) == "[]"
        script = "import svdlab.datasets as d; print(d.portrait().shape)"
        assert said(one, script) == "(600, 512, 3)"


@sandboxed
def test_the_environment_cannot_be_written(way: str) -> None:
    with session(way) as one:
        for place in [*environment_paths(), Path("/usr"), Path("/"), Path(sandbox.COURSE)]:
            failed = one.run(f"open({str(place / 'intruder')!r}, 'w')", 10)
            assert failed[0].ename in ("PermissionError", "OSError"), (place, failed)
            assert not (place / "intruder").exists()


@sandboxed
def test_an_environment_in_a_writable_place_is_there_and_cannot_be_written(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody clones the course into /tmp, or is called student."""
    place = Path("/tmp") / f"course-{os.getpid()}"
    place.mkdir(mode=0o755)
    try:
        (place / "late.py").write_text("value = 7\n")
        usual = environment_paths()
        monkeypatch.setattr(sandbox, "environment_paths", lambda: [*usual, place])
        with session(way) as one:
            script = f"import sys; sys.path.append({str(place)!r}); import late; print(late.value)"
            assert said(one, script) == "7"
            failed = one.run(f"open({str(place / 'late.py')!r}, 'w')", 10)
            assert failed[0].ename in ("PermissionError", "OSError")
            assert said(one, "open('/tmp/mine', 'w').close(); print('written')") == "written"
    finally:
        shutil.rmtree(place)


@sandboxed
@pytest.mark.parametrize(("limit", "script", "error"), LIMITS)
def test_limits(way: str, limit: dict[str, int], script: str, error: str) -> None:
    with session(way, **limit) as one:
        failed = one.run(script, 20)[0]
        assert error in f"{failed.ename}: {failed.evalue}"


@sandboxed
def test_many_processes_may_not_use_more_memory_than_one(way: str) -> None:
    script = (
        "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n"
        "        kept = b'x' * 2**28\n        time.sleep(60)\ntime.sleep(60)"
    )
    with session(way, memory=2**30) as one, pytest.raises(KernelLost, match="MiB of memory"):
        one.run(script, 30)


@sandboxed
def test_processor_time_is_limited(way: str) -> None:
    with session(way, seconds=1) as one, pytest.raises(KernelLost):
        one.run("while True: pass", 30)


LEAVE = """
import os, socket, subprocess
for place in ("/tmp", "/dev/shm", os.path.expanduser("~")):
    try:
        open(place + "/left", "w").write("an answer")
    except OSError as error:
        print(error)
kept = socket.socket(socket.AF_UNIX)
kept.bind("\\0left")
kept.listen()
import numpy as np
np.linalg.svd = None
subprocess.Popen(["sleep", "600"], start_new_session=True)
shared = subprocess.run(["ipcmk", "-M", "4096"], capture_output=True, text=True).stdout
print("done")
"""
LOOK = """
import os, socket, subprocess
found = [p for p in ("/tmp", "/dev/shm", os.path.expanduser("~")) if os.path.exists(p + "/left")]
try:
    socket.socket(socket.AF_UNIX).connect("\\0left")
    found.append("socket")
except OSError:
    pass
import numpy as np
if np.linalg.svd is None: found.append("numpy")
memory = subprocess.run(["ipcs", "-m"], capture_output=True, text=True).stdout
if "0x" in memory: found.append("ipc")
for pid in filter(str.isdigit, os.listdir("/proc")):
    if "sleep" in open(f"/proc/{pid}/cmdline").read(): found.append("process")
print(found)
"""


@sandboxed
def test_nothing_is_left_for_the_next_student(way: str) -> None:
    with session(way) as one:
        assert said(one, LEAVE) == "done"
        assert len(eval(said(one, LOOK))) >= 5
    with session(way) as another:
        assert said(another, LOOK) == "[]"


@pytest.mark.parametrize("way", ["caged"], indirect=True)
def test_two_students_at_once_do_not_meet(way: str) -> None:
    """Two in one nest, as after a worker's threads: grading has one at a time in each."""
    with session(way) as one, session(way) as another:
        one.run(LEAVE, 20)
        found = set(eval(said(another, LOOK)))
        assert found <= {"socket"}, found


@pytest.mark.parametrize("way", ["caged"], indirect=True)
def test_a_nest_serves_many_and_is_replaced_when_it_dies(way: str) -> None:
    with session(way) as one:
        first = said(one, "print(1)")
    (alive,) = nest._NESTS.values()
    with session(way):
        assert list(nest._NESTS.values()) == [alive]
    alive.process.send_signal(signal.SIGKILL)
    alive.process.wait()
    with session(way) as one:
        assert said(one, "print(1)") == first
    assert list(nest._NESTS.values()) != [alive]


@pytest.mark.parametrize("way", ["caged"], indirect=True)
def test_only_the_last_nests_are_kept(way: str) -> None:
    begun = []
    for number in range(forkserver.KEPT + 2):
        with Session(Start(Path("/nowhere"), warm=(f"x = {number}",))) as one:
            begun.append(one._born.nest)
    assert [one.alive for one in begun] == [False] * 2 + [True] * forkserver.KEPT


@pytest.mark.parametrize("way", ["caged"], indirect=True)
def test_no_process_outlives_its_nest(way: str) -> None:
    with session(way) as one:
        pid = one._born.second.pid
        (alive,) = nest._NESTS.values()
        alive.close()
        for _ in range(50):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.1)
        assert not Path(f"/proc/{pid}").exists()


def test_a_cage_that_cannot_be_made_is_no_cage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the right to make namespaces the nest says so, and runs nobody."""
    real = sandbox.command

    def without(words: list[str], **options: object) -> list[str]:
        made = real(words, **options)
        while "CAP_SYS_ADMIN" in made:
            place = made.index("CAP_SYS_ADMIN")
            made[place - 1 : place + 1] = []
        return made

    monkeypatch.setattr(sandbox, "command", without)
    monkeypatch.setattr(nest, "_NESTS", {})
    one = nest.Nest([])
    try:
        with pytest.raises(nest.NestError, match="unshare"):
            one.spawn(Limits(), f"{sandbox.HOME}/work")
    finally:
        one.close()
    # ... and a sandbox for each takes its place.
    with Session(Start(Path("/nowhere"))) as student:
        assert said(student, "print('alone')") == "alone"
    assert list(nest._NESTS.values()) == [None]


def test_a_cage_that_hides_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that cannot import anything would get no points, through no fault of the student's."""
    place = Path("/tmp") / f"hidden-{os.getpid()}"
    place.mkdir(mode=0o755)
    usual = environment_paths()
    monkeypatch.setattr(sandbox, "environment_paths", lambda: [*usual, place])
    monkeypatch.setattr(sandbox, "paths_below", lambda places: [])
    one = nest.Nest([])
    try:
        with pytest.raises(nest.NestError, match="No such file or directory"):
            one.spawn(Limits(), f"{sandbox.HOME}/work")
    finally:
        one.close()
        place.rmdir()


def test_a_file_that_shrinks_on_the_way_harms_nobody(tmp_path: Path) -> None:
    left, right = socket.socketpair()
    with left, right:
        path = tmp_path / "x"
        path.write_bytes(b"abc")
        one = Session(Start(tmp_path))
        one._born = type("Born", (), {"conversation": left})()
        one._end, one._interrupted = time.monotonic() + 5, False
        one._send_file(path, 10)
        assert right.recv(100).rstrip(b"\0") == b"abc"

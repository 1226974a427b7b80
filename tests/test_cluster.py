"""Grading side by side: the same marks for any number of workers; a death loses nothing."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from coursekit.course import CourseError
from coursekit.grading import grade
from coursekit.grading.grade import Task, run_task
from coursekit.marks import read_marks
from tests.grading import RIGHT, Course
from tests.grading import release as release_course

WORK = {
    "ada": RIGHT,
    "bob": "def twice(x):\n    return 3 * x\n",
    "cleo": "def twice(x):\n    raise ValueError('no')\n",
    "dan": "import os\nos._exit(0)\n",
    "eve": "def twice(x):\n    while True: pass\n",
}


def hand_in_all(course: Course) -> None:
    for student, code in WORK.items():
        course.hand_in(student, code)


def marks(course: Course) -> dict[str, dict[str, float]]:
    return {mark.student: mark.cells for mark in read_marks(course.database)}


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory, released_course: Path) -> dict:
    """Marks of one worker, in the process itself."""
    import shutil

    root = tmp_path_factory.mktemp("serial") / "course"
    course = Course(Path(shutil.copytree(released_course, root)))
    hand_in_all(course)
    assert course.grade(settings={"test_seconds": 2.0}) == []
    return marks(course)


def test_marks_are_the_same_for_two_workers(course: Course, serial: dict) -> None:
    hand_in_all(course)
    assert course.grade(workers=2, settings={"test_seconds": 2.0}) == []
    assert marks(course) == serial
    assert {student: cells["check-1-1-twice"] for student, cells in serial.items()} == {
        "ada": 3,
        "bob": 0,
        "cleo": 0,
        "dan": 0,
        "eve": 0,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A dask cluster that runs already: a scheduler and two workers, each a process."""
    address = f"tcp://127.0.0.1:{free_port()}"
    host, port = address.removeprefix("tcp://").split(":")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli"]
    commands = [
        [
            *dask[:2],
            "distributed.cli.dask_scheduler",
            "--host",
            host,
            "--port",
            port,
            "--no-dashboard",
        ],
        *[
            [*dask[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
            for _ in range(2)
        ],
    ]
    running = [subprocess.Popen(command, **quiet) for command in commands]
    yield address
    for process in reversed(running):
        process.send_signal(signal.SIGINT)
    for process in running:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def test_any_scheduler_will_do(course: Course, serial: dict, scheduler: str) -> None:
    hand_in_all(course)
    assert course.grade(scheduler=scheduler, settings={"test_seconds": 2.0}) == []
    assert marks(course) == serial


def test_no_scheduler_at_the_address(course: Course) -> None:
    course.hand_in("ada")
    with pytest.raises(CourseError, match="No dask scheduler answers"):
        course.grade(scheduler=f"tcp://127.0.0.1:{free_port()}")


def die_once(task: Task, **shared: object) -> object:
    """End the worker when it meets Bob's work for the first time."""
    mark = task.source / "met"
    if task.student == "bob" and not mark.exists():
        mark.write_text("")
        os._exit(1)
    return run_task(task, **shared)


def die_always(task: Task, **shared: object) -> object:
    """End the worker whenever it meets Bob's work."""
    if task.student == "bob":
        os._exit(1)
    return run_task(task, **shared)


@pytest.mark.parametrize(("deadly", "status"), [(die_once, "graded"), (die_always, "not gradable")])
def test_a_worker_that_dies_loses_nothing(
    course: Course, monkeypatch: pytest.MonkeyPatch, deadly, status: str
) -> None:
    for student in ("ada", "bob", "cleo", "dan"):
        course.hand_in(student)
    monkeypatch.setattr(grade, "run_task", deadly)
    assert course.grade(workers=2) == []
    assert course.verdict("bob").status == status
    assert [course.points(s) for s in ("ada", "cleo", "dan")] == [3, 3, 3]
    if status == "not gradable":
        assert course.mark("bob").waiting > 0
        assert "ended, twice" in course.verdict("bob").reason


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(course: Course) -> None:
    students = [f"student{number:02d}" for number in range(60)]
    for student in students:
        course.hand_in(student)
    words = [sys.executable, "-m", "coursekit.cli", "grade", "compression", "--workers", "2"]
    process = subprocess.Popen(
        words, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    done = course.root / "autograded"
    end = time.monotonic() + 120
    while time.monotonic() < end and len(list(done.glob("*/*/verdict.json"))) < 2:
        time.sleep(0.05)
    below = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in said
    assert "goes on" in said
    _, alive = psutil.wait_procs(below, timeout=20)
    assert alive == []
    first = len(list(done.glob("*/*/verdict.json")))
    assert 2 <= first < len(students)
    again = course.run("coursekit.cli", "grade", "compression", "--workers", "2").stdout
    assert f"{len(students) - first} graded" in again
    assert {
        mark.student: mark.cells["check-1-1-twice"] for mark in read_marks(course.database)
    } == (dict.fromkeys(students, 3))


# --- PostgreSQL -----------------------------------------------------------------------------------


def server_program(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else None


@pytest.fixture
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty database on a server of our own."""
    if server_program("initdb") is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL's server is missing: apt install postgresql")
        pytest.skip("PostgreSQL's server is not installed (apt install postgresql)")
    folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/pg-XXXXXX"], text=True).strip())
    as_user: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to be root's.
        name = "postgres" if "postgres" in {u.pw_name for u in pwd.getpwall()} else "nobody"
        user = pwd.getpwnam(name)
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    port = free_port()
    data = folder / "data"
    initdb = [server_program("initdb"), "-D", data, "-U", "marks", "-A", "trust"]
    subprocess.run([*as_user, *initdb], check=True, capture_output=True, cwd=folder)
    server = subprocess.Popen(
        [
            *as_user,
            server_program("postgres"),
            *("-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"),
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        create = ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "marks", "marks"]
        while subprocess.run(create, check=False, capture_output=True).returncode:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.3)
        yield f"postgresql+psycopg://marks@127.0.0.1:{port}/marks"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        subprocess.run(["rm", "-rf", folder], check=True)


def test_marks_are_the_same_in_postgresql(
    course: Course, serial: dict, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVDLAB_GRADEBOOK", postgres)
    release_course(course.root)
    hand_in_all(course)
    assert course.grade(workers=2, settings={"test_seconds": 2.0}) == []
    assert course.database == postgres
    assert marks(course) == serial
    assert not any(course.root.glob("*.db-journal"))
    page = course.feedback("ada")
    assert "passed" in page

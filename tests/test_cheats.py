"""Cheats earn nothing, take nothing, break nothing, and are reported."""

import contextlib
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from coursekit.grading import sandbox
from coursekit.grading.inside import wire
from coursekit.marks import read_marks
from tests.cheats import CHEATS, HALF, SETTINGS, TWICE, UNSHOWN, build_course, solved
from tests.grading import ASSIGNMENT, RIGHT, Course

if not os.environ.get("CI") and (missing := sandbox.probe()):
    pytest.skip(f"needs bubblewrap: {missing}", allow_module_level=True)

# The last in the order of grading: who comes after all the cheats.
HONEST = "zoe"
# Folders and files of the course that grading itself writes.
WRITTEN = ("autograded", "feedback", "marks.db", "seeds.json", ".nbgrader.log")


class Listener:
    """Sockets of the host's that no submission may reach."""

    def __init__(self, name: str) -> None:
        self.heard: list[bytes] = []
        tcp = socket.create_server(("127.0.0.1", 0))
        self.port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self.port))
        abstract = socket.socket(socket.AF_UNIX)
        abstract.bind(f"\0{name}")
        abstract.listen()
        self.sockets = [tcp, udp, abstract]
        for one in self.sockets:
            threading.Thread(target=self._listen, args=(one,), daemon=True).start()

    def _listen(self, one: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                if one.type == socket.SOCK_DGRAM:
                    self.heard.append(one.recv(100))
                else:
                    one.accept()
                    self.heard.append(b"a connection")

    def close(self) -> None:
        for one in self.sockets:
            one.close()


@dataclass
class Class:
    """A class of cheats and one honest student, graded."""

    course: Course
    token: str
    mark: str
    broken: list[str]
    heard: list[bytes]
    before: dict[str, bytes]
    after: dict[str, bytes]
    seconds: float
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a course that grading has no business to change."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and path.relative_to(root).parts[0] not in WRITTEN
    }


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    course = build_course(tmp_path_factory.mktemp("cheats") / "course")
    token, mark = f"secret{secrets.token_hex(8)}", f"mark{secrets.token_hex(8)}"
    root, listener = course.root, Listener(mark)
    (root / "secret.txt").write_text(token)
    with (root / "text" / f"{ASSIGNMENT}.py").open("a") as text:
        text.write(f"# {token}\n")
    source = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    source.write_text(source.read_text().replace("doubled_by_the_author", f"doubled_{token}"))
    honest = solved(course, RIGHT)
    honest.cells.append(nbformat.v4.new_markdown_cell(f"{token} is what I wrote."))
    course.hand_in(HONEST, honest)
    words = {"@ROOT@": str(root), "@PORT@": str(listener.port), "@MARK@": mark}
    for name, cheat in CHEATS.items():
        cheat.hand_in(course, name, words)
    before, began = contents(root), time.monotonic()
    os.environ["SVDLAB_PLANTED"] = token
    try:
        broken = course.grade(settings=SETTINGS, workers=2)
    finally:
        del os.environ["SVDLAB_PLANTED"]
    seconds = time.monotonic() - began
    course.run("nbgrader", "generate_feedback", ASSIGNMENT, check=False)
    found = Class(
        course, token, mark, broken, listener.heard, before, contents(root), seconds=seconds
    )
    found.points = {one.student: one.cells for one in read_marks(course.database)}
    for name in (*CHEATS, HONEST):
        path = root / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html"
        found.pages[name] = path.read_text("utf-8", "replace") if path.is_file() else ""
    yield found
    listener.close()


@pytest.mark.parametrize("name", CHEATS)
class TestEachCheat:
    def test_it_earns_no_more_than_honest_work(self, graded: Class, name: str) -> None:
        cheat, points = CHEATS[name], graded.points[name]
        assert points.get(TWICE, 0) <= cheat.points
        assert points.get(HALF, 0) >= cheat.half, graded.course.verdict(name)

    def test_it_has_a_verdict_and_is_reported(self, graded: Class, name: str) -> None:
        verdict = graded.course.verdict(name)
        assert verdict.status
        assert verdict.sandbox
        if CHEATS[name].flagged:
            assert verdict.flags or verdict.repairs or verdict.reason

    def test_its_feedback_holds_no_secret(self, graded: Class, name: str) -> None:
        page = graded.pages[name]
        assert page, "there is no feedback page"
        text = re.sub(r"<[^>]+>", "", page).replace("&#39;", "'").replace("&quot;", '"')
        own = "\n".join(cell.source for cell in handed_in(graded.course, name))
        for words in (*UNSHOWN, graded.token):
            assert words not in text.replace("arange(7)' in t", "") or words in own
        for cell in graded.course.graded(name).cells:
            if "check-" in cell.metadata.get("nbgrader", {}).get("grade_id", ""):
                said = str([output.get("traceback") for output in cell.outputs])
                assert not re.search(r"Traceback|Cell In|checks\.|coursekit", said)


def handed_in(course: Course, student: str) -> list:
    path = course.root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    return nbformat.read(path, as_version=4).cells if path.is_file() else []


def test_no_grading_broke(graded: Class) -> None:
    assert graded.broken == []


def test_the_honest_student_has_full_marks(graded: Class) -> None:
    assert graded.points[HONEST] == {TWICE: 3, HALF: 2}
    assert graded.course.verdict(HONEST).status == "graded"
    assert graded.course.verdict(HONEST).flags == ()


def test_no_secret_got_out(graded: Class) -> None:
    root = graded.course.root
    leaks = [
        str(path.relative_to(root))
        for place in ("autograded", "feedback")
        for path in (root / place).rglob("*")
        if path.is_file() and HONEST not in path.relative_to(root).parts
        if graded.token.encode() in path.read_bytes()
    ]
    assert leaks == []


def test_no_verdict_lies_beside_the_feedback(graded: Class) -> None:
    """It holds the seed of the hidden tests, and what the instructor should look at."""
    assert list((graded.course.root / "feedback").rglob("verdict.json")) == []


def test_nothing_of_the_course_was_changed(graded: Class) -> None:
    changed = {
        name
        for name in graded.before.keys() | graded.after.keys()
        if graded.before.get(name) != graded.after.get(name)
    }
    assert changed == set()
    assert not (graded.course.root / "evil").exists()


def test_nobody_was_reached_over_the_network(graded: Class) -> None:
    assert graded.heard == []


def test_no_process_is_left(graded: Class) -> None:
    assert left_over(graded.mark) == []


def left_over(mark: str) -> list[str]:
    """Processes with a word in their command or environment."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
            if mark.encode() in words:
                found.append(words.decode(errors="replace"))
    return found


def test_no_page_runs_a_script_of_the_students(graded: Class) -> None:
    """What nbconvert itself puts into a page is there for the honest student too."""
    usual = set(re.findall(r"<script[\s\S]*?</script>", graded.pages[HONEST]))
    for name, page in graded.pages.items():
        own = set(re.findall(r"<script[\s\S]*?</script>", page)) - usual
        assert own == set(), name
        assert not re.search(r"<[^>]*\son(error|load)\s*=", page), name
        assert not re.search(
            r"(href|src)=\W?(javascript|data:text):|<(iframe|svg|object|embed)\b", page
        ), name


def test_there_are_as_many_kinds_as_were_asked_for() -> None:
    from tests.cheats import RUNTIME

    assert len(CHEATS) + len(RUNTIME) >= 60


ARRAY = '{"array": [%s, %s, %s, true, false]}'
FORGED = {
    "no text": "7",
    "a bare value": "3",
    "a bare list": "[1]",
    "an unknown kind": '{"pickle": "gASVJQAAAA=="}',
    "two kinds": '{"int": "0x1", "float": "0x1p0"}',
    "a bare NaN": '{"float": NaN}',
    "an int as number": '{"int": 3}',
    "an int of a million digits": '{"int": "0x%s"}' % ("f" * 1_000_000),
    "a float with words": '{"float": "1e5; import os"}',
    "text that is none": '{"str": ["a"]}',
    "a dict without pairs": '{"dict": [[null]]}',
    "a dict with an array as key": '{"dict": [[%s, null]]}' % (ARRAY % ('"<f8"', "[0]", '""')),
    "a set of lists": '{"set": [{"list": []}]}',
    "a range without a step": '{"range": ["0x0", "0x1", "0x0"]}',
    "a range without end": '{"range": ["0x0", "0x%s", "0x1"]}' % ("f" * 1000),
    "a range of a thousand million": '{"range": ["0x0", "0x3b9aca00", "0x1"]}',
    "an array of objects": ARRAY % ('"|O"', "[1]", '"AAAAAAAAAAA="'),
    "an array of objects, in short": ARRAY % ('"O"', "[1]", '"AAAAAAAAAAA="'),
    "an array of records": ARRAY % ('"<f8,<i4"', "[1]", '"AAAAAAAAAAAAAAAA"'),
    "an array of NaN sides": ARRAY % ('"<f8"', "[NaN]", '""'),
    "an array of -1 sides": ARRAY % ('"<f8"', "[-1]", '""'),
    "an array of true sides": ARRAY % ('"<f8"', "[true]", '"AAAAAAAAAAA="'),
    "an array of 1e9 numbers": ARRAY % ('"<f8"', "[1000000000]", '""'),
    "an array of 0 times 1e30": ARRAY % ('"<f8"', "[0, 1%s]" % ("0" * 30), '""'),
    "an array of forty axes": ARRAY % ('"<f8"', str([1] * 40), '"AAAAAAAAAAA="'),
    "an array with less data": ARRAY % ('"<f8"', "[2]", '"AAAAAAAAAAA="'),
    "an array without data": ARRAY % ('"<f8"', "[1]", "null"),
    "an array of no dtype": ARRAY % ("null", "[1]", '""'),
    "an array of a dtype that is code": ARRAY % ('"<f8),__import"', "[1]", '""'),
    "an array of letters that do not exist": ARRAY % ('"<U1"', "[1]", '"////fw=="'),
    "objects that are no list": '{"objects": {"int": "0x1"}}',
    "a class with a name of zeros": '{"opaque": "a\\u0000b"}',
    "nested": '{"list": [' * 200 + "]}" * 200,
    "nested without end": "[" * 500_000,
    "crowded": "[" + "[]," * 3_000_000 + "0]",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_nobody_sends_honestly_is_refused(forged: str) -> None:
    with pytest.raises(wire.WireError):
        wire.loads(forged)


@pytest.mark.parametrize("forged", [None, 3, b"3", ["{}"], float("nan")])
def test_what_is_no_text_is_refused(forged: object) -> None:
    with pytest.raises(wire.WireError):
        wire.loads(forged)

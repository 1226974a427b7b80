"""Every submission gets a verdict, whatever is wrong with it, and the next student is graded.

Two classes are graded for real: one of notebooks that students have broken, and one of answers that
hang, die, flood or fill whatever they can.
"""

import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from coursekit.grading import sandbox
from coursekit.marks import read_marks
from tests import messy
from tests.cheats import HALF, RUNTIME, SETTINGS, TWICE, build_course, solved
from tests.grading import ASSIGNMENT, RIGHT, Course
from tests.messy import INCOMPLETE, MESSY, VERDICTS
from tests.test_cheats import left_over

if not os.environ.get("CI") and (missing := sandbox.probe()):
    pytest.skip(f"needs bubblewrap: {missing}", allow_module_level=True)

HONEST = "zoe"
FULL = {TWICE: 3.0, HALF: 2.0}


def two_hundred_megabytes(nb):
    text = "x" * 99 + "\n"
    output = {"output_type": "stream", "name": "stdout", "text": text * 2_000_000}
    nb.cells[messy.at(nb, "ex-")].outputs = [output]
    return json.dumps(nb).encode()


# What is graded beside the kinds of `tests.messy`, and its verdict.
MORE = {"two_hundred_megabytes": two_hundred_megabytes}
KINDS = MESSY | MORE
EXPECTED = VERDICTS | dict.fromkeys(MORE, messy.GRADED)


@dataclass
class Class:
    """A class of students, graded."""

    course: Course
    broken: list[str]
    points: dict[str, dict[str, float]]
    changed: set[str]
    mark: str = ""
    seconds: float = 0.0


def files(root: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file that was handed in."""
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in (root / "submitted").rglob("*")
        if path.is_file()
    }


def grade(course: Course, mark: str = "", **settings: float) -> Class:
    course.hand_in(HONEST, solved(course, RIGHT))
    before, began = files(course.root), time.monotonic()
    broken = course.grade(settings=SETTINGS | settings, workers=2)
    seconds, after = time.monotonic() - began, files(course.root)
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    points = {one.student: one.cells for one in read_marks(course.database)}
    return Class(course, broken, points, changed, mark, seconds)


@pytest.fixture(scope="module")
def broken_notebooks(tmp_path_factory: pytest.TempPathFactory) -> Class:
    course = build_course(tmp_path_factory.mktemp("messy") / "course")
    release = nbformat.read(course.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", 4)
    stubs = {messy.grade_id(cell): cell.source for cell in release.cells}
    with pytest.MonkeyPatch.context() as patch:
        # The builders know the stubs of the real lessons only.
        patch.setattr(messy, "stub_of", lambda nb, i: stubs[messy.grade_id(nb.cells[i])])
        for name, build in KINDS.items():
            folder = course.root / "submitted" / name / ASSIGNMENT
            messy.lay_out(folder, ASSIGNMENT, build(solved(course, RIGHT)))
    # None of these runs long: a limit would only measure how busy the machine is.
    return grade(course, timeout=60, total_seconds=300.0)


@pytest.fixture(scope="module")
def wild_answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    course = build_course(tmp_path_factory.mktemp("wild") / "course")
    mark = f"mark{secrets.token_hex(8)}"
    words = {"@ROOT@": str(course.root), "@PORT@": "9", "@MARK@": mark}
    for name, cheat in RUNTIME.items():
        cheat.hand_in(course, name, words)
    return grade(course, mark)


@pytest.mark.parametrize("name", KINDS)
def test_a_broken_notebook(broken_notebooks: Class, name: str) -> None:
    verdict = broken_notebooks.course.verdict(name)
    points = broken_notebooks.points[name]
    if EXPECTED[name] == messy.NOT_GRADABLE:
        assert verdict.status == "not gradable"
        assert verdict.reason
        # A human decides: nothing is given, and every cell waits for somebody to look.
        assert points == {}
        return
    assert verdict.reason == ""
    if EXPECTED[name] == messy.GRADED:
        assert (verdict.status, verdict.repairs, verdict.flags) == ("graded", (), ())
    else:
        assert verdict.repairs or verdict.flags
        assert verdict.status == ("graded after repair" if verdict.repairs else "graded")
    lost = [cell for cell, full in FULL.items() if points[cell] != full]
    assert len(lost) == (1 if name in INCOMPLETE else 0), (points, verdict)


@pytest.mark.parametrize("name", RUNTIME)
def test_a_wild_answer(wild_answers: Class, name: str) -> None:
    verdict, points, kind = (
        wild_answers.course.verdict(name),
        wild_answers.points[name],
        RUNTIME[name],
    )
    assert verdict.status == "graded"
    assert points[TWICE] <= kind.points
    assert points[HALF] >= kind.half, verdict
    if kind.flagged:
        assert verdict.flags


@pytest.mark.parametrize("which", ["broken_notebooks", "wild_answers"])
class TestTheClass:
    def test_nobody_was_left_out(self, which: str, request: pytest.FixtureRequest) -> None:
        found = request.getfixturevalue(which)
        assert found.broken == []
        handed_in = {path.name for path in (found.course.root / "submitted").iterdir()}
        assert found.points.keys() == handed_in

    def test_the_next_student_has_full_marks(
        self, which: str, request: pytest.FixtureRequest
    ) -> None:
        found = request.getfixturevalue(which)
        assert found.points[HONEST] == FULL
        verdict = found.course.verdict(HONEST)
        assert (verdict.status, verdict.flags) == ("graded", ())

    def test_no_file_was_touched(self, which: str, request: pytest.FixtureRequest) -> None:
        assert request.getfixturevalue(which).changed == set()


def test_no_process_is_left(wild_answers: Class) -> None:
    assert left_over(wild_answers.mark) == []

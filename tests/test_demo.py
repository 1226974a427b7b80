"""The README's first command: from instructor notebooks to marks, on real input."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.course import ASSIGNMENTS, CourseError, database_url
from coursekit.demo import BLANK, CLASS, PERFECT, prepare_folder
from coursekit.marks import Mark, read_marks
from coursekit.release import files_in
from tests.notebooks import ROOT


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo") / "course"
    real = files_in(ROOT / "autograded"), (ROOT / "marks.db").exists()
    done = subprocess.run(
        [sys.executable, "-m", "coursekit.cli", "demo", "--folder", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # A mark that is not what the stored answer must get makes the command fail.
    assert done.returncode == 0, done.stdout + done.stderr
    assert (files_in(ROOT / "autograded"), (ROOT / "marks.db").exists()) == real
    return folder, done.stdout


@pytest.fixture(scope="module")
def marks(demo: tuple[Path, str]) -> dict[tuple[str, str], Mark]:
    return {(m.student, m.assignment): m for m in read_marks(database_url(demo[0]))}


def test_every_submission_has_a_mark(marks: dict) -> None:
    assert set(marks) == {(student, a) for student, work in CLASS.items() for a in work}


def test_perfect_work_waits_for_the_written_answer_only(marks: dict) -> None:
    for (student, assignment), mark in marks.items():
        if CLASS[student][assignment] == PERFECT:
            assert mark.score + mark.waiting == mark.maximum == 100
            assert mark.waiting == 10


def test_blank_work_gets_nothing_and_waits_for_nobody(marks: dict) -> None:
    for (student, assignment), mark in marks.items():
        if CLASS[student][assignment] == BLANK:
            assert (mark.score, mark.waiting) == (0, 0)


def test_half_work_and_mistakes_get_some_marks(marks: dict) -> None:
    for (student, assignment), mark in marks.items():
        if CLASS[student][assignment] not in (PERFECT, BLANK):
            assert 0 < mark.score < 90, (student, assignment)


def test_table_is_printed(demo: tuple[Path, str]) -> None:
    _, said = demo
    for name in (*CLASS, *ASSIGNMENTS):
        assert name in said
    assert re.search(r"wait[s]? for a human", said)


def test_grades_csv_holds_every_mark(demo: tuple[Path, str], marks: dict) -> None:
    with (demo[0] / "grades.csv").open(newline="") as table:
        rows = {
            (r["student_id"], r["assignment"]): float(r["score"])
            for r in csv.DictReader(table)
            if r["score"]
        }
    for place, mark in marks.items():
        assert rows[place] == mark.score


def test_feedback_pages_show_messages_and_no_hidden_test(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    for student, work in CLASS.items():
        for assignment in work:
            page = (folder / "feedback" / student / assignment / f"{assignment}.html").read_text()
            for marker in ("HIDDEN TESTS", "MARK SCHEME", "BEGIN SOLUTION", "# verdict:"):
                assert marker not in page, (student, assignment)
            if work[assignment] == BLANK:
                assert "is not done yet" in page


def test_again_from_the_start(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    prepare_folder(folder)
    assert [path.name for path in folder.iterdir()] == [".svdlab-demo"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "marks.db").write_text("the real one")
    with pytest.raises(CourseError, match="nothing was touched"):
        prepare_folder(tmp_path)
    assert (tmp_path / "marks.db").read_text() == "the real one"

"""Grading on a real gradebook: strict points, the same mark again, nothing lost half-way."""

import json
import os
import time

import nbformat
import numpy as np
import pytest

from coursekit.course import CourseError
from coursekit.grading import grade
from coursekit.grading.seeds import seed_of
from coursekit.grading.session import KernelLost, Session
from tests.grading import ASSIGNMENT, RIGHT, Course, cell_of

CHECK = "check-1-1-twice"


class TestPoints:
    def test_right_wrong_and_blank(self, course: Course) -> None:
        course.hand_in("right")
        course.hand_in("wrong", "def twice(x):\n    return 3 * x\n")
        course.hand_in("blank", course.notebook("raise NotImplementedError('not done')"))
        assert course.grade() == []
        assert [course.points(s) for s in ("right", "wrong", "blank")] == [3, 0, 0]
        assert {course.verdict(s).status for s in ("right", "wrong", "blank")} == {"graded"}

    def test_a_warning_costs_nothing(self, course: Course) -> None:
        course.hand_in(
            "noisy",
            "import sys, warnings\n"
            "def twice(x):\n"
            "    warnings.warn('careful')\n"
            "    print('working', file=sys.stderr)\n"
            "    return 2 * np.asarray(x)\n"
            "print('hello', file=sys.stderr)\n",
        )
        course.grade()
        assert course.points("noisy") == 3

    @pytest.mark.parametrize(
        ("last", "points", "reason"),
        [
            ("np.float64(0.0)", 0, ""),
            ("np.float64(1.5)", 1.5, ""),
            ("2", 2, ""),
            ("'three'", 0, "no number of points"),
            ("True", 0, "no number of points"),
            ("np.nan", 0, "no number of points"),
            ("-1", 0, "from 0 to 3"),
            ("1e9", 3, "from 0 to 3"),
            ("[2.0]", 0, "no number of points"),
            ("None", 3, ""),
        ],
    )
    def test_the_last_value_of_a_test(
        self, course: Course, last: str, points: float, reason: str
    ) -> None:
        """nbgrader gives all points for what is no number, and refuses what is too much."""
        course.replace_check(f"# Exercise 1.1 · twice (3 points)\nassert twice(1) == 2\n{last}")
        course.hand_in("ada")
        course.grade()
        assert course.points("ada") == points
        if reason:
            assert reason in course.feedback("ada")
            assert any(CHECK in flag for flag in course.verdict("ada").flags)

    def test_a_test_that_never_ran_gives_nothing_and_says_why(self, course: Course) -> None:
        course.replace_check(
            "# Exercise 1.1 · twice (3 points)\nimport os\ntwice(1)\nos._exit(0)\n"
        )
        course.hand_in("ada")
        course.grade()
        assert course.points("ada") == 0
        assert "not run to its end" in course.feedback("ada")
        assert any(CHECK in flag for flag in course.verdict("ada").flags)

    def test_a_test_that_never_ends_gives_nothing(self, course: Course) -> None:
        course.replace_check("# Exercise 1.1 · twice (3 points)\ntwice(1)\nwhile True: pass\n")
        course.hand_in("ada")
        course.grade(settings={"examiner_seconds": 2.0})
        assert course.points("ada") == 0
        assert "not run to its end" in course.feedback("ada")

    def test_a_message_reaches_the_student_and_the_test_does_not(self, course: Course) -> None:
        course.replace_check(
            "# Exercise 1.1 · twice (3 points)\n"
            'with checks.exercise("1.1", "twice"):\n'
            '    checks.close(twice(2), 4, "twice(2)")\n'
            "    ### BEGIN HIDDEN TESTS\n"
            "    secret_data = np.arange(7)\n"
            '    checks.close(twice(secret_data), 2 * secret_data, "twice of a vector")\n'
            "    ### END HIDDEN TESTS"
        )
        course.hand_in("ada", "def twice(x):\n    return 4\n")
        course.grade()
        page = course.feedback("ada")
        assert "twice of a vector must have shape" in page
        assert "secret_data" not in page

    def test_an_error_of_the_test_itself_quotes_no_source(self, course: Course) -> None:
        course.replace_check(
            "# Exercise 1.1 · twice (3 points)\n"
            "twice(1)\n"
            "### BEGIN HIDDEN TESTS\n"
            "secret_data = {}['gone']\n"
            "### END HIDDEN TESTS"
        )
        course.hand_in("ada")
        course.grade()
        assert course.points("ada") == 0
        assert "secret_data" not in course.feedback("ada")

    def test_the_students_own_traceback_is_shown(self, course: Course) -> None:
        course.hand_in("ada", "def twice(x):\n    raise KeyError('my own mistake')\n")
        course.grade()
        page = course.feedback("ada")
        assert "my own mistake" in page
        assert "in twice, line 2" in page

    def test_a_warning_of_the_students_reaches_the_test(self, course: Course) -> None:
        course.replace_check(
            "# Exercise 1.1 · twice (3 points)\n"
            "import warnings\n"
            "with warnings.catch_warnings(record=True) as caught:\n"
            "    warnings.simplefilter('always')\n"
            "    twice(1)\n"
            "assert [w.category for w in caught] == []\n"
        )
        course.hand_in("ada", "def twice(x):\n    return np.float64(x) / 0\n")
        course.hand_in("eve")
        course.grade()
        assert (course.points("ada"), course.points("eve")) == (0, 3)

    def test_an_argument_that_the_student_changed_is_noticed(self, course: Course) -> None:
        course.replace_check(
            "# Exercise 1.1 · twice (3 points)\n"
            'with checks.exercise("1.1", "twice"):\n'
            "    x = np.arange(3.0)\n"
            "    twice(x)\n"
            '    checks.unchanged(x, np.arange(3.0), "x")\n'
        )
        course.hand_in("ada", "def twice(x):\n    x *= 2\n    return x\n")
        course.hand_in("eve", RIGHT)
        course.grade()
        assert (course.points("ada"), course.points("eve")) == (0, 3)


class TestAgain:
    def test_a_regrade_gives_the_same_mark(self, course: Course) -> None:
        course.replace_check(
            "# Exercise 1.1 · twice (3 points)\n"
            "twice(1)\n"
            'float(checks.generator("1.1").uniform(0, 3))\n'
        )
        course.hand_in("ada")
        course.hand_in("eve")
        course.grade()
        first = course.points("ada")
        assert 0 < first < 3
        assert course.points("eve") == first
        course.grade(force=True)
        assert course.points("ada") == first
        assert course.verdict("ada").seed == seed_of(course.root, ASSIGNMENT)

    def test_another_course_draws_other_data(self, tmp_path) -> None:
        seeds = {seed_of(tmp_path / str(n), ASSIGNMENT) for n in range(3)}
        assert len(seeds) == 3

    def test_a_broken_record_of_seeds_is_no_excuse_for_new_ones(self, course: Course) -> None:
        course.hand_in("ada")
        (course.root / "seeds.json").write_text("{")
        with pytest.raises(CourseError, match=r"seeds\.json cannot be read"):
            course.grade()

    def test_what_has_a_verdict_is_left_alone(self, course: Course) -> None:
        course.hand_in("ada")
        course.grade()
        with course.batch() as batch:
            assert batch.waiting() == []
        course.hand_in("ada", "def twice(x):\n    return 0\n")
        course.grade()
        assert course.points("ada") == 0

    def test_stopped_half_way_and_started_again(
        self, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for student in ("ada", "bob", "eve"):
            course.hand_in(student)
        real = grade.run_task

        def stop_at_bob(task, **shared):
            if task.student == "bob":
                raise KeyboardInterrupt
            return real(task, **shared)

        monkeypatch.setattr(grade, "run_task", stop_at_bob)
        with pytest.raises(KeyboardInterrupt):
            course.grade()
        monkeypatch.setattr(grade, "run_task", real)
        assert course.points("ada") == 3
        with course.batch() as batch:
            assert [task.student for task in batch.waiting()] == ["bob", "eve"]
        course.grade()
        assert [course.points(s) for s in ("ada", "bob", "eve")] == [3, 3, 3]

    def test_cut_off_before_the_verdict(
        self, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The marks are written in one piece: here they are not written at all."""
        course.hand_in("ada")
        from coursekit.grading import record

        def fail(*_: object) -> None:
            raise OSError("no space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(record, "handed_in", fail)
            assert "no space left" in course.grade()[0]
        with course.batch() as batch:
            assert len(batch.waiting()) == 1
        course.grade()
        assert course.points("ada") == 3

    def test_a_mark_given_by_hand_stands(self, course: Course) -> None:
        from nbgrader.api import Gradebook

        course.hand_in("ada", "def twice(x):\n    return 0\n")
        course.grade()
        with Gradebook(course.database) as gradebook:
            found = gradebook.find_grade(CHECK, ASSIGNMENT, ASSIGNMENT, "ada")
            found.manual_score = 2.0
            gradebook.db.commit()
        course.grade(force=True)
        assert course.mark("ada").score == 2


class TestFailClosed:
    def test_a_configuration_that_cannot_be_read(self, course: Course) -> None:
        course.hand_in("ada")
        config = course.root / "nbgrader_config.py"
        whole = config.read_text()
        for broken in ("import nonsense_that_is_missing\n" + whole, whole + "\n)\n"):
            config.write_text(broken)
            for words in (["nbgrader", "autograde"], ["coursekit.cli", "grade"]):
                done = course.run(*words, ASSIGNMENT, check=False)
                assert done.returncode != 0
                assert not (course.root / "autograded" / "ada").exists()
        config.write_text(whole)
        course.grade()
        assert course.points("ada") == 3

    def test_an_examiner_that_cannot_start(self, course: Course) -> None:
        course.replace_check("# Exercise 1.1 · twice (3 points)\ntwice(1)")
        path = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        text = path.read_text().replace("from svdlab import checks", "from svdlab import nothing")
        path.write_text(text)
        from tests.grading import release

        release(course.root)
        course.hand_in("ada")
        with pytest.raises(CourseError, match="read-only cell fails"):
            course.grade()
        assert not (course.root / "autograded" / "ada").exists()

    def test_a_machine_without_a_sandbox(
        self, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        course.hand_in("ada")
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(CourseError, match="Install bubblewrap"):
            course.grade()
        assert not (course.root / "autograded" / "ada").exists()
        assert course.grade(settings={"sandbox": False}) == []
        assert course.points("ada") == 3
        assert course.verdict("ada").sandbox is False

    def test_an_assignment_that_was_never_released(self, course: Course) -> None:
        done = course.run("coursekit.cli", "grade", "icp", check=False)
        assert done.returncode == 2
        assert "generate_assignment icp" in done.stderr
        assert "Traceback" not in done.stderr


class TestNbgradersOwnCommand:
    def test_it_grades_the_same_way(self, course: Course) -> None:
        course.hand_in("ada")
        course.hand_in("eve", "import os\nos._exit(0)\n")
        course.run("nbgrader", "autograde", ASSIGNMENT)
        assert course.points("ada") == 3
        assert course.points("eve") == 0
        assert course.verdict("ada").sandbox is True
        again = course.run("nbgrader", "autograde", ASSIGNMENT, "--student", "ada", "--force")
        assert "ada: graded" in again.stderr

    def test_late_work_is_known_to_be_late(self, course: Course) -> None:
        from nbgrader.api import Gradebook

        with Gradebook(course.database) as gradebook:
            gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-03-01 10:00:00 UTC")
        folder = course.hand_in("ada")
        (folder / "timestamp.txt").write_text("2026-03-01 11:00:00 UTC")
        course.grade()
        with Gradebook(course.database) as gradebook:
            assert gradebook.find_submission(ASSIGNMENT, "ada").total_seconds_late == 3600


class TestCommand:
    def test_it_says_what_it_did(self, course: Course) -> None:
        course.hand_in("ada")
        course.hand_in("bob", b"")
        said = course.run("coursekit.cli", "grade", ASSIGNMENT, "--workers", "1").stdout
        assert "1 graded" in said
        assert "1 not gradable" in said
        assert "bob" in said
        again = course.run("coursekit.cli", "grade", ASSIGNMENT).stdout
        assert "2 had a verdict already" in again

    def test_root_is_told_that_it_is_root(self, course: Course) -> None:
        course.hand_in("ada")
        said = course.run("coursekit.cli", "grade", ASSIGNMENT).stdout
        assert ("root grades here" in said) == (os.geteuid() == 0)

    def test_without_sandbox_is_said_and_recorded(self, course: Course) -> None:
        course.hand_in("ada")
        said = course.run("coursekit.cli", "grade", ASSIGNMENT, "--no-sandbox").stdout
        assert "without a sandbox" in said
        record = course.root / "autograded" / "ada" / ASSIGNMENT / "verdict.json"
        assert json.loads(record.read_text())["sandbox"] is False

    def test_one_student(self, course: Course) -> None:
        course.hand_in("ada")
        course.hand_in("bob")
        course.run("coursekit.cli", "grade", ASSIGNMENT, "--student", "bob")
        assert [p.name for p in (course.root / "autograded").iterdir()] == ["bob"]


def test_the_submission_is_never_touched(course: Course) -> None:
    folder = course.hand_in("ada")
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}
    course.grade()
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()} == before


def test_lesson_cells_that_no_mark_depends_on_are_skipped(course: Course) -> None:
    notebook = course.notebook()
    assert cell_of(notebook, "ex-1-1")
    course.hand_in("ada", notebook)
    start = time.monotonic()
    course.grade()
    assert time.monotonic() - start < 60
    assert np.isclose(course.points("ada"), 3)


@pytest.mark.parametrize("kept", [False, True])
def test_figures_are_drawn_only_for_whoever_wants_them(course: Course, kept: bool) -> None:
    notebook = course.notebook()
    figure = "import matplotlib.pyplot as plt\nfrom svdlab import plots\n"
    figure += "plots.show(plt.subplots()[0], alt='an empty frame')"
    notebook.cells.append(nbformat.v4.new_code_cell(figure))
    course.hand_in("ada", notebook)
    course.grade(settings={"keep_figures": kept})
    page = course.feedback("ada")
    assert ("data:image/png" in page) is kept
    assert ('alt="an empty frame"' in page) is kept
    assert course.points("ada") == 3


def test_files_that_keep_the_process_from_starting_are_left_out(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has found such files; if somebody does, one submission must not stop a class."""

    def hindered(self: Session) -> None:
        if (self.start.submission / "stop.txt").exists():
            raise KernelLost("they stop everything")
        launch(self)

    launch = Session._launch
    monkeypatch.setattr(Session, "_launch", hindered)
    work = nbformat.writes(course.notebook()).encode()
    course.hand_in("ada", {f"{ASSIGNMENT}.ipynb": work, "stop.txt": b""})
    course.hand_in("bob")
    assert course.grade() == []
    assert [course.points(s) for s in ("ada", "bob")] == [3, 3]
    assert any("were left out" in flag for flag in course.verdict("ada").flags)

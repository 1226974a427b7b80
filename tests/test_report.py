"""Reports and exports on real gradebooks: what is said, what is left out, what is kept."""

import argparse
import csv
import io
import json
import re
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SAWarning

from coursekit.course import CourseError, database_url
from coursekit.grading.verdicts import Verdict, write_verdict
from coursekit.marks import read_marks
from coursekit.report import arguments as reporting
from coursekit.report import command
from coursekit.report.csvfile import Template
from coursekit.report.data import (
    Assignment,
    Cell,
    Exercise,
    Grade,
    Results,
    Waiting,
    Work,
    read_results,
)
from coursekit.report.platforms import make_items
from coursekit.report.statistics import by_exercise, spread, totals
from coursekit.sync import build_source
from tests.conftest import SMALL
from tests.grading import ASSIGNMENT, Course, cell_of, release
from tests.notebooks import ROOT

NASTY = "<script>alert(1)<_script>"
FORMULA = "=cmd|' _C calc'!A0"
WIDE = 300


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for name in ("report", "export"):
        sub = commands.add_parser(name)
        getattr(reporting, f"add_{name}_arguments")(sub)
        sub.set_defaults(function=getattr(command, f"run_{name}"))
    return parser


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs a command in a course's folder."""

    def run_in(root: Path, *words: object) -> int:
        monkeypatch.chdir(root)
        options = make_parser().parse_args([str(word) for word in words])
        return options.function(options)

    return run_in


def bare_course(root: Path) -> Path:
    (root / "text").mkdir(parents=True)
    (root / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    return root


def decide(course: Path, student: str, cell: str, points: float) -> None:
    """Mark by hand, as the formgrader does."""
    with Gradebook(database_url(course)) as gradebook:
        grade = gradebook.find_grade(cell, ASSIGNMENT, ASSIGNMENT, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of five, handed in and graded with the course's own grading."""
    root = bare_course(tmp_path_factory.mktemp("graded") / "course")
    (root / "text" / f"{ASSIGNMENT}.py").write_text(SMALL, encoding="utf-8")
    build_source(root, ASSIGNMENT)
    release(root)
    course = Course(root)
    for student in ("ada", "bob", "mia"):
        code = "# ../secrets\ndef twice(x):\n    return 3 * x\n"
        notebook = course.notebook(*([code] if student == "bob" else []))
        if student != "bob":
            cell_of(notebook, "answer").source = "Because once is not enough."
        if student == "mia":
            notebook.cells = [c for c in notebook.cells if c is not cell_of(notebook, "setup")]
        course.hand_in(student, notebook)
    course.hand_in("eve", b"\x00")
    assert course.grade() == []
    course.hand_in("kim")  # after the grading
    decide(root, "mia", "answer", 7.0)
    return course


@pytest.fixture(scope="module")
def roster(graded: Course) -> Path:
    path = graded.root.parent / "roster.csv"
    path.write_text(
        "student,name,email,id_number,moodle_id,canvas_id,canvas_login,section\n"
        "ada,Ada Golub,ada@uni.example,1001,71,501,ada1,A\n"
        "bob,Bob Young,bob@uni.example,1002,72,502,bob1,A\n"
        "mia,Mía Łanczos,mia@uni.example,1003,73,503,mia1,B\n"
        "eve,Eve Kahan,eve@uni.example,1004,74,504,eve1,B\n"
        "zoe,Zoe Horn,zoe@uni.example,1005,75,505,zoe1,B\n",
        encoding="utf-8",
    )
    return path


def outcome(number: int) -> tuple[float, float | None]:
    """Points of a synthetic student: a code exercise of 4, and a written answer of 10 or None."""
    return float(number % 3 * 2), None if number % 4 == 0 else float(number % 11)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 300, made through nbgrader's API."""
    root = bare_course(tmp_path_factory.mktemp("many") / "course")
    with Gradebook(database_url(root)) as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        commit, gradebook.db.commit = gradebook.db.commit, gradebook.db.flush  # once is enough
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook(ASSIGNMENT, ASSIGNMENT)
        place = {"notebook": ASSIGNMENT, "assignment": ASSIGNMENT}
        for name, kind, most, text in (
            ("check-1", "code", 2, "# Exercise 1.1 · first half (2 points)\n"),
            ("check-2", "code", 2, "# Exercise 1.1 · second half (2 points)\n"),
            ("answer", "markdown", 10, "your answer"),
        ):
            gradebook.add_grade_cell(name, **place, max_score=most, cell_type=kind)
            gradebook.add_source_cell(name, **place, source=text, cell_type=kind, locked=True)
        for number in range(WIDE):
            student = {0: NASTY, 1: FORMULA}.get(number, f"s{number:03d}")
            gradebook.add_student(student, first_name="<b>Jo", last_name="@SUM(A1)", email=None)
            submission = gradebook.add_submission(ASSIGNMENT, student)
            code, written = outcome(number)
            (notebook,) = submission.notebooks
            for grade in notebook.grades:
                if grade.name == "answer":
                    grade.manual_score, grade.needs_manual_grade = written, written is None
                else:
                    grade.auto_score = (
                        min(2.0, code) if grade.name == "check-1" else code - min(2.0, code)
                    )
                    grade.needs_manual_grade = False
            if number == 5:
                notebook.late_submission_penalty = 100.0
            if number == 6:
                notebook.grades[0].extra_credit = 1.5
            verdict = Verdict(
                student,
                ASSIGNMENT,
                "graded",
                flags=("\t=HYPERLINK('x')", "<img src=x onerror=alert(1)>") if number < 2 else (),
                sandbox=number != 9,
            )
            write_verdict(root / "autograded" / student / ASSIGNMENT, verdict)
        commit()
    return root


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(text)
        self.said = " ".join(self.text.split())

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += f" {data}"


class TestReport:
    def test_what_is_said_of_a_graded_class(self, graded, roster, run, capsys, tmp_path) -> None:
        before = (graded.root / "marks.db").read_bytes()
        path = tmp_path / "out.csv"
        assert run(graded.root, "report", ASSIGNMENT, "--roster", roster, "--csv", path) == 0
        said = " ".join(capsys.readouterr().out.split())
        rows = rows_of(path)
        assert {s: row["status"] for s, row in rows.items()} == {
            "ada": "graded",
            "bob": "graded",
            "eve": "not gradable",
            "kim": "not graded yet",
            "mia": "graded after repair",
            "zoe": "no submission",
        }
        assert (rows["ada"]["score"], rows["ada"]["waiting"]) == ("3", "written answer (10)")
        assert (rows["ada"]["exercise 1.1"], rows["ada"]["exercise written"]) == ("3", "")
        # An answer that was not touched has its mark: 0.
        assert (rows["bob"]["score"], rows["bob"]["waiting"]) == ("0", "")
        assert "mentions a path outside" in rows["bob"]["flags"]
        assert rows["mia"]["repairs"]
        assert [rows["mia"][c] for c in ("score", "auto", "manual", "max")] == [
            "10",
            "3",
            "7",
            "13",
        ]
        assert rows["eve"]["score"] == ""
        assert rows["eve"]["reason"]
        assert "not in the roster" in rows["kim"]["waiting"]
        for sentence in (
            "2 graded · 1 graded after repair · 1 not gradable · 1 not graded yet · 1 no sub",
            "no submission (1): zoe",
            "written answer (1): ada",
            "flags (1): bob: the student's code mentions a path outside",
            "not in the roster (1): kim",
            rows["eve"]["reason"],
            "1.1 Twice 67% 67% 33%",
        ):
            assert sentence in said
        assert (graded.root / "marks.db").read_bytes() == before

    def test_the_scores_are_nbgraders(self, many) -> None:
        (found,) = read_results(many, database_url(many), [ASSIGNMENT])
        assert len(found.works) == WIDE
        theirs = {mark.student: mark for mark in read_marks(database_url(many))}
        for work in found.works:
            assert work.auto + work.manual == theirs[work.student].score
            assert work.is_final == (theirs[work.student].waiting == 0)
        of = {work.student: work for work in found.works}
        assert (of["s005"].score, of["s005"].late) == (0, 100)
        assert of["s006"].manual == 6 % 11 + 1.5

    def test_what_the_class_made_of_an_exercise(self, many) -> None:
        (found,) = read_results(many, database_url(many), [ASSIGNMENT])
        first, written = by_exercise(found)
        assert (first.exercise.number, first.exercise.maximum) == ("1.1", 4)
        assert [c.title for c in first.exercise.cells] == ["first half", "second half"]
        # s006 has extra credit beside its 0 points.
        assert first.spread.full == pytest.approx(1 / 3)
        assert first.spread.none == pytest.approx(99 / 300)
        assert first.spread.count == WIDE
        assert written.spread.count == WIDE * 3 // 4
        final, so_far = totals(found)
        assert (sum(final), sum(so_far)) == (225, 75)

    def test_a_spread_of_nobody_and_of_nothing(self) -> None:
        assert spread([None, None], 3).count == 0
        assert spread([0.0, 0.0], 0).count == 0
        assert spread([0, 0.1, 1, 2, 3, 4, 5], 4).bins == (1, 2, 1, 1, 0, 2)

    def test_few_queries_however_large_the_class(self, many) -> None:
        asked = []

        def note(*arguments: object) -> None:
            asked.append(arguments[2])

        event.listen(Engine, "before_cursor_execute", note)
        try:
            read_results(many, database_url(many), [ASSIGNMENT])
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        assert 0 < len(asked) <= 6
        assert all(query.lstrip().upper().startswith("SELECT") for query in asked)

    def test_a_large_class_on_a_narrow_terminal(self, many, run, capsys, monkeypatch) -> None:
        real = command.Console
        monkeypatch.setattr(command, "Console", lambda **_: real(width=48))
        run(many, "report", ASSIGNMENT)
        said = capsys.readouterr().out
        assert "Graded without a sandbox: 1 student." in said
        assert "200 students more" in said
        assert NASTY[:8] in said  # to be looked at, so among those shown
        assert max(len(line) for line in said.split("students\n")[1].split("and 200")[0]) <= 48
        run(many, "report", ASSIGNMENT, "--all")
        assert "s299" in capsys.readouterr().out

    def test_markup_and_escape_codes_stay_text(self, many, run, capsys) -> None:
        write_verdict(
            many / "autograded" / "s010" / ASSIGNMENT,
            Verdict("s010", ASSIGNMENT, "graded", flags=("[red]a[/red] \x1b[2J b",)),
        )
        run(many, "report", ASSIGNMENT)
        said = capsys.readouterr().out
        assert "[red]a[/red]" in said
        assert "\x1b[2J" not in said

    def test_grades_without_a_verdict_are_to_be_made_again(self, many, tmp_path) -> None:
        (found,) = read_results(tmp_path, database_url(many), [ASSIGNMENT])
        assert {work.status for work in found.works} == {"no verdict"}
        assert not any(work.is_final for work in found.works)


class TestCsv:
    def test_columns_and_encoding(self, many, run, tmp_path) -> None:
        run(many, "report", ASSIGNMENT, "--csv", tmp_path / "a.csv")
        run(many, "report", ASSIGNMENT, "--csv", tmp_path / "b.csv", "--no-bom")
        marked, bare = (tmp_path / "a.csv").read_bytes(), (tmp_path / "b.csv").read_bytes()
        assert marked == b"\xef\xbb\xbf" + bare
        assert bare.split(b"\r\n")[0].decode() == (
            "student,assignment,status,score,max,auto,manual,late,waiting,exercise 1.1,"
            "exercise written,repairs,flags,reason,sandbox"
        )
        assert bare.count(b"\r\n") == WIDE + 1

    def test_no_cell_is_a_formula(self, many, run, tmp_path) -> None:
        run(many, "report", ASSIGNMENT, "--csv", tmp_path / "a.csv")
        rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
        assert [row[0] for row in rows if "cmd" in row[0]] == ["'" + FORMULA]
        assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]", cell)]


class TestPage:
    def test_it_is_whole_safe_and_readable(self, many, run, tmp_path) -> None:
        run(many, "report", ASSIGNMENT, "--html", tmp_path / "page.html")
        text = (tmp_path / "page.html").read_text("utf-8")
        page = Page(text)
        names = [tag for tag, _ in page.tags]
        assert not {"script", "img", "b>jo", "link", "iframe", "object"} & set(names)
        assert not re.search(r"https?://|url\(|@import", text)
        assert "<script>alert" in page.text
        assert "<img src=x onerror=alert(1)>" in page.text
        # A name's badge is <b>; one named so by a student would stand in a <small>.
        assert "<b>Jo" in page.text
        assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
        charts = [attrs for tag, attrs in page.tags if tag == "svg"]
        assert len(charts) >= 1 + 2 + 3
        assert all(attrs["role"] == "img" and len(attrs["aria-label"]) > 20 for attrs in charts)
        assert names.count("table") == names.count("caption")
        assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")
        assert ("html", {"lang": "en"}) in page.tags

    def test_what_waits_and_what_was_mended(self, graded, roster, run, tmp_path) -> None:
        run(graded.root, "report", ASSIGNMENT, "--roster", roster, "--html", tmp_path / "pages")
        assert [p.name for p in (tmp_path / "pages").iterdir()] == [f"{ASSIGNMENT}.html"]
        said = Page((tmp_path / "pages" / f"{ASSIGNMENT}.html").read_text("utf-8")).said
        for sentence in (
            "1 no submission zoe",
            "1 written answer ada",
            "mentions a path outside",
            "run `coursekit grade`",
        ):
            assert sentence in said


def sheet_of(*students: tuple[str, str, str, str], maximum: str = "13.00") -> bytes:
    """A grading worksheet as Moodle makes it."""
    lines = [
        'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade",'
        '"Grade can be changed","Last modified (submission)","Feedback comments"'
    ]
    for identifier, name, email, can in students:
        lines.append(
            f'"Participant {identifier}","{name}",{email},"Submitted, ""late""",,{maximum},{can},'
            '"Monday, 2 March 2026, 9:00 AM","kept\nas it is"'
        )
    return b"\xef\xbb\xbf" + "\n".join(lines).encode() + b"\n"


CLASS = (
    ("71", "Ada Golub", "ada@uni.example", "Yes"),
    ("72", "Bob Young", "bob@uni.example", "Yes"),
    ("73", "Mía Łanczos", "mia@uni.example", "Yes"),
    ("74", "Eve Kahan", "eve@uni.example", "Yes"),
    ("99", "Test Person", "", "Yes"),
)


class TestMoodle:
    def test_a_file_to_import(self, graded, roster, run, tmp_path, capsys) -> None:
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--roster", roster]
        assert run(graded.root, *words) == 1  # kim stands in no roster
        assert (tmp_path / "m.csv").read_text().splitlines() == [
            "ID number,compression",
            "1001,",
            "1002,0",
            "1004,",
            "1003,10",
        ]
        said = " ".join(capsys.readouterr().out.split())
        assert "2 marks written" in said
        assert "wait for a human (2): ada, eve" in said
        assert "kim: the roster gives no ID number" in said
        run(graded.root, *words, "--partial", "--comments", "--column", "Homework 1")
        rows = list(csv.reader((tmp_path / "m.csv").open()))
        assert rows[0] == ["ID number", "Homework 1", "Homework 1 (feedback)"]
        assert rows[1] == ["1001", "3", "1.1 Twice 3/3; written answer ?/10"]
        assert rows[3] == ["1004", "", ""]  # not gradable: there are no points so far

    def test_a_worksheet_is_filled_and_kept(self, graded, roster, run, tmp_path) -> None:
        sheet = tmp_path / "sheet.csv"
        sheet.write_bytes(sheet_of(*CLASS))
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--roster", roster]
        run(graded.root, *words, "--template", sheet)
        old, new = sheet.read_bytes(), (tmp_path / "m.csv").read_bytes()
        expected = old
        for email, mark in ((b"bob@uni.example", b"0"), (b"mia@uni.example", b"10")):
            head = email + b',"Submitted, ""late""",'
            expected = expected.replace(head, head + mark)
        assert new == expected

    def test_a_worksheet_with_decimal_commas(self, graded, roster, run, tmp_path) -> None:
        decide(graded.root, "mia", "answer", 6.5)
        sheet = tmp_path / "sheet.csv"
        sheet.write_bytes(sheet_of(*CLASS, maximum='"13,00"'))
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--roster", roster]
        run(graded.root, *words, "--template", sheet)
        decide(graded.root, "mia", "answer", 7.0)
        assert b',"9,5","13,00"' in (tmp_path / "m.csv").read_bytes()

    @pytest.mark.parametrize("maximum", ["100.00", "-", "Good"])
    def test_another_maximum_is_refused(self, graded, roster, run, tmp_path, maximum) -> None:
        sheet = tmp_path / "sheet.csv"
        sheet.write_bytes(sheet_of(*CLASS, maximum=maximum))
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--roster", roster]
        with pytest.raises(CourseError, match="but compression has 13 points"):
            run(graded.root, *words, "--template", sheet)
        assert [p.name for p in tmp_path.iterdir()] == ["sheet.csv"]

    def test_who_is_in_doubt_gets_nothing(self, graded, roster, run, tmp_path, capsys) -> None:
        sheet = tmp_path / "sheet.csv"
        twice = ("172", "Bob Young", "bob@uni.example", "Yes")
        swapped = ("73", "Ada Golub", "", "Yes")
        locked = ("71", "Mía Łanczos", "", "No")
        sheet.write_bytes(sheet_of(CLASS[1], twice, swapped, locked))
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--roster", roster]
        assert run(graded.root, *words, "--template", sheet) == 1
        assert (tmp_path / "m.csv").read_bytes() == sheet.read_bytes()
        said = " ".join(capsys.readouterr().out.split())
        assert "bob: 2 lines of sheet.csv mean this student" in said
        assert "Participant 73: its id is that of mia in the roster, but its name" in said
        assert "mia: no line of sheet.csv means this student" in said

    def test_numbers_noted_while_collecting(self, graded, run, tmp_path) -> None:
        """An anonymous worksheet has numbers only."""
        note = graded.root / "submitted" / "bob" / ASSIGNMENT / "collected.json"
        note.write_text(json.dumps({"platform": "moodle", "platform_id": "4711"}))
        sheet = tmp_path / "sheet.csv"
        sheet.write_bytes(b"Identifier,Status,Grade,Maximum Grade\nParticipant 4711,,,13.00\n")
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--template", sheet]
        run(graded.root, *words)
        note.unlink()
        assert b"Participant 4711,,0,13.00" in (tmp_path / "m.csv").read_bytes()

    def test_ids_that_are_formulas_are_left_out(self, many, run, tmp_path, capsys) -> None:
        roster = tmp_path / "roster.csv"
        roster.write_text("student,email\ns002,two@uni.example\ns003,=1+1\n")
        words = ["export", ASSIGNMENT, "--to", "moodle", tmp_path / "m.csv", "--roster", roster]
        assert run(many, *words) == 1
        lines = (tmp_path / "m.csv").read_text().splitlines()
        assert lines == ["Email address,compression", "two@uni.example,6"]
        assert "looks like a formula" in capsys.readouterr().out


BOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,compression (12345),Old (77),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,13.00,5.00,(read only)\r\n"
    '"Golub, Ada",501,1001,ada1,A,,4.5,"88,1"\r\n'
    '"Łanczos, Mía",503,1003,mia1,B,,,\r\n'
    '"Young, Bob",502,1002,bob1,A,2.00,,\r\n'
    '"Student, Test",999,,,A,,,\r\n'
)


class TestCanvas:
    def test_a_gradebook_is_filled_and_kept(self, graded, roster, run, tmp_path, capsys) -> None:
        book = tmp_path / "book.csv"
        book.write_bytes(BOOK.encode())
        words = ["export", ASSIGNMENT, "--to", "canvas", tmp_path / "c.csv", "--roster", roster]
        assert run(graded.root, *words, "--template", book) == 1
        expected = BOOK.replace("mia1,B,,", "mia1,B,10,").replace("bob1,A,2.00", "bob1,A,0")
        assert (tmp_path / "c.csv").read_bytes().decode() == expected
        said = " ".join(capsys.readouterr().out.split())
        assert "eve: no line of book.csv" in said
        assert "Student, Test: no student of the roster" in said

    @pytest.mark.parametrize(
        ("old", "new", "match"),
        [
            ("13.00", "100", "but compression has 13 points"),
            ("13.00", "(read only)", "does not let"),
            ("    Points Possible", "x", "no line Points Possible"),
            ("compression (12345)", "Task (1)", "no column 'compression'.*'Task \\(1\\)'"),
            ("Old (77)", "Compression (8)", "several columns"),
            ("Student,", '"Student"x,', "not CSV in line 1"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, graded, run, tmp_path, old, new, match) -> None:
        book = tmp_path / "book.csv"
        book.write_text(BOOK.replace(old, new, 1), encoding="utf-8")
        words = ["export", ASSIGNMENT, "--to", "canvas", tmp_path / "c.csv", "--template", book]
        with pytest.raises(CourseError, match=match):
            run(graded.root, *words)
        assert [p.name for p in tmp_path.iterdir()] == ["book.csv"]

    def test_without_a_template(self, graded, roster, run, tmp_path) -> None:
        words = ["export", ASSIGNMENT, "--to", "canvas", tmp_path / "c.csv", "--roster", roster]
        assert run(graded.root, *words, "--total", "--column", "Sum") == 1
        rows = list(csv.reader((tmp_path / "c.csv").open(encoding="utf-8")))
        assert rows == [
            ["Student", "ID", "SIS Login ID", "Section", "Sum"],
            ["    Points Possible", "", "", "", "13"],
            ["Ada Golub", "501", "ada1", "A", ""],
            ["Bob Young", "502", "bob1", "A", "0"],
            ["Eve Kahan", "504", "eve1", "B", ""],
            ["Mía Łanczos", "503", "mia1", "B", "10"],
        ]


def test_a_total_is_open_while_a_part_of_it_waits() -> None:
    def results(name: str, **points: float | None) -> Results:
        cell = Cell(name, name, "1.1", "it", 10.0, by_hand=False)
        works = [
            Work(
                student,
                "graded",
                {name: Grade(value or 0.0, 0.0, waits=value is None, marked=False)},
                waiting=() if value is not None else (Waiting("written answer"),),
            )
            for student, value in points.items()
        ]
        assignment = Assignment(name, (Exercise("1.1", "it", (cell,)),))
        return Results(assignment, (*works, Work("zoe", "no submission")), {})

    both = [results("a", ada=4.0, bob=3.0, eve=1.0), results("b", ada=5.5, bob=None)]
    (item,) = make_items(both, partial=False, total=True)
    assert (item.name, item.maximum) == ("total", 20)
    assert item.marks == {"ada": 9.5, "bob": None, "eve": 1}
    (item,) = make_items(both, partial=True, total=True)
    assert item.marks["bob"] == 3
    assert item.comments["ada"] == "a 4/10; b 5.5/10"
    with pytest.raises(CourseError, match="--column names one column"):
        make_items(both, partial=False, total=False, name="x")


class TestRefusals:
    def test_sentences(self, graded, run, tmp_path, monkeypatch) -> None:
        to = ["--to", "moodle", tmp_path / "m.csv"]
        for words, match in (
            (["report", "icp"], "knows no assignment 'icp'.*compression"),
            (["export", ASSIGNMENT, *to], "knows students by ID number or e-mail"),
            (["export", ASSIGNMENT, "--to", "ilias", "x"], "no platform"),
            (["export", ASSIGNMENT, *to, "--template", tmp_path / "no"], "cannot be read"),
            (["report", ASSIGNMENT, "--csv", graded.root / "text"], "cannot be written"),
        ):
            with pytest.raises(CourseError, match=match):
                run(graded.root, *words)
        same = tmp_path / "m.csv"
        same.write_bytes(sheet_of(*CLASS))
        with pytest.raises(CourseError, match="the template itself"):
            run(graded.root, "export", ASSIGNMENT, *to, "--template", same)
        monkeypatch.setenv("SVDLAB_GRADEBOOK", f"sqlite:///{tmp_path}/none.db")
        with pytest.raises(CourseError, match="There is no gradebook"):
            run(graded.root, "report", ASSIGNMENT)
        assert [p.name for p in tmp_path.iterdir()] == ["m.csv"]
        monkeypatch.setenv("SVDLAB_GRADEBOOK", "postgresql://me:hush@127.0.0.1:1/marks")
        with pytest.raises(CourseError) as caught:
            run(graded.root, "report", ASSIGNMENT)
        assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"a,b\r\nc,d",
        b'\xef\xbb\xbfa;b\n"x;\n""y";\n\n',
        "a\tb\nü\t\n".encode("utf-16"),
        b"a,b,\n,,\n,",
        b'a "q" b,c\n',
    ],
)
def test_a_template_that_nobody_changes_keeps_every_byte(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(raw)
    assert Template(path).content() == raw

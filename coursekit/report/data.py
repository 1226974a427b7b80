"""Read what is known of a class: the gradebook, and the verdicts beside the graded notebooks.

The gradebook is read with five queries, whatever the size of the class, and never written.

The score of a submission is what its grades give, less the penalty for late work, and at least 0:
nbgrader's own rule. Points that wait for a human are left out of what is said of the class.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader import api
from sqlalchemy import Connection, Row, create_engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from coursekit.collect.roster import Roster, fold
from coursekit.course import CourseError
from coursekit.grading.verdicts import NOT_GRADABLE, Verdict, read_verdict
from coursekit.points import FIRST_LINE
from coursekit.sync import source_path

# What becomes of a submission, where no verdict says so.
NO_VERDICT, UNGRADED, MISSING = "no verdict", "not graded yet", "no submission"

# What a human has to do.
ANSWER = "written answer"
CONFIRM = "mark by hand to confirm"
BY_HAND = "marking by hand"
STRANGER = "not in the roster"

HEADING = re.compile(r"^#+ Exercise (\d+\.\d+) · (.+?)(?: \(\d+ points?\))?\s*$", re.MULTILINE)
WRITTEN = "written"


@dataclass(frozen=True)
class Cell:
    """A cell that gives points.

    Attributes
    ----------
    key : str
        Its id in the gradebook.
    name : str
        Its ``grade_id``.
    exercise : str
        Number of its exercise, or ``written``.
    title : str
        The property it checks.
    maximum : float
        Points to be had.
    by_hand : bool
        Whether a human gives the points.
    """

    key: str
    name: str
    exercise: str
    title: str
    maximum: float
    by_hand: bool


@dataclass(frozen=True)
class Exercise:
    """An exercise: its number, its title, and the cells that give its points."""

    number: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def maximum(self) -> float:
        """Points to be had."""
        return sum(cell.maximum for cell in self.cells)

    @property
    def label(self) -> str:
        """What to call it."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class Assignment:
    """An assignment: its name, and its exercises in the order of the notebook."""

    name: str
    exercises: tuple[Exercise, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells that give points."""
        return tuple(cell for exercise in self.exercises for cell in exercise.cells)

    @property
    def maximum(self) -> float:
        """Points to be had."""
        return sum(exercise.maximum for exercise in self.exercises)


@dataclass(frozen=True)
class Grade:
    """Points for one cell: from the tests, from a human, and whether a human still has to look."""

    auto: float
    manual: float
    waits: bool
    marked: bool

    @property
    def points(self) -> float:
        """Points so far."""
        return self.auto + self.manual


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a human.

    Attributes
    ----------
    what : str
        Such as ``written answer``.
    points : float
        How many points depend on it; 0 if that is not known.
    detail : str
        A sentence, or nothing.
    """

    what: str
    points: float = 0.0
    detail: str = ""


@dataclass(frozen=True)
class Work:
    """What a student has done for an assignment, and what became of it.

    Attributes
    ----------
    student : str
        The id in the gradebook.
    status : str
        That of the verdict; else ``no verdict``, ``not graded yet`` or ``no submission``.
    grades : dict of str to Grade
        By the cell's key.
    late : float
        Points taken off for late work.
    waiting : tuple of Waiting
        What waits for a human.
    reason : str
        Why it is not gradable.
    repairs, flags : tuple of str
        As in the verdict.
    sandbox : bool
        Whether the code ran in a sandbox.
    """

    student: str
    status: str
    grades: Mapping[str, Grade] = field(default_factory=dict)
    late: float = 0.0
    waiting: tuple[Waiting, ...] = ()
    reason: str = ""
    repairs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    sandbox: bool = True

    @property
    def auto(self) -> float:
        """Points from the tests."""
        return sum(grade.auto for grade in self.grades.values())

    @property
    def manual(self) -> float:
        """Points from a human."""
        return sum(grade.manual for grade in self.grades.values())

    @property
    def score(self) -> float | None:
        """Points so far; None if there is nothing to say yet."""
        if self.status == NOT_GRADABLE and any(g.waits for g in self.grades.values()):
            return None
        return max(0.0, self.auto + self.manual - self.late) if self.grades else None

    @property
    def is_final(self) -> bool:
        """Tell whether no human has to do anything before the score counts."""
        return self.score is not None and all(w.what == STRANGER for w in self.waiting)

    def points(self, cells: Sequence[Cell]) -> float | None:
        """Points for some cells; None while one of them waits."""
        found = [self.grades.get(cell.key) for cell in cells]
        if any(grade is None or grade.waits for grade in found):
            return None
        return sum(grade.points for grade in found if grade)


@dataclass(frozen=True)
class Person:
    """A student: the id, the name and the e-mail address in the gradebook."""

    student: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Results:
    """What a class has done for an assignment, ordered by student."""

    assignment: Assignment
    works: tuple[Work, ...]
    people: Mapping[str, Person]

    @property
    def handed_in(self) -> list[Work]:
        """Those who handed something in."""
        return [work for work in self.works if work.status != MISSING]

    @property
    def scored(self) -> list[Work]:
        """Those who have a score, if only so far."""
        return [work for work in self.works if work.score is not None]


def number(value: float) -> str:
    """Write a number of points with at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def read_results(
    root: Path, database: str, names: Sequence[str], roster: Roster | None = None
) -> list[Results]:
    """Read what a class has done.

    Parameters
    ----------
    root : Path
        The course's folder.
    database : str
        Address of nbgrader's gradebook, in SQLAlchemy's form.
    names : sequence of str
        The assignments.
    roster : Roster, optional
        Who is in the class; by default, all students of the gradebook.

    Returns
    -------
    list of Results
        One for each assignment, in the order of ``names``.

    Raises
    ------
    CourseError
        If the gradebook cannot be read, or does not know an assignment.
    """
    names = list(dict.fromkeys(names))
    try:
        url = make_url(database)
    except ArgumentError:
        raise CourseError("The gradebook's address is not one that SQLAlchemy knows.") from None
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise CourseError(f"There is no gradebook at {url.database}: release and grade first.")
    try:
        engine = create_engine(url)
        with engine.connect() as connection:
            found = _Tables(connection, names)
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        why = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise CourseError(f"The gradebook {shown} cannot be read: {why}.") from None
    unknown = [name for name in names if name not in found.assignments]
    if unknown:
        raise CourseError(
            f"The gradebook knows no assignment {unknown[0]!r}: run `nbgrader generate_assignment "
            f"{unknown[0]}`, or use one of {', '.join(sorted(found.known)) or 'none'}."
        )
    return [_results(root, found, name, roster) for name in names]


class _Tables:
    """The rows of the gradebook that matter, read once."""

    def __init__(self, connection: Connection, names: Sequence[str]) -> None:
        people = connection.execute(
            select(api.Student.id, api.Student.first_name, api.Student.last_name, api.Student.email)
        )
        self.people = {
            row.id: Person(
                row.id,
                " ".join(part for part in (row.first_name, row.last_name) if part),
                row.email or "",
            )
            for row in people
        }
        rows = connection.execute(select(api.Assignment.id, api.Assignment.name))
        self.known = {row.name: row.id for row in rows}
        self.assignments = {name: self.known[name] for name in names if name in self.known}
        wanted = list(self.assignments.values())
        base, grade_cells = api.BaseCell.__table__, api.GradeCell.__table__
        task_cells, books = api.TaskCell.__table__, api.Notebook.__table__
        sources = api.SourceCell.__table__
        self.cells: dict[str, list[Row]] = defaultdict(list)
        for row in connection.execute(
            select(
                base.c.id,
                base.c.name,
                base.c.type,
                books.c.assignment_id,
                books.c.name.label("notebook"),
                grade_cells.c.cell_type,
                func.coalesce(grade_cells.c.max_score, task_cells.c.max_score).label("maximum"),
                # The first line says what the cell checks.
                func.substr(sources.c.source, 1, 300).label("source"),
            )
            .join(books, books.c.id == base.c.notebook_id)
            .outerjoin(grade_cells, grade_cells.c.id == base.c.id)
            .outerjoin(task_cells, task_cells.c.id == base.c.id)
            .outerjoin(
                sources,
                (sources.c.notebook_id == base.c.notebook_id) & (sources.c.name == base.c.name),
            )
            .where(books.c.assignment_id.in_(wanted))
        ):
            self.cells[row.assignment_id].append(row)
        works, work_books = api.SubmittedAssignment.__table__, api.SubmittedNotebook.__table__
        self.late: dict[str, dict[str, float]] = defaultdict(dict)
        for assignment, student, late in connection.execute(
            select(
                works.c.assignment_id,
                works.c.student_id,
                func.coalesce(func.sum(work_books.c.late_submission_penalty), 0.0),
            )
            .outerjoin(work_books, work_books.c.assignment_id == works.c.id)
            .where(works.c.assignment_id.in_(wanted))
            .group_by(works.c.assignment_id, works.c.student_id)
        ):
            self.late[assignment][student] = float(late)
        grades = api.Grade.__table__
        self.grades: dict[tuple[str, str], dict[str, Grade]] = defaultdict(dict)
        for assignment, student, cell, auto, manual, extra, waits in connection.execute(
            select(
                works.c.assignment_id,
                works.c.student_id,
                grades.c.cell_id,
                grades.c.auto_score,
                grades.c.manual_score,
                grades.c.extra_credit,
                grades.c.needs_manual_grade,
            )
            .join(work_books, work_books.c.assignment_id == works.c.id)
            .join(grades, grades.c.notebook_id == work_books.c.id)
            .where(works.c.assignment_id.in_(wanted))
        ).all():
            marked = manual is not None
            # nbgrader counts extra credit only beside a score.
            extra = (extra or 0.0) if marked or auto is not None else 0.0
            self.grades[assignment, student][cell] = Grade(
                0.0 if marked else float(auto or 0.0),
                float((manual or 0.0) + extra),
                bool(waits),
                marked,
            )


def _results(root: Path, found: _Tables, name: str, roster: Roster | None) -> Results:
    key = found.assignments[name]
    assignment = _assignment(root, name, found.cells[key])
    verdicts = dict(_verdicts(root / "autograded", name))
    handed_in = _folders(root / "submitted", name)
    listed = {s.student for s in roster.students} if roster else set(found.people)
    students = listed | set(found.late[key]) | set(verdicts) | handed_in
    works = [
        _work(
            assignment,
            student,
            found.grades.get((key, student), {}),
            found.late[key].get(student, 0.0),
            verdicts.get(student),
            is_there=student in handed_in or student in verdicts or student in found.late[key],
            is_stranger=roster is not None and student not in listed,
        )
        for student in sorted(students, key=lambda student: (fold(student), student))
    ]
    return Results(assignment, tuple(works), found.people)


def _folders(place: Path, name: str) -> set[str]:
    if not place.is_dir():
        return set()
    return {
        path.name
        for path in place.iterdir()
        if not path.name.startswith(".") and (path / name).is_dir()
    }


def _verdicts(autograded: Path, name: str) -> Iterator[tuple[str, Verdict]]:
    for student in sorted(_folders(autograded, name)):
        if (verdict := read_verdict(autograded / student / name)) is not None:
            yield student, verdict


def _work(
    assignment: Assignment,
    student: str,
    grades: Mapping[str, Grade],
    late: float,
    verdict: Verdict | None,
    *,
    is_there: bool,
    is_stranger: bool,
) -> Work:
    grades = {cell.key: grades[cell.key] for cell in assignment.cells if cell.key in grades}
    if not is_there:
        return Work(student, MISSING, waiting=(Waiting(MISSING),))
    graded = verdict.status if verdict else NO_VERDICT
    status = graded if grades else UNGRADED
    waiting = list(_waiting(assignment, status, grades, verdict.reason if verdict else ""))
    if is_stranger:
        waiting.append(Waiting(STRANGER))
    return Work(
        student,
        status,
        grades,
        late,
        tuple(waiting),
        reason=verdict.reason if verdict else "",
        repairs=tuple(map(str, verdict.repairs)) if verdict else (),
        flags=tuple(map(str, verdict.flags)) if verdict else (),
        sandbox=verdict.sandbox if verdict else True,
    )


def _waiting(
    assignment: Assignment, status: str, grades: Mapping[str, Grade], reason: str
) -> Iterator[Waiting]:
    waits = [cell for cell in assignment.cells if cell.key in grades and grades[cell.key].waits]
    if status == UNGRADED:
        yield Waiting(UNGRADED, assignment.maximum, "run `coursekit grade`")
        return
    if status == NO_VERDICT:
        yield Waiting(NO_VERDICT, assignment.maximum, "grading was cut off: run it again")
    if status == NOT_GRADABLE and waits:
        yield Waiting(NOT_GRADABLE, sum(cell.maximum for cell in waits), reason)
        return
    points: dict[str, float] = {}
    for cell in waits:
        what = CONFIRM if grades[cell.key].marked else ANSWER if cell.by_hand else BY_HAND
        points[what] = points.get(what, 0.0) + cell.maximum
    for what, together in points.items():
        yield Waiting(what, together)


def _assignment(root: Path, name: str, rows: Sequence[Row]) -> Assignment:
    """Make the exercises of an assignment from its cells, in the order of its notebook."""
    solutions = {(row.notebook, row.name) for row in rows if row.type == "SolutionCell"}
    graded = [row for row in rows if row.type in ("GradeCell", "TaskCell")]
    places, titles = _outline(source_path(root, name))
    cells = []
    for row in graded:
        line = FIRST_LINE.match(row.source or "")
        by_hand = row.cell_type != "code" or (row.notebook, row.name) in solutions
        exercise = line.group(1) if line else WRITTEN if by_hand else row.name
        title = line.group(2) if line else "marked by hand" if by_hand else row.name
        cells.append(Cell(row.id, row.name, exercise, title, float(row.maximum or 0), by_hand))
    cells.sort(key=lambda cell: (places.get(cell.name, len(places)), _natural(cell)))
    grouped: dict[str, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault(cell.exercise, []).append(cell)
    return Assignment(
        name,
        tuple(
            Exercise(
                number_, titles.get(number_, "answer" if number_ == WRITTEN else ""), tuple(group)
            )
            for number_, group in grouped.items()
        ),
    )


def _natural(cell: Cell) -> tuple:
    if cell.exercise == WRITTEN:
        return (1, [], cell.name)
    return (0, [int(part) for part in re.findall(r"\d+", cell.exercise)], cell.name)


def _outline(path: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Read from an instructor notebook where each cell stands, and what the exercises are called.

    The report is readable without it.
    """
    places: dict[str, int] = {}
    titles: dict[str, str] = {}
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for place, cell in enumerate(cells):
            about = cell["metadata"].get("nbgrader", {})
            if grade_id := about.get("grade_id"):
                places[grade_id] = place
            elif cell["cell_type"] == "markdown":
                titles |= dict(HEADING.findall("".join(cell["source"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return places, titles

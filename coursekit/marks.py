"""Read marks from nbgrader's gradebook."""

from collections.abc import Iterable
from dataclasses import dataclass

from nbgrader.api import Gradebook
from rich.table import Table


@dataclass(frozen=True)
class Mark:
    """One student's mark for one assignment.

    Attributes
    ----------
    student, assignment : str
        Who, and for what.
    score, maximum : float
        Points so far, and points to be had.
    waiting : float
        Points that still wait for a human.
    cells : dict of str to float
        Points by ``grade_id``; those that wait for a human are left out.
    """

    student: str
    assignment: str
    score: float
    maximum: float
    waiting: float
    cells: dict[str, float]


def read_marks(database: str) -> list[Mark]:
    """Read all marks of a course.

    Parameters
    ----------
    database : str
        Address of nbgrader's gradebook, such as ``sqlite:////course/marks.db``.

    Returns
    -------
    list of Mark
        One for each submission, ordered by student and assignment.
    """
    marks = []
    with Gradebook(database) as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                grades = [g for notebook in submission.notebooks for g in notebook.grades]
                marks.append(
                    Mark(
                        student=submission.student.id,
                        assignment=assignment.name,
                        score=float(submission.score),
                        maximum=float(submission.max_score),
                        waiting=float(sum(g.max_score for g in grades if g.needs_manual_grade)),
                        cells={g.name: float(g.score) for g in grades if not g.needs_manual_grade},
                    )
                )
    return sorted(marks, key=lambda mark: (mark.student, mark.assignment))


def marks_table(marks: Iterable[Mark], assignments: Iterable[str]) -> Table:
    """Lay marks out as student × assignment.

    Parameters
    ----------
    marks : iterable of Mark
        What to show.
    assignments : iterable of str
        The columns, in order.

    Returns
    -------
    rich.table.Table
        Points of total in each place, with ``+ n?`` for points that wait for a human and a dot
        where nothing was handed in.
    """
    marks, assignments = list(marks), list(assignments)
    by_place = {(mark.student, mark.assignment): mark for mark in marks}
    table = Table(caption="points of total; + n? waits for a human; · not handed in")
    table.add_column("student", no_wrap=True)
    for assignment in assignments:
        table.add_column(assignment, justify="right")
    for student in sorted({mark.student for mark in marks}):
        row = [by_place.get((student, assignment)) for assignment in assignments]
        table.add_row(student, *(_entry(mark) for mark in row))
    return table


def _entry(mark: Mark | None) -> str:
    if mark is None:
        return "·"
    entry = f"{mark.score:g}/{mark.maximum:g}"
    return f"{entry} +{mark.waiting:g}?" if mark.waiting else entry

"""Marks in the form that Moodle and Canvas import.

Moodle, without a template
    A file for *Grades > Import > CSV file*: ``ID number`` or ``Email address``, and the marks.
Moodle, with a template
    The grading worksheet of the assignment, its column *Grade* filled.
Canvas, without a template
    Student, ID, SIS Login ID, Section, and the marks.
Canvas, with a template
    The gradebook as Canvas exports it, the column of the assignment filled.

A template keeps every byte of the cells that are not filled.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coursekit.collect.roster import NoMatch
from coursekit.course import CourseError
from coursekit.report.csvfile import Line, Template, table_bytes
from coursekit.report.data import MISSING, Person, Results, Work, number
from coursekit.report.matching import Matcher
from coursekit.report.table import FORMULA, neutral

POINTS_POSSIBLE = "points possible"
READ_ONLY = "(read only)"


@dataclass(frozen=True)
class Item:
    """A column of marks.

    Attributes
    ----------
    name : str
        What it is called on the platform.
    maximum : float
    marks : dict of str to (float or None)
        By student; None where the mark waits for a human.
    comments : dict of str to str
        A line for each student that has a mark.
    """

    name: str
    maximum: float
    marks: Mapping[str, float | None]
    comments: Mapping[str, str]


@dataclass
class Export:
    """What an export writes and what it leaves out.

    Attributes
    ----------
    content : bytes
        The file.
    filled : int
        How many marks it holds.
    waiting : list of str
        Students whose mark waits for a human.
    unplaced : list of str
        Sentences on marks that found no place.
    unmatched : list of str
        Sentences on lines of the template that mean no student with a mark.
    """

    content: bytes = b""
    filled: int = 0
    waiting: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def make_items(
    results: Sequence[Results], *, partial: bool, total: bool, name: str | None = None
) -> list[Item]:
    """Make the columns of marks.

    Parameters
    ----------
    results : sequence of Results
    partial : bool
        Whether points so far are given where something waits for a human.
    total : bool
        Whether there is one column with the sum of all assignments, instead of one for each.
    name : str, optional
        What the only column is called on the platform.

    Returns
    -------
    list of Item
    """
    if name and len(results) > 1 and not total:
        raise CourseError("--column names one column: export one assignment, or use --total.")
    each = []
    for found in results:
        handed_in = [work for work in found.works if work.status != MISSING]
        each.append(
            Item(
                name or found.assignment.name,
                found.assignment.maximum,
                {w.student: _mark(w, partial) for w in handed_in},
                {w.student: _comment(found, w) for w in handed_in if w.score is not None},
            )
        )
    if not total:
        return each
    students = sorted({student for item in each for student in item.marks})
    marks: dict[str, float | None] = {}
    comments: dict[str, str] = {}
    for student in students:
        # What was not handed in adds nothing; what waits leaves the sum open.
        own = [item.marks[student] for item in each if student in item.marks]
        known = [mark for mark in own if mark is not None]
        marks[student] = sum(known) if len(known) == len(own) or (partial and known) else None
        comments[student] = "; ".join(
            f"{found.assignment.name} {number(mark)}/{number(item.maximum)}"
            for found, item in zip(results, each, strict=True)
            if (mark := item.marks.get(student)) is not None
        )
    return [Item(name or "total", sum(item.maximum for item in each), marks, comments)]


def _mark(work: Work, partial: bool) -> float | None:
    return work.score if work.is_final or partial else None


def _comment(found: Results, work: Work) -> str:
    """Say in a line what a mark is made of."""
    parts = []
    for exercise in found.assignment.exercises:
        points = work.points(exercise.cells)
        shown = "?" if points is None else number(points)
        parts.append(f"{exercise.label} {shown}/{number(exercise.maximum)}")
    if work.late:
        parts.append(f"late −{number(work.late)}")
    return "; ".join(parts)


def moodle_import(
    items: Sequence[Item],
    roster: Mapping[str, Mapping[str, str]],
    people: Mapping[str, Person],
    *,
    comments: bool,
) -> Export:
    """Write a file for Moodle's import of grades.

    Parameters
    ----------
    items : sequence of Item
    roster : mapping
        Cells of the roster, by student and column.
    people : mapping
        Students of the gradebook.
    comments : bool
        Whether a column beside the marks says what they are made of.

    Returns
    -------
    Export
    """
    students = _students(items)

    def email(student: str) -> str:
        known = people[student].email if student in people else ""
        return roster.get(student, {}).get("email") or known or ("@" in student and student) or ""

    def id_number(student: str) -> str:
        line = roster.get(student, {})
        return line.get("id_number") or line.get("idnumber") or ""

    ways: list[tuple[str, Callable[[str], str]]] = [
        ("ID number", id_number),
        ("Email address", email),
    ]
    # One column has to identify all: Moodle asks for one.
    head, identify = max(ways, key=lambda way: sum(bool(way[1](s)) for s in students))
    if students and not any(identify(student) for student in students):
        raise CourseError(
            "Moodle knows students by ID number or e-mail address, and neither is known: give "
            "--roster with a column id_number or email, or --template with the grading worksheet."
        )
    found = Export()
    header = [head]
    for item in items:
        header += [item.name, f"{item.name} (feedback)"] if comments else [item.name]
    rows = [[neutral(cell) for cell in header]]
    for student in students:
        if not (key := _safe_key(student, identify(student), head, found)):
            continue
        row = [key]
        for item in items:
            row.append(_cell(item, student, found))
            if comments:
                row.append(neutral(item.comments.get(student, "") if row[-1] else ""))
        rows.append(row)
    found.content = table_bytes(rows)
    return found


def _safe_key(student: str, key: str, head: str, found: Export) -> str:
    if not key:
        found.unplaced.append(f"{student}: the roster gives no {head}")
    elif key.startswith(FORMULA):
        found.unplaced.append(f"{student}: {head} {key!r} looks like a formula")
    else:
        return key
    return ""


def canvas_import(
    items: Sequence[Item],
    roster: Mapping[str, Mapping[str, str]],
    people: Mapping[str, Person],
    numbers: Mapping[str, set[str]],
) -> Export:
    """Write a file for Canvas's import of grades.

    Parameters
    ----------
    items : sequence of Item
    roster : mapping
        Cells of the roster, by student and column.
    people : mapping
        Students of the gradebook.
    numbers : mapping
        Students by Canvas's number, as collected.

    Returns
    -------
    Export
    """
    collected: dict[str, set[str]] = {}
    for one, owners in numbers.items():
        for owner in owners:
            collected.setdefault(owner, set()).add(one)
    found = Export()
    rows = [["Student", "ID", "SIS Login ID", "Section", *(neutral(i.name) for i in items)]]
    rows.append(["    Points Possible", "", "", "", *(number(i.maximum) for i in items)])
    for student in _students(items):
        line = roster.get(student, {})
        own = collected.get(student, set())
        key = line.get("canvas_id") or (next(iter(own)) if len(own) == 1 else "")
        if key and len(numbers.get(key, ())) > 1:
            key = line.get("canvas_id", "")
        login = line.get("canvas_login", "")
        if not key and not login:
            found.unplaced.append(f"{student}: the roster gives no canvas_id and no canvas_login")
            continue
        shown = key if key else login
        if key.startswith(FORMULA) or login.startswith(FORMULA):
            found.unplaced.append(f"{student}: {shown!r} looks like a formula")
            continue
        name = (
            line.get("name")
            or f"{line.get('first_name', '')} {line.get('last_name', '')}".strip()
            or (people[student].name if student in people else "")
            or student
        )
        marks = [_cell(item, student, found) for item in items]
        rows.append([neutral(name), key, login, neutral(line.get("section", "")), *marks])
    found.content = table_bytes(rows)
    return found


def _students(items: Sequence[Item]) -> list[str]:
    return sorted({student for item in items for student in item.marks})


def _cell(item: Item, student: str, found: Export) -> str:
    if student not in item.marks:
        return ""
    mark = item.marks[student]
    if mark is None:
        if student not in found.waiting:
            found.waiting.append(student)
        return ""
    found.filled += 1
    return number(mark)


def moodle_worksheet(path: Path, item: Item, matcher: Matcher, *, comments: bool) -> Export:
    """Fill a grading worksheet of Moodle.

    Parameters
    ----------
    path : Path
        The worksheet as downloaded.
    item : Item
    matcher : Matcher
    comments : bool
        Whether *Feedback comments* are filled too.

    Returns
    -------
    Export

    Raises
    ------
    CourseError
        If it is no worksheet, or its maximum is another one.
    """
    sheet = Template(path)
    identifier, grade = sheet.column("Identifier"), sheet.column("Grade")
    maximum = sheet.column("Maximum Grade")
    if identifier is None or grade is None or maximum is None:
        raise CourseError(
            f"{path} is no grading worksheet of Moodle: it needs the columns Identifier, Grade and "
            "Maximum Grade. Download it with Moodle set to English."
        )
    remarks = sheet.column("Feedback comments")
    if comments and remarks is None:
        raise CourseError(f"{path} has no column Feedback comments: switch them on in Moodle.")
    changeable = sheet.column("Grade can be changed")
    named = [sheet.column(name) for name in ("Full name", "Email address", "ID number", "Username")]
    lines = [line for line in sheet.lines[1:] if any(line.cells)]
    for line in lines:
        _check_maximum(path, item, sheet.get(line, maximum))

    def matched(line: Line) -> str:
        told = re.search(r"\d+", sheet.get(line, identifier))
        who = [sheet.get(line, place) for place in named if place is not None]
        return matcher.find("moodle", told.group() if told else "", who)

    found = Export()
    owners = _owners(
        sheet, lines, matched, lambda line: sheet.get(line, identifier), {*item.marks}, found
    )
    for line, student in owners:
        mark = item.marks[student]
        if mark is not None and sheet.get(line, changeable).strip().casefold() == "no":
            found.unplaced.append(f"{student}: Moodle says that the grade cannot be changed")
            continue
        if text := _cell(item, student, found):
            # The decimal sign is that of the worksheet.
            comma = "," in sheet.get(line, maximum)
            sheet.set(line, grade, text.replace(".", ",") if comma else text)
            if comments and remarks is not None:
                sheet.set(line, remarks, neutral(item.comments.get(student, "")))
    found.content = sheet.content()
    return found


def canvas_gradebook(path: Path, items: Sequence[Item], matcher: Matcher) -> Export:
    """Fill the gradebook that Canvas exports.

    Parameters
    ----------
    path : Path
        The gradebook as downloaded.
    items : sequence of Item
    matcher : Matcher

    Returns
    -------
    Export

    Raises
    ------
    CourseError
        If it is no such gradebook, has no column for an item, or another maximum.
    """
    sheet = Template(path)
    student_place, number_place = sheet.column("Student"), sheet.column("ID")
    if student_place is None or number_place is None:
        raise CourseError(
            f"{path} is no gradebook of Canvas: it needs the columns Student and ID. "
            "Export it in Canvas from Grades."
        )
    named = [sheet.column(name) for name in ("SIS User ID", "SIS Login ID")]
    points = [
        line
        for line in sheet.lines[1:]
        if sheet.get(line, student_place).strip().casefold() == POINTS_POSSIBLE
    ]
    if len(points) != 1:
        raise CourseError(f"{path} has no line Points Possible: export it anew from Canvas.")
    places = [_assignment_column(sheet, item.name) for item in items]
    for item, place in zip(items, places, strict=True):
        if READ_ONLY in sheet.get(points[0], place):
            raise CourseError(f"Canvas does not let the column {sheet.header[place]!r} be changed.")
        _check_maximum(path, item, sheet.get(points[0], place))
    # What stands above Points Possible are Canvas's own remarks.
    lines = [line for line in sheet.lines[sheet.lines.index(points[0]) + 1 :] if any(line.cells)]

    def matched(line: Line) -> str:
        who = [sheet.get(line, place) for place in (student_place, *named)]
        return matcher.find("canvas", sheet.get(line, number_place).strip(), who)

    found = Export()
    students = set(_students(items))
    owners = _owners(
        sheet, lines, matched, lambda line: sheet.get(line, student_place), students, found
    )
    for line, student in owners:
        for item, place in zip(items, places, strict=True):
            if text := _cell(item, student, found):
                sheet.set(line, place, text)
    found.content = sheet.content()
    return found


def _assignment_column(sheet: Template, name: str) -> int:
    wanted = name.casefold().strip()
    fitting = [
        place
        for place, head in enumerate(sheet.header)
        if wanted in (head.casefold().strip(), re.sub(r"\s*\(\d+\)\s*$", "", head).casefold())
    ]
    if len(fitting) == 1:
        return fitting[0]
    there = [head for head in sheet.header if re.search(r"\(\d+\)\s*$", head)]
    raise CourseError(
        f"{sheet.path} has {'several columns' if fitting else 'no column'} {name!r}: name one with "
        f"--column, of {', '.join(map(repr, there)) or 'which there are none'}."
    )


def _check_maximum(path: Path, item: Item, told: str) -> None:
    try:
        maximum = float(told.strip().replace(",", "."))
    except ValueError:
        maximum = None
    if maximum is None or abs(maximum - item.maximum) > 0.005:
        raise CourseError(
            f"{path} gives {told.strip() or 'no number'!r} as the maximum, but {item.name} has "
            f"{number(item.maximum)} points: set that maximum on the platform and export again."
        )


def _owners(
    sheet: Template,
    lines: Sequence[Line],
    matched: Callable[[Line], str],
    shown: Callable[[Line], str],
    students: set[str],
    found: Export,
) -> list[tuple[Line, str]]:
    """Find the student of each line; what is in doubt is left out and listed."""
    owners: dict[str, list[Line]] = {}
    for line in lines:
        try:
            owners.setdefault(matched(line), []).append(line)
        except NoMatch as reason:
            found.unmatched.append(f"{shown(line)}: {reason}")
    for student in sorted(students - owners.keys()):
        found.unplaced.append(f"{student}: no line of {sheet.path.name} means this student")
    certain = []
    for student, own in owners.items():
        if student not in students:
            continue
        if len(own) > 1:
            found.unplaced.append(
                f"{student}: {len(own)} lines of {sheet.path.name} mean this student"
            )
        else:
            certain.append((own[0], student))
    return certain

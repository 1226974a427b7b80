"""The students of a course, and which of them a platform means."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coursekit.course import CourseError

# Columns whose values must belong to one student only. The first two may hold several, for
# Moodle numbers a student anew in each assignment.
IDS = ("moodle_id", "canvas_id", "canvas_login", "email", "filename")
NAMES = ("moodle_name", "name", "google_name")
COLUMNS = ("student", *IDS, *NAMES, "first_name", "last_name")
# Letters that do not come apart into a base and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_FORBIDDEN = re.compile(r"[/\\*?\[\]+:<>|\"\x00-\x1f\x7f]|\.\.|^\.|\.$")


class NoMatch(Exception):
    """No student, or more than one, is meant; the text says which in a sentence."""


@dataclass(frozen=True)
class Student:
    """One line of a roster.

    Attributes
    ----------
    student : str
        The id in the gradebook.
    line : int
        Where the roster says so.
    ids : dict of str to list of str
        What a platform calls them, by column.
    names : tuple of str
        How a platform may spell the name.
    """

    student: str
    line: int
    ids: dict[str, list[str]]
    names: tuple[str, ...]


def fold(text: str) -> str:
    """Take case and accents away."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def words(name: str) -> list[str]:
    """Split a name into words, without case, accents and apostrophes."""
    return re.findall(r"[^\W_]+", re.sub(r"['’`]", "", fold(name)))


def name_key(name: str) -> tuple[str, ...]:
    """Bring a name to a form that does not depend on case, accents and the order of its words."""
    return tuple(sorted(words(name)))


def run_together(name: str) -> set[str]:
    """List how Canvas may run a name together, whichever words are the last name."""
    parts = words(name)
    return {"".join(parts[cut:] + parts[:cut]) for cut in range(max(1, len(parts)))}


def slug(name: str) -> str:
    """Make an id of a name: lower case, ``a-z``, ``0-9``, ``.``, ``_`` and ``-`` only."""
    plain = fold(name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9._]+", "-", re.sub(r"['’`]", "", plain))
    return re.sub(r"\.{2,}", ".", plain).strip("-._")[:60].strip("-._")


def is_safe_id(student: str) -> bool:
    """Tell whether a student's id can be the name of a folder, to nbgrader too."""
    return (
        bool(student)
        and student == student.strip()
        and len(student.encode("utf-8", "replace")) <= 120
        and not _FORBIDDEN.search(student)
    )


class Roster:
    """The students of a course.

    Parameters
    ----------
    students : iterable of Student
    """

    def __init__(self, students: Iterable[Student]) -> None:
        self.students = list(students)
        self._ids: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[str, ...], set[str]] = {}
        self._runs: dict[str, set[str]] = {}
        for student in self.students:
            for column, values in student.ids.items():
                for value in values:
                    self._ids[column, value] = student.student
            for name in student.names:
                self._names.setdefault(name_key(name), set()).add(student.student)
                for run in run_together(name):
                    self._runs.setdefault(run, set()).add(student.student)

    def match(self, platform: str, number: str, names: Iterable[str], files: Iterable[str]) -> str:
        """Find the student a submission belongs to: by id, then by name, never by likeness.

        Parameters
        ----------
        platform : str
            Where the submission comes from.
        number : str
            The platform's id of the student, or nothing.
        names : iterable of str
            What may be the student's name.
        files : iterable of str
            Names of the files as the platform gave them.

        Returns
        -------
        str
            The student's id in the gradebook.

        Raises
        ------
        NoMatch
            If that is not exactly one.
        """
        names = [name for name in names if name]
        keys = [(f"{platform}_id", number)] if number else []
        keys += [("filename", fold(file)) for file in files] if platform == "classroom" else []
        for name in names:
            keys += [(column, fold(name)) for column in ("student", "email")]
            keys += [("canvas_login", fold(name))] if platform == "canvas" else []
        by_id = {self._ids[key] for key in keys if key in self._ids}
        by_name = self.named(names, platform)
        shown = " or ".join(f"{name!r}" for name in names) or "the file's name"
        if len(by_id) > 1:
            raise NoMatch(f"its ids belong to different students: {_list(by_id)}")
        if by_id and by_name and not by_id & by_name:
            raise NoMatch(
                f"its id is that of {_list(by_id)} in the roster, but its name that of "
                f"{_list(by_name)}"
            )
        if by_id:
            return by_id.pop()
        if len(by_name) > 1:
            raise NoMatch(
                f"{shown} may be {_list(by_name)}: give the roster a column with the platform's ids"
            )
        if not by_name:
            told = f" (id {number})" if number else ""
            raise NoMatch(f"no student of the roster is called {shown}{told}")
        return by_name.pop()

    def named(self, names: Iterable[str], platform: str = "") -> set[str]:
        """Find all students that bear one of some names."""
        found: set[str] = set()
        for name in names:
            if platform == "canvas":
                found |= self._runs.get("".join(words(name)), set())
            elif key := name_key(name):
                found |= self._names.get(key, set())
        return found

    def knows(self, name: str) -> bool:
        """Tell whether a folder's name is a student's name, id or e-mail address."""
        return (
            bool(self.named([name]))
            or ("student", fold(name)) in self._ids
            or ("email", fold(name)) in self._ids
        )


def _list(students: Iterable[str]) -> str:
    return " or ".join(sorted(students))


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Parameters
    ----------
    path : Path
        A CSV file with a header, separated by commas, semicolons or tabs. ``student`` must be
        there; other columns of ``COLUMNS`` are used, the rest is ignored.

    Returns
    -------
    Roster

    Raises
    ------
    CourseError
        If it cannot be read, or two lines claim the same id.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise CourseError(f"The roster {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"The roster {path} is not UTF-8: save it as CSV UTF-8.") from None
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in next(reader, [])]
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise CourseError(
            f"The roster {path} is not CSV in line {reader.line_num}: {error}."
        ) from None
    if "student" not in header:
        raise CourseError(
            f"The roster {path} has no column 'student': name the ids of the gradebook so, in its "
            "first line."
        )
    for column in COLUMNS:
        if header.count(column) > 1:
            raise CourseError(f"The roster {path} has two columns {column!r}: keep one.")
    if not lines:
        raise CourseError(f"The roster {path} names no students.")
    students = [_student(path, line, header, row) for line, row in lines]
    _check_unique(path, students)
    return Roster(students)


def _student(path: Path, line: int, header: list[str], row: list[str]) -> Student:
    cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
    student = cells.get("student", "")
    if not is_safe_id(student):
        raise CourseError(
            f"The roster {path} has in line {line} the student id {student!r}, which cannot name "
            "a folder: use letters, digits, '.', '_', '-' or '@', and no dot at either end."
        )
    ids = {column: [fold(cells[column])] for column in IDS if cells.get(column)}
    # "Participant 1234567" is how Moodle's own table writes it.
    for column in ("moodle_id", "canvas_id"):
        if column in ids:
            ids[column] = sorted(set(re.findall(r"[^\W_]*\d[^\W_]*", cells[column])))
    ids["student"] = [fold(student)]
    names = [cells[column] for column in NAMES if cells.get(column)]
    if cells.get("last_name"):
        names.append(f"{cells.get('first_name', '')} {cells['last_name']}")
    return Student(student, line, ids, tuple(names))


def _check_unique(path: Path, students: list[Student]) -> None:
    seen: dict[tuple[str, str], Student] = {}
    for student in students:
        for column, values in student.ids.items():
            for value in values:
                other = seen.setdefault((column, value), student)
                if other is not student:
                    raise CourseError(
                        f"The roster {path} gives the {column} {value!r} of line {other.line} "
                        f"again in line {student.line}: it may belong to one student only."
                    )

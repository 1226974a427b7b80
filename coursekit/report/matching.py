"""Which student a line of a platform's file means."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from coursekit.collect.roster import NoMatch, Roster, Student, fold
from coursekit.collect.submissions import RECORD
from coursekit.report.data import Person


class Matcher:
    """Finds students by what a platform calls them.

    Parameters
    ----------
    people : iterable of Person
        The students of the gradebook, used where there is no roster.
    roster : Roster or None
    numbers : mapping
        Students by the platform's number, as noted when their work was collected.
    """

    def __init__(
        self, people: Iterable[Person], roster: Roster | None, numbers: Mapping[str, set[str]]
    ) -> None:
        self._told = "roster" if roster else "gradebook"
        self._roster = roster or Roster(
            Student(
                person.student,
                0,
                {"student": [fold(person.student)]}
                | ({"email": [fold(person.email)]} if person.email else {}),
                # An id may be made of the name, as in jane-doe.
                tuple(name for name in (person.student, person.name) if name),
            )
            for person in people
        )
        self._numbers = numbers

    def find(self, platform: str, number: str, names: Iterable[str]) -> str:
        """Find the student a line means.

        Parameters
        ----------
        platform : str
            ``moodle`` or ``canvas``.
        number : str
            The platform's number of the student, or nothing.
        names : iterable of str
            Name, e-mail address, login: whatever the line tells.

        Returns
        -------
        str
            The student's id in the gradebook.

        Raises
        ------
        NoMatch
            If that is not exactly one.
        """
        names = [name.strip() for name in names if name.strip()]
        collected = self._numbers.get(number, set()) if number else set()
        if len(collected) > 1:
            raise NoMatch(f"id {number} was collected for {' and '.join(sorted(collected))}")
        try:
            student = self._roster.match(platform, number, names, [])
        except NoMatch as error:
            # Who bears a name is no question where the platform's number is known.
            if collected and "different" not in str(error):
                return next(iter(collected))
            raise NoMatch(str(error).replace("the roster", f"the {self._told}")) from None
        if collected and student not in collected:
            raise NoMatch(
                f"its id {number} was collected for {next(iter(collected))}, "
                f"but it is {student} in the {self._told}"
            )
        return student


def collected_numbers(
    submitted: Path, platform: str, assignments: Iterable[str]
) -> dict[str, set[str]]:
    """Read which students the platform's numbers were collected for.

    Parameters
    ----------
    submitted : Path
        The course's folder of that name.
    platform : str
    assignments : iterable of str

    Returns
    -------
    dict of str to set of str
    """
    found: dict[str, set[str]] = defaultdict(set)
    for assignment in assignments:
        for path in submitted.glob(f"*/{assignment}/{RECORD}"):
            student = path.parent.parent.name
            if student.startswith(".") or path.is_symlink():
                continue
            try:
                record = json.loads(path.read_text(encoding="utf-8"))
                if record["platform"] == platform and record["platform_id"]:
                    found[str(record["platform_id"])].add(student)
            except (OSError, ValueError, KeyError, TypeError):
                continue
    return dict(found)


def roster_cells(path: Path) -> dict[str, dict[str, str]]:
    """Read a roster's cells as they are written, by student.

    Parameters
    ----------
    path : Path
        A file that :func:`coursekit.collect.roster.read_roster` has read.

    Returns
    -------
    dict of str to dict of str to str
        By student and column; headers in lower case, with ``_`` for spaces.
    """
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    header = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in next(reader, [])]
    lines = (
        dict(zip(header, (cell.strip() for cell in row), strict=False))
        for row in reader
        if any(cell.strip() for cell in row)
    )
    return {line.get("student", ""): line for line in lines}

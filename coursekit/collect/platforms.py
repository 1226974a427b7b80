"""What the names in a download say: the platform, the student, the attempt.

Detection
---------
Each path is read from the outside in; the first component that bears a platform's mark decides.

========== ==================================================================================
moodle     ``Full Name_1234567_assignsubmission_file_`` (folder), the same with the file's name
           behind it (flat). The suffix is the same in all languages. The number belongs to the
           student *in that assignment*. Other kinds (``onlinetext``) hold nothing to grade.
nbgrader   ``student+assignment+2026-03-01 10:00:00 UTC[+random]`` (exchange), or
           ``submitted/student/assignment/``, or any ``student/assignment/`` with a
           ``timestamp.txt``.
canvas     ``lastnamefirstname[_LATE]_12345_67890_file.ipynb``: the sortable name without spaces
           and signs, the student's id, the file's id. Ids of files grow with time. Anonymous:
           ``anon_x1Yz2_67890_file.ipynb``. ``..._text.html`` and ``..._link.html`` hold nothing
           to grade.
classroom  ``Student Name - file.ipynb``, or a folder for each student.
========== ==================================================================================

The platform that most submissions name is that of the download. Files that bear another
platform's mark are listed, not placed; where two platforms are named as often, nothing is.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from coursekit.collect.archives import is_notebook_name, is_zip_name
from coursekit.course import ASSIGNMENTS, CourseError

# A path, component by component.
Parts = tuple[str, ...]

TITLES = {
    "moodle": "Moodle",
    "nbgrader": "nbgrader",
    "canvas": "Canvas",
    "classroom": "Google Classroom",
}
TIMESTAMP = "timestamp.txt"

_MOODLE = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?"
)
_CANVAS = re.compile(
    r"(?:(?:LATE_)?anon_(?P<anon>[^\W_]+)|(?P<name>[\w.'’-]+?)(?:_LATE)?_(?P<number>\d+))"
    r"_(?P<attachment>\d+)_(?P<file>.+)",
)
_CANVAS_TEXT = re.compile(
    r"(?:(?:LATE_)?anon_(?P<anon>[^\W_]+)|(?P<name>[\w.'’-]+?)(?:_LATE)?_(?P<number>\d+))"
    r"_(?P<file>text|link)\.html"
)
# Unpacking on Windows and macOS replaces the colons.
_EXCHANGE = re.compile(
    r"(?P<student>.+)\+(?P<assignment>[^+]+)\+"
    r"(?P<time>\d{4}-\d\d-\d\d[ _T]\d\d.\d\d.\d\d(?:\.\d+)?(?:[ _]?[A-Za-z]+)?)"
    r"(?:\+[\w=-]+)?"
)
_CLASSROOM = re.compile(r"(?P<name>\S.*?)\s+[-–]\s+(?P<file>\S.*)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[ _T](\d\d).(\d\d).(\d\d)(?:\.(\d+))?"
    r"(?:[ _]?([A-Za-z]+|[+-]\d\d:?\d\d))?"
)


@dataclass(frozen=True)
class Label:
    """What a path says.

    Attributes
    ----------
    platform : str
        Key of ``TITLES``.
    depth : int
        Index of the component that says so.
    names : tuple of str
        What may be the student's name, the likeliest first.
    sure : bool
        Whether the first name is the student's even where no roster confirms it.
    number : str
        The platform's id of the student.
    file : str
        The file's own name, if the component is a file.
    kind : str
        ``file``, or the name of something that holds nothing to grade.
    attempt : int or None
        Grows from attempt to attempt.
    late : bool or None
        What the platform says; None if it says nothing.
    time : datetime or None
        When it was handed in, if the name tells.
    assignment : str
        What it was handed in for, if the name tells.
    skip : int
        How many components, from ``depth`` on, are not the student's own.
    """

    platform: str
    depth: int
    names: tuple[str, ...]
    sure: bool = True
    number: str = ""
    file: str = ""
    kind: str = "file"
    attempt: int | None = None
    late: bool | None = None
    time: datetime | None = None
    assignment: str = ""
    skip: int = 1


def parse_time(text: str) -> datetime | None:
    """Read a time as nbgrader writes it; without a zone, or in UTC.

    Parameters
    ----------
    text : str
        Such as ``2026-03-01 10:00:00.123 UTC``.

    Returns
    -------
    datetime or None
        In UTC; None if the text is something else, or its zone's abbreviation is not known.
    """
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    *numbers, fraction, zone = match.groups()
    offset = timedelta()
    if zone and zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        offset = -offset if zone[0] == "-" else offset
    elif zone and zone.upper() not in ("UTC", "GMT", "Z"):
        return None
    try:
        micros = int((fraction or "0").ljust(6, "0")[:6])
        time = datetime(*map(int, numbers), micros, tzinfo=timezone(offset))
        return time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_time(time: datetime) -> str:
    """Write a time as nbgrader reads it."""
    pattern = "%Y-%m-%d %H:%M:%S.%f UTC" if time.microsecond else "%Y-%m-%d %H:%M:%S UTC"
    return time.astimezone(UTC).strftime(pattern)


def moodle(component: str) -> Label | None:
    """Read a name that Moodle gave."""
    match = _MOODLE.fullmatch(component)
    if not match:
        return None
    return Label(
        "moodle", 0, (match["name"],), number=match["number"] or "", file=match["file"] or "",
        kind=match["kind"],
    )  # fmt: skip


def canvas(component: str) -> Label | None:
    """Read a name that Canvas gave."""
    match = _CANVAS_TEXT.fullmatch(component)
    kind, attempt = "text or link", None
    if not match:
        match = _CANVAS.fullmatch(component)
        kind = "file"
    if not match:
        return None
    if kind == "file":
        attempt = int(match["attachment"])
    anonymous, file = match["anon"], match["file"]
    head = component[: match.start("file")]
    return Label(
        "canvas", 0, ("anon",) if anonymous else (match["name"],),
        number=anonymous or match["number"], file=file, kind=kind, attempt=attempt,
        late=bool(re.search(r"(^|_)LATE_", head)),
    )  # fmt: skip


def exchange(component: str) -> Label | None:
    """Read the name of a folder in the exchange of nbgrader."""
    match = _EXCHANGE.fullmatch(component)
    if not match:
        return None
    return Label(
        "nbgrader", 0, (match["student"],), time=parse_time(match["time"]),
        assignment=match["assignment"],
    )  # fmt: skip


def _is_file(path: Parts, index: int) -> bool:
    return index == len(path) - 1 or is_zip_name(path[index])


def _marks(path: Parts, trees: set[Parts]) -> list[Label]:
    """List what the outermost marked component says, one label for each platform."""
    for index, component in enumerate(path[1:], 1):
        found = [moodle(component)]
        if found[0] and _is_file(path, index) != bool(found[0].file):
            found = []
        # The exchange's folders may have been zipped one by one.
        if index < len(path) - 1:
            found.append(exchange(_stem(component)))
            if path[: index + 2] in trees:
                found.append(
                    Label("nbgrader", index, (component,), assignment=path[index + 1], skip=2)
                )
        if _is_file(path, index):
            found.append(canvas(component))
        labels = [replace(label, depth=index) for label in found if label]
        if labels:
            return labels
    return []


def _trees(paths: Sequence[Parts], every: bool) -> set[Parts]:
    """Find the folders ``.../STUDENT/ASSIGNMENT`` that nbgrader made, or all of that shape."""
    return {
        path[: index + 1]
        for path in paths
        for index in range(2, len(path) - 1)
        if path[index] in ASSIGNMENTS
        and (
            every
            or path[index - 2] in ("submitted", "submitted.zip")
            or path[index + 1 :] == (TIMESTAMP,)
        )
    }


def _leftovers(paths: Sequence[Parts]) -> set[Parts]:
    """Find the ``extracted`` folders that nbgrader unpacked from an ``archive`` beside them."""
    heads = {path[:length] for path in paths for length in range(1, len(path))}
    return {
        head
        for head in heads
        if head[-1] == "extracted"
        and (*head[:-1], "archive") in heads
        # Further down, the names are a student's own.
        and (len(head) == 2 or (len(head) == 3 and head[1] in ASSIGNMENTS))
    }


def classroom_labels(
    paths: Sequence[Parts], assignment: str, known: Callable[[str], bool]
) -> dict[Parts, Label]:
    """Read the names in a folder of Google Drive.

    Parameters
    ----------
    paths : sequence of tuple of str
        All files of the download.
    assignment : str
        What is being collected.
    known : callable
        Tells whether a roster knows a folder's name for a student's.

    Returns
    -------
    dict of tuple of str to Label
        Files that no student can be seen for get a label that is not ``sure``; a roster may still
        know the name of the file.
    """
    roots: dict[Parts, list[Parts]] = {}
    for path in paths:
        # A zip in the folder that was named is a part of the download, unless it names a student.
        split = len(path) > 2 and is_zip_name(path[1]) and not _CLASSROOM.fullmatch(path[1])
        roots.setdefault(path[: 2 if split else 1], []).append(path)
    labels = {}
    for root, members in roots.items():
        # Drive packs a folder together with the folders around it.
        start = len(root)
        shared = _common([p[:-1] for p in members if is_notebook_name(p[-1])] or members)
        while start < len(shared) and not is_zip_name(shared[start]):
            start += 1
        for path in members:
            labels[path] = _classroom_label(path, min(start, len(path) - 1), assignment, known)
    return labels


def _classroom_label(
    path: Parts, start: int, assignment: str, known: Callable[[str], bool]
) -> Label:
    for index, part in enumerate(path[1:-1], 1):
        if known(_stem(part)):
            return Label("classroom", index, (_stem(part),))
    # A folder for each assignment holds those of its students.
    while start < len(path) - 1 and path[start] == assignment:
        start += 1
    file = next(i for i in range(start, len(path)) if _is_file(path, i))
    stem = path[file].rsplit(".", 1)[0]
    # An underscore may stand between a title and the address, or belong to the address.
    emails = tuple(
        found for text in (stem, stem.rsplit("_", 1)[-1]) for found in _EMAIL.findall(text)
    )
    flat = _CLASSROOM.fullmatch(path[file])
    if flat and (assignment in flat["file"].lower() or file == start):
        return Label("classroom", file, (flat["name"], *emails), file=flat["file"])
    if file > start:
        other = path[start] if path[start] in ASSIGNMENTS else ""
        return Label("classroom", start, (path[start],), assignment=other)
    return Label("classroom", file, emails, sure=False, file=path[file])


def _stem(component: str) -> str:
    return component[:-4] if is_zip_name(component) else component


def _common(paths: Sequence[Parts]) -> Parts:
    first, last = min(paths), max(paths)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[: min(len(first), len(last)) if length is None else length]


def _vote(marks: dict[Parts, list[Label]], google: dict[Parts, Label]) -> str:
    """Choose the platform that most submissions name.

    Each file or folder on top has one vote, however much a student put into it: what lies in the
    folder of one must not decide how those of the others are read.
    """
    units: dict[Parts, set[str]] = {}
    for path, labels in marks.items():
        unit = path[: google[path].depth + 1]
        if labels:
            units.setdefault(unit, set()).add(labels[0].platform)
        elif google[path].sure and is_notebook_name(path[-1]):
            units.setdefault(unit, set()).add("classroom")
    votes = Counter(
        "classroom" if "classroom" in platforms else min(platforms) for platforms in units.values()
    )
    # Where nothing is marked, it is the platform that marks nothing.
    (first, most), *others = [*votes.most_common(2), ("", 0)] if votes else [("classroom", 1)]
    if others and others[0][1] == most:
        raise CourseError(
            f"As much of the download looks like {TITLES[first]}'s as like "
            f"{TITLES[others[0][0]]}'s: say which with --platform {first} or --platform "
            f"{others[0][0]}."
        )
    return first


def label_paths(
    paths: Sequence[Parts],
    assignment: str,
    platform: str | None = None,
    known: Callable[[str], bool] = lambda _: False,
) -> tuple[str, dict[Parts, Label], dict[Parts, str]]:
    """Read all names of a download.

    Parameters
    ----------
    paths : sequence of tuple of str
        Its files, each from the download's own name down.
    assignment : str
        What is being collected.
    platform : str, optional
        Where it comes from; found out if not given.
    known : callable
        Tells whether a roster knows a folder's name for a student's.

    Returns
    -------
    platform : str
    labels : dict of tuple of str to Label
    unread : dict of tuple of str to str
        Why the others were not read, in a sentence.

    Raises
    ------
    CourseError
        If two platforms are named as often.
    """
    leftovers = _leftovers(paths)
    unread = {
        path: "nbgrader unpacked it from the archive beside it, which is read instead"
        for path in paths
        if any(path[: len(head)] == head for head in leftovers)
    }
    paths = [path for path in paths if path not in unread]
    trees = _trees(paths, every=platform == "nbgrader")
    marks = {path: _marks(path, trees) for path in paths}
    google = classroom_labels(paths, assignment, known)
    forced = platform is not None
    platform = platform or _vote(marks, google)
    labels = {}
    for path in paths:
        own = [label for label in marks[path] if label.platform == platform]
        if own:
            labels[path] = own[0]
        elif platform == "classroom" and (
            forced
            or not marks[path]
            # In the folder of a student, files are called as the student likes.
            or (google[path].sure and google[path].depth < marks[path][0].depth)
        ):
            labels[path] = google[path]
        elif marks[path]:
            other = marks[path][0].platform
            unread[path] = (
                f"its name is one that {TITLES[other]} gives, while the download is read as "
                f"{TITLES[platform]}'s; collect it with --platform {other}"
            )
        else:
            unread[path] = f"its name is not one that {TITLES[platform]} gives"
    return platform, labels, unread

"""Decide where submissions go, and write them so that none is ever half there or lost."""

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from coursekit.collect.archives import STAGING, Remark, is_junk
from coursekit.collect.platforms import TIMESTAMP, format_time, parse_time
from coursekit.collect.roster import NoMatch, Roster, is_safe_id, slug
from coursekit.collect.submissions import RECORD, Submission, content_digest

# Inside submitted/, so that a move is a rename; nbgrader looks for students with "*", which does
# not find a name that starts with a dot.
REPLACED = ".replaced"


class Outcome(Enum):
    """What becomes of a submission."""

    NEW = "new"
    NEWER = "replaced by newer"
    UNCHANGED = "unchanged"
    OLDER = "older, left"
    CONFLICT = "conflict, left"


@dataclass(frozen=True)
class Existing:
    """A submission that is there already.

    Attributes
    ----------
    time : datetime
    digests : set of str
        Of its content now, and when it was collected.
    platform, number : str
        Where it came from, and the platform's id of the student.
    attempt : int or None
    """

    time: datetime
    digests: set[str]
    platform: str
    number: str
    attempt: int | None


@dataclass(frozen=True)
class Decision:
    """What is to be done with a student's newest submission."""

    student: str
    submission: Submission
    outcome: Outcome


def read_existing(folder: Path) -> Existing | None:
    """Read the submission in a folder.

    Parameters
    ----------
    folder : Path
        ``submitted/STUDENT/ASSIGNMENT``.

    Returns
    -------
    Existing or None
        None if the folder is not there, or empty.
    """
    if not folder.is_dir():
        return None
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = [path for path in files if not is_junk(path.relative_to(folder).parts)]
    if not files:
        return None
    content = content_digest(
        (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in files
        if path not in (folder / TIMESTAMP, folder / RECORD)
    )
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    record = record if isinstance(record, dict) else {}
    # The record tells when it was handed in, even if somebody put another time stamp beside it.
    time = parse_time(str(record.get("time", "")))
    if not time and (folder / TIMESTAMP).is_file():
        time = parse_time((folder / TIMESTAMP).read_text(encoding="utf-8", errors="replace"))
    newest = max(path.stat().st_mtime for path in files)
    attempt = record.get("attempt")
    return Existing(
        time=time or datetime.fromtimestamp(newest, UTC).replace(microsecond=0),
        digests={content, str(record.get("sha256", ""))},
        platform=str(record.get("platform", "")),
        number=str(record.get("platform_id", "")),
        attempt=attempt if isinstance(attempt, int) else None,
    )


def assign_students(
    submissions: Iterable[Submission], roster: Roster | None, submitted: Path, assignment: str
) -> tuple[dict[str, list[Submission]], list[Remark]]:
    """Find the student of each submission.

    Parameters
    ----------
    submissions : iterable of Submission
    roster : Roster or None
        Without one, ids are made of names.
    submitted : Path
        Tells which of two students with the same name has the plain id already.
    assignment : str

    Returns
    -------
    by_student : dict of str to list of Submission
    refused : list of Remark
    """
    found: dict[str, list[Submission]] = {}
    refused = []
    submissions = list(submissions)
    numbers: dict[str, set[str]] = {}
    for submission in submissions:
        numbers.setdefault(_plain_id(submission), set()).add(submission.number)
    for submission in submissions:
        try:
            if roster:
                files = [name.rsplit("/", 1)[-1] for name in submission.files]
                student = roster.match(
                    submission.platform, submission.number, submission.names, files
                )
            else:
                plain = _plain_id(submission)
                clash = len(numbers[plain]) > 1
                student = _derived_id(submission, plain, clash, submitted / plain / assignment)
                if {submission.number} != {
                    other.number for other in found.get(student, [submission])
                }:
                    raise NoMatch(f"another student has the id {student!r} already: give a roster")
            _check_place(submitted, student, assignment, found)
            found.setdefault(student, []).append(submission)
        except NoMatch as reason:
            refused.append(Remark(submission.path, str(reason)))
    return found, refused


def _plain_id(submission: Submission) -> str:
    name = submission.names[0] if submission.names else ""
    # nbgrader's folders bear the gradebook's own id.
    if submission.platform == "nbgrader" and is_safe_id(name) and " " not in name:
        return name
    return slug(name) or (f"student-{slug(submission.number)}" if submission.number else "")


def _derived_id(submission: Submission, plain: str, clash: bool, folder: Path) -> str:
    if not submission.sure or not plain:
        raise NoMatch(
            "its name does not say who handed it in: rename it to 'Student Name - file.ipynb', or "
            "give a roster with a column 'filename'"
        )
    if not submission.number:
        return plain
    existing = read_existing(folder)
    theirs = existing and existing.platform == submission.platform and existing.number
    if (theirs or clash) and theirs != submission.number:
        return f"{plain}-{slug(submission.number)}"
    return plain


def _check_place(submitted: Path, student: str, assignment: str, found: Iterable[str]) -> None:
    if not is_safe_id(student):
        raise NoMatch(f"the student's id {student!r} cannot name a folder")
    if any(
        other != student and other.casefold() == student.casefold()
        for other in [*found, *(path.name for path in submitted.glob("*"))]
    ):
        raise NoMatch(f"another student's id differs from {student!r} only in case")
    for path in (submitted / student, submitted / student / assignment):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise NoMatch(f"{path} is not a folder")


def newest(submissions: list[Submission]) -> tuple[Submission, list[Submission]]:
    """Choose a student's newest submission of a download.

    Parameters
    ----------
    submissions : list of Submission
        At least one.

    Returns
    -------
    newest : Submission
    older : list of Submission

    Raises
    ------
    NoMatch
        If two of the same time differ.
    """
    first = submissions[0]
    for other in submissions[1:]:
        if _compare(other, first.platform, first.attempt, first.time) > 0:
            first = other
    others = [other for other in submissions if other.sha256 != first.sha256]
    for other in others:
        if not _compare(other, first.platform, first.attempt, first.time):
            raise NoMatch(
                f"it was handed in at the same time as {other.path}, with other content: choose one"
            )
    return first, others


def _compare(submission: Submission, platform: str, attempt: int | None, time: datetime) -> int:
    """Tell whether a submission is newer than another (1), older (-1), or neither (0)."""
    counted = submission.platform == platform and submission.attempt and attempt
    if counted and submission.attempt != attempt:
        # Canvas numbers its files; their dates are those of the download.
        return 1 if submission.attempt > attempt else -1
    return (submission.time > time) - (submission.time < time)


def decide(submission: Submission, folder: Path) -> Outcome:
    """Compare a submission with what is there.

    Parameters
    ----------
    submission : Submission
    folder : Path
        ``submitted/STUDENT/ASSIGNMENT``.

    Returns
    -------
    Outcome
    """
    existing = read_existing(folder)
    if not existing:
        return Outcome.NEW
    if submission.sha256 in existing.digests:
        return Outcome.UNCHANGED
    order = _compare(submission, existing.platform, existing.attempt, existing.time)
    return {1: Outcome.NEWER, 0: Outcome.CONFLICT, -1: Outcome.OLDER}[order]


def is_late(submission: Submission, late_after: datetime | None) -> bool | None:
    """Tell whether a submission is late: as the platform says, else by its time; None: unknown."""
    if submission.late is None and late_after:
        return submission.time > late_after
    return submission.late


def record(submission: Submission, late_after: datetime | None) -> bytes:
    """Write down where a submission comes from.

    Parameters
    ----------
    submission : Submission
    late_after : datetime or None
        The deadline, if it was given.

    Returns
    -------
    bytes
        The content of ``collected.json``.
    """
    content = {
        "platform": submission.platform,
        "platform_id": submission.number,
        "path": submission.path,
        "attempt": submission.attempt,
        "time": format_time(submission.time),
        "time_from": submission.time_from,
        "late": is_late(submission, late_after),
        "late_from": "platform" if submission.late is not None else late_after and "deadline",
        "sha256": submission.sha256,
        "files": {
            name: {"path": entry.name, "sha256": entry.sha256}
            for name, entry in sorted(submission.files.items())
        },
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def write(
    submission: Submission,
    submitted: Path,
    student: str,
    assignment: str,
    late_after: datetime | None = None,
) -> None:
    """Put a submission in its place; what was there is moved aside, never deleted.

    Parameters
    ----------
    submission : Submission
    submitted : Path
        The course's folder of that name.
    student, assignment : str
    late_after : datetime, optional
        The deadline.

    Raises
    ------
    OSError
        If it cannot be written. What was there is there still.
    """
    place = submitted / student / assignment
    submitted.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=submitted) as staging:
        build = Path(staging) / assignment
        for name, entry in submission.files.items():
            target = build / name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = entry.stored.read_bytes()
            if hashlib.sha256(content).hexdigest() != entry.sha256:
                raise OSError(None, "it changed while it was collected")
            target.write_bytes(content)
        stamp = submission.stamp or f"{format_time(submission.time)}\n".encode()
        (build / TIMESTAMP).write_bytes(stamp)
        (build / RECORD).write_bytes(record(submission, late_after))
        place.parent.mkdir(exist_ok=True)
        aside = _free_place(submitted, place) if place.exists() else None
        if aside:
            aside.parent.mkdir(parents=True, exist_ok=True)
            # A run that ends between here and the next rename leaves the old one aside, and the
            # next run places the new one.
            place.rename(aside)
        try:
            build.rename(place)
        except OSError:
            if aside:
                aside.rename(place)
            raise


def _free_place(submitted: Path, place: Path) -> Path:
    existing = read_existing(place)
    time = existing.time if existing else datetime.now(UTC)
    stem = submitted / REPLACED / place.parent.name / place.name / time.strftime("%Y-%m-%dT%H%M%SZ")
    free, count = stem, 1
    while free.exists():
        count += 1
        free = stem.with_name(f"{stem.name}-{count}")
    return free


def missing(roster: Roster | None, submitted: Path, assignment: str, placed: set[str]) -> list[str]:
    """List the students of a roster that have handed in nothing, now or before."""
    if not roster:
        return []
    return sorted(
        student.student
        for student in roster.students
        if student.student not in placed
        and not read_existing(submitted / student.student / assignment)
    )

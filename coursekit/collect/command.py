"""``coursekit collect``: place what a learning platform handed out, and say what was done."""

import argparse
import re
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from coursekit.collect.archives import Download, Remark, printable, read_download
from coursekit.collect.place import (
    REPLACED,
    Decision,
    Outcome,
    assign_students,
    decide,
    is_late,
    missing,
    newest,
    write,
)
from coursekit.collect.platforms import TITLES, format_time
from coursekit.collect.roster import NoMatch, Roster, read_roster
from coursekit.collect.submissions import group
from coursekit.course import ASSIGNMENTS, CourseError, course_root

PATIENCE = 2.0
SHOWN_NOTES = 20


@dataclass
class Plan:
    """What collecting would do.

    Attributes
    ----------
    platform : str
        Where the download comes from.
    decisions : list of Decision
        One for each student whose submission was recognised.
    refused : list of Remark
        What cannot be placed.
    notes : list of Remark
        What is left out on purpose.
    missing : list of str
        Students of the roster without a submission, now or before.
    """

    platform: str
    decisions: list[Decision] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def of(self, *outcomes: Outcome) -> list[Decision]:
        """List the decisions with some outcomes."""
        return [decision for decision in self.decisions if decision.outcome in outcomes]


class Progress:
    """A line on what is going on, once that has taken two seconds."""

    def __init__(self) -> None:
        self._status = Status("", console=Console(stderr=True))
        self._start = time.monotonic()
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, words: str) -> None:
        """Say what is going on."""
        if time.monotonic() - self._start < PATIENCE:
            return
        self._status.update(words)
        if not self._shown:
            self._status.start()
            self._shown = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._status.stop()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        Of the subcommand.
    """
    parser.add_argument(
        "download", type=Path, metavar="FOLDER_OR_ZIP", help="what the platform handed out"
    )
    parser.add_argument(
        "--assignment", required=True, metavar="A", help=f"one of {', '.join(ASSIGNMENTS)}"
    )
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="who is who: a column student, and any of moodle_id, moodle_name, name, canvas_id, "
        "canvas_login, email, google_name, first_name, last_name, filename",
    )
    parser.add_argument(
        "--platform", choices=tuple(TITLES), help="where it comes from, if its names mislead"
    )
    parser.add_argument(
        "--late-after",
        metavar="TIME",
        help="the deadline, such as '2026-03-01 18:00' (this machine's time) or "
        "2026-03-01T18:00+01:00",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be done, do nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Carry the command out.

    Parameters
    ----------
    options : argparse.Namespace
        What ``add_arguments`` describes.

    Returns
    -------
    int
        0 if all was placed, 1 if something was not.

    Raises
    ------
    CourseError
        If the command makes no sense; nothing is written then.
    """
    root = course_root()
    if options.assignment not in ASSIGNMENTS:
        raise CourseError(
            f"The course has no assignment {options.assignment!r}: use one of "
            f"{', '.join(ASSIGNMENTS)}."
        )
    late_after = _read_deadline(options.late_after)
    roster = read_roster(options.roster) if options.roster else None
    submitted = root / "submitted"
    with tempfile.TemporaryDirectory(prefix="svdlab-") as scratch, Progress() as progress:
        download = read_download(options.download, Path(scratch), tick=progress)
        found = plan(download, submitted, options.assignment, roster, options.platform)
        if not options.dry_run:
            carry_out(found, submitted, options.assignment, late_after, progress)
    found.missing = missing(
        roster, submitted, options.assignment, {d.student for d in found.decisions}
    )
    report(found, late_after, Console(), dry_run=options.dry_run)
    return 1 if found.refused or found.of(Outcome.CONFLICT) else 0


def plan(
    download: Download,
    submitted: Path,
    assignment: str,
    roster: Roster | None = None,
    platform: str | None = None,
) -> Plan:
    """Decide what to do with a download, without doing it.

    Parameters
    ----------
    download : Download
    submitted : Path
        The course's folder of that name.
    assignment : str
    roster : Roster, optional
    platform : str, optional
        Found out if not given.

    Returns
    -------
    Plan
    """
    grouped = group(download.entries, assignment, platform, roster)
    by_student, refused = assign_students(grouped.submissions, roster, submitted, assignment)
    found = Plan(
        grouped.platform,
        refused=[*download.refused, *grouped.refused, *refused],
        notes=grouped.notes,
    )
    for student, submissions in sorted(by_student.items()):
        try:
            latest, older = newest(submissions)
        except NoMatch as reason:
            found.refused.append(Remark(submissions[-1].path, str(reason)))
            continue
        for other in older:
            found.notes.append(Remark(other.path, f"{latest.path} is a newer attempt of {student}"))
        outcome = decide(latest, submitted / student / assignment)
        found.decisions.append(Decision(student, latest, outcome))
    return found


def carry_out(
    found: Plan,
    submitted: Path,
    assignment: str,
    late_after: datetime | None,
    progress: Progress,
) -> None:
    """Write what a plan says; what cannot be written becomes one of its refusals."""
    todo = found.of(Outcome.NEW, Outcome.NEWER)
    for count, decision in enumerate(todo, 1):
        progress(f"placing: {count} of {len(todo)} submissions")
        try:
            write(decision.submission, submitted, decision.student, assignment, late_after)
        except OSError as error:
            found.decisions.remove(decision)
            found.refused.append(
                Remark(
                    decision.submission.path,
                    f"it could not be written for {decision.student}: {error.strerror or error}",
                )
            )


def _read_deadline(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(re.sub(r"\s*UTC$", "+00:00", text.strip())).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CourseError(
            f"--late-after {text!r} is not a time: write it like '2026-03-01 18:00' or "
            "2026-03-01T18:00+01:00."
        ) from None


def report(found: Plan, late_after: datetime | None, console: Console, *, dry_run: bool) -> None:
    """Print what was done, or would be.

    Parameters
    ----------
    found : Plan
    late_after : datetime or None
        The deadline, if it was given.
    console : rich.console.Console
    dry_run : bool
    """
    shown = [d for d in found.decisions if d.outcome is not Outcome.UNCHANGED]
    if shown:
        console.print(_table(shown, late_after))
    _print_list(console, "could not be placed", found.refused, "bold red")
    _print_list(console, "left out", found.notes, "bold", SHOWN_NOTES)
    if found.missing:
        line = f"without a submission ({len(found.missing)}): {', '.join(found.missing)}"
        console.print(Text(line), soft_wrap=True)
    _print_warning(console, shown, late_after)
    _print_sum(console, found, dry_run)


def _table(shown: list[Decision], late_after: datetime | None) -> Table:
    table = Table()
    table.add_column("student", overflow="fold")
    table.add_column("handed in (UTC)", no_wrap=True)
    table.add_column("late")
    table.add_column("outcome", no_wrap=True)
    table.add_column("from", overflow="fold")
    for decision in shown:
        submission = decision.submission
        late = {True: "late", False: "", None: ""}[is_late(submission, late_after)]
        table.add_row(
            Text(decision.student),
            format_time(submission.time)[:19],
            late,
            decision.outcome.value,
            Text(submission.path.split("/", 1)[-1]),
        )
    return table


def _print_list(
    console: Console, head: str, remarks: Iterable[Remark], style: str, most: int | None = None
) -> None:
    remarks = list(remarks)
    if not remarks:
        return
    console.print(Text(f"{head} ({len(remarks)}):", style=style))
    for remark in remarks[:most]:
        console.print(Text(f"  {remark.path}: {printable(remark.reason)}."), soft_wrap=True)
    if most and len(remarks) > most:
        console.print(f"  and {len(remarks) - most} more")


def _print_warning(console: Console, shown: list[Decision], late_after: datetime | None) -> None:
    """Say where a time is that of the download: the platform gave no other."""
    from_files = {d.submission.time_from for d in shown} & {"zip", "file"}
    platforms = {d.submission.platform for d in shown} & {"moodle", "canvas"}
    if from_files and platforms:
        names = " and ".join(TITLES[key] for key in sorted(platforms))
        deadline = " --late-after judges by them." if late_after else ""
        console.print(
            Text(
                f"Times are the dates of the files. {names} may date a file to its download, so "
                f"check late ones on the platform.{deadline}"
            ),
            soft_wrap=True,
        )


def _print_sum(console: Console, found: Plan, dry_run: bool) -> None:
    counts = [(outcome.value, len(found.of(outcome))) for outcome in Outcome]
    counts += [("could not be placed", len(found.refused)), ("missing", len(found.missing))]
    told = " · ".join(f"{count} {words}" for words, count in counts if count) or "nothing to do"
    head = "would be: " if dry_run else ""
    console.print(Text(f"{TITLES[found.platform]}: {head}{told}"), soft_wrap=True)
    if found.of(Outcome.NEWER) and not dry_run:
        console.print(f"what was replaced lies in submitted/{REPLACED}/", soft_wrap=True)

"""``coursekit report`` and ``coursekit export``."""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from coursekit.collect.archives import printable
from coursekit.collect.roster import Roster, read_roster
from coursekit.course import CourseError, course_root, database_url, load_config, write_whole
from coursekit.report.arguments import PLATFORMS
from coursekit.report.data import STRANGER, Person, Results, read_results
from coursekit.report.matching import Matcher, collected_numbers, roster_cells
from coursekit.report.table import csv_text, names, print_report

PAGES = (".html", ".htm")


def run_report(options: argparse.Namespace) -> int:
    """Carry ``coursekit report`` out.

    Parameters
    ----------
    options : argparse.Namespace
        What ``add_report_arguments`` describes.

    Returns
    -------
    int
        0.

    Raises
    ------
    CourseError
        If the gradebook or the roster cannot be read, or a file cannot be written.
    """
    root = course_root()
    results = _read(root, options.assignments, _roster(options.roster))
    if options.csv:
        encoding = "utf-8" if options.no_bom else "utf-8-sig"
        _write(options.csv, csv_text(results).encode(encoding, "replace"))
    pages: dict[Path, str] = {}
    if options.html:
        from coursekit.report.page import make_page

        if options.html.suffix.lower() in PAGES and not options.html.is_dir():
            pages[options.html] = make_page(results)
        else:
            for found in results:
                name = found.assignment.name
                pages[options.html / f"{name}.html"] = make_page([found])
            if len(results) > 1:
                pages[options.html / "index.html"] = make_page(results, linked=True)
        for path, text in pages.items():
            _write(path, text.encode("utf-8", "replace"))
    console = _console()
    print_report(results, console, everyone=options.all)
    for path in [*([options.csv] if options.csv else []), *pages]:
        console.print(Text(f"wrote {path}"), soft_wrap=True)
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Carry ``coursekit export`` out.

    Parameters
    ----------
    options : argparse.Namespace
        What ``add_export_arguments`` describes.

    Returns
    -------
    int
        0 if every mark found its place, 1 if one did not.

    Raises
    ------
    CourseError
        If the export makes no sense; nothing is written then.
    """
    from coursekit.report import platforms

    platform, target = options.to[0].lower(), Path(options.to[1])
    template = options.template
    if platform not in PLATFORMS:
        raise CourseError(f"--to {options.to[0]!r} is no platform: use one of moodle, canvas.")
    if options.comments and platform == "canvas":
        raise CourseError("Canvas takes no comments from a file: leave --comments out.")
    if template and target.exists() and template.exists() and target.samefile(template):
        raise CourseError(f"{target} is the template itself: write to another file.")
    root = course_root()
    roster = _roster(options.roster)
    results = _read(root, options.assignments, roster)
    if template and platform == "moodle" and len(results) > 1 and not options.total:
        raise CourseError("A grading worksheet holds one mark: export one assignment, or --total.")
    items = platforms.make_items(
        results, partial=options.partial, total=options.total, name=options.column
    )
    people = results[0].people
    cells = roster_cells(options.roster) if options.roster else {}
    assignments = [found.assignment.name for found in results]
    numbers = collected_numbers(root / "submitted", platform, assignments)
    if template:
        matcher = Matcher(_everyone(people, results), roster, numbers)
        if platform == "moodle":
            found = platforms.moodle_worksheet(
                template, items[0], matcher, comments=options.comments
            )
        else:
            found = platforms.canvas_gradebook(template, items, matcher)
    elif platform == "moodle":
        found = platforms.moodle_import(items, cells, people, comments=options.comments)
    else:
        found = platforms.canvas_import(items, cells, people, numbers)
    _write(target, found.content)
    _say_export(found.filled, target, found.waiting, found.unplaced, found.unmatched)
    _say_strangers(results)
    return 1 if found.unplaced else 0


def _everyone(people: Mapping[str, Person], results: Sequence[Results]) -> Iterable[Person]:
    students = {work.student for found in results for work in found.works}
    return [people.get(student, Person(student)) for student in sorted(students)]


def _say_export(
    filled: int, target: Path, waiting: list[str], unplaced: list[str], unmatched: list[str]
) -> None:
    console = _console()
    console.print(Text(f"{target}: {filled} mark{'s' * (filled != 1)} written"), soft_wrap=True)
    if waiting:
        line = f"without a mark, for they wait for a human ({len(waiting)}): {names(waiting)}"
        console.print(Text(line), soft_wrap=True)
    for head, sentences, style in (
        ("marks without a place", unplaced, "bold red"),
        ("lines of the template without a mark", unmatched, "bold"),
    ):
        if sentences:
            console.print(Text(f"{head} ({len(sentences)}):", style=style))
            for sentence in sentences:
                console.print(Text(f"  {printable(sentence)}."), soft_wrap=True)


def _say_strangers(results: Sequence[Results]) -> None:
    strangers = sorted(
        {
            work.student
            for found in results
            for work in found.works
            if any(waiting.what == STRANGER for waiting in work.waiting)
        }
    )
    if strangers:
        line = f"not in the roster ({len(strangers)}): {names(strangers)}"
        _console().print(Text(line), soft_wrap=True)


def _roster(path: Path | None) -> Roster | None:
    return read_roster(path) if path else None


def _read(root: Path, assignments: Sequence[str], roster: Roster | None) -> list[Results]:
    config = load_config(root)
    url = config.CourseDirectory.get("db_url", database_url(root))
    return read_results(root, url, assignments, roster)


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from None


def _console() -> Console:
    # A pipe or a log has no width of its own; the marks need more than the usual 80 columns.
    return Console(width=None if sys.stdout.isatty() else 110)

"""The report on the terminal, and as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from coursekit.collect.archives import printable
from coursekit.grading.verdicts import GRADED, NOT_GRADABLE, REPAIRED
from coursekit.report.data import MISSING, NO_VERDICT, UNGRADED, Results, Waiting, Work, number
from coursekit.report.statistics import (
    Spread,
    Summary,
    by_cell,
    by_exercise,
    by_sentence,
    summarise,
    waiting_by_kind,
    worst_first,
)

# More students than that are not printed unless asked for.
SHOWN_STUDENTS = 100
SHOWN_NAMES = 12
SHOWN_SENTENCES = 20
SHOWN_SIGNS = 240
# From these widths on there is room for more columns.
WIDE, MEDIUM = 100, 72

STATUSES = (GRADED, REPAIRED, NOT_GRADABLE, NO_VERDICT, UNGRADED, MISSING)
COLUMNS = ("student", "assignment", "status", "score", "max", "auto", "manual", "late", "waiting")
LAST_COLUMNS = ("repairs", "flags", "reason", "sandbox")
# What a spreadsheet takes for a formula, also behind a line end or as a wide sign.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def waiting_words(waiting: Iterable[Waiting]) -> str:
    """Say what waits for a human."""
    return "; ".join(f"{w.what} ({number(w.points)})" if w.points else w.what for w in waiting)


def csv_text(results: Sequence[Results]) -> str:
    """Lay the report out as CSV, a row for each student and assignment.

    Parameters
    ----------
    results : sequence of Results

    Returns
    -------
    str
        Points that wait for a human, and scores of what has none, are left empty.
    """
    exercises = list(
        dict.fromkeys(e.number for found in results for e in found.assignment.exercises)
    )
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    names = [f"exercise {name}" for name in exercises]
    writer.writerow(neutral(name) for name in (*COLUMNS, *names, *LAST_COLUMNS))
    for found in results:
        own = {exercise.number: exercise for exercise in found.assignment.exercises}
        for work in found.works:
            known = work.score is not None
            words = [work.student, found.assignment.name, work.status]
            points = [work.score, found.assignment.maximum]
            points += [work.auto, work.manual, work.late] if known else [None] * 3
            each = [own[e] and work.points(own[e].cells) if e in own else None for e in exercises]
            sandbox = "" if not work.grades else "yes" if work.sandbox else "no"
            last = ["; ".join(work.repairs), "; ".join(work.flags), work.reason, sandbox]
            writer.writerow(
                [
                    *map(neutral, words),
                    *map(_points, points),
                    neutral(waiting_words(work.waiting)),
                    *map(_points, each),
                    *map(neutral, last),
                ]
            )
    return target.getvalue()


def _points(value: float | None) -> str:
    return "" if value is None else number(value)


def print_report(results: Sequence[Results], console: Console, *, everyone: bool = False) -> None:
    """Print the report.

    Parameters
    ----------
    results : sequence of Results
    console : rich.console.Console
    everyone : bool
        Whether all students are listed, however many there are.
    """
    for found in results:
        console.print(Rule(Text(found.assignment.name, style="bold")))
        summary = summarise(found)
        for line in headline(found, summary):
            console.print(Text(line))
        if summary.unprotected:
            console.print(
                Text(f"Graded without a sandbox: {_count(summary.unprotected)}.", style="bold red")
            )
        _print_students(found, console, everyone)
        if summary.scored:
            _print_exercises(found, console)
        _print_sentences(found, console)


def headline(found: Results, summary: Summary) -> list[str]:
    """Sum an assignment up in two lines."""
    lines = [
        " · ".join(
            f"{summary.statuses[status]} {status}"
            for status in STATUSES
            if summary.statuses.get(status)
        )
        or "no students"
    ]
    if summary.mean is not None and summary.median is not None:
        parts = [
            f"mean {number(summary.mean)} of {number(found.assignment.maximum)}",
            f"median {number(summary.median)}",
        ]
        if summary.scored > summary.final:
            parts.append(f"so far: {_count(summary.scored - summary.final)} still wait for marks")
        if summary.late:
            parts.append(f"{summary.late} with a late penalty")
        lines.append(" · ".join(parts))
    return lines


def _count(students: int) -> str:
    return f"{students} student" + "s" * (students != 1)


def attention(work: Work) -> int:
    """Tell how much a human should look at a student: the lower, the more."""
    if work.status == MISSING:
        return 3
    if work.status != GRADED and work.status != REPAIRED:
        return 0
    return 1 if work.flags or not work.sandbox else 2 if work.repairs else 4


def _print_students(found: Results, console: Console, everyone: bool) -> None:
    works = list(found.works)
    if len(works) > SHOWN_STUDENTS and not everyone:
        # The ones to look at first; the order stays that of the names.
        chosen = {w.student for w in sorted(works, key=attention)[:SHOWN_STUDENTS]}
        works = [work for work in works if work.student in chosen]
    width = console.width
    table = Table(
        title="students", title_justify="left", title_style="bold", pad_edge=False, box=SIMPLE_HEAD
    )
    table.add_column("student", overflow="fold", min_width=8)
    table.add_column("score", justify="right", no_wrap=True)
    if width >= WIDE:
        for name in ("auto", "by hand", "late"):
            table.add_column(name, justify="right", no_wrap=True)
    if width >= MEDIUM:
        table.add_column("status", no_wrap=True)
    table.add_column("waits for", overflow="fold")
    table.add_column("to look at", overflow="fold")
    maximum = number(found.assignment.maximum)
    for work in works:
        known = work.score is not None
        row = [printable(work.student), f"{number(work.score)}/{maximum}" if known else "–"]
        if width >= WIDE:
            row += [number(work.auto), number(work.manual)] if known else ["", ""]
            row += [f"−{number(work.late)}" if work.late else ""]
        if width >= MEDIUM:
            row.append(work.status)
        said = [
            f"{len(what)} {name}{'s' * (len(what) > 1)}"
            for what, name in ((work.repairs, "repair"), (work.flags, "flag"))
            if what
        ]
        if not work.sandbox:
            said.append("no sandbox")
        waits = [w for w in work.waiting if width < MEDIUM or w.what != work.status]
        row += [waiting_words(waits), ", ".join(said)]
        table.add_row(*map(Text, row))
    if works:
        console.print(table)
    if len(works) < len(found.works):
        rest = len(found.works) - len(works)
        console.print(
            Text(f"and {_count(rest)} more, with less to look at: use --all, --csv or --html")
        )


def _print_exercises(found: Results, console: Console) -> None:
    exercises = worst_first(by_exercise(found))
    cells = worst_first(by_cell(found))
    for head, rows in (
        ("exercises, worst first", [(one.exercise.label, one.spread) for one in exercises]),
        (
            "properties, worst first",
            [(f"{one.cell.exercise} {one.cell.title}", one.spread) for one in cells],
        ),
    ):
        table = Table(
            title=head, title_justify="left", title_style="bold", pad_edge=False, box=SIMPLE_HEAD
        )
        table.add_column(head.split("s,")[0].replace("ie", "y"), overflow="fold")
        for name in ("mean", "full", "none"):
            table.add_column(name, justify="right", no_wrap=True)
        if console.width >= MEDIUM:
            table.add_column("", no_wrap=True)
            table.add_column("students", justify="right", no_wrap=True)
        for label, spread in rows:
            table.add_row(*_spread_row(printable(label), spread, console.width))
        console.print(table)


def _spread_row(label: str, spread: Spread, width: int) -> list[Text]:
    if spread.count:
        row = [f"{share:.0%}" for share in (spread.mean, spread.full, spread.none)]
        filled = round(10 * spread.mean)
        bar = "█" * filled + "░" * (10 - filled)
    else:
        row, bar = ["–"] * 3, ""
    more = [bar, f"{spread.count}"] if width >= MEDIUM else []
    return [Text(cell) for cell in (label, *row, *more)]


def _print_sentences(found: Results, console: Console) -> None:
    for what, pairs in waiting_by_kind(found).items():
        _head(console, f"{what} ({len(pairs)})", "bold yellow")
        details = [(work.student, [w.detail]) for work, w in pairs if w.detail]
        if details:
            _list(console, by_sentence(details))
        else:
            console.print(Text(f"  {names(work.student for work, _ in pairs)}"), soft_wrap=True)
    for head, attribute in (("repairs", "repairs"), ("flags", "flags")):
        pairs = [(work.student, getattr(work, attribute)) for work in found.works]
        if said := by_sentence(pairs):
            _head(console, f"{head} ({sum(len(students) for _, students in said)})", "bold")
            _list(console, said)


def _head(console: Console, words: str, style: str) -> None:
    console.print(Text(f"{words}:", style=style))


def _list(console: Console, said: Sequence[tuple[str, Sequence[str]]]) -> None:
    for sentence, students in said[:SHOWN_SENTENCES]:
        console.print(Text(f"  {names(students)}: {shortened(sentence)}"), soft_wrap=True)
    if len(said) > SHOWN_SENTENCES:
        console.print(f"  and {len(said) - SHOWN_SENTENCES} more kinds: see --csv or --html")


def names(students: Iterable[str], most: int = SHOWN_NAMES) -> str:
    """List some students, but not too many."""
    students = [printable(student) for student in students]
    more = f" and {len(students) - most} more" if len(students) > most else ""
    return ", ".join(students[:most]) + more


def shortened(sentence: str) -> str:
    """Make a sentence fit to be printed."""
    sentence = printable(sentence.replace("\n", " "))
    return sentence if len(sentence) <= SHOWN_SIGNS else sentence[: SHOWN_SIGNS - 1] + "…"

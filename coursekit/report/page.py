"""The report as a page that needs nothing else: no scripts, no files, no network."""

import datetime
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment

from coursekit.collect.archives import printable
from coursekit.grading.verdicts import GRADED
from coursekit.report import charts
from coursekit.report.data import STRANGER, Results, Waiting, number
from coursekit.report.statistics import (
    Spread,
    by_cell,
    by_exercise,
    by_sentence,
    summarise,
    totals,
    waiting_by_kind,
    worst_first,
)
from coursekit.report.table import waiting_words
from coursekit.report.template import TEMPLATE

# A larger class gets finer parts.
LARGE = 150
SHOWN_NAMES = 24
SHOWN_SIGNS = 600
# An exercise is failed where so few points were made.
FAILED = 0.5


def make_page(results: Sequence[Results], *, linked: bool = False) -> str:
    """Make the page.

    Parameters
    ----------
    results : sequence of Results
        What it is about, a part for each assignment.
    linked : bool
        Whether there is only an overview, with links to ``ASSIGNMENT.html``.

    Returns
    -------
    str
        HTML. All that comes from students is escaped.
    """
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"points": _points, "share": lambda value: f"{value:.0%}"}
    return environment.from_string(TEMPLATE).render(
        parts=[_part(found) for found in results],
        colours={
            "none": charts.NONE,
            "part": charts.PART,
            "full": charts.FULL,
            "final": charts.FINAL,
            "so_far": charts.SO_FAR,
        },
        linked=linked,
        today=datetime.date.today().isoformat(),
    )


def _points(value: float | None) -> str:
    return "" if value is None else number(value)


def _part(found: Results) -> dict[str, Any]:
    """Collect what the page says of an assignment."""
    summary = summarise(found)
    exercises = by_exercise(found)
    cells = by_cell(found)
    tallest = max(
        (max(e.spread.bins) / e.spread.count for e in exercises if e.spread.count), default=1.0
    )
    final, so_far = totals(found, 20 if summary.scored > LARGE else 10)
    marks = {"median": summary.median} if summary.median is not None else {}
    return {
        "name": found.assignment.name,
        "maximum": found.assignment.maximum,
        "summary": summary,
        "waiting_count": sum(
            any(w.what != STRANGER for w in work.waiting) for work in found.handed_in
        ),
        "missing": summary.students - summary.handed_in,
        "ungraded": summary.handed_in - summary.scored,
        "looked_at": sum(bool(work.flags) for work in found.works),
        "totals": charts.totals_chart(final, so_far, found.assignment.maximum, marks),
        "so_far": sum(so_far),
        "failed": [
            (one.exercise.label, one.spread)
            for one in worst_first(exercises)
            if one.spread.count and one.spread.mean < FAILED
        ],
        "worst": next(
            ((e.exercise.label, e.spread) for e in worst_first(exercises) if e.spread.count), None
        ),
        "exercises": [_line(one.exercise.label, one.spread) for one in worst_first(exercises)],
        "properties": [
            _line(f"{one.cell.exercise} · {one.cell.title}", one.spread)
            for one in worst_first(cells)
        ],
        "small": [
            {
                "label": one.exercise.label,
                "maximum": one.exercise.maximum,
                "spread": one.spread,
                "chart": charts.exercise_chart(one.exercise.label, one.spread, tallest),
            }
            for one in exercises
        ],
        "waiting": [_kind(what, pairs) for what, pairs in waiting_by_kind(found).items()],
        "repairs": _said([(work.student, work.repairs) for work in found.works]),
        "flags": _said([(work.student, work.flags) for work in found.works]),
        "numbers": [exercise.number for exercise in found.assignment.exercises],
        "students": [
            {
                "student": printable(work.student),
                "name": printable(
                    found.people[work.student].name if work.student in found.people else ""
                ),
                "work": work,
                "known": work.score is not None,
                "plain": work.status == GRADED,
                "each": [work.points(e.cells) for e in found.assignment.exercises],
                "waits": waiting_words(_without_status(work.waiting, work.status)),
            }
            for work in found.works
        ],
    }


def _without_status(waiting: Sequence[Waiting], status: str) -> list[Waiting]:
    return [one for one in waiting if one.what != status]


def _line(label: str, spread: Spread) -> dict[str, Any]:
    return {"label": label, "spread": spread, "bar": charts.bar(label, spread)}


def _kind(what: str, pairs: Sequence[tuple]) -> dict[str, Any]:
    details = [(work.student, [w.detail]) for work, w in pairs if w.detail]
    return {
        "what": what,
        "count": len(pairs),
        "names": _names([work.student for work, _ in pairs]) if not details else None,
        "said": _said(details),
    }


def _said(pairs: Sequence[tuple[str, Sequence[str]]]) -> list[dict[str, Any]]:
    return [
        {"sentence": _shortened(sentence), "count": len(students), "names": _names(students)}
        for sentence, students in by_sentence(pairs)
    ]


def _names(students: Sequence[str]) -> dict[str, Any]:
    shown = [printable(student) for student in students[:SHOWN_NAMES]]
    return {"shown": shown, "more": max(0, len(students) - SHOWN_NAMES)}


def _shortened(sentence: str) -> str:
    sentence = printable(sentence.replace("\n", " "))
    return sentence if len(sentence) <= SHOWN_SIGNS else sentence[: SHOWN_SIGNS - 1] + "…"

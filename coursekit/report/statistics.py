"""What the class made of an assignment, an exercise, a property."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from coursekit.report.data import Cell, Exercise, Results, Waiting, Work

# Points are sums of floats.
TINY = 1e-9
# An exercise's histogram: nothing, four quarters, everything.
BINS = ("0", "up to 25 %", "up to 50 %", "up to 75 %", "below 100 %", "100 %")


@dataclass(frozen=True)
class Spread:
    """How points are spread over the class.

    Attributes
    ----------
    count : int
        How many students have points that do not wait for a human.
    mean, full, none : float
        Mean share of the points, share of students with all of them, and with none.
    bins : tuple of int
        Students by share, see ``BINS``.
    """

    count: int
    mean: float
    full: float
    none: float
    bins: tuple[int, ...]

    @property
    def part(self) -> float:
        """Share of students with some points, but not all."""
        return max(0.0, 1.0 - self.full - self.none) if self.count else 0.0


@dataclass(frozen=True)
class ExerciseSpread:
    """An exercise and how its points are spread."""

    exercise: Exercise
    spread: Spread


@dataclass(frozen=True)
class CellSpread:
    """A property and how its points are spread."""

    cell: Cell
    spread: Spread


Described = TypeVar("Described", ExerciseSpread, CellSpread)


@dataclass(frozen=True)
class Summary:
    """The class in a few numbers.

    Attributes
    ----------
    students, handed_in, scored, final : int
        How many there are, handed something in, have a score, have a score that nothing waits for.
    statuses : dict of str to int
        How many of each status.
    mean, median : float or None
        Of the scores so far.
    late : int
        How many lost points for late work.
    unprotected : int
        How many were graded without a sandbox.
    """

    students: int
    handed_in: int
    scored: int
    final: int
    statuses: dict[str, int]
    mean: float | None
    median: float | None
    late: int
    unprotected: int


def spread(points: Iterable[float | None], maximum: float) -> Spread:
    """Describe how points are spread; None stands for points that wait.

    Parameters
    ----------
    points : iterable of (float or None)
        Of each student.
    maximum : float
        Points to be had.

    Returns
    -------
    Spread
    """
    shares = [value / maximum for value in points if value is not None] if maximum > 0 else []
    bins = [0] * len(BINS)
    for share in shares:
        bins[_bin(share)] += 1
    if not shares:
        return Spread(0, 0.0, 0.0, 0.0, tuple(bins))
    count = len(shares)
    return Spread(count, sum(shares) / count, bins[-1] / count, bins[0] / count, tuple(bins))


def _bin(share: float) -> int:
    if share <= TINY:
        return 0
    if share >= 1 - TINY:
        return len(BINS) - 1
    return 1 + min(3, int(4 * share - TINY))


def by_exercise(results: Results) -> list[ExerciseSpread]:
    """Describe each exercise, in the order of the notebook."""
    return [
        ExerciseSpread(
            exercise,
            spread((work.points(exercise.cells) for work in results.works), exercise.maximum),
        )
        for exercise in results.assignment.exercises
    ]


def by_cell(results: Results) -> list[CellSpread]:
    """Describe each property, in the order of the notebook."""
    return [
        CellSpread(cell, spread((work.points([cell]) for work in results.works), cell.maximum))
        for cell in results.assignment.cells
    ]


def worst_first(found: Iterable[Described]) -> list[Described]:
    """Order by mean share; those nobody has points for come last."""
    return sorted(found, key=lambda one: (not one.spread.count, one.spread.mean))


def totals(results: Results, count: int = 10) -> tuple[list[int], list[int]]:
    """Count scores by tenths (or other parts) of the maximum.

    Parameters
    ----------
    results : Results
    count : int
        How many parts.

    Returns
    -------
    final, so_far : list of int
        Students whose score is final, and those with points that wait.
    """
    final, so_far = [0] * count, [0] * count
    maximum = results.assignment.maximum or 1.0
    for work in results.scored:
        place = min(count - 1, max(0, int(work.score / maximum * count + TINY)))
        (final if work.is_final else so_far)[place] += 1
    return final, so_far


def summarise(results: Results) -> Summary:
    """Give the class in a few numbers."""
    statuses: dict[str, int] = defaultdict(int)
    for work in results.works:
        statuses[work.status] += 1
    scores = [work.score for work in results.scored]
    return Summary(
        students=len(results.works),
        handed_in=len(results.handed_in),
        scored=len(scores),
        final=sum(work.is_final for work in results.works),
        statuses=dict(statuses),
        mean=statistics.fmean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        late=sum(work.late > 0 for work in results.works),
        unprotected=sum(not work.sandbox for work in results.works),
    )


def waiting_by_kind(results: Results) -> dict[str, list[tuple[Work, Waiting]]]:
    """Group what waits for a human; the rare kinds first."""
    found: dict[str, list[tuple[Work, Waiting]]] = defaultdict(list)
    for work in results.works:
        for waiting in work.waiting:
            found[waiting.what].append((work, waiting))
    return dict(sorted(found.items(), key=lambda item: len(item[1])))


def by_sentence(pairs: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, list[str]]]:
    """Group students by what is said of them, the most frequent sentence first.

    Parameters
    ----------
    pairs : iterable of (str, sequence of str)
        A student, and the sentences about the student.

    Returns
    -------
    list of (str, list of str)
        A sentence, and the students it is said of.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for student, sentences in pairs:
        for sentence in dict.fromkeys(sentences):
            found[sentence].append(student)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))

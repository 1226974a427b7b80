"""The charts of the page, as SVG; in the colours of the course's figures."""

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from coursekit.report.statistics import BINS, Spread
from svdlab.plots import BLUE, GREEN, SKY, VERMILLION

# Nothing, some, everything; final scores, and scores so far.
NONE, PART, FULL = VERMILLION, SKY, GREEN
FINAL, SO_FAR = BLUE, SKY
AXIS, GRID, INK = "#444444", "#DDDDDD", "#333333"


def _svg(width: float, height: float, alt: str, parts: Sequence[str], name: str) -> Markup:
    return Markup(
        f'<svg class="{name}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(alt)}"><title>{escape(alt)}</title>{"".join(parts)}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" '
        f'fill="{colour}"/>'
    )


def _text(x: float, y: float, words: str, anchor: str = "middle", size: float = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" '
        f'fill="{INK}">{escape(words)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" fill="none"/>'


def steps(most: int) -> list[int]:
    """Choose round numbers for an axis that counts from 0 to ``most``."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000):
        if most <= 4 * step:
            break
    return list(range(0, max(most, 1) + step, step))


def totals_chart(
    final: Sequence[int], so_far: Sequence[int], maximum: float, marks: dict[str, float]
) -> Markup:
    """Draw the histogram of the scores.

    Parameters
    ----------
    final, so_far : sequence of int
        Students in each part of the range from 0 to the maximum.
    maximum : float
    marks : dict of str to float
        Scores to be marked, such as the median.

    Returns
    -------
    Markup
    """
    width, height = 760.0, 290.0
    left, right, top, bottom = 44.0, 12.0, 30.0, 44.0
    together = [a + b for a, b in zip(final, so_far, strict=True)]
    ticks = steps(max(together, default=0))
    inner, tall = width - left - right, height - top - bottom
    base, count = height - bottom, len(together)
    step = inner / count
    parts = []
    for tick in ticks:
        y = base - tall * tick / ticks[-1]
        parts += [_line(left, y, width - right, y, GRID), _text(left - 8, y + 4, f"{tick}", "end")]
    counts = []
    for place, (sure, open_) in enumerate(zip(final, so_far, strict=True)):
        x, gap = left + place * step, min(3.0, step * 0.08)
        high, more = tall * sure / ticks[-1], tall * open_ / ticks[-1]
        if sure:
            parts.append(_rect(x + gap, base - high, step - 2 * gap, high, FINAL))
        if open_:
            parts.append(_rect(x + gap, base - high - more, step - 2 * gap, more, SO_FAR))
        if sure + open_:
            counts.append(_text(x + step / 2, base - high - more - 5, f"{sure + open_}", size=11))
    for name, value in marks.items():
        x = left + inner * min(1.0, value / maximum if maximum else 0.0)
        parts.append(
            f'<path d="M{x:.1f} {top - 8:.1f}V{base:.1f}" stroke="{INK}" stroke-width="1.5" '
            'stroke-dasharray="5 4" fill="none"/>'
        )
        anchor = "end" if x > width - 130 else "start"
        shift = -5 if anchor == "end" else 5
        parts.append(_text(x + shift, top - 12, f"{name} {value:.4g}", anchor))
    parts += counts
    parts.append(_line(left, base, width - right, base, AXIS))
    for place in range(11):
        x = left + inner * place / 10
        parts.append(_text(x, base + 18, f"{maximum * place / 10:.4g}"))
    parts.append(_text(left + inner / 2, height - 6, "points", size=13))
    low = sum(together[: count // 2])
    alt = (
        f"Histogram of the scores of {sum(together)} students from 0 to {maximum:g} points: "
        f"{low} below half of the points, {sum(together) - low} from there on"
        + "".join(f"; {name} {value:.4g}" for name, value in marks.items())
        + "."
    )
    return _svg(width, height, alt, parts, "totals")


def exercise_chart(label: str, spread: Spread, most: float) -> Markup:
    """Draw the small histogram of an exercise.

    Parameters
    ----------
    label : str
        What the exercise is called.
    spread : Spread
    most : float
        The largest share that any of the charts has to show.

    Returns
    -------
    Markup
    """
    width, height, left, base, top = 240.0, 132.0, 4.0, 108.0, 18.0
    step = (width - 2 * left) / len(BINS)
    parts = []
    for place, students in enumerate(spread.bins):
        share = students / spread.count if spread.count else 0.0
        high = (base - top) * share / most if most else 0.0
        x = left + place * step
        colour = NONE if place == 0 else FULL if place == len(BINS) - 1 else PART
        parts.append(_rect(x + 2, base - high, step - 4, high, colour))
        if students:
            parts.append(_text(x + step / 2, base - high - 4, f"{share:.0%}", size=11))
    parts.append(_line(left, base, width - left, base, AXIS))
    for place, name in ((0, "none"), (2.5, "quarters of the points"), (5, "full")):
        parts.append(_text(left + (place + 0.5) * step, base + 16, name, size=11))
    alt = f"{label}: " + (
        f"{spread.none:.0%} of {spread.count} students got nothing, {spread.part:.0%} some of the "
        f"points, {spread.full:.0%} all; on average {spread.mean:.0%} of the points."
        if spread.count
        else "nobody has points yet."
    )
    return _svg(width, height, alt, parts, "small")


def bar(label: str, spread: Spread) -> Markup:
    """Draw a line's bar: which share of the class got nothing, some and all of the points."""
    shares = ((spread.none, NONE), (spread.part, PART), (spread.full, FULL))
    parts, x = [], 0.0
    for share, colour in shares:
        parts.append(_rect(x, 0, 100 * share, 10, colour))
        x += 100 * share
    alt = f"{label}: {spread.none:.0%} nothing, {spread.part:.0%} some, {spread.full:.0%} all"
    return Markup(
        f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(alt)}">{"".join(parts)}</svg>'
    )

"""Print what a proof found, and keep it in ``docs/validation.md``."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from coursekit.blocks import replace_block
from coursekit.course import write_whole
from coursekit.proof.exhibits import Exercise
from coursekit.proof.proof import Finding, Plan, prove

PAGE = Path("docs") / "validation.md"
COLUMNS = (
    "exercise",
    "correct answers accepted",
    "wrong answers caught",
    "mutants killed",
    "equivalent mutants",
    "mistake named",
)


def row(name: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Give one line of the table: some findings added up."""

    def total(field: str) -> int:
        return sum(getattr(finding, field) for finding in findings)

    return (
        name,
        f"{total('accepted')} / {total('right')}",
        f"{total('caught')} / {total('wrong')}",
        f"{total('killed')} / {total('mutants')}",
        f"{total('equivalent')}",
        f"{total('told')} / {total('wrong')}",
    )


def rows(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """All lines of the table, the sum last."""
    each = [row(finding.exercise.name, [finding]) for finding in findings]
    return [*each, row("together", findings)]


def markdown(findings: Sequence[Finding]) -> str:
    """Lay the findings out as a table in Markdown."""
    lines = [COLUMNS, tuple("---" if n == 0 else "--:" for n in range(len(COLUMNS)))]
    return "\n".join("| " + " | ".join(line) + " |" for line in (*lines, *rows(findings)))


def prove_and_print(exercises: Sequence[Exercise], plan: Plan) -> list[Finding]:
    """Prove some exercises with a progress bar, and print the table.

    Parameters
    ----------
    exercises : sequence of Exercise
        What to prove.
    plan : Plan
        How much to try.

    Returns
    -------
    list of Finding
    """
    console = Console(width=None if sys.stdout.isatty() else 110)
    columns = TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task("", total=None)
        findings = prove(
            exercises, plan, lambda done, all_: progress.update(task, completed=done, total=all_)
        )
    table = Table(
        caption=f"correct answers under {plan.seeds} seeds, wrong ones under {plan.wrong_seeds}",
        caption_justify="left",
    )
    for name in (*COLUMNS, "tolerance used at most"):
        first = name == "exercise"
        table.add_column(name, justify="left" if first else "right", no_wrap=first)
    closest = [*(f.closest for f in findings), max(f.closest for f in findings)]
    for line, part in zip(rows(findings), closest, strict=True):
        table.add_row(*line, f"{part:.1%}")
    console.print(table)
    return findings


def page_with(root: Path, findings: Sequence[Finding]) -> str:
    """Text of ``docs/validation.md`` with the table of some findings."""
    return replace_block((root / PAGE).read_text(encoding="utf-8"), "proof", markdown(findings))


def is_stale(root: Path, findings: Sequence[Finding]) -> bool:
    """Tell whether ``docs/validation.md`` holds another table."""
    return page_with(root, findings) != (root / PAGE).read_text(encoding="utf-8")


def write(root: Path, findings: Sequence[Finding]) -> None:
    """Put the table into ``docs/validation.md``."""
    write_whole(root / PAGE, page_with(root, findings).encode())

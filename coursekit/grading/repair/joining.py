"""Join cells that a student split in the middle of a function."""

import ast
import textwrap
from collections.abc import Sequence

from coursekit.grading.repair.findings import Findings
from coursekit.grading.repair.python_code import (
    definitions,
    is_other_language,
    parse,
    statements_in,
)
from coursekit.grading.repair.targets import ANSWER, LOCKED, TEST, Target, really_defines
from coursekit.grading.repair.units import Unit


def is_open(source: str) -> bool:
    """Whether code may go on in the next cell: it cannot be run, or its function never returns."""
    tree = parse(source)
    if tree is None:
        return not is_other_language(source)
    last = tree.body[-1] if tree.body else None
    return isinstance(last, ast.FunctionDef | ast.AsyncFunctionDef) and not isinstance(
        last.body[-1], ast.Return | ast.Raise
    )


def joined_answer(head: str, tail: str, target: Target) -> str | None:
    """Put the two ends of a split function together; None if they do not fit."""
    whole = f"{head}\n{tail}"
    if parse(head) is not None and not tail.lstrip("\n")[:1].isspace():
        # Perhaps a body that its author moved to the left margin, so that the cell would run.
        tree = parse(tail)
        if tree is None or not any(isinstance(s, ast.Return) for s in statements_in(tree.body)):
            return None
        whole = f"{head}\n{textwrap.indent(tail, '    ')}"
    return whole if parse(whole) is not None and really_defines(whole, target) else None


def join_next(
    unit: Unit, following: Sequence[Unit], answers: Sequence[Target], given: set[str]
) -> tuple[Target, int] | None:
    """Join a unit with those below if they go on with its function.

    Returns
    -------
    tuple of Target and int, or None
        The answer that was split, and how many units were joined to its beginning.
    """
    if not unit.is_code or not is_open(unit.source):
        return None
    begun = definitions(unit.source)
    for target in answers:
        tail: list[str] = []
        for count, other in enumerate(following[:4], 1):
            # The rest of a split test cannot belong to an answer.
            if not target.functions & set(begun) or not other.is_code:
                break
            if {line.strip() for line in other.source.split("\n")} <= given:
                break
            tail.append(other.source)
            whole = joined_answer(unit.source, "\n".join(tail), target)
            if whole is not None:
                unit.source = whole
                unit.names = [n for one in (unit, *following[:count]) for n in one.names]
                return target, count
    return None


def join_split_answers(
    units: list[Unit], targets: Sequence[Target], findings: Findings
) -> list[Unit]:
    """Join cells that a student split in the middle of a function."""
    answers = [target for target in targets if target.role == ANSWER]
    given = {
        line.strip()
        for target in targets
        if target.role in (TEST, LOCKED)
        for line in ["", *target.text.split("\n")]
    }
    result: list[Unit] = []
    i = 0
    while i < len(units):
        unit = units[i]
        result.append(unit)
        i += 1
        while joined := join_next(unit, units[i:], answers, given):
            findings.add("joined", joined[0].name)
            i += joined[1]
    return result

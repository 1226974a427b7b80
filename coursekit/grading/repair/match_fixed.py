"""Find the tests and the read-only cells of a release in a submission."""

import ast
import difflib

from nbformat.v4 import new_code_cell, new_markdown_cell

from coursekit.grading.repair.extracting import code_for
from coursekit.grading.repair.matching import Matching
from coursekit.grading.repair.python_code import definitions, parse
from coursekit.grading.repair.targets import LOCKED, TEST, Target
from coursekit.grading.repair.text import ALIKE, alike, first_line, normal
from coursekit.grading.repair.units import Unit


def match_fixed_by_text(matching: Matching) -> None:
    """Find tests and read-only cells whose text says what they are."""
    fixed = [target for target in matching.targets if target.role in (TEST, LOCKED)]
    for target in fixed:
        matching.claim_best(target, matching.free(lambda u, t=target: normal(u.source) == t.text))
    for target in fixed:
        first = first_line(target.text)
        if target.role == TEST and first.startswith("#"):
            matching.claim_best(target, matching.free(lambda u, f=first: first_line(u.source) == f))


def match_fixed_by_name(matching: Matching) -> None:
    """Find tests and read-only cells that say what they are, then those that look like it."""
    fixed = [target for target in matching.targets if target.role in (TEST, LOCKED)]
    for target in fixed:
        own = [
            unit for unit in matching.named(target) if not matching.answers_another(unit, target)
        ]
        matching.claim_best(target, own)
    for target in fixed:
        if target in matching.claims:
            continue
        scores = [
            (alike(normal(unit.source), target.text), unit)
            for unit in matching.free(
                lambda u, t=target: u.cell.cell_type == t.cell.cell_type and u.lesson is None
            )
        ]
        best = max(scores, key=lambda pair: pair[0], default=(0.0, None))
        if best[0] >= ALIKE:
            matching.claim(target, best[1])


def keep_what_was_written_into(matching: Matching) -> None:
    """Keep a student's own work in a read-only cell that will be replaced."""
    for target, unit in list(matching.claims.items()):
        if target.role not in (TEST, LOCKED) or normal(unit.source) == target.text:
            continue
        extra = (
            own_code(unit, target) if target.cell.cell_type == "code" else own_text(unit, target)
        )
        if extra:
            make = new_code_cell if target.cell.cell_type == "code" else new_markdown_cell
            piece = Unit(make(), extra, own_cell=False)
            # Code has to run before the test; an answer stands below its question.
            at = matching.units.index(unit) + (target.cell.cell_type != "code")
            matching.units.insert(at, piece)
            matching.findings.add("kept", target.name)


def own_code(unit: Unit, target: Target) -> str:
    """Code of a replaced cell that somebody's answer may need: functions it defines of its own."""
    names = set(definitions(unit.source)) - set(definitions(target.text))
    tree = parse(unit.source)
    if tree is None:
        return unit.source if names else ""
    functions = {
        statement.name
        for statement in tree.body
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    return code_for(unit.source, names & functions) if names & functions else ""


def own_text(unit: Unit, target: Target) -> str:
    """Lines that a student added to a read-only text."""
    given = [line for line in target.text.split("\n") if line.strip()]
    added = [
        line
        for line in normal(unit.source).split("\n")
        if line.strip()
        and line not in given
        and not difflib.get_close_matches(line, given, n=1, cutoff=0.6)
    ]
    return "\n".join(added)

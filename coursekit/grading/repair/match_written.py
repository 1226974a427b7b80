"""Find the written answers: by name, by stub, or by their place after the question."""

from coursekit.grading.repair.matching import Matching
from coursekit.grading.repair.targets import LOCKED, WRITTEN, Target
from coursekit.grading.repair.text import normal
from coursekit.grading.repair.units import Unit


def match_written(matching: Matching) -> None:
    """Find the written answers."""
    for target in matching.targets:
        if target.role == WRITTEN:
            match_one_written(matching, target)


def match_one_written(matching: Matching, target: Target) -> None:
    """Find a written answer by its name, its stub, or its place after the question."""
    own = matching.named(target) or matching.free(lambda u: normal(u.source) == target.text)
    real = [u for u in own if normal(u.source) not in ("", target.text)]
    if real:
        matching.claim(target, real[0])
        if own[0] is not real[0]:
            matching.findings.add("copy_taken", target.name)
        return
    if own:
        matching.claim(target, own[0])
    question = matching.claims.get(question_of(matching, target))
    beside: list[Unit] = []
    for start, step in ((own[0] if own else None, -1), (question, 1), (question, -1)):
        # Upwards from the answer, down from the question: never past the lesson's own cells.
        if start is not None and not beside and not (start is question and step < 0):
            beside = own_texts_beside(matching, start, step)
    if not beside and own:
        beside = own_texts_beside(matching, own[0], 1)
    if not beside:
        return
    if own:
        matching.answers[target] = "\n\n".join(unit.source for unit in beside)
        for unit in beside:
            matching.units.remove(unit)
        matching.findings.add("text_found", target.name)
    else:
        matching.claim(target, beside[0])


def question_of(matching: Matching, target: Target) -> Target | None:
    """Find the read-only text above a written answer."""
    at = matching.targets.index(target)
    before = matching.targets[at - 1] if at else None
    return before if before and before.role == LOCKED else None


def own_texts_beside(matching: Matching, unit: Unit, step: int) -> list[Unit]:
    """Text cells that a student wrote next to a cell, in their order."""
    at = matching.units.index(unit) + step
    found = []
    while 0 <= at < len(matching.units):
        other = matching.units[at]
        if (
            other.target is not None
            or other.lesson is not None
            or other.cell.cell_type != "markdown"
            or not other.source.strip()
        ):
            break
        found.append(other)
        at += step
    return found[::step]

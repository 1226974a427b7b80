"""Put the cells of the release and the student's own into their order."""

from collections.abc import Sequence

from coursekit.grading.repair.extracting import code_for
from coursekit.grading.repair.findings import Findings
from coursekit.grading.repair.matching import Matching
from coursekit.grading.repair.python_code import only_defines
from coursekit.grading.repair.targets import ANSWER, TEST, WRITTEN, Target, really_defines
from coursekit.grading.repair.units import Unit, same_id


def in_order(targets: Sequence[Target], place: dict[Target, int]) -> set[Target]:
    """Choose the cells that may stay where they are: the weightiest that are in order.

    Answers weigh most: a test may move to the answer it tests, and the helpers a student put
    beside an answer stay beside it.
    """
    found = [target for target in targets if target in place]
    best: list[tuple[int, int]] = []
    for i, target in enumerate(found):
        weight = 100 if target.role == ANSWER else 1
        before = [(best[j][0], j) for j in range(i) if place[found[j]] < place[target]]
        most, link = max(before, default=(0, -1))
        best.append((most + weight, link))
    chosen: set[Target] = set()
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        chosen.add(found[at])
        at = best[at][1]
    return chosen


def insert_at(entries: Sequence[Target | Unit], target: Target, targets: Sequence[Target]) -> int:
    """Find the place of a missing cell among those that are there."""
    position = {entry: i for i, entry in enumerate(entries) if isinstance(entry, Target)}
    at = targets.index(target)
    low = max((position[t] + 1 for t in targets[:at] if t in position), default=0)
    high = min((position[t] for t in targets[at + 1 :] if t in position), default=len(entries))
    lessons = [
        (i, entries[i].lesson)
        for i in range(low, high)
        if isinstance(entries[i], Unit) and entries[i].lesson not in (None, -1)
    ]
    if target.role in (TEST, ANSWER):
        # As late as possible: what a student added for this exercise has to run before.
        return min((i for i, place in lessons if place > target.place), default=high)
    return max((i + 1 for i, place in lessons if place < target.place), default=low)


def arrange(matching: Matching, findings: Findings) -> list[Target | Unit]:
    """Put the cells of the release and the student's own into their order."""
    targets, claims = matching.targets, matching.claims
    order = {unit: i for i, unit in enumerate(matching.units)}
    staying = in_order(targets, {target: order[unit] for target, unit in claims.items()})
    entries: list[Target | Unit] = []
    for unit in matching.units:
        if unit.target is None:
            entries.append(unit)
        elif unit.target in staying:
            entries.append(unit.target)
        else:
            findings.add("moved", unit.target.name)
            entries += left_behind(matching, unit, unit.target)
    for target in targets:
        if target in staying:
            continue
        entries.insert(insert_at(entries, target, targets), target)
        if target not in claims:
            answer = target.role in (ANSWER, WRITTEN)
            if not answer:
                findings.add("put_back", target.name)
            elif target not in matching.answers:
                findings.add("absent", target.label)
    return entries


def left_behind(matching: Matching, unit: Unit, target: Target) -> list[Unit]:
    """Say what stays at the old place of a cell that moves.

    A student's own cell that also does something else stays, for that may need what runs before;
    only the functions go to the answer's place.
    """
    if target.role != ANSWER or target.name in unit.names or same_id(unit, target):
        return []
    text = matching.answers[target]
    if only_defines(text) or not really_defines(text, target):
        return []
    matching.answers[target] = code_for(text, target.functions)
    return [Unit(unit.cell, text)]

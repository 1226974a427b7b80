"""Find the answers in code: by name, by function, and in the cells of other answers."""

from collections.abc import Sequence

from coursekit.grading.repair.extracting import code_for, cut_function
from coursekit.grading.repair.matching import Matching
from coursekit.grading.repair.python_code import definitions, only_defines
from coursekit.grading.repair.targets import TEST, Target, is_only_stub, really_defines
from coursekit.grading.repair.units import Unit, as_code


def match_answers(matching: Matching) -> None:
    """Find the answers in code."""
    for target in matching.answer_targets:
        match_named_answer(matching, target)
    for target in matching.answer_targets:
        if target not in matching.claims:
            match_answer_by_function(matching, target)
    for target in matching.answer_targets:
        if not is_answered(matching, target):
            look_into_other_answers(matching, target)


def match_named_answer(matching: Matching, target: Target) -> None:
    """Claim a cell that says it is this answer and holds one."""
    own = matching.named(target)
    real = [unit for unit in own if really_defines(as_code(unit), target)]
    if real:
        matching.claim(target, real[0])
        matching.answers[target] = as_code(real[0])
        if own[0] is not real[0]:
            matching.findings.add("copy_taken", target.name)


def match_answer_by_function(matching: Matching, target: Target) -> None:
    """Claim a cell by the function it defines, or fill the stub from where it stands."""
    own = [unit for unit in matching.named(target) if not matching.answers_another(unit, target)]
    own = own or matching.free(
        lambda u: (
            u.is_code
            and bool(target.functions & set(definitions(u.source)))
            and not really_defines(u.source, target)
            and not any(name in matching.by_name for name in u.names)
        )
    )
    found = matching.free(
        lambda u: (
            u.is_code
            and bool(target.functions)
            and u not in own
            and really_defines(u.source, target)
        )
    )
    source = last_before_tests(matching, target, found)
    if source is None:
        if own:
            matching.claim(target, own[0])
            matching.answers[target] = as_code(own[0])
    elif not own:
        matching.claim(target, source)
    else:
        fill_stub(matching, target, own[0], source)


def fill_stub(matching: Matching, target: Target, stub: Unit, source: Unit) -> None:
    """Put an answer that stands elsewhere into its cell."""
    matching.claim(target, stub)
    text = "" if is_only_stub(stub.source, matching.targets) else as_code(stub)
    places = matching.units.index(stub), matching.units.index(source)
    if text and abs(places[0] - places[1]) == 1 and only_defines(source.source):
        ends = (text, source.source) if places[0] < places[1] else (source.source, text)
        matching.answers[target] = "\n\n\n".join(ends)
        matching.units.remove(source)
        matching.findings.add("joined", target.name)
        return
    code = code_for(source.source, target.functions)
    matching.answers[target] = f"{text}\n\n\n{code}" if text else code
    matching.findings.add("function_found", target.label)


def last_before_tests(matching: Matching, target: Target, units: Sequence[Unit]) -> Unit | None:
    """Of several cells that define a function, the one whose function its tests would call."""
    if not units:
        return None
    tests = [
        matching.units.index(unit)
        for other, unit in matching.claims.items()
        if other.role == TEST and other.exercise == target.exercise
    ]
    before = [unit for unit in units if tests and matching.units.index(unit) < min(tests)]
    return before[-1] if before else units[0]


def is_answered(matching: Matching, target: Target) -> bool:
    """Whether the text for an answer cell defines its function."""
    text = matching.answers.get(target)
    return text is not None and (not target.functions or really_defines(text, target))


def look_into_other_answers(matching: Matching, target: Target) -> None:
    """Look for a function in the cells of other answers."""
    holders = [
        other
        for other in matching.answer_targets
        if other is not target
        and target.functions
        and other in matching.answers
        and really_defines(matching.answers[other], target)
    ]
    if not holders:
        return
    tests = [
        other.place
        for other in matching.targets
        if other.role == TEST and other.exercise == target.exercise
    ]
    early = [other for other in holders if not tests or other.place < min(tests)]
    holder = (early or holders)[-1]
    own = matching.answers.get(target, "")
    is_stub = not own.strip() or is_only_stub(own, matching.targets)
    rebinds = bool(target.functions & set(definitions(own)))
    if not early or (rebinds and not is_stub):
        code = code_for(matching.answers[holder], target.functions)
        matching.answers[target] = code if is_stub else f"{own}\n\n\n{code}"
        matching.findings.add("function_found", target.label)
        return
    if not is_stub:
        return  # the student's own note, such as "see above"
    matching.findings.add("answered_elsewhere", target.label)
    stops = {name for other in matching.answer_targets for name in other.functions}
    parts = None
    if holder.place < target.place:
        parts = cut_function(matching.answers[holder], target.functions, stops - target.functions)
    if parts:
        matching.answers[holder], matching.answers[target] = parts
    else:
        matching.answers[target] = f"# answered in the cell {holder.name}"

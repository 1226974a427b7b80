"""Judge every stored answer and every mutant, and say where a verdict is wrong."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coursekit.answers import Answer
from coursekit.proof.court import run_jobs
from coursekit.proof.exhibits import Exercise
from coursekit.proof.judge import Job, Verdict
from coursekit.proof.mutants import Mutant

# Sentences that say that an answer is wrong and not why: no known mistake may get one of these.
GENERIC = re.compile(
    r"is not what was asked for: its relative difference|the comparison failed"
    r"|^CheckFailed: [^:]*: .+ is wrong in \d+ of \d+ places\.$|^Lost: "
)
# A comparison that passes with less than this part of its tolerance to spare is a near miss.
HEADROOM = 0.5


@dataclass(frozen=True)
class Plan:
    """How much a proof tries.

    Attributes
    ----------
    seeds : int
        Under how many seeds every correct answer is judged.
    wrong_seeds : int
        Under how many every wrong answer is.
    shaken_seeds : int
        Under how many the correct ones are judged again, with other signs, bases and last digits.
    mutant_seeds : int
        Under how many a mutant may be found out.
    seconds : float
        Time limit of one check.
    workers : int
        Judges side by side.
    """

    seeds: int = 20
    wrong_seeds: int = 20
    shaken_seeds: int = 5
    mutant_seeds: int = 1
    seconds: float = 6.0
    workers: int = 2


@dataclass
class Finding:
    """What a proof found out about one exercise.

    Attributes
    ----------
    exercise : Exercise
        Which one.
    accepted, right : int
        Correct answers that got every point under every seed, of how many.
    caught, wrong : int
        Wrong answers that got exactly what they deserve under every seed, of how many.
    told : int
        Wrong answers whose message named the mistake under every seed.
    killed, mutants, equivalent : int
        Mutants that lost points, of how many that are not listed as equivalent; and those listed.
    closest : float
        The largest part of its tolerance that a comparison with a correct answer used up.
    faults : list of str
        A sentence for each verdict that is not as it should be; empty if all is proved.
    """

    exercise: Exercise
    accepted: int = 0
    right: int = 0
    caught: int = 0
    wrong: int = 0
    told: int = 0
    killed: int = 0
    mutants: int = 0
    equivalent: int = 0
    closest: float = 0.0
    faults: list[str] = field(default_factory=list)


# A job, and what to make of its verdicts.
Case = tuple[Job, Callable[[list[Verdict]], None]]


def prove(
    exercises: Sequence[Exercise], plan: Plan, progress: Callable[[int, int], None] | None = None
) -> list[Finding]:
    """Judge all that is known about some exercises.

    Parameters
    ----------
    exercises : sequence of Exercise
        What to judge.
    plan : Plan
        How much to try.
    progress : callable, optional
        Called with the number of jobs done and of jobs in all.

    Returns
    -------
    list of Finding
        One for each exercise.
    """
    findings = [Finding(exercise) for exercise in exercises]
    single: list[Case] = []
    threaded: list[Case] = []
    for finding in findings:
        single += [*_answer_cases(finding, plan), *_mutant_cases(finding, plan)]
        threaded += _threaded_cases(finding, plan)
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if progress:
            progress(count, len(single) + len(threaded))

    for cases, threads, workers in ((single, 1, plan.workers), (threaded, 2, 1)):
        verdicts = run_jobs((job for job, _ in cases), workers=workers, threads=threads, done=step)
        for (_, conclude), found in zip(cases, verdicts, strict=True):
            conclude(found)
    for finding in findings:
        _look_for_gaps(finding)
    return findings


def _answer_cases(finding: Finding, plan: Plan) -> list[Case]:
    exercise, cases = finding.exercise, []
    reference = "\n\n\n".join(exercise.solutions)
    everything = exercise.full_marks

    def plain(answer: Answer) -> Callable[[list[Verdict]], None]:
        return lambda verdicts: _conclude_answer(finding, answer, verdicts)

    def must_pass(what: str) -> Callable[[list[Verdict]], None]:
        def conclude(verdicts: list[Verdict]) -> None:
            finding.faults += _wrong_points(f"{exercise.name} {what}", everything, verdicts)
            finding.closest = max(finding.closest, *(v["closest"] for v in verdicts))

        return conclude

    def add(code: str, seeds: int, conclude: Callable, **options: bool) -> None:
        cases.append((exercise.job(code, range(seeds), plan.seconds, **options), conclude))

    add(reference, plan.seeds, must_pass("reference solution"))
    add(reference, plan.shaken_seeds, must_pass("reference solution, shaken"), shake=True)
    for answer in exercise.answers:
        add(answer.code, plan.seeds if answer.right else plan.wrong_seeds, plain(answer))
        if answer.right:
            what = f"{answer.path.name}, shaken"
            add(answer.code, plan.shaken_seeds, must_pass(what), shake=True)
    return cases


def _threaded_cases(finding: Finding, plan: Plan) -> list[Case]:
    """Correct answers once more, with several threads for linear algebra."""

    def must_pass(answer: Answer) -> Callable[[list[Verdict]], None]:
        what = f"{finding.exercise.name} {answer.path.name}, two threads"
        return lambda verdicts: finding.faults.extend(_wrong_points(what, answer.points, verdicts))

    return [
        # The limit counts the processor time of all threads.
        (finding.exercise.job(answer.code, range(1), 5 * plan.seconds), must_pass(answer))
        for answer in finding.exercise.answers
        if answer.right
    ]


def _mutant_cases(finding: Finding, plan: Plan) -> list[Case]:
    exercise = finding.exercise

    def conclude(mutant: Mutant) -> Callable[[list[Verdict]], None]:
        return lambda verdicts: _conclude_mutant(finding, mutant, verdicts)

    return [
        (
            exercise.job(code, range(plan.mutant_seeds), plan.seconds, first_loss=True),
            conclude(mutant),
        )
        for mutant, code in exercise.mutants()
    ]


def _wrong_points(who: str, expected: dict[str, float], verdicts: list[Verdict]) -> list[str]:
    """Name every cell whose points differ from what they should be, with the first seed."""
    faults = {}
    for verdict in verdicts:
        for name in expected.keys() | verdict["points"].keys():
            found, wanted = verdict["points"].get(name), expected.get(name)
            if found != wanted and name not in faults:
                said = verdict["messages"].get(name, "it passes")
                faults[name] = (
                    f"{who}, seed {verdict['seed']}: {name} gives {found}, not {wanted} ({said})"
                )
    return sorted(faults.values())


def first_message(verdict: Verdict) -> str:
    """Message of the first check that failed; empty if none did."""
    return next(iter(verdict["messages"].values()), "")


def _conclude_answer(finding: Finding, answer: Answer, verdicts: list[Verdict]) -> None:
    who = f"{finding.exercise.name} {answer.path.name}"
    points = _wrong_points(who, answer.points, verdicts)
    finding.faults += points
    if answer.right:
        finding.right += 1
        finding.accepted += not points
        finding.closest = max(finding.closest, *(v["closest"] for v in verdicts))
        return
    finding.wrong += 1
    finding.caught += not points
    unheard = [v for v in verdicts if answer.message not in first_message(v)]
    vague = [v for v in verdicts if GENERIC.search(first_message(v))]
    finding.told += not unheard and not vague and bool(answer.message)
    if unheard:
        finding.faults.append(
            f"{who}, seed {unheard[0]['seed']}: the message does not hold {answer.message!r}: "
            f"{first_message(unheard[0])}"
        )
    elif vague:
        finding.faults.append(f"{who}: the message names no mistake: {first_message(vague[0])}")


def _conclude_mutant(finding: Finding, mutant: Mutant, verdicts: list[Verdict]) -> None:
    listed = mutant.change in finding.exercise.equivalents
    killed = any(verdict["messages"] for verdict in verdicts)
    finding.equivalent += listed
    finding.mutants += not listed
    finding.killed += killed and not listed
    who = f"{finding.exercise.name} mutant of line {mutant.line}"
    if listed and killed:
        finding.faults.append(f"{who} is listed as equivalent, and loses points: {mutant.change}")
    elif not listed and not killed:
        finding.faults.append(f"{who} survives: {mutant.change}")


def _look_for_gaps(finding: Finding) -> None:
    """Demand what every exercise must have."""
    exercise = finding.exercise
    changes = {mutant.change for mutant, _ in exercise.mutants()}
    for change in exercise.equivalents.keys() - changes:
        finding.faults.append(f"{exercise.name}: no mutant is listed as {change!r} any more.")
    if finding.right < 4 or finding.wrong < 6:
        finding.faults.append(
            f"{exercise.name} has {finding.right} correct and {finding.wrong} wrong answers; "
            "four and six are the least."
        )
    for answer in exercise.answers:
        if answer.right == bool(answer.message):
            finding.faults.append(
                f"{exercise.name} {answer.path.name}: wrong answers, and only they, have a message."
            )
        if answer.right != (answer.points == exercise.full_marks):
            finding.faults.append(
                f"{exercise.name} {answer.path.name}: its name and its verdict disagree."
            )
    if finding.closest > HEADROOM:
        finding.faults.append(
            f"{exercise.name}: a correct answer uses {finding.closest:.0%} of a tolerance."
        )

"""What each cell of the release became in the submission, as far as it is known."""

from collections.abc import Callable, Sequence

from coursekit.grading.repair.findings import Findings
from coursekit.grading.repair.targets import ANSWER, WRITTEN, Target, really_defines
from coursekit.grading.repair.units import Unit, same_id


class Matching:
    """Finds for each cell of the release the unit of the submission that it became."""

    def __init__(self, targets: Sequence[Target], units: list[Unit], findings: Findings) -> None:
        self.targets = targets
        self.units = units
        self.findings = findings
        self.claims: dict[Target, Unit] = {}
        # Sources of the answers found, once they are mended.
        self.answers: dict[Target, str] = {}
        self.by_name = {target.name: target for target in targets}
        self.answer_targets = [target for target in targets if target.role == ANSWER]

    def claim(self, target: Target, unit: Unit) -> None:
        """Say that a unit is a cell of the release."""
        self.claims[target] = unit
        unit.target = target
        if target.role in (ANSWER, WRITTEN):
            self.answers[target] = unit.source

    def free(self, fits: Callable[[Unit], bool]) -> list[Unit]:
        """Units that are nobody's yet."""
        return [unit for unit in self.units if unit.target is None and fits(unit)]

    def claim_best(self, target: Target, units: Sequence[Unit]) -> None:
        """Claim one of several: the one that says so itself, else the first."""
        if target in self.claims or not units:
            return
        self.claim(
            target,
            min(units, key=lambda u: (target.name not in u.names, not same_id(u, target))),
        )

    def named(self, target: Target) -> list[Unit]:
        """Units that say they are this cell: by ``grade_id``, else by cell id."""
        return self.free(lambda unit: target.name in unit.names) or self.free(
            lambda unit: (
                same_id(unit, target) and not any(name in self.by_name for name in unit.names)
            )
        )

    def answers_another(self, unit: Unit, target: Target) -> bool:
        """Whether a unit answers other exercises, and not this one."""
        return not really_defines(unit.source, target) and any(
            really_defines(unit.source, other) and other.functions
            for other in self.answer_targets
            if other is not target
        )

"""Note what nobody claimed, and what happened to the cells that were found."""

from coursekit.grading.repair.matching import Matching
from coursekit.grading.repair.targets import LOCKED, TEST, about, is_only_stub
from coursekit.grading.repair.text import first_line, normal

# What a student could have changed in the metadata. The checksum is not theirs to keep right.
WATCHED = ("grade_id", "points", "grade", "solution", "locked", "task", "schema_version")


def dismiss_the_rest(matching: Matching) -> None:
    """Take empty stubs out and note the copies among what nobody claimed."""
    for unit in matching.free(lambda u: True):
        if unit.is_code and is_only_stub(unit.source, matching.targets):
            matching.units.remove(unit)
            matching.findings.add("stub_removed", first_line(unit.source)[:50])
            continue
        for name in unit.names:
            known = name in matching.by_name
            matching.findings.add("duplicate" if known else "unknown", name)


def look_at_metadata(matching: Matching) -> None:
    """Note what happened to the metadata and the type of the cells found."""
    for target in matching.targets:
        unit = matching.claims.get(target)
        if unit is None or not unit.own_cell:
            continue
        have, want = about(unit.cell), target.cell.metadata.nbgrader
        if not have.get("grade_id"):
            matching.findings.add("lost", target.name)
        else:
            wrong = [key for key in WATCHED if key in want and have.get(key) != want[key]]
            if wrong:
                matching.findings.add("metadata", f"{target.name} ({', '.join(wrong)})")
        if unit.cell.cell_type != target.cell.cell_type:
            matching.findings.add("retyped", target.name)
    for target, unit in matching.claims.items():
        if target.role in (TEST, LOCKED) and normal(unit.source) != target.text:
            kind = "test_edited" if target.role == TEST else "locked_edited"
            matching.findings.add(kind, target.name)

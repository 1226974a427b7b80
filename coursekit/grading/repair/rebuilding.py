"""Put a submission back into the shape of its release."""

import copy
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from coursekit.grading.repair.cutting import units_of
from coursekit.grading.repair.findings import FLAGS, REPAIRS, Findings
from coursekit.grading.repair.leftovers import dismiss_the_rest, look_at_metadata
from coursekit.grading.repair.match_answers import match_answers
from coursekit.grading.repair.match_fixed import (
    keep_what_was_written_into,
    match_fixed_by_name,
    match_fixed_by_text,
)
from coursekit.grading.repair.match_written import match_written
from coursekit.grading.repair.matching import Matching
from coursekit.grading.repair.placing import arrange
from coursekit.grading.repair.targets import Target, role_of, targets_of
from coursekit.grading.repair.units import Unit, mark_lessons


@dataclass(frozen=True)
class Repaired:
    """A notebook that nbgrader can grade.

    Attributes
    ----------
    notebook : NotebookNode
        The notebook, with every cell of the release that carries nbgrader metadata, once.
    repairs : tuple of str
        What was done, a sentence each.
    flags : tuple of str
        What an instructor should look at, a sentence each.
    matched : int
        How many answer cells of the release were found, the written answer among them.
    """

    notebook: NotebookNode
    repairs: tuple[str, ...]
    flags: tuple[str, ...]
    matched: int


def built(target: Target, answers: dict[Target, str]) -> NotebookNode:
    """Make the cell of the result: the release's, with the student's answer."""
    cell = copy.deepcopy(target.cell)
    if target in answers:
        cell.source = answers[target]
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def plain(unit: Unit) -> NotebookNode:
    """Make a student's own cell, without a trace of nbgrader."""
    cell = copy.deepcopy(unit.cell)
    cell.source = unit.source
    if "nbgrader" in cell.metadata:
        for key in ("nbgrader", "deletable", "editable"):
            cell.metadata.pop(key, None)
    return cell


def give_ids(cells: Sequence[NotebookNode], reserved: set[str]) -> None:
    """Give each cell an id of its own; the cells of the release keep theirs."""
    seen: set[str] = set()
    number = itertools.count(1)
    for cell in cells:
        own = cell.get("id", "")
        if not own or own in seen or (own in reserved and role_of(cell) is None):
            own = next(name for n in number if (name := f"kept-{n}") not in seen | reserved)
        cell["id"] = own
        seen.add(own)


def language(notebook: NotebookNode) -> str:
    """Language of a notebook's kernel, as far as it says."""
    metadata = notebook.get("metadata", {})
    kernel, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    return str(kernel.get("language") or info.get("name") or "").lower()


def restore(submission: NotebookNode, release: NotebookNode) -> Repaired:
    """Put a submission back into the shape of its release.

    Parameters
    ----------
    submission : NotebookNode
        A valid notebook, as :func:`coursekit.grading.intake.find_and_read` gives it.
    release : NotebookNode
        What students were given.

    Returns
    -------
    Repaired
        Every cell of the release that carries nbgrader metadata is there once, in the release's
        order, with the release's metadata and, unless it is an answer, the release's source. All
        other cells of the student keep their place between them.
    """
    findings = Findings()
    targets = targets_of(release)
    units = units_of(submission, targets, findings)
    mark_lessons(units, release)
    matching = Matching(targets, units, findings)
    match_fixed_by_text(matching)
    match_answers(matching)
    match_fixed_by_name(matching)
    keep_what_was_written_into(matching)
    match_written(matching)
    dismiss_the_rest(matching)
    look_at_metadata(matching)
    entries = arrange(matching, findings)
    cells = [
        built(entry, matching.answers) if isinstance(entry, Target) else plain(entry)
        for entry in entries
    ]
    give_ids(cells, {target.cell.get("id", "") for target in targets})
    if language(submission) not in ("", language(release)):
        findings.add("kernel", language(submission))
    notebook = NotebookNode(
        cells=cells, metadata=copy.deepcopy(release.metadata), nbformat=4, nbformat_minor=5
    )
    return Repaired(
        notebook, findings.sentences(REPAIRS), findings.sentences(FLAGS), len(matching.answers)
    )

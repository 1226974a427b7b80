"""Take a submission apart: cut cells that were merged, join cells that were split."""

import re
from collections.abc import Sequence

from nbformat import NotebookNode

from coursekit.grading.repair.findings import Findings
from coursekit.grading.repair.joining import join_split_answers
from coursekit.grading.repair.targets import LOCKED, TEST, Target, about
from coursekit.grading.repair.text import first_line
from coursekit.grading.repair.units import Unit


class Knife:
    """Cuts a cell where another cell of the release begins or ends in it.

    A test is recognised by its first line, a read-only cell by its whole text.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        # By type of the cell and first line: the rest of the text, and whether it is a test.
        self.fixed: dict[tuple[str, str], list[tuple[list[str], bool]]] = {}
        for target in targets:
            if target.role in (TEST, LOCKED):
                lines = target.text.split("\n")
                place = self.fixed.setdefault((target.cell.cell_type, lines[0]), [])
                place.append((lines, target.role == TEST))
        functions = {re.escape(name) for target in targets for name in target.functions}
        # With no function at all, an expression that matches nothing.
        self.answer = re.compile(rf"(?:async )?def (?:{'|'.join(functions) or '(?!)'})\b")

    def end_of_piece(self, lines: Sequence[str], start: int, kind: str) -> int | None:
        """Say where a cell of the release ends that begins at a line; None if none does."""
        for text, is_test in self.fixed.get((kind, lines[start]), ()):
            if lines[start : start + len(text)] == text:
                return start + len(text)
            if is_test:
                for i in range(start + 1, len(lines)):
                    if (kind, lines[i]) in self.fixed or self.answer.match(lines[i]):
                        return i
                return len(lines)
        return None

    def cut(self, cell: NotebookNode) -> list[str]:
        """Cut a cell; what is left of it comes in its order."""
        lines = cell.source.split("\n")
        bare = [line.rstrip() for line in lines]
        found, own, i = [], 0, 0
        while i < len(lines):
            end = self.end_of_piece(bare, i, cell.cell_type)
            if end is None:
                i += 1
                continue
            found += ["\n".join(lines[own:i]), "\n".join(lines[i:end])]
            own = i = end
        found.append("\n".join(lines[own:]))
        return [piece.strip("\n") for piece in found if piece.strip()]


def units_of(submission: NotebookNode, targets: Sequence[Target], findings: Findings) -> list[Unit]:
    """Take a submission apart into cells and pieces of cells."""
    units, knife = [], Knife(targets)
    for cell in submission.cells:
        name = about(cell).get("grade_id")
        names = [name] if isinstance(name, str) and name else []
        found = knife.cut(cell)
        if len(found) < 2:
            found = [cell.source]
        else:
            findings.add("cut", names[0] if names else f"“{first_line(found[0])[:50]}”")
        for number, source in enumerate(found):
            units.append(Unit(cell, source, names if not number else [], not number))
    return join_split_answers(units, targets, findings)

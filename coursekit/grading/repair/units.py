"""The cells of a submission, or pieces of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from coursekit.grading.repair.targets import Target, role_of
from coursekit.grading.repair.text import first_line, normal, unfenced


@dataclass(eq=False)
class Unit:
    """A cell of the submission, or a piece of one."""

    cell: NotebookNode
    source: str
    names: list[str] = field(default_factory=list)
    own_cell: bool = True
    lesson: int | None = None
    target: Target | None = None

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.cell.cell_type == "code"


def same_id(unit: Unit, target: Target) -> bool:
    """Whether a unit still has the cell id of the release."""
    return unit.own_cell and unit.cell.get("id") == target.cell.get("id", "")


def as_code(unit: Unit) -> str:
    """Source of a unit that is to be code."""
    return unit.source if unit.is_code else unfenced(unit.source)


def mark_lessons(units: Sequence[Unit], release: NotebookNode) -> None:
    """Note which units are the lesson's own cells, and where they stand in the release."""
    texts: dict[tuple[str, str], int] = {}
    ids: dict[str, int] = {}
    for place, cell in enumerate(release.cells):
        if role_of(cell) is None:
            texts.setdefault((cell.cell_type, normal(cell.source)), place)
            if len(first_line(cell.source)) > 10 and cell.cell_type == "markdown":
                texts.setdefault(("first", first_line(cell.source)), place)
            ids[cell.get("id", "")] = place
    seen = set()
    for unit in units:
        kind = unit.cell.cell_type
        place = texts.get((kind, normal(unit.source)))
        if place is None and kind == "markdown":
            place = texts.get(("first", first_line(unit.source)))
        if place is None and unit.own_cell:
            place = ids.get(unit.cell.get("id", ""))
        # A copy of a lesson's cell says nothing about places.
        if place is not None:
            unit.lesson = place if place not in seen else -1
            seen.add(place)

"""The cells of a release that have to be in every submission, and what answers them."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from coursekit.grading.repair.python_code import definitions, parse, working_body
from coursekit.grading.repair.text import normal

ANSWER, WRITTEN, TEST, LOCKED = "answer", "written", "test", "locked"


@dataclass(frozen=True, eq=False)
class Target:
    """A cell of the release that has to be in the result."""

    place: int
    cell: NotebookNode
    role: str
    functions: frozenset[str]

    @cached_property
    def name(self) -> str:
        """Its ``grade_id``."""
        return self.cell.metadata.nbgrader.grade_id

    @cached_property
    def text(self) -> str:
        """Its source, for comparing."""
        return normal(self.cell.source)

    @cached_property
    def exercise(self) -> str:
        """Number of its exercise, such as ``1.2``; its ``grade_id`` if that names none."""
        number = re.match(r"(?:ex|check)-(\d+)-(\d+)(?:-|$)", self.name)
        return ".".join(number.groups()) if number else self.name

    @cached_property
    def label(self) -> str:
        """What a report calls it."""
        if self.role != ANSWER or self.exercise == self.name:
            return self.name
        return f"exercise {self.exercise} ({', '.join(sorted(self.functions))})"


def about(cell: NotebookNode) -> dict:
    """Nbgrader's metadata of a cell; empty if there is none, or no sense in it."""
    metadata = cell.get("metadata")
    data = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return data if isinstance(data, dict) else {}


def role_of(cell: NotebookNode) -> str | None:
    """Say what a cell of a release is for; None for a lesson's own cell."""
    data = about(cell)
    if not data.get("grade_id"):
        return None
    if data.get("solution"):
        return ANSWER if cell.cell_type == "code" else WRITTEN
    if data.get("grade"):
        return TEST
    return LOCKED if data.get("locked") or data.get("task") else None


def targets_of(release: NotebookNode) -> list[Target]:
    """List the cells of a release that have to be in every submission, in their order."""
    found = []
    for place, cell in enumerate(release.cells):
        role = role_of(cell)
        if role:
            functions = frozenset(definitions(cell.source)) if role == ANSWER else frozenset()
            found.append(Target(place, cell, role, functions))
    return found


def really_defines(source: str, target: Target) -> bool:
    """Whether code answers an exercise, rather than being its stub still."""
    if normal(source) == target.text:
        return False
    if not target.functions:
        return bool(source.strip())
    found = definitions(source)
    for name in target.functions & set(found):
        statement = found[name]
        # Code that cannot be parsed but differs from the stub is somebody's attempt.
        if statement is None or working_body(statement):
            return True
    return False


def is_only_stub(source: str, targets: Iterable[Target]) -> bool:
    """Whether a cell holds stubs of the release and nothing else."""
    if any(target.role == ANSWER and target.text == normal(source) for target in targets):
        return True
    tree = parse(source)
    names = {name for target in targets if target.role == ANSWER for name in target.functions}
    return bool(tree and tree.body) and all(
        isinstance(statement, ast.FunctionDef)
        and statement.name in names
        and not working_body(statement)
        for statement in tree.body
    )

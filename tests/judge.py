"""Run stored answers through the very cells that students are graded by."""

import contextlib
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from coursekit.sync import notebook_from_text, text_path

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = Path(__file__).resolve().parent / "answers"


@dataclass
class Verdict:
    """What the checks said of an answer."""

    points: dict[str, float] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)


@cache
def cells_of(assignment: str) -> list[NotebookNode]:
    """Cells of an assignment's instructor notebook."""
    return notebook_from_text(text_path(ROOT, assignment)).cells


def grade_cells(assignment: str, exercise: str) -> list[NotebookNode]:
    """Cells that give the points of one exercise."""
    prefix = f"check-{exercise.replace('.', '-')}-"
    return [
        cell
        for cell in cells_of(assignment)
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith(prefix)
    ]


def read_only_code(assignment: str) -> list[str]:
    """Source of the locked code cells that are no tests."""
    return [
        cell.source
        for cell in cells_of(assignment)
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("locked")
        and not cell.metadata.nbgrader.grade
    ]


def judge(assignment: str, exercise: str, code: str) -> Verdict:
    """Run an answer and then the checks of its exercise, in a namespace of their own."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    verdict = Verdict()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for source in read_only_code(assignment):
            exec(compile(source, "<read-only cell>", "exec"), namespace)
        with contextlib.suppress(Exception):
            exec(compile(code, "<answer>", "exec"), namespace)
        for cell in grade_cells(assignment, exercise):
            name = cell.metadata.nbgrader.grade_id
            try:
                exec(compile(cell.source, name, "exec"), namespace)
                verdict.points[name] = float(cell.metadata.nbgrader.points)
            except Exception as error:
                verdict.points[name] = 0.0
                verdict.messages.append(f"{type(error).__name__}: {error}")
    return verdict

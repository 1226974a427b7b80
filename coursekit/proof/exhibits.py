"""What a proof looks at: the exercises, their cells, their stored answers, their equivalents."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from coursekit.answers import Answer, all_answers, solution_cells
from coursekit.course import ASSIGNMENTS, CourseError
from coursekit.proof.judge import Job
from coursekit.proof.mutants import Mutant, mutants
from coursekit.sync import notebook_from_text, text_path

ANSWERS = Path("tests") / "answers"
EQUIVALENT = "equivalent.toml"


@dataclass(frozen=True)
class Exercise:
    """One exercise, with all that is needed to judge an answer to it.

    Attributes
    ----------
    assignment, number : str
        Where it stands, such as ``"compression"`` and ``"1.2"``.
    setup : tuple of str
        Sources of the notebook's read-only code cells.
    solutions : tuple of str
        Sources of its solution cells, reference solution included.
    checks : tuple of (str, float, str)
        Grade id, points and source of each cell that gives points.
    answers : tuple of Answer
        The stored answers.
    equivalents : dict of str to str
        Changes of the solution that change nothing that counts, and why not.
    """

    assignment: str
    number: str
    setup: tuple[str, ...]
    solutions: tuple[str, ...]
    checks: tuple[tuple[str, float, str], ...]
    answers: tuple[Answer, ...] = ()
    equivalents: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Assignment and number in one."""
        return f"{self.assignment}/{self.number}"

    @property
    def full_marks(self) -> dict[str, float]:
        """Points of each of its check cells."""
        return {name: float(points) for name, points, _ in self.checks}

    def job(self, code: str, seeds: range, seconds: float, **options: bool) -> Job:
        """Describe the judging of some code as an answer to this exercise."""
        return {
            "setup": self.setup,
            "checks": self.checks,
            "code": code,
            "seeds": list(seeds),
            "seconds": seconds,
            **options,
        }

    def mutants(self) -> list[tuple[Mutant, str]]:
        """Mutants of the reference solution, each with the code of the whole answer."""
        found = []
        for place, source in enumerate(self.solutions):
            for mutant in mutants(source):
                cells = [*self.solutions[:place], mutant.code, *self.solutions[place + 1 :]]
                found.append((mutant, "\n\n\n".join(cells)))
        return found


@cache
def _cells(root: Path, assignment: str) -> list[NotebookNode]:
    return notebook_from_text(text_path(root, assignment)).cells


def _about(cell: NotebookNode) -> NotebookNode:
    return cell.metadata.get("nbgrader", NotebookNode())


def read_exercises(root: Path, wanted: str = "") -> list[Exercise]:
    """Read exercises with their answers.

    Parameters
    ----------
    root : Path
        The course's folder.
    wanted : str
        ``"compression"``, ``"compression/1.2"``, or nothing for all.

    Returns
    -------
    list of Exercise

    Raises
    ------
    CourseError
        If there is no such exercise.
    """
    found = [
        exercise
        for assignment in ASSIGNMENTS
        if text_path(root, assignment).exists() and wanted.split("/")[0] in ("", assignment)
        for exercise in _exercises_of(root, assignment)
        if wanted in ("", assignment, exercise.name)
    ]
    if not found:
        raise CourseError(
            f"There is no exercise {wanted!r}: "
            "write the name of an assignment, or of an exercise, such as compression/1.2."
        )
    return found


def _exercises_of(root: Path, assignment: str) -> list[Exercise]:
    cells = [cell for cell in _cells(root, assignment) if cell.cell_type == "code"]
    setup = tuple(c.source for c in cells if _about(c).get("locked") and not _about(c).get("grade"))
    grading = [cell for cell in cells if _about(cell).get("grade")]
    numbers = dict.fromkeys(
        ".".join(re.match(r"check-(\d+)-(\d+)-", _about(cell).grade_id).groups())
        for cell in grading
    )
    notebook = NotebookNode(cells=cells)
    return [
        Exercise(
            assignment,
            number,
            setup,
            tuple(cell.source for cell in solution_cells(notebook, number)),
            tuple(
                (_about(cell).grade_id, float(_about(cell).points), cell.source)
                for cell in grading
                if _about(cell).grade_id.startswith(f"check-{number.replace('.', '-')}-")
            ),
            tuple(all_answers(root / ANSWERS, f"{assignment}/{number}")),
            read_equivalents(root / ANSWERS / assignment / number / EQUIVALENT),
        )
        for number in numbers
    ]


def read_equivalents(path: Path) -> dict[str, str]:
    """Read the mutants of an exercise that are as right as the original.

    Parameters
    ----------
    path : Path
        A TOML file with an array ``mutant`` of tables ``change`` and ``reason``.

    Returns
    -------
    dict of str to str
        Reason by change; empty if there is no file.

    Raises
    ------
    CourseError
        If the file cannot be read, or an entry gives no reason.
    """
    if not path.exists():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", [])
        found = {entry["change"]: entry["reason"].strip() for entry in entries}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise CourseError(
            f"{path}: {error!r}. Write [[mutant]] with change and reason for each."
        ) from None
    if not all(found.values()):
        raise CourseError(f"{path}: every equivalent mutant needs a reason.")
    return found

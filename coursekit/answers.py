"""Stored example answers, and submissions made of them.

An answer file lies in ``tests/answers/<assignment>/<exercise>/`` and holds the code that goes into
the solution cell. Its first lines are comments with the verdict it must get::

    # verdict: check-1-1-thin=3 check-1-1-full=0
    # message: full factors

``message`` is a phrase that the first failing check must show; correct answers have none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from coursekit.course import CourseError

VERDICT = re.compile(r"^# verdict:(.*)$", re.MULTILINE)
MESSAGE = re.compile(r"^# message:(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """One stored answer and the verdict it must get.

    Attributes
    ----------
    path : Path
        Its file.
    points : dict of str to float
        Points by the ``grade_id`` of the check cells of its exercise.
    message : str
        Phrase that the first failing check must show; empty for a correct answer.
    code : str
        What goes into the solution cell: the file without its verdict and message.
    """

    path: Path
    points: dict[str, float]
    message: str
    code: str

    @property
    def assignment(self) -> str:
        """Name of the assignment."""
        return self.path.parent.parent.name

    @property
    def exercise(self) -> str:
        """Number of the exercise, such as ``1.2``."""
        return self.path.parent.name

    @property
    def right(self) -> bool:
        """Whether the answer is meant to get every point."""
        return self.path.name.startswith("right")


def read_answer(path: Path) -> Answer:
    """Read an answer file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Answer

    Raises
    ------
    CourseError
        If the file does not say its verdict.
    """
    text = path.read_text(encoding="utf-8")
    verdict = VERDICT.search(text)
    try:
        pairs = [item.split("=") for item in verdict.group(1).split()] if verdict else []
        points = {name: float(value) for name, value in pairs}
    except ValueError:
        points = {}
    if not points:
        raise CourseError(f"{path} does not say its verdict: write `# verdict: check-...=3`.")
    message = MESSAGE.search(text)
    code = MESSAGE.sub("", VERDICT.sub("", text)).lstrip()
    return Answer(path, points, message.group(1).strip() if message else "", code)


def all_answers(folder: Path, exercise: str = "*/*") -> list[Answer]:
    """Read the stored answers below a folder, in a fixed order; of one exercise where it is named.

    ``exercise`` is an assignment and a number, such as ``compression/1.2``.
    """
    return [read_answer(path) for path in sorted(folder.glob(f"{exercise}/*.py"))]


def solution_cells(notebook: NotebookNode, exercise: str) -> list[NotebookNode]:
    """Code cells in which a student answers one exercise."""
    start = f"ex-{exercise.replace('.', '-')}"
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("solution")
        and re.fullmatch(rf"{start}(-.+)?", cell.metadata.nbgrader.grade_id)
    ]


def hand_in(release: NotebookNode, answers: Iterable[Answer]) -> NotebookNode:
    """Fill stored answers into a student notebook.

    Parameters
    ----------
    release : NotebookNode
        A fresh student notebook; changed in place.
    answers : iterable of Answer
        At most one for each exercise. Where an exercise has several solution cells, the answer
        goes into the first and the others keep a comment only.

    Returns
    -------
    NotebookNode
        The same notebook.

    Raises
    ------
    CourseError
        If the notebook has no such exercise.
    """
    for answer in answers:
        cells = solution_cells(release, answer.exercise)
        if not cells:
            raise CourseError(f"{answer.path}: the notebook has no exercise {answer.exercise}.")
        cells[0].source = answer.code
        for cell in cells[1:]:
            cell.source = "# answered in the cell above"
    return release

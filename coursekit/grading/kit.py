"""What it takes to grade one assignment, as plain data: to judge an answer needs no gradebook."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from coursekit.course import CourseError


@dataclass(frozen=True)
class Kit:
    """An assignment as it was released, and its cells as the gradebook keeps them.

    Attributes
    ----------
    assignment : str
        Its name.
    release : NotebookNode
        The student notebook.
    sources : dict of str to str
        By grade id the whole source of every cell that students may not change, hidden tests
        included.
    points : dict of str to float
        By grade id what each cell that gives points is worth.
    """

    assignment: str
    release: NotebookNode
    sources: dict[str, str]
    points: dict[str, float]


def read_kit(gradebook: Gradebook, assignment: str, release: Path) -> Kit:
    """Take an assignment out of the gradebook.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        Where ``generate_assignment`` has noted the cells.
    assignment : str
        Name of the assignment, which is also that of its notebook.
    release : Path
        Folder of the released notebook.

    Returns
    -------
    Kit

    Raises
    ------
    CourseError
        If the gradebook or the folder does not know the assignment.
    """
    try:
        notebook = gradebook.find_notebook(assignment, assignment)
    except MissingEntry:
        raise CourseError(
            f"The gradebook does not know {assignment!r}: run "
            f"`nbgrader generate_assignment {assignment} --force` first."
        ) from None
    try:
        released = nbformat.read(release / f"{assignment}.ipynb", as_version=4)
    except (OSError, ValueError) as error:
        raise CourseError(
            f"The released notebook cannot be read ({error}): run `coursekit release`."
        ) from None
    return Kit(
        assignment,
        released,
        {cell.name: cell.source for cell in notebook.source_cells if cell.locked},
        {cell.name: float(cell.max_score) for cell in notebook.grade_cells},
    )


def arm(notebook: NotebookNode, kit: Kit) -> None:
    """Give a restored notebook the hidden tests, the points and a clean slate; changes it.

    Parameters
    ----------
    notebook : NotebookNode
        With every cell of the release in it.
    kit : Kit
        The assignment.
    """
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = kit.release.metadata.get("kernelspec", {})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        about = cell.metadata.get("nbgrader")
        if about and about.grade_id in kit.sources:
            cell.source = kit.sources[about.grade_id]
        if about and about.get("grade"):
            about.points = kit.points[about.grade_id]

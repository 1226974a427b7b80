"""Keep ``text/<a>.py`` (percent scripts) and ``source/<a>/<a>.ipynb`` (notebooks) in step.

The percent script is what is reviewed; the notebook is what nbgrader reads. Jupytext converts one
into the other. Cell ids are made from the section a cell stands in, so that they are unique, the
same on every run, and change only near an edit.
"""

import re
import unicodedata
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from coursekit.course import CourseError, write_whole

HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)


def text_path(root: Path, assignment: str) -> Path:
    """Path of an assignment's percent script."""
    return root / "text" / f"{assignment}.py"


def source_path(root: Path, assignment: str) -> Path:
    """Path of an assignment's instructor notebook."""
    return root / "source" / assignment / f"{assignment}.ipynb"


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "section"


def set_cell_ids(notebook: NotebookNode) -> None:
    """Give every cell an id made from its ``grade_id``, or from its section and place in it.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.

    Raises
    ------
    CourseError
        If two cells carry the same ``grade_id``.
    """
    section, counts, seen = "start", {}, set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := HEADING.search(cell.source)):
            section = _slug(match.group(1))
        graded = cell.metadata.get("nbgrader", {}).get("grade_id")
        if graded in seen:
            raise CourseError(f"Two cells have the grade_id {graded!r}: give one another name.")
        if graded:
            seen.add(graded)
            cell.id = graded
            continue
        counts[section] = counts.get(section, 0) + 1
        cell.id = f"{section}-{counts[section]}"
    ids = [cell.id for cell in notebook.cells]
    if len(set(ids)) != len(ids):
        double = sorted({i for i in ids if ids.count(i) > 1})
        raise CourseError(f"Two cells would get the id {double[0]!r}: change one of the headings.")


def notebook_from_text(path: Path) -> NotebookNode:
    """Read a percent script as a notebook without outputs.

    Parameters
    ----------
    path : Path
        The percent script.

    Returns
    -------
    NotebookNode
        With nbformat 4.5 ids and the metadata that the script's header gives.

    Raises
    ------
    CourseError
        If the file is missing, or two cells would share an id.
    """
    if not path.is_file():
        raise CourseError(f"There is no {path}: every assignment is written as a percent script.")
    notebook = jupytext.read(path, fmt="py:percent")
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    set_cell_ids(notebook)
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)
    nbformat.validate(notebook)
    return notebook


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Serialise a notebook the way Jupyter saves it."""
    return (nbformat.writes(notebook, version=4) + "\n").encode("utf-8")


def build_source(root: Path, assignment: str) -> bool:
    """Write an assignment's instructor notebook from its percent script.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignment : str
        Name of the assignment.

    Returns
    -------
    bool
        Whether the file changed.
    """
    fresh = notebook_bytes(notebook_from_text(text_path(root, assignment)))
    target = source_path(root, assignment)
    if target.is_file() and target.read_bytes() == fresh:
        return False
    write_whole(target, fresh)
    return True


def in_step(root: Path, assignment: str) -> bool:
    """Whether an assignment's notebook is what its percent script would give."""
    target = source_path(root, assignment)
    fresh = notebook_bytes(notebook_from_text(text_path(root, assignment)))
    return target.is_file() and target.read_bytes() == fresh

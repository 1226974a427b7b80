"""Build the reading site: every lesson with its figures, and the pages of ``docs/``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from coursekit.course import ASSIGNMENTS, CourseError, write_whole

Say = Callable[[str], None]


def read_lesson(root: Path, assignment: str) -> NotebookNode:
    """Read a student notebook without what a reader cannot use: checks, and the set-up cell.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignment : str
        Name of the lesson.

    Returns
    -------
    NotebookNode
    """
    notebook = nbformat.read(root / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.id != "header-setup"
        and not (cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"))
    ]
    # The title comes first on a page; the links to Colab follow it.
    links, title = notebook.cells[:2]
    notebook.cells[:2] = [title, links]
    title.source, _, rest = title.source.partition("\n")
    links.source = links.source.split("\n")[0] + "\n" + rest
    return notebook


def run_lesson(notebook: NotebookNode, folder: Path) -> None:
    """Run a lesson, with sliders as pictures; changes it."""
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env=os.environ | {"SVDLAB_STATIC": "1"})


def build(root: Path, target: Path, say: Say = print) -> None:
    """Build the site.

    Parameters
    ----------
    root : Path
        The course's folder.
    target : Path
        Where the pages go; replaced.
    say : callable
        Takes a line of progress.

    Raises
    ------
    CourseError
        If a lesson stops, or Sphinx finds a fault.
    """
    pages = root / "build" / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(root / "docs", pages, ignore=shutil.ignore_patterns("_build"))
    for assignment in ASSIGNMENTS:
        say(f"running the lesson {assignment}")
        notebook = read_lesson(root, assignment)
        try:
            run_lesson(notebook, pages)
        except Exception as error:
            raise CourseError(f"The lesson {assignment} does not run: {error}") from error
        path = pages / "lessons" / f"{assignment}.ipynb"
        write_whole(path, nbformat.writes(notebook).encode())
    say("laying out the pages")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", pages, target],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CourseError(f"Sphinx finds faults in the pages:\n{done.stderr.strip()}")

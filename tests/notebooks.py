"""Run notebooks in a real kernel and look at what came out."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from coursekit.course import ASSIGNMENTS

ROOT = Path(__file__).resolve().parent.parent
PEAK = "import resource; print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"

__all__ = ["ASSIGNMENTS", "ROOT", "Run", "notebook_path", "read", "run", "source_of"]


@dataclass(frozen=True)
class Run:
    """An executed notebook.

    Attributes
    ----------
    notebook : NotebookNode
        With its outputs.
    seconds : float
        Wall time, with the start of the kernel.
    peak : int
        Largest memory of the kernel, in bytes.
    """

    notebook: NotebookNode
    seconds: float
    peak: int

    def errors(self) -> dict[str, tuple[str, str]]:
        """Name and text of the error of each cell that raised one, by cell id."""
        return {
            cell.id: (output.ename, output.evalue)
            for cell in self.code_cells()
            for output in cell.outputs
            if output.output_type == "error"
        }

    def error_stream(self) -> dict[str, str]:
        """What cells wrote to the error stream, by cell id."""
        return {
            cell.id: output.text
            for cell in self.code_cells()
            for output in cell.outputs
            if output.output_type == "stream" and output.name == "stderr"
        }

    def code_cells(self) -> list[NotebookNode]:
        """Code cells of the notebook."""
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    def html(self) -> str:
        """All HTML that cells displayed."""
        return "\n".join(
            output.data["text/html"]
            for cell in self.code_cells()
            for output in cell.outputs
            if "text/html" in output.get("data", {})
        )


def notebook_path(room: str, assignment: str) -> Path:
    """Path of a notebook of the course."""
    return ROOT / room / assignment / f"{assignment}.ipynb"


def read(room: str, assignment: str) -> NotebookNode:
    """Read a notebook of the course."""
    return nbformat.read(notebook_path(room, assignment), as_version=4)


def run(notebook: NotebookNode, folder: Path, kernel: str = "python3") -> Run:
    """Run a notebook from top to bottom, past any error."""
    # Nobody looks on: sliders show their first picture, and a failed check raises.
    frontends = ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "VSCODE_PID")
    environment = {key: value for key, value in os.environ.items() if key not in frontends}
    notebook.cells.append(new_code_cell(PEAK, id="peak-memory"))
    client = NotebookClient(
        notebook,
        timeout=300,
        allow_errors=True,
        kernel_name=kernel,
        resources={"metadata": {"path": str(folder)}},
    )
    start = time.perf_counter()
    client.execute(env=environment | {"SVDLAB_STATIC": "1"})
    seconds = time.perf_counter() - start
    said = notebook.cells.pop().outputs[0].text
    return Run(notebook, seconds, 1024 * int(re.search(r"peak (\d+)", said).group(1)))


def source_of(cell: NotebookNode) -> str:
    """Source of a cell without IPython's magic lines."""
    return "\n".join(
        "pass" if line.lstrip().startswith(("%", "!")) else line for line in cell.source.split("\n")
    )

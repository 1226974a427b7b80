"""What the course adds to nbgrader's own steps when a release is built."""

from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import IncludeHeaderFooter, NbGraderPreprocessor
from traitlets import Unicode, default

HEADER = Path(__file__).with_name("header.ipynb")


class CourseHeader(IncludeHeaderFooter):
    """Put the course's header on a notebook: its links, and the set-up cell.

    The header is a notebook of its own in which ``{assignment}``, ``{repository}`` and
    ``{branch}`` stand for what they say.
    """

    repository = Unicode(help="OWNER/NAME of the public repository students open").tag(config=True)
    branch = Unicode("main", help="Branch of that repository").tag(config=True)

    @default("header")
    def _header_default(self) -> str:
        return str(HEADER)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add the header, and fill in the names."""
        body = len(nb.cells)
        nb, resources = super().preprocess(nb, resources)
        values = {
            "{assignment}": resources["nbgrader"]["assignment"],
            "{repository}": self.repository,
            "{branch}": self.branch,
        }
        for cell in nb.cells[: len(nb.cells) - body]:
            for name, value in values.items():
                cell.source = cell.source.replace(name, value)
        return nb, resources


class DressChecks(NbGraderPreprocessor):
    """Tag and fold the check cells.

    The tag ``raises-exception`` lets "Run all" go on past a check that fails. Folded, a check shows
    its first line, which says what it is for, instead of a wall of code; a click opens it, in
    JupyterLab (``source_hidden``) and on Colab (``cellView``).
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Dress one cell."""
        if cell.cell_type == "code" and utils.is_grade(cell):
            tags = cell.metadata.setdefault("tags", [])
            if "raises-exception" not in tags:
                tags.append("raises-exception")
            cell.metadata["jupyter"] = {"source_hidden": True}
            cell.metadata["cellView"] = "form"
        return cell, resources


class DropAuthorsMetadata(NbGraderPreprocessor):
    """Remove what only authors need: jupytext's pairing and cell attachments."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Keep the kernel and the language of the notebook, nothing else."""
        nb.metadata = NotebookNode(
            {key: nb.metadata[key] for key in ("kernelspec", "language_info") if key in nb.metadata}
        )
        for cell in nb.cells:
            cell.pop("attachments", None)
        return nb, resources

"""Look for what students must not see: solutions, hidden tests, marking schemes, stray files."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

REGIONS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")
MARKER = re.compile(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")
NOTEBOOK_METADATA = {"kernelspec", "language_info"}
CELL_METADATA = {"nbgrader", "deletable", "editable", "tags", "jupyter", "cellView"}
TAGS = {"raises-exception"}
SHORTEST_SECRET = 6
# A shorter line of a hidden test, such as "except ValueError:", may stand in any program.
SHORTEST_SECRET_IN_CODE = 30


def _lines(source: str) -> Iterator[tuple[str, bool]]:
    """Yield each line of a cell with whether it stands in a region students must not see."""
    inside = False
    for line in source.split("\n"):
        if any(f"BEGIN {region}" in line for region in REGIONS):
            inside = True
        elif any(f"END {region}" in line for region in REGIONS):
            inside = False
        else:
            yield " ".join(line.split()), inside


def secret_lines(notebooks: Iterable[NotebookNode]) -> set[str]:
    """Collect the lines of instructor notebooks that stand only where students must not look.

    Parameters
    ----------
    notebooks : iterable of NotebookNode
        Instructor notebooks.

    Returns
    -------
    set of str
        Lines with white space folded. A line that also stands in an open part of one of the
        notebooks, or is shorter than six characters, gives nothing away and is left out.
    """
    secret, open_ = set(), set()
    for notebook in notebooks:
        for cell in notebook.cells:
            for line, inside in _lines(cell.source):
                (secret if inside else open_).add(line)
    return {line for line in secret - open_ if len(line) >= SHORTEST_SECRET}


def leaks_in_notebook(path: Path, secrets: set[str]) -> list[str]:
    """List what a student notebook gives away.

    Parameters
    ----------
    path : Path
        The notebook.
    secrets : set of str
        Lines that must not be in it, from :func:`secret_lines`.

    Returns
    -------
    list of str
        One sentence for each leak; empty if there is none.
    """
    notebook = nbformat.read(path, as_version=4)
    found = [
        f"{path}: notebook metadata {key!r}"
        for key in sorted(set(notebook.metadata) - NOTEBOOK_METADATA)
    ]
    for cell in notebook.cells:
        place = f"{path}, cell {cell.get('id', '?')}"
        found += [f"{place}: metadata {k!r}" for k in sorted(set(cell.metadata) - CELL_METADATA)]
        found += [f"{place}: tag {t!r}" for t in sorted(set(cell.metadata.get("tags", [])) - TAGS)]
        if cell.get("attachments"):
            found.append(f"{place}: an attachment")
        if cell.get("outputs"):
            found.append(f"{place}: an output")
        if cell.get("execution_count") is not None:
            found.append(f"{place}: an execution count")
        if MARKER.search(cell.source):
            found.append(f"{place}: the marker of a hidden region")
        for line in cell.source.split("\n"):
            if " ".join(line.split()) in secrets:
                found.append(f"{place}: the hidden line {line.strip()!r}")
    return found


def leaks_in_release(release: Path, root: Path) -> list[str]:
    """List what a folder of student notebooks gives away.

    Parameters
    ----------
    release : Path
        The folder that holds ``<a>/<a>.ipynb``.
    root : Path
        The course's folder, whose ``source/`` and ``text/`` tell what is secret.

    Returns
    -------
    list of str
        One sentence for each leak.
    """
    sources = sorted((root / "source").glob("*/*.ipynb"))
    secrets = secret_lines(nbformat.read(path, as_version=4) for path in sources)
    allowed = {Path(path.parent.name) / path.name for path in sources}
    found = []
    for path in sorted(p for p in release.rglob("*") if p.is_file()):
        if ".ipynb_checkpoints" in path.parts:
            continue
        if path.relative_to(release) not in allowed:
            found.append(f"{path}: a file that no assignment has")
        elif path.suffix == ".ipynb":
            found += leaks_in_notebook(path, secrets)
    return found


def leaks_in_text(name: str, content: bytes, secrets: set[str]) -> list[str]:
    """List hidden regions and secret lines in any other file that students receive.

    Parameters
    ----------
    name : str
        The file's name, for the message.
    content : bytes
        What it holds; what is no UTF-8 text holds no lines.
    secrets : set of str
        Lines that must not be in it.

    Returns
    -------
    list of str
        One sentence for each leak.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return []
    found = [f"{name}: the marker of a hidden region"] if MARKER.search(text) else []
    lines = {" ".join(line.split()) for line in text.split("\n")}
    return found + [f"{name}: the hidden line {line!r}" for line in sorted(lines & secrets)]


def secrets_of_tests(notebooks: Iterable[NotebookNode]) -> set[str]:
    """Secret lines of hidden tests and marking schemes only.

    The package that students read may well hold a line that a solution holds too, such as a call
    of ``np.linalg.svd``; a line of a hidden test has no business there.
    """
    stripped = []
    for notebook in notebooks:
        copy = nbformat.from_dict(json.loads(json.dumps(notebook)))
        for cell in copy.cells:
            cell.source = re.sub(r"(BEGIN|END) SOLUTION", "", cell.source)
        stripped.append(copy)
    return {line for line in secret_lines(stripped) if len(line) >= SHORTEST_SECRET_IN_CODE}

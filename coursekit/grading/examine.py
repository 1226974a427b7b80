"""Judge one submission: from a folder to marks, without a gradebook."""

import hashlib
import html
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import LimitOutput
from traitlets.config import Config

from coursekit.grading import intake, repair
from coursekit.grading.executor import IsolatedExecute
from coursekit.grading.kit import Kit, arm
from coursekit.grading.scorer import score
from coursekit.grading.scrub import clean, disarm, suspicions_about
from coursekit.grading.skip import cells_to_skip, imports_of
from coursekit.grading.verdicts import GRADED, NOT_GRADABLE, REPAIRED


@dataclass
class Examined:
    """What an examination found.

    Attributes
    ----------
    status, reason : str
        As in :class:`coursekit.grading.verdicts.Verdict`.
    notebook : NotebookNode
        For the feedback page: the student's work with the outputs of this run.
    points : dict of str to (float or None)
        By grade id; None where a human has to give them.
    untouched : set of str
        Grade ids of answer cells that hold what was handed out.
    repairs, flags : list of str
        Sentences for the instructor.
    digest : str
        SHA-256 of what was handed in.
    seconds : dict of str to float
        How long each phase took.
    """

    status: str
    reason: str
    notebook: NotebookNode
    points: dict[str, float | None] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    repairs: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    digest: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


def examine(
    kit: Kit,
    folder: Path,
    seed: int,
    settings: Mapping[str, Any] | None = None,
    others: Mapping[str, NotebookNode] | None = None,
) -> Examined:
    """Judge a submission.

    Parameters
    ----------
    kit : Kit
        The assignment.
    folder : Path
        What the student handed in; only read.
    seed : int
        Seed of the hidden tests.
    settings : mapping, optional
        Settings of :class:`coursekit.grading.executor.IsolatedExecute`.
    others : mapping of str to NotebookNode, optional
        Releases of the other assignments, to recognise a submission that is one of theirs.

    Returns
    -------
    Examined

    Raises
    ------
    CourseError
        If the examiner or a kernel cannot be started: that is never the student's fault.
    """
    began = time.perf_counter()
    digest = digest_of(folder)
    found = intake.find_and_read(folder, kit.assignment, kit.release, others)
    if found.notebook is None:
        return refused(kit, found.reason, list(found.flags), digest)
    restored = repair.restore(found.notebook, kit.release)
    notebook, repairs = restored.notebook, [*found.repairs, *restored.repairs]
    suspicions = suspicions_about(notebook, kit.release)
    arm(notebook, kit)
    disarm(notebook, kit)
    reading = time.perf_counter() - began
    facts = {
        "seed": seed,
        "flags": [],
        "skip": cells_to_skip(notebook, kit.release),
        "warm": imports_of(kit.release),
    }
    resources = ResourcesDict(metadata=ResourcesDict(path=str(folder)), svdlab=facts)
    execute = IsolatedExecute(config=Config(IsolatedExecute=dict(settings or {})))
    notebook, resources = execute.preprocess(notebook, resources)
    notebook, resources = LimitOutput().preprocess(notebook, resources)
    clean(notebook, kit)
    result = Examined(
        REPAIRED if repairs else GRADED,
        "",
        notebook,
        repairs=repairs,
        flags=[*found.flags, *restored.flags, *suspicions, *resources["svdlab"]["flags"]],
        digest=digest,
        seconds={"read": reading, **resources["svdlab"]["seconds"]},
    )
    _score(result)
    return result


def digest_of(folder: Path) -> str:
    """Give the SHA-256 of all files in a folder, with their names; links are not followed."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            found.update(b"%d %b %d " % (len(name), name, path.stat().st_size))
            with path.open("rb") as content:
                while part := content.read(1 << 20):
                    found.update(part)
    return found.hexdigest()


def _score(result: Examined) -> None:
    """Read the points off a notebook that has been run, and write the reasons into it."""
    for cell in result.notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if utils.is_solution(cell) and _is_untouched(cell):
            result.untouched.add(about.grade_id)
        if not utils.is_grade(cell):
            continue
        if cell.cell_type != "code" or utils.is_solution(cell):
            result.points[about.grade_id] = 0.0 if _is_untouched(cell) else None
            continue
        found = score(cell)
        result.points[about.grade_id] = found.points
        if found.flag:
            result.flags.append(found.flag)
        if found.reason:
            cell.outputs.append(new_output("stream", name="stdout", text=found.reason + "\n"))


def _is_untouched(cell: NotebookNode) -> bool:
    """Tell whether an answer cell holds what was handed out, or nothing at all."""
    empty = not re.sub(r"\s", "", cell.source)
    return empty or cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


def refused(kit: Kit, reason: str, flags: Sequence[str] = (), digest: str = "") -> Examined:
    """Make the outcome for a submission that cannot be graded: a page that says why."""
    page = NotebookNode(kit.release)
    # The reason may name a file as the student has called it.
    sentence = f"**This submission could not be graded.** {html.escape(reason, quote=False)}"
    page.cells = [new_markdown_cell(sentence), *page.cells]
    return Examined(NOT_GRADABLE, reason, page, flags=list(flags), digest=digest)

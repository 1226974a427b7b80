"""Write the outcome of an examination: gradebook, graded notebook, verdict; whole or not at all."""

import contextlib
import datetime
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from coursekit.course import write_whole
from coursekit.grading.examine import Examined
from coursekit.grading.session import LARGEST
from coursekit.grading.verdicts import FILE, NOT_GRADABLE, Verdict, read_verdict, write_verdict

# A verdict that somebody hands in must not stand, not even until the real one is written.
NOT_COPIED = {".ipynb_checkpoints", "__pycache__", ".git", FILE}


# nbgrader's rule for late work: student, score, seconds late; gives the points to take off.
Penalty = Callable[[str, float, float], float | None]


def record(
    gradebook: Gradebook,
    verdict: Verdict,
    found: Examined,
    source: Path,
    target: Path,
    penalty: Penalty,
) -> None:
    """Write the outcome of one examination.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        Where the marks go, in one transaction.
    verdict : Verdict
        What is kept beside the graded notebook; written last.
    found : Examined
        Notebook and marks.
    source, target : Path
        The submission's folder, and its folder below ``autograded/``.
    penalty : callable
        The course's rule for late work.
    """
    if target.exists():
        remove(target)
    target.mkdir(parents=True)
    copy_files(source, target)
    text = nbformat.writes(nbformat.from_dict(found.notebook)) + "\n"
    path = target / f"{verdict.assignment}.ipynb"
    write_whole(path, text.encode("utf-8", "replace"))
    write_marks(gradebook, verdict, found, handed_in(source), penalty)
    write_verdict(target, verdict)


def write_marks(
    gradebook: Gradebook,
    verdict: Verdict,
    found: Examined,
    when: datetime.datetime | None,
    penalty: Penalty,
) -> None:
    """Write a submission's marks to the gradebook, all of them or none."""
    with warnings.catch_warnings():
        # nbgrader makes its rows in an order that SQLAlchemy warns of.
        warnings.simplefilter("ignore", SAWarning)
        try:
            _write_marks(gradebook, verdict, found, when, penalty)
            gradebook.db.commit()
        except BaseException:
            gradebook.db.rollback()
            raise


def _write_marks(
    gradebook: Gradebook,
    verdict: Verdict,
    found: Examined,
    when: datetime.datetime | None,
    penalty: Penalty,
) -> None:
    gradebook.update_or_create_student(verdict.student)
    submission = gradebook.update_or_create_submission(verdict.assignment, verdict.student)
    if when:
        submission.timestamp = when
    (notebook,) = (n for n in submission.notebooks if n.name == verdict.assignment)
    for grade in notebook.grades:
        if verdict.status == NOT_GRADABLE:
            # A human decides: perhaps the student can hand in a readable file.
            grade.auto_score, grade.needs_manual_grade = 0.0, True
            continue
        grade.auto_score = found.points.get(grade.name, 0.0)
        # A mark that a human gave before stands, and is to be looked at again.
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
    for comment in notebook.comments:
        comment.auto_comment = "No response." if comment.name in found.untouched else None
    notebook.late_submission_penalty = None
    if (late := submission.total_seconds_late) > 0:
        gradebook.db.flush()
        gradebook.db.refresh(notebook)
        points = penalty(verdict.student, notebook.score, late)
        notebook.late_submission_penalty = points and min(max(points, 0.0), notebook.score)


def is_done(target: Path, digest: str) -> bool:
    """Tell whether a submission's file has its verdict already."""
    verdict = read_verdict(target)
    return verdict is not None and verdict.digest == digest


def handed_in(folder: Path) -> datetime.datetime | None:
    """Read when a submission was handed in; None if its ``timestamp.txt`` does not say."""
    path = folder / "timestamp.txt"
    if not path.is_file() or path.is_symlink():
        return None
    try:
        return utils.parse_utc(path.read_text(encoding="utf-8").strip())
    except Exception:
        return None  # a student may have written it, and dateutil fails in many ways


def copy_files(source: Path, target: Path) -> None:
    """Copy what a student handed in beside the notebook; never what a link points to."""
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        within = [p for p in (path, *path.parents) if p.is_relative_to(source) and p != source]
        if NOT_COPIED & set(inside.parts) or any(p.is_symlink() for p in within):
            continue
        if path.is_file() and path.suffix != ".ipynb" and path.stat().st_size <= LARGEST:
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                shutil.copyfile(path, target / inside)


def remove(folder: Path) -> None:
    """Remove a graded submission, which nbgrader may have made read-only."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)

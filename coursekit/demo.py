"""The whole life of the course, in a folder of its own: release, submissions, marks, feedback."""

import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coursekit.answers import Answer, all_answers, hand_in
from coursekit.course import ASSIGNMENTS, CONFIG_FILE, CourseError, database_url, load_config
from coursekit.grading import sandbox
from coursekit.grading.grade import Batch, grade_with_progress
from coursekit.marks import Mark, marks_table, read_marks
from coursekit.release import generate
from coursekit.sync import notebook_bytes, source_path

PERFECT, HALF, MISTAKES, BLANK = "perfect", "half", "mistakes", "blank"
SIGN = ".svdlab-demo"
ESSAY = (
    "The singular vectors that come first carry what the columns share, because they take the "
    "largest part of the Frobenius norm; what only one column has is spread over the rest."
)

# A class of twelve. The names are those of people who made the subject.
CLASS: dict[str, dict[str, str]] = {
    "beltrami": {a: PERFECT for a in ASSIGNMENTS},
    "eckart": {"compression": HALF, "denoising": PERFECT},
    "golub": {"background": PERFECT, "robust": HALF},
    "hopper": {"compression": PERFECT, "icp": MISTAKES},
    "horn": {"procrustes": HALF, "icp": HALF},
    "jordan": {"compression": MISTAKES, "denoising": BLANK},
    "kabsch": {"procrustes": PERFECT, "icp": BLANK},
    "kahan": {"background": HALF, "robust": BLANK},
    "lanczos": {"background": MISTAKES, "robust": MISTAKES},
    "schmidt": {"denoising": HALF, "procrustes": MISTAKES},
    "sylvester": {"denoising": MISTAKES, "procrustes": BLANK},
    "young": {"compression": BLANK, "background": BLANK},
}


@dataclass(frozen=True)
class Submission:
    """One notebook handed in, and the marks it must get.

    Attributes
    ----------
    student, assignment, kind : str
        Who, for what, and how well it is done.
    notebook : NotebookNode
        The student's notebook.
    expected : dict of str to float
        Points by ``grade_id`` of the check cells.
    """

    student: str
    assignment: str
    kind: str
    notebook: NotebookNode
    expected: dict[str, float]


def choose(answers: Sequence[Answer], kind: str, turn: int) -> list[Answer]:
    """Choose what a student of some kind answers.

    Parameters
    ----------
    answers : sequence of Answer
        Stored answers of one assignment.
    kind : str
        ``perfect``: a correct answer to each exercise; ``half``: to every other one;
        ``mistakes``: a usual mistake in each; ``blank``: nothing.
    turn : int
        Students with another turn choose other answers.

    Returns
    -------
    list of Answer
        At most one for each exercise.
    """
    if kind == BLANK:
        return []
    chosen = []
    by_exercise = itertools.groupby(answers, key=lambda answer: answer.exercise)
    for place, (_, group) in enumerate(by_exercise):
        fitting = [answer for answer in group if answer.right == (kind != MISTAKES)]
        if fitting and not (kind == HALF and place % 2):
            chosen.append(fitting[turn % len(fitting)])
    return chosen


def expected_points(notebook: NotebookNode, answers: Sequence[Answer]) -> dict[str, float]:
    """Points that each check cell of a notebook must give for some answers."""
    points = {
        cell.metadata.nbgrader.grade_id: 0.0
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    for answer in answers:
        points |= answer.points
    return points


def write_essay(notebook: NotebookNode) -> None:
    """Answer the written question."""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and about.get("grade") and about.get("solution"):
            cell.source = ESSAY


def make_class(release: Path, answers: Sequence[Answer]) -> Iterator[Submission]:
    """Make the submissions of the whole class.

    Parameters
    ----------
    release : Path
        Folder with the student notebooks.
    answers : sequence of Answer
        All stored answers.

    Yields
    ------
    Submission
    """
    for turn, (student, work) in enumerate(CLASS.items()):
        for assignment, kind in work.items():
            notebook = nbformat.read(release / assignment / f"{assignment}.ipynb", as_version=4)
            own = [answer for answer in answers if answer.assignment == assignment]
            chosen = choose(own, kind, turn)
            hand_in(notebook, chosen)
            if kind != BLANK:
                write_essay(notebook)
            expected = expected_points(notebook, chosen)
            yield Submission(student, assignment, kind, notebook, expected)


def prepare_folder(folder: Path) -> None:
    """Empty a demo folder, or make it.

    Raises
    ------
    CourseError
        If the folder holds something that no demo wrote.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / SIGN).is_file():
        raise CourseError(
            f"{folder} holds files that no demo wrote: nothing was touched. "
            "Name an empty folder with --folder."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / SIGN).write_text("Made by `coursekit demo`; the next demo empties this folder.\n")


def nbgrader(folder: Path, *arguments: str) -> None:
    """Run an nbgrader command in a course folder.

    Parameters
    ----------
    folder : Path
        Where to run it.
    *arguments : str
        The words after ``nbgrader``.

    Raises
    ------
    CourseError
        With the end of nbgrader's own output, if it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise CourseError(f"nbgrader {arguments[0]} failed in {folder}:\n{tail}")


def wrong_marks(submissions: Sequence[Submission], marks: Sequence[Mark]) -> list[str]:
    """Compare marks with what the stored answers must get.

    Parameters
    ----------
    submissions : sequence of Submission
        What was handed in.
    marks : sequence of Mark
        What the gradebook says.

    Returns
    -------
    list of str
        One sentence for each difference; empty if every mark is as expected.
    """
    by_place = {(mark.student, mark.assignment): mark for mark in marks}
    wrong = []
    for submission in submissions:
        who = f"{submission.student}, {submission.assignment}"
        mark = by_place.get((submission.student, submission.assignment))
        if mark is None:
            wrong.append(f"{who}: no mark in the gradebook")
            continue
        for cell, points in submission.expected.items():
            if mark.cells.get(cell) != points:
                wrong.append(f"{who}: {cell} gives {mark.cells.get(cell)}, not {points:g}")
    return wrong


def write_submission(folder: Path, submission: Submission) -> None:
    """Put a submission where nbgrader looks for it."""
    place = folder / "submitted" / submission.student / submission.assignment
    place.mkdir(parents=True)
    (place / f"{submission.assignment}.ipynb").write_bytes(notebook_bytes(submission.notebook))


def export(folder: Path) -> None:
    """Write ``grades.csv``, a row for each student and assignment."""
    nbgrader(folder, "export", "--to", "grades.csv")


def run(root: Path, folder: Path, workers: int = 2, console: Console | None = None) -> list[str]:
    """Show the life of the course from the instructor notebooks to the gradebook.

    Parameters
    ----------
    root : Path
        The course's folder.
    folder : Path
        Where the demo works; emptied first.
    workers : int
        How many submissions are graded side by side.
    console : rich.console.Console, optional
        Where progress and the table go.

    Returns
    -------
    list of str
        Submissions without a mark, and marks that are not what the stored answers must get; empty
        if all is well.
    """
    # A pipe or a log has no width of its own; the marks need more than the usual 80 columns.
    console = console or Console(width=None if sys.stdout.isatty() else 110)
    answers = all_answers(root / "tests" / "answers")
    config = load_config(root)
    prepare_folder(folder)
    shutil.copy(root / CONFIG_FILE, folder)
    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        for assignment in progress.track(ASSIGNMENTS, description="building the release"):
            target = source_path(folder, assignment)
            target.parent.mkdir(parents=True)
            shutil.copy(source_path(root, assignment), target)
            generate(folder, assignment, config, folder / "release", database_url(folder))
    submissions = list(make_class(folder / "release", answers))
    for submission in submissions:
        write_submission(folder, submission)
    unsafe = sandbox.probe()
    with Batch(
        folder,
        ASSIGNMENTS,
        db_url=database_url(folder),
        settings=dict(config.IsolatedExecute) | {"sandbox": not unsafe},
        workers=workers,
        say=console.print,
    ) as batch:
        broken = grade_with_progress(batch, console)
    with Progress(*columns, console=console) as progress:
        for assignment in progress.track(ASSIGNMENTS, description="writing feedback pages"):
            nbgrader(folder, "generate_feedback", assignment)
    marks = read_marks(database_url(folder))
    export(folder)
    console.print(marks_table(marks, ASSIGNMENTS))
    by_hand = sum(mark.waiting > 0 for mark in marks)
    console.print(
        f"{len(CLASS)} students, {len(submissions)} submissions; "
        f"{by_hand} written answers wait for a human."
    )
    console.print(unsafe or "Each student's code ran in a sandbox of its own.")
    console.print(f"marks: {folder / 'grades.csv'}", soft_wrap=True)
    console.print(f"feedback pages: {folder / 'feedback'}", soft_wrap=True)
    return [*broken, *wrong_marks(submissions, marks)]

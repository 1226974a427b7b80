"""Hand in notebooks to a small real course, grade them, and read the gradebook."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from coursekit.course import database_url, load_config
from coursekit.grading.grade import Batch
from coursekit.grading.verdicts import Verdict, read_verdict
from coursekit.marks import Mark, read_marks
from coursekit.release import generate

ASSIGNMENT = "compression"
RIGHT = "def twice(x):\n    return 2 * np.asarray(x)\n"


@dataclass(frozen=True)
class Course:
    """A course of one small assignment, released and noted in a gradebook.

    Attributes
    ----------
    root : Path
        Its folder.
    """

    root: Path

    @property
    def database(self) -> str:
        """Address of its gradebook."""
        return database_url(self.root)

    def notebook(self, code: str = RIGHT) -> NotebookNode:
        """A student notebook with some code as its answer."""
        path = self.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        cell_of(notebook, "ex-1-1").source = code
        return notebook

    def hand_in(
        self, student: str, work: NotebookNode | str | bytes | dict[str, bytes] = RIGHT
    ) -> Path:
        """Put a submission where it is looked for: code, a notebook, bytes, or several files."""
        folder = self.root / "submitted" / student / ASSIGNMENT
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if isinstance(work, str):
            work = self.notebook(work)
        if isinstance(work, NotebookNode):
            work = nbformat.writes(work).encode("utf-8", "surrogatepass")
        files = work if isinstance(work, dict) else {f"{ASSIGNMENT}.ipynb": work}
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder

    def batch(self, **options: object) -> Batch:
        """All its submissions, as a batch to grade."""
        settings = dict(load_config(self.root).IsolatedExecute)
        settings |= options.pop("settings", {})
        return Batch(
            self.root,
            [ASSIGNMENT],
            db_url=self.database,
            settings=settings,
            say=lambda _: None,
            **options,
        )

    def grade(self, **options: object) -> list[str]:
        """Grade what waits; give the sentences about what has no verdict."""
        with self.batch(**options) as batch:
            return batch.run()

    def mark(self, student: str) -> Mark:
        """A student's mark."""
        return next(m for m in read_marks(self.database) if m.student == student)

    def points(self, student: str, cell: str = "check-1-1-twice") -> float:
        """A student's points for one cell."""
        return self.mark(student).cells[cell]

    def verdict(self, student: str) -> Verdict:
        """The verdict on a student's submission."""
        found = read_verdict(self.root / "autograded" / student / ASSIGNMENT)
        assert found is not None, f"{student} has no verdict"
        return found

    def graded(self, student: str) -> NotebookNode:
        """A student's notebook after grading."""
        path = self.root / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        return nbformat.read(path, as_version=4)

    def run(self, *words: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess:
        """Run a command in the course's folder."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.root,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def feedback(self, student: str) -> str:
        """A student's feedback page."""
        self.run("nbgrader", "generate_feedback", ASSIGNMENT, "--force", "--student", student)
        path = self.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
        return path.read_text(encoding="utf-8")

    def replace_check(self, source: str) -> None:
        """Give the assignment another test, and note it in the gradebook."""
        path = self.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        cell_of(notebook, "check-1-1-twice").source = source
        nbformat.write(notebook, path)
        release(self.root)


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell of a notebook with some grade id."""
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def release(root: Path) -> None:
    """Release the small assignment, and note its cells in the gradebook."""
    generate(root, ASSIGNMENT, load_config(root), root / "release", database_url(root))


Edit = Callable[[NotebookNode], None]

"""Grade submissions of some assignments: find them, examine each, record what was found."""

import fnmatch
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from traitlets.config import Config

from coursekit.course import ASSIGNMENTS, CourseError
from coursekit.grading import cluster, sandbox
from coursekit.grading.cluster import WorkerDied
from coursekit.grading.examine import Examined, digest_of, examine, refused
from coursekit.grading.kit import Kit, read_kit
from coursekit.grading.record import is_done, record
from coursekit.grading.seeds import seed_of
from coursekit.grading.verdicts import Verdict

Say = Callable[[str], None]


@dataclass(frozen=True)
class Task:
    """One submission to grade: whose, of what, where it lies and where its outcome goes."""

    student: str
    assignment: str
    source: Path
    target: Path


class Batch:
    """The grading of some assignments, from the folders to the gradebook.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignments : sequence of str
        Which ones.
    db_url : str
        Address of the gradebook.
    settings : mapping
        Settings of :class:`coursekit.grading.executor.IsolatedExecute`.
    force : bool
        Whether what has a verdict is graded again.
    student : str
        One student, or a pattern such as ``*``.
    say : callable
        Takes a line of progress.
    config : traitlets.config.Config, optional
        nbgrader's configuration, for the rule on late submissions.
    workers : int
        Submissions examined side by side on this machine.
    scheduler : str, optional
        Address of a dask scheduler whose workers examine them instead.

    Raises
    ------
    CourseError
        On entering: if there is nothing to grade, or it cannot be graded safely.
    """

    def __init__(
        self,
        root: Path,
        assignments: Sequence[str],
        *,
        db_url: str,
        settings: Mapping[str, Any],
        force: bool = False,
        student: str = "*",
        say: Say = print,
        config: Config | None = None,
        workers: int = 1,
        scheduler: str | None = None,
    ) -> None:
        self.root = root
        self.assignments = assignments
        self.db_url = db_url
        self.settings = dict(settings)
        self.force = force
        self.student = student
        self.say = say
        self.config = config or Config()
        self.workers = workers
        self.scheduler = scheduler
        self.sandbox = bool(self.settings.get("sandbox", True))
        self._stack = ExitStack()

    def __enter__(self) -> "Batch":
        if not self.sandbox:
            self.say("warning: students' code runs without a sandbox, with all your rights")
        elif reason := sandbox.probe():
            raise CourseError(f"{reason} Or use --no-sandbox, if you trust every student.")
        elif os.geteuid() == 0:
            self.say("note: root grades here; sandboxes are lowered to users that own nothing")
        self.gradebook = self._stack.enter_context(Gradebook(self.db_url))
        self.kits = {
            name: read_kit(self.gradebook, name, self.root / "release" / name)
            for name in self.assignments
        }
        rule = AssignLatePenalties(config=self.config)
        rule.init_plugin()
        self.penalty = rule.plugin_inst.late_submission_penalty
        self.seeds = {name: seed_of(self.root, name) for name in self.assignments}
        self.releases = _releases(self.root)
        self.tasks = [task for name in self.assignments for task in self.find(name)]
        if not self.tasks:
            place = self.root / "submitted" / self.student
            raise CourseError(f"There is nothing to grade: no folder is called {place}/ASSIGNMENT.")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def find(self, assignment: str) -> list[Task]:
        """Find the submissions of an assignment, whatever is in their folders."""
        folders = sorted((self.root / "submitted").glob(f"*/{assignment}"))
        return [
            Task(name, assignment, folder, self.root / "autograded" / name / assignment)
            for folder in folders
            if folder.is_dir()
            and not (name := folder.parent.name).startswith(".")
            and fnmatch.fnmatchcase(name, self.student)
        ]

    def waiting(self) -> list[Task]:
        """List the submissions that have no verdict yet, or were handed in anew."""
        return [task for task in self.tasks if self.force or not self._is_done(task)]

    def _is_done(self, task: Task) -> bool:
        return task.target.exists() and is_done(task.target, digest_of(task.source))

    def record(self, task: Task, found: Examined) -> Verdict:
        """Record what an examination found."""
        verdict = Verdict(
            student=task.student,
            assignment=task.assignment,
            status=found.status,
            reason=found.reason,
            repairs=tuple(found.repairs),
            flags=tuple(dict.fromkeys(found.flags)),
            seed=self.seeds[task.assignment],
            sandbox=self.sandbox,
            digest=found.digest,
        )
        record(self.gradebook, verdict, found, task.source, task.target, self.penalty)
        return verdict

    def run(self) -> list[str]:
        """Grade one submission after the other.

        Returns
        -------
        list of str
            A sentence for each submission that has no verdict, which is never a student's fault.
        """
        broken = []
        for outcome in self.outcomes(self.waiting()):
            if isinstance(outcome, str):
                broken.append(outcome)
            else:
                self.say(f"{outcome.assignment}, {outcome.student}: {outcome.status}")
        return broken

    def outcomes(self, tasks: Iterable[Task]) -> Iterator[Verdict | str]:
        """Grade some submissions; give each verdict, or a sentence where there is none."""
        tasks = list(tasks)
        with ExitStack() as stack:
            for task, found in self._examined(tasks, stack):
                if isinstance(found, CourseError):
                    raise found
                yield self._conclude(task, found)

    def _conclude(self, task: Task, found: Examined | Exception) -> Verdict | str:
        """Record an outcome; where that cannot be done, say why."""
        if isinstance(found, WorkerDied):
            reason = f"It could not be examined: {found}."
            found = refused(self.kits[task.assignment], reason, digest=digest_of(task.source))
        try:
            if isinstance(found, Exception):
                raise found
            return self.record(task, found)
        except Exception as error:
            return (
                f"{task.assignment}, {task.student}: no mark was written, because of "
                f"{type(error).__name__}: {error}."
            )

    def shared(self) -> dict[str, dict[str, Any]]:
        """Give by assignment what all examinations of it have in common."""
        return {
            name: {
                "kit": self.kits[name],
                "seed": self.seeds[name],
                "settings": self.settings,
                "releases": self.releases,
            }
            for name in self.assignments
        }

    def _examined(
        self, tasks: list[Task], stack: ExitStack
    ) -> Iterator[tuple[Task, Examined | Exception]]:
        """Examine submissions, in this process or on a cluster, and give what was found."""
        shared = self.shared()
        if self.scheduler or (self.workers > 1 and len(tasks) > 1):
            workers = min(self.workers, len(tasks))
            client = stack.enter_context(cluster.connected(workers, self.scheduler))
            yield from cluster.outcomes(
                client, run_task, tasks, shared, lambda task: task.assignment
            )
            return
        for task in tasks:
            try:
                yield task, run_task(task, **shared[task.assignment])
            except Exception as error:
                yield task, error


def grade_with_progress(batch: Batch, console: Console | None = None) -> list[str]:
    """Grade a batch with a progress bar, and print how many got which verdict."""
    console = console or Console(width=None if sys.stdout.isatty() else 110)
    columns = TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    waiting = batch.waiting()
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=len(waiting))
        broken, counts = [], Counter()
        for outcome in batch.outcomes(waiting):
            progress.advance(bar)
            if isinstance(outcome, str):
                broken.append(outcome)
                continue
            counts[outcome.status] += 1
            if outcome.flags or outcome.reason or outcome.repairs:
                words = "; ".join((outcome.reason, *outcome.flags, *outcome.repairs)).strip("; ")
                console.print(f"{outcome.assignment}, {outcome.student}: {words}", markup=False)
    done = len(batch.tasks) - len(waiting)
    said = [f"{count} {status}" for status, count in counts.items()]
    console.print(", ".join([*said, f"{done} had a verdict already"]) + ".")
    if not batch.sandbox:
        console.print("Students' code ran without a sandbox; this is noted with the marks.")
    return broken


def run_task(
    task: Task,
    kit: Kit,
    seed: int,
    settings: Mapping[str, Any],
    releases: Mapping[str, NotebookNode],
) -> Examined:
    """Examine one submission; needs no gradebook, so it can run in any process."""
    others = {name: nb for name, nb in releases.items() if name != task.assignment}
    return examine(kit, task.source, seed, settings, others)


def _releases(root: Path) -> dict[str, NotebookNode]:
    found = {}
    for name in ASSIGNMENTS:
        path = root / "release" / name / f"{name}.ipynb"
        if path.is_file():
            found[name] = nbformat.read(path, as_version=4)
    return found

"""Compare grading with nbgrader's own, side by side in one run: ``make bench``.

A class hands in every assignment, each student another mix of right and wrong answers. The same
submissions are graded by stock ``nbgrader autograde`` (its own executor, every cell run, no
isolation) and by this course's grading, isolated, with one worker and with two. Printed are ratios
within this run, submissions per minute, the share of each phase, and the peak memory of each
worker with its kernel and examiner. A second table grades nothing and shows what a submission costs
outside the examination in classes of growing size.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import nbformat
import psutil
from rich.console import Console
from rich.table import Table

from coursekit.answers import all_answers, hand_in
from coursekit.course import ASSIGNMENTS, CONFIG_FILE, database_url, load_config
from coursekit.demo import HALF, MISTAKES, PERFECT, choose, write_essay
from coursekit.grading import grade as grading
from coursekit.grading.examine import Examined
from coursekit.grading.grade import Batch
from coursekit.marks import read_marks
from coursekit.release import generate
from coursekit.sync import notebook_bytes
from tests.notebooks import ROOT

# nbgrader as it comes: only where the course is, and how long a cell may take.
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "svdlab"
c.CourseDirectory.db_url = {database!r}
c.Execute.timeout = 60
"""
# Answers that run into a limit on purpose; the second takes twenty gigabytes where there is none.
UNBOUNDED = ("wrong_never_ends", "wrong_full_svd")
KINDS = (PERFECT, HALF, MISTAKES)
PHASES = ("read", "start", "cells", "tests", "stop")


class Peak:
    """The largest memory of a process and all that it has started, while it runs."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.bytes = 0
        self._top = psutil.Process(process.pid)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while self._top.is_running() and self._top.status() != psutil.STATUS_ZOMBIE:
            total = 0
            try:
                for process in (self._top, *self._top.children(recursive=True)):
                    total += process.memory_info().rss
            except psutil.Error:
                continue
            self.bytes = max(self.bytes, total)
            time.sleep(0.2)


def make_course(folder: Path, students: int, assignments: Iterable[str]) -> None:
    """Make a course in which every student has handed in every assignment."""
    folder.mkdir(parents=True)
    config = load_config(ROOT)
    shutil.copy(ROOT / CONFIG_FILE, folder)
    (folder / "text").mkdir()
    answers = all_answers(ROOT / "tests" / "answers")
    for assignment in assignments:
        shutil.copytree(ROOT / "source" / assignment, folder / "source" / assignment)
        generate(folder, assignment, config, folder / "release", database_url(folder))
        own = [answer for answer in answers if answer.assignment == assignment]
        # What is meant to run into a limit of time or memory would measure the limit.
        own = [answer for answer in own if answer.path.stem not in UNBOUNDED]
        for number in range(students):
            path = folder / "release" / assignment / f"{assignment}.ipynb"
            notebook = nbformat.read(path, as_version=4)
            hand_in(notebook, choose(own, KINDS[number % len(KINDS)], number))
            write_essay(notebook)
            place = folder / "submitted" / f"student{number:04d}" / assignment
            place.mkdir(parents=True)
            (place / f"{assignment}.ipynb").write_bytes(notebook_bytes(notebook))


def run(folder: Path, words: list[str]) -> tuple[float, int]:
    """Run a command in a course; give its seconds and its peak memory."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=folder,
            env=os.environ | one_thread,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        peak = Peak(process)
        if process.wait():
            said.seek(0)
            raise SystemExit(said.read().decode()[-3000:])
    return time.perf_counter() - began, peak.bytes


def ours(folder: Path, assignment: str, workers: int) -> tuple[float, int]:
    """Grade an assignment with this course's grading."""
    shutil.rmtree(folder / "autograded", ignore_errors=True)
    return run(folder, ["coursekit.cli", "grade", assignment, "--workers", str(workers), "--force"])


def stock(folder: Path, assignment: str) -> tuple[float, int]:
    """Grade an assignment with nbgrader as it comes."""
    shutil.rmtree(folder / "autograded", ignore_errors=True)
    own = (folder / CONFIG_FILE).read_text()
    (folder / CONFIG_FILE).write_text(STOCK.format(database=database_url(folder)))
    try:
        return run(folder, ["nbgrader", "autograde", assignment, "--force"])
    finally:
        (folder / CONFIG_FILE).write_text(own)


def marks_of(folder: Path, assignment: str) -> dict[str, dict[str, float]]:
    """Points of every student in every cell."""
    marks = read_marks(database_url(folder))
    return {mark.student: mark.cells for mark in marks if mark.assignment == assignment}


def phases(folder: Path, assignment: str) -> Counter[str]:
    """Seconds that each phase of an examination takes, added up over some students."""
    total: Counter[str] = Counter()
    with Batch(
        folder,
        [assignment],
        db_url=database_url(folder),
        settings=dict(load_config(folder).IsolatedExecute),
        force=True,
        say=lambda _: None,
    ) as batch:
        shared = batch.shared()[assignment]
        grading.run_task(batch.tasks[0], **shared)  # starts the nursery
        for task in batch.tasks[:6]:
            began = time.perf_counter()
            found = grading.run_task(task, **shared)
            middle = time.perf_counter()
            batch.record(task, found)
            total.update(found.seconds)
            total["record"] += time.perf_counter() - middle
            total["other"] += middle - began - sum(found.seconds.values())
    return total


def without_examination(folder: Path, sizes: Iterable[int], console: Console) -> None:
    """Show what a submission costs outside the examination, in classes of growing size."""
    table = Table("students", "find, ms each", "record, ms each", "look again, ms each")
    for size in sizes:
        course = folder / f"class{size}"
        make_course(course, 1, ["procrustes"])
        first = course / "submitted" / "student0000"
        for number in range(1, size):
            shutil.copytree(first, first.with_name(f"student{number:04d}"))
        began = time.perf_counter()
        with Batch(
            course,
            ["procrustes"],
            db_url=database_url(course),
            settings=dict(load_config(course).IsolatedExecute),
            say=lambda _: None,
        ) as batch:
            waiting = batch.waiting()
            kit = batch.kits["procrustes"]
            found = time.perf_counter()
            for task in waiting:
                digest = grading.digest_of(task.source)
                batch.record(
                    task, Examined("graded", "", kit.release, dict(kit.points), digest=digest)
                )
            recorded = time.perf_counter()
            assert batch.waiting() == []
            again = time.perf_counter()
        spans = (found - began, recorded - found, again - recorded)
        table.add_row(str(size), *(f"{1000 * span / size:.1f}" for span in spans))
        shutil.rmtree(course)
    console.print(table)


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=24)
    parser.add_argument("--assignments", nargs="+", default=list(ASSIGNMENTS))
    parser.add_argument("--sizes", type=int, nargs="+", default=[24, 240, 1000])
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    table = Table(
        "assignment",
        "stock, s",
        "ours 1, s",
        "ours 2, s",
        "1 ×",
        "2 ×",
        "per minute",
        "peak MiB: stock",
        "ours, a worker",
        "other marks",
    )
    shares = Table("share of", *PHASES, "record", "other", "seconds each")
    totals: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        course = Path(scratch) / "course"
        with console.status("making the class"):
            make_course(course, options.students, options.assignments)
        for assignment in options.assignments:
            with console.status(f"{assignment}: nbgrader's own"):
                slow, slow_peak = stock(course, assignment)
                expected = marks_of(course, assignment)
            with console.status(f"{assignment}: one worker"):
                one, one_peak = ours(course, assignment, 1)
                found = marks_of(course, assignment)
            with console.status(f"{assignment}: two workers"):
                two, _ = ours(course, assignment, 2)
                assert marks_of(course, assignment) == found, "marks differ between 1 and 2 workers"
            with console.status(f"{assignment}: phases"):
                parts = phases(course, assignment)
            others = sum(found[student] != expected[student] for student in expected)
            table.add_row(
                assignment,
                f"{slow:.0f}",
                f"{one:.0f}",
                f"{two:.0f}",
                f"{slow / one:.1f}",
                f"{slow / two:.1f}",
                f"{60 * options.students / two:.0f}",
                f"{slow_peak / 2**20:.0f}",
                f"{one_peak / 2**20:.0f}",
                str(others),
            )
            whole = sum(parts.values())
            names = (*PHASES, "record", "other")
            shares.add_row(
                assignment, *(f"{parts[name] / whole:.0%}" for name in names), f"{whole / 6:.2f}"
            )
            totals.update(stock=slow, one=one, two=two)
        table.add_section()
        table.add_row(
            "together",
            *(f"{totals[name]:.0f}" for name in ("stock", "one", "two")),
            f"{totals['stock'] / totals['one']:.1f}",
            f"{totals['stock'] / totals['two']:.1f}",
            f"{60 * options.students * len(options.assignments) / totals['two']:.0f}",
        )
        console.print(table)
        console.print(shares)
        without_examination(Path(scratch), options.sizes, console)
    machine = {"cores": os.cpu_count(), "memory GiB": psutil.virtual_memory().total // 2**30}
    console.print(json.dumps(machine | {"students": options.students}))


if __name__ == "__main__":
    main()

"""Run a submission: its own cells in the student's process, the tests with the examiner.

The executor takes the place of nbgrader's. It carries questions and answers between two processes
that never meet, holds the time limits, and notes on every test cell how it ended.
"""

import json
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets import Bool, Dict, Float, Integer

from coursekit.course import CourseError
from coursekit.grading.forkserver import ForkServer, ForkServerError, lasting
from coursekit.grading.inside import wire
from coursekit.grading.nest import begin
from coursekit.grading.sandbox import Limits, for_one_run
from coursekit.grading.session import KernelLost, Session, Start, TookTooLong

# Where the executor notes how a test cell ended; the scorer reads it.
NOTE = "svdlab"
PASSED, FAILED, NOT_RUN = "passed", "failed", "not run"

NO_FILES = Path(os.devnull)


class ExaminerLost(Exception):
    """The examiner ended, or took too long: no verdict of its may be trusted."""


class Nursery(ForkServer):
    """A process that has run an assignment's read-only cells, and forks examiners.

    Parameters
    ----------
    read_only, tests : tuple of str
        Sources of the read-only cells, and of the tests, to be compiled beforehand.
    """

    def __init__(self, read_only: tuple[str, ...], tests: tuple[str, ...] = ()) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="examiner-")
        super().__init__(
            lambda control: [sys.executable, "-m", "coursekit.grading.examiner", control],
            {"read_only": read_only, "tests": tests},
            cwd=self._home.name,
            env=os.environ | for_one_run() | {"IPYTHONDIR": self._home.name},
        )

    def close(self) -> None:
        """End the process; the examiners it has forked end with their conversations."""
        super().close()
        self._home.cleanup()

    def fork(self, seed: int) -> tuple[int, int]:
        """Start an examiner; give the descriptors to read from it and to write to it.

        Raises
        ------
        CourseError
            If there is none to be had, or a read-only cell fails.
        """
        try:
            failures = self.wait()["failures"]
        except ForkServerError as error:
            raise CourseError(f"The examiner cannot be started: {error}.") from None
        if failures:
            raise CourseError(f"A read-only cell fails with the examiner: {failures[0]}")
        to_us, from_them = os.pipe()
        to_them, from_us = os.pipe()
        try:
            self.order({"seed": seed}, [to_them, from_them])
        finally:
            os.close(from_them)
            os.close(to_them)
        return to_us, from_us


_NURSERIES: dict[Hashable, Nursery | None] = {}


def nursery_for(read_only: tuple[str, ...], tests: tuple[str, ...]) -> Nursery:
    """Give this process's nursery for an assignment's cells, without waiting for it."""
    return lasting(_NURSERIES, (read_only, tests), lambda: Nursery(read_only, tests))


class ExaminerProcess:
    """The examiner of one submission, and the conversation with it.

    Parameters
    ----------
    nursery : Nursery
        Where it comes from.
    seed : int
        What the hidden tests draw their data from.
    seconds : float
        How long the examiner may think by itself over one cell.

    Raises
    ------
    ExaminerLost
        If it does not start.
    """

    def __init__(self, nursery: Nursery, seed: int, seconds: float) -> None:
        self.seconds = seconds
        self._pid = 0
        self._buffer = b""
        try:
            self._incoming, self._outgoing = nursery.fork(seed)
        except OSError as error:
            raise ExaminerLost(f"it cannot be started ({error})") from None
        self._pid = int(self.receive().get("pid", 0))

    def close(self) -> None:
        """End the process."""
        for descriptor in (self._incoming, self._outgoing):
            with suppress(OSError):
                os.close(descriptor)
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._pid = 0

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one line to the examiner."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        try:
            while data:
                data = data[os.write(self._outgoing, data) :]
        except OSError:
            raise ExaminerLost("it ended by itself") from None

    def receive(self) -> dict[str, Any]:
        """Read one line from the examiner."""
        end = time.monotonic() + self.seconds
        parts = [self._buffer]
        while b"\n" not in parts[-1]:
            ready, _, _ = select.select([self._incoming], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise ExaminerLost(f"it had not finished after {self.seconds:g} seconds")
            parts.append(os.read(self._incoming, 1 << 20))
            if not parts[-1]:
                raise ExaminerLost("it ended by itself")
        line, _, self._buffer = b"".join(parts).partition(b"\n")
        return json.loads(line)


class IsolatedExecute(Execute):
    """nbgrader's executor with two processes: a student's kernel and an examiner."""

    timeout = Integer(60, help="seconds one cell of a student's may take").tag(config=True)
    test_seconds = Float(20.0, help="seconds a student's functions may take in one test cell").tag(
        config=True
    )
    examiner_seconds = Float(
        60.0, help="seconds the examiner may think by itself over one test cell"
    ).tag(config=True)
    total_seconds = Float(900.0, help="seconds one submission may take").tag(config=True)
    skip_lesson = Bool(True, help="whether lesson cells that no mark depends on are left out").tag(
        config=True
    )
    keep_figures = Bool(False, help="whether figures are drawn, to be seen in the feedback").tag(
        config=True
    )
    sandbox = Bool(True, help="whether students' code runs in a sandbox").tag(config=True)
    limits = Dict(help="fields of coursekit.grading.sandbox.Limits").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run a notebook; every code cell gets its outputs, every test cell a note."""
        facts = resources.setdefault("svdlab", {})
        folder = Path(resources["metadata"]["path"]) if "metadata" in resources else Path.cwd()
        read_only = tuple(cell.source for cell in nb.cells if is_read_only(cell))
        tests = tuple(cell.source for cell in nb.cells if is_test(cell))
        warm = (*read_only, *filter(None, [facts.get("warm")]))
        start = Start(folder, self.sandbox, Limits(**self.limits), warm, self.keep_figures)
        begin(warm, self.sandbox)
        nursery = nursery_for(read_only, tests)
        with Trial(self, start, nursery, int(facts.get("seed", 0))) as trial:
            trial.run(nb, facts.get("skip", set()) if self.skip_lesson else set())
        facts["flags"] = [*facts.get("flags", []), *trial.flags]
        facts["seconds"] = trial.seconds
        facts["sandbox"] = self.sandbox
        nb.metadata[NOTE] = {"seed": facts.get("seed", 0), "sandbox": self.sandbox}
        return nb, resources


def is_read_only(cell: NotebookNode) -> bool:
    """Tell the cells that run on both sides: code that students may not change, and no test."""
    return cell.cell_type == "code" and utils.is_locked(cell) and not utils.is_grade(cell)


def is_test(cell: NotebookNode) -> bool:
    """Tell the cells that only the examiner runs."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


class Trial:
    """One run of one submission.

    Parameters
    ----------
    settings : IsolatedExecute
        Time limits.
    start : Start
        How to start the student's kernel.
    nursery : Nursery
        Where examiners come from.
    seed : int
        Seed of the hidden tests.
    """

    def __init__(
        self, settings: IsolatedExecute, start: Start, nursery: Nursery, seed: int
    ) -> None:
        self.settings = settings
        self.nursery = nursery
        self.seed = seed
        self.flags: list[str] = []
        self.end = time.monotonic() + settings.total_seconds
        self.session = Session(start)
        self.examiner: ExaminerProcess | None = None
        # The student's cells so far, to run again in a new kernel when one is lost.
        self.past: list[str] = []
        # Functions that ended a kernel: they are not called again.
        self.fatal: dict[str, str] = {}
        self.budget = 0.0
        self.seconds = dict.fromkeys(("start", "cells", "tests", "stop"), 0.0)

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[phase] += time.perf_counter() - began

    def __enter__(self) -> "Trial":
        with self._timed("start"):
            self._start_examiner()
            try:
                self._start_session()
            except KernelLost as lost:
                self.examiner.close()
                raise CourseError(f"No kernel starts for students' code: {lost}.") from None
        return self

    def _start_session(self) -> None:
        """Start the process; without the files that were handed in, if it is those that hinder."""
        start = self.session.start
        for files in (start.submission, start.submission):
            try:
                self.session = Session(replace(start, submission=files))
                self.session.__enter__()
                return
            except KernelLost as lost:
                self.session.close()
                why = str(lost)
        self.session = Session(replace(start, submission=NO_FILES))
        self.session.__enter__()
        self.flags.append(f"the files beside the notebook were left out: with them, {why}")

    def __exit__(self, *_: object) -> None:
        if self.session.strays:
            self.flags.append("the kernel sent replies that nobody had asked for")
        with self._timed("stop"):
            self.session.close()
            if self.examiner:
                self.examiner.close()

    def _start_examiner(self) -> None:
        try:
            self.examiner = ExaminerProcess(self.nursery, self.seed, self.settings.examiner_seconds)
        except ExaminerLost as lost:
            raise CourseError(f"The examiner cannot be started: {lost}.") from None

    def run(self, nb: NotebookNode, skip: Collection[int] = ()) -> None:
        """Run the cells of a notebook in order, but for those at some places."""
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code" or index in skip:
                continue
            cell.outputs, cell.execution_count = [], None
            if is_test(cell):
                with self._timed("tests"):
                    self._run_test(cell)
            else:
                with self._timed("cells"):
                    self._run_students(cell)

    def _run_students(self, cell: NotebookNode) -> None:
        try:
            cell.outputs = self.session.run(cell.source, self._patience(self.settings.timeout))
        except TookTooLong as late:
            self.flags.append(f"a cell took too long: {late}")
            cell.outputs = [_error("TookTooLong", f"This cell was stopped: {late}.")]
        except KernelLost as lost:
            cell.outputs = [_error("KernelLost", f"This cell ended Python: {lost}.")]
            self.flags.append(f"a cell ended the kernel: {lost}")
            self._replay()
            return
        self.past.append(cell.source)

    def _patience(self, seconds: float) -> float:
        return max(0.5, min(seconds, self.end - time.monotonic()))

    def _replay(self) -> None:
        """Start a new kernel and bring it to where the lost one was, if time allows."""
        if time.monotonic() > self.end:
            return
        try:
            self.session.restart()
            for source in self.past:
                with suppress(TookTooLong):
                    self.session.run(source, self._patience(self.settings.timeout))
        except KernelLost as lost:
            self.flags.append(f"a second kernel was lost: {lost}")
            self.session.close()

    def _run_test(self, cell: NotebookNode) -> None:
        self.budget = self.settings.test_seconds
        try:
            if time.monotonic() > self.end:
                raise ExaminerLost("the submission had used up all its time")
            answer = self._converse({"source": cell.source})
        except ExaminerLost as lost:
            self._note(cell, NOT_RUN, f"This check was not run to its end: {lost}.")
            self.flags.append(f"{cell.metadata.nbgrader.grade_id} was not run to its end: {lost}")
            self.examiner.close()
            self._start_examiner()
            return
        if answer["said"]:
            cell.outputs.append(new_output("stream", name="stdout", text=answer["said"]))
        if "result" in answer:
            data = {"text/plain": answer["result"]}
            cell.outputs.append(new_output("execute_result", data=data, execution_count=None))
        if answer["status"] == "ok":
            self._note(cell, PASSED, "")
        else:
            cell.outputs.append(
                new_output("error", **{k: answer[k] for k in ("ename", "evalue", "traceback")})
            )
            self._note(cell, FAILED, f"{answer['evalue']}")

    def _note(self, cell: NotebookNode, status: str, reason: str) -> None:
        cell.metadata[NOTE] = {"status": status, "reason": reason}

    def _converse(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send the examiner a request, and serve its questions until the answer comes."""
        self.examiner.send(request)
        while True:
            message = self.examiner.receive()
            if "flag" in message:
                self.flags.append(message["flag"])
            elif "ask" in message:
                self.examiner.send(self._reply(message))
            else:
                return message

    def _reply(self, question: Mapping[str, Any]) -> dict[str, str]:
        # Names that cannot even be looked at must not cost the other exercises theirs.
        name = question.get("name") or ", ".join(question["names"])
        if name in self.fatal:
            return {"lost": self.fatal[name]}
        if self.budget <= 0:
            return {"late": f"stopped after {self.settings.test_seconds:g} seconds"}
        arguments = (
            [question["names"]] if question["ask"] == "describe" else [name, question["packed"]]
        )
        began = time.monotonic()
        try:
            # What comes back is read by the examiner, and trusted by nobody.
            return {
                "answer": self.session.ask(question["ask"], arguments, self._patience(self.budget))
            }
        except TookTooLong as late:
            self.flags.append(f"{name} took too long: {late}")
            return {"late": f"stopped after {self.settings.test_seconds:g} seconds"}
        except KernelLost as lost:
            self.fatal[name] = str(lost)
            self.flags.append(f"{name} ended the kernel: {lost}")
            self._replay()
            return {"lost": str(lost)}
        except wire.WireError as error:
            self.flags.append(f"the kernel gave no answer for {name}: {error}")
            return {"unfit": str(error)}
        finally:
            self.budget -= time.monotonic() - began


def _error(kind: str, sentence: str) -> NotebookNode:
    return new_output("error", ename=kind, evalue=sentence, traceback=[sentence])

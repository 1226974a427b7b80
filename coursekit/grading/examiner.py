"""The examiner: the process that runs the tests, where a student's names are values or callbacks.

It reads a test a line and writes an answer a line. While a test runs, it may write questions of its
own, to which it reads a reply each: ``describe`` some of the student's names, ``call`` one of the
student's functions. It never meets the student's process; whoever started it carries the questions
there and back.

What takes long, the imports and the read-only cells, is done once: every submission gets an
examiner of its own, forked from the one that is ready.
"""

import ast
import builtins
import contextlib
import dis
import io
import json
import os
import socket
import sys
import warnings
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any, TextIO

import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from coursekit.grading.inside import frames, wire
from coursekit.grading.inside.forking import fork_for_each
from svdlab import checks

# Address space of the examiner: what a student returns is limited, what a test makes of it is not.
MEMORY = 8 * 2**30
TEXT = 100_000


class Channel:
    """Lines of JSON to and from the process that started this one."""

    def __init__(self, incoming: TextIO, outgoing: TextIO) -> None:
        self.incoming = incoming
        self.outgoing = outgoing

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one line."""
        print(json.dumps(message), file=self.outgoing, flush=True)

    def ask(self, question: Mapping[str, Any]) -> Any:
        """Write a question and read its reply."""
        self.send(question)
        line = self.incoming.readline()
        if not line:
            os._exit(1)
        return json.loads(line)


class StudentError(Exception):
    """Base of the errors that a student's code raised and that have no built-in kind."""


def student_error(described: Any) -> BaseException:
    """Make the error that a student's function has raised.

    Parameters
    ----------
    described : dict
        ``kinds`` (names of the error's classes, the nearest first), ``message``, ``frames``.

    Returns
    -------
    BaseException
        Of the nearest built-in kind; with the student's frames as ``student_frames``.

    Raises
    ------
    coursekit.grading.inside.wire.WireError
        If the description is none.
    """
    try:
        names = [str(name)[:100] for name in described["kinds"]]
        message = str(described["message"])[:2000]
        frames = [(str(n)[:100], int(i), str(line)[:300]) for n, i, line in described["frames"]]
        name = names[0]
    except (TypeError, KeyError, ValueError, IndexError):
        raise wire.WireError("an error came back that is none") from None
    known = [getattr(builtins, n, None) or getattr(np.linalg, n, None) for n in names]
    base = next((k for k in known if isinstance(k, type) and issubclass(k, BaseException)), None)
    if base is None or base in (BaseException, Exception, GeneratorExit):
        base = StudentError
    if base is KeyboardInterrupt:
        base, message = checks.TooSlow, "interrupted"
    if issubclass(base, UnicodeError):
        base = ValueError
    try:
        error = type(name, (base,), {"__str__": lambda self: message})(message)
    except Exception:
        # A kind that wants other arguments, or a name that no class can have.
        error = StudentError(message)
    error.student_frames = frames[:20]
    return error


def student_function(channel: Channel, name: str) -> Callable[..., Any]:
    """Make a function that calls the student's function of that name in the student's kernel."""

    def function(*positional: Any, **named: Any) -> Any:
        try:
            packed = wire.dumps([list(positional), named])
        except wire.WireError as error:
            raise RuntimeError(f"the test cannot hand over its arguments: {error}") from None
        reply = channel.ask({"ask": "call", "name": name, "packed": packed})
        if "late" in reply:
            raise checks.TooSlow(reply["late"])
        if "lost" in reply:
            raise AssertionError(
                f"your function {name} ended the whole Python process: {reply['lost']}. "
                "Does it use too much memory, or call exit?"
            )
        if "unfit" in reply:
            raise AssertionError(
                f"{name} returned something that cannot be judged: {reply['unfit']}."
            )
        try:
            answer = wire.loads(reply["answer"])
            _check_answer(answer)
            error = student_error(answer["error"]) if "error" in answer else None
        except wire.WireError as fault:
            channel.send({"flag": f"{name} gave an answer that no function gives: {fault}"})
            raise AssertionError(f"what came back from {name} cannot be judged: {fault}.") from None
        if "unfit" in answer:
            raise AssertionError(
                f"{name} returned {answer['unfit']}. Return numbers, arrays, or tuples of them."
            )
        if answer["changed"]:
            # A test that looks at its data only afterwards would look at the student's.
            channel.send({"flag": f"{name} changes the arguments that it is given"})
        for place, value in answer["changed"].items():
            _change(positional, place, value)
        for kind, message in answer["warnings"]:
            category = getattr(builtins, kind, UserWarning)
            warnings.warn(message, category, stacklevel=2)
        if error is not None:
            raise error
        return answer["result"]

    function.__name__ = function.__qualname__ = name
    return function


def _check_answer(answer: Any) -> None:
    fit = isinstance(answer, dict) and (
        set(answer) == {"unfit"}
        or (
            set(answer) in ({"result", "changed", "warnings"}, {"error", "changed", "warnings"})
            and isinstance(answer["changed"], dict)
            and _are_warnings(answer["warnings"])
        )
    )
    if not fit or not isinstance(answer.get("unfit", ""), str):
        raise wire.WireError("the answer has another form than the one agreed on")


def _are_warnings(noted: Any) -> bool:
    """Tell whether something is a short list of kinds of warnings and their texts."""
    return (
        isinstance(noted, list)
        and len(noted) <= 20
        and all(
            isinstance(one, tuple) and len(one) == 2 and all(isinstance(w, str) for w in one)
            for one in noted
        )
        and all(
            isinstance(getattr(builtins, kind, UserWarning), type)
            and issubclass(getattr(builtins, kind, UserWarning), Warning)
            for kind, _ in noted
        )
    )


def _change(positional: tuple[Any, ...], place: Any, value: Any) -> None:
    """Let an argument show what the student's function has done to its copy."""
    if not isinstance(place, int) or not 0 <= place < len(positional):
        return
    argument = positional[place]
    if isinstance(argument, np.ndarray) and isinstance(value, np.ndarray):
        with contextlib.suppress(TypeError, ValueError, AttributeError):
            if argument.shape != value.shape:
                argument.shape = value.shape
            if argument.flags.writeable:
                argument[...] = value
    elif isinstance(argument, list) and isinstance(value, list):
        argument[:] = value
    elif isinstance(argument, dict) and isinstance(value, dict):
        argument.clear()
        argument.update(value)


class Test:
    """A test cell, compiled: what it needs, its statements, and the value that it may end with.

    Parameters
    ----------
    source : str
        Plain Python.

    Raises
    ------
    SyntaxError, ValueError
        If it is none.
    """

    def __init__(self, source: str) -> None:
        tree = ast.parse(source)
        self.last: CodeType | None = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            self.last = compile(ast.Expression(tree.body.pop().value), "<test>", "eval")
        self.body = compile(tree, "<test>", "exec")
        self.names = names_read(source)

    def run(self, space: dict[str, Any]) -> Any:
        """Run it among some names; give the value of its last line."""
        exec(self.body, space)
        return eval(self.last, space) if self.last else None


def names_read(source: str) -> set[str]:
    """Names that some code takes from outside, as far as it can be compiled.

    Those that it gives a value first are its own: the student's of the same name, perhaps as large
    as a film, need not be sent for.
    """
    try:
        code = compile(source, "<test>", "exec")
    except (SyntaxError, ValueError):
        return set()
    outside: dict[str, bool] = {}
    waiting = [code]
    while waiting:
        part = waiting.pop(0)
        waiting += [constant for constant in part.co_consts if isinstance(constant, CodeType)]
        for step in dis.get_instructions(part):
            if step.opname in ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"):
                outside.setdefault(step.argval, True)
            elif step.opname in ("STORE_NAME", "STORE_GLOBAL"):
                outside.setdefault(step.argval, False)
    return {name for name, wanted in outside.items() if wanted}


class Examiner:
    """Runs read-only cells and tests in a namespace that no student's code can reach.

    Attributes
    ----------
    channel : Channel or None
        The way to the student's kernel; none while read-only cells are run.
    """

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
        self.hidden = set(self.shell.user_ns)
        self.own: dict[str, Any] = {}
        self.tests: dict[str, Test] = {}

    def prepare(self, source: str) -> dict[str, Any]:
        """Run a read-only cell; what it defines is there in every test."""
        answer = self._run(self.compiled(source), dict(self.own))
        self.own = self._names()
        return answer

    def compiled(self, source: str) -> Test:
        """Give a cell compiled; each is compiled once, before the fork where possible."""
        if source not in self.tests:
            self.tests[source] = Test(source)
        return self.tests[source]

    def test(self, source: str) -> dict[str, Any]:
        """Run a test cell, with what it needs of the student's."""
        try:
            test = self.compiled(source)
        except (SyntaxError, ValueError) as error:
            return _failure(type(error).__name__, str(error)) | {"said": ""}
        wanted = sorted(test.names - self.own.keys() - set(dir(builtins)) - self.hidden)
        space = dict(self.own)
        if wanted:
            reply = self.channel.ask({"ask": "describe", "names": wanted})
            try:
                space |= self._student_names(wanted, reply)
            except wire.WireError as error:
                self.channel.send({"flag": f"the kernel describes its names wrongly: {error}"})
        return self._run(test, space)

    def _student_names(self, wanted: list[str], reply: Any) -> dict[str, Any]:
        if "answer" not in reply:
            return {}
        described = wire.loads(reply["answer"])
        if not isinstance(described, dict):
            raise wire.WireError("the answer has another form than the one agreed on")
        found = {}
        for name in wanted:
            kind = described.get(name)
            if not isinstance(kind, tuple) or len(kind) != 2:
                continue
            if kind[0] == "function":
                found[name] = student_function(self.channel, name)
            elif kind[0] == "value":
                found[name] = kind[1]
            else:
                found[name] = wire.opaque("value that cannot be looked at")
        return found

    def _names(self) -> dict[str, Any]:
        return {k: v for k, v in self.shell.user_ns.items() if k not in self.hidden}

    def _run(self, test: Test, space: dict[str, Any]) -> dict[str, Any]:
        for name in self._names():
            del self.shell.user_ns[name]
        self.shell.user_ns.update(space)
        said = io.StringIO()
        try:
            with (
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(io.StringIO()),
                self.shell.builtin_trap,
            ):
                result = test.run(self.shell.user_ns)
        except BaseException as error:
            render = getattr(error, "_render_traceback_", None)
            return _failure(type(error).__name__, str(error), render) | {"said": ""}
        answer: dict[str, Any] = {"status": "ok", "said": said.getvalue()[:TEXT]}
        if result is not None:
            answer["result"] = repr(result)[:TEXT]
        return answer


def _failure(kind: str, sentence: str, render: Callable[[], list[str]] | None = None) -> dict:
    """Describe an error by its sentence alone: a traceback would quote the test."""
    lines = render() if render else [f"{kind}: {sentence}"]
    return {"status": "error", "ename": kind, "evalue": sentence[:TEXT], "traceback": lines}


def serve(incoming: int, outgoing: int, examiner: Examiner, seed: int) -> None:
    """Be the examiner of one submission, until the conversation ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["SVDLAB_SEED"] = str(seed)
    channel = Channel(os.fdopen(incoming, encoding="utf-8"), os.fdopen(outgoing, "w"))
    examiner.channel = channel
    channel.send({"status": "ready", "pid": os.getpid()})
    for line in channel.incoming:
        channel.send(examiner.test(json.loads(line)["source"]))


def main() -> None:
    """Run the read-only cells once, then fork an examiner for every submission.

    The only argument is the number of a socket. On it come the read-only cells and the tests, and
    are answered; then, for every submission, its seed and two descriptors to talk on.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    # What a test prints belongs to nobody: all conversations have descriptors of their own.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    examiner = Examiner()
    kit = frames.receive(control)
    answers = [examiner.prepare(source) for source in kit["read_only"]]
    for source in kit["tests"]:
        # One that cannot be compiled says so when it is its turn.
        with contextlib.suppress(SyntaxError, ValueError):
            examiner.compiled(source)
    failures = [answer["evalue"] for answer in answers if answer["status"] != "ok"]
    frames.send(control, {"failures": failures})
    fork_for_each(control, lambda order, *ends: serve(*ends, examiner, order["seed"]))


if __name__ == "__main__":
    main()

"""Put a student's notebook back into the shape of its release, so that nbgrader can grade it.

A student may delete, copy, split, merge, move and edit cells, and some editors drop nbgrader's
metadata. :func:`restore` looks for every cell of the release by what is left of it: first by its
text and its metadata, then by the functions that it defines.

A mark must not be lost on the way. So what a student's own cell holds is never thrown away, and
where code has to be in two places, it is copied: a function defined twice is the same function.
"""

import ast
import copy
import difflib
import itertools
import re
import textwrap
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

ANSWER, WRITTEN, TEST, LOCKED = "answer", "written", "test", "locked"
# What a student could have changed in the metadata. The checksum is not theirs to keep right.
WATCHED = ("grade_id", "points", "grade", "solution", "locked", "task", "schema_version")
# Cell magics below which there is Python; under any other, IPython runs another language.
PYTHON_MAGICS = {"%%time", "%%timeit", "%%capture", "%%prun"}
ALIKE = 0.8
LONGEST_COMPARED = 6000

# Sentences for the report: for one cell, and for several.
REPAIRS = {
    "kernel": "The notebook was made for {names}; the release's kernel was put back.",
    "cut": "Cells had been merged or added to; they were cut apart at {names}.",
    "joined": "The answer cell {names} was split over several cells; they were joined.",
    "lost": "nbgrader's metadata was missing and was put back: {names}.",
    "copy_taken": "Cell {names} was still the stub and a copy of it held the answer; "
    "the copy was taken.",
    "duplicate": "There were copies of {names}; they stay as plain cells.",
    "function_found": "The answer of {names} stood in a cell of its own; "
    "its code was put into the answer cell.",
    "answered_elsewhere": "The function of {names} stands in the cell of another answer.",
    "retyped": "The type of {names} had been changed and was put back.",
    "put_back": "Missing cells were put back: {names}.",
    "moved": "Cells stood in another order and were moved back: {names}.",
    "text_found": "The text of the written answer stood beside {names} and was put into it.",
    "stub_removed": "A second, empty stub was taken out, for it would undo the answer: {names}.",
    "unknown": "Cells with a grade_id that the release does not have stay as plain cells: {names}.",
    "kept": "What a student wrote into {names} was kept in a cell of its own.",
    "absent": "Not in the submission: {names}.",
}
FLAGS = {
    "test_edited": "The test cell {names} was edited; the release's was put back.",
    "locked_edited": "The read-only cell {names} was edited; the release's was put back.",
    "metadata": "nbgrader's metadata was changed; the release's was put back: {names}.",
}


@dataclass(frozen=True)
class Repaired:
    """A notebook that nbgrader can grade.

    Attributes
    ----------
    notebook : NotebookNode
        The notebook, with every cell of the release that carries nbgrader metadata, once.
    repairs : tuple of str
        What was done, a sentence each.
    flags : tuple of str
        What an instructor should look at, a sentence each.
    matched : int
        How many answer cells of the release were found, the written answer among them.
    """

    notebook: NotebookNode
    repairs: tuple[str, ...]
    flags: tuple[str, ...]
    matched: int


@dataclass(frozen=True, eq=False)
class Target:
    """A cell of the release that has to be in the result."""

    place: int
    cell: NotebookNode
    role: str
    functions: frozenset[str]

    @cached_property
    def name(self) -> str:
        """Its ``grade_id``."""
        return self.cell.metadata.nbgrader.grade_id

    @cached_property
    def text(self) -> str:
        """Its source, for comparing."""
        return normal(self.cell.source)

    @cached_property
    def exercise(self) -> str:
        """Number of its exercise, such as ``1.2``; its ``grade_id`` if that names none."""
        number = re.match(r"(?:ex|check)-(\d+)-(\d+)(?:-|$)", self.name)
        return ".".join(number.groups()) if number else self.name

    @cached_property
    def label(self) -> str:
        """What a report calls it."""
        if self.role != ANSWER or self.exercise == self.name:
            return self.name
        return f"exercise {self.exercise} ({', '.join(sorted(self.functions))})"


@dataclass(eq=False)
class Unit:
    """A cell of the submission, or a piece of one."""

    cell: NotebookNode
    source: str
    names: list[str] = field(default_factory=list)
    own_cell: bool = True
    lesson: int | None = None
    target: Target | None = None

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.cell.cell_type == "code"


class Findings:
    """Collects what was found, so that forty cells of one kind make one sentence."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}

    def add(self, kind: str, name: str) -> None:
        """Note that something holds for a cell."""
        names = self.names.setdefault(kind, [])
        if name not in names:
            names.append(name)

    def sentences(self, texts: dict[str, str]) -> tuple[str, ...]:
        """Write a sentence for each kind that was found."""
        return tuple(
            text.format(names=listed(self.names[kind]))
            for kind, text in texts.items()
            if kind in self.names
        )


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in a row, not too many of them."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Text without what an editor may change: space at line ends, empty lines around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def first_line(text: str) -> str:
    """Give the first line that is not empty."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def about(cell: NotebookNode) -> dict:
    """Nbgrader's metadata of a cell; empty if there is none, or no sense in it."""
    metadata = cell.get("metadata")
    data = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return data if isinstance(data, dict) else {}


def role_of(cell: NotebookNode) -> str | None:
    """Say what a cell of a release is for; None for a lesson's own cell."""
    data = about(cell)
    if not data.get("grade_id"):
        return None
    if data.get("solution"):
        return ANSWER if cell.cell_type == "code" else WRITTEN
    if data.get("grade"):
        return TEST
    return LOCKED if data.get("locked") or data.get("task") else None


def targets_of(release: NotebookNode) -> list[Target]:
    """List the cells of a release that have to be in every submission, in their order."""
    found = []
    for place, cell in enumerate(release.cells):
        role = role_of(cell)
        if role:
            functions = frozenset(definitions(cell.source)) if role == ANSWER else frozenset()
            found.append(Target(place, cell, role, functions))
    return found


# --- Python ---------------------------------------------------------------------------------


def without_magics(source: str) -> str | None:
    """Put ``pass`` for IPython's magic lines; None for a cell in another language."""
    lines = source.split("\n")
    for i, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith("%%"):
            if bare.split()[0] not in PYTHON_MAGICS:
                return None
            lines[i] = ""
        elif bare.startswith(("%", "!", "?")) or bare.endswith("?"):
            lines[i] = line[: len(line) - len(line.lstrip())] + "pass"
    return "\n".join(lines)


@lru_cache(maxsize=1024)
def parse(source: str) -> ast.Module | None:
    """Parse a cell as IPython would; None if it cannot be run. Line numbers stay true."""
    with warnings.catch_warnings():
        # A student's "\s" is nothing to warn the instructor of.
        warnings.simplefilter("ignore")
        for attempt in (lambda: source, lambda: without_magics(source)):
            try:
                text = attempt()
                return None if text is None else ast.parse(text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return None


def is_other_language(source: str) -> bool:
    """Whether a cell magic hands the cell to another language."""
    return first_line(source).startswith("%%") and without_magics(source) is None


def statements_in(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when a cell runs: also those under ``if`` and ``try``."""
    for statement in body:
        yield statement
        for name in ("body", "orelse", "finalbody"):
            if isinstance(statement, ast.If | ast.Try | ast.With):
                yield from statements_in(getattr(statement, name, []))


def definitions(source: str) -> dict[str, ast.stmt | None]:
    """Names of the functions that a cell defines, with the statement that does so last.

    The statement is None where the code cannot be parsed and only the line was recognised.
    """
    tree = parse(source)
    if tree is None:
        if is_other_language(source):
            return {}
        return dict.fromkeys(re.findall(r"^(?:async\s+)?def\s+(\w+)", source, re.MULTILINE))
    found: dict[str, ast.stmt | None] = {}
    for statement in statements_in(tree.body):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found[statement.name] = statement
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = statement
    return found


def working_body(function: ast.stmt) -> list[ast.stmt]:
    """Body of a function without its docstring, ``pass``, ``...`` and "not implemented"."""
    return [
        statement
        for statement in getattr(function, "body", [function])
        if not isinstance(statement, ast.Pass)
        and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        and not (
            isinstance(statement, ast.Raise)
            and statement.exc is not None
            and "NotImplementedError" in used(statement)
        )
    ]


def really_defines(source: str, target: Target) -> bool:
    """Whether code answers an exercise, rather than being its stub still."""
    if normal(source) == target.text:
        return False
    if not target.functions:
        return bool(source.strip())
    found = definitions(source)
    for name in target.functions & set(found):
        statement = found[name]
        # Code that cannot be parsed but differs from the stub is somebody's attempt.
        if statement is None or working_body(statement):
            return True
    return False


def is_only_stub(source: str, targets: Iterable[Target]) -> bool:
    """Whether a cell holds stubs of the release and nothing else."""
    if any(target.role == ANSWER and target.text == normal(source) for target in targets):
        return True
    tree = parse(source)
    names = {name for target in targets if target.role == ANSWER for name in target.functions}
    return bool(tree and tree.body) and all(
        isinstance(statement, ast.FunctionDef)
        and statement.name in names
        and not working_body(statement)
        for statement in tree.body
    )


def bound(statement: ast.stmt) -> set[str]:
    """Names that a statement gives a value to, in the cell's own scope."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
    return found


def used(statement: ast.stmt) -> set[str]:
    """Names that a statement looks up, now or when its function is called."""
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def span(statement: ast.stmt, lines: Sequence[str]) -> tuple[int, int]:
    """First and last line, from 0, of a statement with its decorators and the comment above."""
    decorators = getattr(statement, "decorator_list", [])
    start = min([statement.lineno, *(one.lineno for one in decorators)]) - 1
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return start, statement.end_lineno or statement.lineno


def only_defines(source: str) -> bool:
    """Whether running a cell does nothing but define and import."""
    tree = parse(source)
    return tree is not None and all(
        isinstance(
            statement,
            ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom,
        )
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in tree.body
    )


def code_for(source: str, names: Iterable[str]) -> str:
    """Take from a cell what some of its functions need: themselves, helpers, constants, imports."""
    tree = parse(source)
    if tree is None:
        return source
    wanted, chosen = set(names), set()
    while True:
        more = {
            i
            for i, statement in enumerate(tree.body)
            if i not in chosen
            and (isinstance(statement, ast.Import | ast.ImportFrom) or bound(statement) & wanted)
        }
        if not more:
            break
        chosen |= more
        wanted |= {name for i in more for name in used(tree.body[i])}
    if len(chosen) == len(tree.body):
        return source
    lines = source.split("\n")
    spans = [span(tree.body[i], lines) for i in sorted(chosen)]
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(spans)):
        return source  # two statements on one line
    return "\n\n".join("\n".join(lines[start:end]) for start, end in spans)


def cut_function(source: str, names: Iterable[str], stops: Iterable[str]) -> tuple[str, str] | None:
    """Cut a function out of a cell, from its ``def`` to the next function of another answer.

    Parameters
    ----------
    source : str
        Code of the cell.
    names : iterable of str
        Functions to cut out.
    stops : iterable of str
        Functions of other answers.

    Returns
    -------
    tuple of str, or None
        What is left, and what was cut out. None if one of them needs what the other defines: then
        a test that runs between the two cells would fail, and they have to stay together.
    """
    tree = parse(source)
    if tree is None:
        return None
    names, stops = set(names), set(stops)
    taken, taking = [], False
    for statement in tree.body:
        defined = getattr(statement, "name", None)
        if defined in names:
            taking = True
        elif defined in stops:
            taking = False
        if taking:
            taken.append(statement)
    left = [statement for statement in tree.body if statement not in taken]
    if not taken or not left:
        return None
    needed = set().union(*map(used, left))
    if needed & set().union(*map(bound, taken)):
        return None
    lines = source.split("\n")
    spans = [span(statement, lines) for statement in taken]
    others = [span(statement, lines) for statement in left]
    if any(a < d and c < b for a, b in spans for c, d in others):
        return None
    out = {i for start, end in spans for i in range(start, end)}
    rest = "\n".join(line for i, line in enumerate(lines) if i not in out)
    return rest.strip("\n"), "\n\n".join("\n".join(lines[a:b]) for a, b in spans)


# --- Cells cut and joined -------------------------------------------------------------------


class Knife:
    """Cuts a cell where another cell of the release begins or ends in it.

    A test is recognised by its first line, a read-only cell by its whole text.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        # By type of the cell and first line: the rest of the text, and whether it is a test.
        self.fixed: dict[tuple[str, str], list[tuple[list[str], bool]]] = {}
        for target in targets:
            if target.role in (TEST, LOCKED):
                lines = target.text.split("\n")
                place = self.fixed.setdefault((target.cell.cell_type, lines[0]), [])
                place.append((lines, target.role == TEST))
        functions = {re.escape(name) for target in targets for name in target.functions}
        # With no function at all, an expression that matches nothing.
        self.answer = re.compile(rf"(?:async )?def (?:{'|'.join(functions) or '(?!)'})\b")

    def end_of_piece(self, lines: Sequence[str], start: int, kind: str) -> int | None:
        """Say where a cell of the release ends that begins at a line; None if none does."""
        for text, is_test in self.fixed.get((kind, lines[start]), ()):
            if lines[start : start + len(text)] == text:
                return start + len(text)
            if is_test:
                for i in range(start + 1, len(lines)):
                    if (kind, lines[i]) in self.fixed or self.answer.match(lines[i]):
                        return i
                return len(lines)
        return None

    def cut(self, cell: NotebookNode) -> list[str]:
        """Cut a cell; what is left of it comes in its order."""
        lines = cell.source.split("\n")
        bare = [line.rstrip() for line in lines]
        found, own, i = [], 0, 0
        while i < len(lines):
            end = self.end_of_piece(bare, i, cell.cell_type)
            if end is None:
                i += 1
                continue
            found += ["\n".join(lines[own:i]), "\n".join(lines[i:end])]
            own = i = end
        found.append("\n".join(lines[own:]))
        return [piece.strip("\n") for piece in found if piece.strip()]


def unfenced(source: str) -> str:
    """Code without Markdown's fence around it."""
    fence = re.fullmatch(r"\s*```\w*\n(.*?)\n```\s*", source, re.DOTALL)
    return fence.group(1) if fence else source


def units_of(submission: NotebookNode, targets: Sequence[Target], findings: Findings) -> list[Unit]:
    """Take a submission apart into cells and pieces of cells."""
    units, knife = [], Knife(targets)
    for cell in submission.cells:
        name = about(cell).get("grade_id")
        names = [name] if isinstance(name, str) and name else []
        found = knife.cut(cell)
        if len(found) < 2:
            found = [cell.source]
        else:
            findings.add("cut", names[0] if names else f"“{first_line(found[0])[:50]}”")
        for number, source in enumerate(found):
            units.append(Unit(cell, source, names if not number else [], not number))
    return join_split_answers(units, targets, findings)


def is_open(source: str) -> bool:
    """Whether code may go on in the next cell: it cannot be run, or its function never returns."""
    tree = parse(source)
    if tree is None:
        return not is_other_language(source)
    last = tree.body[-1] if tree.body else None
    return isinstance(last, ast.FunctionDef | ast.AsyncFunctionDef) and not isinstance(
        last.body[-1], ast.Return | ast.Raise
    )


def joined_answer(head: str, tail: str, target: Target) -> str | None:
    """Put the two ends of a split function together; None if they do not fit."""
    whole = f"{head}\n{tail}"
    if parse(head) is not None and not tail.lstrip("\n")[:1].isspace():
        # Perhaps a body that its author moved to the left margin, so that the cell would run.
        tree = parse(tail)
        if tree is None or not any(isinstance(s, ast.Return) for s in statements_in(tree.body)):
            return None
        whole = f"{head}\n{textwrap.indent(tail, '    ')}"
    return whole if parse(whole) is not None and really_defines(whole, target) else None


def join_next(
    unit: Unit, following: Sequence[Unit], answers: Sequence[Target], given: set[str]
) -> tuple[Target, int] | None:
    """Join a unit with those below if they go on with its function.

    Returns
    -------
    tuple of Target and int, or None
        The answer that was split, and how many units were joined to its beginning.
    """
    if not unit.is_code or not is_open(unit.source):
        return None
    begun = definitions(unit.source)
    for target in answers:
        tail: list[str] = []
        for count, other in enumerate(following[:4], 1):
            # The rest of a split test cannot belong to an answer.
            if not target.functions & set(begun) or not other.is_code:
                break
            if {line.strip() for line in other.source.split("\n")} <= given:
                break
            tail.append(other.source)
            whole = joined_answer(unit.source, "\n".join(tail), target)
            if whole is not None:
                unit.source = whole
                unit.names = [n for one in (unit, *following[:count]) for n in one.names]
                return target, count
    return None


def join_split_answers(
    units: list[Unit], targets: Sequence[Target], findings: Findings
) -> list[Unit]:
    """Join cells that a student split in the middle of a function."""
    answers = [target for target in targets if target.role == ANSWER]
    given = {
        line.strip()
        for target in targets
        if target.role in (TEST, LOCKED)
        for line in ["", *target.text.split("\n")]
    }
    result: list[Unit] = []
    i = 0
    while i < len(units):
        unit = units[i]
        result.append(unit)
        i += 1
        while joined := join_next(unit, units[i:], answers, given):
            findings.add("joined", joined[0].name)
            i += joined[1]
    return result


# --- Matching -------------------------------------------------------------------------------


def mark_lessons(units: Sequence[Unit], release: NotebookNode) -> None:
    """Note which units are the lesson's own cells, and where they stand in the release."""
    texts: dict[tuple[str, str], int] = {}
    ids: dict[str, int] = {}
    for place, cell in enumerate(release.cells):
        if role_of(cell) is None:
            texts.setdefault((cell.cell_type, normal(cell.source)), place)
            if len(first_line(cell.source)) > 10 and cell.cell_type == "markdown":
                texts.setdefault(("first", first_line(cell.source)), place)
            ids[cell.get("id", "")] = place
    seen = set()
    for unit in units:
        kind = unit.cell.cell_type
        place = texts.get((kind, normal(unit.source)))
        if place is None and kind == "markdown":
            place = texts.get(("first", first_line(unit.source)))
        if place is None and unit.own_cell:
            place = ids.get(unit.cell.get("id", ""))
        # A copy of a lesson's cell says nothing about places.
        if place is not None:
            unit.lesson = place if place not in seen else -1
            seen.add(place)


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    matcher = difflib.SequenceMatcher(
        None, one[:LONGEST_COMPARED], other[:LONGEST_COMPARED], autojunk=False
    )
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


class Matching:
    """Finds for each cell of the release the unit of the submission that it became."""

    def __init__(self, targets: Sequence[Target], units: list[Unit], findings: Findings) -> None:
        self.targets = targets
        self.units = units
        self.findings = findings
        self.claims: dict[Target, Unit] = {}
        # Sources of the answers found, once they are mended.
        self.answers: dict[Target, str] = {}
        self.by_name = {target.name: target for target in targets}
        self.answer_targets = [target for target in targets if target.role == ANSWER]

    # -- tools

    def claim(self, target: Target, unit: Unit) -> None:
        """Say that a unit is a cell of the release."""
        self.claims[target] = unit
        unit.target = target
        if target.role in (ANSWER, WRITTEN):
            self.answers[target] = unit.source

    def free(self, fits: Callable[[Unit], bool]) -> list[Unit]:
        """Units that are nobody's yet."""
        return [unit for unit in self.units if unit.target is None and fits(unit)]

    def claim_best(self, target: Target, units: Sequence[Unit]) -> None:
        """Claim one of several: the one that says so itself, else the first."""
        if target in self.claims or not units:
            return
        self.claim(
            target,
            min(units, key=lambda u: (target.name not in u.names, not same_id(u, target))),
        )

    def named(self, target: Target) -> list[Unit]:
        """Units that say they are this cell: by ``grade_id``, else by cell id."""
        return self.free(lambda unit: target.name in unit.names) or self.free(
            lambda unit: (
                same_id(unit, target) and not any(name in self.by_name for name in unit.names)
            )
        )

    def answers_another(self, unit: Unit, target: Target) -> bool:
        """Whether a unit answers other exercises, and not this one."""
        return not really_defines(unit.source, target) and any(
            really_defines(unit.source, other) and other.functions
            for other in self.answer_targets
            if other is not target
        )

    # -- tests and read-only cells

    def match_fixed_by_text(self) -> None:
        """Find tests and read-only cells whose text says what they are."""
        fixed = [target for target in self.targets if target.role in (TEST, LOCKED)]
        for target in fixed:
            self.claim_best(target, self.free(lambda u, t=target: normal(u.source) == t.text))
        for target in fixed:
            first = first_line(target.text)
            if target.role == TEST and first.startswith("#"):
                self.claim_best(target, self.free(lambda u, f=first: first_line(u.source) == f))

    def match_fixed_by_name(self) -> None:
        """Find tests and read-only cells that say what they are, then those that look like it."""
        fixed = [target for target in self.targets if target.role in (TEST, LOCKED)]
        for target in fixed:
            own = [unit for unit in self.named(target) if not self.answers_another(unit, target)]
            self.claim_best(target, own)
        for target in fixed:
            if target in self.claims:
                continue
            scores = [
                (alike(normal(unit.source), target.text), unit)
                for unit in self.free(
                    lambda u, t=target: u.cell.cell_type == t.cell.cell_type and u.lesson is None
                )
            ]
            best = max(scores, key=lambda pair: pair[0], default=(0.0, None))
            if best[0] >= ALIKE:
                self.claim(target, best[1])

    def keep_what_was_written_into(self) -> None:
        """Keep a student's own work in a read-only cell that will be replaced."""
        for target, unit in list(self.claims.items()):
            if target.role not in (TEST, LOCKED) or normal(unit.source) == target.text:
                continue
            extra = (
                own_code(unit, target)
                if target.cell.cell_type == "code"
                else own_text(unit, target)
            )
            if extra:
                make = new_code_cell if target.cell.cell_type == "code" else new_markdown_cell
                piece = Unit(make(), extra, own_cell=False)
                # Code has to run before the test; an answer stands below its question.
                at = self.units.index(unit) + (target.cell.cell_type != "code")
                self.units.insert(at, piece)
                self.findings.add("kept", target.name)

    # -- answers in code

    def match_answers(self) -> None:
        """Find the answers in code."""
        for target in self.answer_targets:
            self.match_named_answer(target)
        for target in self.answer_targets:
            if target not in self.claims:
                self.match_answer_by_function(target)
        for target in self.answer_targets:
            if not self.is_answered(target):
                self.look_into_other_answers(target)

    def match_named_answer(self, target: Target) -> None:
        """Claim a cell that says it is this answer and holds one."""
        own = self.named(target)
        real = [unit for unit in own if really_defines(as_code(unit), target)]
        if real:
            self.claim(target, real[0])
            self.answers[target] = as_code(real[0])
            if own[0] is not real[0]:
                self.findings.add("copy_taken", target.name)

    def match_answer_by_function(self, target: Target) -> None:
        """Claim a cell by the function it defines, or fill the stub from where it stands."""
        own = [unit for unit in self.named(target) if not self.answers_another(unit, target)]
        own = own or self.free(
            lambda u: (
                u.is_code
                and bool(target.functions & set(definitions(u.source)))
                and not really_defines(u.source, target)
                and not any(name in self.by_name for name in u.names)
            )
        )
        found = self.free(
            lambda u: (
                u.is_code
                and bool(target.functions)
                and u not in own
                and really_defines(u.source, target)
            )
        )
        source = self.last_before_tests(target, found)
        if source is None:
            if own:
                self.claim(target, own[0])
                self.answers[target] = as_code(own[0])
        elif not own:
            self.claim(target, source)
        else:
            self.fill_stub(target, own[0], source)

    def fill_stub(self, target: Target, stub: Unit, source: Unit) -> None:
        """Put an answer that stands elsewhere into its cell."""
        self.claim(target, stub)
        text = "" if is_only_stub(stub.source, self.targets) else as_code(stub)
        places = self.units.index(stub), self.units.index(source)
        if text and abs(places[0] - places[1]) == 1 and only_defines(source.source):
            ends = (text, source.source) if places[0] < places[1] else (source.source, text)
            self.answers[target] = "\n\n\n".join(ends)
            self.units.remove(source)
            self.findings.add("joined", target.name)
            return
        code = code_for(source.source, target.functions)
        self.answers[target] = f"{text}\n\n\n{code}" if text else code
        self.findings.add("function_found", target.label)

    def last_before_tests(self, target: Target, units: Sequence[Unit]) -> Unit | None:
        """Of several cells that define a function, the one whose function its tests would call."""
        if not units:
            return None
        tests = [
            self.units.index(unit)
            for other, unit in self.claims.items()
            if other.role == TEST and other.exercise == target.exercise
        ]
        before = [unit for unit in units if tests and self.units.index(unit) < min(tests)]
        return before[-1] if before else units[0]

    def is_answered(self, target: Target) -> bool:
        """Whether the text for an answer cell defines its function."""
        text = self.answers.get(target)
        return text is not None and (not target.functions or really_defines(text, target))

    def look_into_other_answers(self, target: Target) -> None:
        """Look for a function in the cells of other answers."""
        holders = [
            other
            for other in self.answer_targets
            if other is not target
            and target.functions
            and other in self.answers
            and really_defines(self.answers[other], target)
        ]
        if not holders:
            return
        tests = [
            other.place
            for other in self.targets
            if other.role == TEST and other.exercise == target.exercise
        ]
        early = [other for other in holders if not tests or other.place < min(tests)]
        holder = (early or holders)[-1]
        own = self.answers.get(target, "")
        is_stub = not own.strip() or is_only_stub(own, self.targets)
        rebinds = bool(target.functions & set(definitions(own)))
        if not early or (rebinds and not is_stub):
            code = code_for(self.answers[holder], target.functions)
            self.answers[target] = code if is_stub else f"{own}\n\n\n{code}"
            self.findings.add("function_found", target.label)
            return
        if not is_stub:
            return  # the student's own note, such as "see above"
        self.findings.add("answered_elsewhere", target.label)
        stops = {name for other in self.answer_targets for name in other.functions}
        parts = None
        if holder.place < target.place:
            parts = cut_function(self.answers[holder], target.functions, stops - target.functions)
        if parts:
            self.answers[holder], self.answers[target] = parts
        else:
            self.answers[target] = f"# answered in the cell {holder.name}"

    # -- the written answer

    def match_written(self) -> None:
        """Find the written answers."""
        for target in self.targets:
            if target.role == WRITTEN:
                self.match_one_written(target)

    def match_one_written(self, target: Target) -> None:
        """Find a written answer by its name, its stub, or its place after the question."""
        own = self.named(target) or self.free(lambda u: normal(u.source) == target.text)
        real = [u for u in own if normal(u.source) not in ("", target.text)]
        if real:
            self.claim(target, real[0])
            if own[0] is not real[0]:
                self.findings.add("copy_taken", target.name)
            return
        if own:
            self.claim(target, own[0])
        question = self.claims.get(self.question_of(target))
        beside: list[Unit] = []
        for start, step in ((own[0] if own else None, -1), (question, 1), (question, -1)):
            # Upwards from the answer, down from the question: never past the lesson's own cells.
            if start is not None and not beside and not (start is question and step < 0):
                beside = self.own_texts_beside(start, step)
        if not beside and own:
            beside = self.own_texts_beside(own[0], 1)
        if not beside:
            return
        if own:
            self.answers[target] = "\n\n".join(unit.source for unit in beside)
            for unit in beside:
                self.units.remove(unit)
            self.findings.add("text_found", target.name)
        else:
            self.claim(target, beside[0])

    def question_of(self, target: Target) -> Target | None:
        """Find the read-only text above a written answer."""
        at = self.targets.index(target)
        before = self.targets[at - 1] if at else None
        return before if before and before.role == LOCKED else None

    def own_texts_beside(self, unit: Unit, step: int) -> list[Unit]:
        """Text cells that a student wrote next to a cell, in their order."""
        at = self.units.index(unit) + step
        found = []
        while 0 <= at < len(self.units):
            other = self.units[at]
            if (
                other.target is not None
                or other.lesson is not None
                or other.cell.cell_type != "markdown"
                or not other.source.strip()
            ):
                break
            found.append(other)
            at += step
        return found[::step]

    # -- what is left

    def dismiss_the_rest(self) -> None:
        """Take empty stubs out and note the copies among what nobody claimed."""
        for unit in self.free(lambda u: True):
            if unit.is_code and is_only_stub(unit.source, self.targets):
                self.units.remove(unit)
                self.findings.add("stub_removed", first_line(unit.source)[:50])
                continue
            for name in unit.names:
                known = name in self.by_name
                self.findings.add("duplicate" if known else "unknown", name)

    def look_at_metadata(self) -> None:
        """Note what happened to the metadata and the type of the cells found."""
        for target in self.targets:
            unit = self.claims.get(target)
            if unit is None or not unit.own_cell:
                continue
            have, want = about(unit.cell), target.cell.metadata.nbgrader
            if not have.get("grade_id"):
                self.findings.add("lost", target.name)
            else:
                wrong = [key for key in WATCHED if key in want and have.get(key) != want[key]]
                if wrong:
                    self.findings.add("metadata", f"{target.name} ({', '.join(wrong)})")
            if unit.cell.cell_type != target.cell.cell_type:
                self.findings.add("retyped", target.name)
        for target, unit in self.claims.items():
            if target.role in (TEST, LOCKED) and normal(unit.source) != target.text:
                kind = "test_edited" if target.role == TEST else "locked_edited"
                self.findings.add(kind, target.name)


def same_id(unit: Unit, target: Target) -> bool:
    """Whether a unit still has the cell id of the release."""
    return unit.own_cell and unit.cell.get("id") == target.cell.get("id", "")


def as_code(unit: Unit) -> str:
    """Source of a unit that is to be code."""
    return unit.source if unit.is_code else unfenced(unit.source)


def own_code(unit: Unit, target: Target) -> str:
    """Code of a replaced cell that somebody's answer may need: functions it defines of its own."""
    names = set(definitions(unit.source)) - set(definitions(target.text))
    tree = parse(unit.source)
    if tree is None:
        return unit.source if names else ""
    functions = {
        statement.name
        for statement in tree.body
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    return code_for(unit.source, names & functions) if names & functions else ""


def own_text(unit: Unit, target: Target) -> str:
    """Lines that a student added to a read-only text."""
    given = [line for line in target.text.split("\n") if line.strip()]
    added = [
        line
        for line in normal(unit.source).split("\n")
        if line.strip()
        and line not in given
        and not difflib.get_close_matches(line, given, n=1, cutoff=0.6)
    ]
    return "\n".join(added)


# --- Placing --------------------------------------------------------------------------------


def in_order(targets: Sequence[Target], place: dict[Target, int]) -> set[Target]:
    """Choose the cells that may stay where they are: the weightiest that are in order.

    Answers weigh most: a test may move to the answer it tests, and the helpers a student put
    beside an answer stay beside it.
    """
    found = [target for target in targets if target in place]
    best: list[tuple[int, int]] = []
    for i, target in enumerate(found):
        weight = 100 if target.role == ANSWER else 1
        before = [(best[j][0], j) for j in range(i) if place[found[j]] < place[target]]
        most, link = max(before, default=(0, -1))
        best.append((most + weight, link))
    chosen: set[Target] = set()
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        chosen.add(found[at])
        at = best[at][1]
    return chosen


def insert_at(entries: Sequence[Target | Unit], target: Target, targets: Sequence[Target]) -> int:
    """Find the place of a missing cell among those that are there."""
    position = {entry: i for i, entry in enumerate(entries) if isinstance(entry, Target)}
    at = targets.index(target)
    low = max((position[t] + 1 for t in targets[:at] if t in position), default=0)
    high = min((position[t] for t in targets[at + 1 :] if t in position), default=len(entries))
    lessons = [
        (i, entries[i].lesson)
        for i in range(low, high)
        if isinstance(entries[i], Unit) and entries[i].lesson not in (None, -1)
    ]
    if target.role in (TEST, ANSWER):
        # As late as possible: what a student added for this exercise has to run before.
        return min((i for i, place in lessons if place > target.place), default=high)
    return max((i + 1 for i, place in lessons if place < target.place), default=low)


def arrange(matching: Matching, findings: Findings) -> list[Target | Unit]:
    """Put the cells of the release and the student's own into their order."""
    targets, claims = matching.targets, matching.claims
    order = {unit: i for i, unit in enumerate(matching.units)}
    staying = in_order(targets, {target: order[unit] for target, unit in claims.items()})
    entries: list[Target | Unit] = []
    for unit in matching.units:
        if unit.target is None:
            entries.append(unit)
        elif unit.target in staying:
            entries.append(unit.target)
        else:
            findings.add("moved", unit.target.name)
            entries += left_behind(matching, unit, unit.target)
    for target in targets:
        if target in staying:
            continue
        entries.insert(insert_at(entries, target, targets), target)
        if target not in claims:
            answer = target.role in (ANSWER, WRITTEN)
            if not answer:
                findings.add("put_back", target.name)
            elif target not in matching.answers:
                findings.add("absent", target.label)
    return entries


def left_behind(matching: Matching, unit: Unit, target: Target) -> list[Unit]:
    """Say what stays at the old place of a cell that moves.

    A student's own cell that also does something else stays, for that may need what runs before;
    only the functions go to the answer's place.
    """
    if target.role != ANSWER or target.name in unit.names or same_id(unit, target):
        return []
    text = matching.answers[target]
    if only_defines(text) or not really_defines(text, target):
        return []
    matching.answers[target] = code_for(text, target.functions)
    return [Unit(unit.cell, text)]


def built(target: Target, answers: dict[Target, str]) -> NotebookNode:
    """Make the cell of the result: the release's, with the student's answer."""
    cell = copy.deepcopy(target.cell)
    if target in answers:
        cell.source = answers[target]
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def plain(unit: Unit) -> NotebookNode:
    """Make a student's own cell, without a trace of nbgrader."""
    cell = copy.deepcopy(unit.cell)
    cell.source = unit.source
    if "nbgrader" in cell.metadata:
        for key in ("nbgrader", "deletable", "editable"):
            cell.metadata.pop(key, None)
    return cell


def give_ids(cells: Sequence[NotebookNode], reserved: set[str]) -> None:
    """Give each cell an id of its own; the cells of the release keep theirs."""
    seen: set[str] = set()
    number = itertools.count(1)
    for cell in cells:
        own = cell.get("id", "")
        if not own or own in seen or (own in reserved and role_of(cell) is None):
            own = next(name for n in number if (name := f"kept-{n}") not in seen | reserved)
        cell["id"] = own
        seen.add(own)


def language(notebook: NotebookNode) -> str:
    """Language of a notebook's kernel, as far as it says."""
    metadata = notebook.get("metadata", {})
    kernel, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    return str(kernel.get("language") or info.get("name") or "").lower()


def restore(submission: NotebookNode, release: NotebookNode) -> Repaired:
    """Put a submission back into the shape of its release.

    Parameters
    ----------
    submission : NotebookNode
        A valid notebook, as :func:`coursekit.grading.intake.find_and_read` gives it.
    release : NotebookNode
        What students were given.

    Returns
    -------
    Repaired
        Every cell of the release that carries nbgrader metadata is there once, in the release's
        order, with the release's metadata and, unless it is an answer, the release's source. All
        other cells of the student keep their place between them.
    """
    findings = Findings()
    targets = targets_of(release)
    units = units_of(submission, targets, findings)
    mark_lessons(units, release)
    matching = Matching(targets, units, findings)
    matching.match_fixed_by_text()
    matching.match_answers()
    matching.match_fixed_by_name()
    matching.keep_what_was_written_into()
    matching.match_written()
    matching.dismiss_the_rest()
    matching.look_at_metadata()
    entries = arrange(matching, findings)
    cells = [
        built(entry, matching.answers) if isinstance(entry, Target) else plain(entry)
        for entry in entries
    ]
    give_ids(cells, {target.cell.get("id", "") for target in targets})
    if language(submission) not in ("", language(release)):
        findings.add("kernel", language(submission))
    notebook = NotebookNode(
        cells=cells, metadata=copy.deepcopy(release.metadata), nbformat=4, nbformat_minor=5
    )
    return Repaired(
        notebook, findings.sentences(REPAIRS), findings.sentences(FLAGS), len(matching.answers)
    )

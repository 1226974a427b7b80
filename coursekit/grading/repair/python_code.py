"""Read the Python of a cell: what it defines, binds and uses, without running it."""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from coursekit.grading.repair.text import first_line

# Cell magics below which there is Python; under any other, IPython runs another language.
PYTHON_MAGICS = {"%%time", "%%timeit", "%%capture", "%%prun"}


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

"""Take functions out of a cell, with what they need."""

import ast
import itertools
from collections.abc import Iterable

from coursekit.grading.repair.python_code import bound, parse, span, used


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

"""Small faults, put into a reference solution one at a time.

No maintained tool fits: cosmic-ray and mutmut start a process for every mutant, know modules
rather than notebook cells, and have no operators for axes, slices and transposes, which are what
goes wrong in array code. The operators follow the usual ones (Jia and Harman, *An Analysis and
Survey of the Development of Mutation Testing*, IEEE TSE 37, 2011), plus those.
"""

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

REGION = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*$", re.MULTILINE)

ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
SWAPS_SIDES = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPPOSITES = """
    argmin/argmax min/max minimum/maximum floor/ceil zeros/ones zeros_like/ones_like any/all
    sum/mean cumsum/cumprod logical_and/logical_or
"""
TWINS = {
    name: twin
    for pair in _OPPOSITES.split()
    for name, twin in (pair.split("/"), reversed(pair.split("/")))
}
# Functions of two arguments that do not care about their order.
SYMMETRIC = {"max", "min", "maximum", "minimum", "hypot", "array_equal", "isclose", "allclose"}


@dataclass(frozen=True)
class Mutant:
    """One faulty copy of a solution cell.

    Attributes
    ----------
    line : int
        Line of the cell, counted from 1.
    change : str
        What was changed: the statement before, an arrow, the statement after.
    code : str
        The whole cell with the fault in it.
    """

    line: int
    change: str
    code: str


def solution_lines(source: str) -> set[int]:
    """Line numbers, counted from 1, that stand between the solution's markers."""
    inside, lines = False, set()
    for number, line in enumerate(source.split("\n"), 1):
        if found := REGION.fullmatch(line):
            inside = found.group(1) == "BEGIN"
        elif inside:
            lines.add(number)
    return lines


def mutants(source: str) -> list[Mutant]:
    """Make every mutant of a solution cell.

    Parameters
    ----------
    source : str
        The cell, with its solution between markers.

    Returns
    -------
    list of Mutant
        In the order of the lines; none of them twice, none equal to the original.
    """
    tree = ast.parse(source)
    lines = solution_lines(source)
    found: dict[str, Mutant] = {}
    for path, node in _walk(tree):
        if getattr(node, "lineno", None) not in lines:
            continue
        for other in _faults(node, path):
            mutant = _mutant(tree, path, other)
            if mutant.code != ast.unparse(tree):
                found.setdefault(mutant.code, mutant)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.change))


Path = tuple[tuple[str, int | None], ...]


def _walk(node: ast.AST, path: Path = ()) -> Iterator[tuple[Path, ast.AST]]:
    """Nodes of a tree, each with the way to it from the root."""
    yield path, node
    if isinstance(node, ast.JoinedStr):
        return  # a sentence is one thing: its wording and what it quotes are no code
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield from _walk(value, (*path, (field, None)))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _walk(item, (*path, (field, place)))


def _at(root: ast.AST, path: Path) -> ast.AST:
    for field, place in path:
        root = getattr(root, field) if place is None else getattr(root, field)[place]
    return root


def _mutant(tree: ast.Module, path: Path, other: ast.AST) -> Mutant:
    """Put one node in the place of another, in a copy of the tree."""
    fresh = copy.deepcopy(tree)
    parent, (field, place) = _at(fresh, path[:-1]), path[-1]
    if place is None:
        setattr(parent, field, other)
    else:
        getattr(parent, field)[place] = other
    ast.fix_missing_locations(fresh)
    depth = next(
        size for size in range(len(path), 0, -1) if isinstance(_at(tree, path[:size]), ast.stmt)
    )
    before, after = (_first_line(_at(root, path[:depth])) for root in (tree, fresh))
    line = getattr(_at(tree, path), "lineno", 0)
    return Mutant(line, f"{before}  →  {after}", ast.unparse(fresh))


def _first_line(statement: ast.AST) -> str:
    """Text of a statement, of a block its head only."""
    text = ast.unparse(statement)
    return text.split("\n")[0] if hasattr(statement, "body") else text


def _faults(node: ast.AST, path: Path) -> Iterator[ast.AST]:
    """Nodes that may stand in a node's place by mistake."""
    match node:
        case ast.BinOp():
            yield from _binary(node)
        case ast.Compare():
            yield from _comparison(node)
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp():
            yield node.operand
        case ast.Constant():
            yield from _constant(node)
        case ast.JoinedStr():
            yield ast.Constant(value="")
        case ast.Slice():
            yield from _slice(node)
        case ast.Attribute(attr="T") | ast.Attribute(attr="mT"):
            yield node.value
        case ast.Attribute(attr=name) if name in TWINS:
            yield _with(node, attr=TWINS[name])
        case ast.Call():
            yield from _call(node)
        case ast.Subscript(slice=ast.Tuple(elts=[first, second])) if isinstance(node.ctx, ast.Load):
            swapped = ast.Tuple(elts=[second, first], ctx=ast.Load())
            yield _with(node, slice=swapped)
        case ast.IfExp() | ast.If():
            yield _with(node, test=ast.Constant(value=True))
            yield _with(node, test=ast.Constant(value=False))
        case ast.Return(value=ast.Tuple(elts=[first, second, *rest])):
            yield _with(node, value=ast.Tuple(elts=[second, first, *rest], ctx=ast.Load()))
    if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef):
        yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _binary(node: ast.BinOp) -> Iterator[ast.AST]:
    for kind in ARITHMETIC.get(type(node.op), ()):
        yield _with(node, op=kind())
    if isinstance(node.op, SWAPS_SIDES):
        yield _with(node, left=node.right, right=node.left)
    yield node.left
    yield node.right


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for place, op in enumerate(node.ops):
        for kind in COMPARISONS.get(type(op), ()):
            yield _with(node, ops=[*node.ops[:place], kind(), *node.ops[place + 1 :]])


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(value=not value)
    elif isinstance(value, int):
        yield ast.Constant(value=value + 1)
        yield ast.Constant(value=value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value=value * 1.01)
        yield ast.Constant(value=value / 2)
        yield ast.Constant(value=value * 2)
    elif value is None:
        yield ast.Constant(value=0)
    elif isinstance(value, str) and value:
        yield ast.Constant(value="")


def _slice(node: ast.Slice) -> Iterator[ast.AST]:
    for name in ("lower", "upper"):
        bound = getattr(node, name)
        if bound is None:
            continue
        yield _with(node, **{name: None})
        for op in (ast.Add(), ast.Sub()):
            shifted = ast.BinOp(left=bound, op=op, right=ast.Constant(value=1))
            yield _with(node, **{name: shifted})
    if node.lower or node.upper:
        yield _with(node, lower=node.upper, upper=node.lower)
    if node.step is not None:
        yield _with(node, step=None)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if isinstance(node.func, ast.Name) and name in TWINS:
        yield _with(node, func=ast.Name(id=TWINS[name], ctx=ast.Load()))
    for place in range(0 if name in SYMMETRIC else len(node.args) - 1):
        swapped = list(node.args)
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        yield _with(node, args=swapped)
    for place in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:place] + node.keywords[place + 1 :])
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value

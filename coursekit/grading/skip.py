"""Find the lesson cells whose outcome no mark depends on.

Most of a notebook's time goes into the lesson's own figures and measurements. A cell that stands as
it was handed out may be left out while grading if no answer, and no cell that the student has
written or changed, can tell: if it gives a value to no name that they read, directly or through
other cells. What cannot be analysed is run.
"""

import ast
import builtins
import dis
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import CodeType

from nbformat import NotebookNode
from nbgrader import utils

# Calls that change a whole module: whoever uses the module depends on them.
MODULE_WIDE = {"seed", "seterr", "set_printoptions", "simplefilter", "filterwarnings", "update"}
# Whoever calls one of these may read any name.
ANY_NAME = {"globals", "locals", "vars", "dir", "eval", "exec", "get_ipython", "__import__"}
READ = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
WRITTEN = {"STORE_NAME", "STORE_GLOBAL", "DELETE_NAME", "DELETE_GLOBAL"}


def cells_to_skip(notebook: NotebookNode, release: NotebookNode) -> set[int]:
    """Find the cells of a submission that need not be run.

    Parameters
    ----------
    notebook : NotebookNode
        The submission, with every cell of the release in it.
    release : NotebookNode
        What was handed out.

    Returns
    -------
    set of int
        Indices of code cells.
    """
    handed_out = {cell.source.strip() for cell in release.cells if cell.cell_type == "code"}
    lesson, must_run = {}, []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or utils.is_grade(cell):
            continue
        untouched = cell.source.strip() in handed_out and not cell.metadata.get("nbgrader")
        names = names_of(cell.source) if untouched else None
        if names is None:
            must_run.append(cell.source)
        else:
            lesson[index] = names
    wanted = names_read(must_run)
    if wanted is None:
        return set()
    while needed := [index for index, (_, gives) in lesson.items() if gives & wanted]:
        for index in needed:
            reads, _ = lesson.pop(index)
            wanted |= reads
    return set(lesson)


def imports_of(release: NotebookNode) -> str:
    """Collect what the cells of a released notebook import, as one cell."""
    found: dict[str, None] = {}
    for cell in release.cells:
        if cell.cell_type == "code":
            found |= dict.fromkeys(_imports(cell.source))
    return "\n".join(found)


@lru_cache(maxsize=4096)
def _imports(source: str) -> tuple[str, ...]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    return tuple(ast.unparse(n) for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom))


def names_read(sources: Iterable[str]) -> set[str] | None:
    """Give the global names that some cells read; None if that cannot be told."""
    wanted: set[str] = set()
    for source in sources:
        names = names_of(source)
        if names is None:
            plain = "\n".join(
                line for line in source.split("\n") if not line.lstrip().startswith(("%", "!", "?"))
            )
            names = names_of(plain)
        if names is None:
            # A cell that does not compile runs no line, so it reads nothing.
            if _compiles_in_ipython(source):
                return None
            continue
        if names[0] & ANY_NAME:
            return None
        wanted |= names[0]
    return wanted


def _compiles_in_ipython(source: str) -> bool:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        compile(TransformerManager().transform_cell(source), "<cell>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


@lru_cache(maxsize=4096)
def names_of(source: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Give the global names that a cell reads, and those that it gives a value or changes.

    Parameters
    ----------
    source : str
        Plain Python.

    Returns
    -------
    tuple of two frozensets of str, or None
        None if the cell cannot be analysed.
    """
    try:
        tree = ast.parse(source)
        code = compile(tree, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return None
    if any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in ast.walk(tree)):
        return None
    reads, gives = set(), set()
    for part in _codes(code):
        for step in dis.get_instructions(part):
            if step.opname in READ:
                reads.add(step.argval)
            elif step.opname in WRITTEN:
                gives.add(step.argval)
    modules = {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    # Built-in functions and types are handed around a lot, and nobody can change them.
    gives |= set(_changed(tree, modules)) - set(dir(builtins))
    return frozenset(reads), frozenset(gives)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _changed(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """Names of objects that a cell may change in place: by an item, an attribute, or a call."""
    known = modules | {"np", "plt", "scipy", "plots", "datasets", "video", "checks"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript | ast.Attribute):
            if not isinstance(node.ctx, ast.Load) and (base := _base(node)):
                yield base
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            base = _base(node.func)
            if base and (base not in known or node.func.attr in MODULE_WIDE):
                yield base
        if isinstance(node, ast.Call):
            # A function may change what it is given.
            yield from (arg.id for arg in node.args if isinstance(arg, ast.Name))


def _base(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""

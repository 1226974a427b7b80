"""Find names that a check overwrites and a later cell of the lesson reads.

In a student's own kernel, checks and lesson share a namespace. What a cell reads "first" is decided
on the safe side: a binding under ``if`` counts if every branch makes it, one in a loop only inside
the loop, and a function reads its globals when it is called.
"""

import ast
import symtable
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from coursekit.grading.skip import names_of
from tests.notebooks import source_of

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def clashes(notebook: NotebookNode) -> Iterator[str]:
    """Say which check overwrites which name, and which cell reads it."""
    overwritten: dict[str, str] = {}
    imported: dict[str, str] = {}
    functions: dict[str, set[str]] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(source_of(cell))
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade") and not data.get("solution"):
            overwritten |= dict.fromkeys(_overwrites(tree, imported), data["grade_id"])
            continue
        known: set[str] = set()
        reads = _read_first(tree.body, known, functions)
        bound = _binds(tree)
        # A function of this cell may be called by anything that comes later, a slider as well.
        reads |= _reached(bound, functions) - bound
        for name in sorted(reads & set(overwritten)):
            yield f"{overwritten[name]} overwrites {name}, which {cell.id} reads"
        for name in bound:
            imported.pop(name, None)
        imported |= _imports(tree)
        for name in known:
            overwritten.pop(name, None)


def _overwrites(check: ast.Module, imported: dict[str, str]) -> set[str]:
    """Names that a check binds, but for imports that the lesson has made alike."""
    rest = [node for node in check.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    other = {name for name, what in _imports(check).items() if imported.get(name) != what}
    return other | _binds(ast.Module(rest, []))


def _reads(nodes: Iterable[ast.AST]) -> set[str]:
    """Global names that are read, also by functions defined there."""
    return {name for node in nodes for name in names_of(ast.unparse(node))[0]}


def _binds(tree: ast.AST) -> set[str]:
    """Global names that are bound or deleted; what is only changed in place is not."""
    source = ast.unparse(tree)
    top = symtable.symtable(source, "<cell>", "exec")
    bound, scopes = set(), [top]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        bound |= {
            symbol.get_name()
            for symbol in scope.get_symbols()
            if (symbol.is_assigned() or symbol.is_imported())
            and (scope is top or symbol.is_declared_global())
        }
    return bound & names_of(source)[1]


def _imports(tree: ast.Module) -> dict[str, str]:
    """What each name is that the statements of a cell import."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return found


def _read_first(
    body: Iterable[ast.stmt], known: set[str], functions: dict[str, set[str]]
) -> set[str]:
    """Names that statements read while they are not in `known`, to which sure bindings go."""
    found = set()
    for node in body:
        found |= _reached(_reads(_heads(node)), functions) - known
        if branches := _branches(node):
            outcomes = [known | bound for bound, _ in branches]
            for outcome, (_, block) in zip(outcomes, branches, strict=True):
                found |= _read_first(block, outcome, functions)
            known |= set.intersection(*outcomes)
            found |= _read_first(getattr(node, "finalbody", []), known, functions)
            continue
        defines = any(isinstance(part, FUNCTIONS) for part in ast.walk(node))
        for name in _binds(node):
            functions[name] = _reads([node]) if defines else set()
            known.add(name)
    return found


def _reached(names: set[str], functions: dict[str, set[str]]) -> set[str]:
    """Names, and what the functions among them read when they are called."""
    found, new = set(names), set(names)
    while new:
        new = {read for name in new for read in functions.get(name, ())} - found
        found |= new
    return found


def _heads(node: ast.stmt) -> list[ast.AST]:
    """Parts of a statement that run when it is reached, before any block of it."""
    match node:
        case ast.For():
            return [node.iter]
        case ast.If() | ast.While():
            return [node.test]
        case ast.With():
            return [item.context_expr for item in node.items]
        case ast.Try():
            return []
        case ast.FunctionDef():
            defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            return [*node.decorator_list, *defaults]
    return [node]


def _branches(node: ast.stmt) -> list[tuple[set[str], list[ast.stmt]]]:
    """Blocks of which a statement runs one, each with the names that are bound on entry."""
    match node:
        case ast.If() | ast.While():
            return [(set(), node.body), (set(), node.orelse)]
        case ast.For():
            return [(_stored([node.target]), node.body), (set(), node.orelse)]
        case ast.With():
            return [(_stored(i.optional_vars for i in node.items if i.optional_vars), node.body)]
        case ast.Try():
            caught = [({one.name} - {None}, one.body) for one in node.handlers]
            return [(set(), node.body + node.orelse), *caught]
    return []


def _stored(nodes: Iterable[ast.AST]) -> set[str]:
    names = (part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}

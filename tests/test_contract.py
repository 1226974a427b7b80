"""What every notebook of the course must be, read from the file without running it."""

import ast
import builtins
import re

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.nbgraderformat import MetadataValidator

from coursekit.answers import all_answers
from coursekit.leaks import REGIONS
from coursekit.sync import in_step, notebook_bytes, notebook_from_text, text_path
from tests.clashes import clashes
from tests.notebooks import ASSIGNMENTS, ROOT, read, source_of

TOTAL = 100
CHECK_NAMES = {"np", "checks", "datasets"}
UNWANTED = re.compile(r"\b(simply|obviously|trivially|clearly)\b", re.IGNORECASE)

both_rooms = pytest.mark.parametrize("room", ["source", "release"])
every_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)


def about(cell: NotebookNode) -> dict:
    return cell.metadata.get("nbgrader", {})


def is_check(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(about(cell).get("grade"))


def is_answer(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(about(cell).get("solution"))


def exercise_of(cell: NotebookNode) -> str:
    return ".".join(re.match(r"(?:check|ex)-(\d+)-(\d+)", about(cell)["grade_id"]).groups())


def markdown(notebook: NotebookNode) -> str:
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def outside_regions(source: str) -> str:
    kept, inside = [], False
    for line in source.split("\n"):
        if any(f"BEGIN {region}" in line for region in REGIONS):
            inside = True
        elif any(f"END {region}" in line for region in REGIONS):
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


@every_assignment
class TestForm:
    @both_rooms
    def test_is_a_valid_notebook(self, room: str, assignment: str) -> None:
        notebook = read(room, assignment)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)

    @both_rooms
    def test_every_code_cell_compiles(self, room: str, assignment: str) -> None:
        for cell in read(room, assignment).cells:
            if cell.cell_type == "code":
                compile(source_of(cell), cell.id, "exec")

    @both_rooms
    def test_carries_no_outputs(self, room: str, assignment: str) -> None:
        for cell in read(room, assignment).cells:
            assert not cell.get("outputs")
            assert cell.get("execution_count") is None
            assert not cell.get("attachments")

    @both_rooms
    def test_ids_are_unique(self, room: str, assignment: str) -> None:
        ids = [cell.id for cell in read(room, assignment).cells]
        assert len(set(ids)) == len(ids)

    def test_ids_are_stable(self, assignment: str) -> None:
        path = text_path(ROOT, assignment)
        assert notebook_bytes(notebook_from_text(path)) == notebook_bytes(notebook_from_text(path))

    def test_text_and_source_are_in_step(self, assignment: str) -> None:
        assert in_step(ROOT, assignment)

    @both_rooms
    def test_pictures_in_the_text_have_alternative_texts(self, room: str, assignment: str) -> None:
        assert not re.search(r"!\[\s*\]\(", markdown(read(room, assignment)))

    @both_rooms
    def test_links_are_well_formed(self, room: str, assignment: str) -> None:
        for target in re.findall(r"\]\(([^)\s]+)\)", markdown(read(room, assignment))):
            assert target.startswith(("https://", "#")), target

    def test_release_links_to_colab_and_jupyterlab(self, assignment: str) -> None:
        header = read("release", assignment).cells[0].source
        place = f"release/{assignment}/{assignment}.ipynb"
        assert re.search(rf"colab\.research\.google\.com/github/[^)]+/{place}\)", header)
        assert re.search(rf"urlpath=lab/tree/{place}\)", header)
        assert "{" not in header


@every_assignment
class TestLesson:
    def test_says_what_a_reader_needs_to_know(self, assignment: str) -> None:
        text = markdown(read("source", assignment))
        headings = "\n".join(re.findall(r"^#+ .*$", text, re.MULTILINE)).lower()
        opening = text[:3000].lower()
        assert re.match(r"# \S", text)
        assert re.search(r"goals|you can\b|you will (?:learn|be able)", opening)
        assert re.search(r"before you start|know before", opening)
        assert re.search(r"take[- ]away", headings)
        assert "references" in headings

    def test_states_minutes_and_points_of_every_section(self, assignment: str) -> None:
        """The table near the top adds up, in both columns."""
        rows = [
            [entry.strip(" *") for entry in line.strip("|").split("|")]
            for line in markdown(read("source", assignment)).split("\n")
            if line.startswith("|")
        ]
        header = next(i for i, row in enumerate(rows) if "minutes" in row)
        end = next(i for i in range(header, len(rows)) if rows[i][0] in ("total", "together"))
        for name in ("minutes", "points"):
            column = rows[header].index(name)
            parts = [int(n) for row in rows[header + 1 : end] for n in numbers(row[column])]
            assert [sum(parts)] == numbers(rows[end][column]), name
        assert numbers(rows[end][rows[header].index("points")]) == [TOTAL]

    def test_points_of_the_cells_add_up_to_the_total(self, assignment: str) -> None:
        notebook = read("source", assignment)
        points = sum(about(c)["points"] for c in notebook.cells if about(c).get("grade"))
        assert points == TOTAL

    def test_exercise_headings_state_their_points(self, assignment: str) -> None:
        notebook = read("source", assignment)
        stated = {
            number: int(points)
            for number, points in re.findall(
                r"^#+ Exercise (\d+\.\d+).*?\((\d+) points?\)", markdown(notebook), re.MULTILINE
            )
        }
        given: dict[str, int] = {}
        for cell in notebook.cells:
            if is_check(cell):
                number = exercise_of(cell)
                given[number] = given.get(number, 0) + about(cell)["points"]
        assert stated == given

    def test_asks_one_question_that_is_marked_by_hand(self, assignment: str) -> None:
        by_hand = [
            c for c in read("source", assignment).cells if about(c).get("grade") and is_markdown(c)
        ]
        assert len(by_hand) == 1
        schemes = [c for c in read("source", assignment).cells if "BEGIN MARK SCHEME" in c.source]
        assert len(schemes) == 1
        assert about(schemes[0])["locked"]

    def test_every_exercise_has_a_ladder_of_three_hints(self, assignment: str) -> None:
        text = markdown(read("source", assignment))
        parts = re.split(r"^#+ Exercise (\d+\.\d+)", text, flags=re.MULTILINE)[1:]
        for number, part in zip(parts[::2], parts[1::2], strict=True):
            hints = re.findall(r"<summary>\s*(?:<b>)?Hint (\d)", part)
            assert hints[:3] == ["1", "2", "3"], number

    def test_details_are_closed(self, assignment: str) -> None:
        text = markdown(read("source", assignment))
        assert text.count("<details>") == text.count("</details>")

    def test_does_not_talk_down(self, assignment: str) -> None:
        assert UNWANTED.findall(markdown(read("source", assignment))) == []


def is_markdown(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown"


@every_assignment
class TestExercises:
    def test_functions_are_short(self, assignment: str) -> None:
        for cell in read("source", assignment).cells:
            if cell.cell_type != "code":
                continue
            lines = source_of(cell).split("\n")
            for node in ast.walk(ast.parse(source_of(cell))):
                if isinstance(node, ast.FunctionDef):
                    body = node.body[1:] if ast.get_docstring(node) else node.body
                    if body:
                        code = [
                            line
                            for line in lines[body[0].lineno - 1 : node.end_lineno]
                            if line.strip() and not line.strip().startswith("#")
                        ]
                        assert len(code) <= 10, f"{cell.id}: {node.name} has {len(code)} lines"

    def test_stubs_have_full_docstrings(self, assignment: str) -> None:
        for cell in read("release", assignment).cells:
            if not is_answer(cell):
                continue
            functions = [n for n in ast.parse(cell.source).body if isinstance(n, ast.FunctionDef)]
            assert functions, cell.id
            for function in functions:
                doc = ast.get_docstring(function) or ""
                for part in ("Parameters\n----------", "Returns\n-------"):
                    assert part in doc, f"{function.name} lacks {part.split()[0]}"
                for argument in function.args.args:
                    assert re.search(rf"\b{argument.arg}\b.* : ", doc), (
                        f"{function.name}: {argument.arg} is not described"
                    )

    def test_stubs_are_loud(self, assignment: str) -> None:
        for cell in read("release", assignment).cells:
            if is_answer(cell):
                assert "raise NotImplementedError" in cell.source, cell.id

    def test_checks_state_exercise_and_points(self, assignment: str) -> None:
        for cell in read("source", assignment).cells:
            if is_check(cell):
                number, points = exercise_of(cell), about(cell)["points"]
                first = cell.source.split("\n")[0]
                unit = "point" if points == 1 else "points"
                assert first.startswith(f"# Exercise {number} · "), cell.id
                assert first.endswith(f"({points} {unit})"), cell.id
                assert f'checks.exercise("{number}"' in cell.source, cell.id

    def test_partial_credit_comes_from_several_cells(self, assignment: str) -> None:
        cells: dict[str, int] = {}
        for cell in read("source", assignment).cells:
            if is_check(cell):
                cells[exercise_of(cell)] = cells.get(exercise_of(cell), 0) + 1
        assert min(cells.values()) >= 2, cells

    def test_checks_use_only_what_students_cannot_change(self, assignment: str) -> None:
        """A check names its own variables, read-only imports, and its exercise's functions."""
        notebook = read("source", assignment)
        functions: dict[str, set[str]] = {}
        for cell in notebook.cells:
            if is_answer(cell):
                names = {
                    n.name for n in ast.parse(cell.source).body if isinstance(n, ast.FunctionDef)
                }
                functions.setdefault(exercise_of(cell), set()).update(names)
        for cell in notebook.cells:
            if not is_check(cell):
                continue
            tree = ast.parse(cell.source)
            own = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and is_stored(n)}
            own |= {a.arg for n in ast.walk(tree) if isinstance(n, ast.arguments) for a in n.args}
            own |= {
                a.arg
                for n in ast.walk(tree)
                if isinstance(n, ast.arguments)
                for a in (n.vararg, n.kwarg)
                if a
            }
            own |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
            own |= {n.name for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.name}
            own |= {
                (alias.asname or alias.name).split(".")[0]
                for n in ast.walk(tree)
                if isinstance(n, ast.Import | ast.ImportFrom)
                for alias in n.names
            }
            used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
            allowed = own | CHECK_NAMES | set(dir(builtins)) | functions[exercise_of(cell)]
            assert used <= allowed, f"{cell.id} uses {used - allowed}"
            assert used & functions[exercise_of(cell)], f"{cell.id} calls no answer"
            visible = ast.parse(outside_regions(cell.source))
            called = {n.id for n in ast.walk(visible) if isinstance(n, ast.Name)}
            assert called & functions[exercise_of(cell)], f"{cell.id} would pass unsolved"

    def test_every_check_has_hidden_tests(self, assignment: str) -> None:
        for cell in read("source", assignment).cells:
            if is_check(cell):
                assert "### BEGIN HIDDEN TESTS" in cell.source, cell.id

    def test_names_that_checks_need_are_imported_by_a_read_only_cell(self, assignment: str) -> None:
        locked = "\n".join(
            c.source
            for c in read("source", assignment).cells
            if c.cell_type == "code" and about(c).get("locked") and not about(c)["grade"]
        )
        assert "import numpy as np" in locked
        assert re.search(r"from svdlab import .*\bchecks\b", locked)

    def test_every_exercise_has_stored_answers(self, assignment: str) -> None:
        exercises = {exercise_of(c) for c in read("source", assignment).cells if is_check(c)}
        answers = [a for a in all_answers(ROOT / "tests" / "answers") if a.assignment == assignment]
        for exercise in exercises:
            own = [a for a in answers if a.exercise == exercise]
            assert sum(a.right for a in own) >= 3, exercise
            assert sum(not a.right for a in own) >= 3, exercise


def is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


@every_assignment
def test_checks_overwrite_nothing_that_later_cells_read(assignment: str) -> None:
    assert list(clashes(read("source", assignment))) == []


def made_up(sources: list[str]) -> NotebookNode:
    """Cells in a row; those that begin with ``# check`` are checks."""
    cells = []
    for number, source in enumerate(sources):
        data = {"grade_id": f"c{number}", "grade": source.startswith("# check"), "solution": False}
        cells.append(new_code_cell(source, id=f"c{number}", metadata={"nbgrader": data}))
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("cells", "clash"),
    [
        (["A = 1", "# check\nA = 2", "print(A)"], True),
        (["B = 1", "# check\nfor A in range(3):\n    pass", "print(A, B)"], True),
        (["A = 1", "# check\ntry:\n    f()\nexcept ValueError as A:\n    pass", "A"], True),
        (["A = 1", "# check\ndef g():\n    global A\n    A = 2", "A"], True),
        (["import numpy as np", "# check\nimport math as np", "np.pi"], True),
        (["import numpy as np", "# check\nimport numpy as np\nnp = 1", "np.pi"], True),
        # The reader binds the name too late, or not surely.
        (["A = 1", "# check\nA = 2", "B = A\nA = 3"], True),
        (["A = 1", "# check\nA = 2", "A += 1"], True),
        (["A = 1", "# check\nA = 2", "if B:\n    A = 3", "A"], True),
        (["A = 1", "# check\nA = 2", "for b in B:\n    A = b\nprint(A)"], True),
        # A function reads when it is called, wherever it was defined.
        (["A = 1\ndef f():\n    return A", "# check\nA = 2", "f()"], True),
        (["f = lambda: A\ng = lambda: f()", "# check\nA = 2", "def h(b=g()):\n    pass"], True),
        (["A = 1", "# check\nA = 2", "def f():\n    return A"], True),
        # No clash.
        (["A = 1", "# check\nA = 2", "A = 3\nprint(A)"], False),
        (["A = 1", "# check\nA = 2", "A = 3", "print(A)"], False),
        (["print(A)", "# check\nA = 2", "# check\nprint(A)"], False),
        (["A = 1", "# check\nA = 2", "for A in B:\n    print(A)"], False),
        (["A = 1", "# check\nA = 2", "with B as A:\n    pass\nprint(A)"], False),
        (["A = 1", "# check\nA = 2", "if B:\n    A = 3\nelse:\n    A = 4\nA"], False),
        (["A = 1", "# check\nA = 2", "def f(A):\n    return A\n[A for A in B]"], False),
        (["A = 1", "# check\nB = [A for A in C]\ndef f(A):\n    A = 1", "A"], False),
        (["def f():\n    return A", "# check\nA = 2", "A = 1\nf()"], False),
        (["A = []", "# check\nA.append(1)\nlen(A)", "A"], False),
        (["import numpy as np", "# check\nimport numpy as np", "np.pi"], False),
    ],
)
def test_planted_clashes_are_found(cells: list[str], clash: bool) -> None:
    check = next(number for number, source in enumerate(cells) if source.startswith("# check"))
    name = "np" if "np" in cells[0] else "A"
    expected = f"c{check} overwrites {name}, which c{len(cells) - 1} reads"
    assert list(clashes(made_up(cells))) == ([expected] if clash else [])

"""Whatever happened to a student's notebook, no answer gets lost and nbgrader can grade it."""

import ast
import copy
import random
from functools import cache

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)

from coursekit.answers import all_answers, hand_in
from coursekit.course import load_config
from coursekit.demo import ESSAY, write_essay
from coursekit.grading.intake import find_and_read
from coursekit.grading.repair import code_for, cut_function, restore, role_of, targets_of
from coursekit.release import generate
from tests.messy import INCOMPLETE, MESSY, NOT_GRADABLE, VERDICTS, at, lay_out
from tests.notebooks import ROOT
from tests.notebooks import read as read_anew

ROOM = ("compression", "icp", "robust")


@cache
def _read(room: str, assignment: str) -> NotebookNode:
    return read_anew(room, assignment)


def read(room: str, assignment: str) -> NotebookNode:
    return copy.deepcopy(_read(room, assignment))


@cache
def _solved(assignment: str, turn: int) -> NotebookNode:
    notebook = read("release", assignment)
    right: dict[str, list] = {}
    for answer in all_answers(ROOT / "tests" / "answers", f"{assignment}/*"):
        if answer.right:
            right.setdefault(answer.exercise, []).append(answer)
    hand_in(notebook, [group[turn % len(group)] for group in right.values()])
    write_essay(notebook)
    return notebook


def solved(assignment: str = "compression", turn: int = 0) -> NotebookNode:
    return copy.deepcopy(_solved(assignment, turn))


def functions_of(source: str) -> dict[str, str]:
    """Functions of a cell, as text without layout."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {}
    return {
        node.name: ast.dump(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def seen_by_tests(notebook: NotebookNode) -> dict[str, dict[str, str]]:
    """The functions that exist when each test cell runs, by the test's ``grade_id``."""
    known: dict[str, str] = {}
    found = {}
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and data.get("grade"):
            found[data["grade_id"]] = dict(known)
        elif cell.cell_type == "code":
            known |= functions_of(cell.source)
    return found


def answers_for(notebook: NotebookNode) -> dict[str, dict[str, str]]:
    """Functions that the answers to each exercise define, by the names of its tests."""
    targets = targets_of(notebook)
    by_exercise: dict[str, dict[str, str]] = {}
    for target in targets:
        if target.role == "answer":
            by_exercise.setdefault(target.exercise, {}).update(functions_of(target.cell.source))
    return {t.name: by_exercise[t.exercise] for t in targets if t.role == "test"}


def assert_whole(notebook: NotebookNode, release: NotebookNode) -> None:
    """Every cell of the release that nbgrader needs is there once, in order, and unchanged."""
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()
    want = [cell for cell in release.cells if role_of(cell)]
    have = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert [c.metadata for c in have] == [c.metadata for c in want]
    for one, other in zip(have, want, strict=True):
        assert one.cell_type == other.cell_type
        if role_of(other) in ("test", "locked"):
            assert one.source == other.source
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert notebook.metadata == release.metadata


def assert_no_mark_lost(notebook: NotebookNode, original: NotebookNode) -> None:
    seen = seen_by_tests(notebook)
    for test, functions in answers_for(original).items():
        for name, code in functions.items():
            assert seen[test].get(name) == code, f"{test} does not see {name} as it was"


def essay_of(notebook: NotebookNode) -> str:
    return notebook.cells[at(notebook, "answer")].source


@pytest.mark.parametrize("assignment", ROOM)
def test_untouched_notebook_is_left_as_it_is(assignment):
    for notebook in (read("release", assignment), solved(assignment), solved(assignment, 1)):
        result = restore(notebook, read("release", assignment))
        assert result.notebook == notebook
        assert (result.repairs, result.flags) == ((), ())
        assert result.matched == len(
            [t for t in targets_of(notebook) if t.role in ("answer", "written")]
        )


@pytest.mark.parametrize("kind", MESSY)
def test_no_mark_is_lost(kind, tmp_path):
    for turn, assignment in enumerate(ROOM):
        original, release = solved(assignment, turn), read("release", assignment)
        before = copy.deepcopy(original)
        content = MESSY[kind](original)
        assert original == before, "a builder must not change what it is given"
        folder = lay_out(tmp_path / assignment, assignment, content)
        others = {name: read("release", name) for name in ROOM}
        taken = find_and_read(folder, assignment, release, others)
        if VERDICTS[kind] == NOT_GRADABLE:
            assert taken.notebook is None
            assert taken.reason.endswith(".")
            continue
        assert not taken.reason
        given = copy.deepcopy(taken.notebook)
        result = restore(taken.notebook, release)
        assert taken.notebook == given, "what was handed in must not be changed"
        assert_whole(result.notebook, release)
        sentences = taken.repairs + taken.flags + result.repairs + result.flags
        assert all(text.endswith((".", ").")) for text in sentences)
        assert bool(sentences) == (VERDICTS[kind] == "repaired"), sentences
        if kind not in INCOMPLETE:
            assert_no_mark_lost(result.notebook, original)
            assert ESSAY in essay_of(result.notebook)
        again = restore(result.notebook, release)
        assert again.notebook == result.notebook
        assert (again.repairs, again.flags) == ((), ())


def mutilate(notebook: NotebookNode, chance: random.Random) -> NotebookNode:
    """Do some of the things that students do, anywhere."""
    cells = notebook.cells
    for _ in range(chance.randint(1, 12)):
        if not cells:
            break
        i, j = chance.randrange(len(cells)), chance.randrange(len(cells))
        cell = cells[i]
        match chance.randrange(10):
            case 0:
                del cells[i]
            case 1:
                cells.insert(j, copy.deepcopy(cell))
            case 2:
                cells.insert(j, cells.pop(i))
            case 3:
                cell.metadata.pop("nbgrader", None)
            case 4:
                cell["id"] = f"other-{chance.randrange(10**9)}"
            case 5:
                cells.insert(i, chance.choice([new_code_cell, new_markdown_cell])("x = 1"))
            case 6 if i + 1 < len(cells) and cells[i + 1].cell_type == cell.cell_type:
                cell.source += "\n\n" + cells.pop(i + 1).source
            case 7 if "\n" in cell.source:
                lines = cell.source.split("\n")
                cut = chance.randrange(1, len(lines))
                tail = copy.deepcopy(cell)
                cell.source, tail.source = "\n".join(lines[:cut]), "\n".join(lines[cut:])
                cells.insert(i + 1, tail)
            case 8:
                data = cell.metadata.get("nbgrader")
                if data:
                    data[chance.choice(["points", "grade_id", "solution"])] = chance.choice(
                        ["ex-1-1", 3, True, None, "x y"]
                    )
            case 9:
                chance.shuffle(cells)
    return notebook


@pytest.mark.parametrize("part", range(4))
def test_random_mutilations(part):
    """Whatever is done to the cells, the result is whole, and what is left of answers counts."""
    for seed in range(part * 50, part * 50 + 50):
        chance = random.Random(seed)
        assignment = ROOM[seed % len(ROOM)]
        release, original = read("release", assignment), solved(assignment, seed % 5)
        broken = mutilate(copy.deepcopy(original), chance)
        left: dict[str, set[str]] = {}
        for cell in broken.cells:
            if cell.cell_type == "code":
                for name, code in functions_of(cell.source).items():
                    left.setdefault(name, set()).add(code)
        result = restore(broken, release)
        assert_whole(result.notebook, release)
        seen = seen_by_tests(result.notebook)
        stubs = {name for t in targets_of(release) for name in t.functions}
        for test, functions in answers_for(original).items():
            for name in stubs & set(functions):
                # A copy that was cut in two by accident may be another function of that name.
                if left.get(name) == {functions[name]}:
                    assert seen[test].get(name) == functions[name], f"seed {seed}: {test}, {name}"


def test_random_texts_never_raise():
    release = read("release", "compression")
    chance = random.Random(0)
    for _ in range(30):
        notebook = solved()
        for cell in notebook.cells:
            if chance.random() < 0.3:
                start, end = sorted(chance.randrange(len(cell.source) + 1) for _ in range(2))
                cell.source = cell.source[start:end]
            if chance.random() < 0.1:
                cell.source += chance.choice(
                    ["\0", "(((", "'''", "\\", "\t\tx", "%%bash\n", "\x0c"]
                )
        assert_whole(restore(notebook, release).notebook, release)


@pytest.fixture
def gradebook(small_course, tmp_path):
    """Student notebooks of a small and of a real assignment, and the gradebook made with them."""
    root, database = small_course, f"sqlite:///{tmp_path / 'gradebook.db'}"
    real = root / "source" / "robust" / "robust.ipynb"
    real.parent.mkdir()
    real.write_bytes((ROOT / real.relative_to(root)).read_bytes())
    releases = {}
    for assignment in ("compression", "robust"):
        generate(root, assignment, load_config(root), tmp_path / "release", database)
        path = tmp_path / "release" / assignment / f"{assignment}.ipynb"
        releases[assignment] = nbformat.read(path, as_version=4)
    return releases, database


def sanitize(notebook: NotebookNode, assignment: str, database: str) -> NotebookNode:
    """Run nbgrader's own steps before it grades."""
    where = {"notebook": assignment, "assignment": assignment, "db_url": database}
    for step in (
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ):
        notebook, _ = step(enabled=True).preprocess(notebook, {"nbgrader": where, "unique_key": ""})
    return notebook


def assert_nbgrader_takes(content, original, assignment, release, folder, database) -> None:
    taken = find_and_read(lay_out(folder, assignment, content), assignment, release)
    done = sanitize(restore(taken.notebook, release).notebook, assignment, database)
    assert [c.metadata.nbgrader.grade_id for c in done.cells if "nbgrader" in c.metadata] == [
        target.name for target in targets_of(release)
    ]
    assert "BEGIN HIDDEN" in "\n".join(cell.source for cell in done.cells)
    if original is not None:
        assert_no_mark_lost(done, original)


def test_nbgrader_takes_what_was_restored(gradebook, tmp_path, caplog):
    releases, database = gradebook
    # Building the release silenced the logger that nbgrader's steps share.
    caplog.set_level("WARNING", logger="traitlets")
    small = releases["compression"]
    original = copy.deepcopy(small)
    original.cells[at(original, "ex-")].source = "def twice(x):\n    return x + x"
    write_essay(original)
    # Without its only exercise there is nothing left of the small notebook.
    for kind in set(MESSY) - {"last_year_with_an_exercise_less"}:
        if VERDICTS[kind] != NOT_GRADABLE:
            folder, whole = tmp_path / "small" / kind, kind not in INCOMPLETE
            content = MESSY[kind](original)
            expected = original if whole else None
            assert_nbgrader_takes(content, expected, "compression", small, folder, database)
    real = solved("robust")
    for kind in ("lesson_deleted", "last_year", "everything_merged", "types_changed", "shuffled"):
        content, folder = MESSY[kind](real), tmp_path / "real" / kind
        assert_nbgrader_takes(content, real, "robust", releases["robust"], folder, database)
    # The sources of tests, hidden parts and all, are the only thing nbgrader still has to change.
    assert caplog.records
    assert all("checksum" in record.message for record in caplog.records)


# --- What reports say -------------------------------------------------------------------------


def said(kind: str) -> str:
    release, original = read("release", "compression"), solved()
    content = MESSY[kind](original)
    notebook = nbformat.reads(content.decode(), as_version=4)
    result = restore(notebook, release)
    return " ".join(result.repairs + result.flags)


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        ("tests_deleted", "Missing cells were put back: check-1-1-thin"),
        ("test_edited", "The test cell check-1-1-thin was edited; the release's was put back."),
        ("read_only_edited", "were cut apart at setup, question."),
        ("metadata_edited", "check-1-1-thin (points, locked)"),
        ("copy_holds_the_answer", "Cell ex-1-1 was still the stub and a copy of it held"),
        ("answer_copied", "There were copies of ex-1-1; they stay as plain cells."),
        ("function_split", "The answer cell ex-1-1 was split over several cells"),
        ("helper_split_off", "The answer cell ex-1-1 was split over several cells"),
        (
            "answer_merged_with_test",
            "Cells had been merged or added to; they were cut apart at ex-1-1.",
        ),
        ("answer_far_below", "The answer of exercise 1.1 (reconstruct) stood in a cell of its own"),
        ("types_changed", "The type of ex-1-1, check-1-1-thin, answer had been changed"),
        ("answer_deleted", "Not in the submission: exercise 1.1 (reconstruct)."),
        ("tests_reordered", "were moved back"),
        ("text_in_a_new_cell", "text of the written answer stood beside answer"),
        ("kernel_of_another_language", "made for r; the release's kernel"),
        ("last_year_with_an_exercise_less", "exercise 1.7 (compress_rgb)"),
    ],
)
def test_report_names_the_cell(kind, phrase):
    assert phrase in said(kind)


def test_last_years_notebook_is_told():
    assert "(grade_id, points, schema_version)" in said("last_year")


# --- Details ----------------------------------------------------------------------------------


def test_put_back_test_runs_after_the_helper_beside_the_answer():
    notebook = solved()
    place = at(notebook, "ex-1-2")
    notebook.cells.insert(place + 1, new_code_cell("def helper():\n    return 2"))
    notebook.cells = [c for c in notebook.cells if not c.id.startswith("check-1-2")]
    result = restore(notebook, read("release", "compression"))
    assert "helper" in seen_by_tests(result.notebook)["check-1-2-best"]


def test_function_is_taken_with_what_it_needs():
    source = (
        "import math\nprint('hello')\nSCALE = 2\n\n\n# of mine\ndef helper(x):\n"
        "    return SCALE * x\n\n\ndef answer(x):\n    return helper(math.pi * x)\n\nanswer(3)\n"
    )
    taken = code_for(source, {"answer"})
    assert "print" not in taken and "answer(3)" not in taken
    assert taken.startswith("import math\n\nSCALE = 2\n\n# of mine\ndef helper")


def test_merged_cell_is_not_cut_where_one_half_needs_the_other():
    source = "def one():\n    return two()\n\n\ndef two():\n    return 2"
    assert cut_function(source, {"two"}, {"one"}) is None
    assert cut_function(source.replace("return two()", "return 1"), {"two"}, {"one"}) == (
        "def one():\n    return 1",
        "def two():\n    return 2",
    )


def test_function_that_needs_another_answer_stays_with_it():
    notebook = solved()
    one, other = at(notebook, "ex-1-1"), at(notebook, "ex-1-2")
    notebook.cells[one].source = (
        "def reconstruct(U, s, Vt):\n    return helper(U * s, Vt)\n\n\n"
        "def rank_k(A, k):\n    return A\n\n\ndef helper(a, b):\n    return a @ b\n"
    )
    del notebook.cells[other]
    result = restore(notebook, read("release", "compression"))
    assert result.notebook.cells[at(result.notebook, "ex-1-1")].source.count("def ") == 3
    text = result.notebook.cells[at(result.notebook, "ex-1-2")].source
    assert text == "# answered in the cell ex-1-1"


def test_stripped_stub_stays_a_stub():
    release = read("release", "compression")
    notebook = read("release", "compression")
    for i, cell in enumerate(notebook.cells):
        cell.metadata = NotebookNode()
        cell["id"] = f"n{i}"
    result = restore(notebook, release)
    assert [c.source for c in result.notebook.cells] == [c.source for c in release.cells]


def test_draft_with_a_mistake_is_kept():
    notebook = solved()
    place = at(notebook, "ex-1-1")
    notebook.cells[place].source = "def reconstruct(U, s, Vt):\n    return U @ (s * Vt"
    result = restore(notebook, read("release", "compression"))
    assert result.notebook.cells[place].source == notebook.cells[place].source
    assert result.repairs == ()


def test_written_answer_under_a_deleted_stub():
    notebook = solved()
    place = at(notebook, "answer")
    notebook.cells[place] = new_markdown_cell("Because of Eckart and Young.")
    result = restore(notebook, read("release", "compression"))
    assert essay_of(result.notebook) == "Because of Eckart and Young."


def test_answer_written_into_the_question_is_kept():
    notebook = solved()
    question, answer = at(notebook, "question"), at(notebook, "answer")
    notebook.cells[answer].source = "*Your answer: replace this line.*"
    lines = notebook.cells[question].source.split("\n")
    notebook.cells[question].source = "\n".join(
        [*lines[:-1], "My answer, between the lines of the question.", lines[-1]]
    )
    result = restore(notebook, read("release", "compression"))
    assert essay_of(result.notebook) == "My answer, between the lines of the question."


def test_helper_in_a_test_cell_is_kept():
    result = restore(
        nbformat.reads(MESSY["test_edited"](solved()).decode(), as_version=4),
        read("release", "compression"),
    )
    assert "my_helper" in seen_by_tests(result.notebook)["check-1-1-thin"]


@pytest.mark.parametrize("indented", [True, False])
def test_function_in_three_cells(indented):
    """The head, and its body in two cells, or in one at the left margin."""
    notebook = solved()
    place = at(notebook, "ex-1-1")
    head, *body = (
        'def reconstruct(U, s, Vt):\n    """Multiply."""',
        "    k = len(s)",
        "    return U[:, :k] * s @ Vt[:k]",
    )
    texts = body if indented else ["\n".join(line.strip() for line in body)]
    notebook.cells[place].source = head
    notebook.cells[place + 1 : place + 1] = [new_code_cell(text) for text in texts]
    result = restore(notebook, read("release", "compression")).notebook
    assert result.cells[at(result, "ex-1-1")].source == "\n".join([head, *body])


def test_piece_of_a_split_test_is_not_joined_to_an_answer():
    notebook = solved()
    place = at(notebook, "ex-1-1")
    tail = notebook.cells[at(notebook, "check-1-1-thin")].source.split("\n")[-3:]
    notebook.cells.insert(place + 1, new_code_cell("\n".join(tail)))
    result = restore(notebook, read("release", "compression")).notebook
    assert result.cells[place].source == notebook.cells[place].source

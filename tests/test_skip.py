"""Which lesson cells may be left out while grading: those that no mark can depend on."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.grading.skip import cells_to_skip

IMPORTS = "import numpy as np\nimport scipy.linalg"
DATA = "portrait = np.ones((3, 3))"
FIGURE = "fig = portrait.sum()"
HELPER = "def helper(x):\n    return x + offset"
OFFSET = "offset = 1"
SHIFT = "offset += 1"
SEED = "np.random.seed(0)"


def notebook(*lesson: str, answer: str, extra: tuple[str, ...] = ()) -> NotebookNode:
    cells = [new_code_cell(source) for source in lesson]
    about = {"grade_id": "ex-1-1", "solution": True, "grade": False, "locked": False}
    cells.append(new_code_cell(answer, metadata={"nbgrader": about}))
    return new_notebook(cells=cells + [new_code_cell(source) for source in extra])


def skipped(*lesson: str, answer: str, extra: tuple[str, ...] = ()) -> set[str]:
    """Sources of the lesson cells that are left out."""
    release = notebook(*lesson, answer="def f(x):\n    raise NotImplementedError")
    submission = notebook(*lesson, answer=answer, extra=extra)
    return {submission.cells[place].source for place in cells_to_skip(submission, release)}


# FIGURE calls a method of the portrait, which may change it.
LESSON = (IMPORTS, DATA, FIGURE, OFFSET, SHIFT, HELPER)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("def f(x):\n    return 2 * x", set()),
        ("def f(x):\n    return np.sum(x)", {IMPORTS}),
        ("def f(x):\n    return scipy.linalg.svd(x)", {IMPORTS}),
        ("def f(x):\n    return x - portrait", {IMPORTS, DATA, FIGURE}),
        ("def f(portrait):\n    return portrait", set()),
        ("def f(x):\n    return helper(x)", {HELPER, OFFSET, SHIFT}),
        ("def f(x):\n    return [fig for _ in x]", {IMPORTS, DATA, FIGURE}),
        ("f = lambda x: (lambda: offset)()", {OFFSET, SHIFT}),
        ("class F:\n    k = offset\ndef f(x):\n    return F.k", {OFFSET, SHIFT}),
        ("def f(x, k=offset):\n    return x", {OFFSET, SHIFT}),
        ("def f(x):\n    return globals()['portrait']", set(LESSON)),
        ("def f(x):\n    return eval('portrait')", set(LESSON)),
        ("def f(x):\n    return (", set()),
        ("%matplotlib inline\ndef f(x):\n    return portrait", {IMPORTS, DATA, FIGURE}),
    ],
)
def test_what_an_answer_reads_is_kept(answer: str, kept: set[str]) -> None:
    assert skipped(*LESSON, answer=answer) == set(LESSON) - kept


@pytest.mark.parametrize(
    "change",
    [
        "portrait[0, 0] = 5",
        "portrait.fill(3)",
        "portrait.shape = (9,)",
        "np.copyto(portrait, 2)",
        "for portrait in (1, 2):\n    pass",
        "del portrait",
        "with open('x') as portrait:\n    pass",
        "import os as portrait",
        "(portrait := 2)",
    ],
)
def test_what_changes_a_name_is_kept(change: str) -> None:
    answer = "def f(x):\n    return portrait"
    assert change not in skipped(IMPORTS, DATA, change, answer=answer)


def test_what_changes_a_module_is_kept() -> None:
    answer = "def f(x):\n    return np.random.normal(size=3)"
    assert SEED not in skipped(IMPORTS, SEED, answer=answer)


def test_the_students_own_cells_count() -> None:
    answer = "def f(x):\n    return x"
    assert DATA in skipped(*LESSON, answer=answer)
    assert DATA not in skipped(*LESSON, answer=answer, extra=("print(portrait)",))


def test_a_lesson_cell_that_the_student_changed_is_run() -> None:
    release = notebook(*LESSON, answer="def f(x):\n    return x")
    submission = notebook(*LESSON, answer="def f(x):\n    return x")
    submission.cells[1].source = DATA + " * 2"
    assert 1 not in cells_to_skip(submission, release)


def test_what_cannot_be_analysed_is_run() -> None:
    lesson = ("%time 1", "from numpy import *", "exec('k = 1')")
    left_out = skipped(*lesson, answer="def f(x):\n    return x")
    assert not left_out & {"%time 1", "from numpy import *"}

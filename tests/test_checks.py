"""A check says what is wrong in one sentence, and lets nothing pass by luck."""

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from svdlab import checks
from tests.notebooks import run


@pytest.fixture(autouse=True)
def nobody_looks_on(monkeypatch) -> None:
    """Whoever runs the tests, a failed check raises."""
    for name in ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "VSCODE_PID"):
        monkeypatch.delenv(name, raising=False)


def fails(*arguments, function=checks.close, **options) -> str:
    with pytest.raises(AssertionError) as caught:
        function(*arguments, **options)
    return str(caught.value)


class TestClose:
    def test_accepts_rounding(self) -> None:
        checks.close(np.ones(9) + 1e-12, np.ones(9), "f(x)")

    def test_accepts_lists_integers_and_float32(self) -> None:
        checks.close([[1, 2]], np.array([[1.0, 2.0]]), "f(x)")
        checks.close(np.float32([1.1, 2.2]), [1.1, 2.2], "f(x)", tolerance=1e-6)

    def test_refuses_a_difference(self) -> None:
        assert "relative difference" in fails([1.0, 2.1], [1.0, 2.0], "f(x)")

    def test_measures_absolutely_around_zero(self) -> None:
        checks.close([1e-12, 0], [0, 0], "f(x)")
        assert "f(x)" in fails([1e-3, 0], [0, 0], "f(x)")

    def test_refuses_values_that_broadcast(self) -> None:
        assert "shape (2, 2)" in fails(1.0, np.ones((2, 2)), "f(x)")

    def test_names_the_mistake_that_fits(self) -> None:
        mistakes = {"was the root forgotten?": [4.0, 9.0], "another": [0.0, 0.0]}
        assert fails([4.0, 9.0], [2.0, 3.0], "f(x)", mistakes=mistakes) == "was the root forgotten?"

    @pytest.mark.parametrize(
        ("value", "phrase"),
        [
            (None, "return"),
            ([np.nan, 1.0], "nan or infinite"),
            ([np.inf, 1.0], "nan or infinite"),
            (["a", "b"], "real numbers"),
            ([1 + 2j, 1.0], "real numbers"),
            ([[1.0], [1.0, 2.0]], "not an array of numbers"),
            (np.array([None, 1.0]), "real numbers"),
        ],
    )
    def test_refuses_what_is_no_array_of_numbers(self, value, phrase: str) -> None:
        assert phrase in fails(value, [1.0, 2.0], "f(x)")

    def test_asks_whether_it_is_transposed(self) -> None:
        assert "transposed" in fails(np.ones((2, 3)), np.ones((3, 2)), "f(x)")

    def test_an_object_that_claims_to_equal_everything_is_no_array(self) -> None:
        class Always:
            def __eq__(self, other):
                return True

            __hash__ = None

        assert "f(x)" in fails(Always(), [1.0], "f(x)")
        assert "f(x)" in fails(Always(), 1, "f(x)", function=checks.equal)


class TestOthers:
    def test_equal(self) -> None:
        checks.equal([1, 2], (1, 2), "f(x)")
        assert "1 of 2 places" in fails([1, 3], [1, 2], "f(x)", function=checks.equal)
        assert "should be 3" in fails(4, 3, "f(x)", function=checks.equal)
        assert "return" in fails(None, 3, "f(x)", function=checks.equal)

    def test_number(self) -> None:
        assert checks.number(np.float32(2), "f(x)") == 2
        assert checks.number(np.inf, "f(x)", finite=False) == np.inf
        for value in (None, "2", [2.0], np.nan, np.inf, True):
            fails(value, "f(x)", function=checks.number)

    def test_integer(self) -> None:
        assert checks.integer(3.0, "f(x)") == 3
        assert "whole" in fails(3.5, "f(x)", function=checks.integer)

    def test_tuple_of(self) -> None:
        assert checks.tuple_of([1, 2], 2, "f(x)") == (1, 2)
        assert "return a, b" in fails(np.ones(2), 2, "f(x)", function=checks.tuple_of)
        assert "returned 3" in fails((1, 2, 3), 2, "f(x)", function=checks.tuple_of)

    def test_boolean_array(self) -> None:
        checks.boolean_array(np.array([True]), "f(x)")
        assert "True and False" in fails(np.array([1]), "f(x)", function=checks.boolean_array)

    def test_unchanged(self) -> None:
        checks.unchanged([1.0], np.array([1.0]), "A")
        assert "argument A" in fails([2.0], [1.0], "A", function=checks.unchanged)

    def test_rotation_matrix(self) -> None:
        checks.rotation_matrix([[0, -1], [1, 0]], "R")
        assert "reflection" in fails([[0, 1], [1, 0]], "R", function=checks.rotation_matrix)
        assert "orthonormal" in fails([[2, 0], [0, 1]], "R", function=checks.rotation_matrix)
        assert "square" in fails(np.ones((2, 3)), "R", function=checks.rotation_matrix)

    def test_raises(self) -> None:
        def good(k):
            raise ValueError(f"k must be positive, not {k}")

        checks.raises(good, -1, mention="k", call="good(-1)")
        with pytest.raises(AssertionError, match="returned a result"):
            checks.raises(abs, -1, mention="k", call="abs(-1)")
        with pytest.raises(AssertionError, match="does not say"):
            checks.raises(good, -1, mention="rank", call="good(-1)")
        with pytest.raises(AssertionError, match="does not say"):
            checks.raises(good, -1, mention="b", call="good(-1)")  # "be" is no b
        with pytest.raises(AssertionError, match="TypeError"):
            checks.raises(len, 3, mention="k", call="len(3)")

    def test_generator_depends_on_labels_and_seed(self, monkeypatch) -> None:
        def draw(*labels: str) -> float:
            return checks.generator(*labels).random()

        monkeypatch.delenv("SVDLAB_SEED", raising=False)
        assert draw("1.1", "a") == draw("1.1", "a") != draw("1.1", "b")
        first = draw("1.1", "a")
        monkeypatch.setenv("SVDLAB_SEED", "7")
        assert draw("1.1", "a") != first


class TestExercise:
    def test_a_failed_comparison_becomes_one_sentence(self) -> None:
        with (
            pytest.raises(checks.CheckFailed, match=r"^Exercise 1\.1 · sums: f\(x\)"),
            checks.exercise("1.1", "sums"),
        ):
            checks.close(1.0, 2.0, "f(x)")

    def test_a_stub_is_not_done_yet(self) -> None:
        def stub():
            raise NotImplementedError

        with (
            pytest.raises(checks.NotDoneYet, match=r"not done yet\. W"),
            checks.exercise("1.1", "x"),
        ):
            stub()
        with (
            pytest.raises(checks.NotDoneYet, match=r"not done yet\. W"),
            checks.exercise("1.1", "x"),
        ):
            checks.raises(stub, mention="k", call="stub()")

    def test_a_stub_that_the_answer_calls_is_named(self) -> None:
        code = "def layer():\n    raise NotImplementedError\n\ndef answer():\n    return layer()"
        cell: dict = {}
        exec(compile(code, "<cell>", "exec"), cell)
        with pytest.raises(checks.NotDoneYet, match="it calls layer"), checks.exercise("2.4", "x"):
            cell["answer"]()
        with pytest.raises(checks.NotDoneYet, match=r"yet\. W"), checks.exercise("2.3", "x"):
            cell["layer"]()

    def test_a_name_that_is_missing_is_not_done_yet(self) -> None:
        with pytest.raises(checks.NotDoneYet, match="'soften'"), checks.exercise("6.1", "x"):
            soften(1)  # noqa: F821

    def test_a_name_missing_inside_the_answer_is_an_error_of_the_answer(self) -> None:
        cell: dict = {}
        exec(compile("def answer():\n    return no_such_name", "<cell>", "exec"), cell)
        with (
            pytest.raises(checks.CheckFailed, match="NameError"),
            checks.exercise("6.1", "x"),
        ):
            cell["answer"]()

    def test_a_name_missing_in_a_helper_of_the_check_is_not_done_yet(self) -> None:
        def judged() -> object:
            return soften(1)  # noqa: F821

        with pytest.raises(checks.NotDoneYet, match="'soften'"), checks.exercise("6.1", "x"):
            judged()

    def test_an_error_of_the_answer_is_named_with_its_line(self) -> None:
        def answer(x):
            return x[7]

        with (
            pytest.raises(checks.CheckFailed, match=r"IndexError.*in answer, line \d+: return x"),
            checks.exercise("1.1", "x"),
        ):
            answer([])

    def test_warnings_and_the_error_stream_cost_nothing(self, capsys) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            with checks.exercise("1.1", "x"):
                np.log(np.zeros(1))
                print("a remark", file=sys.stderr)
        out, err = capsys.readouterr()
        assert err == ""
        assert "passed" in out

    @pytest.mark.parametrize("frontend", ["JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "VSCODE_PID"])
    def test_in_front_of_a_person_a_message_is_printed_but_never_while_grading(
        self, frontend: str, monkeypatch, capsys
    ) -> None:
        monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
        monkeypatch.setenv(frontend, "lesson.ipynb")
        with checks.exercise("1.1", "x"):
            checks.truth(False, "the rows are reversed.")
        assert "the rows are reversed" in capsys.readouterr().out
        for way in ("autograde", "validate"):
            monkeypatch.setenv("NBGRADER_EXECUTION", way)
            with pytest.raises(checks.CheckFailed), checks.exercise("1.1", "x"):
                checks.truth(False, "the rows are reversed.")

    def test_in_a_kernel_only_the_sentence_is_shown(self, tmp_path: Path) -> None:
        from nbformat.v4 import new_code_cell, new_notebook

        source = (
            "from svdlab import checks\n"
            "with checks.exercise('1.1', 'sums'):\n"
            "    checks.truth(False, 'they differ.')"
        )
        done = run(new_notebook(cells=[new_code_cell(source)]), tmp_path)
        output = done.notebook.cells[0].outputs[0]
        assert output.ename == "CheckFailed"
        assert output.traceback == ["\x1b[1;31m✗ Exercise 1.1 · sums: they differ.\x1b[0m"]

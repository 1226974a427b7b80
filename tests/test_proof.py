"""The proof finds what it has to find: a wrong verdict, a vague message, a mutant that lives."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coursekit.answers import read_answer
from coursekit.proof.court import run_jobs
from coursekit.proof.exhibits import Exercise, read_exercises
from coursekit.proof.mutants import mutants, solution_lines
from coursekit.proof.proof import Finding, Plan, prove
from coursekit.proof.shaking import shaken, shaken_svd
from tests.notebooks import ROOT

SETUP = "import numpy as np\nfrom svdlab import checks"
SOLUTION = '''def twice(x):
    """Double."""
    ### BEGIN SOLUTION
    return 2 * np.asarray(x)
    ### END SOLUTION
'''
CHECK = """with checks.exercise("1.1", "twice"):
    mistakes = {"x was squared.": 9}
    checks.close(twice(3), 6, "twice(3)", mistakes=mistakes)
    x = checks.generator("1.1", "twice").normal(size=5)
    checks.close(twice(x), 2 * x, "twice(x)")
"""
RIGHT = "def twice(x):\n    return np.add(x, x)\n"
SQUARED = "def twice(x):\n    return np.square(x)\n"
PLAN = Plan(seeds=3, shaken_seeds=1, seconds=1.0, workers=1)


def stored(folder: Path, name: str, code: str, points: float, message: str = "") -> Path:
    path = folder / "compression" / "1.1" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    said = f"# message: {message}\n" if message else ""
    path.write_text(f"# verdict: check-1-1-twice={points:g}\n{said}{code}")
    return path


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    for number in range(4):
        stored(tmp_path, f"right_{number}", RIGHT, 3)
    for number in range(6):
        stored(tmp_path, f"wrong_{number}", SQUARED, 0, "x was squared")
    return with_answers(
        Exercise("compression", "1.1", (SETUP,), (SOLUTION,), (("check-1-1-twice", 3.0, CHECK),)),
        tmp_path,
    )


def with_answers(exercise: Exercise, folder: Path) -> Exercise:
    paths = sorted(folder.glob("compression/1.1/*.py"))
    equivalents = {
        "return 2 * np.asarray(x)  →  return 2 * x": "np.asarray is for lists, which nobody tests"
    }
    return replace(exercise, answers=tuple(read_answer(p) for p in paths), equivalents=equivalents)


def proved(exercise: Exercise) -> Finding:
    return prove([exercise], PLAN)[0]


class TestProof:
    def test_nothing_to_say_of_a_good_exercise(self, exercise: Exercise) -> None:
        finding = proved(exercise)
        assert finding.faults == []
        assert (finding.accepted, finding.caught, finding.told) == (4, 6, 6)
        assert finding.killed == finding.mutants > 5
        assert finding.equivalent == 1

    @pytest.mark.parametrize(
        ("name", "code", "points", "message", "fault"),
        [
            ("right_x", SQUARED, 3, "", "gives 0.0, not 3.0"),
            ("wrong_x", RIGHT, 0, "x was squared", "gives 3.0, not 0.0 (it passes)"),
            ("wrong_x", SQUARED, 0, "x was halved", "does not hold 'x was halved'"),
            (
                "wrong_x",
                "def twice(x):\n    return 2.5 * np.asarray(x)\n",
                0,
                "relative difference",
                "names no mistake",
            ),
            ("wrong_x", SQUARED, 0, "", "wrong answers, and only they, have a message"),
            ("wrong_x", RIGHT, 3, "x", "its name and its verdict disagree"),
        ],
    )
    def test_a_wrong_verdict_is_found(
        self, exercise, tmp_path, name, code, points, message, fault
    ) -> None:
        stored(tmp_path, name, code, points, message)
        faults = proved(with_answers(exercise, tmp_path)).faults
        assert any(fault in sentence for sentence in faults), faults

    def test_luck_is_found(self, exercise: Exercise, tmp_path: Path) -> None:
        """An answer that passes under some seeds only."""
        lucky = (
            "def twice(x):\n"
            "    return np.add(x, x) if np.ndim(x) == 0 or x[0] > 0 else np.square(x)\n"
        )
        stored(tmp_path, "wrong_lucky", lucky, 0, "x was squared")
        plan = replace(PLAN, seeds=20)
        faults = prove([with_answers(exercise, tmp_path)], plan)[0].faults
        assert any("wrong_lucky" in sentence for sentence in faults)

    def test_a_blunt_test_lets_mutants_live(self, exercise: Exercise) -> None:
        blunt = 'with checks.exercise("1.1", "twice"):\n    checks.number(twice(3), "twice(3)")\n'
        finding = proved(replace(exercise, checks=(("check-1-1-twice", 3.0, blunt),)))
        assert finding.killed < finding.mutants
        assert any("survives" in sentence for sentence in finding.faults)

    def test_an_equivalent_that_is_none_is_found(self, exercise: Exercise) -> None:
        listed = exercise.equivalents | {
            "return 2 * np.asarray(x)  →  return 3 * np.asarray(x)": "three is two",
            "return 7  →  return 8": "gone",
        }
        faults = proved(replace(exercise, equivalents=listed)).faults
        assert any("listed as equivalent, and loses points" in sentence for sentence in faults)
        assert any("no mutant is listed" in sentence for sentence in faults)

    def test_a_thin_library_is_found(self, exercise: Exercise) -> None:
        faults = proved(replace(exercise, answers=exercise.answers[:5])).faults
        assert any("four and six are the least" in sentence for sentence in faults)


class TestJudge:
    def verdicts(self, exercise: Exercise, code: str) -> list:
        return run_jobs([exercise.job(code, range(2), 1.0)], workers=1)[0]

    def test_an_answer_that_never_ends_is_stopped(self, exercise: Exercise) -> None:
        verdict = self.verdicts(exercise, "def twice(x):\n    while True: pass\n")[0]
        assert verdict["points"] == {"check-1-1-twice": 0.0}
        assert "Is there a loop that never ends?" in verdict["messages"]["check-1-1-twice"]

    def test_an_answer_that_swallows_everything_is_ended(self, exercise: Exercise) -> None:
        code = (
            "def twice(x):\n"
            "    while True:\n"
            "        try:\n"
            "            while True: pass\n"
            "        except BaseException: pass\n"
        )
        short = exercise.job(code, range(1), 0.2)
        assert run_jobs([short], workers=1)[0][0]["points"] == {"check-1-1-twice": 0.0}

    def test_an_answer_that_ends_the_process_gets_nothing(self, exercise: Exercise) -> None:
        verdict = self.verdicts(exercise, "import os\ndef twice(x):\n    os._exit(0)\n")[0]
        assert verdict["points"] == {"check-1-1-twice": 0.0}

    def test_no_answer_spoils_the_next_one(self, exercise: Exercise) -> None:
        vandal = "np.linalg.norm = lambda *a: 0.0\ndef twice(x):\n    return 5\n"
        _, second = run_jobs(
            [exercise.job(code, range(1), 1.0) for code in (vandal, SQUARED)], workers=1
        )
        assert second[0]["points"] == {"check-1-1-twice": 0.0}


class TestMutants:
    def test_every_line_of_every_solution_has_one(self) -> None:
        for exercise in read_exercises(ROOT):
            for source in exercise.solutions:
                changed = {mutant.line for mutant in mutants(source)}
                code = {
                    number
                    for number in solution_lines(source)
                    if starts_statement(source.split("\n")[number - 1])
                }
                assert code <= changed, f"{exercise.name}: lines {sorted(code - changed)}"

    def test_they_compile_and_differ(self) -> None:
        source = next(iter(read_exercises(ROOT, "compression/1.3"))).solutions[0]
        found = mutants(source)
        assert len({mutant.code for mutant in found}) == len(found) > 40
        for mutant in found:
            compile(mutant.code, "<mutant>", "exec")

    def test_nothing_outside_the_solution_changes(self) -> None:
        for mutant in mutants(SOLUTION):
            assert mutant.code.startswith("def twice(x):\n    'Double.'"[:14])
            assert "Double." in mutant.code


def starts_statement(line: str) -> bool:
    """Tell lines that begin a statement from else, comments and what goes on from above."""
    word = line.strip()
    return (
        bool(word)
        and not word.startswith(("#", "else", ")", "]", "}", '"', "'"))
        and (word.startswith(("return", "if ", "for ", "while ", "raise ")) or " = " in word)
    )


class TestShaking:
    @pytest.mark.parametrize("shape", [(6, 4), (4, 6), (5, 5)])
    @pytest.mark.parametrize("full", [True, False])
    def test_the_product_stays(self, shape: tuple[int, int], full: bool) -> None:
        rng = np.random.default_rng(0)
        A = rng.normal(size=shape)
        U, s, Vt = shaken_svd(rng, *np.linalg.svd(A, full_matrices=full))
        k = len(s)
        assert np.allclose((U[:, :k] * s) @ Vt[:k], A, atol=1e-12)
        assert np.allclose(U.T @ U, np.eye(U.shape[1]), atol=1e-12)
        assert np.allclose(Vt @ Vt.T, np.eye(Vt.shape[0]), atol=1e-12)

    def test_equal_values_get_another_basis(self) -> None:
        rng = np.random.default_rng(0)
        U, s, Vt = shaken_svd(rng, *np.linalg.svd(np.eye(3)))
        assert np.allclose((U * s) @ Vt, np.eye(3), atol=1e-12)
        assert np.abs(np.abs(U) - np.eye(3)).max() > 0.1

    def test_numpy_is_itself_again_afterwards(self) -> None:
        before = np.linalg.svd, np.linalg.eigh, np.linalg.qr
        with shaken(0):
            assert np.linalg.svd is not before[0]
        assert (np.linalg.svd, np.linalg.eigh, np.linalg.qr) == before


class TestCommand:
    def test_an_exercise_that_does_not_exist(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "coursekit.cli", "proof", "compression/9.9"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert "There is no exercise 'compression/9.9'" in done.stderr
        assert "Traceback" not in done.stderr

"""The course in Google Colab's version column: Python 3.13 and the packages of Colab's image.

Run by ``make test-colab``. The set-up cell of a release notebook is run as on Colab, with one
difference: git finds the published course in a folder instead of on GitHub.
"""

import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.configure import set_repository
from coursekit.proof.court import run_jobs
from coursekit.proof.exhibits import read_exercises
from coursekit.proof.proof import first_message
from coursekit.publish import publish
from coursekit.release import build
from coursekit.sync import source_path
from tests.notebooks import ASSIGNMENTS, ROOT, read, run

pytestmark = pytest.mark.colab

REPOSITORY = "ada-lovelace/svd-course"
ENVIRONMENT = ROOT / "build" / "colab"
PINS = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["colab"]
FREEZE = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "freeze", "--all"]


def versions() -> dict[str, str]:
    listed = subprocess.run(FREEZE, check=True, capture_output=True, text=True).stdout
    return dict(line.split("==") for line in listed.splitlines() if "==" in line)


def git(*words: str, folder: Path) -> None:
    author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *author, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    """Versions in a fresh environment like Colab's."""
    python = os.environ.get("COLAB_PYTHON", "python3.13")
    if shutil.which(python) is None:
        pytest.fail(f"{python} is not here: make test-colab COLAB_PYTHON=/path/to/python3.13")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(ENVIRONMENT)], check=True)
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, *PINS, "setuptools"], check=True)
    return versions()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public repository, as students would find it on GitHub."""
    folder = tmp_path_factory.mktemp("hub")
    course = folder / "course"
    shutil.copytree(
        ROOT, course, ignore=shutil.ignore_patterns(".git", ".venv*", "build", ".*cache", "tests")
    )
    set_repository(course, REPOSITORY)
    shutil.rmtree(course / "release")
    build(course, ASSIGNMENTS, course / "release", say=lambda _: None)
    public = folder / f"{REPOSITORY}.git"
    publish(course, public, say=lambda _: None)
    git("init", "--quiet", "--initial-branch=main", folder=public)
    git("add", "--all", folder=public)
    git("commit", "--quiet", "--message=Publish the course", folder=public)
    return folder


@pytest.fixture(scope="module")
def kernel(
    before: dict[str, str], published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Name of a kernel in that environment, on which the course's set-up cell has run."""
    share = tmp_path_factory.mktemp("jupyter")
    spec = share / "kernels" / "colab"
    spec.mkdir(parents=True)
    python = str(ENVIRONMENT / "bin" / "python")
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "Colab", "language": "python"})
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(share))
        patch.delenv("PYTHONPATH", raising=False)
        patch.setenv("GIT_CONFIG_COUNT", "1")
        patch.setenv("GIT_CONFIG_KEY_0", f"url.file://{published}/.insteadOf")
        patch.setenv("GIT_CONFIG_VALUE_0", "https://github.com/")
        header = nbformat.read(
            published / "course" / "release" / "icp" / "icp.ipynb", as_version=4
        ).cells[1]
        colab = (
            "import sys, types\n"
            "sys.modules['google'] = types.ModuleType('google')\n"
            "sys.modules['google.colab'] = types.ModuleType('google.colab')"
        )
        cells = [new_code_cell(colab), new_code_cell(header.source)]
        done = run(new_notebook(cells=cells), share, kernel="colab")
        said = "".join(output.get("text", "") for output in done.notebook.cells[1].outputs)
        assert "Ready" in said, said
        yield "colab"


def test_set_up_cell_installs_the_course_and_changes_nothing(
    before: dict[str, str], kernel: str
) -> None:
    after = versions()
    assert {name: after.get(name) for name in before} == before
    where = subprocess.run(
        [str(ENVIRONMENT / "bin" / "python"), "-c", "import svdlab; print(svdlab.__file__)"],
        cwd="/",
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert where.startswith(str(ENVIRONMENT))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_solved_notebook_runs(assignment: str, kernel: str, tmp_path: Path) -> None:
    notebook = nbformat.read(source_path(ROOT, assignment), as_version=4)
    done = run(notebook, tmp_path, kernel=kernel)
    assert done.errors() == {}
    assert done.error_stream() == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_fresh_notebook_runs(assignment: str, kernel: str, tmp_path: Path) -> None:
    done = run(read("release", assignment), tmp_path, kernel=kernel)
    assert {name for name, _ in done.errors().values()} == {"NotDoneYet"}
    assert done.error_stream() == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_correct_answers_get_all_points_there_too(assignment: str, kernel: str) -> None:
    """On another Python, NumPy and SciPy, with other last digits."""
    exercises = read_exercises(ROOT, assignment)
    cases = [(e, answer) for e in exercises for answer in e.answers if answer.right]
    jobs = [exercise.job(answer.code, range(3), 30.0) for exercise, answer in cases]
    verdicts = run_jobs(jobs, python=str(ENVIRONMENT / "bin" / "python"))
    lost = [
        f"{exercise.name} {answer.path.name}: {verdict['messages']}"
        for (exercise, answer), found in zip(cases, verdicts, strict=True)
        for verdict in found
        if verdict["points"] != answer.points
    ]
    assert lost == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_wrong_answers_lose_the_same_points_there(assignment: str, kernel: str) -> None:
    exercises = read_exercises(ROOT, assignment)
    cases = [
        (e, answer)
        for e in exercises
        for answer in e.answers
        if not answer.right and "never_ends" not in answer.path.name
    ]
    jobs = [exercise.job(answer.code, range(1), 30.0) for exercise, answer in cases]
    verdicts = run_jobs(jobs, python=str(ENVIRONMENT / "bin" / "python"))
    other = [
        f"{exercise.name} {answer.path.name}: {verdict['points']}"
        for (exercise, answer), (verdict,) in zip(cases, verdicts, strict=True)
        if verdict["points"] != answer.points or answer.message not in first_message(verdict)
    ]
    assert other == []


def test_without_a_network_the_set_up_cell_says_what_to_do(tmp_path: Path) -> None:
    """In this environment, made to look as if the package were missing."""
    header = read("release", "compression").cells[1]
    offline = (
        "import sys, types, importlib.util as u\n"
        "sys.modules['google.colab'] = types.ModuleType('google.colab')\n"
        "real = u.find_spec\n"
        "u.find_spec = lambda name: None if name == 'svdlab' else real(name)\n"
        "import subprocess\n"
        "subprocess.run = lambda *a, **k: subprocess.CompletedProcess(a, 1)"
    )
    done = run(new_notebook(cells=[new_code_cell(offline), new_code_cell(header.source)]), tmp_path)
    said = "".join(output.get("text", "") for output in done.notebook.cells[1].outputs)
    assert "online" in said
    assert "run this cell again" in said
    assert done.errors() == {}

"""What several tests share."""

import os
import shutil
import sys
from pathlib import Path

# Two tests run side by side, each perhaps with a kernel: one thread each for linear algebra. This
# must be said before NumPy is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from tests.grading import Course, release
from tests.notebooks import ROOT

# Commands that tests start (nbgrader, alembic, coursekit) come from this environment.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

SMALL = '''# ---
# jupyter:
#   jupytext:
#     formats: source/compression//ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A small lesson

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from svdlab import checks

# %% [markdown]
# ### Exercise 1.1 · Twice (3 points)

# %% nbgrader={"grade": false, "grade_id": "ex-1-1", "locked": false, "schema_version": 3, "solution": true, "task": false}
def twice(x):
    """Double."""
    ### BEGIN SOLUTION
    doubled_by_the_author = 2 * x
    return doubled_by_the_author
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-1-1-twice", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 1.1 · twice (3 points)
with checks.exercise("1.1", "twice"):
    checks.close(twice(2), 4, "twice(2)")
    ### BEGIN HIDDEN TESTS
    checks.close(twice(np.arange(7)), 2 * np.arange(7), "twice(x)")
    ### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Question
# Why twice?
#
# ### BEGIN MARK SCHEME
# - 5 points for the secret of doubling
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# Because once is not enough, as every author knows.
# ### END SOLUTION
'''  # noqa: E501


def lay_out(root: Path) -> None:
    """Make a course of one small assignment, with the real configuration."""
    from coursekit.sync import build_source

    (root / "text").mkdir(parents=True)
    (root / "text" / "compression.py").write_text(SMALL, encoding="utf-8")
    (root / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    build_source(root, "compression")


@pytest.fixture
def small_course(tmp_path: Path) -> Path:
    """A course of one small assignment, not yet released."""
    root = tmp_path / "course"
    lay_out(root)
    return root


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course, released, with a gradebook; made once, as that takes seconds."""
    root = tmp_path_factory.mktemp("released") / "course"
    lay_out(root)
    release(root)
    return root


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Course:
    """A copy of the released course: ready to be handed submissions."""
    return Course(Path(shutil.copytree(released_course, tmp_path / "course")))

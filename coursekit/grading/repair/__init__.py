"""Put a student's notebook back into the shape of its release, so that nbgrader can grade it.

A student may delete, copy, split, merge, move and edit cells, and some editors drop nbgrader's
metadata. :func:`restore` looks for every cell of the release by what is left of it: first by its
text and its metadata, then by the functions that it defines.

A mark must not be lost on the way. So what a student's own cell holds is never thrown away, and
where code has to be in two places, it is copied: a function defined twice is the same function.

``targets`` says what has to be there, ``cutting`` and ``joining`` take the submission apart into
``units``, the three ``match_…`` modules fill in a ``matching`` and ``leftovers`` looks at the rest,
``placing`` finds the order, ``rebuilding`` makes the notebook. ``text``, ``python_code`` and
``extracting`` read texts and code; ``findings`` collects the sentences for the report.
"""

from coursekit.grading.repair.extracting import code_for, cut_function
from coursekit.grading.repair.findings import Findings, listed
from coursekit.grading.repair.python_code import definitions
from coursekit.grading.repair.rebuilding import restore
from coursekit.grading.repair.targets import (
    ANSWER,
    TEST,
    about,
    really_defines,
    role_of,
    targets_of,
)
from coursekit.grading.repair.text import first_line

__all__ = [
    "ANSWER",
    "TEST",
    "Findings",
    "about",
    "code_for",
    "cut_function",
    "definitions",
    "first_line",
    "listed",
    "really_defines",
    "restore",
    "role_of",
    "targets_of",
]

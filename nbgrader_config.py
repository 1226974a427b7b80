"""nbgrader's configuration for this course. nbgrader reads it from the folder it runs in."""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    GetGrades,
    LockCells,
    SaveCells,
)

from coursekit.preprocessors import CourseHeader, DressChecks, DropAuthorsMetadata

c = get_config()  # noqa: F821  (nbgrader puts this name there)

# The name of the course in the gradebook.
c.CourseDirectory.course_id = "svdlab"

# The public repository that students open on Colab and install the package from.
# Set it with: coursekit configure --repository OWNER/NAME [--branch BRANCH]
c.CourseHeader.repository = "SET_OWNER/SET_NAME"
c.CourseHeader.branch = "main"

# What a student finds in the place of a solution.
c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE: replace the next line\n"
    'raise NotImplementedError("this exercise is not done yet")'
}
c.ClearSolutions.text_stub = "*Your answer: replace this line.*"

# The marking scheme stands in the read-only cell of the question, above the student's answer,
# where formgrader shows it to whoever marks; nbgrader would allow it in task cells only.
c.ClearMarkScheme.enforce_metadata = False

# nbgrader's own steps, with the course's header in front and two clean-ups at the end.
c.GenerateAssignment.preprocessors = [
    CourseHeader,
    LockCells,
    ClearSolutions,
    ClearOutput,
    DropAuthorsMetadata,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ClearHiddenTests,
    ClearMarkScheme,
    DressChecks,
    ComputeChecksums,
    CheckCellMetadata,
]

# Feedback shows marks and messages, not the source of the hidden tests or the marking scheme.
c.GenerateFeedback.preprocessors = [
    GetGrades,
    ClearHiddenTests,
    ClearMarkScheme,
    CSSHTMLHeaderPreprocessor,
]

# Seconds one cell may take. The slowest cell of a solved notebook needs a few.
c.Execute.timeout = 60

# A student who deleted a test cell is graded with it all the same.
c.OverwriteCells.add_missing_cells = True

# nbgrader calls "alembic" by its bare name to make its database.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

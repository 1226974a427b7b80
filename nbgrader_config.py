"""nbgrader's configuration for this course. nbgrader reads it from the folder it runs in."""

import os
import sys
from pathlib import Path

# nbgrader would go on with its defaults after an error in here, and grade without protection.
try:
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader import preprocessors as steps

    from coursekit.course import database_url
    from coursekit.grading.autograde import take_over
    from coursekit.preprocessors import CourseHeader, DressChecks, DropAuthorsMetadata
except Exception as error:
    sys.exit(f"nbgrader_config.py: {type(error).__name__}: {error}. Nothing was graded.")

c = get_config()  # noqa: F821  (nbgrader puts this name there)

# The name of the course in the gradebook.
c.CourseDirectory.course_id = "svdlab"

# The gradebook. It does not have nbgrader's own name: where this file cannot be read, nbgrader
# finds no course to grade instead of grading without protection.
c.CourseDirectory.db_url = database_url(Path(__file__).parent)

# What nbgrader copies nowhere; the verdict is for instructors.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "verdict.json",
]

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
    steps.LockCells,
    steps.ClearSolutions,
    steps.ClearOutput,
    DropAuthorsMetadata,
    steps.CheckCellMetadata,
    steps.ComputeChecksums,
    steps.SaveCells,
    steps.ClearHiddenTests,
    steps.ClearMarkScheme,
    DressChecks,
    steps.ComputeChecksums,
    steps.CheckCellMetadata,
]

# Feedback shows marks and messages, not the source of the hidden tests or the marking scheme.
c.GenerateFeedback.preprocessors = [
    steps.GetGrades,
    steps.ClearHiddenTests,
    steps.ClearMarkScheme,
    CSSHTMLHeaderPreprocessor,
]

# Grading: the student's cells run in a sandbox, the tests in another process, and a mark is given
# for what that process saw. This goes for nbgrader's own commands and its formgrader too.
take_over()

# Seconds that one of the student's cells, the student's functions in one check, and a whole
# submission may take. The slowest cell of a solved notebook needs a few.
c.IsolatedExecute.timeout = 60
c.IsolatedExecute.test_seconds = 20
c.IsolatedExecute.total_seconds = 900

# Nobody looks at the lesson's figures while grading, so none are drawn. True keeps those of every
# cell that is run, to be seen in the feedback.
c.IsolatedExecute.keep_figures = False

# What a student's process may use: bytes of address space, seconds of processor time, processes
# and threads, bytes in one file, bytes in all files together.
c.IsolatedExecute.limits = {
    "memory": 6 * 2**30,
    "seconds": 900,
    "processes": 128,
    "file_size": 256 * 2**20,
    "disk": 512 * 2**20,
}

# nbgrader calls "alembic" by its bare name to make its database.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

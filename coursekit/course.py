"""Where the rooms of a course are, and its nbgrader configuration."""

import os
import sys
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

ASSIGNMENTS = ("compression", "denoising", "procrustes", "icp", "background", "robust")
CONFIG_FILE = "nbgrader_config.py"
GRADEBOOK = "marks.db"


# Ends the name of a file that is being written.
PART = ".part"


class CourseError(Exception):
    """Something the person at the command line has to mend; its text is one sentence."""


def course_root(start: Path | None = None) -> Path:
    """Find the course that a folder belongs to.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the working directory by default.

    Returns
    -------
    Path
        The nearest folder, from ``start`` upwards, that holds ``nbgrader_config.py`` and ``text``.

    Raises
    ------
    CourseError
        If there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file() and (folder / "text").is_dir():
            return folder
    raise CourseError(
        f"No course found in {start} or above it: run the command inside the course's folder, "
        f"the one that holds {CONFIG_FILE} and text/."
    )


def load_config(root: Path) -> Config:
    """Read the course's nbgrader configuration.

    Parameters
    ----------
    root : Path
        The course's folder.

    Returns
    -------
    traitlets.config.Config

    Raises
    ------
    CourseError
        If the file is missing or stops with an error. nbgrader itself would go on with its
        defaults.
    """
    try:
        return PyFileConfigLoader(CONFIG_FILE, path=str(root)).load_config()
    except (Exception, SystemExit) as error:
        raise CourseError(
            f"{root / CONFIG_FILE} cannot be used: {type(error).__name__}: {error}. Mend it first."
        ) from error


def database_url(root: Path) -> str:
    """Address of a course's gradebook, in SQLAlchemy's form.

    The environment variable ``SVDLAB_GRADEBOOK`` may name another one, such as
    ``postgresql://user@host/marks``.
    """
    return os.environ.get("SVDLAB_GRADEBOOK") or f"sqlite:///{(root / GRADEBOOK).resolve()}"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it, so that it is never half there.

    Parameters
    ----------
    path : Path
        The file; replaced if it exists.
    content : bytes
        What it is to hold.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + PART)
    temporary.write_bytes(content)
    temporary.replace(path)


def put_environment_on_path() -> None:
    """Let nbgrader find ``alembic``, which it calls by its bare name to make its database."""
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + os.environ.get("PATH", "")

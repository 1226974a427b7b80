"""Build ``release/`` from ``source/`` with nbgrader."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config

from coursekit.course import CourseError, load_config, put_environment_on_path

Say = Callable[[str], None]
NO_CONTENT = {".git", ".ipynb_checkpoints"}


def generate(
    root: Path, assignment: str, config: Config, release: Path, database: str | None = None
) -> None:
    """Run nbgrader's ``generate_assignment`` for one assignment.

    Parameters
    ----------
    root : Path
        The course's folder, with ``source/``.
    assignment : str
        Name of the assignment.
    config : Config
        The course's nbgrader configuration.
    release : Path
        Folder that takes the place of ``release/``.
    database : str, optional
        Address of the gradebook in which nbgrader notes the cells, as it must before it grades;
        none by default.

    Raises
    ------
    CourseError
        If nbgrader refuses the notebook.
    """
    put_environment_on_path()
    own = Config(config)
    own.CourseDirectory.root = str(root)
    own.CourseDirectory.release_directory = str(release)
    if database is None:
        own.GenerateAssignment.no_database = True
        own.GenerateAssignment.preprocessors = [
            step for step in config.GenerateAssignment.preprocessors if step is not SaveCells
        ]
    else:
        own.CourseDirectory.db_url = database
    own.CourseDirectory.assignment_id = assignment
    own.GenerateAssignment.force = True
    coursedir = CourseDirectory(config=own)
    converter = GenerateAssignment(coursedir=coursedir, config=own)
    converter.log.setLevel("ERROR")
    try:
        converter.start()
    except Exception as error:
        raise CourseError(
            f"nbgrader could not build the release of {assignment}: {error}"
        ) from error


def build(root: Path, assignments: Sequence[str], target: Path, say: Say = print) -> list[Path]:
    """Build the student notebooks of some assignments into a folder.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignments : sequence of str
        Their names.
    target : Path
        Where ``<a>/<a>.ipynb`` is to be written.
    say : callable
        Takes a line of progress.

    Returns
    -------
    list of Path
        The notebooks written.
    """
    config = load_config(root)
    for assignment in assignments:
        say(f"building release/{assignment}")
        generate(root, assignment, config, target)
    return [target / a / f"{a}.ipynb" for a in assignments]


def files_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their relative path, without git's and Jupyter's own."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not NO_CONTENT & set(path.relative_to(folder).parts)
    }


def replace_folder(fresh: Path, target: Path) -> None:
    """Put a finished folder in the place of another, so that neither is ever half there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(target.name + ".old")
    if old.exists():
        shutil.rmtree(old)
    incoming = target.with_name(target.name + ".new")
    if incoming.exists():
        shutil.rmtree(incoming)
    shutil.copytree(fresh, incoming)
    if target.exists():
        target.rename(old)
    incoming.rename(target)
    shutil.rmtree(old, ignore_errors=True)

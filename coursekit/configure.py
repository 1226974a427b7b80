"""Set the one place that names the public repository students open."""

import re
from pathlib import Path

from coursekit.course import CONFIG_FILE, CourseError, write_whole

REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")
BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def _assign(text: str, name: str, value: str) -> str:
    changed, count = re.subn(
        rf'^(c\.CourseHeader\.{name} = )"[^"\n]*"$', rf'\g<1>"{value}"', text, flags=re.MULTILINE
    )
    if count != 1:
        raise CourseError(
            f'{CONFIG_FILE} must hold exactly one line `c.CourseHeader.{name} = "..."`; '
            f"it holds {count}. Write it back, then run the command again."
        )
    return changed


def set_repository(root: Path, repository: str, branch: str | None = None) -> bool:
    """Write the student repository's name into the course's configuration.

    Parameters
    ----------
    root : Path
        The course's folder.
    repository : str
        ``OWNER/NAME`` on GitHub.
    branch : str, optional
        Its branch; left as it is if not given.

    Returns
    -------
    bool
        Whether the file changed.

    Raises
    ------
    CourseError
        If a name is none that GitHub allows, or the configuration has no such line.
    """
    if not REPOSITORY.fullmatch(repository):
        raise CourseError(
            f"{repository!r} is no repository on GitHub: write OWNER/NAME, "
            "without the address in front."
        )
    if branch is not None and not BRANCH.fullmatch(branch):
        raise CourseError(f"{branch!r} is no name of a branch.")
    path = root / CONFIG_FILE
    before = path.read_text(encoding="utf-8")
    after = _assign(before, "repository", repository)
    if branch is not None:
        after = _assign(after, "branch", branch)
    if after == before:
        return False
    write_whole(path, after.encode("utf-8"))
    return True

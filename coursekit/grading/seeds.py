"""The seed of each assignment's hidden tests: drawn once, recorded, and the same ever after.

A hard-coded answer earns nothing where the data are drawn anew for every course. One seed for the
whole class keeps it fair, and a regrade gives the same mark.
"""

import json
import secrets
from pathlib import Path

from coursekit.course import CourseError, write_whole

FILE = "seeds.json"


def seed_of(root: Path, assignment: str) -> int:
    """Look up the seed of an assignment, or draw and record it.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignment : str
        Name of the assignment.

    Returns
    -------
    int

    Raises
    ------
    CourseError
        If the record cannot be read: a new seed might change marks.
    """
    path = root / FILE
    try:
        seeds = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if assignment in seeds:
            return int(seeds[assignment])
    except (OSError, ValueError, TypeError) as error:
        raise CourseError(
            f"{path} cannot be read ({error}): bring it back from a copy, or remove it to draw new "
            "data for the hidden tests."
        ) from None
    seeds[assignment] = secrets.randbelow(2**31)
    write_whole(path, (json.dumps(seeds, indent=1, sort_keys=True) + "\n").encode())
    return seeds[assignment]

"""The verdict on a submission, kept beside the graded notebook: what happened, and what to look at.

The file is written last. Where it is missing, grading was cut off, and the next run does it again.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from coursekit.course import write_whole

FILE = "verdict.json"
GRADED, REPAIRED, NOT_GRADABLE = "graded", "graded after repair", "not gradable"


@dataclass(frozen=True)
class Verdict:
    """What became of a submission.

    Attributes
    ----------
    student, assignment : str
        Whose, and of what.
    status : str
        ``graded``, ``graded after repair`` or ``not gradable``.
    reason : str
        Why it is not gradable; else empty.
    repairs, flags : tuple of str
        What was mended, and what the instructor should look at; a sentence each.
    seed : int
        Seed of the hidden tests.
    sandbox : bool
        Whether the student's code ran in a sandbox.
    digest : str
        SHA-256 of the file that was graded; empty if there was none.
    """

    student: str
    assignment: str
    status: str
    reason: str = ""
    repairs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    seed: int = 0
    sandbox: bool = True
    digest: str = ""


def write_verdict(folder: Path, verdict: Verdict) -> None:
    """Put a verdict beside the graded notebook."""
    write_whole(folder / FILE, (json.dumps(asdict(verdict), indent=1) + "\n").encode())


def read_verdict(folder: Path) -> Verdict | None:
    """Read the verdict in a folder; None if there is none, or none that can be read."""
    try:
        fields = json.loads((folder / FILE).read_text(encoding="utf-8"))
        for name in ("repairs", "flags"):
            fields[name] = tuple(fields[name])
        return Verdict(**fields)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def all_verdicts(autograded: Path, assignment: str = "*") -> Iterator[Verdict]:
    """Read all verdicts below ``autograded/``, ordered by student."""
    for path in sorted(autograded.glob(f"*/{assignment}/{FILE}")):
        if (verdict := read_verdict(path.parent)) is not None:
            yield verdict

"""Give points for what the executor saw, and for nothing else.

nbgrader reads a mark off a cell's outputs: anything on the error stream costs all points, and a
last value that is no number, or a negative one, or none because the cell never ran, gives all of
them. Here a cell gets its points if the executor noted that it ran to its end without an error.
"""

import math
import re
from dataclasses import dataclass

from nbformat import NotebookNode

from coursekit.grading.executor import FAILED, NOTE, PASSED

# A number as Python or NumPy 2 writes it: 2, 2.5, -1e-3, np.float64(2.5), array(2.5).
NUMBER = re.compile(r"(?:np\.\w+\(|array\()?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\)?")


@dataclass(frozen=True)
class Score:
    """Points of one test cell.

    Attributes
    ----------
    points : float
        Between 0 and the cell's maximum.
    reason : str
        Why it is not the maximum, where no message says it; else empty.
    flag : str
        What the instructor should look at; usually empty.
    """

    points: float
    reason: str = ""
    flag: str = ""


def score(cell: NotebookNode) -> Score:
    """Give the points of a test cell.

    Parameters
    ----------
    cell : NotebookNode
        A code cell with nbgrader's metadata, after the executor.

    Returns
    -------
    Score
    """
    maximum = float(cell.metadata.nbgrader.points)
    note = cell.metadata.get(NOTE, {})
    status = note.get("status")
    if status == FAILED:
        return Score(0.0)
    if status != PASSED:
        return Score(0.0, note.get("reason") or "This check was never run.")
    results = [o for o in cell.outputs if o.output_type == "execute_result"]
    if not results:
        return Score(maximum)
    return _partial(str(results[-1].data.get("text/plain", "")), maximum, cell)


def _partial(text: str, maximum: float, cell: NotebookNode) -> Score:
    """Take a test's last value as its points, within what the cell is worth."""
    found = NUMBER.fullmatch(text.strip())
    value = float(found.group(1)) if found else math.nan
    name = cell.metadata.nbgrader.grade_id
    if not math.isfinite(value):
        shown = text[:60]
        return Score(
            0.0,
            f"This check ended with {shown!r}, which is no number of points.",
            f"{name} ends with {shown!r}, which is no number of points",
        )
    points = min(max(value, 0.0), maximum)
    if points != value:
        return Score(
            points,
            f"This check gave {value:g} points; it can give from 0 to {maximum:g}.",
            f"{name} gives {value:g} points, outside 0 to {maximum:g}",
        )
    return Score(points)

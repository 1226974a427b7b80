"""The table of points in the instructor guide: exercise, property, points; from the notebooks."""

import re
from pathlib import Path

from coursekit.blocks import replace_block
from coursekit.course import ASSIGNMENTS, write_whole
from coursekit.sync import notebook_from_text, text_path

PAGE = Path("docs") / "instructor-guide.md"
FIRST_LINE = re.compile(r"# Exercise (\d+\.\d+) · (.+) \((\d+) points?\)")


def points_table(root: Path) -> str:
    """Lay out what each check of the course judges and gives, as Markdown.

    Parameters
    ----------
    root : Path
        The course's folder.

    Returns
    -------
    str
        A table for each assignment.
    """
    parts = []
    for assignment in ASSIGNMENTS:
        lines = [f"**{assignment}**", "", "| exercise | property | points |", "| --- | --- | --: |"]
        for cell in notebook_from_text(text_path(root, assignment)).cells:
            about = cell.metadata.get("nbgrader", {})
            if not about.get("grade"):
                continue
            found = FIRST_LINE.match(cell.source) if cell.cell_type == "code" else None
            number, what = found.group(1, 2) if found else ("question", "written, marked by hand")
            lines.append(f"| {number} | {what} | {about['points']} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def page_with_points(root: Path) -> str:
    """Text of the instructor guide with the table as the notebooks give it."""
    return replace_block((root / PAGE).read_text(encoding="utf-8"), "points", points_table(root))


def is_stale(root: Path) -> bool:
    """Tell whether the guide holds another table; a course without a guide has none."""
    path = root / PAGE
    return path.exists() and page_with_points(root) != path.read_text(encoding="utf-8")


def write(root: Path) -> None:
    """Put the table into the guide."""
    if is_stale(root):
        write_whole(root / PAGE, page_with_points(root).encode())

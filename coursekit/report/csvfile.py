"""CSV files of learning platforms: change some cells, keep every other byte."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coursekit.course import CourseError

ENCODINGS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


@dataclass
class Line:
    """One record: its cells as they stand in the file, and what ends it."""

    cells: list[str]
    end: str


class Template:
    """A CSV file whose cells can be replaced.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    CourseError
        If it cannot be read, or is no CSV.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise CourseError(f"The template {path} cannot be read: {error.strerror}.") from None
        self._mark, self._encoding = next(
            ((mark, name) for mark, name in ENCODINGS if raw.startswith(mark)), (b"", "utf-8")
        )
        try:
            text = raw[len(self._mark) :].decode(self._encoding)
        except UnicodeDecodeError:
            raise CourseError(
                f"The template {path} is not UTF-8: take the file as the platform gave it."
            ) from None
        first = text.split("\n", 1)[0]
        self.separator = max(",;\t", key=first.count)
        self.lines = _split(text, self.separator, path)
        if not self.lines:
            raise CourseError(f"The template {path} is empty.")
        self.header = [plain(cell) for cell in self.lines[0].cells]

    def column(self, *names: str) -> int | None:
        """Place of the column with one of some names, whatever their case."""
        wanted = [name.casefold() for name in names]
        places = [n for n, cell in enumerate(self.header) if cell.strip().casefold() in wanted]
        if len(places) > 1:
            raise CourseError(
                f"The template {self.path} has two columns {self.header[places[0]]!r}: keep one."
            )
        return places[0] if places else None

    def get(self, line: Line, place: int | None) -> str:
        """Text of a cell, without the quotes; nothing where there is none."""
        if place is None or place >= len(line.cells):
            return ""
        return plain(line.cells[place])

    def set(self, line: Line, place: int, text: str) -> None:
        """Replace a cell; it keeps its quotes if it has any."""
        line.cells += [""] * (place + 1 - len(line.cells))
        quoted = line.cells[place].startswith('"')
        needed = bool(re.search(r'[",;\t\r\n]', text))
        escaped = text.replace('"', '""')
        line.cells[place] = f'"{escaped}"' if quoted or needed else text

    def content(self) -> bytes:
        """Give the whole file, in the encoding it had."""
        text = "".join(self.separator.join(line.cells) + line.end for line in self.lines)
        return self._mark + text.encode(self._encoding)


def plain(cell: str) -> str:
    """Take a cell's quotes away."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _split(text: str, separator: str, path: Path) -> list[Line]:
    one = re.compile(
        rf'("(?:[^"]|"")*"|[^"{separator}\r\n][^{separator}\r\n]*|)({separator}|\r\n|\n|\r|\Z)'
    )
    lines: list[Line] = []
    cells: list[str] = []
    place = 0
    while place < len(text) or cells:
        found = one.match(text, place)
        if found is None:
            raise CourseError(f"The template {path} is not CSV in line {len(lines) + 1}.")
        cells.append(found.group(1))
        place = found.end()
        if found.group(2) != separator:
            lines.append(Line(cells, found.group(2)))
            cells = []
    return lines


def table_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as CSV in UTF-8."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode("utf-8", "replace")

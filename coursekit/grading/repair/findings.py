"""What was found and done, in sentences for the report."""

from collections.abc import Sequence

# Sentences for the report: for one cell, and for several.
REPAIRS = {
    "kernel": "The notebook was made for {names}; the release's kernel was put back.",
    "cut": "Cells had been merged or added to; they were cut apart at {names}.",
    "joined": "The answer cell {names} was split over several cells; they were joined.",
    "lost": "nbgrader's metadata was missing and was put back: {names}.",
    "copy_taken": "Cell {names} was still the stub and a copy of it held the answer; "
    "the copy was taken.",
    "duplicate": "There were copies of {names}; they stay as plain cells.",
    "function_found": "The answer of {names} stood in a cell of its own; "
    "its code was put into the answer cell.",
    "answered_elsewhere": "The function of {names} stands in the cell of another answer.",
    "retyped": "The type of {names} had been changed and was put back.",
    "put_back": "Missing cells were put back: {names}.",
    "moved": "Cells stood in another order and were moved back: {names}.",
    "text_found": "The text of the written answer stood beside {names} and was put into it.",
    "stub_removed": "A second, empty stub was taken out, for it would undo the answer: {names}.",
    "unknown": "Cells with a grade_id that the release does not have stay as plain cells: {names}.",
    "kept": "What a student wrote into {names} was kept in a cell of its own.",
    "absent": "Not in the submission: {names}.",
}

FLAGS = {
    "test_edited": "The test cell {names} was edited; the release's was put back.",
    "locked_edited": "The read-only cell {names} was edited; the release's was put back.",
    "metadata": "nbgrader's metadata was changed; the release's was put back: {names}.",
}


class Findings:
    """Collects what was found, so that forty cells of one kind make one sentence."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}

    def add(self, kind: str, name: str) -> None:
        """Note that something holds for a cell."""
        names = self.names.setdefault(kind, [])
        if name not in names:
            names.append(name)

    def sentences(self, texts: dict[str, str]) -> tuple[str, ...]:
        """Write a sentence for each kind that was found."""
        return tuple(
            text.format(names=listed(self.names[kind]))
            for kind, text in texts.items()
            if kind in self.names
        )


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in a row, not too many of them."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"

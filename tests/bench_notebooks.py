"""Print what each notebook takes: ``make bench``.

Wall time holds the start of a kernel; the empty notebook in the first row shows how much that is,
and the last column gives each time as a multiple of it, which is what can be compared between
machines.
"""

import tempfile
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console
from rich.table import Table

from tests.notebooks import ASSIGNMENTS, Run, read, run


def row(name: str, room: str, done: Run, base: float) -> tuple[str, ...]:
    ratio = f"{done.seconds / base:.1f}" if base else "1.0"
    return name, room, f"{done.seconds:.1f}", f"{done.peak / 2**20:.0f}", ratio


def main() -> None:
    table = Table("notebook", "as", "seconds", "peak MiB", "× empty")
    with tempfile.TemporaryDirectory() as scratch, Console().status("running") as status:
        folder = Path(scratch)
        # The first kernel finds nothing in the file cache: it does not count.
        for _ in range(2):
            empty = run(new_notebook(cells=[new_code_cell("pass")]), folder)
        table.add_row(*row("(empty)", "-", empty, 0.0))
        for assignment in ASSIGNMENTS:
            for room, name in (("source", "solved"), ("release", "fresh")):
                status.update(f"{assignment}, {name}")
                done = run(read(room, assignment), folder)
                table.add_row(*row(assignment, name, done, empty.seconds))
    Console().print(table)


if __name__ == "__main__":
    main()

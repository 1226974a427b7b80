"""The command ``svdlab``."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from collections.abc import Sequence

from svdlab.background import command as background

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 1 for a failure, 2 for a wrong call, 130 Ctrl-C.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``svdlab`` on the command line; taken from there if not given.
    """
    parser = argparse.ArgumentParser(prog="svdlab", description="Tools of the course SVD Lab.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    background.add_to(commands)
    options = parser.parse_args(arguments)
    # A polite kill ends like Ctrl-C, so that nothing half-written stays.
    with contextlib.suppress(ValueError):  # only the main thread may ask for signals
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("\nsvdlab: stopped. Nothing was written.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

"""The arguments of ``coursekit report`` and ``coursekit export``; light to import."""

import argparse
from pathlib import Path

PLATFORMS = ("moodle", "canvas")


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of ``coursekit report``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        Of the subcommand.
    """
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    parser.add_argument(
        "--roster", type=Path, metavar="CSV", help="who is in the class, as for `collect`"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a row for each student")
    parser.add_argument(
        "--no-bom", action="store_true", help="leave out the mark by which Excel knows UTF-8"
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE|DIR", help="write a page, or a folder with one for each"
    )
    parser.add_argument("--all", action="store_true", help="print all students of a large class")


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of ``coursekit export``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        Of the subcommand.
    """
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    parser.add_argument(
        "--to",
        nargs=2,
        required=True,
        metavar=("PLATFORM", "FILE"),
        help="moodle or canvas, and the file to write",
    )
    parser.add_argument(
        "--template",
        type=Path,
        metavar="CSV",
        help="Moodle's grading worksheet or Canvas's exported gradebook, to be filled",
    )
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="who is who, as for `collect`; for Moodle also id_number, for Canvas section",
    )
    parser.add_argument("--total", action="store_true", help="one mark: the sum of the assignments")
    parser.add_argument("--column", metavar="NAME", help="what the platform calls the mark")
    parser.add_argument(
        "--partial", action="store_true", help="give points so far where something waits"
    )
    parser.add_argument(
        "--comments", action="store_true", help="say beside a mark what it is made of (Moodle)"
    )

"""Run nbgrader's own validation over the course."""

from pathlib import Path

from nbgrader.validator import Validator
from traitlets.config import Config

from coursekit.course import ASSIGNMENTS, load_config


def validate(path: Path, config: Config, *, invert: bool) -> str:
    """Run ``nbgrader validate`` on one notebook.

    Parameters
    ----------
    path : Path
        The notebook.
    config : Config
        The course's nbgrader configuration.
    invert : bool
        Whether every check must fail, as in a student notebook that nobody has touched.

    Returns
    -------
    str
        What nbgrader has to say; empty if the notebook is as it should be.
    """
    own = Config(config)
    own.Validator.invert = invert
    own.Validator.validate_all = not invert
    # Instructor notebooks carry no checksums; those of the release must fit.
    own.Validator.ignore_checksums = not invert
    validator = Validator(config=own)
    validator.log.setLevel("ERROR")
    return "\n".join(
        f"{path} ({kind}):\n{cell['source']}\n{cell.get('raw_error', '')}"
        for kind, cells in validator.validate(str(path)).items()
        for cell in cells
    )


def validate_all(root: Path) -> list[str]:
    """Validate every instructor notebook, and every student notebook inverted.

    Parameters
    ----------
    root : Path
        The course's folder.

    Returns
    -------
    list of str
        What nbgrader found; empty if all is as it should be.
    """
    config = load_config(root)
    findings = []
    for assignment in ASSIGNMENTS:
        for room, invert in (("source", False), ("release", True)):
            path = root / room / assignment / f"{assignment}.ipynb"
            print(f"validating {path.relative_to(root)}" + (" (inverted)" if invert else ""))
            findings.append(validate(path, config, invert=invert))
    return [finding for finding in findings if finding]

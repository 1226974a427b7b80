"""Write the tree that students may see, and nothing else.

Colab opens notebooks from a public repository, where instructor material must not stand. The
published folder holds the release, the package that notebooks import with its data, and what is
needed to install it.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import nbformat

from coursekit.course import ASSIGNMENTS, PART, CourseError, write_whole
from coursekit.leaks import leaks_in_release, leaks_in_text, secrets_of_tests
from coursekit.release import files_in

LEDGER = ".published.json"
COPIED = ("LICENSE", "LICENSE-CONTENT")
PUBLIC_TABLES = ("version", "description", "requires-python", "license", "authors", "keywords")


def student_pyproject(text: str) -> str:
    """Make the ``pyproject.toml`` of the student package from the course's own.

    Parameters
    ----------
    text : str
        The course's ``pyproject.toml``.

    Returns
    -------
    str
        One with the same name, version and dependencies, without ``coursekit`` and the extras
        that staff need.
    """
    course = tomllib.loads(text)
    project = course["project"]
    lines = ["[build-system]"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in course["build-system"].items()]
    lines += ["", "[project]", f"name = {json.dumps(project['name'])}"]
    for key in PUBLIC_TABLES:
        value = project[key]
        if key == "authors":
            people = ", ".join(f"{{ name = {json.dumps(a['name'])} }}" for a in value)
            lines.append(f"authors = [{people}]")
        else:
            lines.append(f"{key} = {json.dumps(value)}")
    lines += ['readme = "README.md"', f"license-files = {json.dumps(project['license-files'])}"]
    lines += ["dependencies = ["]
    lines += [f"    {json.dumps(item)}," for item in project["dependencies"]]
    lines += ["]", "", "[project.optional-dependencies]"]
    lines += [f"lab = {json.dumps(project['optional-dependencies']['lab'])}"]
    scripts = {name: where for name, where in project["scripts"].items() if name == "svdlab"}
    lines += ["", "[project.scripts]"]
    lines += [f"{name} = {json.dumps(where)}" for name, where in scripts.items()]
    packages = course["tool"]["setuptools"]["packages"]
    public = [name for name in packages if name.split(".")[0] == "svdlab"]
    lines += ["", "[tool.setuptools]", f"packages = {json.dumps(public)}"]
    lines += ["", "[tool.setuptools.package-dir]", '"svdlab.data" = "data"']
    lines += ["", "[tool.setuptools.package-data]", '"svdlab.data" = ["**/*"]', ""]
    return "\n".join(lines)


def student_environment(text: str) -> str:
    """Make the students' ``environment.yml`` from the course's own: the lab's extra only."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(lines).replace('".[staff,docs,dev]"', '".[lab]"') + "\n"


def published_files(root: Path) -> dict[str, bytes]:
    """Collect everything that a published folder holds.

    Parameters
    ----------
    root : Path
        The course's folder, with a finished ``release/``.

    Returns
    -------
    dict of str to bytes
        Content by relative path.

    Raises
    ------
    CourseError
        If the release is incomplete, or anything would give away what students must not see.
    """
    missing = [a for a in ASSIGNMENTS if not (root / "release" / a / f"{a}.ipynb").is_file()]
    if missing:
        raise CourseError(f"release/ lacks {', '.join(missing)}: run `coursekit release` first.")
    files: dict[str, bytes] = {}
    for folder in ("release", "data", "svdlab"):
        for name, content in files_in(root / folder).items():
            if "__pycache__" not in name and not (folder == "svdlab" and "egg-info" in name):
                files[f"{folder}/{name}"] = content
    files |= {name: (root / name).read_bytes() for name in COPIED}
    files["README.md"] = (Path(__file__).parent / "student" / "README.md").read_bytes()
    files["pyproject.toml"] = student_pyproject((root / "pyproject.toml").read_text()).encode()
    files["environment.yml"] = student_environment((root / "environment.yml").read_text()).encode()
    sources = sorted((root / "source").glob("*/*.ipynb"))
    hidden = secrets_of_tests(nbformat.read(path, as_version=4) for path in sources)
    found = leaks_in_release(root / "release", root)
    for name, content in files.items():
        if not name.startswith("release/"):
            found += leaks_in_text(name, content, hidden)
    if found:
        raise CourseError("Nothing was published, because it would give away:\n" + "\n".join(found))
    return files


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


Ledger = dict[str, list[str]]


def _read_ledger(target: Path) -> Ledger:
    path = target / LEDGER
    if not path.is_file():
        return {}
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): [str(d) for d in digests] for name, digests in ledger.items()}
    except (ValueError, AttributeError, TypeError):
        raise CourseError(
            f"{path} cannot be read, so it is unknown what in {target} was published. "
            "Publish into an empty folder instead."
        ) from None


def _write_ledger(target: Path, *versions: Ledger) -> None:
    names = sorted({name for version in versions for name in version})
    merged = {
        name: sorted({d for version in versions for d in version.get(name, [])}) for name in names
    }
    write_whole(target / LEDGER, (json.dumps(merged, indent=1) + "\n").encode())


def _foreign_files(target: Path, ledger: Ledger) -> list[str]:
    """List the files in a folder that publishing did not write, or that were changed since."""
    return [
        name
        for name, content in files_in(target).items()
        if name != LEDGER
        and not (name.endswith(PART) and name.removesuffix(PART) in {*ledger, LEDGER})
        and _digest(content) not in ledger.get(name, [])
    ]


def publish(root: Path, target: Path, say: Callable[[str], None] = print) -> int:
    """Write or update the folder that students may see.

    Parameters
    ----------
    root : Path
        The course's folder.
    target : Path
        The folder to write. It may be new, empty, a fresh git repository, or one that was
        published before.
    say : callable
        Takes a line of progress.

    Returns
    -------
    int
        Number of files that changed.

    Raises
    ------
    CourseError
        If the folder holds anything that publishing did not write, or anything would leak.
        Nothing is written then.
    """
    target = target.resolve()
    if target.exists() and not target.is_dir():
        raise CourseError(f"{target} is a file: name a folder to publish into.")
    if target == root or root in target.parents or target in root.parents:
        raise CourseError(
            f"{target} lies inside the course's own folder or around it: publish elsewhere."
        )
    ledger = _read_ledger(target)
    if foreign := _foreign_files(target, ledger):
        raise CourseError(
            f"{target} holds {foreign[0]!r}"
            + (f" and {len(foreign) - 1} more files" if len(foreign) > 1 else "")
            + ", which publishing did not write or somebody changed since: nothing was touched. "
            "Publish into another folder, or take these files away first."
        )
    say("collecting and checking for leaks")
    files = published_files(root)
    fresh = {name: [_digest(content)] for name, content in files.items()}
    target.mkdir(parents=True, exist_ok=True)
    # Old and new stand in the ledger while files change, so that a run that was cut off can be
    # taken up again.
    _write_ledger(target, ledger, fresh)
    changed = [name for name, content in files.items() if not _holds(target / name, content)]
    for name in changed:
        write_whole(target / name, files[name])
    gone = sorted(set(ledger) - set(fresh))
    for name in gone:
        (target / name).unlink(missing_ok=True)
    _write_ledger(target, fresh)
    return len(changed) + len(gone)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content

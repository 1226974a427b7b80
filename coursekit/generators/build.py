"""Make the course's own data: ``python -m coursekit.generators.build [--check]``.

Without an option, all generators write into a scratch folder; ``data/`` is replaced only after
every one of them has worked. With ``--check`` nothing is replaced: what the generators make now is
compared with what ``data/`` holds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

DATA = Path(__file__).resolve().parents[2] / "data"

# Generators in the order in which they run; each writes into the sub-folder of its name.
GENERATORS = ("landmarks", "scan", "stamps", "street")

LICENCE = "CC BY 4.0"
REGENERATE = "make data"

# H.264 encoders may differ by a rounding from one version to the next; arrays may not.
CLIP_TOLERANCE = 1.0  # mean absolute difference of a decoded frame, in grey levels of 0..255

ABOUT = (
    "Every file of the course's data, written by 'make data'. 'files': made here, by the "
    "generators. 'external': not made here and not carried along; their facts are kept by hand "
    "and copied over."
)


class BuildError(RuntimeError):
    """The data could not be made, or are not what they should be."""


def generate(folder: Path) -> list[Path]:
    """Run all generators, with a line of progress for each.

    Parameters
    ----------
    folder : Path
        Where to write; each generator makes its own sub-folder.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    BuildError
        If a generator reports a file outside its sub-folder, or one that is not there.
    """
    paths = []
    for number, name in enumerate(GENERATORS, start=1):
        print(f"[{number}/{len(GENERATORS)}] {name} ...", end=" ", flush=True)
        start = time.perf_counter()
        written = import_module(f"coursekit.generators.{name}").write(folder)
        for path in written:
            if not path.is_file() or not path.is_relative_to(folder / name):
                raise BuildError(
                    f"The generator '{name}' reports {path}, which is not a file in "
                    f"{folder / name}: correct its write()."
                )
        paths += written
        print(f"{len(written)} files, {time.perf_counter() - start:.1f} s", flush=True)
    return paths


def read_clip(path: Path) -> np.ndarray:
    """Decode a clip to frames, (T, height, width, 3) uint8."""
    from svdlab.video import read_video

    return read_video(path)


def describe(path: Path) -> str:
    """Shape and type of what a data file holds, in words."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return f"{picture.height} x {picture.width} pixels, {picture.mode}, 8 bits a channel"
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as arrays:
            parts = [f"{k}: {arrays[k].shape} {arrays[k].dtype}" for k in arrays.files]
        return "arrays " + "; ".join(parts)
    if path.suffix == ".mp4":
        frames, height, width, _ = read_clip(path).shape
        return f"{frames} frames of {height} x {width} pixels, RGB, H.264"
    if path.suffix == ".csv":
        rows = path.read_text(encoding="utf-8").splitlines()
        return f"{len(rows) - 1} rows of {rows[0]}"
    if path.suffix == ".json":
        return f"object with {', '.join(json.loads(path.read_text(encoding='utf-8')))}"
    raise BuildError(f"{path} is of a kind that the manifest cannot describe: extend describe().")


def file_entry(path: Path, generator: str) -> dict[str, Any]:
    """Entry of one generated file in the manifest."""
    content = path.read_bytes()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "content": describe(path),
        "origin": f"made by coursekit.generators.{generator}",
        "licence": LICENCE,
        "regenerate": REGENERATE,
    }


def kept_manifest(data: Path) -> dict[str, Any]:
    """Manifest that stands in the data folder."""
    manifest = data / "manifest.json"
    if not manifest.is_file():
        raise BuildError(
            f"{manifest} is missing, and with it the checksums of the data that are not made "
            "here: bring it back from version control first."
        )
    return json.loads(manifest.read_text(encoding="utf-8"))


def make_manifest(folder: Path, external: dict[str, Any]) -> dict[str, Any]:
    """Manifest of a folder of generated data."""
    files = {}
    for name in GENERATORS:
        for path in sorted((folder / name).rglob("*")):
            files[path.relative_to(folder).as_posix()] = file_entry(path, name)
    return {"about": ABOUT, "files": files, "external": external}


def build(data: Path = DATA) -> None:
    """Make all generated data and replace the contents of the data folder.

    Parameters
    ----------
    data : Path
        The data folder. Files in it that no generator makes, such as its README, stay.
    """
    external = kept_manifest(data)["external"]
    # Beside the data folder, so that the last step is a rename and not a copy.
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=".data-") as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        new.mkdir()
        generate(new)
        text = json.dumps(make_manifest(new, external), indent=1, ensure_ascii=False)
        (new / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        for kept in data.iterdir():
            if kept.name not in (*GENERATORS, "manifest.json"):
                copy = shutil.copytree if kept.is_dir() else shutil.copy2
                copy(kept, new / kept.name)
        data.rename(old)
        try:
            new.rename(data)
        except OSError:
            old.rename(data)
            raise
    print(f"{data} is new.")


def difference(made: Path, kept: Path) -> str | None:
    """Say how a file made now differs from the one kept, or None where they agree.

    Pictures are compared by pixel, archives by array, clips by decoded frame within
    ``CLIP_TOLERANCE``, texts by byte.
    """
    if made.suffix == ".mp4":
        a, b = read_clip(made), read_clip(kept)
        if a.shape != b.shape:
            return f"has shape {b.shape}, regenerated {a.shape}"
        worst = max(float(np.abs(x.astype(int) - y).mean()) for x, y in zip(a, b, strict=True))
        if worst > CLIP_TOLERANCE:
            return f"differs by {worst:.2f} grey levels in its worst frame"
        return None
    if made.suffix == ".png":
        with Image.open(made) as a, Image.open(kept) as b:
            same = np.array_equal(np.asarray(a), np.asarray(b))
        return None if same else "differs in its pixels"
    if made.suffix == ".npz":
        with np.load(made, allow_pickle=False) as a, np.load(kept, allow_pickle=False) as b:
            same = a.files == b.files and all(
                a[k].dtype == b[k].dtype and np.array_equal(a[k], b[k]) for k in a.files
            )
        return None if same else "differs in its arrays"
    return None if made.read_bytes() == kept.read_bytes() else "differs in its text"


def check(data: Path = DATA) -> list[str]:
    """Compare the data folder with what the generators make now.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    list of str
        One sentence a difference; empty where all is well.
    """
    problems = []
    recorded = kept_manifest(data)["files"]
    with tempfile.TemporaryDirectory(prefix="data-check-") as scratch:
        folder = Path(scratch)
        made = {path.relative_to(folder).as_posix(): path for path in generate(folder)}
        for name in sorted(made.keys() | recorded.keys()):
            kept = data / name
            if name not in made:
                problems.append(f"{name} stands in the manifest, but no generator makes it.")
            elif name not in recorded:
                problems.append(f"{name} is not in the manifest.")
            elif not kept.is_file():
                problems.append(f"{name} is missing.")
            elif hashlib.sha256(kept.read_bytes()).hexdigest() != recorded[name]["sha256"]:
                problems.append(f"{name} is not the file that the manifest describes.")
            elif found := difference(made[name], kept):
                problems.append(f"{name} {found}.")
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the data, or compare them; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.generators.build", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="replace nothing; fail where the data folder differs from what the generators make",
    )
    options = parser.parse_args(arguments)
    try:
        problems = check() if options.check else build()
    except BuildError as error:
        problems = [str(error)]
    for problem in problems or []:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    if options.check:
        print("The data folder is what the generators make.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

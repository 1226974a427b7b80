"""The files of the aerial pictures: two PNG, the landmarks as CSV, the truth as JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image

from coursekit.generators.landmarks.cameras import FIRST, SECOND, SIDE, photograph
from coursekit.generators.landmarks.city import SEED, draw_city
from coursekit.generators.landmarks.marks import MISTAKEN, mark, truth


def write(folder: Path) -> list[Path]:
    """Write the pictures, the landmarks and the truth.

    Parameters
    ----------
    folder : Path
        The data folder; the files go to ``folder/landmarks``.

    Returns
    -------
    list of Path
        ``first.png``, ``second.png``, ``landmarks.csv``, ``truth.json``.
    """
    target = Path(folder) / "landmarks"
    target.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED + 1)
    canvas = draw_city()
    paths = []
    for name, camera in (("first", FIRST), ("second", SECOND)):
        paths.append(target / f"{name}.png")
        Image.fromarray(photograph(canvas, camera, rng)).save(paths[-1], optimize=True)

    marks = mark(rng)
    paths.append(target / "landmarks.csv")
    with paths[-1].open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["name", "x_first", "y_first", "x_second", "y_second"])
        for name, first, second in marks:
            table.writerow([name, *(f"{value:.2f}" for value in (*first, *second))])

    R, t = truth()
    facts = {
        "R": np.round(R, 12).tolist(),
        "t": np.round(t, 9).tolist(),
        "mistaken": [name for name, _, _ in marks].index(MISTAKEN),
        "side_metres": SIDE,
    }
    paths.append(target / "truth.json")
    paths[-1].write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8", newline="\n")
    return paths

"""The files of both clips: H.264 pictures, packed truth masks, PNG backgrounds."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coursekit.generators.street.film import FRAME_RATE, Clip
from coursekit.generators.street.square_scene import draw_square
from coursekit.generators.street.street_scene import draw_street

SCENES: dict[str, Callable[..., Clip]] = {"street": draw_street, "square": draw_square}


def encode(frames: NDArray[np.uint8], path: Path, quality: int = 18) -> None:
    """Write frames as H.264 that every browser plays.

    One thread and no metadata, so that the same ffmpeg writes the same bytes twice.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, h, w, 3)
        Height and width even.
    path : Path
        Where the mp4 goes.
    quality : int
        The constant rate factor of x264; smaller is better and larger.

    Raises
    ------
    ValueError
        If a side is odd: yuv420p halves both.
    RuntimeError
        If ffmpeg fails; its last words are in the message.
    """
    _, height, width, _ = frames.shape
    if height % 2 or width % 2:
        raise ValueError(f"frames must have even sides for yuv420p, not {width} x {height}")
    source = f"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -r {FRAME_RATE} -i - -an"
    codec = f"-c:v libx264 -preset slow -crf {quality} -g 60 -pix_fmt yuv420p -threads 1"
    bitexact = "-map_metadata -1 -fflags +bitexact -flags:v +bitexact -movflags +faststart"
    options = f"-y -loglevel error {source} {codec} {bitexact}".split()
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *options, str(path)]
    done = subprocess.run(command, input=frames.tobytes(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"ffmpeg could not write {path}: {done.stderr.decode()[-500:]}")


def write(folder: Path) -> list[Path]:
    """Draw both scenes and write clip, truth and background of each.

    Parameters
    ----------
    folder : Path
        The data folder; files go to its subfolder ``street``.

    Returns
    -------
    list of Path
        ``NAME.mp4``, ``NAME_truth.npz`` (``bits``: the mask through `numpy.packbits`, ``shape``)
        and ``NAME_background.png`` for ``street`` and ``square``.
    """
    target = Path(folder) / "street"
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, draw in SCENES.items():
        frames, truth, background = draw()
        clip = target / f"{name}.mp4"
        masks = target / f"{name}_truth.npz"
        picture = target / f"{name}_background.png"
        encode(frames, clip)
        np.savez_compressed(masks, bits=np.packbits(truth), shape=np.array(truth.shape))
        Image.fromarray(background).save(picture, optimize=True)
        written += [clip, masks, picture]
    return written

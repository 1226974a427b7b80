"""Make scikit-video 1.1.11 work beside a current NumPy and without an installed FFmpeg.

scikit-video is a fine teaching library whose last release is from 2018. Three things have changed
around it since:

* NumPy dropped the names ``np.float``, ``np.int``, ``np.bool``, ``np.product`` and the method
  ``ndarray.tostring``;
* it looks for programs called exactly ``ffmpeg`` and ``ffprobe``, in the current folder and on the
  ``PATH``; ``imageio-ffmpeg`` brings an FFmpeg under another name, and no ``ffprobe`` at all;
* its source, and old corners of SciPy that it imports, make today's Python warn.

`load_skvideo` repairs this **inside scikit-video's own modules only**: NumPy is not touched,
nothing is written to disk, no environment variable and no program search path changes. It therefore
works in a read-only environment and in many processes at once.
"""

import contextlib
import importlib
import importlib.util
import re
import subprocess
import sys
import threading
import types
import warnings
from os import PathLike
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

__all__ = ["load_skvideo", "probe"]

_SUBMODULES = ("utils", "datasets", "io", "measure", "motion")
_lock = threading.Lock()


class _OldNumpy(types.ModuleType):
    """NumPy as scikit-video knew it: today's NumPy and the names removed since."""

    bool = bool
    int = int
    float = float
    complex = complex
    object = object
    product = staticmethod(np.prod)

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)


class _OldArray(np.ndarray):
    """An array that still has ``tostring``, which scikit-video's writer calls."""

    def tostring(self, order: str = "C") -> bytes:
        return self.tobytes(order)


def probe(path: str | PathLike) -> dict[str, Any]:
    """Describe the first video stream of a file, the way ``ffprobe`` would.

    FFmpeg opens the file and lists its video packets without decoding them. What it says about the
    stream is read from its messages; a frame is a line of the list.

    Parameters
    ----------
    path : str or os.PathLike
        A video file.

    Returns
    -------
    dict
        ``{"video": {...}}`` with the keys scikit-video reads (``@width``, ``@height``,
        ``@pix_fmt``, ``@codec_name``, ``@r_frame_rate``, ``@avg_frame_rate``, ``@nb_frames``,
        ``@duration``; all values are strings), or ``{}`` where FFmpeg finds no video.
    """
    # An absolute path cannot be taken for an option or a protocol such as "concat:".
    source = str(Path(path).resolve())
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-nostats"]
    command += ["-i", source, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-"]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    description = re.search(
        r"Stream #.*?: Video: (?P<codec>\w+).*?, (?P<pixels>\w+)(\([^)]*\))?"
        r", (?P<width>\d+)x(?P<height>\d+)\b(?P<rest>.*)",
        run.stderr,
    )
    frames = sum(not line.startswith("#") for line in run.stdout.splitlines())
    if run.returncode != 0 or description is None:
        return {}

    rate = re.search(r"([\d.]+) fps", description["rest"]) or re.search(
        r"([\d.]+) tbr", description["rest"]
    )
    rate = rate[1] if rate else "25"
    stream = {
        "@codec_type": "video",
        "@codec_name": description["codec"],
        "@pix_fmt": description["pixels"],
        "@width": description["width"],
        "@height": description["height"],
        "@r_frame_rate": rate,
        "@avg_frame_rate": rate,
        "@nb_frames": str(frames),
        "@duration": str(frames / float(rate)),
    }
    # A telephone held upright stores a lying picture and the turn to apply; FFmpeg applies it, and
    # scikit-video swaps width and height when it is told.
    turn = re.search(r"rotation of (-?\d+)", run.stderr)
    if turn:
        stream["tag"] = {"@key": "rotate", "@value": str(-int(turn[1]) % 360)}
    return {"video": stream}


def _import_without_search() -> types.ModuleType:
    """Import scikit-video without its search for programs.

    Its ``__init__`` looks for ``ffprobe`` in the *current folder* first and runs the ``ffmpeg``
    beside it. Whoever may put files there (a submission that is being graded) would have them run.
    """
    spec = importlib.util.find_spec("skvideo")
    if spec is None:
        raise ImportError("scikit-video is not installed: run `pip install scikit-video`.")
    package = importlib.util.module_from_spec(spec)
    sys.modules["skvideo"] = package
    try:
        utilities = importlib.import_module("skvideo.utils")
        search = utilities.where
        utilities.where = lambda name: []
        try:
            spec.loader.exec_module(package)
        finally:
            utilities.where = search
    except BaseException:
        for name in [n for n in sys.modules if n == "skvideo" or n.startswith("skvideo.")]:
            del sys.modules[name]
        raise
    return package


def _close_reader(reader: Any) -> None:
    """Close a reader's process and its three pipes (scikit-video forgets the pipes)."""
    process, reader._proc = reader._proc, None
    if process is None:
        return
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        with contextlib.suppress(OSError):
            pipe.close()
    process.wait()


def _repair(skvideo: types.ModuleType) -> None:
    ffmpeg = Path(imageio_ffmpeg.get_ffmpeg_exe()).resolve()
    old_numpy = _OldNumpy("numpy as scikit-video knew it")
    programs = {
        "_FFMPEG_PATH": str(ffmpeg.parent),
        "_FFMPEG_APPLICATION": ffmpeg.name,
        "_HAS_FFMPEG": 1,
    }
    modules = [m for name, m in sorted(sys.modules.items()) if name.split(".")[0] == "skvideo"]
    for module in modules:
        # `from .. import _FFMPEG_PATH` gave each module a copy of its own.
        for name, value in programs.items():
            if name in vars(module) or module is skvideo:
                setattr(module, name, value)
        if vars(module).get("np") is np:
            module.np = old_numpy

    skvideo.scan_ffmpeg()  # the version, and the file extensions it reads and writes
    abstract, reader = sys.modules["skvideo.io.abstract"], sys.modules["skvideo.io.ffmpeg"]
    for name in ("_FFMPEG_SUPPORTED_DECODERS", "_FFMPEG_SUPPORTED_ENCODERS"):
        setattr(reader, name, getattr(skvideo, name))

    for module in (reader, sys.modules["skvideo.io.ffprobe"], skvideo.io):
        module.ffprobe = probe
    reader.FFmpegReader._probCountFrames = lambda self: int(
        probe(self._filename)["video"]["@nb_frames"]
    )

    to_four_axes = skvideo.utils.vshape
    abstract.vshape = lambda frames: to_four_axes(frames).view(_OldArray)
    abstract.VideoReaderAbstract.close = _close_reader


def load_skvideo() -> types.ModuleType:
    """Import scikit-video, repaired.

    After one call ``import skvideo.io`` works anywhere in the process. Further calls return the
    same module at once.

    Returns
    -------
    module
        ``skvideo``, with its ``io``, ``measure``, ``motion``, ``datasets`` and ``utils``.

    Raises
    ------
    ImportError
        If scikit-video is not installed.
    RuntimeError
        If ``imageio-ffmpeg`` finds no FFmpeg.

    Examples
    --------
    >>> skvideo = load_skvideo()
    >>> skvideo.io.vread(skvideo.datasets.bikes(), num_frames=2).shape
    (2, 272, 640, 3)
    """
    with _lock:
        skvideo = sys.modules.get("skvideo")
        if skvideo is not None and getattr(skvideo, "_repaired_by_svdlab", False):
            return skvideo
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if skvideo is None:
                skvideo = _import_without_search()
            for name in _SUBMODULES:
                importlib.import_module(f"skvideo.{name}")
        _repair(skvideo)
        skvideo._repaired_by_svdlab = True
        return skvideo

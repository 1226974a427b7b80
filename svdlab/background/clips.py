"""Frames streamed from a file and to a file, one at a time."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.uint8]

# FFmpeg's messages would stand between ours.
logging.getLogger("imageio_ffmpeg").setLevel(logging.CRITICAL)


COMPLAINT_BYTES = 4000
# What FFmpeg says where MP4, AVI and other containers, and Matroska, break off.
SIGNS_OF_DAMAGE = ("partial file", "Packet corrupt", "corrupt input packet", "ended prematurely")


class Trouble(Exception):
    """What stops the command, told in one sentence."""


@dataclass
class Clip:
    """A video file to read.

    Attributes
    ----------
    path : Path
    height, width : int
        In pixels, after the turn that a telephone stores with its clips.
    fps : float
        Frames per second.
    expected : int
        Frames that the file's header promises; a guess, 0 where it promises none.
    complaints : str
        The last that FFmpeg said of the data when the file was read to its end.
    """

    path: Path
    height: int
    width: int
    fps: float
    expected: int
    complaints: str = ""

    @classmethod
    def open(cls, path: Path) -> Clip:
        """Look at a file's header; Trouble where there is no video in it."""
        if path.is_dir():
            raise Trouble(f"{path} is a folder, not a clip.")
        if not path.exists():
            raise Trouble(f"There is no file {path}.")
        if path.stat().st_size == 0:
            raise Trouble(f"{path} is empty: it holds no frame.")
        try:
            # An absolute path cannot be taken for an option or a protocol such as "concat:".
            frames = imageio_ffmpeg.read_frames(str(path.resolve()))
            header = next(frames)
            frames.close()
            width, height = header["size"]
        except (OSError, RuntimeError, KeyError, ValueError, IndexError, StopIteration) as error:
            raise Trouble(
                f"{path} holds no video that FFmpeg can read: is it a clip, and is it whole?"
            ) from error
        fps = header.get("fps") or 25.0
        expected = header.get("duration", 0.0) * fps
        return cls(path, height, width, fps, round(expected) if np.isfinite(expected) else 0)

    def frames(self) -> Iterator[Frames]:
        """Decode each stored frame once, (height, width, 3)."""
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "warning", "-nostdin"]
        command += ["-i", str(self.path.resolve()), "-map", "0:v:0", "-fps_mode", "passthrough"]
        command += ["-s", f"{self.width}x{self.height}", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
        size = self.height * self.width * 3
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)
            try:
                while len(content := process.stdout.read(size)) == size:
                    yield np.frombuffer(content, np.uint8).reshape(self.height, self.width, 3)
                process.wait()
                said.seek(max(0, said.seek(0, os.SEEK_END) - COMPLAINT_BYTES))
                self.complaints = said.read().decode(errors="replace")
            finally:
                process.kill()
                process.stdout.close()
                process.wait()

    def breaks_off(self) -> bool:
        """Whether FFmpeg, at the end of the file, missed data that should have been there."""
        return any(sign in self.complaints for sign in SIGNS_OF_DAMAGE)


def spread_sample(frames: Iterator[Frames], room: int) -> tuple[Frames, int]:
    """Choose frames that are spread evenly over a clip whose length nobody knows.

    Every frame is kept at first. Whenever there are more than there is room for, every second one
    goes, and from then on half as many are kept.

    Returns
    -------
    sample : ndarray of uint8, shape (S, height, width, 3)
        More than half of ``room``, where the clip has so many frames.
    count : int
        Frames of the clip.
    """
    kept: list[Frames] = []
    step = count = 0
    for count, frame in enumerate(frames, start=1):
        step = step or 1
        if (count - 1) % step == 0:
            if len(kept) == room:
                kept, step = kept[::2], 2 * step
            if (count - 1) % step == 0:
                kept.append(frame)
    return np.stack(kept) if kept else np.empty((0, 0, 0, 3), np.uint8), count


@contextlib.contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Give a name beside ``path`` to write under; it becomes ``path`` if all goes well.

    On any failure, Ctrl-C among them, nothing stays of it.
    """
    try:
        handle, name = tempfile.mkstemp(suffix=".mp4", prefix=f".{path.stem}-", dir=path.parent)
    except OSError as error:
        raise Trouble(f"Nothing can be written into {path.parent}: {error.strerror}.") from error
    os.close(handle)
    try:
        yield Path(name)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def write(path: Path, frames: Iterator[Frames], fps: float, shown_as: Path) -> int:
    """Write frames, (height, width, 3) each, as H.264 that every player knows; return how many.

    The colour of 4:2:0 needs even sides: an odd one gains a copy of its border. The file is read
    back to see that all frames arrived, since an encoder buffers and fails late.
    """
    encoding = ["-crf", "18", "-movflags", "+faststart"]
    count, writer = 0, None
    try:
        for frame in frames:
            height, width, _ = frame.shape
            if height % 2 or width % 2:
                frame = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
            if writer is None:
                writer = imageio_ffmpeg.write_frames(
                    str(path),
                    (frame.shape[1], frame.shape[0]),
                    fps=fps,
                    codec="libx264",
                    quality=None,
                    macro_block_size=1,
                    ffmpeg_log_level="quiet",
                    output_params=encoding,
                )
                writer.send(None)
            writer.send(np.ascontiguousarray(frame))
            count += 1
        if writer is not None:
            writer.close()
    except OSError as error:
        raise Trouble(disk_full(shown_as, count)) from error
    if frames_in(path) != count:
        raise Trouble(disk_full(shown_as, count))
    return count


def disk_full(path: Path, count: int) -> str:
    """Sentence about an encoder that stopped."""
    return (
        f"Writing {path} failed after about {count} frames: is the disk full, or are large files "
        "forbidden? Nothing was left behind: free some space, or name another folder with -o."
    )


def frames_in(path: Path) -> int:
    """Count the frames of a file by decoding it; 0 where FFmpeg cannot."""
    try:
        return imageio_ffmpeg.count_frames_and_secs(str(path))[0] or 0
    except RuntimeError:
        return 0

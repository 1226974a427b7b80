"""``svdlab background``: the background of a clip, or what moves in it, as a new clip."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.uint8]

SAMPLE_BYTES = 400_000_000
SAMPLE_FRAMES = 120
FEWEST_FRAMES = 2

DESCRIPTION = """\
Take the background out of a clip: what stays still in it, as a low-rank matrix says (lessons 5 and
6). Reads whatever FFmpeg reads, in colour or grey, of any size and length. Writes a new H.264 clip
of the same size (an odd side gains one pixel), frame rate and number of frames."""

EPILOG = """\
Written is the background of each frame: the scene without what moves, in the frame's own light.
With --mask, what moves instead: white where a frame differs from its background, black elsewhere.
With --beside, the clip stands at the left of either.

The scene is fitted to a sample of at most 120 frames, spread over the whole clip. Memory holds
that sample (400 MB at most) and a few frames, however long the clip is: about 600 MB and 60 bytes
for each pixel and rank. By least squares, whatever stays long leaves a ghost; --robust leaves
none of what covers its place in less than half of the frames (a third, with rank 2 and more), and
takes longer.

The camera must stand still. Where it seems to move, a warning says so and the work goes on: the
background is a blur then. A clip that breaks off is refused, unless --damaged is given. Sound is
not kept. The output appears under its name when it is complete, and never in part."""


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add this command to the parser of ``svdlab``."""
    parser = commands.add_parser(
        "background",
        help="take the background out of a clip",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("clip", metavar="CLIP", type=Path, help="the video file to read")
    parser.add_argument(
        "-o", "--output", metavar="OUT.mp4", type=Path,
        help="where to write; CLIP's name with -background or -mask beside CLIP if not given",
    )  # fmt: skip
    parser.add_argument(
        "--rank", type=int, default=1, metavar="K",
        help="singular values to keep, 1 if not given; 2 or 3 follow light that changes unevenly",
    )  # fmt: skip
    parser.add_argument(
        "--robust", action="store_true", help="do not let what moves pull at the background"
    )
    parser.add_argument(
        "--mask", action="store_true", help="write what moves, white on black; best with --robust"
    )
    parser.add_argument("--beside", action="store_true", help="put the clip itself at the left")
    parser.add_argument("--damaged", action="store_true", help="go on with a clip that breaks off")
    parser.add_argument("--force", action="store_true", help="replace an output that exists")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do it, and return the exit code: 0, or 1 after one sentence on the error stream."""
    from svdlab.background.clips import Trouble

    try:
        print(background(options))
    except Trouble as trouble:
        print(f"svdlab background: {trouble}", file=sys.stderr)
        return 1
    except MemoryError:
        print(
            f"svdlab background: memory does not suffice for frames of the size of {options.clip}: "
            "make the clip smaller first.",
            file=sys.stderr,
        )
        return 1
    return 0


def background(options: argparse.Namespace) -> str:
    """Read the clip twice, once for the scene and once for each frame; what was written."""
    from svdlab.background.camera import camera_moves
    from svdlab.background.clips import Clip, Trouble, spread_sample, unfinished, write
    from svdlab.background.scene import fit

    if options.rank < 1:
        raise Trouble(f"--rank must be 1 or more; it is {options.rank}.")
    clip = Clip.open(options.clip)
    output = checked_output(options)
    room = min(SAMPLE_FRAMES, SAMPLE_BYTES // (clip.height * clip.width * 3))
    room = max(room, FEWEST_FRAMES)
    sample, count = spread_sample(progress(clip.frames(), clip.expected, "looking"), room)
    check_frames(clip, count, len(sample), options)
    if camera_moves(sample):
        warn(
            f"the camera of {options.clip} seems to move. The background will be a blur: only a "
            "scene that stays in its place is one."
        )
    scene = fit(sample, options.rank, options.robust)
    del sample

    def results() -> Iterator[Frames]:
        for frame in progress(clip.frames(), count, "writing"):
            result = scene.background(frame)
            if options.mask:
                white = scene.moving(frame, result)[..., np.newaxis] * np.uint8(255)
                result = np.repeat(white, 3, axis=-1)
            yield np.hstack([frame, result]) if options.beside else result

    with unfinished(output) as temporary:
        written = write(temporary, results(), clip.fps, output)
    what = "what moves in" if options.mask else "the background of"
    return f"Wrote {what} {options.clip} to {output}: {written} frames, {clip.fps:g} per second."


def checked_output(options: argparse.Namespace) -> Path:
    """Where to write; Trouble where that cannot be."""
    from svdlab.background.clips import Trouble

    clip, output = options.clip, options.output
    if output is None:
        output = clip.with_name(f"{clip.stem}-{'mask' if options.mask else 'background'}.mp4")
    if output.suffix.lower() != ".mp4":
        raise Trouble(f"The output is an MP4 file: let the name of {output} end in .mp4.")
    if not output.parent.is_dir():
        raise Trouble(f"There is no folder {output.parent} to write {output.name} into.")
    if output.is_dir():
        raise Trouble(f"{output} is a folder: name a file.")
    if output.exists() and output.samefile(clip):
        raise Trouble(f"{output} is the clip itself: name another output with -o.")
    if output.exists() and not options.force:
        raise Trouble(f"{output} exists: name another output with -o, or replace it with --force.")
    return output


def check_frames(clip: object, count: int, sampled: int, options: argparse.Namespace) -> None:
    """Trouble where the frames that were found allow no background."""
    from svdlab.background.clips import Trouble

    if clip.breaks_off() and not options.damaged:
        raise Trouble(
            f"{options.clip} breaks off or is damaged, {count} frames of it can be read: copy it "
            "again, or take what there is with --damaged."
        )
    if count < FEWEST_FRAMES:
        raise Trouble(
            f"{options.clip} holds {count} frame{'s' * (count != 1)}: a background needs at least "
            f"{FEWEST_FRAMES}."
        )
    if options.rank > sampled:
        kind = "of" if sampled == count else "that are looked at, of"
        raise Trouble(
            f"--rank {options.rank} is more than the {sampled} frames {kind} {options.clip}: "
            "choose a smaller one."
        )


def progress(frames: Iterable[Frames], total: int, word: str) -> Iterable[Frames]:
    """Show how far the work is and how long it will take, where a person is looking."""
    from tqdm import tqdm  # moviepy brings it

    return tqdm(
        frames, total=total or None, desc=word, unit=" frames", disable=None, leave=False, ncols=80
    )


def warn(sentence: str) -> None:
    """Say something that does not stop the work."""
    print(f"svdlab background: warning: {sentence}", file=sys.stderr)

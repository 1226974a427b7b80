"""``svdlab background`` as a person runs it: in a process of its own, on real little clips."""

import contextlib
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import termios
import time

import imageio_ffmpeg
import numpy as np
import psutil
import pytest

from svdlab import datasets
from svdlab.background.camera import camera_moves
from svdlab.background.clips import Clip, spread_sample
from svdlab.background.scene import fit
from svdlab.video import read_video, video_info

COMMAND = [sys.executable, "-m", "svdlab.cli", "background"]
STREET = datasets.clip_path("street")


def svdlab(*arguments, **options):
    """Run the command; its exit code, output and error stream."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )


def ffmpeg(*arguments):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y"]
    subprocess.run([*command, *map(str, arguments)], check=True)


def refused(run, *words):
    """Assert one sentence, no traceback, exit code 1."""
    assert run.returncode == 1
    assert run.stderr.startswith("svdlab background: ") and run.stderr.count("\n") == 1
    assert not run.stdout
    for word in words:
        assert word in run.stderr


def visible(folder):
    """All names in a folder, hidden ones too."""
    return sorted(os.listdir(folder))


def psnr(a, b):
    return 10 * np.log10(255**2 / np.mean((a.astype(float) - b) ** 2))


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """Folder with little clips of many kinds."""
    folder = tmp_path_factory.mktemp("clips")
    test = ["-f", "lavfi", "-i"]
    ffmpeg("-i", STREET, "-t", 2, "-c", "copy", folder / "short.mp4")
    ffmpeg("-i", STREET, *test, "sine", "-t", 2, "-c:v", "copy", folder / "sound.mp4")
    ffmpeg("-display_rotation", 90, "-i", folder / "short.mp4", "-c", "copy", folder / "turned.mp4")
    ffmpeg(*test, "testsrc=d=1:s=161x121:r=10", "-c:v", "ffv1", folder / "odd.mkv")
    ffmpeg("-i", STREET, "-t", 1, "-pix_fmt", "gray", "-c:v", "ffv1", folder / "grey.mkv")
    ffmpeg(*test, "testsrc=d=0.1:s=64x48:r=10", folder / "one.mp4")
    ffmpeg(*test, "sine=d=1", folder / "sound.wav")
    pan = "crop=100:80:x=t*7:y=10"
    ffmpeg("-i", STREET, "-t", 8, "-vf", pan, folder / "pan.mp4")
    ffmpeg("-i", STREET, "-c:v", "mjpeg", folder / "whole.avi")
    ffmpeg("-i", STREET, "-c", "copy", folder / "whole.mkv")
    for whole in (STREET, folder / "whole.avi", folder / "whole.mkv"):
        content = whole.read_bytes()
        (folder / f"cut{whole.suffix}").write_bytes(content[: len(content) * 6 // 10])
    (folder / "text.mp4").write_text("no clip\n")
    (folder / "empty.mp4").touch()
    return folder


# -------------------------------------------------------------------------------- what is written


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    """What the command makes of the street: background, robust background, robust mask."""
    folder = tmp_path_factory.mktemp("street")
    for name, options in {
        "plain": [], "robust": ["--robust"], "mask": ["--robust", "--mask"],
    }.items():  # fmt: skip
        run = svdlab(STREET, "-o", folder / f"{name}.mp4", *options)
        assert run.returncode == 0 and not run.stderr
        assert f"to {folder / name}.mp4: 300 frames, 15 per second." in run.stdout
    return folder


def test_the_output_plays_everywhere(street):
    for name in ("plain", "robust", "mask"):
        info = video_info(street / f"{name}.mp4")
        assert info == {
            "frames": 300, "height": 120, "width": 160, "fps": 15.0,
            "codec": "h264", "pixel_format": "yuv420p",
        }  # fmt: skip
        content = (street / f"{name}.mp4").read_bytes()
        assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_the_street_is_empty(street):
    truth = datasets.street_background()
    plain, robust = (read_video(street / f"{name}.mp4")[::10] for name in ("plain", "robust"))
    truth = np.rint(255 * truth) if truth.dtype.kind == "f" else truth
    assert np.mean([psnr(frame, truth) for frame in robust]) > 32
    assert np.mean([psnr(frame, truth) for frame in plain]) > 26
    busy = np.asarray(datasets.street_truth()).reshape(300, 120, 160).mean(axis=0) > 0.2
    assert busy.sum() > 100
    errors = [np.abs(frames.mean(axis=0) - truth)[busy].mean() for frames in (plain, robust)]
    assert errors[1] < 0.7 * errors[0]


def test_the_mask_is_white_where_something_moves(street):
    mask = read_video(street / "mask.mp4")[..., 0] > 127
    truth = np.asarray(datasets.street_truth()).reshape(mask.shape) > 0
    common = 2 * (mask & truth).sum() / (mask.sum() + truth.sum())
    assert common > 0.85


def test_default_names_stand_beside_the_clip(clips, tmp_path):
    clip = tmp_path / "a %d 'clip'.mp4"
    shutil.copy(clips / "short.mp4", clip)
    assert svdlab(clip).returncode == 0
    assert svdlab(clip.name, "--mask", cwd=tmp_path, env=paths()).returncode == 0
    names = ["a %d 'clip'-background.mp4", "a %d 'clip'-mask.mp4", clip.name]
    assert visible(tmp_path) == sorted(names)
    shown = os.stat(tmp_path / names[0]).st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    assert shown == 0o666 & ~umask


def paths():
    """Environment in which the course is found from any folder."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return {**os.environ, "PYTHONPATH": here}


def test_beside_shows_both(clips, tmp_path):
    assert svdlab(clips / "short.mp4", "--beside", "-o", tmp_path / "both.mp4").returncode == 0
    both, clip = read_video(tmp_path / "both.mp4"), read_video(clips / "short.mp4")
    assert both.shape == (len(clip), 120, 320, 3)
    assert psnr(both[:, :, :160], clip) > 30 > psnr(both[:, :, 160:], clip)


def test_odd_sides_gain_a_pixel_and_grey_stays_grey(clips, tmp_path):
    for name in ("odd", "grey"):
        assert svdlab(clips / f"{name}.mkv", "-o", tmp_path / f"{name}.mp4").returncode == 0
    assert read_video(tmp_path / "odd.mp4").shape == (10, 122, 162, 3)
    grey = read_video(tmp_path / "grey.mp4").astype(int)
    assert np.ptp(grey, axis=-1).max() <= 4 and np.ptp(grey) > 100


def test_a_clip_of_a_telephone_held_upright(clips, tmp_path):
    run = svdlab(clips / "turned.mp4", "--beside", "-o", tmp_path / "up.mp4")
    assert run.returncode == 0
    both = read_video(tmp_path / "up.mp4")
    assert both.shape[1:] == (160, 240, 3)
    assert psnr(both[0, :, :120], read_video(clips / "turned.mp4", 0, 1)[0]) > 30


def test_sound_is_not_kept(clips, tmp_path):
    assert svdlab(clips / "sound.mp4", "-o", tmp_path / "out.mp4").returncode == 0
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(tmp_path / "out.mp4")]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert "Video:" in said and "Audio:" not in said
    assert video_info(tmp_path / "out.mp4")["frames"] == video_info(clips / "sound.mp4")["frames"]


def test_a_moving_camera_is_told_and_the_work_goes_on(clips, tmp_path):
    run = svdlab(clips / "pan.mp4", "-o", tmp_path / "out.mp4")
    assert run.returncode == 0
    assert run.stderr.startswith("svdlab background: warning: the camera of")
    assert video_info(tmp_path / "out.mp4")["frames"] == 120


def test_a_person_sees_progress_and_time_left(clips, tmp_path):
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))  # a new one has no rows, and tqdm shows nothing
    run = subprocess.Popen(
        [*COMMAND, str(STREET), "-o", str(tmp_path / "o.mp4")],
        stderr=theirs, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # the other end closes
        while part := os.read(ours, 4096):
            said += part
    os.close(ours)
    assert run.wait(60) == 0
    assert b"looking" in said and b"writing" in said
    assert b"/300" in said and b"<00:" in said


# ------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.mp4", ["There is no file", "none.mp4"]),
        ("", ["is a folder, not a clip"]),
        ("text.mp4", ["text.mp4 holds no video that FFmpeg can read"]),
        ("sound.wav", ["holds no video"]),
        ("empty.mp4", ["is empty"]),
        ("one.mp4", ["holds 1 frame:", "at least 2"]),
        ("cut.mp4", ["breaks off", "--damaged"]),
        ("cut.avi", ["breaks off"]),
        ("cut.mkv", ["breaks off"]),
    ],
)
def test_clips_that_are_none(clips, tmp_path, name, words):
    refused(svdlab(clips / name, "-o", tmp_path / "out.mp4"), *words)
    assert not visible(tmp_path)


def test_a_clip_that_breaks_off_can_be_taken_as_it_is(clips, tmp_path):
    assert svdlab(clips / "cut.mp4", "--damaged", "-o", tmp_path / "out.mp4").returncode == 0
    assert 100 < video_info(tmp_path / "out.mp4")["frames"] < 200


@pytest.mark.parametrize(("rank", "words"), [(0, "1 or more"), (11, "more than the 10 frames")])
def test_ranks_that_cannot_be(clips, tmp_path, rank, words):
    refused(svdlab(clips / "odd.mkv", "--rank", rank, "-o", tmp_path / "out.mp4"), words)
    assert svdlab(clips / "odd.mkv", "--rank", 10, "-o", tmp_path / "out.mp4").returncode == 0


def test_outputs_that_cannot_be(clips, tmp_path):
    clip = clips / "short.mp4"
    refused(svdlab(clip, "-o", tmp_path / "no" / "out.mp4"), "There is no folder", "no")
    refused(svdlab(clip, "-o", tmp_path / "out.avi"), "end in .mp4")
    refused(svdlab(clip, "-o", clip, "--force"), "is the clip itself")
    # Nobody can make a file there, not even root.
    refused(svdlab(clip, "-o", "/proc/self/fd/out.mp4"), "Nothing can be written into")
    link = tmp_path / "link.mp4"
    link.symlink_to(clip)
    refused(svdlab(clip, "-o", link, "--force"), "is the clip itself")
    assert visible(tmp_path) == ["link.mp4"]


def test_an_output_is_replaced_only_by_force(clips, tmp_path):
    output = tmp_path / "out.mp4"
    output.write_text("precious")
    refused(svdlab(clips / "short.mp4", "-o", output), "exists", "--force")
    assert output.read_text() == "precious"
    assert svdlab(clips / "short.mp4", "-o", output, "--force").returncode == 0
    assert video_info(output)["frames"] > 20
    assert visible(tmp_path) == ["out.mp4"]


def test_help_tells_what_a_reader_must_know():
    told = svdlab("--help").stdout
    for word in ("--mask", "--robust", "--rank", "Memory", "Sound is\nnot kept", "camera"):
        assert word in told
    assert svdlab().returncode == 2


# ------------------------------------------------------------------ nothing half-written stays


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize("room", [30_000, 100_000])
def test_a_limit_on_the_size_of_files(tmp_path, room):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    run = svdlab(STREET, "--beside", "-o", tmp_path / "out.mp4", preexec_fn=limit)
    refused(run, "is the disk full")
    assert not visible(tmp_path)


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk with room for 64 kB, and what to do in the process before it starts.

    Where nobody may mount one, any folder, and a limit on the size of files.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    yield folder, None if mounted else small_files
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(small_disk):
    folder, before = small_disk
    run = svdlab(STREET, "--beside", "-o", folder / "out.mp4", preexec_fn=before)
    refused(run, "Writing", "is the disk full", "Nothing was left behind")
    assert not visible(folder)


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory):
    """2,000 frames of 320 × 240."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    source = "testsrc=d=80:s=320x240:r=25"
    ffmpeg("-f", "lavfi", "-i", source, "-preset", "ultrafast", path)
    return path


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_stopped_half_way(long_clip, tmp_path, ending):
    run = subprocess.Popen(
        [*COMMAND, str(long_clip), "-o", str(tmp_path / "out.mp4")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for(lambda: any(path.stat().st_size for path in tmp_path.iterdir()))
    children = psutil.Process(run.pid).children(recursive=True)
    assert children and len(visible(tmp_path)) == 1
    run.send_signal(ending)
    _, said = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "Nothing was written" in said and "Traceback" not in said
    assert not visible(tmp_path)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


PEAK = """
import resource, sys
from svdlab.cli import main
code = main(sys.argv[1:])
own = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1]
print("peak", own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def peak_megabytes(clip, output):
    """Largest memory of the command and of the largest FFmpeg that it started."""
    run = subprocess.run(
        [sys.executable, "-c", PEAK, "background", str(clip), "-o", str(output), "--robust"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    own, children = run.stdout.split("peak")[1].split()
    return np.array([int(own), int(children)]) / 1000


def test_memory_does_not_grow_with_the_clip(long_clip, tmp_path):
    short = tmp_path / "short.mp4"
    ffmpeg("-i", long_clip, "-frames:v", 200, "-c", "copy", short)
    few = peak_megabytes(short, tmp_path / "few.mp4")
    many = peak_megabytes(long_clip, tmp_path / "many.mp4")
    assert video_info(tmp_path / "many.mp4")["frames"] == 2000
    # All frames together are 460 MB.
    assert (many < few + 40).all() and many[0] < 400


# -------------------------------------------------------------------------------------- its parts


@pytest.mark.parametrize(("count", "room"), [(1, 4), (4, 4), (5, 4), (9, 4), (100, 7), (101, 8)])
def test_a_sample_is_spread_evenly(count, room):
    frames = (np.full((1, 1, 3), index, np.uint8) for index in range(count))
    sample, counted = spread_sample(frames, room)
    chosen = sample[:, 0, 0, 0]
    assert counted == count and min(count, room // 2) <= len(chosen) <= room
    steps = np.diff(chosen)
    assert chosen[0] == 0 and (steps == steps[:1]).all()
    assert count - chosen[-1] <= max([1, *steps])


def test_a_sample_of_nothing():
    sample, counted = spread_sample(iter([]), 5)
    assert len(sample) == counted == 0


def test_least_squares_scene_is_the_truncated_svd():
    rng = np.random.default_rng(1)
    sample = rng.integers(0, 256, (9, 6, 7, 3), dtype=np.uint8)
    for rank in (1, 3, 9):
        basis = fit(sample, rank, robust=False).basis
        _, _, right = np.linalg.svd(sample.reshape(9, -1).astype(float), full_matrices=False)
        np.testing.assert_allclose(basis.T @ basis, right[:rank].T @ right[:rank], atol=1e-4)


@pytest.mark.parametrize("robust", [False, True])
@pytest.mark.parametrize("value", [0, 90])
def test_a_still_clip_is_its_own_background(value, robust):
    sample = np.full((5, 8, 8, 3), value, np.uint8)
    scene = fit(sample, 2, robust)
    found = scene.background(sample[0])
    assert np.abs(found.astype(int) - value).max() <= 1
    assert not scene.moving(sample[0], found).any()


def test_robust_scene_follows_the_light_and_not_the_ball():
    rng = np.random.default_rng(2)
    still = rng.uniform(60, 160, (24, 32, 3))
    light = np.linspace(0.8, 1.3, 30)
    sample = np.rint(light[:, None, None, None] * still).astype(np.uint8)
    truth = sample.copy()
    for index, frame in enumerate(sample):
        frame[8:16, index : index + 6] = 255
    scene = fit(sample, 1, robust=True)
    for frame, true in zip(sample[::7], truth[::7], strict=True):
        assert np.abs(scene.background(frame).astype(int) - true).max() <= 4
    index = 12
    ball = scene.moving(sample[index], scene.background(sample[index]))
    assert ball[9:15, index + 1 : index + 5].all() and ball.sum() < 60


def test_cameras_that_stand_and_that_move(clips):
    def moves(path):
        return camera_moves(spread_sample(Clip.open(path).frames(), 60)[0])

    assert moves(clips / "pan.mp4")
    assert not moves(STREET) and not moves(datasets.clip_path("square"))
    assert not camera_moves(np.full((6, 40, 40, 3), 7, np.uint8))
    assert not camera_moves(np.zeros((6, 4, 4, 3), np.uint8))

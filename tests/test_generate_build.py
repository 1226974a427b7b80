"""``make data``: all or nothing, and a check that notices every kind of difference."""

import hashlib
import json
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from coursekit.generators import build
from svdlab.video import write_video

LEVELS = np.arange(0, 240, 10)


def little_generator(name, level=0):
    """A generator of one file of each kind, quick enough to run many times."""

    def write(folder):
        target = folder / name
        target.mkdir()
        paths = [target / f"thing.{kind}" for kind in ("png", "npz", "csv", "json", "mp4")]
        picture, arrays, table, facts, clip = paths
        Image.fromarray(np.full((4, 6, 3), 100 + level, np.uint8)).save(picture)
        np.savez(arrays, a=np.arange(5.0) + level)
        table.write_text(f"name,x\nchurch,{level}\n", encoding="utf-8", newline="\n")
        facts.write_text(json.dumps({"level": level}), encoding="utf-8")
        frames = np.stack([np.full((32, 48, 3), v + level, np.uint8) for v in LEVELS])
        write_video(clip, frames, fps=10)
        return paths

    return SimpleNamespace(write=write)


@pytest.fixture
def generators(monkeypatch):
    modules = {"one": little_generator("one"), "two": little_generator("two")}
    monkeypatch.setattr(build, "GENERATORS", tuple(modules))
    monkeypatch.setattr(build, "import_module", lambda name: modules[name.rsplit(".", 1)[1]])
    return modules


@pytest.fixture
def data(tmp_path, generators):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "README.md").write_text("kept by hand", encoding="utf-8")
    facts = {"external": {"elsewhere.avi": {"sha256": "ab"}}}
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    build.build(folder)
    return folder


def state(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_build_writes_files_and_manifest(data, capsys):
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["files"]) == 10
    for name, entry in manifest["files"].items():
        content = (data / name).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
        assert entry["licence"] == "CC BY 4.0"
        assert entry["regenerate"] == "make data"
    contents = {name: entry["content"] for name, entry in manifest["files"].items()}
    assert contents["one/thing.png"] == "4 x 6 pixels, RGB, 8 bits a channel"
    assert contents["one/thing.npz"] == "arrays a: (5,) float64"
    assert contents["one/thing.csv"] == "1 rows of name,x"
    assert contents["one/thing.mp4"].startswith(f"{len(LEVELS)} frames of 32 x 48 pixels")


def test_build_keeps_what_it_did_not_make(data):
    assert (data / "README.md").read_text(encoding="utf-8") == "kept by hand"
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["external"] == {"elsewhere.avi": {"sha256": "ab"}}


def test_build_twice_is_the_same_and_leaves_no_scratch(data):
    before = state(data)
    build.build(data)
    assert state(data) == before
    assert [path.name for path in data.parent.iterdir()] == ["data"]


def test_progress_is_shown(data, capsys):
    build.build(data)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("[1/2] one ... 5 files, ")
    assert lines[1].startswith("[2/2] two ... 5 files, ")


def test_failing_generator_changes_nothing(data, generators):
    before = state(data)

    def fail(folder):
        raise RuntimeError("no ink")

    generators["one"] = little_generator("one", level=5)
    generators["two"] = SimpleNamespace(write=fail)
    with pytest.raises(RuntimeError, match="no ink"):
        build.build(data)
    assert state(data) == before
    assert [path.name for path in data.parent.iterdir()] == ["data"]


def test_generator_that_writes_elsewhere_is_refused(data, generators, tmp_path):
    def astray(folder):
        path = folder / "thing.csv"
        path.write_text("x\n", encoding="utf-8")
        return [path]

    generators["two"] = SimpleNamespace(write=astray)
    with pytest.raises(build.BuildError, match="The generator 'two' reports"):
        build.build(data)


def test_without_a_manifest_nothing_is_built(data):
    (data / "manifest.json").unlink()
    with pytest.raises(build.BuildError, match="bring it back from version control"):
        build.build(data)


def test_check_of_fresh_data(data):
    assert build.check(data) == []


def test_check_notices_generators_that_have_changed(data, generators):
    generators["one"] = little_generator("one", level=4)
    problems = build.check(data)
    assert [problem.split(" ")[0] for problem in problems] == [
        f"one/thing.{kind}" for kind in ("csv", "json", "mp4", "npz", "png")
    ]
    assert "differs by" in problems[2]


def test_check_notices_damage_loss_and_strangers(data):
    content = bytearray((data / "one" / "thing.png").read_bytes())
    content[-20] ^= 1
    (data / "one" / "thing.png").write_bytes(content)
    (data / "two" / "thing.csv").unlink()
    path = data / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["files"]["two/thing.npz"]
    manifest["files"]["two/old.png"] = {"sha256": "00"}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert build.check(data) == [
        "one/thing.png is not the file that the manifest describes.",
        "two/old.png stands in the manifest, but no generator makes it.",
        "two/thing.csv is missing.",
        "two/thing.npz is not in the manifest.",
    ]


def test_clip_within_the_tolerance_passes(data, tmp_path):
    kept = data / "one" / "thing.mp4"
    frames = build.read_clip(kept)
    again = tmp_path / "again.mp4"
    write_video(again, frames, fps=10)
    assert build.difference(again, kept) is None
    shorter = tmp_path / "shorter.mp4"
    write_video(shorter, frames[:-2], fps=10)
    assert "has shape" in build.difference(shorter, kept)


def test_command_line_says_what_it_found(data, generators, monkeypatch, capsys):
    # Defaults are bound when the module is loaded: hand the folder over.
    monkeypatch.setattr(build.check, "__defaults__", (data,))
    assert build.main(["--check"]) == 0
    assert "is what the generators make" in capsys.readouterr().out
    generators["two"] = little_generator("two", level=4)
    assert build.main(["--check"]) == 1
    assert "two/thing.png differs in its pixels." in capsys.readouterr().err


def test_build_error_is_one_sentence_on_the_command_line(data, monkeypatch, capsys):
    monkeypatch.setattr(build.build, "__defaults__", (data,))
    (data / "manifest.json").unlink()
    assert build.main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1

"""Whatever lies in a submission's folder: a notebook comes out, or the reason why none does."""

import io
import json
import os
import random
import subprocess
import sys
import textwrap
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coursekit.grading import intake
from coursekit.grading.intake import (
    Unreadable,
    encoding_of,
    find_and_read,
    read_notebook,
    resemblance,
    without_outputs,
)
from tests.messy import MESSY, NOT_GRADABLE, VERDICTS, at, dump, lay_out, zipped
from tests.notebooks import ROOT, read


@pytest.fixture(scope="module")
def release():
    return read("release", "compression")


def answered(release, *exercises):
    """The release with a one-line answer to some exercises."""
    notebook = nbformat.from_dict(json.loads(json.dumps(release)))
    for name in exercises:
        cell = notebook.cells[at(notebook, name)]
        cell.source = cell.source.replace(
            'raise NotImplementedError("this exercise is not done yet")', "return 1"
        )
    return notebook


def take(tmp_path, content, release, **more):
    return find_and_read(
        lay_out(tmp_path / "in", "compression", content), "compression", release, **more
    )


@pytest.mark.parametrize("kind", MESSY)
def test_every_kind_gets_a_verdict(kind, tmp_path, release):
    folder = lay_out(tmp_path, "compression", MESSY[kind](release))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = find_and_read(folder, "compression", release)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert (result.notebook is None) == (VERDICTS[kind] == NOT_GRADABLE) == bool(result.reason)
    if result.notebook is not None:
        nbformat.validate(result.notebook)
        assert (result.notebook.nbformat, result.notebook.nbformat_minor) == (4, 5)
        nbformat.writes(result.notebook).encode()
        assert result.path in before
    for sentence in (*result.repairs, *result.flags, *filter(None, [result.reason])):
        assert sentence.endswith(".") and sentence[0].isupper()


def test_there_are_many_kinds():
    assert len(MESSY) >= 30
    assert set(MESSY) == set(VERDICTS)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("empty_folder", "The folder is empty."),
        ("no_notebook", "There is no notebook, only compression.py, report.pdf."),
        ("other_archive", "There is no notebook, only work.7z, which is not unpacked here."),
        ("empty_file", "The file compression.ipynb is empty."),
        ("not_json", "The file compression.ipynb is not a notebook: it is not JSON."),
        ("web_page", "The file compression.ipynb is a web page, not a notebook"),
        ("json_but_no_notebook", "is JSON, but not a notebook: it has no list of cells."),
        ("a_list", "The file compression.ipynb is JSON, but not a notebook."),
        ("truncated", "The file compression.ipynb ends in the middle: it was cut short."),
        ("git_conflict", "holds the marks of a git conflict"),
        ("nested_without_end", "is nested too deeply to be read."),
        ("format_5", "has notebook format 5"),
        ("damaged_archive", "The file hand-in.zip is a damaged"),
        ("another_notebook", "The notebook compression.ipynb holds no exercise of compression."),
    ],
)
def test_reasons(kind, reason, tmp_path, release):
    result = take(tmp_path, MESSY[kind](release), release)
    assert reason in result.reason
    assert result.notebook is None


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            "copy_of",
            "The notebook was found as Copy of compression.ipynb, not as compression.ipynb.",
        ),
        ("any_name", "The notebook was found as homework, not as compression.ipynb."),
        ("in_two_archives", "found as hand-in.zip/inner.zip/solved.ipynb"),
        ("windows_1252", "The file is Windows-1252, not UTF-8; it was converted."),
        ("utf_16", "The file is UTF-16, not UTF-8; it was converted."),
        ("lone_surrogate", "Characters that cannot be saved were replaced by \ufffd."),
        ("duplicate_keys", "Fields stood twice in the file (metadata); the last of each was kept."),
        ("text_after_the_end", "Text after the notebook's end was ignored."),
        ("format_3", "The notebook has the old format 3; it was converted."),
        ("ids_bad", "Cell ids were missing, invalid or used twice in cell 1, cell 3, cell 4"),
        ("fields_of_wrong_type", "What is not a cell was left out: cell 2, cell 3."),
        ("metadata_nested_deeply", "Metadata nested too deeply was dropped."),
    ],
)
def test_repairs(kind, sentence, tmp_path, release):
    result = take(tmp_path, MESSY[kind](release), release)
    assert sentence in " ".join(result.repairs)


def test_wrong_assignment_is_named(tmp_path, release):
    others = {name: read("release", name) for name in ("compression", "icp", "robust")}
    result = take(tmp_path, dump(others["icp"]), release, others=others)
    assert result.reason == "The notebook compression.ipynb belongs to icp, not to compression."
    assert take(tmp_path, dump(release), release, others=others).reason == ""


# --- Which file -------------------------------------------------------------------------------


def test_most_answers_win(tmp_path, release):
    content = {
        "compression.ipynb": dump(answered(release, "ex-1-1")),
        "other.ipynb": dump(answered(release, "ex-1-1", "ex-1-2")),
    }
    result = take(tmp_path, content, release)
    assert result.path.name == "other.ipynb"
    assert result.flags == (
        "There were 2 notebooks; other.ipynb was taken, with 2 answers (of "
        "compression.ipynb, other.ipynb).",
    )


def test_exact_name_wins_a_tie_then_the_newest(tmp_path, release):
    data = dump(answered(release, "ex-1-1"))
    folder = lay_out(tmp_path, "compression", {"a.ipynb": data, "b.ipynb": data})
    os.utime(folder / "a.ipynb", (2_000_000_000, 2_000_000_000))
    assert find_and_read(folder, "compression", release).path.name == "a.ipynb"
    (folder / "compression.ipynb").write_bytes(data)
    os.utime(folder / "compression.ipynb", (1, 1))
    assert find_and_read(folder, "compression", release).path.name == "compression.ipynb"


def test_broken_notebook_beside_a_good_one_is_flagged(tmp_path, release):
    result = take(tmp_path, {"compression.ipynb": b"{", "x.ipynb": dump(release)}, release)
    assert result.path.name == "x.ipynb"
    assert "The file compression.ipynb ends in the middle: it was cut short." in result.flags


def test_links_are_not_followed(tmp_path, release):
    outside = tmp_path / "outside.ipynb"
    outside.write_bytes(dump(release))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "compression.ipynb").symlink_to(outside)
    (folder / "deeper").symlink_to(tmp_path)
    result = find_and_read(folder, "compression", release)
    assert result.notebook is None
    assert result.flags == (
        "compression.ipynb is a symbolic link and was not followed.",
        "deeper is a symbolic link and was not followed.",
    )
    (tmp_path / "link").symlink_to(folder)
    assert "symbolic link" in find_and_read(tmp_path / "link", "compression", release).reason
    with pytest.raises(Unreadable, match="cannot be read"):
        intake.read_file(folder / "compression.ipynb", 10**6)


def test_pipe_and_unreadable_folder(tmp_path, release):
    os.mkfifo(tmp_path / "compression.ipynb")
    result = find_and_read(tmp_path, "compression", release)
    assert "is not an ordinary file" in result.reason
    assert find_and_read(tmp_path / "nothing", "compression", release).reason


def test_too_large(tmp_path, release, monkeypatch):
    monkeypatch.setattr(intake, "MAX_FILE", 1000)
    assert "too large" in take(tmp_path, dump(release), release).reason
    monkeypatch.undo()
    monkeypatch.setattr(intake, "MAX_CONTENT", 1000)
    assert "without its outputs" in take(tmp_path, dump(release), release).reason
    monkeypatch.undo()
    many = b'{"cells": [' + b"[]," * intake.MAX_VALUES + b"1]}"
    assert "millions of values" in take(tmp_path, many, release).reason
    release.cells.append(new_code_cell("x" * intake.MAX_SOURCE))
    try:
        assert "of text in its cells" in take(tmp_path, dump(release), release).reason
    finally:
        release.cells.pop()


# --- Archives ---------------------------------------------------------------------------------


def test_bomb_is_not_unpacked(tmp_path, release, monkeypatch):
    monkeypatch.setattr(intake, "MAX_UNPACKED", 10**6)
    bomb = zipped({f"{i}.ipynb": b" " * 400_000 for i in range(10)})
    result = take(tmp_path, {"bomb.zip": bomb}, release)
    assert result.notebook is None
    nested = dump(release)
    for _ in range(6):
        nested = zipped({"a.zip": nested})
    monkeypatch.undo()
    assert "too deep" in take(tmp_path, {"bomb.zip": nested}, release).reason


def test_archive_that_lies_about_sizes(tmp_path, release, monkeypatch):
    monkeypatch.setattr(intake, "MAX_FILE", 10**6)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", b" " * 10**7)
    data = stream.getvalue().replace((10**7).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert take(tmp_path, {"a.zip": data}, release).notebook is None


def test_archive_with_a_huge_directory(tmp_path, release, monkeypatch):
    monkeypatch.setattr(intake, "MAX_DIRECTORY", 1000)
    data = zipped({f"{i}.txt": b"" for i in range(100)})
    assert "oversized" in take(tmp_path, {"a.zip": data}, release).reason


def test_link_and_password_in_an_archive(tmp_path, release):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("compression.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.ipynb", dump(release))
    result = take(tmp_path, {"a.zip": stream.getvalue()}, release)
    assert result.flags[0] == "a.zip/compression.ipynb is a symbolic link and was not followed."
    locked = bytearray(zipped({"locked.ipynb": dump(release)}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in take(tmp_path, {"a.zip": bytes(locked)}, release).reason


def test_damaged_archives_never_raise(tmp_path, release):
    data = zipped({"a.ipynb": dump(release)})
    chance = random.Random(0)
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        result = take(tmp_path, {"a.zip": bytes(broken)}, release)
        assert result.notebook is not None or result.reason


# --- Text -------------------------------------------------------------------------------------


def test_encodings():
    assert encoding_of("é · “".encode()) == "utf-8"
    assert encoding_of("é “".encode("cp1252")) == "cp1252"
    assert encoding_of(("é · “" * 9).encode() + b"\xff") == "utf-8"
    assert encoding_of(b'{"a": 1}') == "utf-8"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"):
        data = json.dumps(new_notebook(cells=[new_markdown_cell("· é 😀")]), ensure_ascii=False)
        assert read_notebook(data.encode(encoding))[0].cells[0].source == "· é 😀"


def test_outputs_are_cut_out_without_harm():
    value = {
        "cells": [
            {"outputs": [{"a": ["]", '"', '\\"outputs": [1]', "\\"]}], "source": '"outputs": [2]'},
            {"outputs": {"x": {}}, "metadata": {"outputs": [3]}, "source": ["outputs", ":"]},
            {"source": "outputs", "outputs": None},
        ],
        "metadata": {"outputs": [4]},
    }
    for text in (json.dumps(value), json.dumps(value, indent=3, ensure_ascii=False)):
        got = json.loads(without_outputs(text.encode()))
        value["cells"][0]["outputs"] = value["cells"][1]["outputs"] = []
        assert got == value


def test_cut_short_in_a_long_string_is_quick():
    start = b'{"cells": [{"outputs": [{"text": "'
    with pytest.raises(Unreadable, match="cut short"):
        read_notebook(start + rb"<a b=\"c\">" * 400_000)


def test_any_cut_and_any_byte(release):
    data = dump(answered(release, "ex-1-1"))
    chance = random.Random(1)
    for _ in range(60):
        cut = data[: chance.randrange(len(data) - 2)]
        with pytest.raises(Unreadable):
            read_notebook(cut)
        broken = bytearray(data)
        for _ in range(3):
            broken[chance.randrange(len(data))] = chance.randrange(256)
        try:
            notebook, _ = read_notebook(bytes(broken))
        except Unreadable:
            continue
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode()


VALUES = [
    None,
    True,
    -1,
    2.5,
    10**30,
    "",
    "text",
    [],
    ["a", 1],
    {},
    {"a": {}},
    [[]],
    "\ud800",
    "\0",
]


def test_any_value_in_any_field():
    chance = random.Random(2)
    fields = ("cell_type", "id", "metadata", "source", "outputs", "execution_count", "attachments")
    top = ("cells", "worksheets", "metadata", "nbformat", "nbformat_minor")
    for turn in range(400):
        cells = [
            {name: chance.choice(VALUES) for name in fields if chance.random() < 0.7}
            | ({"cell_type": chance.choice(["code", "markdown", "raw"])} if turn % 2 else {})
            for _ in range(4)
        ]
        sheets = [{"cells": cells}, chance.choice(VALUES)]
        raw = {"cells": cells, "worksheets": sheets, "nbformat": chance.choice([2, 3, 4, "4"])}
        raw |= {name: chance.choice(VALUES) for name in top if chance.random() < 0.15}
        try:
            notebook, _ = read_notebook(json.dumps(raw).encode())
        except Unreadable:
            continue
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode()


def test_number_of_many_digits():
    data = b'{"nbformat": 4, "metadata": {"n": ' + b"9" * 9000 + b'}, "cells": []}'
    assert read_notebook(data)[0].metadata.n is None


def test_resemblance(release):
    assert resemblance(release, release) == (0, 34)
    assert resemblance(answered(release, "ex-1-1"), release)[0] == 1
    assert resemblance(read("release", "icp"), release) == (0, 0)


def test_memory_for_200_megabytes_of_output(tmp_path):
    """Measured in a process of its own, which makes the file piece by piece."""
    code = """
        import json, resource, sys
        from pathlib import Path
        from coursekit.grading.intake import find_and_read
        from tests.notebooks import read
        from tests.messy import at, dump
        release = read("release", "compression")
        release.cells[at(release, "ex-1-1")].outputs = ["HERE"]
        head, tail = dump(release).split(b'"HERE"')
        line = "é 😀 a line of output with \\\\ and \\" in it\\n" * 9
        line = json.dumps(line, ensure_ascii=False).encode()
        rounds = 100 * 2**20 // 1000 // len(line)
        path = Path(sys.argv[1]) / "compression.ipynb"
        with path.open("wb") as file:
            file.write(head + b'{"output_type": "stream", "name": "stdout", "text": ["')
            for _ in range(rounds):
                file.write(line[1:-1] * 1000)
            file.write(b'"')
            for _ in range(rounds):
                file.write((b", " + line) * 1000)
            file.write(b"]}" + tail)
        assert path.stat().st_size > 195 * 2**20
        result = find_and_read(path.parent, "compression", release)
        assert result.notebook is not None and not result.reason, result.reason
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (tmp_path / "compression.ipynb").unlink()
    assert int(done.stdout) < 600, f"{done.stdout} MB"

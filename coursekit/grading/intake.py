"""Find the notebook in what a student handed in, and read it whatever state it is in.

The student's files are only read, and nothing is unpacked to disk.
"""

import codecs
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.grading.repair import (
    ANSWER,
    TEST,
    Findings,
    about,
    definitions,
    first_line,
    listed,
    really_defines,
    targets_of,
)

MIB = 2**20
# A notebook may be this large on disk, for its outputs are dropped before it is parsed …
MAX_FILE = 512 * MIB
# … and this large without them. Parsed, it takes several times as much memory.
MAX_CONTENT = 64 * MIB
# Lists, tables and what they hold: empty lists take thirty times as much memory as in the file.
MAX_VALUES = 2_000_000
# Text of all cells. A syntax tree takes a few hundred times as much memory.
MAX_SOURCE = 2 * MIB
# An archive is held in memory while the one in it is read.
MAX_ARCHIVE = 256 * MIB
MAX_UNPACKED = 1024 * MIB
MAX_DIRECTORY = 8 * MIB
MAX_ARCHIVE_DEPTH = 3
MAX_FILES = 2000
MAX_DEPTH = 40
CHUNK = 4 * MIB

SKIPPED_FOLDERS = {".ipynb_checkpoints", "__MACOSX", ".git"}
NOTEBOOK_NAME = re.compile(r"\.ipynb(\.(txt|json))?$", re.IGNORECASE)
OTHER_ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")

REPAIRS = {
    "no_text": "The source was not text in {names}; what could be read was kept.",
    "not_cells": "What is not a cell was left out: {names}.",
    "no_type": "The type was missing or unknown in {names}; it was guessed.",
    "no_metadata": "The metadata could not be used in {names} and was dropped.",
    "unwritable": "Characters that cannot be saved were replaced by \N{REPLACEMENT CHARACTER}.",
    "ids": "Cell ids were missing, invalid or used twice in {names}; new ones were given.",
    "twice": "Fields stood twice in the file ({names}); the last of each was kept.",
    "too_deep": "Metadata nested too deeply was dropped.",
    "trailing": "Text after the notebook's end was ignored.",
    "encoding": "The file is {names}, not UTF-8; it was converted.",
    "bytes": "Bytes that are not UTF-8 were replaced.",
    "version": "The notebook has the old format {names}; it was converted.",
    "no_version": "The notebook does not say its format; it was read as format {names}.",
}


@dataclass(frozen=True)
class Intake:
    """What was found in a submission's folder.

    Attributes
    ----------
    notebook : NotebookNode or None
        A valid notebook of format 4.5 without outputs; None if there is nothing to grade.
    path : Path or None
        The file it comes from: the notebook, or the archive that holds it.
    repairs : tuple of str
        What had to be mended, a sentence each.
    flags : tuple of str
        What an instructor should look at, a sentence each.
    reason : str
        Why the submission cannot be graded, in a sentence; empty if it can.
    """

    notebook: NotebookNode | None
    path: Path | None
    repairs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    reason: str = ""


class Unreadable(Exception):
    """A file that is no notebook; the text says why, as the end of "The file x …"."""


@dataclass(frozen=True)
class File:
    """A file that may be the notebook."""

    label: str
    path: Path
    changed: float
    read: Callable[[int], bytes]

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.label.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Candidate:
    """A notebook that may be the submission."""

    file: File
    notebook: NotebookNode
    repairs: tuple[str, ...]
    answered: int
    known: int


@dataclass
class Search:
    """What is known about a folder so far."""

    flags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    unpacked: int = 0

    def flag(self, sentence: str) -> None:
        """Note something for the instructor, once."""
        if sentence not in self.flags:
            self.flags.append(sentence)


# --- Files ----------------------------------------------------------------------------------


def printable(name: str) -> str:
    """Give a file's name as a report can hold it."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return text if len(text) <= 120 else f"{text[:117]}…"


def read_file(path: Path, limit: int) -> bytes:
    """Read an ordinary file, never through a symbolic link.

    Raises
    ------
    Unreadable
        If it is too large, or something else than a file.
    """
    # Without O_NONBLOCK, opening a named pipe would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("is not an ordinary file")
            if status.st_size > limit:
                raise Unreadable(f"is too large: more than {limit // MIB} MB")
            return stream.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from error


def files_below(folder: Path, search: Search) -> Iterator[File]:
    """Go through the ordinary files below a folder, in a fixed order."""
    waiting = [folder]
    while waiting:
        current = waiting.pop(0)
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError:
            search.flag(f"The folder {printable(current.name)} cannot be read.")
            continue
        for entry in entries:
            path = Path(entry.path)
            label = printable(path.relative_to(folder).as_posix())
            if entry.is_symlink():
                search.flag(f"{label} is a symbolic link and was not followed.")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED_FOLDERS:
                    waiting.append(path)
            elif len(search.names) >= MAX_FILES:
                search.flag(f"There are more than {MAX_FILES} files; the rest was not looked at.")
                return
            elif not entry.name.startswith("."):
                search.names.append(label)
                try:
                    changed = entry.stat(follow_symlinks=False).st_mtime
                except OSError:
                    changed = 0.0
                yield File(label, path, changed, lambda limit, p=path: read_file(p, limit))


def archive_is_sane(data: bytes) -> bool:
    """Whether an archive's table of contents is small enough to be read at all."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66000))
    # The 64-bit form could hide a table of any size; no student's archive needs it.
    return (
        end >= 0
        and len(data) >= end + 22
        and int.from_bytes(data[end + 12 : end + 16], "little") <= MAX_DIRECTORY
        and data[max(0, end - 20) : end][:4] != b"PK\x06\x07"
    )


def files_in_archive(file: File, data: bytes, search: Search) -> Iterator[File]:
    """Go through the files of an archive; they are unpacked one by one, into memory."""
    if not archive_is_sane(data):
        raise Unreadable("is a damaged or oversized archive")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except Exception as error:
        # zipfile raises half a dozen kinds of errors for archives that are not whole.
        raise Unreadable("is a damaged archive") from error
    for member in members[:MAX_FILES]:
        parts = member.filename.replace("\\", "/").split("/")
        label = f"{file.label}/{printable('/'.join(parts))}"
        if member.is_dir() or SKIPPED_FOLDERS & set(parts) or parts[-1].startswith("."):
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            search.flag(f"{label} is a symbolic link and was not followed.")
            continue
        search.names.append(label)

        def read(limit: int, member: zipfile.ZipInfo = member) -> bytes:
            limit = min(limit, MAX_UNPACKED - search.unpacked)
            if member.flag_bits & 1:
                raise Unreadable("is locked with a password")
            try:
                with archive.open(member) as stream:
                    content = stream.read(limit + 1)
            except Exception as error:
                raise Unreadable("is damaged in its archive") from error
            search.unpacked += len(content)
            if len(content) > limit:
                raise Unreadable("is too large when unpacked")
            return content

        try:
            # A date has no time zone; it is only compared with others.
            changed = float("".join(f"{number:02}" for number in member.date_time))
        except ValueError:
            changed = 0.0
        yield File(label, file.path, changed, read)


def may_be_notebook(name: str) -> bool:
    """Whether a name is that of a notebook, as browsers save it."""
    return bool(NOTEBOOK_NAME.search(name))


# --- Text -----------------------------------------------------------------------------------


def encoding_of(data: bytes) -> str:
    """Guess the encoding of a file: UTF-8 unless it has a reason to be another."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    # The standard library knows the other marks, and UTF-16 and UTF-32 by their zeros.
    guess = json.detect_encoding(data[:4])
    if guess != "utf-8":
        return guess
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for start in range(0, len(data), CHUNK):
        text = decoder.decode(data[start : start + CHUNK])
        if text.isascii():
            continue
        wrong = text.count("\N{REPLACEMENT CHARACTER}")
        bad += wrong
        good += len(re.findall(r"[^\x00-\x7f]", text)) - wrong
    return "cp1252" if bad > good else "utf-8"


def to_utf8(data: bytes, findings: Findings) -> bytes:
    """Convert a file to UTF-8, piece by piece: a whole text could take four times its size."""
    encoding = encoding_of(data)
    if encoding == "utf-8":
        return data
    if encoding == "utf-8-sig":
        return data[len(codecs.BOM_UTF8) :]
    name = {"cp1252": "Windows-1252"}.get(encoding, encoding.upper())
    findings.add("encoding", name)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    result = io.BytesIO()
    for start in range(0, len(data), CHUNK):
        last = start + CHUNK >= len(data)
        text = decoder.decode(data[start : start + CHUNK], last)
        result.write(text.encode("utf-8", "replace"))
        if result.tell() > MAX_FILE:
            raise Unreadable(f"is too large: more than {MAX_FILE // MIB} MB")
    return result.getvalue()


# The possessive signs (*+) keep the expression from remembering each of millions of characters.
# A string that never ends is one token too, or a file cut short would be scanned again from each
# quotation mark in it.
TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
OUTPUTS = re.compile(rb"\s*:\s*(?=[\[{])")
# Depth of a cell's fields: in format 4 below cells, in format 3 below worksheets.
CELL_DEPTHS = (3, 5)


def without_outputs(data: bytes) -> bytes:
    """Put an empty list for each cell's outputs, without parsing them.

    Parameters
    ----------
    data : bytes
        JSON in UTF-8. What is not JSON comes back in a way that does not parse either.

    Returns
    -------
    bytes
    """
    kept: list[bytes] = []
    copied = depth = 0
    skipping: int | None = None
    waiting_at: int | None = None
    for token in TOKEN.finditer(data):
        first = data[token.start()]
        if first in b"{[":
            depth += 1
            if token.start() == waiting_at:
                skipping = depth
        elif first in b"}]":
            if skipping == depth:
                kept += [data[copied:waiting_at], b"[]"]
                copied, skipping = token.end(), None
            depth -= 1
        elif skipping is None and depth in CELL_DEPTHS and token.group() == b'"outputs"':
            colon = OUTPUTS.match(data, token.end())
            waiting_at = colon.end() if colon else None
    kept.append(data[copied:])
    return b"".join(kept)


def parse_json(data: bytes, findings: Findings) -> Any:
    """Read JSON, more patiently than the standard library does.

    Raises
    ------
    Unreadable
        With the reason.
    """

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            names = [name for name, _ in items]
            for name in result:
                if names.count(name) > 1:
                    findings.add("twice", printable(name))
        return result

    decoder = json.JSONDecoder(
        object_pairs_hook=pairs,
        # NaN and numbers of thousands of digits could not be written again.
        parse_constant=lambda _: None,
        parse_int=lambda digits: int(digits) if len(digits) < 19 else None,
        strict=False,
    )
    text = data.decode("utf-8", "replace")
    if text.count("\N{REPLACEMENT CHARACTER}") > data.count(b"\xef\xbf\xbd"):
        findings.add("bytes", "")
    text = text.strip().strip("\ufeff\x00")
    if not text:
        raise Unreadable("is empty")
    try:
        value, end = decoder.raw_decode(text)
    except RecursionError as error:
        raise Unreadable("is nested too deeply to be read") from error
    except ValueError as error:
        raise Unreadable(why_not_json(text, error)) from error
    if text[end:].strip():
        findings.add("trailing", "")
    return value


def why_not_json(text: str, error: ValueError) -> str:
    """Say what a file is that is not JSON."""
    start = text[:500].lower()
    if "<html" in start or start.startswith("<!doctype"):
        return "is a web page, not a notebook: the page that shows it was saved"
    if re.search(r"^<{7} ", text, re.MULTILINE) and re.search(r"^>{7} ", text, re.MULTILINE):
        return "holds the marks of a git conflict and is not a notebook any more"
    if not text.startswith(("{", "[")):
        return "is not a notebook: it is not JSON"
    position = getattr(error, "pos", 0)
    # An unfinished string is reported where it begins.
    if position >= len(text) - 1 or "Unterminated" in str(error):
        return "ends in the middle: it was cut short"
    line = text.count("\n", 0, position) + 1
    return f"is damaged: it is not JSON from line {line} on"


# --- Notebooks ------------------------------------------------------------------------------


class Cleaner:
    """Makes a valid notebook of format 4.5 out of anything that JSON can hold."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def value(self, value: Any, depth: int = 0) -> Any:
        """Clean any value: text that can be written, and no bottomless nesting."""
        if isinstance(value, str):
            if UNWRITABLE.search(value):
                self.findings.add("unwritable", "")
                return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
            return value
        if isinstance(value, dict | list) and depth > MAX_DEPTH:
            self.findings.add("too_deep", "")
            return None
        if isinstance(value, dict):
            return {self.value(key): self.value(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item, depth + 1) for item in value]
        return value

    def source(self, value: Any, where: str) -> str:
        """Make text of a cell's source."""
        if isinstance(value, str):
            return value
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            return "".join(value)
        self.findings.add("no_text", where)
        if isinstance(value, list):
            return "".join(str(line) for line in value if isinstance(line, str | int | float))
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if is_number else ""

    def kind(self, cell: dict, where: str) -> str:
        """Decide the type of a cell."""
        kind = cell.get("cell_type")
        if kind in ("code", "markdown", "raw"):
            return kind
        self.findings.add("no_type", where)
        known = {"code": "code", "markdown": "markdown", "heading": "markdown", "html": "markdown"}
        if isinstance(kind, str):
            return known.get(kind.strip().lower(), "raw")
        data = about(cell)
        if data.get("cell_type") in ("code", "markdown"):
            return data["cell_type"]
        return "code" if {"outputs", "execution_count"} & set(cell) else "raw"

    def metadata(self, value: Any, where: str) -> dict:
        """Make sure that metadata is a table."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.findings.add("no_metadata", where)
        return {}

    def cell(self, cell: dict, where: str) -> NotebookNode:
        """Make a valid cell, but for its id."""
        kind = self.kind(cell, where)
        clean = {
            "cell_type": kind,
            "metadata": self.metadata(cell.get("metadata"), where),
            "source": self.source(cell.get("source", cell.get("input")), where),
        }
        if kind == "code":
            clean |= {"execution_count": None, "outputs": []}
        elif isinstance(cell.get("attachments"), dict):
            clean["attachments"] = cell["attachments"]
        node = nbformat.from_dict(clean)
        if not is_valid(node):
            node.pop("attachments", None)
        if not is_valid(node):
            self.findings.add("no_metadata", where)
            node.metadata = NotebookNode({"nbgrader": about(node)} if about(node) else {})
        return node

    def notebook(self, raw: dict, cells: list, told_ids: bool) -> NotebookNode:
        """Make a valid notebook."""
        clean: list[NotebookNode] = []
        seen: set[str] = set()
        for number, cell in enumerate(cells, 1):
            where = f"cell {number}"
            if not isinstance(cell, dict):
                self.findings.add("not_cells", where)
                continue
            node = self.cell(cell, where)
            own = cell.get("id")
            if not (isinstance(own, str) and CELL_ID.fullmatch(own)) or own in seen:
                # Before 4.5 cells had no ids: their absence is nothing to report.
                if told_ids or own is not None:
                    self.findings.add("ids", where)
                own = next(name for n in range(number, 10**9) if (name := f"cell-{n}") not in seen)
            node["id"] = own
            seen.add(own)
            clean.append(node)
        notebook = nbformat.from_dict(
            {
                "cells": [],
                "metadata": self.metadata(raw.get("metadata"), "the notebook"),
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )
        for key in ("kernelspec", "language_info", "authors", "title", "widgets"):
            # Widgets' state belongs to the outputs, which are gone.
            if key in notebook.metadata and (key == "widgets" or not is_valid_notebook(notebook)):
                del notebook.metadata[key]
        notebook.cells = clean
        return notebook


def is_valid(cell: NotebookNode) -> bool:
    """Whether a cell is valid, but for its id, which it does not have yet."""
    return is_valid_notebook(
        NotebookNode(cells=[NotebookNode(cell, id="x")], metadata={}, nbformat=4, nbformat_minor=5)
    )


def is_valid_notebook(notebook: NotebookNode) -> bool:
    """Whether a notebook is valid."""
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError:
        return False
    return True


def whole_number(value: Any) -> int | None:
    """Read a number, also where it was saved as text."""
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def cells_of_old(raw: dict, cleaner: Cleaner) -> list[dict]:
    """Take the cells out of a notebook of format 2 or 3, and convert them."""
    sheets = raw.get("worksheets")
    cells = []
    for sheet in sheets if isinstance(sheets, list) else []:
        found = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in found if isinstance(found, list) else []:
            if not isinstance(cell, dict):
                cleaner.findings.add("not_cells", f"cell {len(cells) + 1}")
                continue
            where = f"cell {len(cells) + 1}"
            is_code = cell.get("cell_type") == "code"
            text = cleaner.source(cell.get("input" if is_code else "source"), where)
            known = ("code", "markdown", "raw", "heading", "html")
            kind = cell.get("cell_type") if cell.get("cell_type") in known else "raw"
            metadata = cleaner.metadata(cell.get("metadata"), where)
            clean = {"cell_type": kind, "metadata": metadata, "source": text}
            if kind == "heading":
                clean["level"] = min(max(whole_number(cell.get("level")) or 1, 1), 6)
            if is_code:
                del clean["source"]
                clean |= {"input": text, "outputs": [], "language": "python", "collapsed": False}
            cells.append(clean)
    old = nbformat.from_dict(
        {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {},
            "worksheets": [{"cells": cells, "metadata": {}}],
        }
    )
    return nbformat.convert(old, 4).cells


def read_notebook(data: bytes) -> tuple[NotebookNode, tuple[str, ...]]:
    """Read a notebook from a file's content.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    notebook : NotebookNode
        Valid, of format 4.5, without outputs.
    repairs : tuple of str
        What was mended, a sentence each.

    Raises
    ------
    Unreadable
        If there is no notebook in it; the text completes "The file x …".
    """
    findings = Findings()
    text = without_outputs(to_utf8(data, findings))
    del data
    if len(text) > MAX_CONTENT:
        raise Unreadable(
            f"is too large: without its outputs still more than {MAX_CONTENT // MIB} MB"
        )
    if sum(text.count(sign) for sign in (b"[", b"{", b",")) > MAX_VALUES:
        raise Unreadable("is too large: it holds millions of values beside its outputs")
    raw = parse_json(text, findings)
    if not isinstance(raw, dict) or not {"cells", "worksheets"} & set(raw):
        raise Unreadable("is JSON, but not a notebook")
    try:
        notebook = notebook_from(raw, Cleaner(findings))
    except RecursionError as error:
        raise Unreadable("is nested too deeply to be read") from error
    if sum(len(cell.source) for cell in notebook.cells) > MAX_SOURCE:
        raise Unreadable(f"is too large: more than {MAX_SOURCE // MIB} MB of text in its cells")
    return notebook, findings.sentences(REPAIRS)


def notebook_from(raw: dict, cleaner: Cleaner) -> NotebookNode:
    """Make a notebook of what a file holds."""
    version = whole_number(raw.get("nbformat"))
    if version is None or version < 1:
        version = 4 if "cells" in raw else 3
        cleaner.findings.add("no_version", str(version))
    if version > 4:
        raise Unreadable(f"has notebook format {version}, which is newer than this program")
    raw = cleaner.value(raw)
    if version < 4 and "worksheets" in raw:
        cleaner.findings.add("version", str(version))
        return cleaner.notebook(raw, cells_of_old(raw, cleaner), False)
    if not isinstance(raw.get("cells"), list):
        raise Unreadable("is JSON, but not a notebook: it has no list of cells")
    minor = whole_number(raw.get("nbformat_minor")) or 0
    return cleaner.notebook(raw, raw["cells"], version == 4 and minor >= 5)


# --- Which notebook -------------------------------------------------------------------------


def resemblance(notebook: NotebookNode, release: NotebookNode) -> tuple[int, int]:
    """Compare a notebook with a release.

    Returns
    -------
    answered : int
        How many answer cells of the release were answered in it.
    known : int
        How many of its answers and tests it holds, by name or by content.
    """
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    names = {str(about(cell).get("grade_id")) for cell in notebook.cells}
    ids = {cell.get("id") for cell in notebook.cells}
    firsts = {first_line(line) for source in code for line in source.split("\n")}
    functions: dict[str, list[str]] = {}
    for source in code:
        for name in definitions(source):
            functions.setdefault(name, []).append(source)
    answered = known = 0
    for target in targets_of(release):
        named = target.name in names or target.cell.get("id") in ids
        if target.role == TEST:
            known += named or first_line(target.text) in firsts
        elif target.role == ANSWER:
            sources = [source for name in target.functions for source in functions.get(name, ())]
            known += named or bool(sources)
            answered += any(really_defines(source, target) for source in sources)
    return answered, known


def candidates(
    files: Iterator[File],
    release: NotebookNode,
    search: Search,
    failures: list[str],
    depth: int = 0,
) -> Iterator[Candidate]:
    """Read whatever can be read as a notebook."""
    for file in files:
        is_archive = file.name.lower().endswith(".zip")
        if not is_archive and not may_be_notebook(file.name):
            continue
        try:
            data = file.read(MAX_ARCHIVE if is_archive else MAX_FILE)
            if data.startswith(b"PK\x03\x04"):
                if depth == MAX_ARCHIVE_DEPTH or len(data) > MAX_ARCHIVE:
                    raise Unreadable("is an archive that is too large or too deep in others")
                inner = files_in_archive(file, data, search)
                yield from candidates(inner, release, search, failures, depth + 1)
                continue
            if is_archive and not data.lstrip()[:1] == b"{":
                raise Unreadable("is a damaged archive" if data else "is empty")
            yield candidate(file, data, release)
        except Unreadable as error:
            failures.append(f"The file {file.label} {error}.")


def candidate(file: File, data: bytes, release: NotebookNode) -> Candidate:
    """Read one file."""
    notebook, repairs = read_notebook(data)
    answered, known = resemblance(notebook, release)
    return Candidate(file, notebook, repairs, answered, known)


def under_another_name(
    folder: Path, release: NotebookNode, failures: list[str]
) -> Iterator[Candidate]:
    """Look for notebooks whose names do not say so."""
    for file in files_below(folder, Search()):
        if may_be_notebook(file.name) or file.name.lower().endswith(".zip"):
            continue
        try:
            data = file.read(MAX_FILE)
            if data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"{":
                yield candidate(file, data, release)
        except Unreadable as error:
            if file.name.lower().endswith(".json"):
                failures.append(f"The file {file.label} {error}.")


def no_notebook(search: Search, failures: list[str]) -> str:
    """Say why there is nothing to grade."""
    if failures:
        return failures[0] if len(failures) == 1 else f"{failures[0]} {failures[1]}"
    archives = [name for name in search.names if name.lower().endswith(OTHER_ARCHIVES)]
    if archives:
        return f"There is no notebook, only {listed(archives, 3)}, which is not unpacked here."
    if search.names:
        return f"There is no notebook, only {listed(search.names, 3)}."
    return "The folder is empty."


def find_and_read(
    folder: Path,
    assignment: str,
    release: NotebookNode,
    others: Mapping[str, NotebookNode] | None = None,
) -> Intake:
    """Find the notebook that a student handed in for an assignment, and read it.

    Parameters
    ----------
    folder : Path
        The submission's folder. It is only read.
    assignment : str
        Name of the assignment.
    release : NotebookNode
        What students were given for it.
    others : mapping of str to NotebookNode, optional
        Releases of other assignments by name, to recognise a notebook handed in for the wrong one.

    Returns
    -------
    Intake
        The notebook, or the reason why there is none. Nothing is raised for what a student did.
    """
    search, failures = Search(), []
    if folder.is_symlink():
        return Intake(None, None, reason="The submission's folder is a symbolic link.")
    if not folder.is_dir():
        return Intake(None, None, reason="There is no folder of this submission.")
    found = list(candidates(files_below(folder, search), release, search, failures))
    if not found:
        found = list(under_another_name(folder, release, failures))
    flags = search.flags
    if not found:
        return Intake(None, None, flags=tuple(flags), reason=no_notebook(search, failures))
    exact = f"{assignment}.ipynb"
    best = max(found, key=lambda c: (c.answered, c.known, c.file.label == exact, c.file.changed))
    reason = wrong_assignment(best, assignment, others or {})
    if reason:
        return Intake(None, best.file.path, (), tuple(flags), reason)
    flags += failures
    repairs = []
    if len(found) > 1:
        flags.append(
            f"There were {len(found)} notebooks; {best.file.label} was taken, with "
            f"{best.answered} answers (of {listed([c.file.label for c in found], 5)})."
        )
    if best.file.label != exact:
        repairs.append(f"The notebook was found as {best.file.label}, not as {exact}.")
    return Intake(
        best.notebook, best.file.path, (*repairs, *best.repairs), tuple(dict.fromkeys(flags)), ""
    )


def wrong_assignment(found: Candidate, assignment: str, others: Mapping[str, NotebookNode]) -> str:
    """Say that a notebook belongs to another assignment, or to none; nothing if all is well."""
    scores = {
        name: resemblance(found.notebook, release)[::-1]
        for name, release in others.items()
        if name != assignment
    }
    other = max(scores, key=scores.__getitem__, default=None)
    if other and scores[other] > (found.known, found.answered):
        return f"The notebook {found.file.label} belongs to {other}, not to {assignment}."
    if not found.known:
        return f"The notebook {found.file.label} holds no exercise of {assignment}."
    return ""

"""Read a folder or a zip that strangers filled, without trusting anything in it.

Whatever is accepted lies in a scratch folder under a number, or where it was in the folder that
was named. No name out of the download is ever used as a path here.
"""

import errno
import hashlib
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from coursekit.course import CourseError

JUNK = {
    "__MACOSX", ".DS_Store", ".ipynb_checkpoints", "__pycache__", ".git", "Thumbs.db",
    "desktop.ini", ".replaced",
}  # fmt: skip
# What the collector is building in; a run that was cut off may have left one.
STAGING = ".collecting-"
CHUNK = 1 << 18
MOST_FOLDERS = 50
MB = 1_000_000
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, struct.error,
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How much of a download is read.

    Attributes
    ----------
    file : int
        Bytes of one file. nbgrader itself leaves larger ones out.
    archive, members : int
        Bytes and files of one zip inside the download.
    total, total_members : int
        Bytes and files of the download.
    ratio, ratio_from : int
        How many times smaller than its content a packed file may be, where the content is larger
        than ``ratio_from`` bytes. Deflate's own bound is about 1000.
    depth : int
        Zips inside one another: the download, a student's zip, and one more, for a download that
        lies in the folder that was named.
    """

    file: int = 100 * MB
    archive: int = 500 * MB
    members: int = 5_000
    total: int = 8_000 * MB
    total_members: int = 100_000
    ratio: int = 200
    ratio_from: int = 10 * MB
    depth: int = 3


@dataclass(frozen=True)
class Entry:
    """One file of a download.

    Attributes
    ----------
    path : tuple of str
        Its place, from the download's own name down; a zip counts as a folder.
    stored : Path
        Where its bytes lie.
    sha256 : str
        Of its bytes.
    dates : tuple of (int, datetime, str)
        For each component of the path that is a file or zip: its index, its date, and whether the
        date comes from a ``zip`` or a ``file``.
    """

    path: tuple[str, ...]
    stored: Path
    sha256: str
    dates: tuple[tuple[int, datetime, str], ...]

    @property
    def name(self) -> str:
        """The path as a person reads it."""
        return "/".join(self.path)


@dataclass(frozen=True)
class Remark:
    """Something in a download that was not taken, and why in one sentence."""

    path: str
    reason: str


@dataclass
class Download:
    """What was read.

    Attributes
    ----------
    entries : list of Entry
        All files that were accepted.
    refused : list of Remark
        What was not.
    """

    entries: list[Entry] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


class Refused(Exception):
    """A file that is not read; the text says why."""


def is_junk(parts: tuple[str, ...]) -> bool:
    """Tell whether a path is something an operating system or editor left behind."""
    return any(
        part in JUNK or part.startswith(("._", "~$", STAGING)) or part.endswith("~")
        for part in parts
    )


def safe_parts(name: str) -> tuple[str, ...]:
    """Split a file's name into components that stay below their folder.

    Parameters
    ----------
    name : str
        As a zip gives it. Both slashes separate, for Windows tools write the other one.

    Returns
    -------
    tuple of str

    Raises
    ------
    Refused
        If the name leads out of its folder, or no file system could hold it.
    """
    text = name.replace("\\", "/")
    if text.startswith("/") or re.match(r"[A-Za-z]:", text):
        raise Refused("its name is an absolute path")
    parts = tuple(part for part in text.split("/") if part not in ("", "."))
    if ".." in parts:
        raise Refused("its name leads out of its folder")
    if not parts:
        raise Refused("it has no name")
    if len(parts) > MOST_FOLDERS:
        raise Refused("it lies too deep, folder in folder")
    for part in parts:
        if any(unicodedata.category(sign) == "Cc" for sign in part):
            raise Refused("its name holds control characters")
        if len(part.encode("utf-8", "surrogatepass")) > 255:
            raise Refused("its name is longer than file systems allow")
    return parts


def read_download(
    source: Path,
    scratch: Path,
    limits: Limits | None = None,
    tick: Callable[[str], None] = lambda _: None,
) -> Download:
    """Read everything in a folder or zip.

    Parameters
    ----------
    source : Path
        What a platform handed out.
    scratch : Path
        An empty folder for what is unpacked; must live as long as the entries are used.
    limits : Limits, optional
        How much to read.
    tick : callable
        Takes a few words on progress.

    Returns
    -------
    Download

    Raises
    ------
    CourseError
        If there is nothing there, or the zip as a whole cannot be read.
    """
    reader = _Reader(scratch, limits or Limits(), tick)
    if source.is_dir():
        reader.folder(source, (_text(source.resolve().name),))
    elif not source.exists():
        raise CourseError(f"{source} does not exist: name the folder or zip that was downloaded.")
    elif not zipfile.is_zipfile(source):
        raise CourseError(
            f"{source} is neither a folder nor a whole zip: download it again, or name the folder "
            "you unpacked it into."
        )
    else:
        try:
            reader.archive(source, (_text(source.name),), (_file_date(source, 0),), depth=1)
        except Refused as refused:
            raise CourseError(
                f"{source} cannot be read, because {refused}: download it again, or name the "
                "folder you unpacked it into."
            ) from None
    download = reader.download
    if not download.entries and not download.refused:
        raise CourseError(f"{source} holds no files: name what the platform gave you.")
    return download


def _text(name: str) -> str:
    """Make text of a file's name that is not UTF-8; most such names are Western European."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("latin-1")
    return name


def _file_date(path: Path, index: int) -> tuple[int, datetime, str]:
    return index, datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0), "file"


def member_name(info: zipfile.ZipInfo) -> str:
    """Give a zip member's name; macOS writes UTF-8 without saying so, which Python misreads."""
    if info.flag_bits & 0x800:
        return info.orig_filename.split("\0")[0]
    try:
        return info.orig_filename.split("\0")[0].encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename.split("\0")[0]


def member_date(info: zipfile.ZipInfo) -> datetime | None:
    """Read when a zip member was written.

    Parameters
    ----------
    info : zipfile.ZipInfo

    Returns
    -------
    datetime or None
        In UTC: from the Unix time if the zip has it, else from its local time, taken for the time
        of this machine; None where a tool wrote a date that means nothing.
    """
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", extra[5:9])[0], UTC)
        extra = extra[4 + size :]
    # Tools that build the same zip every time write the first day of 1980.
    if info.date_time[0] <= 1980:
        return None
    try:
        return datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class _Reader:
    """The state of one reading: what was found, and what may still come."""

    def __init__(self, scratch: Path, limits: Limits, tick: Callable[[str], None]) -> None:
        self.scratch, self.limits, self.tick = scratch, limits, tick
        self.download = Download()
        self.bytes_left = limits.total
        self.unpacked = 0

    def refuse(self, path: tuple[str, ...], reason: object) -> None:
        self.download.refused.append(Remark(printable("/".join(path)), str(reason)))

    def folder(self, folder: Path, path: tuple[str, ...]) -> None:
        if len(path) > MOST_FOLDERS:
            self.refuse(path, "it lies too deep, folder in folder")
            return
        try:
            found = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            self.refuse(path, f"the folder cannot be read ({error.strerror})")
            return
        for item in found:
            name = _text(item.name)
            if is_junk((name,)):
                continue
            here = (*path, name)
            try:
                safe_parts(name.replace("\\", "_"))
                if item.is_symlink():
                    raise Refused("it is a symbolic link")
                if item.is_dir():
                    self.folder(Path(item.path), here)
                elif not item.is_file():
                    raise Refused("it is not a regular file")
                else:
                    self.loose(Path(item.path), here)
            except Refused as refused:
                self.refuse(here, refused)
            except OSError as error:
                self.refuse(here, f"it cannot be read ({error.strerror})")

    def loose(self, file: Path, path: tuple[str, ...]) -> None:
        """Take a file of the folder; it stays where it is."""
        date = _file_date(file, len(path) - 1)
        if is_zip_name(path[-1]):
            self.archive(file, path, (date,), depth=1)
            return
        if file.stat().st_size > self.limits.file:
            raise Refused(f"it is larger than {self.limits.file // MB} MB")
        with file.open("rb") as stream:
            digest, _ = self.copy(stream, None, self.limits.file)
        self.add(Entry(path, file, digest, (date,)))

    def add(self, entry: Entry) -> None:
        if len(self.download.entries) >= self.limits.total_members:
            raise CourseError(
                f"The download holds more than {self.limits.total_members} files: collect it in "
                "parts."
            )
        self.download.entries.append(entry)
        self.tick(f"reading: {len(self.download.entries)} files")

    def copy(self, source: BinaryIO, target: BinaryIO | None, size: int) -> tuple[str, int]:
        """Copy at most ``size`` bytes and return their digest and number."""
        digest, count = hashlib.sha256(), 0
        while chunk := source.read(CHUNK):
            count += len(chunk)
            if count > size:
                raise Refused("it is larger than it says")
            digest.update(chunk)
            if target:
                target.write(chunk)
        return digest.hexdigest(), count

    def archive(
        self,
        file: Path,
        path: tuple[str, ...],
        dates: tuple[tuple[int, datetime, str], ...],
        depth: int,
    ) -> None:
        """Take the members of a zip; ``Refused`` if it cannot be read as a whole."""
        if depth > self.limits.depth:
            raise Refused("it lies too deep, zip in zip")
        inner = len(path) > 1
        if inner and _directory_bytes(file) > self.limits.members * 1_000:
            raise Refused("its list of files is too long")
        try:
            bundle = zipfile.ZipFile(file)
        except BROKEN:
            raise Refused("it is a broken zip") from None
        with bundle:
            members = [info for info in bundle.infolist() if not info.is_dir()]
            members = [info for info in members if not is_junk(_loose_parts(member_name(info)))]
            self.check_whole(members, inner)
            times = Counter(member_name(info) for info in members)
            for info in members:
                if times[name := member_name(info)] == 1:
                    self.member(bundle, info, path, dates, depth)
                elif times.pop(name, 0):
                    self.refuse((*path, name), "its zip holds several files of that name")

    def check_whole(self, members: list[zipfile.ZipInfo], inner: bool) -> None:
        """Refuse a zip by what it says of itself, before anything is unpacked."""
        limits = self.limits
        if members and all(info.flag_bits & 1 for info in members):
            raise Refused("it is encrypted")
        if len(members) > (limits.members if inner else limits.total_members):
            raise Refused(f"it holds {len(members)} files, which is too many")
        size = sum(info.file_size for info in members)
        if size > (limits.archive if inner else limits.total):
            raise Refused(f"it would unpack to {size // MB} MB, which is too much")

    def member(
        self,
        bundle: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        path: tuple[str, ...],
        dates: tuple[tuple[int, datetime, str], ...],
        depth: int,
    ) -> None:
        here = (*path, member_name(info))
        try:
            here = (*path, *safe_parts(member_name(info)))
            self.check_member(info)
            stored = self.scratch / f"{self.unpacked:07d}"
            self.unpacked += 1
            with bundle.open(info) as packed, stored.open("wb") as target:
                digest, count = self.copy(packed, target, info.file_size)
            self.bytes_left -= count
            if self.bytes_left < 0:
                raise CourseError(
                    f"The download unpacks to more than {self.limits.total // MB} MB: collect it "
                    "in parts."
                )
            if date := member_date(info):
                dates = (*dates, (len(here) - 1, date, "zip"))
            else:
                # Better the date of the zip around it than none.
                dates = (*dates, (len(here) - 1, *dates[-1][1:]))
            if is_zip_name(here[-1]):
                self.archive(stored, here, dates, depth + 1)
                stored.unlink()
            else:
                self.add(Entry(here, stored, digest, dates))
        except Refused as refused:
            self.refuse(here, refused)
        except BROKEN as error:
            # A full disk is not the student's fault.
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CourseError(
                    f"Unpacking stopped in {self.scratch}: {error.strerror}. Make room there."
                ) from None
            self.refuse(here, "it is broken inside its zip")

    def check_member(self, info: zipfile.ZipInfo) -> None:
        limits = self.limits
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            raise Refused("it is a symbolic link")
        if kind not in (0, stat.S_IFREG):
            raise Refused("it is not a regular file")
        if info.flag_bits & 1:
            raise Refused("it is encrypted")
        # The others unpack in steps without a bound.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("it is packed in a way that is not read here")
        if info.file_size > limits.file:
            raise Refused(f"it is larger than {limits.file // MB} MB")
        if info.file_size > limits.ratio_from and (
            info.file_size > limits.ratio * info.compress_size
        ):
            raise Refused("it unpacks to far more than a notebook would (a zip bomb?)")


def _loose_parts(name: str) -> tuple[str, ...]:
    return tuple(name.replace("\\", "/").split("/"))


def _directory_bytes(file: Path) -> int:
    """Give the size of a zip's list of members, which Python would read as a whole."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(max(0, size - (1 << 16) - 22))
        tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    return struct.unpack("<L", tail[at + 12 : at + 16])[0] if 0 <= at <= len(tail) - 22 else 0


def is_zip_name(name: str) -> bool:
    """Tell whether a name is a zip's."""
    return name.lower().endswith(".zip")


def is_notebook_name(name: str) -> bool:
    """Tell whether a name is a notebook's."""
    return name.lower().endswith(".ipynb")


def printable(text: str) -> str:
    """Replace what a terminal would take for a command, or could not show."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in ("Cc", "Cs", "Cf") else sign
        for sign in text
    )

"""Group the files of a download into submissions: who, which files under which names, when."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coursekit.collect.archives import (
    Entry,
    Remark,
    is_notebook_name,
    is_zip_name,
    printable,
)
from coursekit.collect.platforms import TIMESTAMP, Label, Parts, label_paths, parse_time
from coursekit.collect.roster import Roster

RECORD = "collected.json"
PACKED = (".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar")
# What a platform adds to the name of a file that was there before.
_AGAIN = {
    "canvas": re.compile(r"(?P<stem>.+)-(?P<count>\d{1,2})(?P<ending>\.\w+)"),
    "classroom": re.compile(r"(?P<stem>.+?) ?\((?P<count>\d{1,2})\)(?P<ending>\.\w+)"),
}


@dataclass(frozen=True)
class Submission:
    """What one student handed in at one time.

    Attributes
    ----------
    platform : str
    path : str
        Where it lies in the download, for people.
    names : tuple of str
        What may be the student's name.
    sure : bool
        Whether the first of them is, without a roster.
    number : str
        The platform's id of the student.
    files : dict of str to Entry
        By the name they are stored under.
    attempt : int or None
        Grows from attempt to attempt.
    late : bool or None
        What the platform says.
    time : datetime
        When it was handed in, in UTC.
    time_from : str
        ``name`` of the folder, ``timestamp.txt``, date in the ``zip``, or date of the ``file``.
    stamp : bytes or None
        nbgrader's own ``timestamp.txt``, where it says the same.
    sha256 : str
        Of all names and contents.
    """

    platform: str
    path: str
    names: tuple[str, ...]
    sure: bool
    number: str
    files: dict[str, Entry]
    attempt: int | None
    late: bool | None
    time: datetime
    time_from: str
    stamp: bytes | None
    sha256: str


@dataclass(frozen=True)
class Grouped:
    """All submissions of a download.

    Attributes
    ----------
    platform : str
    submissions : list of Submission
    refused : list of Remark
        What could not be placed.
    notes : list of Remark
        What was left out on purpose.
    """

    platform: str
    submissions: list[Submission]
    refused: list[Remark]
    notes: list[Remark]


class Unfit(Exception):
    """A submission that cannot be stored; the text says why in a sentence."""


def content_digest(files: Iterable[tuple[str, str]]) -> str:
    """Digest names and contents together.

    Parameters
    ----------
    files : iterable of (str, str)
        Name, and the SHA-256 of the content.

    Returns
    -------
    str
    """
    digest = hashlib.sha256()
    for name, content in sorted(files):
        digest.update(f"{unicodedata.normalize('NFC', name)}\0{content}\n".encode())
    return digest.hexdigest()


def group(
    entries: Sequence[Entry],
    assignment: str,
    platform: str | None = None,
    roster: Roster | None = None,
) -> Grouped:
    """Group files by student and attempt.

    Parameters
    ----------
    entries : sequence of Entry
        The files of a download.
    assignment : str
        What is being collected.
    platform : str, optional
        Where they come from; found out if not given.
    roster : Roster, optional
        Helps to tell folders of students from others.

    Returns
    -------
    Grouped
    """
    by_path = {entry.path: entry for entry in entries}
    platform, labels, unread = label_paths(
        list(by_path), assignment, platform, roster.knows if roster else lambda _: False
    )
    refused: list[Remark] = []
    notes: list[Remark] = []
    for path, reason in unread.items():
        # A table or picture beside the submissions is nobody's loss.
        loss = is_notebook_name(path[-1]) and not reason.startswith("nbgrader unpacked")
        (refused if loss else notes).append(Remark(_show(path), reason))
    bundles: dict[tuple[Parts, str, str], list[tuple[Entry, Label]]] = {}
    texts: list[tuple[Entry, Label]] = []
    others: dict[Parts, str] = {}
    for path, label in labels.items():
        if label.assignment and label.assignment != assignment:
            others[path[: label.depth + label.skip]] = label.assignment
        elif label.kind != "file":
            texts.append((by_path[path], label))
        else:
            bundles.setdefault(_key(path, label), []).append((by_path[path], label))
    notes += [Remark(_show(path), f"it belongs to {other}") for path, other in others.items()]
    submissions = []
    for members in bundles.values():
        try:
            submissions.append(_submission(members, assignment, notes))
        except Unfit as unfit:
            entry, label = members[0]
            # A lone file that is neither a notebook nor a student's is no submission.
            lone = not label.sure and not label.file.lower().endswith((".ipynb", ".zip", *PACKED))
            where = _show(entry.path[: label.depth + 1])
            (notes if lone else refused).append(Remark(where, str(unfit)))
    handed_in = {(s.names, s.number) for s in submissions}
    for entry, label in texts:
        alone = (label.names, label.number) not in handed_in
        reason = f"it is {label.kind}, which holds no notebook"
        (refused if alone else notes).append(Remark(_show(entry.path), reason))
    return Grouped(platform, submissions, refused, notes)


def _show(path: Parts) -> str:
    return printable("/".join(path))


def _key(path: Parts, label: Label) -> tuple[Parts, str, str]:
    """Tell submissions apart: by folder, or by student where a platform gives files."""
    if not label.file:
        return path[: label.depth + 1], "", ""
    head = path[: label.depth]
    if not label.sure:
        return head, path[label.depth], ""
    return head, "\0".join(label.names[:1]), label.number


def _submission(
    members: list[tuple[Entry, Label]], assignment: str, notes: list[Remark]
) -> Submission:
    members = _newest_files(members, assignment, notes)
    labels = [label for _, label in members]
    first = labels[0]
    files = _stored_names(members, assignment)
    if all("/" in name for name in files if is_notebook_name(name)):
        where = _show(members[0][0].path[: first.depth + 1])
        if first.platform == "classroom":
            raise Unfit("its notebooks lie in several folders, and it does not say whose they are")
        notes.append(Remark(where, "its notebooks lie in several folders; all are placed"))
    reserved = {name: files.pop(name) for name in (TIMESTAMP, RECORD) if name in files}
    stamp = None
    if first.platform == "nbgrader":
        # nbgrader wrote the time stamp; a record is that of an earlier collection.
        if TIMESTAMP in reserved:
            stamp = reserved[TIMESTAMP].stored.read_bytes()[:200]
    else:
        # A student's own file of that name must not pass for the collector's.
        for name, entry in reserved.items():
            notes.append(Remark(_show(entry.path), f"the name {name} is the collector's own"))
    told = parse_time(stamp.decode("utf-8", "replace")) if stamp else None
    if first.time:
        time, source = first.time, "name"
    elif told:
        time, source = told, TIMESTAMP
    else:
        time, source = max(_date(entry, label) for entry, label in members)
    return Submission(
        platform=first.platform,
        path=_show(members[0][0].path[: first.depth + 1]),
        names=first.names,
        sure=first.sure,
        number=first.number,
        files=files,
        attempt=max((label.attempt for label in labels if label.attempt is not None), default=None),
        late=None if first.late is None else any(label.late for label in labels),
        time=time,
        time_from=source,
        stamp=stamp if told == time else None,
        sha256=content_digest((name, entry.sha256) for name, entry in files.items()),
    )


def _date(entry: Entry, label: Label) -> tuple[datetime, str]:
    """Give the date of what the platform holds, not of what a student packed into it."""
    dates = [(date, source) for index, date, source in entry.dates if index >= label.depth]
    return dates[0] if dates else (datetime.fromtimestamp(0, UTC), "file")


def _newest_files(
    members: list[tuple[Entry, Label]], assignment: str, notes: list[Remark]
) -> list[tuple[Entry, Label]]:
    """Keep the newest of files that a student handed in again.

    A counter at the end of a name is the platform's where the rest is the assignment's name, or
    the name of another file of the student; else it belongs to the name.
    """
    pattern = _AGAIN.get(members[0][1].platform)
    if not pattern or not members[0][1].file:
        return members
    parts: dict[Parts, list[tuple[Entry, Label]]] = {}
    for entry, label in members:
        parts.setdefault(entry.path[: label.depth + 1], []).append((entry, label))
    plain = {label.file.lower() for _, label in members}
    families: dict[str, list[list[tuple[Entry, Label]]]] = {}
    for part in parts.values():
        file = part[0][1].file
        match = pattern.fullmatch(file)
        name = f"{match['stem']}{match['ending']}".lower() if match else file.lower()
        counted = match and (match["stem"].lower() == assignment or name in plain)
        families.setdefault(name if counted else file.lower(), []).append(part)
    kept = []
    for family in families.values():
        family.sort(key=_order, reverse=True)
        newest, *older = family
        if older and _order(newest) == _order(older[0]):
            same = {part[0][0].sha256 for part in family if _order(part) == _order(newest)}
            if len(same) > 1:
                raise Unfit(
                    f"two of its files have the same name and time: {newest[0][1].file} and "
                    f"{older[0][0][1].file}"
                )
        kept += newest
        for part in older:
            entry, label = part[0]
            notes.append(
                Remark(
                    _show(entry.path[: label.depth + 1]),
                    f"{newest[0][1].file} is a newer attempt of the same student",
                )
            )
    return kept


def _order(part: list[tuple[Entry, Label]]) -> tuple[int, datetime]:
    entry, label = part[0]
    return label.attempt or 0, _date(entry, label)[0]


def _stored_names(members: list[tuple[Entry, Label]], assignment: str) -> dict[str, Entry]:
    """Choose the names files are stored under: their own, with the notebook's folder on top."""
    paths = []
    for entry, label in members:
        below = entry.path[label.depth + label.skip :]
        if label.file:
            below = (_own_name(label, assignment), *below)
        # A zip counts as a folder.
        folders = tuple(part[:-4] if is_zip_name(part) and part[:-4] else part for part in below)
        paths.append((*folders[:-1], below[-1]))
    homes = [path[:-1] for path in paths if is_notebook_name(path[-1])]
    if not homes:
        packed = [path[-1] for path in paths if path[-1].lower().endswith(PACKED)]
        more = f", only {packed[0]}, which is not opened: ask for a zip" if packed else ""
        raise Unfit(f"it holds no notebook{more}")
    top = homes[0]
    while any(home[: len(top)] != top for home in homes):
        top = top[:-1]
    files: dict[str, Entry] = {}
    folded: dict[str, str] = {}
    for path, (entry, _) in zip(paths, members, strict=True):
        name = "/".join(path[len(top) :] if path[: len(top)] == top else path)
        key = unicodedata.normalize("NFC", name).casefold()
        if key in folded:
            same = files[folded[key]].sha256 == entry.sha256
            if same and folded[key] == name:
                continue
            how = "have the same name" if folded[key] == name else "differ only in case"
            raise Unfit(f"two of its files {how}: {printable(folded[key])} and {printable(name)}")
        folded[key] = name
        files[name] = entry
    for name in files:
        parts = name.split("/")
        if any("/".join(parts[:length]) in files for length in range(1, len(parts))):
            raise Unfit(f"a file and a folder of it have the same name: {printable(name)}")
    return files


def _own_name(label: Label, assignment: str) -> str:
    """Give the name a student chose: without Canvas's counter, where it is surely Canvas's."""
    pattern = _AGAIN.get(label.platform)
    match = pattern.fullmatch(label.file) if pattern else None
    if match and match["stem"].lower() == assignment:
        return match["stem"] + match["ending"]
    return label.file

"""Collecting places what platforms hand out, loses nothing, and trusts no name."""

import argparse
import hashlib
import io
import json
import os
import stat
import struct
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursekit.collect import archives, command, place
from coursekit.collect.archives import Limits, Refused, safe_parts
from coursekit.collect.platforms import canvas, exchange, moodle, parse_time
from coursekit.collect.roster import is_safe_id, name_key, run_together, slug
from coursekit.course import CourseError

A = "compression"
OLD, NEW = (2026, 3, 1, 10, 0, 0), (2026, 3, 2, 10, 0, 0)
Members = dict[str, bytes | str]


def notebook(text: str = "") -> bytes:
    return json.dumps({"cells": [], "metadata": {"text": text}, "nbformat": 4}).encode()


def zipped(
    members: Members, date: tuple[int, ...] = OLD, pack: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", pack) as bundle:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date)
            info.compress_type = pack
            bundle.writestr(info, content)
    return stream.getvalue()


def laid_out(folder: Path, members: Members, date: tuple[int, ...] = OLD) -> Path:
    stamp = datetime(*date, tzinfo=UTC).timestamp()
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (stamp, stamp))
    return folder


class Desk:
    """A course, its command, and what it printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        self.submitted = root / "submitted"
        self.out = ""

    def collect(self, download: Path | bytes, *more: str, roster: str | bytes = "") -> int:
        if isinstance(download, bytes):
            path = self.root.parent / "download.zip"
            path.write_bytes(download)
            download = path
        words = [str(download), *more]
        if "--assignment" not in words:
            words += ["--assignment", A]
        if roster:
            path = self.root.parent / "roster.csv"
            path.write_bytes(roster if isinstance(roster, bytes) else roster.encode())
            words += ["--roster", str(path)]
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        try:
            return command.run(parser.parse_args(words))
        finally:
            self.out = self.capsys.readouterr().out

    def files(self) -> dict[str, bytes]:
        """What nbgrader would see: no time stamps, no records, nothing hidden."""
        return {
            path.relative_to(self.submitted).as_posix(): path.read_bytes()
            for path in sorted(self.submitted.rglob("*"))
            if path.is_file()
            and path.name not in ("timestamp.txt", "collected.json")
            and not any(part.startswith(".") for part in path.relative_to(self.submitted).parts)
        }

    def names(self) -> list[str]:
        return sorted(self.files())

    def stamp(self, student: str) -> str:
        return (self.submitted / student / A / "timestamp.txt").read_text().strip()

    def record(self, student: str) -> dict:
        return json.loads((self.submitted / student / A / "collected.json").read_text())


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Desk:
    root = tmp_path / "course"
    (root / "text").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("")
    monkeypatch.chdir(root)
    # Dates in a zip are local times.
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setenv("COLUMNS", "200")
    return Desk(root, capsys)


def moodle_name(who: str, number: int = 1234567) -> str:
    return f"{who}_{number}_assignsubmission_file_"


class TestNames:
    @pytest.mark.parametrize(
        ("name", "who", "number", "file", "kind"),
        [
            ("Ada Lovelace_1234567_assignsubmission_file_", "Ada Lovelace", "1234567", "", "file"),
            ("Ada Lovelace_1234567_assignsubmission_file", "Ada Lovelace", "1234567", "", "file"),
            ("Zoë O'N_7_assignsubmission_file_a_b.ipynb", "Zoë O'N", "7", "a_b.ipynb", "file"),
            ("Standardgruppe_assignsubmission_file_", "Standardgruppe", "", "", "file"),
            (
                "Ada_12_assignsubmission_onlinetext_onlinetext.html",
                "Ada", "12", "onlinetext.html", "onlinetext",
            ),
        ],
    )  # fmt: skip
    def test_moodle(self, name: str, who: str, number: str, file: str, kind: str) -> None:
        label = moodle(name)
        assert label
        assert (label.names[0], label.number, label.file, label.kind) == (who, number, file, kind)

    @pytest.mark.parametrize(
        ("name", "who", "number", "attempt", "late", "file"),
        [
            ("lovelaceada_12345_67890_compression.ipynb", "lovelaceada", "12345", 67890, False,
             "compression.ipynb"),
            ("lovelaceada_LATE_12345_67890_compression-2.ipynb", "lovelaceada", "12345", 67890,
             True, "compression-2.ipynb"),
            ("garcíalópezmaría_1_2_3_4_x.ipynb", "garcíalópezmaría", "1", 2, False, "3_4_x.ipynb"),
            ("smith_2ada_12_34_x.ipynb", "smith_2ada", "12", 34, False, "x.ipynb"),
            ("anon_x1Yz2_67890_x.ipynb", "anon", "x1Yz2", 67890, False, "x.ipynb"),
            ("LATE_anon_x1Yz2_67890_x.ipynb", "anon", "x1Yz2", 67890, True, "x.ipynb"),
        ],
    )  # fmt: skip
    def test_canvas(
        self, name: str, who: str, number: str, attempt: int, late: bool, file: str
    ) -> None:
        label = canvas(name)
        assert label
        assert (label.names[0], label.number, label.attempt) == (who, number, attempt)
        assert (label.late, label.file) == (late, file)

    def test_canvas_text(self) -> None:
        label = canvas("lovelaceada_12345_text.html")
        assert label and label.kind != "file" and label.number == "12345"

    @pytest.mark.parametrize(
        "name",
        [
            "ada+compression+2026-03-01 10:00:00 UTC",
            "ada+compression+2026-03-01 10:00:00.000000 UTC+ab-_12==",
            "ada+compression+2026-03-01 10_00_00 UTC",
        ],
    )
    def test_exchange(self, name: str) -> None:
        label = exchange(name)
        assert label and label.names == ("ada",) and label.assignment == A
        assert label.time == datetime(2026, 3, 1, 10, tzinfo=UTC)

    def test_times(self) -> None:
        assert parse_time("2026-03-01 10:00:00 +0200") == datetime(2026, 3, 1, 8, tzinfo=UTC)
        assert parse_time("2026-03-01 10:00:00 CEST") is None
        assert parse_time("2026-13-01 10:00:00 UTC") is None
        assert parse_time("yesterday") is None

    def test_students_names(self) -> None:
        assert name_key("Lovelace, Ada") == name_key("ADA  lovelace")
        assert name_key("Søren Ångström") == name_key("angstrom soren")
        assert "vanderbergjan" in run_together("Jan van der Berg")
        assert slug("Zoë O'Neil-Łukasz") == "zoe-oneil-lukasz"
        assert slug("../../etc") == "etc"
        assert slug("李雷") == ""

    @pytest.mark.parametrize(
        "bad", ["", "..", ".x", "a/b", "a\\b", "a..b", "a*", "C:x", "a\nb", " a"]
    )
    def test_ids_stay_in_their_folder(self, bad: str) -> None:
        assert not is_safe_id(bad)

    def test_usual_ids_are_fine(self) -> None:
        assert all(map(is_safe_id, ["ada", "ada.l@example.org", "12345", "A_l-2", "José"]))


class TestMoodle:
    def test_folders(self, desk: Desk) -> None:
        ada, bob = notebook("ada"), notebook("bob")
        code = desk.collect(
            zipped(
                {
                    f"{moodle_name('Ada Lovelace')}/my work.ipynb": ada,
                    f"{moodle_name('Ada Lovelace')}/helper.py": "x = 1\r\n",
                    f"{moodle_name('Böb Müller', 7654321)}/compression.ipynb": bob,
                }
            )
        )
        assert code == 0
        assert desk.files() == {
            "ada-lovelace/compression/my work.ipynb": ada,
            "ada-lovelace/compression/helper.py": b"x = 1\r\n",
            "bob-muller/compression/compression.ipynb": bob,
        }
        assert desk.stamp("ada-lovelace") == "2026-03-01 10:00:00 UTC"
        assert "2 new" in desk.out

    def test_flat_files_in_any_language(self, desk: Desk) -> None:
        code = desk.collect(
            zipped(
                {
                    "Ada Lovelace_1_assignsubmission_file_compression.ipynb": notebook(),
                    "Ada Lovelace_1_assignsubmission_file_note.txt": "n",
                    "Участник_22_assignsubmission_file_compression.ipynb": notebook("p"),
                }
            )
        )
        assert code == 0
        assert desk.names() == [
            "ada-lovelace/compression/compression.ipynb",
            "ada-lovelace/compression/note.txt",
            "student-22/compression/compression.ipynb",
        ]

    def test_record_tells_where_it_comes_from(self, desk: Desk) -> None:
        content = notebook("x")
        desk.collect(zipped({f"{moodle_name('Ada')}/sub/compression.ipynb": content}))
        record = desk.record("ada")
        assert record["platform"] == "moodle" and record["platform_id"] == "1234567"
        assert record["time"] == "2026-03-01 10:00:00 UTC" and record["time_from"] == "zip"
        file = record["files"]["compression.ipynb"]
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["path"] == f"download.zip/{moodle_name('Ada')}/sub/compression.ipynb"
        assert record["late"] is None

    def test_online_text_beside_a_file_is_left_out(self, desk: Desk) -> None:
        code = desk.collect(
            zipped(
                {
                    f"{moodle_name('Ada')}/compression.ipynb": notebook(),
                    "Ada_1234567_assignsubmission_onlinetext_/onlinetext.html": "<p>",
                }
            )
        )
        assert code == 0
        assert "left out (1)" in desk.out and "onlinetext" in desk.out

    def test_online_text_alone_is_listed(self, desk: Desk) -> None:
        code = desk.collect(
            zipped(
                {
                    f"{moodle_name('Ada')}/compression.ipynb": notebook(),
                    "Bob_2_assignsubmission_onlinetext_/onlinetext.html": "<p>",
                }
            )
        )
        assert code == 1
        assert "Bob_2_assignsubmission_onlinetext_/onlinetext.html: it is onlinetext" in desk.out

    def test_unpacked_folder(self, desk: Desk, tmp_path: Path) -> None:
        folder = laid_out(
            tmp_path / "CS1-Lab-9", {f"{moodle_name('Ada')}/compression.ipynb": notebook()}
        )
        assert desk.collect(folder) == 0
        assert desk.stamp("ada") == "2026-03-01 10:00:00 UTC"
        assert desk.record("ada")["time_from"] == "file"

    def test_downloads_in_a_folder(self, desk: Desk, tmp_path: Path) -> None:
        name = f"{moodle_name('Ada')}/compression.ipynb"
        folder = laid_out(
            tmp_path / "downloads",
            {"b.zip": zipped({name: notebook("1")}), "a.zip": zipped({name: notebook("2")}, NEW)},
        )
        assert desk.collect(folder) == 0
        assert desk.files() == {"ada/compression/compression.ipynb": notebook("2")}
        assert "newer attempt" in desk.out

    def test_made_ids_do_not_meet(self, desk: Desk) -> None:
        people = [("Eva Rossi", 1), ("Eva Rossi", 2), ("Eva Rossi 2", 3)]
        members = {f"{moodle_name(*who)}/c.ipynb": notebook(str(who)) for who in people}
        assert desk.collect(zipped(members)) == 1
        assert desk.names() == [f"eva-rossi-{n}/compression/c.ipynb" for n in (1, 2)]
        assert "another student has the id 'eva-rossi-2' already" in desk.out

    def test_same_name_twice(self, desk: Desk) -> None:
        first = zipped({f"{moodle_name('Eva Rossi', 1)}/c.ipynb": notebook("1")})
        assert desk.collect(first) == 0
        both = zipped(
            {
                f"{moodle_name('Eva Rossi', 1)}/c.ipynb": notebook("1"),
                f"{moodle_name('Eva Rossi', 2)}/c.ipynb": notebook("2"),
            },
            NEW,
        )
        assert desk.collect(both) == 0
        assert desk.files() == {
            "eva-rossi/compression/c.ipynb": notebook("1"),
            "eva-rossi-2/compression/c.ipynb": notebook("2"),
        }
        # The second alone does not take the first one's place.
        alone = zipped(
            {f"{moodle_name('Eva Rossi', 2)}/c.ipynb": notebook("3")}, (2026, 3, 3, 0, 0, 0)
        )
        assert desk.collect(alone) == 0
        assert desk.files()["eva-rossi/compression/c.ipynb"] == notebook("1")
        assert desk.files()["eva-rossi-2/compression/c.ipynb"] == notebook("3")


class TestCanvas:
    def test_late_and_newest_attempt(self, desk: Desk) -> None:
        code = desk.collect(
            zipped(
                {
                    "lovelaceada_12345_67890_compression.ipynb": notebook("1"),
                    "lovelaceada_LATE_12345_67999_compression-2.ipynb": notebook("2"),
                    "turingalan_222_70000_compression-10.ipynb": notebook("t"),
                    "turingalan_222_70001_tools-1.py": "t",
                }
            )
        )
        assert code == 0
        assert desk.files() == {
            "lovelaceada/compression/compression.ipynb": notebook("2"),
            "turingalan/compression/compression.ipynb": notebook("t"),
            "turingalan/compression/tools-1.py": b"t",
        }
        record = desk.record("lovelaceada")
        assert record["late"] is True and record["attempt"] == 67999
        assert desk.record("turingalan")["late"] is False
        assert record["late_from"] == "platform"
        assert "newer attempt of the same student" in desk.out

    def test_counted_names_of_the_student_are_kept(self, desk: Desk) -> None:
        desk.collect(
            zipped(
                {"adal_1_10_part-1.ipynb": notebook("1"), "adal_1_11_part-2.ipynb": notebook("2")}
            )
        )
        assert desk.names() == ["adal/compression/part-1.ipynb", "adal/compression/part-2.ipynb"]

    def test_file_ids_count_more_than_dates(self, desk: Desk, tmp_path: Path) -> None:
        assert desk.collect(zipped({"adal_1_500_compression-1.ipynb": notebook("new")}, OLD)) == 0
        older = laid_out(tmp_path / "x", {"adal_1_400_compression.ipynb": notebook("old")}, NEW)
        assert desk.collect(older) == 0
        assert "older, left" in desk.out
        assert desk.files() == {"adal/compression/compression.ipynb": notebook("new")}

    def test_roster_by_id_login_and_run_together_name(self, desk: Desk) -> None:
        roster = (
            "student,canvas_id,canvas_login,name\n"
            "s1,12345,,\ns2,,grace77,\ns3,,,Jan van der Berg\ns4,,,Absent One\n"
        )
        code = desk.collect(
            zipped(
                {
                    "someoneelse_12345_1_c.ipynb": notebook("1"),
                    "grace77_9_2_c.ipynb": notebook("2"),
                    "vanderbergjan_8_3_c.ipynb": notebook("3"),
                    "stranger_7_4_c.ipynb": notebook("4"),
                }
            ),
            roster=roster,
        )
        assert code == 1
        assert desk.names() == [f"s{n}/compression/c.ipynb" for n in (1, 2, 3)]
        assert "no student of the roster is called 'stranger' (id 7)" in desk.out
        assert "without a submission (1): s4" in desk.out

    def test_group_text_is_listed(self, desk: Desk) -> None:
        members = {"adal_1_10_c.ipynb": notebook(), "bobb_2_text.html": "<p>"}
        assert desk.collect(zipped(members)) == 1
        assert "bobb_2_text.html: it is text or link" in desk.out


class TestClassroom:
    def test_names_before_a_dash(self, desk: Desk) -> None:
        code = desk.collect(
            zipped(
                {
                    "Lab 1/Ada Lovelace - compression.ipynb": notebook("a"),
                    "Lab 1/Alan Turing - Copy of compression.ipynb": notebook("t"),
                    "Lab 1/Copia di compression.ipynb": notebook("?"),
                }
            )
        )
        assert code == 1
        assert desk.names() == [
            "ada-lovelace/compression/compression.ipynb",
            "alan-turing/compression/Copy of compression.ipynb",
        ]
        assert "Lab 1/Copia di compression.ipynb: its name does not say who" in desk.out

    def test_roster_places_by_file_name_and_e_mail(self, desk: Desk) -> None:
        roster = (
            "student;email;filename;google_name\n"
            "ada;ada@example.org;;\nbob;;Copy of compression.ipynb;\ncy;;;Cy Twombly\n"
        )
        code = desk.collect(
            zipped(
                {
                    "compression ada@example.org.ipynb": notebook("a"),
                    "Copy of compression.ipynb": notebook("b"),
                    "twombly CY - compression.ipynb": notebook("c"),
                }
            ),
            roster=roster,
        )
        assert code == 0, desk.out
        assert [name.split("/")[0] for name in desk.names()] == ["ada", "bob", "cy"]

    def test_folder_for_each_student(self, desk: Desk, tmp_path: Path) -> None:
        folder = laid_out(
            tmp_path / "Lab 1",
            {
                "Ada Lovelace/compression.ipynb": notebook("a"),
                "Ada Lovelace/run_2026_03_lab.py": "",
                "Alan Turing/deep/er/work.ipynb": notebook("t"),
                "Alan Turing/deep/er/data.csv": "1",
            },
        )
        assert desk.collect(folder) == 0
        assert desk.names() == [
            "ada-lovelace/compression/compression.ipynb",
            "ada-lovelace/compression/run_2026_03_lab.py",
            "alan-turing/compression/data.csv",
            "alan-turing/compression/work.ipynb",
        ]

    def test_one_folder_is_a_student_only_if_the_roster_says_so(self, desk: Desk) -> None:
        download = zipped({"Ada Lovelace/compression.ipynb": notebook()})
        assert desk.collect(download) == 1
        assert not desk.submitted.exists()
        assert desk.collect(download, roster="student,name\nada,Ada Lovelace\n") == 0
        assert desk.names() == ["ada/compression/compression.ipynb"]

    def test_zip_for_each_student(self, desk: Desk, tmp_path: Path) -> None:
        folder = laid_out(
            tmp_path / "Lab",
            {
                "Ada Lovelace.zip": zipped({"w/compression.ipynb": notebook(), "w/h.py": "h"}),
                "Bob - work.zip": zipped({"compression.ipynb": notebook("b")}),
            },
        )
        assert desk.collect(folder, roster="student,name\nada,Ada Lovelace\nbob,Bob\n") == 0
        assert desk.names() == [
            "ada/compression/compression.ipynb",
            "ada/compression/h.py",
            "bob/compression/compression.ipynb",
        ]

    def test_folder_of_several_assignments(self, desk: Desk) -> None:
        code = desk.collect(
            zipped(
                {
                    "SVD/compression/Ada - compression.ipynb": notebook(),
                    "SVD/icp/Ada - icp.ipynb": notebook("other"),
                }
            )
        )
        assert desk.names() == ["ada/compression/compression.ipynb"]
        assert code == 0 and "it belongs to icp" in desk.out

    def test_a_stray_file_makes_no_folder_a_student(self, desk: Desk) -> None:
        members = {f"Lab 1/{who}/c.ipynb": notebook(who) for who in ("Ada", "Bob")}
        assert desk.collect(zipped({**members, "readme.txt": "x"})) == 0
        assert desk.names() == ["ada/compression/c.ipynb", "bob/compression/c.ipynb"]

    def test_folders_of_groups_are_no_students(self, desk: Desk) -> None:
        names = ["G 1/Ada", "G 1/Bob", "G 2/Cy", "G 2/Di"]
        download = zipped({f"{name}/c.ipynb": notebook(name) for name in names})
        assert desk.collect(download) == 1
        assert not desk.submitted.exists()
        assert desk.out.count("it does not say whose they are") == 2
        roster = "student,name\n" + "".join(f"{w},{w}\n" for w in ("Ada", "Bob", "Cy", "Di"))
        assert desk.collect(download, roster=roster) == 0
        assert len(desk.names()) == 4

    def test_drive_s_counter_is_an_attempt(self, desk: Desk, tmp_path: Path) -> None:
        folder = tmp_path / "Lab"
        laid_out(folder, {"Ada - compression.ipynb": notebook("1")}, OLD)
        laid_out(folder, {"Ada - compression(1).ipynb": notebook("2")}, NEW)
        assert desk.collect(folder) == 0
        assert desk.files() == {"ada/compression/compression.ipynb": notebook("2")}


class TestNbgrader:
    def test_exchange_takes_the_newest(self, desk: Desk, tmp_path: Path) -> None:
        old, new = "2026-03-01 10:00:00.000000 UTC", "2026-03-02 11:00:00.123456 UTC"
        folder = laid_out(
            tmp_path / "inbound",
            {
                f"Ada+compression+{new}+xYz-_1/compression.ipynb": notebook("2"),
                f"Ada+compression+{new}+xYz-_1/timestamp.txt": new,
                f"Ada+compression+{new}+xYz-_1/submission_secret.txt": "s",
                f"Ada+compression+{old}+abc/compression.ipynb": notebook("1"),
                f"Ada+compression+{old}+abc/timestamp.txt": old,
                f"Ada+icp+{new}+abc/icp.ipynb": notebook("3"),
            },
        )
        assert desk.collect(folder) == 0
        assert desk.files() == {
            "Ada/compression/compression.ipynb": notebook("2"),
            "Ada/compression/submission_secret.txt": b"s",
        }
        # nbgrader finds feedback by the text of the time stamp.
        assert desk.stamp("Ada") == new
        assert desk.record("Ada")["time_from"] == "name"

    def test_submitted_tree_of_another_course(self, desk: Desk, tmp_path: Path) -> None:
        folder = laid_out(
            tmp_path / "old" / "submitted",
            {
                "ada/compression/compression.ipynb": notebook("1"),
                "ada/compression/timestamp.txt": "2026-03-01 10:00:00 UTC\n",
                "bob/compression/compression.ipynb": notebook("2"),
                "bob/icp/icp.ipynb": notebook("3"),
            },
            NEW,
        )
        assert desk.collect(folder) == 0
        assert desk.names() == [f"{s}/compression/compression.ipynb" for s in ("ada", "bob")]
        assert desk.stamp("ada") == "2026-03-01 10:00:00 UTC"
        assert desk.stamp("bob") == "2026-03-02 10:00:00 UTC"

    def test_the_course_s_own_tree_is_unchanged(self, desk: Desk) -> None:
        desk.collect(zipped({f"{moodle_name('Ada')}/c.ipynb": notebook()}))
        assert desk.collect(desk.submitted) == 0
        assert "1 unchanged" in desk.out

    def test_leftovers_of_zip_collect(self, desk: Desk, tmp_path: Path) -> None:
        name = "Ada_1_assignsubmission_file_compression.ipynb"
        folder = tmp_path / "downloaded" / A
        laid_out(folder, {"archive/x.zip": zipped({name: notebook()})}, OLD)
        laid_out(folder, {f"extracted/x/{name}": notebook()}, NEW)
        assert desk.collect(folder) == 0
        assert desk.stamp("ada") == "2026-03-01 10:00:00 UTC"
        assert "could not" not in desk.out


class TestPlatform:
    MIXED = zipped(
        {
            f"{moodle_name('Ada')}/compression.ipynb": notebook("m"),
            f"{moodle_name('Bob', 2)}/compression.ipynb": notebook("m"),
            "turingalan_222_70000_compression.ipynb": notebook("c"),
            "grades.csv": "x",
        }
    )

    def test_the_rarer_is_listed(self, desk: Desk) -> None:
        assert desk.collect(self.MIXED) == 1
        assert [name.split("/")[0] for name in desk.names()] == ["ada", "bob"]
        assert "collect it with --platform canvas" in desk.out
        assert "grades.csv: its name is not one that Moodle gives" in desk.out

    def test_even_names_are_not_guessed(self, desk: Desk) -> None:
        members = {
            f"{moodle_name('Ada')}/compression.ipynb": notebook("m"),
            "turingalan_222_70000_compression.ipynb": notebook("c"),
        }
        with pytest.raises(CourseError, match="--platform moodle or --platform canvas"):
            desk.collect(zipped(members))
        assert not desk.submitted.exists()

    def test_one_student_s_names_do_not_decide(self, desk: Desk) -> None:
        members = {f"Lab/{who}/c.ipynb": notebook(who) for who in ("Ada", "Bob", "Cy")}
        for number in range(9):
            members[f"Lab/Cy/{moodle_name('Ada', number)}/c.ipynb"] = notebook("forged")
            members[f"Lab/Cy/submitted/Bob/compression/{number}.ipynb"] = notebook("forged")
            members[f"Lab/Cy/bob_9_{number}_compression.ipynb"] = notebook("forged")
        assert desk.collect(zipped(members)) == 0
        files = desk.files()
        assert files["ada/compression/c.ipynb"] == notebook("Ada")
        assert files["bob/compression/c.ipynb"] == notebook("Bob")
        assert all("forged" not in str(v) or k.startswith("cy/") for k, v in files.items())

    def test_marks_inside_a_submission_are_the_student_s(self, desk: Desk) -> None:
        inner = zipped({f"{moodle_name('Bob', 2)}/c.ipynb": notebook("forged")})
        members = {
            f"{moodle_name('Ada')}/w.zip": inner,
            f"{moodle_name('Ada')}/archive/a.py": "",
            f"{moodle_name('Ada')}/extracted/b.py": "",
            f"{moodle_name('Bob', 2)}/c.ipynb": notebook("Bob"),
        }
        assert desk.collect(zipped(members)) == 0
        assert desk.files() == {
            "ada/compression/c.ipynb": notebook("forged"),
            "ada/compression/archive/a.py": b"",
            "ada/compression/extracted/b.py": b"",
            "bob/compression/c.ipynb": notebook("Bob"),
        }

    def test_can_be_given(self, desk: Desk) -> None:
        desk.collect(self.MIXED, "--platform", "canvas")
        assert [name.split("/")[0] for name in desk.names()] == ["turingalan"]


class TestZipsAndFolders:
    def test_zip_in_zip_in_zip(self, desk: Desk) -> None:
        inner = zipped({"lab/compression.ipynb": notebook("x"), "lab/d/data.csv": "1"})
        student = zipped({"hand-in/inner.zip": inner, "__MACOSX/hand-in/._inner.zip": "?"}, NEW)
        assert desk.collect(zipped({f"{moodle_name('Ada')}/work.zip": student})) == 0
        assert desk.files() == {
            "ada/compression/compression.ipynb": notebook("x"),
            "ada/compression/d/data.csv": b"1",
        }
        # The platform's date, not one that a student's computer wrote.
        assert desk.stamp("ada") == "2026-03-01 10:00:00 UTC"

    def test_too_deep_is_listed(self, desk: Desk) -> None:
        content = zipped({"compression.ipynb": notebook()})
        for _ in range(4):
            content = zipped({"more.zip": content})
        assert desk.collect(zipped({f"{moodle_name('Ada')}/work.zip": content})) == 1
        assert "it lies too deep, zip in zip" in desk.out

    def test_junk_is_ignored(self, desk: Desk) -> None:
        at = moodle_name("Ada")
        desk.collect(
            zipped(
                {
                    f"{at}/compression.ipynb": notebook(),
                    f"{at}/.ipynb_checkpoints/compression-checkpoint.ipynb": notebook(),
                    f"{at}/.DS_Store": "", f"{at}/compression.ipynb~": "", f"{at}/._x": "",
                    f"__MACOSX/{at}/._compression.ipynb": "",
                }
            )
        )  # fmt: skip
        assert desk.names() == ["ada/compression/compression.ipynb"]

    @pytest.mark.parametrize(
        "evil", ["../../../evil.ipynb", "/tmp/evil.ipynb", "C:\\evil.ipynb", "..\\..\\evil.ipynb"]
    )
    def test_no_way_out(self, desk: Desk, tmp_path: Path, evil: str) -> None:
        at = moodle_name("Ada")
        inner = zipped({evil: notebook("evil"), "compression.ipynb": notebook()})
        download = zipped({f"{at}/work.zip": inner, f"{at}/{evil}": notebook("evil"), evil: "evil"})
        assert desk.collect(download) == 1
        for name, content in desk.files().items():
            assert name.startswith("ada/compression/") and ".." not in name, name
            assert content == notebook() or "evil" in name
        assert not list(tmp_path.rglob("*evil*")) or evil.startswith(("/", "C:"))
        assert not [p for p in tmp_path.rglob("*evil*") if desk.submitted not in p.parents]
        assert not Path("/tmp/evil.ipynb").exists()
        assert "leads out of its folder" in desk.out or "absolute path" in desk.out

    @pytest.mark.parametrize(
        "bad", ["../a", "a/../../b", "/a", "\\a", "C:a", "a\x1b[2Jb", "x" * 300, ""]
    )
    def test_bad_names(self, bad: str) -> None:
        with pytest.raises(Refused):
            safe_parts(bad)

    def test_student_s_name_that_climbs(self, desk: Desk) -> None:
        desk.collect(zipped({"..＿.._12_assignsubmission_file_c.ipynb": notebook()}))
        desk.collect(zipped({".. .._12_assignsubmission_file_c.ipynb": notebook()}))
        assert all(name.startswith("student-12/") for name in desk.names())
        assert not (desk.root / A).exists()

    def test_symlinks_in_zips(self, desk: Desk) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as bundle:
            link = zipfile.ZipInfo(f"{moodle_name('Ada')}/compression.ipynb", OLD)
            link.create_system = 3
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            bundle.writestr(link, "/etc/passwd")
            bundle.writestr(f"{moodle_name('Bob', 2)}/c.ipynb", notebook())
        assert desk.collect(stream.getvalue()) == 1
        assert desk.names() == ["bob/compression/c.ipynb"]
        assert "it is a symbolic link" in desk.out

    def test_symlinks_and_pipes_in_folders(self, desk: Desk, tmp_path: Path) -> None:
        secret = laid_out(tmp_path / "secret", {"s.ipynb": notebook("secret")})
        folder = laid_out(tmp_path / "d", {f"{moodle_name('Ada')}/c.ipynb": notebook()})
        (folder / moodle_name("Ada") / "link.ipynb").symlink_to(secret / "s.ipynb")
        (folder / moodle_name("Bob", 2)).symlink_to(secret)
        os.mkfifo(folder / moodle_name("Ada") / "pipe")
        assert desk.collect(folder) == 1
        assert desk.names() == ["ada/compression/c.ipynb"]
        assert desk.out.count("it is a symbolic link") == 2
        assert "it is not a regular file" in desk.out

    def test_a_bomb_harms_nobody_else(self, desk: Desk) -> None:
        bomb = zipped({"compression.ipynb": b"\0" * 12_000_000})
        download = zipped(
            {
                f"{moodle_name('Ada')}/work.zip": bomb,
                f"{moodle_name('Bob', 2)}/c.ipynb": notebook(),
            }
        )
        assert desk.collect(download) == 1
        assert desk.names() == ["bob/compression/c.ipynb"]
        assert "zip bomb" in desk.out

    @pytest.mark.parametrize(
        ("limits", "reason"),
        [
            (Limits(members=3), "5 files, which is too many"),
            (Limits(archive=1_000), "which is too much"),
            (Limits(file=900), "larger than"),
        ],
    )
    def test_limits_of_a_student_s_zip(self, tmp_path: Path, limits: Limits, reason: str) -> None:
        student = zipped({f"{n}.ipynb": os.urandom(1_000) for n in range(5)}, pack=0)
        source = tmp_path / "d"
        laid_out(source, {"x/work.zip": student, "y/c.ipynb": b"1"})
        (tmp_path / "scratch").mkdir()
        download = archives.read_download(source, tmp_path / "scratch", limits)
        assert [entry.path[1:] for entry in download.entries] == [("y", "c.ipynb")]
        assert reason in download.refused[0].reason

    def test_limits_of_the_download(self, tmp_path: Path) -> None:
        source = laid_out(
            tmp_path / "d", {"w.zip": zipped({f"{n}.py": b"x" * 99 for n in range(9)})}
        )
        (tmp_path / "s").mkdir()
        for limits in (Limits(total=500), Limits(total_members=3)):
            with pytest.raises(CourseError, match="in parts"):
                archives.read_download(source, tmp_path / "s", limits)

    def test_sizes_that_lie(self, desk: Desk) -> None:
        content = bytearray(zipped({"compression.ipynb": b"A" * 100_000}))
        # The size in the list of members, 24 bytes behind its mark.
        at = content.index(b"PK\1\2") + 24
        content[at : at + 4] = struct.pack("<L", 10)
        assert desk.collect(zipped({f"{moodle_name('Ada')}/w.zip": bytes(content)})) == 1
        assert not desk.submitted.exists()

    def test_encrypted_and_broken_zips(self, desk: Desk) -> None:
        locked = bytearray(zipped({"compression.ipynb": notebook()}))
        locked[6] |= 1
        locked[locked.index(b"PK\1\2") + 8] |= 1
        torn = bytearray(zipped({"compression.ipynb": os.urandom(500)}, pack=0))
        torn[200] ^= 255
        download = zipped(
            {
                f"{moodle_name('Ada', 1)}/locked.zip": bytes(locked),
                f"{moodle_name('Bob', 2)}/cut.zip": zipped({"c.ipynb": notebook()})[:60],
                f"{moodle_name('Cy', 3)}/torn.zip": bytes(torn),
                f"{moodle_name('Di', 4)}/c.ipynb": notebook(),
            }
        )
        assert desk.collect(download) == 1
        assert desk.names() == ["di/compression/c.ipynb"]
        assert "locked.zip: it is encrypted." in desk.out
        assert "cut.zip: it is a broken zip." in desk.out
        assert "torn.zip/compression.ipynb: it is broken inside its zip." in desk.out

    def test_other_packing_is_listed(self, desk: Desk) -> None:
        packed = zipped({"c.ipynb": notebook()}, pack=zipfile.ZIP_LZMA)
        members = {
            f"{moodle_name('Ada', 1)}/w.zip": packed,
            f"{moodle_name('Bob', 2)}/work.rar": "Rar!",
        }
        assert desk.collect(zipped(members)) == 1
        assert "packed in a way that is not read" in desk.out
        assert "only work.rar, which is not opened: ask for a zip" in desk.out

    def test_members_that_are_not_where_they_should_be(self, desk: Desk) -> None:
        inner = bytearray(zipped({"c.ipynb": notebook(), "d.ipynb": notebook()}))
        second = inner.rindex(b"PK\1\2")
        inner[second + 42 : second + 46] = struct.pack("<L", 0x7FFFFFFF)
        members = {
            f"{moodle_name('Ada')}/w.zip": bytes(inner),
            f"{moodle_name('Bob', 2)}/c.ipynb": "",
        }
        assert desk.collect(zipped(members)) == 1
        assert desk.names() == ["ada/compression/c.ipynb", "bob/compression/c.ipynb"]

    def test_very_deep_folders(self, desk: Desk, tmp_path: Path) -> None:
        laid_out(tmp_path / "d", {f"{moodle_name('Ada')}/c.ipynb": notebook()})
        laid_out(tmp_path / "d" / moodle_name("Ada"), {"x/" * 200 + "c.py": ""})
        assert desk.collect(tmp_path / "d") == 1
        assert "too deep, folder in folder" in desk.out
        assert desk.collect(zipped({f"{moodle_name('Ada')}/{'x/' * 1500}c.ipynb": notebook()})) == 1

    def test_names_that_are_not_utf8(self, desk: Desk, tmp_path: Path) -> None:
        # Python writes UTF-8 with a flag; macOS leaves the flag out.
        content = zipped({f"{moodle_name('Zoë')}/é.ipynb": notebook()})
        unflagged = bytearray(content)
        for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            at = unflagged.index(mark) + offset
            unflagged[at : at + 2] = b"\0\0"
        assert desk.collect(bytes(unflagged)) == 0
        assert desk.names() == ["zoe/compression/é.ipynb"]
        folder = os.fsencode(tmp_path / "d") + b"/Ren\xe9_5_assignsubmission_file_"
        os.makedirs(folder)
        Path(os.fsdecode(folder + b"/c.ipynb")).write_bytes(notebook())
        assert desk.collect(tmp_path / "d") == 0
        assert "rene/compression/c.ipynb" in desk.names()

    def test_names_that_differ_in_case_only(self, desk: Desk) -> None:
        at = moodle_name("Ada")
        code = desk.collect(
            zipped({f"{at}/C.ipynb": notebook("1"), f"{at}/c.ipynb": notebook("2")})
        )
        assert code == 1 and not desk.submitted.exists()
        assert "two of its files differ only in case" in desk.out

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_two_members_of_one_name(self, desk: Desk) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as bundle:
            for text in "123":
                bundle.writestr(f"{moodle_name('Ada')}/c.ipynb", notebook(text))
        assert desk.collect(stream.getvalue()) == 1
        assert desk.out.count("several files of that name") == 1

    def test_nothing_of_the_student_s_passes_for_the_collector_s(self, desk: Desk) -> None:
        at = moodle_name("Ada")
        desk.collect(
            zipped(
                {
                    f"{at}/c.ipynb": notebook(),
                    f"{at}/timestamp.txt": "2020-01-01 00:00:00 UTC",
                    f"{at}/collected.json": '{"attempt": 9}',
                }
            )
        )
        assert desk.stamp("ada") == "2026-03-01 10:00:00 UTC"
        assert desk.record("ada")["attempt"] is None
        assert desk.out.count("is the collector's own") == 2

    def test_dates_of_zips(self) -> None:
        info = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
        assert archives.member_date(info) is None
        info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_772_359_200)
        assert archives.member_date(info) == datetime.fromtimestamp(1_772_359_200, UTC)


class TestNewerAndOlder:
    @staticmethod
    def at(date: tuple[int, ...], text: str) -> bytes:
        return zipped({f"{moodle_name('Ada')}/c.ipynb": notebook(text)}, date)

    def test_newer_moves_the_older_aside(self, desk: Desk) -> None:
        desk.collect(self.at(OLD, "1"))
        assert desk.collect(self.at(NEW, "2")) == 0
        assert desk.files() == {"ada/compression/c.ipynb": notebook("2")}
        aside = desk.submitted / ".replaced" / "ada" / A / "2026-03-01T100000Z"
        assert (aside / "c.ipynb").read_bytes() == notebook("1")
        assert "1 replaced by newer" in desk.out

    def test_nbgrader_sees_the_newest_only(self, desk: Desk) -> None:
        from nbgrader.apps import NbGraderAPI
        from traitlets.config import Config

        desk.collect(self.at(OLD, "1"))
        desk.collect(self.at(NEW, "2"))
        (desk.submitted / ".collecting-x" / A).mkdir(parents=True)
        api = NbGraderAPI(config=Config({"CourseDirectory": {"root": str(desk.root)}}))
        assert api.get_submitted_students(A) == {"ada"}
        assert api.get_submitted_students("*") == {"ada"}
        assert api.get_submitted_timestamp(A, "ada") == datetime(*NEW)

    def test_older_is_left(self, desk: Desk) -> None:
        desk.collect(self.at(NEW, "2"))
        assert desk.collect(self.at(OLD, "1")) == 0
        assert desk.files() == {"ada/compression/c.ipynb": notebook("2")}
        assert "older, left" in desk.out

    def test_same_content_is_unchanged(self, desk: Desk) -> None:
        desk.collect(self.at(OLD, "1"))
        assert desk.collect(self.at(NEW, "1")) == 0
        assert desk.stamp("ada") == "2026-03-01 10:00:00 UTC"
        assert "1 unchanged" in desk.out
        # Even after the grader has renamed the notebook.
        (desk.submitted / "ada" / A / "c.ipynb").rename(desk.submitted / "ada" / A / "x.ipynb")
        assert desk.collect(self.at(NEW, "1")) == 0
        assert "1 unchanged" in desk.out

    def test_same_time_other_content_is_a_conflict(self, desk: Desk) -> None:
        desk.collect(self.at(OLD, "1"))
        assert desk.collect(self.at(OLD, "2")) == 1
        assert desk.files() == {"ada/compression/c.ipynb": notebook("1")}
        assert "conflict, left" in desk.out

    def test_same_time_twice_in_one_download(self, desk: Desk) -> None:
        folder = desk.root.parent / "d"
        laid_out(folder, {"a.zip": self.at(OLD, "1"), "b.zip": self.at(OLD, "2")})
        assert desk.collect(folder) == 1
        assert "handed in at the same time as" in desk.out and not desk.submitted.exists()
        laid_out(folder, {"c.zip": self.at(NEW, "3")})
        assert desk.collect(folder) == 0
        assert desk.files() == {"ada/compression/c.ipynb": notebook("3")}

    def test_what_was_put_there_by_hand(self, desk: Desk) -> None:
        target = laid_out(desk.submitted / "ada" / A, {"c.ipynb": notebook("hand")}, NEW)
        assert desk.collect(self.at(OLD, "1")) == 0
        assert (target / "c.ipynb").read_bytes() == notebook("hand")
        (target / "timestamp.txt").write_text("2026-02-01 00:00:00 UTC")
        assert desk.collect(self.at(OLD, "1")) == 0
        assert desk.files() == {"ada/compression/c.ipynb": notebook("1")}
        assert list((desk.submitted / ".replaced").rglob("c.ipynb"))

    def test_dry_run_writes_nothing(self, desk: Desk) -> None:
        assert desk.collect(self.at(OLD, "1"), "--dry-run") == 0
        assert not desk.submitted.exists()
        assert "would be: 1 new" in desk.out

    def test_late_after(self, desk: Desk) -> None:
        desk.collect(self.at(NEW, "1"), "--late-after", "2026-03-02T10:00+01:00")
        assert desk.record("ada")["late"] is True
        assert "check late ones on the platform" in desk.out
        desk.collect(
            zipped({f"{moodle_name('Bob')}/c.ipynb": notebook()}), "--late-after", "2026-03-02"
        )
        assert desk.record("bob")["late"] is False
        assert desk.record("bob")["late_from"] == "deadline"

    @pytest.mark.parametrize("step", ["write_bytes", "rename"])
    def test_a_full_disk_leaves_what_was_there(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        desk.collect(self.at(OLD, "1"))
        before = desk.files()
        real = getattr(Path, step)

        def fail(self: Path, *arguments: object) -> object:
            if self.name in ("timestamp.txt", A) and ".collecting-" in str(self):
                raise OSError(28, "No space left on device")
            return real(self, *arguments)

        monkeypatch.setattr(Path, step, fail)
        assert desk.collect(self.at(NEW, "2")) == 1
        assert "could not be written for ada: No space left on device" in desk.out
        monkeypatch.undo()
        assert desk.files() == before
        assert not list(desk.submitted.glob(".collecting-*"))

    def test_a_symlink_in_its_place_is_not_followed(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        desk.submitted.mkdir()
        (desk.submitted / "ada").symlink_to(tmp_path / "elsewhere")
        assert desk.collect(self.at(OLD, "1")) == 1
        assert not list((tmp_path / "elsewhere").iterdir())


class TestRoster:
    DOWNLOAD = zipped(
        {
            f"{moodle_name('Lovelace, Ada', 11)}/c.ipynb": notebook("1"),
            f"{moodle_name('JOSÉ nuñez', 12)}/c.ipynb": notebook("2"),
            f"{moodle_name('Participant', 13)}/c.ipynb": notebook("3"),
        }
    )

    @pytest.mark.parametrize(
        "text",
        [
            "student,name,moodle_id\na1,Ada Lovelace,\nj1,Jose Nunez,\np1,,Participant 13\n",
            "\ufeffStudent;Moodle Name;Moodle ID;Grade\r\na1;Ada Lovelace;;9\r\nj1;Nuñez José;;\r\n"
            "p1;;13;\r\n",
            "student\tfirst_name\tlast_name\tmoodle_id\na1\tAda\tLovelace\t11\nj1\tJosé\tNuñez\t\n"
            'p1\t"P, x"\tQ\t99 13\n',
        ],
    )
    def test_forms(self, desk: Desk, text: str) -> None:
        assert desk.collect(self.DOWNLOAD, roster=text) == 0, desk.out
        assert [name.split("/")[0] for name in desk.names()] == ["a1", "j1", "p1"]

    def test_utf16_of_a_spreadsheet(self, desk: Desk) -> None:
        text = "student\tmoodle_name\na1\tAda Lovelace\n".encode("utf-16")
        desk.collect(self.DOWNLOAD, roster=text)
        assert desk.names() == ["a1/compression/c.ipynb"]

    def test_never_a_guess(self, desk: Desk) -> None:
        roster = (
            "student,name,moodle_id\na1,Ada Lovelace,\na2,Lovelace Ada,\nj1,Pablo Nuñez,\n"
            "j2,José Nuñez,\nx,Some One,12\n"
        )
        assert desk.collect(self.DOWNLOAD, roster=roster) == 1
        assert not desk.submitted.exists()
        assert "'Lovelace, Ada' may be a1 or a2" in desk.out
        assert "its id is that of x in the roster, but its name that of j2" in desk.out
        assert "no student of the roster is called 'Participant' (id 13)" in desk.out

    def test_missing_are_those_without_any_submission(self, desk: Desk) -> None:
        roster = "student,name\na1,Ada Lovelace\nj1,José Nuñez\nz,Zed\ny,Yan\n"
        laid_out(desk.submitted / "y" / A, {"c.ipynb": notebook()})
        desk.collect(self.DOWNLOAD, roster=roster)
        assert "without a submission (1): z" in desk.out

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("name\nAda\n", "no column 'student'"),
            ("", "no column 'student'"),
            ("student\n", "names no students"),
            ("student,name\n../x,Ada\n", "line 2 the student id '../x'"),
            ("student,name\na,Ada\n,Bob\n", "line 3 the student id ''"),
            ("student\na\nA\n", "line 2 again in line 3"),
            ("student,moodle_id\na,1\nb,2\nc,1\n", "moodle_id '1' of line 2 again in line 4"),
            ("student,email\na,X@y.org\nb,x@Y.org\n", "again in line 3"),
            ("student,name,name\na,b,c\n", "two columns 'name'"),
            ('student,name\na,"b"c\n', "not CSV in line 2"),
            (b"student,name\na,Jos\xe9\n", "not UTF-8"),
        ],
    )
    def test_faults_name_the_line(self, desk: Desk, text: str | bytes, reason: str) -> None:
        path = desk.root / "r.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(CourseError, match=reason.replace("(", r"\(")) as caught:
            desk.collect(self.DOWNLOAD, "--roster", str(path))
        assert "\n" not in str(caught.value)
        assert not desk.submitted.exists()


class TestBadInput:
    def test_unknown_assignment(self, desk: Desk) -> None:
        with pytest.raises(CourseError, match=r"'lab9'.*compression, denoising"):
            desk.collect(zipped({"a.ipynb": notebook()}), "--assignment", "lab9")

    @pytest.mark.parametrize("content", [b"not a zip", b""])
    def test_not_a_zip(self, desk: Desk, content: bytes) -> None:
        with pytest.raises(CourseError, match="neither a folder nor a whole zip"):
            desk.collect(content)

    def test_not_there_and_empty(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(CourseError, match="does not exist"):
            desk.collect(tmp_path / "nowhere")
        (tmp_path / "empty").mkdir()
        for nothing in (tmp_path / "empty", zipped({}), zipped({"__MACOSX/._x": ""})):
            with pytest.raises(CourseError, match="holds no files"):
                desk.collect(nothing)

    def test_encrypted_download(self, desk: Desk) -> None:
        locked = bytearray(zipped({"compression.ipynb": notebook()}))
        locked[6] |= 1
        locked[locked.index(b"PK\1\2") + 8] |= 1
        with pytest.raises(CourseError, match="encrypted"):
            desk.collect(bytes(locked))

    def test_deadline(self, desk: Desk) -> None:
        with pytest.raises(CourseError, match="not a time"):
            desk.collect(zipped({"a.ipynb": notebook()}), "--late-after", "monday")

    def test_a_run_that_was_cut_off(self, desk: Desk) -> None:
        laid_out(desk.submitted, {".collecting-x/compression/c.ipynb": b"half"})
        assert desk.collect(zipped({f"{moodle_name('Ada')}/c.ipynb": notebook()})) == 0
        assert place.read_existing(desk.submitted / "ada" / A)
        assert desk.collect(desk.submitted) == 0

    def test_progress_after_two_seconds(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        download = zipped({f"{moodle_name('Ada')}/c.ipynb": notebook()})
        shown: list[str] = []
        monkeypatch.setattr(command.Status, "update", lambda _, words: shown.append(words))
        desk.collect(download)
        assert not shown
        monkeypatch.setattr(command, "PATIENCE", 0.0)
        desk.collect(download)
        assert shown

"""Publishing writes what students may see, and refuses to touch anything else."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from coursekit.configure import set_repository
from coursekit.course import CourseError
from coursekit.publish import LEDGER, publish, student_pyproject
from coursekit.release import files_in
from tests.notebooks import ROOT


def quiet(_: str) -> None:
    pass


@pytest.fixture
def public(tmp_path: Path) -> Path:
    target = tmp_path / "public"
    publish(ROOT, target, say=quiet)
    return target


class TestWhatIsPublished:
    def test_nothing_of_the_instructors(self, public: Path) -> None:
        names = set(files_in(public))
        tops = {name.split("/")[0] for name in names}
        assert tops == {
            "release", "svdlab", "data", "pyproject.toml", "environment.yml", "README.md",
            "LICENSE", "LICENSE-CONTENT", LEDGER,
        }  # fmt: skip

    def test_no_marker_of_a_hidden_region(self, public: Path) -> None:
        for name, content in files_in(public).items():
            for marker in (b"BEGIN SOLUTION", b"BEGIN HIDDEN", b"BEGIN MARK"):
                assert marker not in content, (name, marker)

    def test_student_package_does_not_need_the_staff_s(self, public: Path) -> None:
        for name, content in files_in(public).items():
            if name.endswith((".py", ".toml")):
                assert not re.search(
                    rb"^\s*(from|import) coursekit|coursekit\s*=", content, re.M
                ), name

    def test_package_has_the_course_s_version_and_dependencies(self, public: Path) -> None:
        own = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        student = tomllib.loads((public / "pyproject.toml").read_text())["project"]
        for key in ("name", "version", "requires-python", "dependencies"):
            assert student[key] == own[key]
        assert set(student["optional-dependencies"]) == {"lab"}
        assert student["scripts"] == {"svdlab": own["scripts"]["svdlab"]}

    def test_every_folder_of_the_package_is_in_it(self, public: Path) -> None:
        listed = tomllib.loads((public / "pyproject.toml").read_text())["tool"]["setuptools"]
        found = {
            ".".join(path.parent.relative_to(public).parts)
            for path in (public / "svdlab").rglob("__init__.py")
        }
        assert set(listed["packages"]) == found | {"svdlab.data"}

    def test_pyproject_is_valid_for_any_text(self) -> None:
        text = (ROOT / "pyproject.toml").read_text().replace("A Jupyter", 'A \\"Jupyter\\"')
        assert '"' in tomllib.loads(student_pyproject(text))["project"]["description"]

    def test_readme_links_lead_somewhere(self, public: Path) -> None:
        for link in re.findall(r"\]\(([^)]+)\)", (public / "README.md").read_text()):
            assert (public / link).exists(), link


class TestUpdating:
    def test_twice_changes_nothing(self, public: Path) -> None:
        before = files_in(public)
        assert publish(ROOT, public, say=quiet) == 0
        assert files_in(public) == before

    def test_a_git_repository_is_kept(self, public: Path) -> None:
        (public / ".git").mkdir()
        (public / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        publish(ROOT, public, say=quiet)
        assert (public / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"

    def test_a_file_that_is_no_longer_published_goes(self, public: Path) -> None:
        old = public / "release" / "old" / "old.ipynb"
        old.parent.mkdir()
        old.write_text("{}")
        ledger = json.loads((public / LEDGER).read_text())
        digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        ledger["release/old/old.ipynb"] = [digest]
        (public / LEDGER).write_text(json.dumps(ledger))
        publish(ROOT, public, say=quiet)
        assert not old.exists()

    def test_a_run_that_was_cut_off_is_taken_up(self, public: Path) -> None:
        (public / "README.md").unlink()
        (public / "LICENSE.part").write_text("half a lic")
        assert publish(ROOT, public, say=quiet) == 1
        assert (public / "README.md").is_file()


class TestRefusing:
    def test_a_folder_with_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.tex").write_text("years of work")
        with pytest.raises(CourseError, match=r"thesis\.tex"):
            publish(ROOT, tmp_path, say=quiet)
        assert files_in(tmp_path) == {"thesis.tex": b"years of work"}

    def test_a_file_that_somebody_changed(self, public: Path) -> None:
        (public / "README.md").write_text("my own words")
        before = files_in(public)
        with pytest.raises(CourseError, match=r"README\.md"):
            publish(ROOT, public, say=quiet)
        assert files_in(public) == before

    def test_a_ledger_that_cannot_be_read(self, public: Path) -> None:
        (public / LEDGER).write_text("not json")
        with pytest.raises(CourseError, match="cannot be read"):
            publish(ROOT, public, say=quiet)

    @pytest.mark.parametrize("place", [ROOT, ROOT / "public", ROOT.parent])
    def test_the_course_itself(self, place: Path) -> None:
        with pytest.raises(CourseError, match="publish elsewhere"):
            publish(ROOT, place, say=quiet)

    def test_a_file_in_the_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "public").write_text("")
        with pytest.raises(CourseError, match="is a file"):
            publish(ROOT, tmp_path / "public", say=quiet)

    def test_a_release_with_a_leak(self, small_course: Path, tmp_path: Path, monkeypatch) -> None:
        import coursekit.publish as module

        for name in ("LICENSE", "LICENSE-CONTENT", "pyproject.toml", "environment.yml"):
            (small_course / name).write_bytes((ROOT / name).read_bytes())
        released = small_course / "release" / "compression"
        released.mkdir(parents=True)
        source = small_course / "source" / "compression" / "compression.ipynb"
        (released / "compression.ipynb").write_bytes(source.read_bytes())
        monkeypatch.setattr(module, "ASSIGNMENTS", ["compression"])
        with pytest.raises(CourseError, match="would give away"):
            publish(small_course, tmp_path / "public", say=quiet)
        assert not (tmp_path / "public").exists()


class TestConfiguring:
    def test_names_stand_in_one_place(self, small_course: Path) -> None:
        assert set_repository(small_course, "ada/svd-course", "autumn")
        text = (small_course / "nbgrader_config.py").read_text()
        assert text.count("ada/svd-course") == 1
        assert text.count('"autumn"') == 1
        assert not set_repository(small_course, "ada/svd-course", "autumn")

    def test_links_follow(self, small_course: Path) -> None:
        from coursekit.release import build

        set_repository(small_course, "ada/svd-course", "autumn")
        build(small_course, ["compression"], small_course / "release", say=quiet)
        content = (small_course / "release" / "compression" / "compression.ipynb").read_text()
        assert "colab.research.google.com/github/ada/svd-course/blob/autumn/" in content
        assert "git+https://github.com/ada/svd-course@autumn" in content

    @pytest.mark.parametrize(
        "name", ["ada", "https://github.com/ada/course", "ada/course/x", "ada/co urse", '"/x', ""]
    )
    def test_a_name_that_is_none_changes_nothing(self, small_course: Path, name: str) -> None:
        before = (small_course / "nbgrader_config.py").read_bytes()
        with pytest.raises(CourseError, match="OWNER/NAME"):
            set_repository(small_course, name)
        assert (small_course / "nbgrader_config.py").read_bytes() == before

    def test_a_configuration_without_the_line_is_refused(self, small_course: Path) -> None:
        (small_course / "nbgrader_config.py").write_text("c = get_config()\n")
        with pytest.raises(CourseError, match="exactly one line"):
            set_repository(small_course, "ada/course")

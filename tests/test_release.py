"""The release is built the same way twice, is up to date, and gives nothing away."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from coursekit.course import ASSIGNMENTS, CourseError, load_config
from coursekit.leaks import leaks_in_release
from coursekit.release import build, files_in
from coursekit.sync import build_source, in_step
from tests.notebooks import ROOT

PATH = Path("compression") / "compression.ipynb"


def coursekit(*words: str, folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "coursekit.cli", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def released(small_course: Path) -> Path:
    build(small_course, ["compression"], small_course / "release", say=lambda _: None)
    return small_course


def change(root: Path, edit) -> list[str]:
    """Edit the released notebook of a small course and look for leaks."""
    path = root / "release" / PATH
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)
    return leaks_in_release(root / "release", root)


class TestBuilding:
    def test_twice_gives_identical_bytes(self, small_course: Path, tmp_path: Path) -> None:
        for name in ("one", "two"):
            build(small_course, ["compression"], tmp_path / name, say=lambda _: None)
        one, two = files_in(tmp_path / "one"), files_in(tmp_path / "two")
        assert one == two
        assert list(one) == [PATH.as_posix()]

    def test_plain_nbgrader_gives_the_same_release(self, released: Path) -> None:
        ours = files_in(released / "release")
        shutil.rmtree(released / "release")
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", "compression"]
        subprocess.run(command, cwd=released, check=True, capture_output=True)
        assert files_in(released / "release") == ours

    def test_students_get_stub_visible_check_and_question(self, released: Path) -> None:
        content = (released / "release" / PATH).read_text()
        assert "YOUR CODE HERE" in content
        assert "twice(2)" in content
        assert "Why twice?" in content
        assert "not done yet" in content

    def test_a_broken_configuration_is_refused(self, small_course: Path) -> None:
        (small_course / "nbgrader_config.py").write_text("import no_such_module\n")
        with pytest.raises(CourseError, match=r"nbgrader_config\.py cannot be used"):
            load_config(small_course)

    def test_a_solution_region_left_open_is_refused(self, small_course: Path) -> None:
        text = small_course / "text" / "compression.py"
        text.write_text(text.read_text().replace("    ### END SOLUTION\n", "", 1))
        build_source(small_course, "compression")
        with pytest.raises(CourseError, match="compression"):
            build(small_course, ["compression"], small_course / "release", say=lambda _: None)

    def test_two_cells_with_one_grade_id_are_refused(self, small_course: Path) -> None:
        text = small_course / "text" / "compression.py"
        text.write_text(text.read_text().replace('"grade_id": "question"', '"grade_id": "ex-1-1"'))
        with pytest.raises(CourseError, match="grade_id 'ex-1-1'"):
            build_source(small_course, "compression")

    def test_an_edited_notebook_is_out_of_step(self, small_course: Path) -> None:
        assert in_step(small_course, "compression")
        path = small_course / "source" / PATH
        path.write_text(path.read_text().replace("A small lesson", "A small lesson!"))
        assert not in_step(small_course, "compression")


class TestLeaks:
    def test_an_honest_release_has_none(self, released: Path) -> None:
        assert leaks_in_release(released / "release", released) == []

    def test_a_solution_line_is_found(self, released: Path) -> None:
        def plant(notebook):
            notebook.cells[-1].source += "\n  doubled_by_the_author = 2 * x"

        assert "hidden line" in change(released, plant)[0]

    def test_a_hidden_test_is_found(self, released: Path) -> None:
        def plant(notebook):
            notebook.cells[
                4
            ].source += (
                '\n# checks.close(twice(np.arange(7)), 2 * np.arange(7), "twice(x)")'.replace(
                    "# ", ""
                )
            )

        assert "hidden line" in change(released, plant)[0]

    def test_a_marking_scheme_is_found(self, released: Path) -> None:
        def plant(notebook):
            notebook.cells[0].source += "\n- 5 points for the secret of doubling"

        assert "hidden line" in change(released, plant)[0]

    def test_a_model_answer_is_found(self, released: Path) -> None:
        def plant(notebook):
            notebook.cells[0].source += "\nBecause once is not enough, as every author knows."

        assert "hidden line" in change(released, plant)[0]

    @pytest.mark.parametrize("marker", ["BEGIN SOLUTION", "END HIDDEN TESTS", "BEGIN MARK SCHEME"])
    def test_a_marker_is_found(self, released: Path, marker: str) -> None:
        def plant(notebook):
            notebook.cells[0].source += f"\n### {marker}"

        assert "marker" in change(released, plant)[0]

    def test_an_attachment_is_found(self, released: Path) -> None:
        def plant(notebook):
            notebook.cells[0].attachments = {"key.png": {"image/png": "AAAA"}}

        assert "attachment" in change(released, plant)[0]

    def test_an_output_is_found(self, released: Path) -> None:
        def plant(notebook):
            cell = next(c for c in notebook.cells if c.cell_type == "code")
            cell.outputs.append(new_output("stream", text="answer"))

        assert "output" in change(released, plant)[0]

    def test_an_execution_count_is_found(self, released: Path) -> None:
        def plant(notebook):
            next(c for c in notebook.cells if c.cell_type == "code").execution_count = 3

        assert "execution count" in change(released, plant)[0]

    def test_metadata_is_found(self, released: Path) -> None:
        def plant(notebook):
            notebook.metadata["jupytext"] = {"formats": "text//py:percent"}
            notebook.cells[0].metadata["note"] = "for the instructor"
            notebook.cells[0].metadata["tags"] = ["answer"]

        found = "\n".join(change(released, plant))
        assert "'jupytext'" in found
        assert "'note'" in found
        assert "'answer'" in found

    def test_a_file_of_text_is_found(self, released: Path) -> None:
        shutil.copy(released / "text" / "compression.py", released / "release" / "compression")
        assert "no assignment has" in leaks_in_release(released / "release", released)[0]


class TestTheCourse:
    def test_committed_release_is_what_the_source_gives(self) -> None:
        done = coursekit("release", "--check", folder=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_committed_release_gives_nothing_away(self) -> None:
        assert leaks_in_release(ROOT / "release", ROOT) == []

    def test_every_assignment_is_released(self) -> None:
        expected = {f"{a}/{a}.ipynb" for a in ASSIGNMENTS}
        assert set(files_in(ROOT / "release")) == expected

    def test_nothing_of_text_stands_in_source(self) -> None:
        assert {p.suffix for p in (ROOT / "source").rglob("*") if p.is_file()} == {".ipynb"}

    def test_nbgrader_validates_source_and_release(self) -> None:
        done = coursekit("validate", folder=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_outside_a_course_one_sentence_says_so(self, tmp_path: Path) -> None:
        done = coursekit("release", folder=tmp_path)
        assert done.returncode == 2
        assert "No course found" in done.stderr
        assert "Traceback" not in done.stderr

"""Every notebook runs in a real kernel: solved without a fault, and fresh as a student gets it."""

import re
from pathlib import Path

import pytest

from tests.notebooks import ASSIGNMENTS, Run, read, run

GIB = 2**30


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def solved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    assignment = request.param
    return run(read("source", assignment), tmp_path_factory.mktemp(f"solved-{assignment}"))


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    assignment = request.param
    return run(read("release", assignment), tmp_path_factory.mktemp(f"fresh-{assignment}"))


def graded(cell) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


class TestSolved:
    def test_runs_without_error(self, solved: Run) -> None:
        assert solved.errors() == {}

    def test_writes_nothing_to_the_error_stream(self, solved: Run) -> None:
        assert solved.error_stream() == {}

    def test_stays_under_two_gibibytes(self, solved: Run) -> None:
        assert solved.peak < 2 * GIB

    def test_every_picture_and_clip_has_an_alternative_text(self, solved: Run) -> None:
        html = solved.html()
        images = re.findall(r"<img\b[^>]*>", html)
        clips = re.findall(r"<video\b[^>]*>", html)
        assert images
        # The controls of an animation hold images of their own, which its frame describes.
        assert [i[:120] for i in images if not re.search(r'\balt="[^"]{15,}"', i)] == []
        assert [c[:120] for c in clips if not re.search(r'\baria-label="[^"]{15,}"', c)] == []

    def test_shows_no_picture_without_a_text_beside_it(self, solved: Run) -> None:
        bare = [
            cell.id
            for cell in solved.code_cells()
            for output in cell.outputs
            if "image/png" in output.get("data", {}) and "text/html" not in output.data
        ]
        assert bare == []

    def test_every_check_says_that_it_passed(self, solved: Run) -> None:
        for cell in solved.code_cells():
            if graded(cell):
                text = "".join(o.text for o in cell.outputs if o.output_type == "stream")
                assert "passed" in text, cell.id
                assert all(o.output_type == "stream" for o in cell.outputs), cell.id


class TestFresh:
    def test_only_the_checks_say_not_done_yet(self, fresh: Run) -> None:
        checks = {cell.id for cell in fresh.code_cells() if graded(cell)}
        errors = fresh.errors()
        assert set(errors) == checks
        assert {name for name, _ in errors.values()} == {"NotDoneYet"}

    def test_each_message_names_its_own_exercise(self, fresh: Run) -> None:
        for cell, (_, text) in fresh.errors().items():
            major, minor = re.match(r"check-(\d+)-(\d+)-", cell).groups()
            assert text.startswith(f"Exercise {major}.{minor} is not done yet"), cell

    def test_a_message_is_one_line_without_traceback(self, fresh: Run) -> None:
        for cell in fresh.code_cells():
            for output in cell.outputs:
                if output.output_type == "error":
                    assert len(output.traceback) == 1
                    assert "\n" not in output.traceback[0]

    def test_writes_nothing_to_the_error_stream(self, fresh: Run) -> None:
        assert fresh.error_stream() == {}

    def test_leaves_no_file_behind(self, fresh: Run, tmp_path_factory) -> None:
        left = [
            path.name
            for folder in Path(tmp_path_factory.getbasetemp()).glob("fresh-*")
            for path in folder.iterdir()
        ]
        assert left == []

"""Stored answers on the way that students' work takes: collected files to marks in a gradebook.

Every correct answer goes this way, and a sample of the wrong ones; with ``-m full`` all of them.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import nbformat
import pytest

from coursekit.answers import Answer, all_answers, hand_in
from coursekit.course import ASSIGNMENTS, CONFIG_FILE, database_url, load_config
from coursekit.demo import Submission, expected_points, write_submission, wrong_marks
from coursekit.grading.grade import Batch
from coursekit.marks import read_marks
from coursekit.release import generate
from coursekit.sync import source_path
from tests.notebooks import ROOT

SAMPLE = 4


def rounds(answers: Sequence[Answer], most: int | None) -> Iterator[list[Answer]]:
    """Deal answers out to notebooks, at most one of each exercise into each.

    Where ``most`` says how many notebooks there may be, they get answers spread over all.
    """
    hands = []
    for _, group in groupby(answers, key=lambda answer: answer.exercise):
        own = list(group)
        if most is not None and len(own) > most:
            own = [own[(place * len(own)) // most] for place in range(most)]
        hands.append(own)
    for place in range(max(map(len, hands))):
        yield [own[place] for own in hands if place < len(own)]


def check(folder: Path, assignment: str, most_wrong: int | None) -> None:
    (folder / CONFIG_FILE).write_bytes((ROOT / CONFIG_FILE).read_bytes())
    (folder / "text").mkdir()
    target = source_path(folder, assignment)
    target.parent.mkdir(parents=True)
    target.write_bytes(source_path(ROOT, assignment).read_bytes())
    config = load_config(folder)
    generate(folder, assignment, config, folder / "release", database_url(folder))
    answers = all_answers(ROOT / "tests" / "answers", f"{assignment}/*")
    right = [answer for answer in answers if answer.right]
    wrong = [answer for answer in answers if not answer.right]
    dealt = [
        *((f"right{n:02d}", hand) for n, hand in enumerate(rounds(right, None))),
        *((f"wrong{n:02d}", hand) for n, hand in enumerate(rounds(wrong, most_wrong))),
    ]
    submissions = []
    for student, hand in dealt:
        path = folder / "release" / assignment / f"{assignment}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        hand_in(notebook, hand)
        expected = expected_points(notebook, hand)
        submissions.append(Submission(student, assignment, "", notebook, expected))
        write_submission(folder, submissions[-1])
    with Batch(
        folder,
        [assignment],
        db_url=database_url(folder),
        settings=dict(config.IsolatedExecute) | {"test_seconds": 15.0},
        say=lambda _: None,
    ) as batch:
        assert batch.run() == []
    dealt_to = dict(dealt)
    faults = [
        f"{sentence} ({', '.join(answer.path.stem for answer in dealt_to[sentence.split(',')[0]])})"
        for sentence in wrong_marks(submissions, read_marks(database_url(folder)))
    ]
    assert faults == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_stored_answers_get_their_marks(assignment: str, tmp_path: Path) -> None:
    check(tmp_path, assignment, SAMPLE)


@pytest.mark.full
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_all_stored_answers_get_their_marks(assignment: str, tmp_path: Path) -> None:
    check(tmp_path, assignment, None)

"""Every stored answer gets exactly the points and the message that it states."""

import pytest

from coursekit.answers import Answer, all_answers
from tests.judge import ANSWERS, judge


@pytest.mark.parametrize(
    "answer",
    all_answers(ANSWERS),
    ids=lambda a: f"{a.assignment}-{a.exercise}-{a.path.stem}",
)
def test_answer_gets_its_verdict(answer: Answer) -> None:
    verdict = judge(answer.assignment, answer.exercise, answer.code)
    assert verdict.points == answer.points, verdict.messages
    if answer.message:
        assert verdict.messages, "nothing failed"
        assert answer.message in verdict.messages[0]
    else:
        assert not verdict.messages

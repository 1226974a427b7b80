"""Compare texts: what an editor may change does not count."""

import difflib
import re
from functools import lru_cache

ALIKE = 0.8

LONGEST_COMPARED = 6000


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Text without what an editor may change: space at line ends, empty lines around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def first_line(text: str) -> str:
    """Give the first line that is not empty."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    matcher = difflib.SequenceMatcher(
        None, one[:LONGEST_COMPARED], other[:LONGEST_COMPARED], autojunk=False
    )
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def unfenced(source: str) -> str:
    """Code without Markdown's fence around it."""
    fence = re.fullmatch(r"\s*```\w*\n(.*?)\n```\s*", source, re.DOTALL)
    return fence.group(1) if fence else source

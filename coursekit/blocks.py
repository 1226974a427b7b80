"""Generated parts of a written page: what stands between two comments with a name."""

import re

from coursekit.course import CourseError


def replace_block(page: str, name: str, content: str) -> str:
    """Put fresh content between a page's comments ``<!-- name -->`` and ``<!-- end name -->``.

    Parameters
    ----------
    page : str
        A page in Markdown.
    name : str
        Name of the block.
    content : str
        What is to stand there.

    Returns
    -------
    str

    Raises
    ------
    CourseError
        If the page has no such block, or several.
    """
    start, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    pattern = re.compile(rf"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    if len(pattern.findall(page)) != 1:
        raise CourseError(f"The page needs one block between {start} and {end}.")
    return pattern.sub(lambda _: f"{start}\n{content.strip()}\n{end}", page)

"""What of a submission may reach a reader's browser, and what in it looks like an attack."""

import html
import re

import nbformat
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from nbgrader import utils

from coursekit.grading.kit import Kit

# What no exercise needs, and who tries to get at the tests does. None of it works, and an honest
# cell may do the same: it is mentioned to the instructor, and costs nothing.
SUSPECT = {
    "the grader's own parts": r"\binside\.(nest|bridge)|\bcoursekit\b|\bnbgrader\b"
    r"|SVDLAB_|NBGRADER_",
    "the course's files": r"\b(source|submitted|autograded|feedback)/|\bmarks\.db|\bseeds\.json",
    "files of the system": r"/(proc|etc|root|sys)/|/dev/(shm|mem)|expanduser",
    "a path outside its folder": r"\.\./",
    "processes": r"\bos\.(_exit|abort|kill|killpg|fork|exec\w*|spawn\w*|system|popen|getppid)\b"
    r"|\bsubprocess\b|\bmultiprocessing\b|\bctypes\b|\bpty\b|%%(bash|sh|script)\b",
    "signals and exit handlers": r"\bsignal\.\w+\(|\batexit\b|\bfaulthandler\b",
    "threads": r"\bthreading\b|\b_thread\b|\bconcurrent\.futures\b",
    "the network": r"\bsocket\b|\burllib\b|\bhttp\.|\brequests\b|\bzmq\b",
    "Python's own parts": r"\bsys\.(modules|settrace|setprofile|_getframe|meta_path|exit)\b"
    r"|\bgc\.|__import__|__builtins__|\bbuiltins\b|\binspect\.|\bimportlib\b",
    "the notebook's own parts": r"\bget_ipython\b|\bast_transformers\b|\binput_transformer"
    r"|\bkernel\.session\b|<script|\bJavascript\(|\bPublish\w*\(",
    "functions of numpy or the checks, which it replaces": r"\b(np|numpy|checks|math)(\.\w+)+"
    r"\s*=(?!=)|\bsetattr\(\s*(np|numpy|checks)\b|^\s*(def|class)\s+checks\b|^(np|checks)\s*=",
    "objects that answer for themselves": r"__(eq|ne|array\w*|float|iter|str|repr|reduce\w*"
    r"|deepcopy|getattr\w*|subclasshook|instancecheck)__|\bpickle\b|\bmemmap\b"
    r"|^\s*class \w+\((np|numpy)\.ndarray",
    "errors that end Python": r"\b(SystemExit|GeneratorExit|KeyboardInterrupt|BaseException)\b"
    r"|\b(exit|quit)\(",
    "input, which nobody gives": r"\binput\(",
}
# nbgrader looks for these words in every cell when it makes the feedback, and gives up over them.
MARKERS = re.compile(r"\b(BEGIN|END) (?=(?:HIDDEN TESTS|MARK SCHEME|SOLUTION)\b)")

# What of a student's HTML may reach the browser of whoever marks it, or reads the feedback; a page
# that is longer than this is left out, and so are scripts, SVG and whatever else could act.
HTML_SIZE = 200_000
TAGS = [
    *("a", "b", "blockquote", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em", "h1"),
    *("h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "small"),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
]
ATTRIBUTES = {"*": ["class", "title", "align", "colspan", "rowspan"], "a": ["href"]}
ATTRIBUTES["img"] = ["src", "alt", "width", "height"]
RAW_HTML = re.compile(r"<[a-zA-Z/!?]")
# A figure as the course shows it; a picture can do nothing.
FIGURE = re.compile(
    r"""<img\b[^>]*\bsrc=["']data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=\s]+)["'][^>]*>"""
)
# The target of a link in Markdown that would run code.
ACTIVE_LINK = re.compile(
    r"(\]\(\s*<?|\]:\s*<?|<)\s*(javascript|vbscript|data(?!:image/(?:png|jpeg|gif)))[\s\\]*:",
    re.IGNORECASE,
)


def suspicions_about(notebook: NotebookNode, release: NotebookNode) -> list[str]:
    """Say of the student's code what an instructor should read, a sentence each."""
    handed_out = {cell.source.strip() for cell in release.cells}
    own = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code"
        and cell.source.strip() not in handed_out
        and not (utils.is_locked(cell) or utils.is_grade(cell))
    ]
    found = [
        f"the student's code mentions {what} ({shown.group().strip()[:40]!r})"
        for what, words in SUSPECT.items()
        if (shown := re.search(words, "\n".join(own), re.MULTILINE))
    ]
    if any(MARKERS.search(cell.source) for cell in notebook.cells if not utils.is_locked(cell)):
        found.append("a cell holds nbgrader's markers; they were broken up")
    return found


def disarm(notebook: NotebookNode, kit: Kit) -> None:
    """Take from a notebook what nbgrader's feedback would stumble over; changes it."""
    notebook.metadata = nbformat.from_dict(dict(kit.release.metadata))
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader")
        cell.metadata = NotebookNode({"nbgrader": about} if about else {})
        attached = cell.pop("attachments", {})
        if all(isinstance(text, str) for kinds in attached.values() for text in kinds.values()):
            cell.update({"attachments": attached} if attached else {})
        if not about or about.grade_id not in kit.sources:
            cell.source = MARKERS.sub("\\1\N{NO-BREAK SPACE}", cell.source)


def clean(notebook: NotebookNode, kit: Kit) -> None:
    """Take from a notebook what could act in a browser; changes it.

    nbgrader's feedback page and its formgrader show a student's HTML as it is.
    """
    handed_out = {cell.source for cell in kit.release.cells} | set(kit.sources.values())
    cleaner = SanitizeHTML(tags=TAGS, attributes=ATTRIBUTES, strip=True)
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            for output in cell.outputs:
                data = output.get("data", {})
                if figure := FIGURE.search(data.get("text/html", "")):
                    kind = figure.group(1)
                    data[kind] = figure.group(2)
                    output.metadata = NotebookNode({kind: {"alt": data.get("text/plain", "")}})
                    del data["text/html"]
                if len(data.get("text/html", "")) > HTML_SIZE:
                    del data["text/html"]
                if "text/markdown" in data:
                    data["text/markdown"] = without_active_links(data["text/markdown"])
            cleaner.preprocess_cell(cell, {}, index)
        elif cell.source not in handed_out:
            cell.source = without_active_links(cell.source)
            # In a text without HTML the cleaner would spoil formulas, quotes and code.
            if RAW_HTML.search(cell.source):
                cleaner.preprocess_cell(cell, {}, index)


def without_active_links(text: str) -> str:
    """Break the links of a Markdown text that would run code."""
    while ACTIVE_LINK.search(plain := html.unescape(text)):
        text = ACTIVE_LINK.sub(r"\1\2%3A", plain)
    return text

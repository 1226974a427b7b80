"""A process in the sandbox, looked at from inside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.grading import sandbox
from coursekit.grading.sandbox import Limits, command, environment_paths, lowered_user, probe
from tests.notebooks import ROOT

if not os.environ.get("CI") and probe():
    pytest.skip(f"bubblewrap does not work here: {probe()}", allow_module_level=True)


# What a process may use, a script that wants more, and what happens to it.
LIMITS = [
    ({"memory": 2**31}, "b = bytearray(3 * 2**30)", "MemoryError"),
    ({"file_size": 2**20}, "open('/tmp/x', 'wb').write(bytes(2**21))", "File too large"),
    ({"disk": 2**20}, "open('/tmp/x', 'wb').write(bytes(2**21))", "No space left"),
    (
        {"processes": 20},
        "import os, time\nfor _ in range(50):\n    if not os.fork(): time.sleep(9)",
        "Resource temporarily unavailable",
    ),
]


def inside(script: str, **options: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        command([sys.executable, "-c", script], user=lowered_user(), **options),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def said(script: str, **options: object) -> str:
    done = inside(script, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_this_machine_can() -> None:
    assert probe() == ""


def test_the_course_is_there_and_its_solutions_are_not() -> None:
    assert said("import svdlab.datasets as d; print(d.portrait().shape)") == "(600, 512, 3)"
    hidden = [
        str(ROOT / name) for name in ("source", "text", "tests", "nbgrader_config.py", ".git")
    ]
    assert said(f"import os; print([p for p in {hidden} if os.path.exists(p)])") == "[]"


def test_nothing_of_the_environment_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    assert "hush" not in said("import os; print(dict(os.environ))")


def test_no_network() -> None:
    assert said("import socket; print([n for _, n in socket.if_nameindex()])") in ("[]", "['lo']")
    script = (
        "import socket\n"
        "try: socket.create_connection(('127.0.0.1', 22), 1)\n"
        "except OSError as e: print(type(e).__name__)\n"
        "try: socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except OSError as e: print(e.errno)"
    )
    assert said(script).split("\n") == ["ConnectionRefusedError", "101"]


def test_no_other_process() -> None:
    script = "import os; print(len([p for p in os.listdir('/proc') if p.isdigit()]))"
    assert int(said(script)) < 6


def test_no_rights() -> None:
    script = (
        "import os\n"
        "print(os.getuid() != 0 or open('/proc/self/uid_map').read().split()[1] != '0')\n"
        "print(open('/proc/self/status').read().split('CapEff:')[1].split()[0])"
    )
    assert said(script).split("\n") == ["True", "0000000000000000"]


def test_the_environment_cannot_be_written() -> None:
    for place in [*environment_paths(), Path("/usr"), Path("/")]:
        script = f"open({str(place / 'intruder')!r}, 'w')"
        done = inside(script)
        assert done.returncode == 1
        assert "Permission denied" in done.stderr or "Read-only" in done.stderr
        assert not (place / "intruder").exists()


@pytest.mark.parametrize(("limit", "script", "error"), LIMITS)
def test_limits(limit: dict[str, int], script: str, error: str) -> None:
    done = inside(script, limits=Limits(**limit))
    assert done.returncode != 0
    assert error in done.stderr


def test_processor_time_is_limited() -> None:
    done = inside("while True: pass", limits=Limits(seconds=1))
    assert done.returncode != 0


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "bwrap" in probe()
    assert "apt install bubblewrap" in probe()


def test_a_refusal_of_the_host_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert "No permissions to create new namespace" in probe()
    assert "user namespaces" in probe()


def test_root_is_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert lowered_user() > 100_000
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert sandbox.lowered_user() is None
    assert "--unshare-user" in command(["true"])

"""A student's first quarter of an hour, in a real JupyterLab in a real Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Locator, Page, expect, sync_playwright

from tests.notebooks import notebook_path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "a-student"
FAILED = "[data-mime-type$='jupyter.error'], [data-mime-type$='jupyter.stderr']"
MINUTE = 60_000  # milliseconds

pytestmark = pytest.mark.xdist_group("browser")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a folder that holds two release notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    for assignment in ("compression", "background"):
        shutil.copy(notebook_path("release", assignment), folder)
    # Keep every cell in the page, also those that are scrolled out of sight.
    settings = folder / ".settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    port, log = free_port(), folder.parent / "lab.log"
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / ".config"),
        "JUPYTER_DATA_DIR": str(folder / ".data"),
        "IPYTHONDIR": str(folder / ".ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
    }
    environment.pop("SVDLAB_STATIC", None)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        f"--port={port}", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=folder
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2).read()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                time.sleep(0.5)
        else:
            pytest.fail(f"JupyterLab did not answer:\n{log.read_text()}")
        yield address
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    path = os.environ.get("SVDLAB_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            message = (
                "no Chromium: install the package chromium, or run `playwright install chromium`"
            )
            if os.environ.get("CI"):
                pytest.fail(f"{message} ({error})")
            pytest.skip(message)
        yield browser.new_page(viewport={"width": 1300, "height": 1000})
        browser.close()


ALL_IDLE = """() => {
    const kernel = document.querySelector('.jp-Notebook-ExecutionIndicator');
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    return kernel?.dataset.status === 'idle' && !prompts.some(p => p.textContent.includes('*'));
}"""


def open_notebook(page: Page, lab: str, assignment: str) -> Locator:
    """Open a notebook, run all of it, and return its panel."""
    page.goto(
        f"{lab}/lab/tree/{assignment}.ipynb?token={TOKEN}&reset", wait_until="domcontentloaded"
    )
    panel = page.locator(".jp-NotebookPanel")
    panel.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=MINUTE)
    page.wait_for_function(ALL_IDLE, timeout=MINUTE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # The last code cell gets its number only after every cell before it has run.
    last = panel.locator(".jp-CodeCell .jp-InputPrompt").last
    try:
        expect(last).to_have_text(re.compile(r"\[\d+\]"), timeout=3 * MINUTE)
    except AssertionError as error:
        prompts = panel.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        said = panel.locator(FAILED).all_inner_texts()
        raise AssertionError(f"not all of {assignment} ran: {prompts}, {said}") from error
    page.wait_for_function(ALL_IDLE, timeout=MINUTE)
    return panel


def cell_with(panel: Locator, text: str) -> Locator:
    return panel.locator(".jp-CodeCell").filter(has_text=text).first


def colour_of(output: Locator) -> str:
    return output.evaluate("node => getComputedStyle(node).color")


def play(clip: Locator) -> float:
    """Play a clip for a moment and return the place it has reached, in seconds."""
    return clip.evaluate(
        """async node => {
            node.muted = true;
            await node.play();
            await new Promise(done => setTimeout(done, 1500));
            return node.currentTime;
        }"""
    )


def test_a_student_opens_runs_and_solves(page: Page, lab: str) -> None:
    panel = open_notebook(page, lab, "compression")

    # "Run all" has gone past every unsolved check: each says so, and nothing else failed.
    messages = panel.locator(FAILED)
    checks = panel.locator(".jp-CodeCell").filter(has_text="with checks.exercise(")
    assert messages.count() == checks.count() > 10
    for message in messages.all_inner_texts():
        assert re.match(r"○ Exercise 1\.\d is not done yet\.", message)

    # A figure is there, with its alternative text.
    figure = panel.locator(".jp-OutputArea img").first
    assert len(figure.get_attribute("alt")) > 20
    assert figure.evaluate("node => node.complete && node.naturalWidth") > 200

    # Solve the first exercise by typing.
    answer = cell_with(panel, "def reconstruct(U, s, Vt)")
    stub = answer.get_by_text("raise NotImplementedError")
    stub.scroll_into_view_if_needed()
    stub.click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type("return (U[:, :len(s)] * s) @ Vt[:len(s)]")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(ALL_IDLE, timeout=MINUTE)

    # Its check turns green; the others still wait.
    check = checks.first
    check.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    passed = check.locator(".jp-OutputArea-output span", has_text="passed")
    expect(passed).to_be_visible(timeout=MINUTE)
    red, green, blue = map(int, re.findall(r"\d+", colour_of(passed))[:3])
    assert green > red
    assert green > blue
    assert messages.count() == checks.count() - 1


def test_a_clip_plays_in_the_notebook(page: Page, lab: str) -> None:
    panel = open_notebook(page, lab, "background")
    clip = panel.locator(".jp-OutputArea video").first
    clip.scroll_into_view_if_needed()
    assert len(clip.get_attribute("aria-label")) > 20
    assert play(clip) > 0.5


def test_a_slider_redraws_its_figure(page: Page, lab: str) -> None:
    panel = open_notebook(page, lab, "compression")
    slider = panel.locator(".jp-OutputArea .widget-slider").first
    slider.scroll_into_view_if_needed()
    area = slider.locator("xpath=ancestor::div[contains(@class, 'jp-OutputArea')][1]")
    before = area.locator("img").first.get_attribute("src")
    slider.locator(".noUi-handle").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(area.locator("img").first).not_to_have_attribute("src", before, timeout=MINUTE)

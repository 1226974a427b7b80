"""A student's first quarter of an hour, in a real JupyterLab in a real Chromium."""

import contextlib
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

from tests.notebooks import ASSIGNMENTS, notebook_path

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a folder that holds the release notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    for assignment in ASSIGNMENTS:
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
    """Open a notebook and return its panel."""
    page.goto(
        f"{lab}/lab/tree/{assignment}.ipynb?token={TOKEN}&reset", wait_until="domcontentloaded"
    )
    panel = page.locator(".jp-NotebookPanel")
    panel.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=MINUTE)
    page.wait_for_function(ALL_IDLE, timeout=MINUTE)
    return panel


def run_all(page: Page, panel: Locator) -> None:
    """Choose "Run All Cells" in the menu, and wait until it is done."""
    prompts = panel.locator(".jp-CodeCell .jp-InputPrompt")
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # JupyterLab forgets the order if the kernel has not answered yet: then order again.
        with contextlib.suppress(AssertionError):
            expect(prompts.first).to_have_text(re.compile(r"\[[\d*]+\]"), timeout=MINUTE / 4)
            break
    # The last code cell gets its number only after every cell before it has run.
    try:
        expect(prompts.last).to_have_text(re.compile(r"\[\d+\]"), timeout=3 * MINUTE)
    except AssertionError as error:
        said = panel.locator(FAILED).all_inner_texts()
        raise AssertionError(f"not all ran: {prompts.all_inner_texts()}, {said}") from error
    page.wait_for_function(ALL_IDLE, timeout=MINUTE)


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
    run_all(page, panel)

    # "Run all" has gone past every unsolved check: each says so, and nothing failed.
    assert panel.locator(FAILED).count() == 0
    messages = panel.locator(".jp-OutputArea-output").filter(has_text="○ Exercise")
    checks = panel.locator(".jp-CodeCell").filter(has_text=re.compile(r"# Exercise 1\.\d · "))
    assert messages.count() == checks.count() > 10
    for message in messages.all_inner_texts():
        assert re.match(r"○ Exercise 1\.\d is not done yet\.", message.strip())

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

    # Its check unfolds and turns green; the others still wait.
    check = checks.first
    check.locator(".jp-Placeholder").first.click()
    expect(check).to_contain_text("with checks.exercise(")
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
    run_all(page, panel)
    clip = panel.locator(".jp-OutputArea video").first
    clip.scroll_into_view_if_needed()
    assert len(clip.get_attribute("aria-label")) > 20
    assert play(clip) > 0.5


def test_a_slider_redraws_its_figure(page: Page, lab: str) -> None:
    panel = open_notebook(page, lab, "compression")
    run_all(page, panel)
    slider = panel.locator(".jp-OutputArea .widget-slider").first
    slider.scroll_into_view_if_needed()
    area = slider.locator("xpath=ancestor::div[contains(@class, 'jp-OutputArea')][1]")
    before = area.locator("img").first.get_attribute("src")
    slider.locator(".noUi-handle").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(area.locator("img").first).not_to_have_attribute("src", before, timeout=MINUTE)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_formulas_and_hints_are_rendered(page: Page, lab: str, assignment: str) -> None:
    panel = open_notebook(page, lab, assignment)
    formulas = panel.locator(".jp-RenderedMarkdown mjx-container")
    expect(formulas.first).to_be_attached(timeout=MINUTE)
    page.wait_for_function(
        """() => ![...document.querySelectorAll('.jp-RenderedMarkdown p')]
            .some(p => /\\$[^$]+\\$/.test(p.textContent))""",
        timeout=MINUTE,
    )
    assert panel.locator("mjx-merror, [data-mjx-error]").count() == 0

    # A folded hint opens, and what it holds is rendered too.
    hint = panel.locator("details", has_text="Hint 1").first
    hint.locator("summary").click()
    assert hint.evaluate("node => node.open")
    assert "<details>" not in panel.locator(".jp-RenderedMarkdown").first.inner_text()

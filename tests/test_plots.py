"""svdlab.plots and video in the notebook: what a real kernel publishes, and what the pages keep."""

import base64
import io
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from svdlab import plots, video

WIDGET = "application/vnd.jupyter.widget-view+json"

SETUP = """
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from svdlab import plots, video
plots.use_style()
"""
SHOW = """
fig, ax = plt.subplots()
ax.plot([1, 2, 3])
plots.show(fig, 'A line <rising> "fast" & far.')
"""
VIDEO = """
frames = np.random.default_rng(0).integers(0, 255, (12, 33, 47)).astype(np.uint8)
video.show_video(frames, fps=6, alt="Noise & more.", width=320)
"""
ANIMATION = """
fig, ax = plt.subplots(figsize=(6, 4))
(line,) = ax.plot(np.sin(np.linspace(0, 6, 200)))
ax.set(xlabel="step", ylabel="height")
plots.show_animation(
    fig, lambda i: line.set_ydata(np.sin(np.linspace(0, 6, 200) + i / 4)), 25, "A wave."
)
"""
SLIDER = """
def draw(k=3, shift=0.5):
    fig, ax = plt.subplots(figsize=(4, 2))
    if k == 7:
        raise RuntimeError("seven <is> bad")
    ax.plot([0, k], [shift, 1])
    return fig
plots.slider(draw, lambda k, shift: f"From 0 to {k}.", k=(1, 10), shift=(0.0, 1.0))
"""
IMAGES = """
plots.show_images([np.eye(5), np.eye(4) > 0, np.full((3, 4, 3), 2.0)], list("abc"), "Three.")
"""


class Tags(HTMLParser):
    def __init__(self, code):
        super().__init__()
        self.found = []
        self.feed(code)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def execute(*cells, **environment):
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in (SETUP, *cells)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    root = str(Path(plots.__file__).parents[1])
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    with client.setup_kernel(env={**os.environ, "PYTHONPATH": root, **environment}):
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
    nbformat.validate(notebook)
    return [cell.outputs for cell in notebook.cells[1:]]


@pytest.fixture(scope="module")
def outputs():
    return execute(SHOW, VIDEO, ANIMATION, SLIDER, IMAGES, "sorted(plt.get_fignums())")


def the_only(outputs):
    assert [output.output_type for output in outputs] == ["display_data"]  # nothing on stderr
    return outputs[0].data


def payload(url, kind):
    head, content = url.split(",", 1)
    assert head == f"data:{kind};base64"
    return base64.b64decode(content, validate=True)


def test_show_publishes_one_picture_with_its_text(outputs):
    data = the_only(outputs[0])
    assert data["text/plain"] == 'A line <rising> "fast" & far.'
    [(tag, attributes)] = Tags(data["text/html"]).found
    assert tag == "img"
    assert attributes["alt"] == data["text/plain"]
    assert "max-width:100%" in attributes["style"]
    picture = Image.open(io.BytesIO(payload(attributes["src"], "image/png")))
    assert picture.width > 600


def test_show_video_publishes_a_player(outputs, tmp_path):
    data = the_only(outputs[1])
    [(tag, attributes)] = Tags(data["text/html"]).found
    assert tag == "video"
    assert {"controls", "loop", "muted", "playsinline"} <= attributes.keys()
    assert attributes["aria-label"] == data["text/plain"] == "Noise & more."
    assert attributes["width"] == "320"
    path = tmp_path / "shown.mp4"
    path.write_bytes(payload(attributes["src"], "video/mp4"))
    info = video.video_info(path)
    assert (info["codec"], info["frames"], info["fps"]) == ("h264", 12, 6)
    assert (info["height"], info["width"]) == (34, 48)
    poster = Image.open(io.BytesIO(payload(attributes["poster"], "image/jpeg")))
    assert poster.size == (47, 33)


def test_an_animation_is_light_and_moves(outputs, tmp_path):
    data = the_only(outputs[2])
    assert len(data["text/html"]) < 1_000_000
    [(_, attributes)] = Tags(data["text/html"]).found
    path = tmp_path / "animation.mp4"
    path.write_bytes(payload(attributes["src"], "video/mp4"))
    frames = video.read_video(path)
    assert len(frames) == 25
    assert video.video_info(path)["fps"] == 5
    assert all(np.abs(a.astype(int) - b).max() > 50 for a, b in pairwise(frames))
    # the axes stay where they were: the lower left corner, with its labels, is still
    assert np.abs(frames[0, 300:, :30].astype(int) - frames[-1, 300:, :30]).mean() < 1


def test_a_slider_brings_its_still_picture_along(outputs):
    data = the_only(outputs[3])
    assert set(data) == {"text/plain", "text/html", WIDGET}
    assert data["text/plain"] == "From 0 to 3."
    [(tag, attributes)] = Tags(data["text/html"]).found
    assert (tag, attributes["alt"]) == ("img", "From 0 to 3.")


def test_images_are_shown_without_a_warning_and_no_figure_is_left_open(outputs):
    assert Tags(the_only(outputs[4])["text/html"]).found[0][1]["alt"] == "Three."
    [last] = outputs[5]
    assert last.data["text/plain"] == "[]"


def test_a_static_notebook_has_pictures_only():
    [outputs] = execute(SLIDER, SVDLAB_STATIC="1")
    assert set(the_only(outputs)) == {"text/plain", "text/html"}


def test_without_drawing_nothing_is_shown_and_nothing_drawn():
    never = "plots.slider(lambda k: 1 / 0, 'x', k=(1, 3))"
    results = execute(SHOW, VIDEO, ANIMATION, SLIDER, IMAGES, never, "1", SVDLAB_DRAW="0")
    assert not any(results[:-1])


def test_moving_a_slider_redraws_and_shows_errors():
    move = """
import gc, ipywidgets
[box] = [w for w in gc.get_objects() if isinstance(w, ipywidgets.VBox)]
k, shift, picture = box.children
seen = [picture.value]
for value in (9, 7, 4):
    k.value = value
    seen.append(picture.value)
shift.value = 1.0
seen.append(picture.value)
assert len(set(seen)) == 5
assert 'alt="From 0 to 9."' in seen[1]
assert "seven &lt;is&gt; bad" in seen[2] and "alert" in seen[2]
assert 'alt="From 0 to 4."' in seen[3] and 'alt="From 0 to 4."' in seen[4]
assert not plt.get_fignums()
"""
    assert execute(SLIDER, move)[1] == []


def test_a_mistake_in_the_first_drawing_is_an_error_of_the_cell():
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execute("plots.slider(lambda k: 1 / 0, 'x', k=(1, 3))")


def test_the_exported_page_keeps_pictures_texts_and_players(outputs):
    from nbconvert import HTMLExporter

    notebook = new_notebook(cells=[new_code_cell("1", outputs=out) for out in outputs[:3]])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    tags = Tags(page).found
    assert 'A line <rising> "fast" & far.' in [a.get("alt") for tag, a in tags if tag == "img"]
    players = [a for tag, a in tags if tag == "video"]
    assert [a["aria-label"] for a in players] == ["Noise & more.", "A wave."]
    assert all(a["src"].startswith("data:video/mp4;base64,") for a in players)


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_an_empty_text_is_refused(alt):
    fig = plt.figure()
    calls = [
        lambda: plots.show(fig, alt),
        lambda: plots.show_animation(fig, print, 2, alt),
        lambda: plots.show_images([np.eye(2)], alt=alt),
        lambda: plots.slider(lambda k: fig, alt, k=(1, 2)),
        lambda: video.show_video(np.zeros((2, 4, 4)), alt=alt),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="alt"):
            call()
    plt.close("all")


@pytest.mark.parametrize("given", [(3, 1), (1,), (1, 5, 0), [], (1, 2, 3, 4)])
def test_a_range_that_is_none_is_refused(given):
    with pytest.raises(ValueError, match="k needs"):
        plots.slider(lambda k: None, "x", k=given)


def test_slider_values_and_starts():
    assert plots._values("k", (1, 4)) == [1, 2, 3, 4]
    assert plots._values("k", (1, 8, 3)) == [1, 4, 7]
    assert plots._values("x", (0.0, 0.5, 0.1)) == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert plots._values("x", ["a", "b"]) == ["a", "b"]
    assert plots._start_value("k", [1, 2, 3], lambda k=1: None) == 1
    assert plots._start_value("k", [1, 2, 3], lambda k: None) == 2


def test_figures_become_frames_of_their_size():
    fig = plt.figure(figsize=(3, 2), dpi=50, facecolor="red")
    frame = plots.figure_to_frame(fig)
    assert frame.shape == (100, 150, 3)
    assert frame.dtype == np.uint8
    assert (frame[0, 0] == [255, 0, 0]).all()
    plt.close(fig)


def test_mask_overlay_tints_only_the_mask():
    generator = np.random.default_rng(0)
    frames = generator.integers(0, 256, (3, 4, 5, 3)).astype(np.uint8)
    mask = generator.random((3, 4, 5)) < 0.5
    before = frames.copy()
    overlay = plots.as_mask_overlay(frames, mask, colour="#0000ff", opacity=1)
    np.testing.assert_array_equal(frames, before)
    np.testing.assert_array_equal(overlay[~mask], frames[~mask])
    np.testing.assert_array_equal(overlay[mask], np.broadcast_to([0, 0, 255], overlay[mask].shape))
    grey = plots.as_mask_overlay(frames[0, ..., 0] / 255, mask[0])
    np.testing.assert_array_equal(grey[~mask[0], 1], frames[0, ..., 0][~mask[0]])
    with pytest.raises(ValueError, match="does not fit"):
        plots.as_mask_overlay(frames, mask[:, 1:])


def closest_pair(colours):
    """Smallest distance of two colours to a usual reader, a protanope and a deuteranope."""
    # Viénot, Brettel, Mollon (1999): linear RGB to what a dichromat sees.
    deutan = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])
    protan = np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]])
    srgb = np.array([matplotlib.colors.to_rgb(colour) for colour in colours])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = [np.clip(linear @ matrix.T, 0, 1) ** (1 / 2.2) for matrix in (np.eye(3), protan, deutan)]
    apart = ~np.eye(len(colours), dtype=bool)
    return min(np.linalg.norm(s[:, None] - s[None], axis=-1)[apart].min() for s in seen)


def test_line_colours_stay_apart_for_colour_blind_readers():
    cycle = [entry["color"] for entry in plots.STYLE["axes.prop_cycle"]]
    assert closest_pair(cycle[:4]) > 0.2
    assert closest_pair(cycle) > 0.12
    assert closest_pair(["tab:green", "tab:red"]) < 0.2  # the measure knows a bad pair


def test_the_style_can_be_read_from_the_last_row():
    assert set(plots.STYLE) <= set(matplotlib.rcParams)
    assert (
        min(
            value
            for key, value in plots.STYLE.items()
            if re.search("size$", key) and isinstance(value, (int, float)) and "marker" not in key
        )
        >= 12
    )
    with matplotlib.rc_context():
        plots.use_style()
        assert matplotlib.rcParams["font.size"] >= 13
        assert matplotlib.rcParams["lines.linewidth"] >= 2

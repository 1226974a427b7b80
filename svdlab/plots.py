"""The look of the course's figures, and the ways to show them.

A notebook's first cell calls `use_style`. After that, every figure is made with plain Matplotlib
and handed to `show` together with a sentence that says what it shows::

    fig, ax = plt.subplots()
    ax.plot(s, color=BLUE)
    show(fig, alt="Singular values on a logarithmic axis: they fall by half within ten steps.")

Two environment variables serve programs that run notebooks without a reader. ``SVDLAB_DRAW=0``
turns drawing and encoding off, as it is while nbgrader grades; ``SVDLAB_STATIC=1`` shows a slider
as a still figure.
"""

import base64
import html
import inspect
import io
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from IPython import get_ipython
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "BLACK",
    "BLUE",
    "COLOURS",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "SKY",
    "STYLE",
    "VERMILLION",
    "YELLOW",
    "as_mask_overlay",
    "drawing_wanted",
    "figure_to_frame",
    "image_axes",
    "show",
    "show_animation",
    "show_images",
    "slider",
    "use_style",
]

# Eight colours that stay apart for colour-blind readers: M. Okabe and K. Ito, "Color universal
# design", 2008. Yellow is for areas only: a yellow line on white is hard to see.
BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#767676"

COLOURS = {
    "data": BLUE,  # what was measured, the moving cloud
    "result": VERMILLION,  # what was computed from it
    "truth": GREEN,  # what it should be, the fixed cloud
    "second": ORANGE,  # a second quantity or axis
    "other": PURPLE,
    "mask": VERMILLION,  # foreground tinted on a frame
    "reference": GREY,  # a limit, a baseline, a match between points
}

STYLE = {
    "figure.figsize": (7.0, 4.2),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "figure.titlesize": 15,
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "lines.markersize": 7,
    "axes.prop_cycle": plt.cycler(color=[BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, BLACK]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#444444",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.8,
    "image.cmap": "viridis",
}


def use_style() -> None:
    """Apply the course's style to all figures made from now on."""
    plt.rcParams.update(STYLE)


def drawing_wanted() -> bool:
    """Tell whether figures and videos are to be made at all.

    Returns
    -------
    bool
        False if the environment variable ``SVDLAB_DRAW`` is ``0``, True if it is anything else.
        Where it is not set: False while nbgrader grades, because nobody looks at the lesson's
        figures then, True otherwise.
    """
    while_grading = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    return os.environ.get("SVDLAB_DRAW", "0" if while_grading else "1") != "0"


# --------------------------------------------------------------------------------- showing figures


def required_alt(alt: str) -> str:
    """Return the alternative text stripped of outer blanks, or refuse an empty one.

    Raises
    ------
    ValueError
        If ``alt`` is not a string with something in it.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("alt is missing: say in a sentence what the picture shows.")
    return alt.strip()


def display_html(code: str, alt: str, widget: Any = None) -> None:
    """Display HTML (or a widget, with the HTML for where widgets do not run).

    Outside a notebook, where nothing can show it, this does nothing.
    """
    bundle = {"text/plain": alt, "text/html": code}
    if widget is not None:
        bundle["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": widget.model_id,
        }
    if get_ipython() is not None:
        display(bundle, raw=True)


def _figure_html(fig: Figure, alt: str) -> str:
    """Return an ``<img>`` of the figure, and close the figure."""
    buffer = io.BytesIO()
    try:
        fig.savefig(buffer, format="png", bbox_inches="tight", pad_inches=0.08)
    finally:
        plt.close(fig)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{picture}" alt="{html.escape(alt)}" '
        'style="max-width:100%">'
    )


def show(fig: Figure, alt: str) -> None:
    """Show a figure once, with its alternative text, and close it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    alt : str
        What the figure lets a reader see, in a sentence, for one who cannot see it.

    Raises
    ------
    ValueError
        If ``alt`` is empty.
    """
    alt = required_alt(alt)
    if drawing_wanted():
        display_html(_figure_html(fig, alt), alt)
    plt.close(fig)


def figure_to_frame(fig: Figure) -> NDArray[np.uint8]:
    """Draw a figure and return it as an image.

    Parameters
    ----------
    fig : matplotlib.figure.Figure

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def show_animation(
    fig: Figure,
    update: Callable[[Any], Any],
    frames: int | Iterable,
    alt: str,
    interval: float = 200,
    width: int | None = None,
) -> None:
    """Show a moving figure as a video with controls, and close the figure.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure that ``update`` changes.
    update : callable
        ``update(frame)`` changes the artists of ``fig``; what it returns is ignored.
    frames : int or iterable
        What ``update`` is called with: ``range(frames)``, or the items.
    alt : str
        What moves and what it shows, in a sentence.
    interval : float, default 200
        Milliseconds between two frames.
    width : int, optional
        Width on the page in pixels; that of the figure if not given.

    Raises
    ------
    ValueError
        If ``alt`` is empty or there is no frame.
    """
    alt = required_alt(alt)
    try:
        if not drawing_wanted():
            return
        pictures = []
        for frame in range(frames) if isinstance(frames, (int, np.integer)) else frames:
            update(frame)
            pictures.append(figure_to_frame(fig))
            fig.set_layout_engine("none")  # keep the axes where the first frame put them
        if not pictures:
            raise ValueError("frames is empty: an animation needs at least one.")
        from svdlab.video import show_video  # svdlab.video itself imports this module

        show_video(np.stack(pictures), fps=1000 / interval, alt=alt, width=width)
    finally:
        plt.close(fig)


# ------------------------------------------------------------------------------------------ sliders


def _widgets() -> ModuleType | None:
    """Return ipywidgets, or None where a still figure is to be shown."""
    if os.environ.get("SVDLAB_STATIC", "0") == "1" or "NBGRADER_EXECUTION" in os.environ:
        return None
    if getattr(get_ipython(), "kernel", None) is None or find_spec("ipywidgets") is None:
        return None
    import ipywidgets

    return ipywidgets


def _start_value(name: str, values: list, draw: Callable[..., Figure]) -> Any:
    """Return the default of draw's parameter of that name, or the middle of the values."""
    parameter = inspect.signature(draw).parameters.get(name)
    start = None if parameter is None else parameter.default
    return start if start is not None and start in values else values[len(values) // 2]


def _values(name: str, given: Sequence) -> list:
    """Return the list of values a slider runs through."""
    if isinstance(given, tuple) and len(given) in (2, 3):
        low, high = given[:2]
        whole = all(isinstance(number, (int, np.integer)) for number in given)
        step = given[2] if len(given) == 3 else (1 if whole else (high - low) / 50)
        if step > 0 and high > low:
            steps = int(np.floor((high - low) / step + 1e-9))
            # Twelve digits, so that 0.1 + 2 · 0.1 reads 0.3.
            return [
                low + i * step if whole else round(low + i * step, 12) for i in range(steps + 1)
            ]
    elif not isinstance(given, tuple) and len(given) > 0:
        return list(given)
    raise ValueError(
        f"{name} needs (low, high), (low, high, step) with low < high and step > 0, or a list of "
        f"values; got {given!r}."
    )


def slider(draw: Callable[..., Figure], alt: str | Callable[..., str], **ranges: Sequence) -> None:
    """Let the reader move numbers and see a figure follow.

    Where widgets do not run (an exported page, no ipywidgets, ``SVDLAB_STATIC=1``) the figure is
    shown for the start values.

    Parameters
    ----------
    draw : callable
        ``draw(**values)`` returns a new Matplotlib figure.
    alt : str or callable
        What the figure shows; or ``alt(**values)`` that says it for the values chosen.
    **ranges
        One slider each: ``k=(1, 50)`` or ``(low, high, step)``, both ends included; a list gives
        its values. It starts at the default that ``draw`` has for this parameter, else in the
        middle.

    Raises
    ------
    ValueError
        If ``alt`` is empty or a range is none.

    Examples
    --------
    >>> def picture(k=10):
    ...     fig, ax = plt.subplots()
    ...     ax.imshow(rank_k(portrait, k), cmap="gray")
    ...     return fig
    >>> slider(picture, alt=lambda k: f"The portrait from {k} singular values.", k=(1, 100))
    """
    choices = {name: _values(name, given) for name, given in ranges.items()}
    start = {name: _start_value(name, values, draw) for name, values in choices.items()}
    text = alt if callable(alt) else lambda **_: alt
    first_alt = required_alt(text(**start))
    if not drawing_wanted():
        return

    first = _figure_html(draw(**start), first_alt)
    widgets = _widgets()
    if widgets is None:
        display_html(first, first_alt)
        return

    picture = widgets.HTML(first)
    controls = {
        name: widgets.SelectionSlider(
            options=[(_label(value), value) for value in values],
            value=start[name],
            description=name.replace("_", " "),
            style={"description_width": "initial"},
            layout={"width": "26em", "max_width": "100%"},
        )
        for name, values in choices.items()
    }

    def redraw(change: dict | None) -> None:
        values = {name: control.value for name, control in controls.items()}
        try:
            picture.value = _figure_html(draw(**values), required_alt(text(**values)))
        except Exception:
            # A widget's callback has no output of its own: an error would vanish in a log.
            plt.close("all")
            picture.value = f'<pre role="alert">{html.escape(traceback.format_exc())}</pre>'

    for control in controls.values():
        control.observe(redraw, names="value")
    display_html(first, first_alt, widget=widgets.VBox([*controls.values(), picture]))


def _label(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, (float, np.floating)) else str(value)


# ------------------------------------------------------------------------------------------- images


def image_axes(ax: Axes) -> Axes:
    """Strip an axes of everything but the image in it, and return it."""
    ax.set_axis_off()
    ax.grid(False)
    ax.set_aspect("equal")
    return ax


def _displayable(image: ArrayLike) -> NDArray:
    """Bring ``uint8`` images and masks to [0, 1] and clip colours that leave it."""
    image = np.asarray(image)
    if image.dtype == np.uint8:
        return image / 255
    image = image.astype(float)
    return np.clip(image, 0, 1) if image.ndim == 3 else image


def show_images(
    images: Sequence[ArrayLike],
    titles: Sequence[str] | None = None,
    alt: str = "",
    columns: int | None = None,
    cmap: str = "gray",
    vmin: float = 0,
    vmax: float = 1,
    width: float = 2.6,
) -> None:
    """Show images side by side.

    Parameters
    ----------
    images : sequence of array_like, shape (height, width) or (height, width, 3)
        Floats in [0, 1], ``uint8`` or truth values.
    titles : sequence of str, optional
        One for each image.
    alt : str
        What the images show, in a sentence.
    columns : int, optional
        Images in a row; up to four if not given.
    cmap : str, default "gray"
        Colour map for images without colour.
    vmin, vmax : float, default 0 and 1
        Values drawn as the first and the last colour of the map; None for the image's own extremes.
    width : float, default 2.6
        Width of an image in inches.

    Raises
    ------
    ValueError
        If ``alt`` is empty, there is no image, or titles and images differ in number.
    """
    alt = required_alt(alt)
    images = list(images)
    if not images:
        raise ValueError("images is empty: there is nothing to show.")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"there are {len(images)} images and {len(titles)} titles.")
    if not drawing_wanted():
        return
    columns = min(len(images), columns or 4)
    rows = -(-len(images) // columns)
    height = width * np.shape(images[0])[0] / np.shape(images[0])[1]
    title_height = 0.35 if titles is not None else 0
    fig, axes = plt.subplots(
        rows, columns, squeeze=False, figsize=(columns * width, rows * (height + title_height))
    )
    for ax in axes.flat:
        image_axes(ax)
    for index, image in enumerate(images):
        ax = axes.flat[index]
        ax.imshow(_displayable(image), cmap=cmap, vmin=vmin, vmax=vmax)
        if titles is not None:
            ax.set_title(titles[index])
    show(fig, alt)


def as_mask_overlay(
    frame: ArrayLike, mask: ArrayLike, colour: str = COLOURS["mask"], opacity: float = 0.6
) -> NDArray[np.uint8]:
    """Tint the marked pixels of a frame, or of each frame of a video.

    Parameters
    ----------
    frame : array_like, shape (..., height, width) or (..., height, width, 3)
        ``uint8``, or floats in [0, 1].
    mask : array_like of bool, shape (..., height, width)
        True where a pixel is to be tinted.
    colour : Matplotlib colour
    opacity : float, default 0.6
        0 leaves the frame as it is, 1 covers it.

    Returns
    -------
    ndarray of uint8, shape (..., height, width, 3)

    Raises
    ------
    ValueError
        If frame and mask do not fit.
    """
    frame, mask = np.asarray(frame), np.asarray(mask, bool)
    if frame.shape == mask.shape:
        frame = np.repeat(frame[..., np.newaxis], 3, axis=-1)
    if frame.shape != (*mask.shape, 3):
        raise ValueError(f"a mask of shape {mask.shape} does not fit a frame of {frame.shape}.")
    if frame.dtype != np.uint8:
        frame = np.rint(255 * np.clip(frame, 0, 1)).astype(np.uint8)
    tint = 255 * np.array(to_rgb(colour))
    overlay = frame.copy()
    overlay[mask] = np.rint((1 - opacity) * frame[mask] + opacity * tint)
    return overlay

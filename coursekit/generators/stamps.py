"""Draw the stamps of the denoising lesson: one engraved design, many inks, each one cancelled.

A stamp is an *ink coverage* map (0 is bare paper, 1 is solid ink) printed in one ink on one paper::

    stamp = (1 - coverage) * paper + coverage * ink

so a series of clean stamps has, but for the values in the corners, a matrix of rank six at most
(ink and paper, three colour channels each), and three directions of ink colour carry nearly all
of it: the lesson's low-rank part. Postmarks, creases, soil, grain and an uneven print belong to
single stamps: the part that low rank removes.

Everything is drawn ``SCALE`` times too large and averaged down, which is what smooths the edges.
The portrait is the photograph of Rear Admiral Grace Hopper that ships with matplotlib (public
domain, U.S. Navy); the fonts ship with matplotlib too. No other file is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import cbook
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

HEIGHT, WIDTH = 170, 139
SCALE = 4

Point = tuple[float, float]

# Where things are, in pixels of the finished stamp: (left, top, right, bottom).
PAPER_EDGE = (2.5, 2.5, 136.5, 167.5)
FRAME = (9.0, 9.0, 130.0, 161.0)
TOP_PANEL = (12.5, 12.5, 126.5, 25.5)
BOTTOM_PANEL = (12.5, 145.0, 126.5, 157.5)
OVAL_CENTRE = (69.5, 85.5)
OVAL_RADII = (51.5, 57.5)
LEFT_VALUE, RIGHT_VALUE = (26.0, 131.0), (113.0, 131.0)
VALUE_RADIUS = 13.5

BACKING = np.array([38, 38, 42]) / 255
# How much of red, green and blue a stain of strength 1 takes away: it looks brown.
SOIL = np.array([0.05, 0.07, 0.10])
POSTMARK_INK = np.array([30, 29, 34]) / 255

INSCRIPTION_TOP = "POSTAGE"
INSCRIPTION_BOTTOM = "GRACE HOPPER"


@dataclass(frozen=True)
class Issue:
    """One stamp of the series: its value, ink and paper (RGB, 0..255) and its postmark."""

    value: str
    ink: tuple[int, int, int]
    paper: tuple[int, int, int]
    postmark: str  # "round", "wavy", "both" or "bars"
    town: str
    date: str


# Inks chosen so that the spread of the series along its principal colour directions (and with it
# the leading singular values) is that of a real definitive series. The towns are from the lives
# of Hopper and of the people behind the SVD; the dates are invented.
SERIES = (
    Issue("1", (53, 111, 69), (246, 243, 232), "round", "CREMONA", "18 FEB 1994"),
    Issue("2", (25, 84, 35), (244, 240, 228), "wavy", "LYON", "5 JAN 1995"),
    Issue("3", (31, 45, 14), (245, 242, 234), "both", "LONDON", "3 SEP 1993"),
    Issue("4", (93, 38, 49), (247, 243, 236), "wavy", "TARTU", "13 JAN 1996"),
    Issue("5", (225, 23, 33), (248, 244, 234), "round", "ELMSHORN", "9 NOV 1995"),
    Issue("6", (242, 32, 17), (243, 238, 222), "bars", "NEW YORK", "9 DEC 1996"),
    Issue("7", (236, 39, 95), (248, 246, 240), "round", "CHICAGO", "29 FEB 1996"),
    Issue("8", (244, 73, 104), (246, 240, 230), "wavy", "PRINCETON", "12 MAY 1997"),
    Issue("10", (244, 96, 25), (249, 245, 232), "both", "POUGHKEEPSIE", "1 JUL 1994"),
    Issue("12", (206, 118, 12), (244, 240, 226), "bars", "PAVIA", "21 MAR 1998"),
    Issue("15", (4, 153, 28), (247, 246, 238), "round", "BOLOGNA", "14 AUG 1997"),
    Issue("18", (4, 124, 52), (245, 241, 230), "both", "PARIS", "30 OCT 1993"),
    Issue("20", (4, 161, 138), (248, 246, 240), "round", "OXFORD", "15 DEC 1999"),
    Issue("24", (4, 127, 134), (246, 242, 232), "round", "ARLINGTON", "1 JAN 1992"),
    Issue("25", (4, 135, 190), (247, 244, 236), "bars", "CAMBRIDGE", "9 SEP 1997"),
    Issue("30", (10, 128, 242), (249, 247, 242), "round", "STANFORD", "16 NOV 1999"),
    Issue("35", (31, 76, 181), (245, 242, 234), "both", "ZURICH", "27 APR 1994"),
    Issue("40", (9, 68, 99), (246, 243, 236), "round", "ROME", "2 JUN 1998"),
    Issue("50", (18, 52, 83), (243, 239, 228), "wavy", "GÖTTINGEN", "22 MAR 1995"),
    Issue("60", (88, 57, 147), (247, 244, 238), "both", "BERLIN", "8 AUG 1996"),
    Issue("75", (115, 135, 182), (248, 245, 238), "wavy", "PHILADELPHIA", "4 JUL 1998"),
    Issue("80", (125, 114, 143), (245, 241, 230), "bars", "TORONTO", "19 OCT 1999"),
)

# Outline of hat, hair, face, neck and jacket in the photograph (512 x 600 pixels): (x, y).
FIGURE_OUTLINE = (
    (147, 210), (149, 120), (158, 100), (173, 88), (176, 62), (190, 48), (212, 38), (240, 24),
    (275, 22), (308, 32), (332, 46), (348, 62), (354, 84), (366, 92), (371, 112), (370, 150),
    (366, 175), (376, 186), (375, 210), (366, 240), (360, 268), (352, 290), (338, 306),
    (334, 318), (360, 340), (410, 360), (468, 376), (490, 392), (512, 440), (512, 600),
    (20, 600), (26, 450), (40, 404), (60, 384), (120, 364), (166, 348), (190, 332), (203, 318),
    (204, 298), (188, 290), (174, 270), (164, 246), (156, 228),
)  # fmt: skip
# The part of the photograph that the oval shows: centre and height in its pixels.
CROP_CENTRE = (264, 213)
CROP_HEIGHT = 400
# How bright a grey of the photograph is engraved: skin, spread out, takes most of the scale.
TONE_IN = (0.0, 0.12, 0.35, 0.55, 0.70, 0.80, 0.92, 1.0)
TONE_OUT = (0.05, 0.14, 0.36, 0.58, 0.76, 0.88, 0.98, 1.0)
LINE_PITCH = 2.4


# --- small drawing tools -----------------------------------------------------------------------


def _grid() -> tuple[np.ndarray, np.ndarray]:
    """Coordinates (x, y) of the centres of the fine grid, in pixels of the finished stamp."""
    y, x = np.mgrid[: HEIGHT * SCALE, : WIDTH * SCALE]
    return (x + 0.5) / SCALE, (y + 0.5) / SCALE


def _shrink(fine: np.ndarray) -> np.ndarray:
    """Average ``SCALE`` x ``SCALE`` blocks: (H S, W S, ...) to (H, W, ...)."""
    return fine.reshape(HEIGHT, SCALE, WIDTH, SCALE, *fine.shape[2:]).mean(axis=(1, 3))


def _inside(signed_distance: np.ndarray) -> np.ndarray:
    """Soft 0..1 mask of where a signed distance (pixels) is negative."""
    return np.clip(0.5 - signed_distance * SCALE, 0, 1)


def _stroke(distance: np.ndarray, width: float | np.ndarray) -> np.ndarray:
    """Soft 0..1 mask of a line of the given width (pixels) around ``distance == 0``."""
    return _inside(np.abs(distance) - width / 2)


def _rectangle(
    x: np.ndarray, y: np.ndarray, box: tuple[float, ...], radius: float = 0.0
) -> np.ndarray:
    """Signed distance to a rectangle with rounded corners."""
    left, top, right, bottom = box
    dx = np.abs(x - (left + right) / 2) - (right - left) / 2 + radius
    dy = np.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius
    return (
        np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - radius
    )


def _oval(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Approximate signed distance (pixels) to the portrait's oval."""
    u, v = (x - OVAL_CENTRE[0]) / OVAL_RADII[0], (y - OVAL_CENTRE[1]) / OVAL_RADII[1]
    return (np.hypot(u, v) - 1) * np.mean(OVAL_RADII)


@cache
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    """Give a font of matplotlib's own, ``size`` in pixels of the finished stamp."""
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"
    return ImageFont.truetype(str(path), round(size * SCALE), layout_engine=ImageFont.Layout.BASIC)


def _text(centre: Point, text: str, font: str, size: float, spacing: float = 0.0) -> np.ndarray:
    """Mask (fine grid, 0..1) of a line of text centred at ``centre``; ``spacing`` in pixels."""
    face = _font(font, size)
    widths = [face.getlength(c) + spacing * SCALE for c in text]
    image = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
    draw = ImageDraw.Draw(image)
    start = centre[0] * SCALE - (sum(widths) - spacing * SCALE) / 2
    # Cap height, not the glyph's own box, so that every line of capitals sits at one level.
    cap_top, cap_bottom = face.getbbox("H", anchor="ls")[1::2]
    baseline = centre[1] * SCALE - (cap_top + cap_bottom) / 2
    for character, width in zip(text, widths, strict=True):
        draw.text((start, baseline), character, fill=255, font=face, anchor="ls")
        start += width
    return np.asarray(image, float) / 255


def _smooth_noise(
    rng: np.random.Generator, sigma: float, shape: tuple[int, int] = (HEIGHT, WIDTH)
) -> np.ndarray:
    """Gaussian noise smoothed over ``sigma`` pixels, of mean 0 and standard deviation 1."""
    noise = ndimage.gaussian_filter(rng.standard_normal(shape), sigma, mode="reflect")
    return (noise - noise.mean()) / noise.std()


# --- the plate: one design ---------------------------------------------------------------------


def _sample_photo() -> tuple[np.ndarray, np.ndarray]:
    """Grey tone (0 black .. 1 white) and figure mask of the photograph on the fine grid."""
    with cbook.get_sample_data("grace_hopper.jpg") as stream:
        photo = Image.open(stream).convert("RGB")
    grey = np.asarray(photo, float) @ np.array([0.299, 0.587, 0.114]) / 255
    outline = Image.new("L", photo.size)
    ImageDraw.Draw(outline).polygon([tuple(p) for p in FIGURE_OUTLINE], fill=255)
    figure = ndimage.gaussian_filter(np.asarray(outline, float) / 255, 1.2)

    x, y = _grid()
    step = CROP_HEIGHT / (2 * OVAL_RADII[1])
    rows = (y - OVAL_CENTRE[1]) * step + CROP_CENTRE[1]
    columns = (x - OVAL_CENTRE[0]) * step + CROP_CENTRE[0]
    tone = ndimage.map_coordinates(grey, [rows, columns], order=1, mode="nearest")
    return tone, ndimage.map_coordinates(figure, [rows, columns], order=1, mode="nearest")


def _engraved_lines(phase: np.ndarray, darkness: np.ndarray, pitch: float) -> np.ndarray:
    """Lines (one where ``phase`` is whole) as wide as ``darkness`` asks, ``pitch`` pixels apart."""
    from_line = np.abs(phase - np.round(phase)) * pitch
    return _inside(from_line - darkness * pitch / 2)


def _portrait() -> np.ndarray:
    """Ink coverage of the portrait in its oval, before the oval cuts it (fine grid)."""
    x, y = _grid()
    tone, figure = _sample_photo()
    # Detail relative to its surroundings, so that dark cloth keeps its seams and pale skin its
    # shading: what an engraver does by hand.
    local = ndimage.gaussian_filter(tone, 5 * SCALE)
    spread = np.sqrt(ndimage.gaussian_filter((tone - local) ** 2, 5 * SCALE))
    fine = ndimage.gaussian_filter(tone, 0.3 * SCALE) - ndimage.gaussian_filter(tone, 2.2 * SCALE)
    lit = np.interp(tone, TONE_IN, TONE_OUT) + 0.25 * fine / (spread + 0.15)
    dark = np.clip(1 - lit, 0.0, 0.93)

    # The first set of lines bends with the face, as an engraver's lines follow a form.
    relief = ndimage.gaussian_filter(tone, 3.5 * SCALE)
    bend = 9.0 * relief + 0.005 * (x - OVAL_CENTRE[0]) ** 2
    first = _engraved_lines((y + bend) / LINE_PITCH, dark, LINE_PITCH)
    # Cross lines only where one set of lines is not dark enough.
    second = _engraved_lines((0.8 * x - 0.6 * y + 3 * relief) / 2.8, 0.9 * (dark - 0.62), 2.8)
    lines = np.maximum(first, second)
    # At this size a scanner blurs the finest lines into a tone of their own.
    person = 0.45 * lines + 0.55 * dark

    # Behind her: horizontal lines, thin along her outline and swelling away from it.
    near = np.clip(2 * ndimage.gaussian_filter(figure, 5.5 * SCALE), 0, 1)
    side = np.clip((x - OVAL_CENTRE[0]) / OVAL_RADII[0], -1, 1)
    shade = np.clip(0.88 - 0.10 * side - 0.50 * near, 0, 1)
    backdrop = 0.7 * _engraved_lines(y / 2.2, shade, 2.2) + 0.3 * shade
    return figure * person + (1 - figure) * backdrop


def _guilloche(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """White line-work of the spandrels: interlaced waves along rings around the oval."""
    u, v = x - OVAL_CENTRE[0], y - OVAL_CENTRE[1]
    angle = np.arctan2(v, u)
    distance = _oval(x, y)
    white = np.zeros_like(x)
    for offset in (0.0, np.pi / 2, np.pi, 3 * np.pi / 2):
        for ring in (6.5, 14.5, 22.5):
            wave = ring + 3.6 * np.sin(22 * angle + offset)
            white = np.maximum(white, _stroke(distance - wave, 0.55))
    return white


def _rosette(x: np.ndarray, y: np.ndarray, centre: Point, radius: float) -> np.ndarray:
    """White line-work of a rosette: petals turned against each other around a centre."""
    u, v = x - centre[0], y - centre[1]
    r, angle = np.hypot(u, v), np.arctan2(v, u)
    white = np.zeros_like(x)
    for turn in range(4):
        petal = radius * (0.68 + 0.24 * np.cos(8 * angle + turn * np.pi / 2))
        white = np.maximum(white, _stroke(r - petal, 0.5))
    white = np.maximum(white, _stroke(r - radius, 0.7))
    return np.maximum(white, _inside(r - 0.2 * radius)) * _inside(r - radius - 0.5)


@cache
def _frame_and_portrait() -> np.ndarray:
    """Ink coverage of everything on the plate but the value (fine grid, read-only)."""
    x, y = _grid()
    frame = _rectangle(x, y, FRAME)
    coverage = _inside(frame) * (1 - _stroke(frame + 2.2, 0.9))

    field = _rectangle(x, y, (12.5, 27.1, 126.5, 143.4))
    ornament = 1 - 0.92 * _guilloche(x, y)
    coverage = np.where(_inside(field) > 0, np.minimum(coverage, ornament), coverage)

    for centre in ((24.0, 40.5), (115.0, 40.5)):
        r = np.hypot(x - centre[0], y - centre[1])
        inside = _inside(r - 9.6)
        coverage = coverage * (1 - inside) + inside * (1 - _rosette(x, y, centre, 9.0))

    oval = _oval(x, y)
    coverage = coverage * (1 - _inside(oval - 3.2)) + _inside(oval - 3.2)
    coverage *= 1 - _stroke(oval - 2.9, 0.9)
    coverage *= 1 - _stroke(oval - 0.6, 1.2)
    inside = _inside(oval)
    coverage = coverage * (1 - inside) + inside * _portrait()

    for box, text, size, spacing in (
        (TOP_PANEL, INSCRIPTION_TOP, 10.8, 4.4),
        (BOTTOM_PANEL, INSCRIPTION_BOTTOM, 9.2, 1.5),
    ):
        panel = _rectangle(x, y, box)
        coverage = coverage * (1 - _inside(panel - 1.6))
        coverage = np.maximum(coverage, _inside(panel))
        centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        coverage *= 1 - _text(centre, text, "DejaVuSerif-Bold", size, spacing)
    coverage.flags.writeable = False
    return coverage


def _plate(value: str) -> np.ndarray:
    """Ink coverage (fine grid, 0..1) of the whole design with ``value`` in its lower corners."""
    x, y = _grid()
    coverage = _frame_and_portrait().copy()
    for centre in (LEFT_VALUE, RIGHT_VALUE):
        r = np.hypot(x - centre[0], y - centre[1])
        disc = _inside(r - VALUE_RADIUS)
        coverage = coverage * (1 - disc) + disc * (1 - _stroke(r - VALUE_RADIUS + 0.7, 1.1))
        size = 17.0 if len(value) == 1 else 14.5
        coverage *= 1 - _text(centre, value, "DejaVuSerif-Bold", size)
    return coverage


def _perforated_paper(rng: np.random.Generator) -> np.ndarray:
    """Mask (fine grid) of the paper: a rectangle with half a hole at every perforation."""
    x, y = _grid()
    left, top, right, bottom = PAPER_EDGE
    paper = _inside(_rectangle(x, y, PAPER_EDGE))
    across = (right - left) / 16
    down = (bottom - top) / 20
    for edge, along, first, pitch in (
        (np.abs(y - top), x, left, across),
        (np.abs(y - bottom), x, left, across),
        (np.abs(x - left), y, top, down),
        (np.abs(x - right), y, top, down),
    ):
        place = (along - first) / pitch
        radius = 2.35 + 0.12 * rng.standard_normal(24)[np.clip(np.round(place), 0, 23).astype(int)]
        paper *= 1 - _inside(np.hypot(edge, (place - np.round(place)) * pitch) - radius)
    return paper


# --- the post office ---------------------------------------------------------------------------


def _text_on_arc(
    image: Image.Image, text: str, centre: Point, radius: float, middle: float, size: float
) -> None:
    """Write ``text`` on a circle: ``middle`` is its angle (radians, clockwise from the top)."""
    face = _font("DejaVuSans-Bold", size)
    widths = np.array([face.getlength(c) for c in text]) / SCALE + 0.9
    at = (np.cumsum(widths) - widths / 2 - widths.sum() / 2) / radius
    for character, angle in zip(text, middle + at, strict=True):
        if character == " ":
            continue
        side = 2 * round(size * SCALE)
        tile = Image.new("L", (side, side))
        ImageDraw.Draw(tile).text((side / 2, side / 2), character, fill=255, font=face, anchor="mm")
        tile = tile.rotate(-np.degrees(angle), resample=Image.Resampling.BICUBIC)
        px = (centre[0] + radius * np.sin(angle)) * SCALE - side / 2
        py = (centre[1] - radius * np.cos(angle)) * SCALE - side / 2
        image.paste(255, (round(px), round(py)), tile)


def _round_datestamp(issue: Issue, centre: Point, radius: float, angle: float) -> np.ndarray:
    """Mask (fine grid) of a round datestamp: two rings, the town on an arc, the date across."""
    x, y = _grid()
    r = np.hypot(x - centre[0], y - centre[1])
    rings = np.maximum(_stroke(r - radius, 1.5), _stroke(r - 0.62 * radius, 0.9))
    arcs = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
    size = 0.27 * radius
    _text_on_arc(arcs, issue.town, centre, 0.81 * radius, angle, size)
    _text_on_arc(arcs, "✶", centre, 0.81 * radius, angle + np.pi, size)

    side = 2 * round(radius * SCALE)
    date = Image.new("L", (side, side))
    draw = ImageDraw.Draw(date)
    day, month, year = issue.date.split()
    face = _font("DejaVuSansMono-Bold", 0.3 * radius)
    for line, text in enumerate((f"{day} {month}", year)):
        where = (side / 2, side / 2 + (line - 0.5) * 0.34 * radius * SCALE)
        draw.text(where, text, fill=255, font=face, anchor="mm")
    date = date.rotate(-np.degrees(angle), resample=Image.Resampling.BICUBIC)
    corner = (round(centre[0] * SCALE - side / 2), round(centre[1] * SCALE - side / 2))
    arcs.paste(255, corner, date)
    return np.maximum(rings, np.asarray(arcs, float) / 255)


def _killer_lines(
    rng: np.random.Generator, centre: Point, angle: float, wavy: bool, ends: tuple[float, float]
) -> np.ndarray:
    """Mask (fine grid) of the lines that cancel the value: waves, or slightly bowed bars."""
    x, y = _grid()
    u, v = x - centre[0], y - centre[1]
    along = u * np.cos(angle) + v * np.sin(angle)
    across = -u * np.sin(angle) + v * np.cos(angle)
    if wavy:
        count, gap, width = 6, rng.uniform(10.5, 12.5), 1.9
        path = rng.uniform(2.6, 3.6) * np.sin(
            2 * np.pi * along / rng.uniform(44, 58) + rng.uniform(0, 6)
        )
    else:
        count, gap, width = 5, rng.uniform(15, 19), 2.9
        path = rng.uniform(-9e-4, 9e-4) * along**2
    mask = np.zeros_like(x)
    for line in range(count):
        here = across - path - (line - (count - 1) / 2) * gap
        mask = np.maximum(mask, _stroke(here, width))
    return mask * _inside(ends[0] - along) * _inside(along - ends[1])


def _postmark(rng: np.random.Generator, issue: Issue) -> np.ndarray:
    """Opacity (H, W) of the cancellation of one stamp."""
    mask = np.zeros((HEIGHT * SCALE, WIDTH * SCALE))
    angle = rng.uniform(-0.6, 0.6)
    if issue.postmark in ("round", "both"):
        radius = rng.uniform(34, 42)
        # Mostly off centre: a clerk aims for the corner and the envelope takes the rest.
        side = rng.choice([-1, 1])
        reach = rng.uniform(12, 40)
        centre = (WIDTH / 2 + side * reach, HEIGHT / 2 + rng.uniform(-48, 48))
        mask = _round_datestamp(issue, centre, radius, angle)
        if issue.postmark == "both":
            tilt = 0.35 * angle
            ends = (radius + 4, 400.0) if side < 0 else (-400.0, -radius - 4)
            mask = np.maximum(mask, _killer_lines(rng, centre, tilt, True, ends))
    elif issue.postmark == "wavy":
        centre = (WIDTH / 2 + rng.uniform(-15, 15), HEIGHT / 2 + rng.uniform(-30, 30))
        mask = _killer_lines(rng, centre, 0.5 * angle, True, (-400.0, 400.0))
    else:
        centre = (WIDTH / 2 + rng.uniform(-15, 15), HEIGHT / 2 + rng.uniform(-25, 25))
        mask = _killer_lines(rng, centre, 0.7 * angle, False, (-400.0, rng.uniform(30, 70)))
    # A hand stamp presses unevenly, and its ink is grainy.
    pressure = np.clip(0.82 + 0.22 * _smooth_noise(rng, 16), 0.3, 1.0)
    grain = np.clip(0.9 + 0.22 * _smooth_noise(rng, 0.7), 0, 1)
    return ndimage.gaussian_filter(_shrink(mask), 0.35) * pressure * grain


def _crease(rng: np.random.Generator) -> np.ndarray:
    """Give the change of brightness (H, W) along a fold: a broken light line and its shadow."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    angle = rng.uniform(0, np.pi)
    across = (x - WIDTH * rng.uniform(0.15, 0.85)) * np.sin(angle)
    across = across - (y - HEIGHT * rng.uniform(0.15, 0.85)) * np.cos(angle)
    across = across + 1.2 * _smooth_noise(rng, 14)
    strength = np.clip(0.5 + 0.5 * _smooth_noise(rng, 6), 0, 1)
    light = np.exp(-((across / 0.7) ** 2))
    shadow = np.exp(-(((across - 1.6) / 1.1) ** 2))
    return strength * (0.38 * light - 0.13 * shadow)


# --- the series --------------------------------------------------------------------------------


def _print(coverage: np.ndarray, paper_mask: np.ndarray, issue: Issue) -> np.ndarray:
    """Print coverage on paper on the backing card; all on the finished grid: (H, W, 3)."""
    ink, paper = np.array(issue.ink) / 255, np.array(issue.paper) / 255
    printed = paper + coverage[..., None] * (ink - paper)
    return BACKING + paper_mask[..., None] * (printed - BACKING)


def _misregister(rng: np.random.Generator, coverage: np.ndarray) -> np.ndarray:
    """Shift (within half a pixel) and turn (within 0.15 degrees) the print on its paper."""
    angle = np.radians(rng.uniform(-0.15, 0.15))
    shift = rng.uniform(-0.45, 0.45, size=2) * SCALE
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array(coverage.shape) / 2
    return ndimage.affine_transform(coverage, turn, middle - turn @ middle + shift, order=1)


def _uint8(image: np.ndarray) -> np.ndarray:
    return np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)


def draw_stamps(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw the series of 22 cancelled stamps and the clean original of each.

    Parameters
    ----------
    seed : int
        Seed of everything that varies by chance: where and how a stamp was cancelled, creases,
        soil, grain, shift and rotation of the print. Inks, papers and values are fixed.

    Returns
    -------
    stamps : ndarray, uint8, shape (22, 170, 139, 3)
        The stamps as they came through the post, RGB.
    clean : ndarray, uint8, shape (22, 170, 139, 3)
        The same ink, paper and value without postmark, crease, soil, grain and uneven inking,
        printed exactly in register and perforated perfectly.

    Notes
    -----
    A pure function: the same seed gives the same pixels.
    """
    stamps, clean = [], []
    perfect_paper = _shrink(_perforated_paper(_NoVariation()))
    for issue, child in zip(SERIES, np.random.SeedSequence(seed).spawn(len(SERIES)), strict=True):
        rng = np.random.default_rng(child)
        plate = _plate(issue.value)
        clean.append(_uint8(_print(_shrink(plate), perfect_paper, issue)))

        coverage = _shrink(_misregister(rng, plate))
        # Ink worn thin in places, 5 % on average.
        coverage = coverage * (1 - np.clip(0.05 + 0.05 * _smooth_noise(rng, 20), 0, 0.25))
        paper_mask = _shrink(_perforated_paper(rng))
        image = _print(coverage, paper_mask, issue)
        on_paper = paper_mask[..., None]
        opacity = 0.85 * _postmark(rng, issue)[..., None] * on_paper
        image = image + opacity * (POSTMARK_INK - image)
        if rng.random() < 0.5:
            image = image + on_paper * _crease(rng)[..., None]
        stain = np.clip(_smooth_noise(rng, 14) - 0.8, 0, 2)[..., None] * on_paper
        image = image * (1 - stain * SOIL) + 0.012 * _smooth_noise(rng, 0.6)[..., None]
        stamps.append(_uint8(image))
    return np.stack(stamps), np.stack(clean)


class _NoVariation:
    """Stand-in for a random generator that always draws the mean."""

    @staticmethod
    def standard_normal(size: tuple[int, ...]) -> np.ndarray:
        return np.zeros(size)


def write(folder: Path) -> list[Path]:
    """Write the series as PNG files.

    Parameters
    ----------
    folder : Path
        The data folder; the pictures go to ``folder/stamps`` as ``stamp_00.png`` ..
        ``stamp_21.png`` and ``clean_00.png`` .. ``clean_21.png``.

    Returns
    -------
    list of Path
        The files written, in order: all stamps, then all clean ones.
    """
    target = Path(folder) / "stamps"
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind, images in zip(("stamp", "clean"), draw_stamps(), strict=True):
        for number, image in enumerate(images):
            path = target / f"{kind}_{number:02d}.png"
            Image.fromarray(image).save(path, optimize=True)
            paths.append(path)
    return paths

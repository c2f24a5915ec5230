"""From a request to encoded bytes, by libvips out of the nearest stored level."""

import threading
from collections import OrderedDict
from pathlib import Path

import pyvips

from media_pipeline.iiif.image_request import ImageRequest
from media_pipeline.iiif.pyramids import local_pyramid
from media_pipeline.iiif.records import Pyramid

# libvips would keep the last hundred results, which no later request asks for again.
pyvips.cache_set_max(0)
# The server's threads are the parallelism, libvips's own would only contend.
pyvips.concurrency_set(1)

# Of each thread. An open level keeps some rows of decoded tiles: up to 27 MB for an image 12,000 pixels wide.
_OPEN_LEVELS = 6
_local = threading.local()
_ROTATIONS = {90: "d90", 180: "d180", 270: "d270"}


def render(pyramid: Pyramid, request: ImageRequest) -> bytes:
    """Raises FileNotFoundError, and pyvips.Error for a damaged pyramid."""
    path = local_pyramid(pyramid.key)
    level = on_grid(pyramid, request)
    if level is not None:
        image = _grid_part(_open(path, level), pyramid.levels[level], 2**level, request)
    else:
        image = _resampled(path, pyramid, request)
    if request.mirror:
        image = image.fliphor()
    return _encode(_in_quality(_turned(image, request), request.quality), request)


def on_grid(pyramid: Pyramid, request: ImageRequest) -> int | None:
    """The finest level whose pixels are the answer's own: 2**level source pixels to each, cut between pixels, with
    the remainder at the right and lower edge rounded up as clients do, or the whole level as it is stored."""
    full = (request.w, request.h) == (pyramid.width, pyramid.height)
    for level, size in enumerate(pyramid.levels):
        if full and size == (request.width, request.height):
            return level
        factor = 2**level
        if (
            _aligned(request.x, request.w, request.width, pyramid.width, factor)
            and _aligned(request.y, request.h, request.height, pyramid.height, factor)
        ):  # fmt: skip
            return level
    return None


def _aligned(start: int, length: int, out: int, full: int, factor: int) -> bool:
    whole = length % factor == 0 or start + length == full
    return start % factor == 0 and whole and out == -(-length // factor)


def _grid_part(image: pyvips.Image, size: tuple[int, int], factor: int, request: ImageRequest) -> pyvips.Image:
    left, top = request.x // factor, request.y // factor
    # Levels are rounded down where IIIF rounds up: the last row or column may not be stored, and is repeated.
    left, top = min(left, size[0] - 1), min(top, size[1] - 1)
    width, height = min(request.width, size[0] - left), min(request.height, size[1] - top)
    part = image.crop(left, top, width, height)
    if (width, height) == (request.width, request.height):
        return part
    return part.embed(0, 0, request.width, request.height, extend="copy")


def _resampled(path: Path, pyramid: Pyramid, request: ImageRequest) -> pyvips.Image:
    level = min(len(pyramid.levels) - 1, max(0, int(request.scale).bit_length() - 1))
    factor = 2**level
    size = pyramid.levels[level]
    left, top = min(request.x // factor, size[0] - 1), min(request.y // factor, size[1] - 1)
    right = max(left + 1, min(size[0], -(-(request.x + request.w) // factor)))
    bottom = max(top + 1, min(size[1], -(-(request.y + request.h) // factor)))
    part = _open(path, level).crop(left, top, right - left, bottom - top)
    scaled = part.resize(request.width / part.width, vscale=request.height / part.height)
    if (scaled.width, scaled.height) != (request.width, request.height):
        scaled = scaled.embed(0, 0, request.width, request.height, extend="copy")
    return scaled


def _open(path: Path, level: int) -> pyvips.Image:
    """Open levels are kept by each thread: opening parses the TIFF's directories, a third of a tile's time."""
    cache: OrderedDict[tuple[Path, int], pyvips.Image] = getattr(_local, "levels", None) or OrderedDict()
    _local.levels = cache
    if image := cache.get((path, level)):
        cache.move_to_end((path, level))
        return image
    if not path.exists():
        raise FileNotFoundError(path)
    image = pyvips.Image.tiffload(str(path), page=level)
    cache[path, level] = image
    while len(cache) > _OPEN_LEVELS:
        cache.popitem(last=False)
    return image


def _turned(image: pyvips.Image, request: ImageRequest) -> pyvips.Image:
    """What no pixel covers is transparent where the format can say so, else white."""
    if not request.rotation:
        return image
    if request.rotation in _ROTATIONS:
        return image.rot(_ROTATIONS[request.rotation])
    if request.format == "jpg" or request.quality == "bitonal":
        return image.rotate(request.rotation, background=[255])
    return image.bandjoin(255).rotate(request.rotation, background=[255] * image.bands + [0])


def _in_quality(image: pyvips.Image, quality: str) -> pyvips.Image:
    if quality == "gray":
        return image.colourspace("b-w")
    if quality == "bitonal":
        return image.colourspace("b-w") > 127
    return image


def _encode(image: pyvips.Image, request: ImageRequest) -> bytes:
    if request.format == "png":
        depth = {"bitdepth": 1} if request.quality == "bitonal" else {}
        return image.pngsave_buffer(compression=4, keep="none", **depth)
    if request.format == "webp":
        return image.webpsave_buffer(Q=80, effort=2, keep="none")
    if request.format == "avif":
        return image.heifsave_buffer(compression="av1", Q=60, effort=1, keep="none")
    if request.format == "gif":
        return image.gifsave_buffer(effort=3, keep="none")
    if request.format == "tif":
        return image.tiffsave_buffer(compression="lzw", predictor="horizontal", keep="none")
    return image.jpegsave_buffer(Q=85, keep="none")

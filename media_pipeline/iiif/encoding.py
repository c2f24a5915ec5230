"""A picture as bytes of the asked format, with no metadata. Efforts are those of a server that someone waits for."""

from collections.abc import Callable
from typing import Any

import pyvips
import simplejpeg

from media_pipeline.iiif.deadline import Deadline, TooSlow
from media_pipeline.iiif.image_request import ImageRequest

JPEG_QUALITY = 85
_SAVERS: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": ("jpegsave_buffer", {"Q": JPEG_QUALITY}),
    "png": ("pngsave_buffer", {"compression": 4}),
    "webp": ("webpsave_buffer", {"Q": 80, "effort": 2}),
    "avif": ("heifsave_buffer", {"compression": "av1", "Q": 60, "effort": 0}),
    "gif": ("gifsave_buffer", {"effort": 3}),
    "tif": ("tiffsave_buffer", {"compression": "lzw", "predictor": "horizontal"}),
}
_BITONAL: dict[str, dict[str, Any]] = {"png": {"bitdepth": 1}, "gif": {"bitdepth": 1}}
# Watching costs a call for each strip: only where there is something to stop.
_WATCHED_AREA = 2_000_000


def encode(image: pyvips.Image, request: ImageRequest, deadline: Deadline) -> bytes:
    """Raises TooSlow."""
    saver, options = _SAVERS[request.format]
    if request.quality == "bitonal":
        image = image > 127
        options = options | _BITONAL.get(request.format, {})
    if request.format == "jpg" and image.width * image.height < _WATCHED_AREA:
        return _small_jpeg(image)
    return _before(deadline, image, lambda: getattr(image, saver)(keep="none", **options))


def _small_jpeg(image: pyvips.Image) -> bytes:
    """libvips writes the same, in twice the time."""
    pixels = image.numpy().reshape(image.height, image.width, image.bands)
    colours = ("GRAY", "Gray") if image.bands == 1 else ("RGB", "420")
    return simplejpeg.encode_jpeg(pixels, JPEG_QUALITY, *colours)


def _before(deadline: Deadline, image: pyvips.Image, save: Callable[[], bytes]) -> bytes:
    deadline.check()
    if image.width * image.height < _WATCHED_AREA:
        return save()
    image.set_progress(True)
    image.signal_connect("eval", lambda *_: image.set_kill(deadline.passed))
    try:
        return save()
    except pyvips.Error:
        if deadline.passed:
            raise TooSlow() from None
        raise

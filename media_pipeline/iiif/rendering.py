"""From a request to encoded bytes: the tiles it needs of the nearest level, decoded by libjpeg-turbo, resampled and
encoded by libvips.

Of the level, only what is at most twice as fine as the answer is read: four of its pixels for one. Large parts are
narrowed band by band, so that of those four only two are ever in memory."""

import threading
from contextlib import nullcontext

import numpy
import pyvips

from media_pipeline.iiif.deadline import Deadline
from media_pipeline.iiif.encoding import encode
from media_pipeline.iiif.image_request import ImageRequest
from media_pipeline.iiif.pyramids import OpenPyramid
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.regions import Part, part_for, pixels

# libvips would keep the last hundred results, which no later request asks for again.
pyvips.cache_set_max(0)
# The server's threads are the parallelism, libvips's own would only contend.
pyvips.concurrency_set(1)

# Sharp enough for what is shrunk by less than two, and a third faster than Lanczos (measured).
_KERNEL = "cubic"
_ROTATIONS = {90: "d90", 180: "d180", 270: "d270"}
# Source pixels beyond which a picture is made alone and in bands.
_LARGE = 8_000_000
_BAND = 1024
_one_large = threading.Lock()


def render(opened: OpenPyramid, pyramid: Pyramid, request: ImageRequest, deadline: Deadline) -> bytes:
    """Raises CorruptPyramid, TooSlow, and what the source raises."""
    part = part_for(pyramid, request)
    is_large = max(part.width * part.height, request.width * request.height) > _LARGE
    with _one_large if is_large else nullcontext():
        image = _sized(opened, part, request, deadline)
        if request.mirror:
            image = image.fliphor()
        return encode(_turned(image, request), request, deadline)


def _sized(opened: OpenPyramid, part: Part, request: ImageRequest, deadline: Deadline) -> pyvips.Image:
    """The part at the answer's size, before it is turned."""
    grey = request.quality in {"gray", "bitonal"}
    if part.width * part.height > _LARGE and part.across > 1:
        image = _narrowed(opened, part, request.width, grey=grey, deadline=deadline)
        across = 1.0
    else:
        image = _image(pixels(opened, part, grey=grey, deadline=deadline))
        across = part.across
    if (across, part.down) != (1, 1):
        image = image.resize(1 / across, vscale=1 / part.down, kernel=_KERNEL)
    return _cut(image, request.width, request.height)


def _cut(image: pyvips.Image, width: int, height: int) -> pyvips.Image:
    if (image.width, image.height) == (width, height):
        return image
    # What was made may be larger, or smaller by a division's last bit.
    return image.embed(0, 0, width, height, extend="copy")


def _narrowed(opened: OpenPyramid, part: Part, width: int, *, grey: bool, deadline: Deadline) -> pyvips.Image:
    result = numpy.empty((part.height, width, 1 if grey else 3), numpy.uint8)
    for top in range(0, part.height, _BAND):
        height = min(_BAND, part.height - top)
        band = pixels(opened, part._replace(top=part.top + top, height=height), grey=grey, deadline=deadline)
        narrow = _cut(_image(band).reduceh(part.across, kernel=_KERNEL), width, height)
        result[top : top + height] = narrow.numpy().reshape(height, width, -1)
    return _image(result)


def _image(array: numpy.ndarray) -> pyvips.Image:
    height, width, bands = array.shape
    image = pyvips.Image.new_from_memory(array.data, width, height, bands, "uchar")
    return image.copy(interpretation="b-w" if bands == 1 else "srgb")


def _turned(image: pyvips.Image, request: ImageRequest) -> pyvips.Image:
    """What no pixel covers is transparent where the format can say so, else white."""
    if not request.rotation:
        return image
    if request.rotation in _ROTATIONS:
        return image.rot(_ROTATIONS[request.rotation])
    white = [255] * image.bands
    if request.format == "jpg" or request.quality == "bitonal":
        return image.rotate(request.rotation, background=white)
    return image.bandjoin(255).rotate(request.rotation, background=[*white, 0])

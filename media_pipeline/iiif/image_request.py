"""IIIF Image API parameters (section 4) of 3.0 and 2.1: text in, numbers out. Pure; strict; ASCII digits only."""

import math
import re
from dataclasses import dataclass, replace
from fractions import Fraction

from media_pipeline.iiif.image_limits import BadParameter, Limits, nearest
from media_pipeline.iiif.image_size import Region, Version, parse_size

__all__ = ["FORMATS", "BadParameter", "ImageRequest", "Limits", "Version", "parse"]

FORMATS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "tif": "image/tiff",
    "gif": "image/gif",
}
# What the encoders can write at all, in pixels along a side.
_LONGEST = {"webp": 16_383, "avif": 16_384, "jpg": 65_500, "gif": 65_500}
# Where the encoder's time or memory is many times that of the others.
_LARGEST_AREA = {"avif": 12_000_000, "gif": 12_000_000}
QUALITIES = ("default", "color", "gray", "bitonal")
# The corners of a turned picture need room: a square at 45° twice its own.
_TURNED_AREA = 2

# Nine digits: enough for any image, too few for arithmetic to hurt.
_INT = r"([0-9]{1,9})"
_REGION = re.compile(rf"{_INT},{_INT},{_INT},{_INT}")
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_REGION_PCT = re.compile(rf"pct:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_ROTATION = re.compile(rf"(!?){_NUMBER}")


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A request worked out for one image: region and size in whole pixels, `size` before rotation.

    `rotation` is in degrees clockwise, below 360; an int when it is a whole number. `quality` is "default" for the
    image's own colours. Equal pictures have equal requests but for `canonical`, which is in the version's own form."""

    x: int
    y: int
    w: int
    h: int
    width: int
    height: int
    rotation: int | float
    mirror: bool
    quality: str
    format: str
    canonical: str

    @property
    def scale(self) -> Fraction:
        """How many source pixels a pixel of the answer covers, along the less reduced axis."""
        return min(Fraction(self.w, self.width), Fraction(self.h, self.height))

    @property
    def identity(self) -> str:
        """What decides the picture, in numbers."""
        turn = f"{'!' if self.mirror else ''}{self.rotation}"
        return f"{self.x},{self.y},{self.w},{self.h}/{self.width},{self.height}/{turn}/{self.quality}.{self.format}"

    def within(self, shown: tuple[int, int], whole: tuple[int, int]) -> "ImageRequest":
        """The same picture asked of an image of size `whole`, of which the asked one is a copy of size `shown`."""
        if shown == whole:
            return self
        left, right = (each * whole[0] // shown[0] for each in (self.x, self.x + self.w))
        top, bottom = (each * whole[1] // shown[1] for each in (self.y, self.y + self.h))
        return replace(self, x=left, y=top, w=right - left, h=bottom - top)

    @property
    def turned_size(self) -> tuple[int, int]:
        """Width and height of the answer itself, after rotation."""
        if self.rotation % 180 == 0:
            return self.width, self.height
        if self.rotation % 90 == 0:
            return self.height, self.width
        sine, cosine = abs(math.sin(math.radians(self.rotation))), abs(math.cos(math.radians(self.rotation)))
        return (
            math.ceil(self.width * cosine + self.height * sine),
            math.ceil(self.width * sine + self.height * cosine),
        )


def parse(
    region: str,
    size: str,
    rotation: str,
    quality_format: str,
    *,
    width: int,
    height: int,
    limits: Limits,
    version: Version = "3",
) -> ImageRequest:
    """Raises BadParameter. `width` and `height` are the full image's."""
    part = parse_region(region, width, height)
    wanted = parse_size(size, part, limits, version)
    mirror, degrees = parse_rotation(rotation)
    quality, format = parse_quality_format(quality_format)
    is_full = part.w == width and part.h == height
    where = "full" if is_full else f"{part.x},{part.y},{part.w},{part.h}"
    canonical = f"{where}/{wanted.canonical}/{'!' if mirror else ''}{_plain(degrees)}/{quality}.{format}"
    made = ImageRequest(
        part.x, part.y, part.w, part.h, wanted.width, wanted.height, degrees, mirror, quality, format, canonical
    )  # fmt: skip
    _check_encodable(made, limits)
    return made


def _check_encodable(request: ImageRequest, limits: Limits) -> None:
    width, height = request.turned_size
    if width * height > limits.max_area * _TURNED_AREA:
        raise BadParameter("rotation")
    if max(width, height) > _LONGEST.get(request.format, math.inf):
        raise BadParameter("format")
    if width * height > _LARGEST_AREA.get(request.format, math.inf):
        raise BadParameter("format")


def parse_region(text: str, width: int, height: int) -> Region:
    if text == "full":
        return Region(0, 0, width, height, True, True)
    if match := _REGION.fullmatch(text):
        x, y, w, h = int(match[1]), int(match[2]), int(match[3]), int(match[4])
    elif text == "square":
        w = h = min(width, height)
        x, y = (width - w) // 2, (height - h) // 2
    elif match := _REGION_PCT.fullmatch(text):
        x, y, w, h = _percentages([Fraction(part) for part in match.groups()], width, height)
    else:
        raise BadParameter("region")
    if w == 0 or h == 0 or x >= width or y >= height:
        raise BadParameter("region")
    at_right, at_bottom = x + w >= width, y + h >= height
    return Region(x, y, width - x if at_right else w, height - y if at_bottom else h, at_right, at_bottom)


def _percentages(parts: list[Fraction], width: int, height: int) -> tuple[int, int, int, int]:
    if parts[2] == 0 or parts[3] == 0:
        raise BadParameter("region")
    left, top = nearest(parts[0] * width / 100), nearest(parts[1] * height / 100)
    # A share of a small image that rounds to nothing is still a pixel of it.
    return left, top, max(1, nearest(parts[2] * width / 100)), max(1, nearest(parts[3] * height / 100))


def parse_rotation(text: str) -> tuple[bool, int | float]:
    if text == "0":
        return False, 0
    match = _ROTATION.fullmatch(text)
    degrees = float(match[2]) if match else math.inf
    if not match or degrees > 360:
        raise BadParameter("rotation")
    degrees %= 360
    return bool(match[1]), int(degrees) if degrees.is_integer() else degrees


def _plain(degrees: int | float) -> str:
    """Without an exponent or trailing zeros (section 4.7)."""
    return str(degrees) if isinstance(degrees, int) else f"{degrees:.9f}".rstrip("0")


def parse_quality_format(text: str) -> tuple[str, str]:
    """The colours of the image itself are what "default" means here."""
    quality, dot, format = text.partition(".")
    if not dot or quality not in QUALITIES:
        raise BadParameter("quality")
    if format not in FORMATS:
        raise BadParameter("format")
    return "default" if quality == "color" else quality, format

"""IIIF Image API 3.0 parameters (section 4): text in, numbers out. Pure; strict; ASCII digits only."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

FORMATS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITIES = ("default", "color", "gray", "bitonal")

# Nine digits: enough for any image, too few for arithmetic to hurt.
_INT = r"([0-9]{1,9})"
_REGION = re.compile(rf"{_INT},{_INT},{_INT},{_INT}")
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_REGION_PCT = re.compile(rf"pct:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_SIZE = re.compile(r"(!?)([0-9]{0,9}),([0-9]{0,9})")
_SIZE_PCT = re.compile(rf"pct:{_NUMBER}")
_ROTATION = re.compile(rf"(!?){_NUMBER}")


class BadParameter(ValueError):
    """The syntax or the value is wrong: 400."""


class Unsupported(ValueError):
    """Right by the standard, but not offered here: 501."""


@dataclass(frozen=True)
class Limits:
    """What one answer may hold at most; the same numbers are in info.json."""

    max_area: int


@dataclass(frozen=True)
class ImageRequest:
    """A request worked out for one image: region and size in whole pixels, `size` before rotation."""

    x: int
    y: int
    w: int
    h: int
    width: int
    height: int
    rotation: int
    mirror: bool
    quality: str
    format: str
    canonical: str

    @property
    def scale(self) -> Fraction:
        """How many source pixels a pixel of the answer covers, along the less reduced axis."""
        return min(Fraction(self.w, self.width), Fraction(self.h, self.height))


def parse(
    region: str, size: str, rotation: str, quality_format: str, *, width: int, height: int, limits: Limits
) -> ImageRequest:
    """Raises BadParameter and Unsupported. `width` and `height` are the full image's."""
    x, y, w, h = parse_region(region, width, height)
    out_width, out_height, upscaled = parse_size(size, w, h, limits)
    mirror, degrees = parse_rotation(rotation)
    quality, format = parse_quality_format(quality_format)
    is_full = (x, y, w, h) == (0, 0, width, height)
    canonical = "/".join(
        (
            "full" if is_full else f"{x},{y},{w},{h}",
            _canonical_size(out_width, out_height, w, h, upscaled, limits),
            f"{'!' if mirror else ''}{degrees}",
            f"{quality}.{format}",
        )
    )
    return ImageRequest(x, y, w, h, out_width, out_height, degrees, mirror, quality, format, canonical)


def _canonical_size(width: int, height: int, w: int, h: int, upscaled: bool, limits: Limits) -> str:
    """Section 4.7: "max" for the largest without upscaling, else "w,h"."""
    if not upscaled and (width, height) == _within(w, h, limits):
        return "max"
    return f"{'^' if upscaled else ''}{width},{height}"


def parse_region(text: str, width: int, height: int) -> tuple[int, int, int, int]:
    if text == "full":
        return 0, 0, width, height
    if text == "square":
        side = min(width, height)
        return (width - side) // 2, (height - side) // 2, side, side
    if match := _REGION.fullmatch(text):
        x, y, w, h = (int(part) for part in match.groups())
    elif match := _REGION_PCT.fullmatch(text):
        x, y, w, h = _percentages([Fraction(part) for part in match.groups()], width, height)
    else:
        raise BadParameter("region")
    if w == 0 or h == 0 or x >= width or y >= height:
        raise BadParameter("region")
    return x, y, min(w, width - x), min(h, height - y)


def _percentages(parts: list[Fraction], width: int, height: int) -> tuple[int, int, int, int]:
    if parts[2] == 0 or parts[3] == 0:
        raise BadParameter("region")
    left, top = _round(parts[0] * width / 100), _round(parts[1] * height / 100)
    # A share of a small image that rounds to nothing is still a pixel of it.
    return left, top, max(1, _round(parts[2] * width / 100)), max(1, _round(parts[3] * height / 100))


def parse_size(text: str, w: int, h: int, limits: Limits) -> tuple[int, int, bool]:
    """Width, height, and whether it is larger than the region. `w` and `h` are the region's."""
    upscale = text.startswith("^")
    text = text[1:] if upscale else text
    if text == "max":
        return _max_size(w, h, limits, upscale=upscale)
    if match := _SIZE_PCT.fullmatch(text):
        percent = Fraction(match[1])
        if percent == 0:
            raise BadParameter("size")
        size = max(1, _round(w * percent / 100)), max(1, _round(h * percent / 100))
    elif match := _SIZE.fullmatch(text):
        size = _pixels(match, w, h, upscale=upscale, limits=limits)
    else:
        raise BadParameter("size")
    larger = size[0] > w or size[1] > h
    if larger and not upscale:
        raise BadParameter("size")
    if size[0] * size[1] > limits.max_area:
        raise BadParameter("size")
    return *size, larger


def _pixels(match: re.Match[str], w: int, h: int, *, upscale: bool, limits: Limits) -> tuple[int, int]:
    confined, width, height = match[1], match[2], match[3]
    if not (width or height) or (confined and not (width and height)):
        raise BadParameter("size")
    if (width and int(width) == 0) or (height and int(height) == 0):
        raise BadParameter("size")
    if confined:
        return _confined(int(width), int(height), w, h, upscale=upscale, limits=limits)
    if not height:
        return int(width), max(1, _round(Fraction(h * int(width), w)))
    if not width:
        return max(1, _round(Fraction(w * int(height), h))), int(height)
    return int(width), int(height)


def _confined(width: int, height: int, w: int, h: int, *, upscale: bool, limits: Limits) -> tuple[int, int]:
    """As large as fits into the box, the limits and, unless upscaling, the region (section 4.2, "!w,h")."""
    factor = min(Fraction(width, w), Fraction(height, h))
    if not upscale:
        factor = min(factor, Fraction(1))
    size = max(1, min(width, _round(w * factor))), max(1, min(height, _round(h * factor)))
    if size[0] * size[1] <= limits.max_area:
        return size
    return _shrunk_to_area(w, h, limits)


def _max_size(w: int, h: int, limits: Limits, *, upscale: bool) -> tuple[int, int, bool]:
    if not upscale:
        return *_within(w, h, limits), False
    width, height = _shrunk_to_area(w, h, limits)
    return width, height, width > w or height > h


def _within(w: int, h: int, limits: Limits) -> tuple[int, int]:
    return (w, h) if w * h <= limits.max_area else _shrunk_to_area(w, h, limits)


def _shrunk_to_area(w: int, h: int, limits: Limits) -> tuple[int, int]:
    """The largest size of this shape within the area."""
    factor = math.sqrt(limits.max_area / (w * h))
    width = max(1, min(limits.max_area, math.floor(w * factor)))
    height = max(1, math.floor(h * factor))
    return width, max(1, min(height, limits.max_area // width))


def parse_rotation(text: str) -> tuple[bool, int]:
    match = _ROTATION.fullmatch(text)
    if not match:
        raise BadParameter("rotation")
    degrees = Fraction(match[2])
    if degrees > 360:
        raise BadParameter("rotation")
    if degrees % 90:
        raise Unsupported("rotation")
    return bool(match[1]), int(degrees) % 360


def parse_quality_format(text: str) -> tuple[str, str]:
    quality, dot, format = text.partition(".")
    if not dot or quality not in QUALITIES:
        raise BadParameter("quality")
    if format in {"tif", "gif", "pdf", "jp2", "avif"}:
        raise Unsupported("format")
    if format not in FORMATS:
        raise BadParameter("format")
    return quality, format


def _round(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))

"""The size parameter (section 4.2) of Image API 3.0 and 2.1, and its canonical form.

They differ thus: 3.0 enlarges only after "^", 2.1 without a sign; the region's own size is "max" in 3.0 and "full" in
2.1, whose "max" keeps to the limits; the canonical form of a size is "w,h" in 3.0, and in 2.1 "w," where that means the
same."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from media_pipeline.iiif.image_limits import BadParameter, Limits, nearest

Version = Literal["2", "3"]

# Nine digits: enough for any image, too few for arithmetic to hurt.
_SIZE = re.compile(r"(!?)([0-9]{0,9}),([0-9]{0,9})")
_SIZE_PCT = re.compile(r"pct:([0-9]{1,9}(?:\.[0-9]{1,9})?)")


class Size(NamedTuple):
    width: int
    height: int
    canonical: str


@dataclass(frozen=True, slots=True)
class Region:
    """Whole pixels; `at_right` and `at_bottom`: it ends where the image does."""

    x: int
    y: int
    w: int
    h: int
    at_right: bool
    at_bottom: bool


def parse_size(text: str, region: Region, limits: Limits, version: Version) -> Size:
    """Raises BadParameter."""
    return _size_3(text, region, limits) if version == "3" else _size_2(text, region, limits)


def _size_3(text: str, region: Region, limits: Limits) -> Size:
    upscale = text.startswith("^")
    form = text[1:] if upscale else text
    if form == "max":
        width, height = limits.largest(region.w, region.h, None if upscale else Fraction(1))
    else:
        width, height = _pixels(form, region, limits, upscale=upscale, version="3")
    larger = width > region.w or height > region.h
    if (larger and not upscale) or not limits.show(width, height, region.w, region.h):
        raise BadParameter("size")
    return Size(width, height, _canonical_3(width, height, region, limits, larger=larger))


def _canonical_3(width: int, height: int, region: Region, limits: Limits, *, larger: bool) -> str:
    if not larger:
        # What is not the region's own size is hardly ever the largest: work that out only where it may be.
        if (width, height) == (region.w, region.h):
            return "max"
        confined = limits.detail is not None or not limits.hold(region.w, region.h)
        if confined and (width, height) == limits.largest(region.w, region.h, Fraction(1)):
            return "max"
        return f"{width},{height}"
    if (width, height) == limits.largest(region.w, region.h, None):
        return "^max"
    return f"^{width},{height}"


def _size_2(text: str, region: Region, limits: Limits) -> Size:
    if text == "full":
        width, height = region.w, region.h
    elif text == "max":
        width, height = limits.largest(region.w, region.h, Fraction(1))
    else:
        width, height = _pixels(text, region, limits, upscale=True, version="2")
    if not limits.show(width, height, region.w, region.h):
        raise BadParameter("size")
    if (width, height) == (region.w, region.h):
        return Size(width, height, "full")
    keeps_shape = height == _height_for(width, region, "2")
    return Size(width, height, f"{width}," if keeps_shape else f"{width},{height}")


def _pixels(text: str, region: Region, limits: Limits, *, upscale: bool, version: Version) -> tuple[int, int]:
    match = _SIZE.fullmatch(text)
    if not match:
        return _percent(text, region)
    confined, width, height = match[1], match[2] and int(match[2]), match[3] and int(match[3])
    if width == 0 or height == 0 or not (width or height) or (confined and not (width and height)):
        raise BadParameter("size")
    if confined:
        share = min(Fraction(width, region.w), Fraction(height, region.h))
        return limits.largest(region.w, region.h, share if upscale else min(share, Fraction(1)))
    if not height:
        return width, _height_for(width, region, version)
    return width or _divided(region.w * height, region.h), height


def _percent(text: str, region: Region) -> tuple[int, int]:
    match = _SIZE_PCT.fullmatch(text)
    percent = Fraction(match[1]) if match else 0
    if not percent:
        raise BadParameter("size")
    return max(1, nearest(region.w * percent / 100)), max(1, nearest(region.h * percent / 100))


def _height_for(width: int, region: Region, version: Version) -> int:
    """The height that keeps the region's shape.

    Viewers of 2.1 ask for tiles as "w,". A tile at the edge is narrow, and its width is rounded up, so that keeping its
    shape would give it another height than its neighbours': on the grid of a scale factor the tile's own is meant."""
    if version == "2":
        factor = 1 << (-(-region.w // width) - 1).bit_length()
        if (
            _on_grid(region.x, region.w, factor, ends=region.at_right)
            and _on_grid(region.y, region.h, factor, ends=region.at_bottom)
            and width == -(-region.w // factor)
        ):
            return -(-region.h // factor)
    return _divided(region.h * width, region.w)


def _on_grid(start: int, length: int, factor: int, *, ends: bool) -> bool:
    return start % factor == 0 and (ends or length % factor == 0)


def _divided(value: int, by: int) -> int:
    """To the nearest, halves up, at least 1."""
    return max(1, (2 * value + by) // (2 * by))

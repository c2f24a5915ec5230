"""How large an answer may be: by what the machine bears, and by what an item's rights allow."""

import math
from dataclasses import dataclass
from fractions import Fraction

# No JPEG that libjpeg writes is longer.
LONGEST_SIDE = 65_500
_FINE = 2**20


class BadParameter(ValueError):
    """The syntax or the value is wrong, or more than the limits allow: 400. The message names the parameter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may hold at most; the same numbers are in info.json.

    `detail` is set for an image that rights limit: how many pixels of an answer may stand for one of the full image's.
    Without it the tiles of a picture that is only open as a thumbnail would add up to the whole of it."""

    max_area: int
    max_width: int = LONGEST_SIDE
    detail: Fraction | None = None

    @classmethod
    def of(
        cls, area: int, width: int, height: int, *, max_width: int | None = None, max_area: int | None = None
    ) -> "Limits":
        """`area` is the machine's limit; `max_width` and `max_area` the rights', of an image of this size."""
        if max_width is None and max_area is None:
            return cls(area)
        shares = [Fraction(1)]
        if max_width is not None:
            shares.append(Fraction(max_width, max(width, height)))
        if max_area is not None:
            shares.append(Fraction(math.isqrt(max_area * _FINE * _FINE // (width * height)), _FINE))
        longest = min(LONGEST_SIDE, max_width or LONGEST_SIDE)
        return cls(min(area, max_area or area), longest, min(shares))

    def hold(self, width: int, height: int) -> bool:
        return width * height <= self.max_area and width <= self.max_width and height <= self.max_width

    def show(self, width: int, height: int, w: int, h: int) -> bool:
        """Whether a region of `w` by `h` may be answered at `width` by `height`. Tiles are rounded up."""
        if not self.hold(width, height):
            return False
        return self.detail is None or (width <= math.ceil(w * self.detail) and height <= math.ceil(h * self.detail))

    def largest(self, w: int, h: int, wanted: Fraction | None) -> tuple[int, int]:
        """The region at `wanted` times its size, or as near to that as may be; None for as large as may be."""
        shares = [Fraction(self.max_width, w), Fraction(self.max_width, h)]
        shares += [share for share in (wanted, self.detail) if share is not None]
        share = min(shares)
        size = max(1, nearest(w * share)), max(1, nearest(h * share))
        return size if size[0] * size[1] <= self.max_area else self._within_area(w, h)

    def _within_area(self, w: int, h: int) -> tuple[int, int]:
        factor = math.sqrt(self.max_area / (w * h))
        width = max(1, min(self.max_area, self.max_width, math.floor(w * factor)))
        height = max(1, min(self.max_width, math.floor(h * factor)))
        return width, max(1, min(height, self.max_area // width))


def nearest(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))

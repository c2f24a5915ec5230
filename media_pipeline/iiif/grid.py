"""Which stored tile, if any, is the answer to a request. Arithmetic only, a microsecond or two.

The grid is the one that clients make from info.json: at scale factor 2**n, squares of tile x 2**n source pixels from
the upper left, what is left at the edges cut, each side divided and rounded up."""

from typing import NamedTuple

from media_pipeline.iiif.image_request import ImageRequest
from media_pipeline.iiif.pyramids import OpenPyramid, Stored
from media_pipeline.iiif.records import Pyramid


class Place(NamedTuple):
    """A tile of the grid; width and height are its own, smaller than a tile's at the edges."""

    level: int
    column: int
    row: int
    width: int
    height: int


def find(pyramid: Pyramid, request: ImageRequest) -> Place | None:
    """None for whatever is not a tile of the grid as it was stored: upright, in colour, JPEG."""
    if request.format != "jpg" or request.quality not in {"default", "color"} or request.rotation or request.mirror:
        return None
    x, y, w, h, width, height = request.x, request.y, request.w, request.h, request.width, request.height
    for level in range(len(pyramid.levels)):
        factor = 2**level
        if -(-w // factor) == width and -(-h // factor) == height:
            side = pyramid.tile * factor
            fits = w == min(side, pyramid.width - x) and h == min(side, pyramid.height - y)
            if fits and not x % side and not y % side:
                return Place(level, x // side, y // side, width, height)
    return None


def stored_at(pyramid: OpenPyramid, place: Place) -> Stored | None:
    """The JPEG's bytes; None when it is not stored as clients cut it."""
    level, column, row, width, height = place
    of = pyramid.levels[level]
    stored = (
        min(of.tile_width, of.width - column * of.tile_width),
        min(of.tile_height, of.height - row * of.tile_height),
    )
    if stored != (width, height):
        # Where levels were rounded down, the last row or column of pixels is missing.
        return None
    if stored == (of.tile_width, of.tile_height):
        return pyramid.tile(level, column, row)
    if not of.has_cuts:
        return None
    if of.width % of.tile_width == 0:
        return pyramid.cut(level, column)
    return pyramid.cut(level, row if column == of.columns - 1 else of.rows + column)

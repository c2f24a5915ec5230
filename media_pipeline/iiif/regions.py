"""Pixels of a part of a stored level, from the tiles that touch it and no others."""

from typing import NamedTuple

import numpy
import simplejpeg

from media_pipeline.iiif.deadline import Deadline
from media_pipeline.iiif.image_request import ImageRequest
from media_pipeline.iiif.pyramids import OpenPyramid
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.tiff import CorruptPyramid

_SMALL = 8_000_000


class Part(NamedTuple):
    """A rectangle in a level's own pixels, and how many of them a pixel of the answer covers along each side. It
    may reach a little beyond what is asked and beyond the level."""

    level: int
    left: int
    top: int
    width: int
    height: int
    across: float
    down: float


def part_for(pyramid: Pyramid, request: ImageRequest) -> Part:
    """The part of the coarsest level that still has a pixel for each of the answer's, its corner rounded to a whole
    pixel: where the request lies on the level's own grid, width and height are the answer's."""
    level = min(len(pyramid.levels) - 1, max(0, int(request.scale).bit_length() - 1))
    # Four of the level's pixels for one is the most, but where one side is reduced much more than the other: there
    # the finer level would be mostly thrown away, and is only read when it is no great matter.
    bearable = max(4 * request.width * request.height, _SMALL)
    while level + 1 < len(pyramid.levels) and request.w * request.h > bearable * 4**level:
        level += 1
    left, width, across = _span(request.x, request.w, pyramid.width, 2**level, request.width)
    top, height, down = _span(request.y, request.h, pyramid.height, 2**level, request.height)
    return Part(level, left, top, width, height, across, down)


def _span(start: int, length: int, full: int, factor: int, wanted: int) -> tuple[int, int, float]:
    """Start, length and reduction of one side of a Part."""
    last = -(-full // factor) - 1
    count, reduction = -(-length // factor), length / factor / wanted
    if count == wanted or reduction <= 1:
        return min((start + factor // 2) // factor, last), count, 1.0 if count == wanted else reduction

    # Where the corner is a part of a pixel: libvips rounds the size of what it makes, and moves the picture by half of
    # what that changes. Of the neighbouring places and lengths, the one that is moved to where it was asked.
    def displaced(choice: tuple[int, int]) -> float:
        first, number = choice
        moved = (number - round(number / reduction) * reduction) / 2
        return round(abs(first + moved - start / factor), 2)

    starts = {min(start // factor, last), min(-(-start // factor), last)}
    choices = [(first, number) for first in sorted(starts) for number in range(count, count + 6)]
    return *min(choices, key=displaced), reduction


def pixels(opened: OpenPyramid, part: Part, *, grey: bool, deadline: Deadline) -> numpy.ndarray:
    """Height x width x 3 bytes of RGB, or x 1 of luminance. Raises CorruptPyramid, TooSlow, and what the source
    raises. What a level rounded down lacks at the right and lower edge is repeated."""
    of = opened.levels[part.level]
    bands, colours = (1, "GRAY") if grey else (3, "RGB")
    right, bottom = min(part.left + part.width, of.width), min(part.top + part.height, of.height)
    left, top = min(part.left, right - 1), min(part.top, bottom - 1)
    canvas = numpy.empty((bottom - top, right - left, bands), numpy.uint8)
    buffer = numpy.empty((of.tile_height, of.tile_width, bands), numpy.uint8)
    for row in range(top // of.tile_height, -(-bottom // of.tile_height)):
        deadline.check()
        for column in range(left // of.tile_width, -(-right // of.tile_width)):
            _decode(opened.load(opened.tile(part.level, column, row)), colours, buffer)
            x, y = column * of.tile_width, row * of.tile_height
            x1, y1, x2, y2 = max(x, left), max(y, top), min(x + of.tile_width, right), min(y + of.tile_height, bottom)
            canvas[y1 - top : y2 - top, x1 - left : x2 - left] = buffer[y1 - y : y2 - y, x1 - x : x2 - x]
    missing = part.height - canvas.shape[0], part.width - canvas.shape[1]
    return numpy.pad(canvas, [(0, missing[0]), (0, missing[1]), (0, 0)], "edge") if any(missing) else canvas


def _decode(data: bytes, colours: str, buffer: numpy.ndarray) -> None:
    try:
        found = simplejpeg.decode_jpeg(data, colours, buffer=buffer)
    except ValueError as error:
        raise CorruptPyramid(f"a tile is damaged: {error}") from error
    if found.shape != buffer.shape:
        raise CorruptPyramid("a tile is not as large as its pyramid says")

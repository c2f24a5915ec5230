"""The index of a tiled TIFF pyramid: where each tile's bytes lie. Pure, and safe with any bytes.

Classic TIFF (revision 6) and BigTIFF, either byte order, one directory a level. Our own pyramids list their edge
tiles a second time, cut to the picture: behind the tiles that every reader knows of (see pyramid_file.py)."""

import struct
import sys
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from heritage.errors import IntegrityFault

WIDTH, HEIGHT, COMPRESSION, PHOTOMETRIC, SAMPLES = 256, 257, 259, 262, 277
TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, TILE_BYTES, JPEG_TABLES = 322, 323, 324, 325, 347

JPEG, RGB, YCBCR, GREY = 7, 2, 6, 1
_MAX_LEVELS, _MAX_ENTRIES, _MAX_TILES, _MAX_TABLES = 32, 256, 1 << 18, 1 << 16
_MAX_SIDE, _MAX_TILE = 1 << 24, 1 << 12
# Bytes of one value by TIFF's type number: BYTE, ASCII, SHORT, LONG, UNDEFINED, LONG8 and so on.
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_NATIVE = "<" if sys.byteorder == "little" else ">"
_ARRAYS = {1: "B", 3: "H", 4: "I", 16: "Q"}

# read(offset, length): exactly that many bytes, or IntegrityFault.
Read = Callable[[int, int], bytes]


class CorruptPyramid(IntegrityFault):
    """The stored pyramid is cut short or no pyramid."""


class Layout(NamedTuple):
    """How this file writes numbers: byte order, size of an offset, and struct's letters for both."""

    order: str
    big: bool

    @property
    def offset(self) -> str:
        return self.order + ("Q" if self.big else "I")

    @property
    def entry(self) -> str:
        return self.order + ("HHQ8s" if self.big else "HHI4s")

    @property
    def count(self) -> str:
        return self.order + ("Q" if self.big else "H")


class Entry(NamedTuple):
    """A directory entry; `value` is the field's own 4 or 8 bytes: the values, or the offset of them."""

    tag: int
    type: int
    count: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Level:
    """`offsets` and `counts` run row by row. If `has_cuts`, the edge tiles cut to the picture follow: the last
    column from top to bottom if it is narrower than a tile, then the rest of the last row if that is lower."""

    width: int
    height: int
    tile_width: int
    tile_height: int
    offsets: array
    counts: array
    photometric: int
    tables: bytes

    @property
    def columns(self) -> int:
        return -(-self.width // self.tile_width)

    @property
    def rows(self) -> int:
        return -(-self.height // self.tile_height)

    @property
    def has_cuts(self) -> bool:
        return len(self.offsets) > self.columns * self.rows

    def cut_places(self) -> list[tuple[int, int]]:
        """Column and row of each tile at the edge that is not a full one, in the order of the cut ones."""
        right, lower = self.width % self.tile_width, self.height % self.tile_height
        places = [(self.columns - 1, row) for row in range(self.rows)] if right else []
        return places + [(column, self.rows - 1) for column in range(self.columns - bool(right))] if lower else places


def read_levels(read: Read) -> list[Level]:
    """The levels in the file's order. Raises CorruptPyramid, and what `read` raises."""
    layout, offset = read_header(read)
    levels = []
    while offset:
        if len(levels) == _MAX_LEVELS:
            raise CorruptPyramid("more directories than a pyramid has")
        entries, offset = read_directory(read, layout, offset)
        levels.append(_level(read, layout, entries))
    if not levels:
        raise CorruptPyramid("no directory")
    return levels


def read_header(read: Read) -> tuple[Layout, int]:
    """The layout and the offset of the first directory."""
    head = read(0, 16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        raise CorruptPyramid("not a TIFF")
    magic, size, zero = struct.unpack_from(f"{order}HHH", head, 2)
    if magic == 42:
        return Layout(order, big=False), struct.unpack_from(f"{order}I", head, 4)[0]
    if (magic, size, zero) == (43, 8, 0):
        return Layout(order, big=True), struct.unpack_from(f"{order}Q", head, 8)[0]
    raise CorruptPyramid("not a TIFF")


def read_directory(read: Read, layout: Layout, offset: int) -> tuple[dict[int, Entry], int]:
    """The entries by tag, and the offset of the next directory."""
    start = struct.calcsize(layout.count)
    (count,) = struct.unpack(layout.count, read(offset, start))
    if not 0 < count <= _MAX_ENTRIES:
        raise CorruptPyramid("a directory of impossible size")
    size = struct.calcsize(layout.entry) * count
    data = read(offset + start, size + struct.calcsize(layout.offset))
    entries = {raw[0]: Entry(*raw) for raw in struct.iter_unpack(layout.entry, data[:size])}
    return entries, struct.unpack_from(layout.offset, data, size)[0]


def _level(read: Read, layout: Layout, entries: dict[int, Entry]) -> Level:
    def one(tag: int, low: int, high: int) -> int:
        [number, *_] = _numbers(read, layout, entries, tag, 4) or [-1]
        if not low <= number <= high:
            raise CorruptPyramid(f"tag {tag} is {number}")
        return number

    one(COMPRESSION, JPEG, JPEG)
    width, height = one(WIDTH, 1, _MAX_SIDE), one(HEIGHT, 1, _MAX_SIDE)
    tile_width, tile_height = one(TILE_WIDTH, 16, _MAX_TILE), one(TILE_HEIGHT, 16, _MAX_TILE)
    if -(-width // tile_width) * -(-height // tile_height) > _MAX_TILES:
        raise CorruptPyramid("more tiles than an image has")
    table = entries.get(JPEG_TABLES)
    level = Level(
        width, height, tile_width, tile_height,
        _numbers(read, layout, entries, TILE_OFFSETS, _MAX_TILES),
        _numbers(read, layout, entries, TILE_BYTES, _MAX_TILES),
        one(PHOTOMETRIC, 0, 32),
        _values(read, layout, table, _MAX_TABLES) if table else b"",
    )  # fmt: skip
    tiles = level.columns * level.rows
    if len(level.offsets) != len(level.counts) or len(level.offsets) - tiles not in {0, len(level.cut_places())}:
        raise CorruptPyramid("tiles are missing in the index")
    return level


def _numbers(read: Read, layout: Layout, entries: dict[int, Entry], tag: int, limit: int) -> array:
    entry = entries.get(tag)
    if entry is None:
        return array("I")
    if entry.type not in _ARRAYS:
        raise CorruptPyramid(f"tag {tag} is not a number")
    numbers = array(_ARRAYS[entry.type], _values(read, layout, entry, limit * 8))
    if layout.order != _NATIVE:
        numbers.byteswap()
    return numbers


def _values(read: Read, layout: Layout, entry: Entry, limit: int) -> bytes:
    """The entry's values as stored; beyond `limit` bytes it is a lie or an attack."""
    size = SIZES.get(entry.type, 0) * entry.count
    if not 0 < size <= limit:
        raise CorruptPyramid(f"tag {entry.tag} of impossible size")
    if size <= len(entry.value):
        return entry.value[:size]
    return read(struct.unpack(layout.offset, entry.value)[0], size)

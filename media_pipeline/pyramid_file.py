"""Completing a pyramid that libvips wrote, so that IIIF clients' tiles lie in it ready to send.

Two things differ. Clients round the size of a level up, libvips down: the image is padded before, so that all halve
evenly, and here the directories get the true sizes. And clients want the tiles at the right and lower edge cut to the
picture, where TIFF stores full ones: cut ones are added, and listed behind the others, where readers that count the
tiles do not look. It stays a TIFF for every reader."""

import os
import struct
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import numpy
import simplejpeg

from media_pipeline.iiif import tiff
from media_pipeline.iiif.jpeg_tables import file_head
from media_pipeline.iiif.sources import LocalFile

_LONG, _UNDEFINED, _LONG8 = 4, 7, 16


def level_sizes(width: int, height: int, tile: int) -> list[tuple[int, int]]:
    """Halved and rounded up until one tile holds it all: what clients compute from scaleFactors 1, 2, 4…"""
    sizes = [(width, height)]
    while max(sizes[-1]) > tile:
        factor = 2 ** len(sizes)
        sizes.append((-(-width // factor), -(-height // factor)))
    return sizes


def padded_size(width: int, height: int, tile: int) -> tuple[int, int]:
    """The next size of which every level is exactly half of the one before."""
    step = 2 ** (len(level_sizes(width, height, tile)) - 1)
    return -(-width // step) * step, -(-height // step) * step


def complete(path: Path, width: int, height: int, tile: int, quality: int) -> list[tuple[int, int]]:
    """Rewrite the directories of the padded pyramid at `path` for its true size; returns the levels' sizes."""
    sizes = level_sizes(width, height, tile)
    read = LocalFile(path).read
    with path.open("r+b") as stream:
        layout, offset = tiff.read_header(read)
        levels = [_trimmed(level, size) for level, size in zip(tiff.read_levels(read), sizes, strict=True)]
        directories = []
        while offset:
            entries, offset = tiff.read_directory(read, layout, offset)
            directories.append(entries)
        stream.seek(0, os.SEEK_END)
        for level in levels:
            for data in _cut_tiles(read, level, quality):
                level.offsets.append(stream.tell())
                level.counts.append(len(data))
                stream.write(data)
        _write_directories(stream, layout, list(zip(directories, levels, strict=True)))
    return sizes


def _trimmed(level: tiff.Level, size: tuple[int, int]) -> tiff.Level:
    """The level at its true size, without the tiles that hold padding only."""
    width, height = size
    columns, rows = -(-width // level.tile_width), -(-height // level.tile_height)
    kept = [row * level.columns + column for row in range(rows) for column in range(columns)]
    return tiff.Level(
        width, height, level.tile_width, level.tile_height,
        array("Q", [level.offsets[each] for each in kept]), array("Q", [level.counts[each] for each in kept]),
        level.photometric, level.tables,
    )  # fmt: skip


def _cut_tiles(read: tiff.Read, level: tiff.Level, quality: int) -> Iterator[bytes]:
    head = file_head(level)
    right, lower = level.width % level.tile_width, level.height % level.tile_height

    def cut(place: tuple[int, int]) -> bytes:
        column, row = place
        at = row * level.columns + column
        data = head + read(level.offsets[at], level.counts[at])[2:]
        width = right if right and column == level.columns - 1 else level.tile_width
        height = lower if lower and row == level.rows - 1 else level.tile_height
        # Plain upsampling is what the encoder's averaging undoes: nothing is lost but rounding.
        pixels = simplejpeg.decode_jpeg(data, "RGB", fastupsample=True)[:height, :width]
        return simplejpeg.encode_jpeg(numpy.ascontiguousarray(pixels), quality, "RGB", "420")

    with ThreadPoolExecutor(2) as threads:
        yield from threads.map(cut, level.cut_places())


def _write_directories(
    stream: BinaryIO, layout: tiff.Layout, parts: list[tuple[dict[int, tiff.Entry], tiff.Level]]
) -> None:
    """At the end, together: whoever reads the index by ranges needs one or two."""
    link = 8 if layout.big else 4
    for entries, level in parts:
        entries = dict(entries)
        for tag, numbers in _fields(level).items():
            entries[tag] = _numbers(stream, layout, tag, numbers)
        if level.tables:
            entries[tiff.JPEG_TABLES] = _entry(stream, layout, tiff.JPEG_TABLES, _UNDEFINED, 1, level.tables)
        _align(stream)
        start = stream.tell()
        stream.write(struct.pack(layout.count, len(entries)))
        for tag in sorted(entries):
            stream.write(struct.pack(layout.entry, *entries[tag]))
        next_link = stream.tell()
        stream.write(struct.pack(layout.offset, 0))
        stream.seek(link)
        stream.write(struct.pack(layout.offset, start))
        stream.seek(0, os.SEEK_END)
        link = next_link


def _fields(level: tiff.Level) -> dict[int, array]:
    return {
        tiff.WIDTH: array("Q", [level.width]),
        tiff.HEIGHT: array("Q", [level.height]),
        tiff.TILE_OFFSETS: level.offsets,
        tiff.TILE_BYTES: level.counts,
    }


def _numbers(stream: BinaryIO, layout: tiff.Layout, tag: int, numbers: array) -> tiff.Entry:
    kind, letter = (_LONG8, "Q") if layout.big else (_LONG, "I")
    data = struct.pack(f"{layout.order}{len(numbers)}{letter}", *numbers)
    return _entry(stream, layout, tag, kind, struct.calcsize(letter), data)


def _entry(stream: BinaryIO, layout: tiff.Layout, tag: int, kind: int, size: int, data: bytes) -> tiff.Entry:
    """`data` is written here unless it fits into the entry itself."""
    count, room = len(data) // size, struct.calcsize(layout.offset)
    if len(data) <= room:
        return tiff.Entry(tag, kind, count, data.ljust(room, b"\0"))
    _align(stream)
    entry = tiff.Entry(tag, kind, count, struct.pack(layout.offset, stream.tell()))
    stream.write(data)
    return entry


def _align(stream: BinaryIO) -> None:
    """TIFF wants its parts on even offsets."""
    if stream.tell() % 2:
        stream.write(b"\0")

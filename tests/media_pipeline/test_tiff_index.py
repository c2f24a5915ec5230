"""The index of a pyramid from any bytes: right, or a clean error; never a crash, a loop or a full memory."""

import struct
from contextlib import suppress

import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage.errors import IntegrityFault
from media_pipeline.iiif import tiff
from media_pipeline.iiif.jpeg_tables import file_head
from media_pipeline.iiif.tiff import CorruptPyramid
from tests.media_pipeline import pyramids


def reader(data: bytes):
    def read(offset: int, length: int) -> bytes:
        part = data[offset : offset + length]
        if len(part) != length:
            raise CorruptPyramid("too short")
        return part

    return read


def plain(**options) -> bytes:
    image = pyramids.textured(700, 500)
    return image.tiffsave_buffer(
        tile=True, tile_width=256, tile_height=256, pyramid=True, compression="jpeg", **options
    )


SMALL = plain(Q=70)
BIG = plain(Q=70, bigtiff=True)


@pytest.mark.parametrize("data", [SMALL, BIG], ids=["classic", "big"])
def test_a_plain_pyramid_of_libvips(data):
    levels = tiff.read_levels(reader(data))
    assert [(level.width, level.height, level.columns, level.rows) for level in levels] == [
        (700, 500, 3, 2), (350, 250, 2, 1), (175, 125, 1, 1),
    ]  # fmt: skip
    assert not any(level.has_cuts for level in levels)
    assert file_head(levels[0])[:2] == b"\xff\xd8"
    first = data[levels[0].offsets[0] :][: levels[0].counts[0]]
    assert pyvips.Image.jpegload_buffer(file_head(levels[0]) + first[2:]).width == 256


def big_endian() -> bytes:
    """One level of one tile, as a Motorola-ordered writer makes it."""
    values = [(256, 4, 1, 16), (257, 4, 1, 16), (259, 3, 1, 7), (262, 3, 1, 6), (322, 3, 1, 16), (323, 3, 1, 16),
              (324, 4, 1, 500), (325, 4, 1, 3)]  # fmt: skip
    entries = b"".join(
        struct.pack(">HHI", *entry[:3])
        + (struct.pack(">HH", entry[3], 0) if entry[1] == 3 else struct.pack(">I", entry[3]))
        for entry in values
    )
    return b"MM" + struct.pack(">HI", 42, 8) + struct.pack(">H", len(values)) + entries + struct.pack(">I", 0)


def test_the_other_byte_order():
    [level] = tiff.read_levels(reader(big_endian()))
    assert (level.width, level.tile_width, list(level.offsets), list(level.counts)) == (16, 16, [500], [3])


def test_a_directory_that_points_to_itself_ends():
    data = bytearray(big_endian())
    data[-4:] = struct.pack(">I", 8)
    with pytest.raises(CorruptPyramid, match="more directories"):
        tiff.read_levels(reader(bytes(data)))


@pytest.mark.parametrize("data", [b"", b"II", b"II*\0", b"II*\0\0\0\0\0" + b"\0" * 8, b"PNG" * 9, b"II+\0\4\0\0\0" * 4])
def test_what_is_no_pyramid(data):
    with pytest.raises(CorruptPyramid):
        tiff.read_levels(reader(data))


def test_rgb_tiles_are_marked_as_such():
    levels = tiff.read_levels(reader(plain(Q=95)))
    assert levels[0].photometric == tiff.RGB
    assert b"Adobe" in file_head(levels[0])
    assert b"Adobe" not in file_head(tiff.read_levels(reader(SMALL))[0])


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from([SMALL, BIG, big_endian()]))
def test_damage_anywhere_is_read_or_refused(data, whole):
    """Bytes overwritten in header and directories, or the end cut off."""
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(1, 8))):
        if damaged:
            # The directories of libvips's own files lie before their tiles or behind; all of it is fair game.
            at = data.draw(st.integers(0, len(damaged) - 1))
            damaged[at] = data.draw(st.integers(0, 255))
    longest = 0

    def read(offset, length):
        nonlocal longest
        longest = max(longest, length)
        return reader(bytes(damaged))(offset, length)

    with suppress(IntegrityFault):
        for level in tiff.read_levels(read):
            file_head(level)
    assert longest <= 8 * (1 << 18)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([256, 257, 259, 262, 277, 322, 323, 324, 325, 347]),
            st.integers(0, 20),
            st.one_of(st.integers(0, 5), st.integers(0, 2**32 - 1)),
            st.one_of(st.integers(0, 600), st.integers(0, 2**32 - 1)),
        ),
        max_size=12,
    ),
    st.integers(0, 2**32 - 1),
)
def test_made_up_directories_are_read_or_refused(entries, following):
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    data = b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + struct.pack("<I", following) + b"\7" * 600
    with suppress(IntegrityFault):
        tiff.read_levels(reader(data))

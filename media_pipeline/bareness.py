"""Whether a picture's file holds nothing but the picture: no place, no name, no note of the camera or its owner.

Only such a file goes out as it came without a person saying so. These are lists of what is allowed, not of what is
feared: a JPEG with Exif, a PNG with text or a TIFF with an unknown tag is not bare, nor is a file of another kind."""

import struct
from pathlib import Path
from typing import BinaryIO

from heritage.errors import IntegrityFault
from media_pipeline.iiif import tiff

_MAX_PARTS = 10_000
# JFIF, colour profile, Adobe's colour transform (ITU T.81, annex B; ICC.1, annex B.4).
_JPEG_SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PNG_CHUNKS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP"),
    *(b"bKGD", b"pHYs", b"hIST"),
}
# TIFF 6.0's tags of pixels, their layout and their colour, and the colour profile.
_TIFF_TAGS = {
    *(254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293),
    *(296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 347, 512),
    *(513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675),
}


def is_bare(path: Path, media_type: str) -> bool:
    """False when in doubt; reads no pixels."""
    judge = {"image/jpeg": _jpeg, "image/png": _png, "image/tiff": _tiff}.get(media_type)
    if judge is None:
        return False
    try:
        with path.open("rb") as stream:
            return judge(stream)
    except (struct.error, IntegrityFault, OSError):
        return False


def _jpeg(stream: BinaryIO) -> bool:
    """Every segment up to the scan, and nothing behind the end of the image."""
    if stream.read(2) != b"\xff\xd8":
        return False
    for _segment in range(_MAX_PARTS):
        mark, kind, length = struct.unpack(">BBH", stream.read(4))
        if mark != 0xFF or length < 2:
            return False
        if kind == 0xDA:
            stream.seek(-2, 2)
            return stream.read() == b"\xff\xd9"
        data = stream.read(length - 2)
        is_table = 0xC0 <= kind <= 0xDF
        if not is_table and not (kind in _JPEG_SEGMENTS and data.startswith(_JPEG_SEGMENTS[kind])):
            return False
    return False


def _png(stream: BinaryIO) -> bool:
    if stream.read(8) != b"\x89PNG\r\n\x1a\n":
        return False
    for _chunk in range(_MAX_PARTS):
        length, kind = struct.unpack(">I4s", stream.read(8))
        if kind not in _PNG_CHUNKS:
            return False
        stream.seek(length + 4, 1)
        if kind == b"IEND":
            return not stream.read(1)
    return False


def _tiff(stream: BinaryIO) -> bool:
    def read(offset: int, length: int) -> bytes:
        stream.seek(offset)
        data = stream.read(length)
        if len(data) != length:
            raise IntegrityFault("cut short")
        return data

    layout, offset = tiff.read_header(read)
    for _page in range(_MAX_PARTS):
        entries, offset = tiff.read_directory(read, layout, offset)
        if not set(entries) <= _TIFF_TAGS:
            return False
        if not offset:
            return True
    return False

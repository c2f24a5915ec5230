"""JPEG tiles of a TIFF lack what all of them share (Adobe's TIFF Technical Note 2): with it they are files again."""

from media_pipeline.iiif.tiff import RGB, YCBCR, CorruptPyramid, Level

_START, _END = b"\xff\xd8", b"\xff\xd9"
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
# Without it a reader takes three components for YCbCr. The last byte says: no transform.
_ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"


def file_head(level: Level) -> bytes:
    """What a tile of the level begins with instead of its own first two bytes. Raises CorruptPyramid."""
    tables = level.tables
    if tables and (len(tables) < 4 or tables[:2] != _START or tables[-2:] != _END):
        raise CorruptPyramid("the shared JPEG tables are damaged")
    marker = {RGB: _ADOBE_RGB, YCBCR: _JFIF}.get(level.photometric, b"")
    return _START + marker + tables[2:-2]

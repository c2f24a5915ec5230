"""Files that somebody might send: each a name, bytes, and the codes that may answer it."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import pyvips

from tests.media_pipeline.conftest import jpeg, picture


class Hostile(NamedTuple):
    name: str
    data: bytes
    codes: frozenset[str]


ANY_IMAGE = frozenset({"image-damaged", "image-header"})


def case(name: str, data: bytes, *codes: str) -> Hostile:
    return Hostile(name, data, frozenset(codes) or ANY_IMAGE)


def detailed(width: int = 400, height: int = 300) -> pyvips.Image:
    """With enough noise that every part of the file carries part of the picture."""
    noise = pyvips.Image.gaussnoise(width, height, mean=0, sigma=20, seed=7)
    return (picture(width, height) + noise).cast("uchar").copy(interpretation="srgb")


def encodings() -> dict[str, bytes]:
    image = detailed()
    return {
        "jpg": image.jpegsave_buffer(Q=90),
        "progressive.jpg": image.jpegsave_buffer(Q=90, interlace=True),
        "png": image.pngsave_buffer(),
        "interlaced.png": image.pngsave_buffer(interlace=True),
        "tif": image.tiffsave_buffer(compression="lzw", tile=True),
        "strips.tif": image.tiffsave_buffer(compression="deflate"),
        "webp": image.webpsave_buffer(lossless=True),
        "avif": image.heifsave_buffer(compression="av1", effort=1),
        "gif": image.gifsave_buffer(),
    }


def truncated() -> Iterator[Hostile]:
    for name, data in encodings().items():
        for share in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98):
            cut = data[: max(1, int(len(data) * share))]
            yield case(f"{int(share * 100)}%.{name}", cut, "image-damaged", "image-header", "file-unknown-type")


def garbled() -> Iterator[Hostile]:
    """The middle of the file overwritten: a picture comes out of some formats, an error out of others."""
    dice = random.Random(11)
    # TIFF's LZW has no checksum: its pixels may be wrong, but they are all there.
    for name in ("png", "interlaced.png", "strips.tif"):
        data = bytearray(encodings()[name])
        middle = len(data) // 2
        data[middle : middle + 400] = dice.randbytes(400)
        yield case(f"garbled.{name}", bytes(data))


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def tiff_header(width: int, height: int, bits: int = 8, samples: int = 1) -> bytes:
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, bits), (259, 3, 1, 1), (262, 3, 1, 1),
            (273, 4, 1, 8), (277, 3, 1, samples), (278, 4, 1, height), (279, 4, 1, 4)]  # fmt: skip
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + body + b"\0\0\0\0"


def gif_header(width: int, height: int) -> bytes:
    small, size = bytearray(picture(10, 10).gifsave_buffer()), struct.pack("<HH", width, height)
    small[6:10] = size
    frame = small.index(b"\x2c\0\0\0\0")
    small[frame + 5 : frame + 9] = size
    return bytes(small)


def bombs() -> Iterator[Hostile]:
    too_large = ("image-pixels", "image-side", "image-header", "image-damaged")
    yield case("100000x100000.png", png_header(100_000, 100_000), *too_large)
    yield case("long.png", png_header(900_000, 100), *too_large)
    yield case("2147483647.png", png_header(2**31 - 1, 2**31 - 1), *too_large)
    yield case("60000x60000.png", png_header(60_000, 60_000), *too_large)
    yield case("just inside the limit.png", png_header(40_000, 30_000), *too_large)
    yield case("100000x100000.tif", tiff_header(100_000, 100_000), *too_large)
    yield case("4294967295.tif", tiff_header(2**32 - 1, 2**32 - 1), *too_large)
    yield case("65535 samples.tif", tiff_header(1000, 1000, samples=65_535), *too_large, "image-channels")
    yield case("30000x30000.gif", gif_header(30_000, 30_000), *too_large)
    yield case("65535x65535.gif", gif_header(65_535, 65_535), *too_large)


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def other_kinds() -> Iterator[Hostile]:
    drawing = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield case("empty.jpg", b"", "file-empty")
    yield case("zip.jpg", zipped("a.jpg", jpeg()), "file-is-archive")
    yield case("nested.zip", zipped("b.zip", zipped("a.jpg", jpeg())), "file-is-archive")
    yield case("bomb.zip", zipped("a", b"\0" * 10_000_000), "file-is-archive")
    yield case("archive.gz", b"\x1f\x8b\x08" + b"\0" * 100, "file-is-archive")
    yield case("archive.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, "file-is-archive")
    yield case("drawing.svg", drawing, "file-is-drawing")
    yield case("drawing.png", b"\xef\xbb\xbf\n <svg width='9'/>", "file-is-drawing")
    yield case("page.jpg", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "file-type-refused")
    yield case("script.jpg", b"<?php system($_GET['c']); ?>", "file-type-refused")
    yield case("paper.jpg", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file-type-refused")
    yield case("program.jpg", b"\x7fELF\x02\x01\x01" + b"\0" * 100, "file-type-refused", "file-unknown-type")
    yield case("program.png", b"MZ\x90\0" + b"\0" * 200, "file-type-refused", "file-unknown-type")
    yield case("film.jpg", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100, "file-type-refused")
    yield case("words.jpg", "Бұл сурет емес".encode(), "file-unknown-type")
    yield case("zeros.jpg", b"\0" * 5000, "file-unknown-type")
    yield case("noise.tif", random.Random(3).randbytes(5000), "file-unknown-type")
    yield case("one byte.jpg", b"\xff", "file-unknown-type")
    yield case("table.csv", b"v,f\n1,2\n", "file-unknown-type")
    yield case("only the beginning.jpg", b"\xff\xd8\xff\xe0")
    yield case("only the beginning.png", b"\x89PNG\r\n\x1a\n")
    yield case("only the beginning.webp", b"RIFF\xff\xff\xff\xffWEBP")
    yield case("only the beginning.avif", b"\0\0\0\x1cftypavif\0\0\0\0")
    yield case("loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "image-damaged", "image-header", "image-channels")


def polyglots() -> Iterator[Hostile]:
    two = "file-two-kinds"
    yield case("jpg+zip", jpeg() + zipped("a.php", b"x"), two)
    yield case("png+zip", picture().pngsave_buffer() + zipped("a", b"x"), two)
    yield case("gif+script", b"GIF89a/*" + b"\0" * 10 + b"*/=1;<script>alert(1)</script>", two)
    yield case("jpg+html", jpeg()[:20] + b"<html><script>alert(1)</script>" + jpeg()[20:], two)
    yield case("jpg+pdf", jpeg()[:20] + b"%PDF-1.4" + jpeg()[20:], two)
    yield case("glb+zip", glb({"asset": {"version": "2.0"}}) + zipped("a", b"x"), two)


def glb(document: object, **wrong: int) -> bytes:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    length = wrong.get("length", 20 + len(text))
    return struct.pack("<5I", 0x46546C67, wrong.get("version", 2), length, len(text), 0x4E4F534A) + text


def whole_model() -> dict:
    position = {"count": 3, "componentType": 5126, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 1]}
    return {
        "asset": {"version": "2.0"},
        "accessors": [position],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    }


def models() -> Iterator[Hostile]:
    damaged = "model-damaged"
    whole = whole_model()
    yield case("cut.glb", glb(whole)[:-4], damaged)
    yield case("header.glb", b"glTF", damaged)
    yield case("long.glb", glb(whole, length=2**32 - 1), damaged)
    yield case("version 1.glb", glb(whole, version=1), damaged)
    yield case("not json.glb", glb(b"{{{{"), damaged)
    yield case("deep.glb", glb(b"[" * 100_000), damaged)
    yield case("a list.glb", glb([1, 2]), damaged)
    yield case("no accessor.glb", glb(whole | {"accessors": []}), damaged)
    yield case("text count.glb", glb(whole | {"accessors": [{"count": "many"}]}), damaged)
    yield case("no mesh.glb", glb({"asset": {"version": "2.0"}}), "model-empty")
    for address in ("file:///etc/passwd", "http://example.org/x.bin", "../x.bin"):
        yield case(f"{address[:4]}.glb", glb(whole | {"buffers": [{"uri": address}]}), "model-outside-file")
    yield case("no faces.obj", b"v 0 0 0\nv 1 0 0\n", "model-empty")
    yield case("missing corner.obj", b"v 0 0 0\nf 1 2 3\n", damaged)
    yield case("words.obj", b"v a b c\nf 1 1 1\n", damaged)
    yield case("two corners.obj", b"v 0 0 0\nv 0 0 1\nf 1 2\n", damaged)
    yield case("rubbish after.obj", b"v 0 0 0\nv 0 0 1\nv 1 0 1\nf 1 2 3\nrm -rf\n", damaged)
    yield case("tour.json", b'{"scenes": ', "tour-damaged")
    yield case("list tour.json", b'{"scenes": [1]}', "tour-damaged")
    yield case("no scene.json", b'{"scenes": {}}', "tour-empty")
    yield case("other.json", b'{"name": "x"}', "file-unknown-type")
    yield case("deep.json", b'{"scenes":' * 50_000, "tour-damaged")


def all_cases() -> list[Hostile]:
    return [*truncated(), *garbled(), *bombs(), *other_kinds(), *polyglots(), *models()]

"""What a file really is, by its content. Names and claimed types are never asked."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filetype

from media_pipeline.errors import FileRefused

HEAD = 8192
# How far before its end a ZIP's directory record may begin: 22 bytes and a comment.
_ZIP_TAIL = 22 + 65_535
_ARCHIVES = {"zip", "gz", "bz2", "7z", "rar", "tar", "xz", "zst", "lz", "lz4", "Z", "cab", "jar"}
_DRAWING = re.compile(rb"<svg[\s>:]|<!doctype\s+svg", re.IGNORECASE)
_MARKUP = re.compile(rb"<\?php|<script[\s>]|<html[\s>]|<!doctype\s+html|<iframe[\s>]", re.IGNORECASE)


@dataclass
class Sniffed:
    """`kind` is an Asset.Kind value; `extension` belongs to the type found, not to the name."""

    kind: str
    media_type: str
    extension: str
    width: int | None = None
    height: int | None = None
    technical: dict[str, Any] = field(default_factory=dict)


IMAGE_TYPES = {
    "jpegload": ("image/jpeg", "jpg"),
    "pngload": ("image/png", "png"),
    "tiffload": ("image/tiff", "tif"),
    "webpload": ("image/webp", "webp"),
    "heifload": ("image/avif", "avif"),
    "gifload": ("image/gif", "gif"),
}


def image_loader(head: bytes) -> str | None:
    """libvips's loader for this beginning; None when it is no image that we accept."""
    if head[:3] == b"\xff\xd8\xff":
        return "jpegload"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "pngload"
    if head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
        return "tiffload"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webpload"
    if head[4:8] == b"ftyp" and head[8:12] in {b"avif", b"avis"}:
        return "heifload"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "gifload"
    return None


def sniff(path: Path) -> Sniffed:
    """Raises FileRefused with the reason in words. Reads headers only, except for text models and tours."""
    from media_pipeline import headers

    size = path.stat().st_size
    if size == 0:
        raise FileRefused("file-empty")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, size - _ZIP_TAIL))
        tail = stream.read()
    if loader := image_loader(head):
        _refuse_second_kind(IMAGE_TYPES[loader][0], head, tail)
        return headers.read_image(path, loader)
    if head[:4] == b"glTF":
        _refuse_second_kind("model/gltf-binary", b"", tail)
        return headers.read_glb(path, size)
    _refuse_known(head)
    if b"\0" not in head and (found := headers.read_text(path, head, size)):
        return found
    raise FileRefused("file-unknown-type")


def _refuse_second_kind(media_type: str, head: bytes, tail: bytes) -> None:
    """A file that is valid as two kinds is made to get past somebody: say so instead of keeping it."""
    if _is_zip_directory(tail):
        raise FileRefused("file-two-kinds", type=media_type, other="ZIP")
    if b"%PDF-" in head[:1024]:
        raise FileRefused("file-two-kinds", type=media_type, other="PDF")
    if _MARKUP.search(head):
        raise FileRefused("file-two-kinds", type=media_type, other="HTML")


def _is_zip_directory(tail: bytes) -> bool:
    """True when the end is a ZIP directory record whose comment reaches exactly to the end of the file."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    return int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail) - at - 22


def _refuse_known(head: bytes) -> None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _DRAWING.search(head):
        raise FileRefused("file-is-drawing")
    if text[:5] == b"%PDF-":
        raise FileRefused("file-type-refused", type="PDF")
    if _MARKUP.search(text[:1024]):
        raise FileRefused("file-type-refused", type="HTML")
    guess = filetype.guess(head)
    if guess is None:
        return
    if guess.extension in _ARCHIVES:
        raise FileRefused("file-is-archive")
    raise FileRefused("file-type-refused", type=guess.mime)

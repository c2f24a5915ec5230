"""What the headers of the accepted kinds say: sizes, technical metadata, and whether the file is whole as far as
its header tells. Nothing here decodes pixels."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from media_pipeline.bareness import is_bare
from media_pipeline.errors import FileRefused
from media_pipeline.meshes import read_glb, read_obj
from media_pipeline.sniff import IMAGE_TYPES, Sniffed

__all__ = ["read_glb", "read_image", "read_text"]

# libvips makes pyramids of longer ones, but no viewer opens them.
MAX_SIDE = 300_000
# These decoders hold the whole picture (or its coefficients) in memory, so the general limit would be gigabytes.
WHOLE_IN_MEMORY_PIXELS = 150_000_000
TOUR_MAX_BYTES = 5 * 1024 * 1024


def read_image(path: Path, loader: str) -> Sniffed:
    """Raises FileRefused, before any pixel is decoded, for what would be too large."""
    from media_pipeline import images

    media_type, extension = IMAGE_TYPES[loader]
    image = images.open_header(path, loader)
    _check_size(image, loader)
    if not 1 <= image.bands <= 5:
        raise FileRefused("image-channels", bands=image.bands)
    width, height = images.upright_size(image)
    panorama = _says_panorama(image) and width == 2 * height
    technical = images.technical_metadata(image) | {"bare": is_bare(path, media_type)}
    return Sniffed("panorama" if panorama else "image", media_type, extension, width, height, technical)


def _check_size(image: Any, loader: str) -> None:
    if max(image.width, image.height) > MAX_SIDE:
        raise FileRefused("image-side", width=image.width, height=image.height, limit=MAX_SIDE)
    fields = image.get_fields()
    at_once = (
        loader in {"webpload", "heifload", "gifload"}
        or ("jpeg-multiscan" in fields and image.get("jpeg-multiscan"))
        or ("interlaced" in fields and image.get("interlaced"))
    )
    limit = settings.IMAGE_MAX_PIXELS
    if at_once:
        limit = min(limit, WHOLE_IN_MEMORY_PIXELS)
    if image.width * image.height > limit:
        raise FileRefused("image-pixels", pixels=image.width * image.height, limit=limit)


def _says_panorama(image: Any) -> bool:
    """Google's photo sphere metadata, which every 360° camera and stitcher writes."""
    if "xmp-data" not in image.get_fields():
        return False
    xmp = bytes(image.get("xmp-data"))[:100_000]
    return b"GPano" in xmp and b"equirectangular" in xmp


def read_text(path: Path, head: bytes, size: int) -> Sniffed | None:
    """A tour's JSON or an OBJ model; None for any other text."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _read_tour(path, size)
    return read_obj(path)


def _read_tour(path: Path, size: int) -> Sniffed | None:
    """Pannellum's configuration: {"default": {…}, "scenes": {id: {"type", "panorama", "hotSpots"}}}."""
    if size > TOUR_MAX_BYTES:
        return None
    try:
        tour = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        if b'"scenes"' not in path.read_bytes():
            return None
        raise FileRefused("tour-damaged") from None
    if not isinstance(tour, dict) or "scenes" not in tour:
        return None
    scenes = tour["scenes"]
    if not isinstance(scenes, dict) or not all(isinstance(scene, dict) for scene in scenes.values()):
        raise FileRefused("tour-damaged")
    if not scenes:
        raise FileRefused("tour-empty")
    panoramas = [str(scene["panorama"]) for scene in scenes.values() if "panorama" in scene]
    return Sniffed("tour", "application/json", "json", technical={"scenes": len(scenes), "panoramas": panoramas[:200]})

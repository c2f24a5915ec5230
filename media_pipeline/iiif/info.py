"""info.json (Image API 3.0, section 5), from the record alone."""

from typing import Any

from media_pipeline.iiif.image_request import Limits
from media_pipeline.iiif.records import MediaRecord

CONTEXT = "http://iiif.io/api/image/3/context.json"
PROFILE_LINK = "http://iiif.io/api/image/3/level2.json"


def image_info(record: MediaRecord, base: str, limits: Limits) -> dict[str, Any]:
    """`base` is the image's URI. `sizes` are the stored levels that one answer may hold, smallest first."""
    pyramid = record.pyramid
    assert pyramid is not None
    sizes = [{"width": w, "height": h} for w, h in reversed(pyramid.levels) if w * h <= limits.max_area]
    info = {
        "@context": CONTEXT,
        "id": base,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": pyramid.width,
        "height": pyramid.height,
        "maxArea": limits.max_area,
        "sizes": sizes,
        "tiles": [{"width": pyramid.tile, "scaleFactors": [2**level for level in range(len(pyramid.levels))]}],
        "extraFormats": ["webp"],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "sizeUpscaling"],
    }
    if record.rights_uri:
        info["rights"] = record.rights_uri
    return info

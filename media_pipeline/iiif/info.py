"""info.json (section 5 of Image API 3.0 and 2.1), from the record alone."""

from fractions import Fraction
from typing import Any

from media_pipeline.iiif.auth.services import CONTEXT as AUTH_CONTEXT
from media_pipeline.iiif.auth.services import auth_services
from media_pipeline.iiif.image_limits import LONGEST_SIDE, Limits
from media_pipeline.iiif.image_request import FORMATS
from media_pipeline.iiif.image_size import Version
from media_pipeline.iiif.records import MediaRecord

CONTEXTS: dict[Version, str] = {
    "2": "http://iiif.io/api/image/2/context.json",
    "3": "http://iiif.io/api/image/3/context.json",
}
PROFILES: dict[Version, str] = {
    "2": "http://iiif.io/api/image/2/level2.json",
    "3": "http://iiif.io/api/image/3/level2.json",
}
_PROTOCOL = "http://iiif.io/api/image"
_MORE_FORMATS = [name for name in FORMATS if name not in {"jpg", "png"}]
_HEADERS_AND_TURNS = ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "rotationArbitrary"]


def image_info(record: MediaRecord, base: str, limits: Limits, version: Version = "3") -> dict[str, Any]:
    """`base` is the image's URI under that version."""
    return _info_3(record, base, limits) if version == "3" else _info_2(record, base, limits)


def _info_3(record: MediaRecord, base: str, limits: Limits) -> dict[str, Any]:
    info = {
        "@context": CONTEXTS["3"],
        "id": base,
        "type": "ImageService3",
        "protocol": _PROTOCOL,
        "profile": "level2",
        **_shape(record, limits),
        **_limits(limits),
        # The tiles lie there as JPEG: whatever else is asked for has to be made.
        "preferredFormats": ["jpg"],
        "extraFormats": _MORE_FORMATS,
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": [*_HEADERS_AND_TURNS, "sizeUpscaling"],
    }
    if record.rights_uri:
        info["rights"] = record.rights_uri
    if services := auth_services(record):
        info |= {"@context": [AUTH_CONTEXT, CONTEXTS["3"]], "service": services}
    return info


def _info_2(record: MediaRecord, base: str, limits: Limits) -> dict[str, Any]:
    beyond_level_2 = {
        **_limits(limits),
        "formats": _MORE_FORMATS,
        "supports": [*_HEADERS_AND_TURNS, "regionSquare", "sizeAboveFull"],
    }
    info = {
        "@context": CONTEXTS["2"],
        "@id": base,
        "protocol": _PROTOCOL,
        **_shape(record, limits),
        "profile": [PROFILES["2"], beyond_level_2],
    }
    if record.rights_uri:
        info["license"] = record.rights_uri
    if services := auth_services(record):
        # A context of 2.1 is one address, so the services bring their own.
        info["service"] = [{"@context": AUTH_CONTEXT} | each for each in services]
    return info


def _limits(limits: Limits) -> dict[str, int]:
    longest = {"maxWidth": limits.max_width} if limits.max_width < LONGEST_SIDE else {}
    return {"maxArea": limits.max_area} | longest


def _shape(record: MediaRecord, limits: Limits) -> dict[str, Any]:
    """`sizes` are the stored levels that one answer may hold, smallest first; of a bounded image also its largest.
    The size of `tiles` is the pyramid's own."""
    pyramid = record.pyramid
    assert pyramid is not None
    width, height = record.size
    info: dict[str, Any] = {"width": width, "height": height}
    levels = [(w, h) for w, h in pyramid.levels if w <= width and h <= height and (w, h) != (width, height)]
    shown = [*reversed(levels), (width, height)]
    if sizes := [{"width": w, "height": h} for w, h in shown if limits.show(w, h, width, height)]:
        info["sizes"] = sizes
    factors = [2**level for level in range(len(levels) + 1)]
    info["tiles"] = [{"width": pyramid.tile, "scaleFactors": factors}]
    return info


def static_info(record: MediaRecord, base: str, limits: Limits, version: Version) -> dict[str, Any]:
    """Of plain files (level 0). `sizes` is never empty, and its largest is what "max" stands for."""
    shape = _shape(record, limits)
    if "sizes" not in shape:
        width, height = limits.largest(*record.size, Fraction(1))
        shape["sizes"] = [{"width": width, "height": height}]
    largest = shape["sizes"][-1]
    whole = largest["width"] == shape["width"]
    bounds = {} if whole else {"maxWidth": largest["width"], "maxHeight": largest["height"]}
    if version == "3":
        info = {
            "@context": CONTEXTS["3"], "id": base, "type": "ImageService3", "protocol": _PROTOCOL, "profile": "level0",
            **shape, **bounds,
        }  # fmt: skip
        return info | ({"rights": record.rights_uri} if record.rights_uri else {})
    profile = ["http://iiif.io/api/image/2/level0.json", *([bounds] if bounds else [])]
    info = {"@context": CONTEXTS["2"], "@id": base, "protocol": _PROTOCOL, **shape, "profile": profile}
    return info | ({"license": record.rights_uri} if record.rights_uri else {})

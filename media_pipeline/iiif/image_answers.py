"""What the Image API answers for one image: its description, a stored tile at once, or a picture still to be made."""

import json
from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from media_pipeline.iiif import image_request, made_files, tiles
from media_pipeline.iiif.answers import Answer, Headers, Work, etag, matches
from media_pipeline.iiif.image_request import ImageRequest, Limits, Version
from media_pipeline.iiif.info import CONTEXTS, PROFILES, image_info
from media_pipeline.iiif.records import MediaRecord

# The bytes at an address do not change, but who may see them can: a browser asks after a day whether it still may, a
# cache that serves many after ten minutes (docs/adr/0013).
CACHE_CONTROL = "public, max-age=86400, s-maxage=600, immutable"
_A_MINUTE = "public, max-age=60"
# Part of every ETag and of the name of every kept file: raised when pictures come to be made differently.
EDITION = "1"


def base_uri(headers: Mapping[str, str], version: str, record: MediaRecord) -> str:
    """The site under the name it was asked by, if that is one of its names: a page may only load pictures from its
    own, and a viewer takes every tile's address from info.json."""
    host = headers.get("host", "")
    domain, _port = split_domain_port(host)
    site = settings.PUBLIC_URL
    if domain and validate_host(domain, settings.ALLOWED_HOSTS):
        site = f"{settings.PUBLIC_URL.partition('://')[0]}://{host}"
    return f"{site}/iiif/{version}/{record.identifier}"


def limits_of(record: MediaRecord) -> Limits:
    return Limits.of(settings.IIIF_MAX_AREA, *record.size, max_width=record.max_width, max_area=record.max_area)


def info(record: MediaRecord, headers: Mapping[str, str], version: Version) -> Answer:
    body = json.dumps(image_info(record, base_uri(headers, version, record), limits_of(record), version)).encode()
    media_type = _info_type(headers.get("accept", ""), version)
    kind = {"Content-Type": media_type, "Vary": "Accept", "Cache-Control": _A_MINUTE}
    tag = etag(body.decode() + media_type)
    return Answer(200, kind | {"ETag": tag, "Link": f'<{PROFILES[version]}>;rel="profile"'}, body)


def _info_type(accept: str, version: Version) -> str:
    """3.0 says what it is unless plain JSON is wanted; 2.1 is plain JSON unless JSON-LD is (section 5.1 of both)."""
    wants_linked = "application/ld+json" in accept
    if version == "2":
        return "application/ld+json" if wants_linked else "application/json"
    plain = not wants_linked and ("application/json" in accept or "text/html" in accept)
    return "application/json" if plain else f'application/ld+json;profile="{CONTEXTS["3"]}"'


def image(record: MediaRecord, parts: list[str], headers: Mapping[str, str], version: Version) -> Answer:
    """`parts` are region, size, rotation, and quality.format. May read a file. Raises BadParameter, and what
    tiles.stored_tile raises."""
    request = parse(record, parts, version)
    found = image_headers(record, request, version)
    if matches(headers, found["ETag"]):
        return Answer(200, found)
    assert record.pyramid is not None
    stored = tiles.stored_tile(record.pyramid, request)
    if stored is not None:
        return Answer(200, found, stored)
    return Answer(200, found, work=_work(record, request))


def parse(record: MediaRecord, parts: list[str], version: Version) -> ImageRequest:
    """The request to the pyramid. Raises BadParameter."""
    assert record.pyramid is not None
    width, height = record.size
    asked = image_request.parse(*parts, width=width, height=height, limits=limits_of(record), version=version)
    return asked.within(record.size, (record.pyramid.width, record.pyramid.height))


def image_headers(record: MediaRecord, request: ImageRequest, version: Version) -> Headers:
    uri = f"{settings.PUBLIC_URL}/iiif/{version}/{record.identifier}/{request.canonical}"
    return {
        "Content-Type": image_request.FORMATS[request.format],
        "Cache-Control": CACHE_CONTROL,
        "ETag": f'"{_checksum(record, request)}"',
        "Link": f'<{uri}>;rel="canonical", <{PROFILES[version]}>;rel="profile"',
    }


def _checksum(record: MediaRecord, request: ImageRequest) -> str:
    """Of what decides the bytes: not of the canonical address, whose "max" depends on limits."""
    assert record.pyramid is not None
    return etag(f"{record.pyramid.key} {request.identity} {EDITION}").strip('"')


def _work(record: MediaRecord, request: ImageRequest) -> Work:
    assert record.pyramid is not None
    name = f"{_checksum(record, request)}.{request.format}"
    run = partial(tiles.render, record.pyramid, request, settings.IIIF_SECONDS)
    # What not everybody may see is made each time: no copy of it lies anywhere.
    if record.visibility == "public":
        run = partial(made_files.get_or_make, name, run, settings.IIIF_SECONDS)
    return Work(name, run)

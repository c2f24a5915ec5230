"""The image service's answers: path and headers in, status, headers and body out.

The lean server and Django's view for drafts both end here."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import unquote

import structlog
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from heritage.errors import QazynaError
from media_pipeline.iiif import access, image_request, records, stored_files
from media_pipeline.iiif.answers import CORS, Answer, etag, matches, preflight, problem
from media_pipeline.iiif.image_request import BadParameter, Limits, Version
from media_pipeline.iiif.info import CONTEXTS, PROFILES, image_info
from media_pipeline.iiif.records import MediaRecord

logger = structlog.get_logger(__name__)

_A_DAY = "public, max-age=86400"
_A_MINUTE = "public, max-age=60"
_VERSIONS: tuple[Version, ...] = ("2", "3")


class Hidden(Exception):
    """There is such a picture, but the public does not see it: ask Django who is asking."""


# Returns for those who may see it, and raises a QazynaError to say why not.
Admit = Callable[[MediaRecord], None]


def answer(method: str, path: str, headers: Mapping[str, str], admit: Admit | None = None) -> Answer:
    """`path` as sent, still percent-encoded; `headers` with lower-case names. Without `admit`, raises Hidden for
    what not everybody may see."""
    if method == "OPTIONS":
        return preflight()
    if method not in {"GET", "HEAD"}:
        return problem(405, "method-not-allowed", headers, path, Allow="GET, HEAD, OPTIONS")
    try:
        made = _route(path, headers, admit)
    except BadParameter as error:
        return problem(400, "invalid-parameter", headers, path, parameter=str(error))
    except QazynaError as error:
        if error.status >= 500:
            logger.exception("image request failed", path=path)
        return problem(error.status, error.code, headers, path)
    except FileNotFoundError:
        logger.exception("a stored file is missing", path=path)
        return problem(503, "try-again", headers, path)
    if made.status == 200 and "ETag" in made.headers and matches(headers, made.headers["ETag"]):
        made = Answer(304, {k: v for k, v in made.headers.items() if not k.startswith("Content-")})
    return made


def _route(path: str, headers: Mapping[str, str], admit: Admit | None) -> Answer:
    # Split before decoding: an encoded slash is part of a segment, never a separator.
    kind, *parts = [unquote(part, errors="replace") for part in path.strip("/").split("/")]
    version = parts.pop(0) if kind == "iiif" and parts else ""
    record = records.find(parts[0]) if parts else None
    if record is None:
        return problem(404, "not-found", headers, path)
    is_open = access.is_open(record, kind, parts[1:])
    if not is_open:
        if admit is None:
            raise Hidden
        admit(record)
    made = _answer_of(kind, version, record, parts[1:], headers)
    if made is None:
        return problem(404, "not-found", headers, path)
    if not is_open:
        made.headers["Cache-Control"] = "private, no-store"
    made.headers |= CORS
    return made


def _answer_of(
    kind: str, version: str, record: MediaRecord, parts: list[str], headers: Mapping[str, str]
) -> Answer | None:
    if kind == "posters":
        return stored_files.poster(record, parts, headers)
    if kind == "files":
        return stored_files.original(record, parts, headers)
    if version not in _VERSIONS or record.pyramid is None:
        return None
    if not parts or parts == [""]:
        return Answer(303, {"Location": f"{_base(headers, version, record)}/info.json"})
    if parts == ["info.json"]:
        return _info(record, headers, version)
    return _image(record, parts, headers, version) if len(parts) == 4 else None


def _base(headers: Mapping[str, str], version: str, record: MediaRecord) -> str:
    """The site under the name it was asked by, if that is one of its names: a page may only load pictures from its
    own, and a viewer takes every tile's address from info.json."""
    host = headers.get("host", "")
    domain, _port = split_domain_port(host)
    site = settings.PUBLIC_URL
    if domain and validate_host(domain, settings.ALLOWED_HOSTS):
        site = f"{settings.PUBLIC_URL.partition('://')[0]}://{host}"
    return f"{site}/iiif/{version}/{record.identifier}"


def limits_of(record: MediaRecord) -> Limits:
    assert record.pyramid is not None
    rights = {"max_width": record.max_width, "max_area": record.max_area}
    return Limits.of(settings.IIIF_MAX_AREA, record.pyramid.width, record.pyramid.height, **rights)


def _info(record: MediaRecord, headers: Mapping[str, str], version: Version) -> Answer:
    body = json.dumps(image_info(record, _base(headers, version, record), limits_of(record), version)).encode()
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


def _image(record: MediaRecord, parts: list[str], headers: Mapping[str, str], version: Version) -> Answer:
    from media_pipeline.iiif import tiles

    pyramid = record.pyramid
    request = image_request.parse(
        *parts, width=pyramid.width, height=pyramid.height, limits=limits_of(record), version=version
    )
    if access.shows_too_much(record, request):
        raise BadParameter("size")
    base = f"{settings.PUBLIC_URL}/iiif/{version}/{record.identifier}"
    found = {
        "Content-Type": image_request.FORMATS[request.format],
        "Cache-Control": _A_DAY,
        "ETag": etag(f"{pyramid.key} {request.canonical}"),
        "Link": f'<{base}/{request.canonical}>;rel="canonical", <{PROFILES[version]}>;rel="profile"',
    }
    if matches(headers, found["ETag"]):
        return Answer(200, found)
    return Answer(200, found, tiles.stored_tile(pyramid, request) or tiles.render(pyramid, request))

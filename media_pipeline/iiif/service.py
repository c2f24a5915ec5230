"""The image service's answers, apart from any server: path and headers in, status, headers and body out.

The lean ASGI application and Django's view for drafts both end here."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import structlog
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import translation

from heritage import errors
from heritage.languages import LANGUAGES
from media_pipeline import storage
from media_pipeline.iiif import image_request, records
from media_pipeline.iiif.image_request import BadParameter, Limits, Unsupported
from media_pipeline.iiif.info import CONTEXT, PROFILE_LINK, image_info
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.posters import FORMATS as POSTER_TYPES

logger = structlog.get_logger(__name__)

Headers = dict[str, str]
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Length",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_IMMUTABLE = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400"
_A_MINUTE = "public, max-age=60"
_POSTER = re.compile(r"([0-9a-f]{16})-([0-9]{1,5})\.([a-z]{3,4})")
_FILE = re.compile(r"([0-9a-f]{16})\.([a-z0-9]{1,8})")


@dataclass
class Answer:
    status: int
    headers: Headers = field(default_factory=dict)
    body: bytes | Iterator[bytes] = b""


class Hidden(Exception):
    """There is such a picture, but the public does not see it: ask Django who is asking."""


MayRead = Callable[[MediaRecord], bool]


def answer(method: str, path: str, headers: Mapping[str, str], may_read: MayRead | None = None) -> Answer:
    """`path` as sent, still percent-encoded; `headers` with lower-case names. Without `may_read`, raises Hidden for
    what is not published."""
    if method == "OPTIONS":
        return Answer(204, _CORS | _PREFLIGHT)
    if method not in {"GET", "HEAD"}:
        return _problem(405, "method-not-allowed", headers, path, Allow="GET, HEAD, OPTIONS")
    try:
        made = _route(path, headers, may_read)
    except (BadParameter, Unsupported) as error:
        status = 501 if isinstance(error, Unsupported) else 400
        code = "unsupported-parameter" if status == 501 else "invalid-parameter"
        return _problem(status, code, headers, path, parameter=str(error))
    except FileNotFoundError:
        logger.exception("a stored file is missing", path=path)
        return _problem(503, "try-again", headers, path)
    if made.status == 200 and "ETag" in made.headers and _matches(headers, made.headers["ETag"]):
        made = Answer(304, {k: v for k, v in made.headers.items() if not k.startswith("Content-")})
    return made


def _route(path: str, headers: Mapping[str, str], may_read: MayRead | None) -> Answer:
    # Split before decoding: an encoded slash is part of a segment, never a separator.
    prefix, *parts = [unquote(part, errors="replace") for part in path.strip("/").split("/")]
    if prefix == "iiif":
        parts = parts[1:]
    record = records.find(parts[0]) if parts else None
    if record is None:
        return _problem(404, "not-found", headers, path)
    is_public = record.visibility == "public"
    if not is_public:
        if may_read is None:
            raise Hidden
        if not may_read(record):
            status, code = (410, "withdrawn") if record.visibility == "withdrawn" else (404, "not-found")
            return _problem(status, code, headers, path)
    made = {"iiif": _image_service, "posters": _poster, "files": _file}[prefix](record, parts[1:], headers)
    if made is None:
        return _problem(404, "not-found", headers, path)
    if not is_public:
        made.headers["Cache-Control"] = "private, no-store"
    made.headers |= _CORS
    return made


def _image_service(record: MediaRecord, parts: list[str], headers: Mapping[str, str]) -> Answer | None:
    if record.pyramid is None:
        return None
    base = f"{_site(headers)}/iiif/3/{record.identifier}"
    if not parts or parts == [""]:
        return Answer(303, {"Location": f"{base}/info.json"})
    if parts == ["info.json"]:
        return _info(record, base, headers)
    if len(parts) != 4:
        return None
    return _image(record, parts, headers)


def _site(headers: Mapping[str, str]) -> str:
    """The site under the name it was asked by, if that is one of its names: a page may only load pictures from its
    own, and a viewer takes every tile's address from info.json."""
    host = headers.get("host", "")
    domain, _port = split_domain_port(host)
    if domain and validate_host(domain, settings.ALLOWED_HOSTS):
        return f"{settings.PUBLIC_URL.partition('://')[0]}://{host}"
    return settings.PUBLIC_URL


def limits() -> Limits:
    return Limits(max_area=settings.IIIF_MAX_AREA)


def _info(record: MediaRecord, base: str, headers: Mapping[str, str]) -> Answer:
    body = json.dumps(image_info(record, base, limits())).encode()
    accept = headers.get("accept", "")
    plain = "application/ld+json" not in accept and ("application/json" in accept or "text/html" in accept)
    media_type = "application/json" if plain else f'application/ld+json;profile="{CONTEXT}"'
    kind = {"Content-Type": media_type, "Vary": "Accept", "Cache-Control": _A_MINUTE}
    etag = _etag(body.decode() + media_type)
    return Answer(200, kind | {"ETag": etag, "Link": f'<{PROFILE_LINK}>;rel="profile"'}, body)


def _image(record: MediaRecord, parts: list[str], headers: Mapping[str, str]) -> Answer:
    from media_pipeline.iiif import pyramids, tiles

    pyramid = record.pyramid
    request = image_request.parse(*parts, width=pyramid.width, height=pyramid.height, limits=limits())
    base = f"{settings.PUBLIC_URL}/iiif/3/{record.identifier}"
    found = {
        "Content-Type": image_request.FORMATS[request.format],
        "Cache-Control": _A_DAY,
        "ETag": _etag(f"{pyramid.key} {request.canonical}"),
        "Link": f'<{base}/{request.canonical}>;rel="canonical", <{PROFILE_LINK}>;rel="profile"',
    }
    if _matches(headers, found["ETag"]):
        return Answer(200, found)
    return Answer(200, found, tiles.render(pyramids.local_pyramid(pyramid.key), pyramid, request))


def _poster(record: MediaRecord, parts: list[str], headers: Mapping[str, str]) -> Answer | None:
    match = _POSTER.fullmatch("/".join(parts))
    if not match or match[1] != record.sha256[:16]:
        return None
    key = record.posters.get((int(match[2]), match[3]))
    if key is None:
        return None
    found = {"Content-Type": POSTER_TYPES[match[3]], "Cache-Control": _IMMUTABLE, "ETag": _etag(key)}
    body = b"" if _matches(headers, found["ETag"]) else storage.read(storage.derivatives(), key)
    return Answer(200, found, body)


def _file(record: MediaRecord, parts: list[str], headers: Mapping[str, str]) -> Answer | None:
    """A model or tour as it came, to be saved or read by a viewer; never shown by the browser itself."""
    match = _FILE.fullmatch("/".join(parts))
    if not match or not record.original.endswith(f"/{match[0]}"):
        return None
    found = {
        "Content-Type": record.media_type,
        "Content-Length": str(record.byte_size),
        "Content-Disposition": f'attachment; filename="{record.identifier}.{match[2]}"',
        "Cache-Control": _IMMUTABLE,
        "ETag": _etag(record.original),
    }
    if _matches(headers, found["ETag"]):
        return Answer(200, found)
    return Answer(200, found, _chunks(record.original))


def _chunks(key: str) -> Iterator[bytes]:
    with storage.originals().open(key, "rb") as stream:
        yield from stream.chunks(256 * 1024)


def _etag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _matches(headers: Mapping[str, str], etag: str) -> bool:
    sent = headers.get("if-none-match", "")
    return sent.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in sent.split(",")]


_TITLES = {
    "method-not-allowed": lambda: translation.gettext("This address is only for reading."),
    "not-found": errors.NotFound.title,
    "withdrawn": errors.Gone.title,
    "invalid-parameter": lambda: translation.gettext("The image request is not valid (IIIF Image API 3.0)."),
    "unsupported-parameter": lambda: translation.gettext("This part of the IIIF Image API is not offered here."),
    "try-again": errors.Retryable.title,
    "internal-error": errors.QazynaError.title,
}


def _problem(status: int, code: str, headers: Mapping[str, str], path: str, **extra: str) -> Answer:
    allow = {"Allow": extra.pop("Allow")} if "Allow" in extra else {}
    with translation.override(_reader_language(headers)):
        response = errors.problem(status, code, _TITLES[code](), instance=path[:300], **extra)
    return Answer(status, dict(response.items()) | _CORS | allow | {"Cache-Control": "no-store"}, response.content)


def busy(headers: Mapping[str, str], path: str) -> Answer:
    return _problem(503, "try-again", headers, path)


def broken(headers: Mapping[str, str], path: str) -> Answer:
    return _problem(500, "internal-error", headers, path)


def _reader_language(headers: Mapping[str, str]) -> str:
    first = headers.get("accept-language", "").split(",")[0].split(";")[0].split("-")[0].strip().lower()
    return LANGUAGES[first].url_code if first in LANGUAGES else "en"

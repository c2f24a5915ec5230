"""Answers apart from any server: status, headers and body; and the forms that all of the service's answers share."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from heritage import errors
from heritage.languages import LANGUAGES

Headers = dict[str, str]
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Length",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class Work(NamedTuple):
    """What takes long. Two with the same `key` come to the same."""

    key: str
    run: Callable[[], bytes]


@dataclass
class Answer:
    """With `work` the body is still to be made, by whoever has a thread for it; a HEAD needs none."""

    status: int
    headers: Headers = field(default_factory=dict)
    body: bytes | Iterator[bytes] = b""
    work: Work | None = None


def preflight() -> Answer:
    return Answer(204, CORS | _PREFLIGHT)


def sent_by_nginx(path: str) -> Headers:
    """nginx keeps no copy of this answer: it checks with us each time, and the file may go meanwhile."""
    return {"X-Accel-Redirect": f"{settings.IIIF_ACCEL_PREFIX}{path}", "X-Accel-Expires": "0"}


def etag(text: str) -> str:
    """A strong one: the same text stands for the same bytes."""
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def matches(headers: Mapping[str, str], tag: str) -> bool:
    """If-None-Match compares weakly (RFC 9110, section 13.1.2)."""
    sent = headers.get("if-none-match", "")
    return bool(sent) and (sent.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in sent.split(",")])


_TITLES = {
    "method-not-allowed": lambda: translation.gettext("This address is only for reading."),
    "not-found": errors.NotFound.title,
    "withdrawn": errors.Gone.title,
    "sign-in-needed": errors.SignInNeeded.title,
    "denied": errors.Denied.title,
    "invalid-parameter": lambda: translation.gettext("The image request is not valid (IIIF Image API)."),
    "try-again": errors.Retryable.title,
    "integrity-fault": errors.IntegrityFault.title,
    "internal-error": errors.QazynaError.title,
}


def problem(status: int, code: str, headers: Mapping[str, str], path: str, **extra: str) -> Answer:
    allow = {"Allow": extra.pop("Allow")} if "Allow" in extra else {}
    with translation.override(_reader_language(headers)):
        response = errors.problem(status, code, _TITLES[code](), instance=path[:300], **extra)
    return Answer(status, dict(response.items()) | CORS | allow | {"Cache-Control": "no-store"}, response.content)


def busy(headers: Mapping[str, str], path: str) -> Answer:
    return problem(503, "try-again", headers, path)


def broken(headers: Mapping[str, str], path: str) -> Answer:
    return problem(500, "internal-error", headers, path)


def _reader_language(headers: Mapping[str, str]) -> str:
    first = headers.get("accept-language", "").split(",")[0].split(";")[0].split("-")[0].strip().lower()
    return LANGUAGES[first].url_code if first in LANGUAGES else "en"

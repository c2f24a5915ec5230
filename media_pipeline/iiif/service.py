"""The image service's answers: path and headers in, status, headers and body out.

The lean server and Django's view for drafts both end here."""

from collections.abc import Callable, Mapping
from urllib.parse import unquote

import structlog
from django.conf import settings

from heritage.errors import QazynaError
from media_pipeline.iiif import access, image_answers, made_files, records, stored_files
from media_pipeline.iiif.answers import CORS, Answer, broken, busy, matches, preflight, problem, sent_by_nginx
from media_pipeline.iiif.image_request import BadParameter
from media_pipeline.iiif.records import MediaRecord

logger = structlog.get_logger(__name__)

_VERSIONS = ("2", "3")


class Hidden(Exception):
    """There is such a picture, but the public does not see it: ask Django who is asking."""


# Returns for those who may see it, and raises a QazynaError to say why not.
Admit = Callable[[MediaRecord], None]


def answer(method: str, path: str, headers: Mapping[str, str], admit: Admit | None = None) -> Answer:
    """`path` as sent, still percent-encoded; `headers` with lower-case names. Without `admit`, raises Hidden for
    what neither everybody nor the bearer of the access cookie may see. A picture that is still to be made has `work`:
    see complete."""
    if method == "OPTIONS":
        return preflight()
    if method not in {"GET", "HEAD"}:
        return problem(405, "method-not-allowed", headers, path, Allow="GET, HEAD, OPTIONS")
    try:
        made = _route(path, headers, admit)
    except Hidden:
        raise
    except Exception as error:
        return failure(error, headers, path)
    if made.status == 200 and "ETag" in made.headers and matches(headers, made.headers["ETag"]):
        made = Answer(304, {k: v for k, v in made.headers.items() if not k.startswith("Content-")})
    return made


def complete(made: Answer, body: bytes) -> Answer:
    """The answer with what its work came to, or with the address of the kept file for nginx to send."""
    if made.work and settings.IIIF_ACCEL_PREFIX and made_files.is_kept(made.work.key):
        return Answer(made.status, made.headers | sent_by_nginx(f"made/{made_files.path_of(made.work.key)}"))
    return Answer(made.status, made.headers, body)


def answer_whole(method: str, path: str, headers: Mapping[str, str], admit: Admit | None = None) -> Answer:
    """As answer, and the work done here and now."""
    made = answer(method, path, headers, admit)
    if made.work is None or method == "HEAD":
        return made
    try:
        return complete(made, made.work.run())
    except Exception as error:
        return failure(error, headers, path)


def failure(error: Exception, headers: Mapping[str, str], path: str) -> Answer:
    """The fault as an answer; ours go into the log."""
    if isinstance(error, BadParameter):
        return problem(400, "invalid-parameter", headers, path, parameter=str(error))
    known = error if isinstance(error, QazynaError) else None
    if known is None or known.status >= 500:
        logger.error("image request failed", path=path, exc_info=error)
    if known is not None:
        return problem(known.status, known.code, headers, path)
    return busy(headers, path) if isinstance(error, FileNotFoundError | TimeoutError) else broken(headers, path)


def _route(path: str, headers: Mapping[str, str], admit: Admit | None) -> Answer:
    # Split before decoding: an encoded slash is part of a segment, never a separator.
    kind, *parts = [unquote(part, errors="replace") for part in path.strip("/").split("/")]
    version = parts.pop(0) if kind == "iiif" and parts else ""
    record = records.find(parts[0]) if parts else None
    if record is None:
        return problem(404, "not-found", headers, path)
    is_open = access.is_open(record, kind, parts[1:])
    if not is_open and not access.may_see(record, headers):
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
        return Answer(303, {"Location": f"{image_answers.base_uri(headers, version, record)}/info.json"})
    if parts == ["info.json"]:
        return image_answers.info(record, headers, version)
    return image_answers.image(record, parts, headers, version) if len(parts) == 4 else None

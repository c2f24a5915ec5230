"""Answers in JSON-LD that any site may read."""

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from catalogue.lookup import Moved
from heritage.errors import QazynaError, problem, problem_of
from media_pipeline.iiif.addresses import public

LINKED_DATA, JSON = "application/ld+json", "application/json"
# Short: what a curator publishes must show within seconds; the ETag makes asking again cheap.
BRIEFLY = "public, max-age=5"
_METHODS = "GET, HEAD, OPTIONS"
# Named, and not as "gzip;q=0", which refuses it.
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))", re.IGNORECASE)


class Packed(NamedTuple):
    """JSON text that was made before; `digest` names it."""

    gzipped: bytes
    digest: str


Built = dict[str, Any] | Packed


def briefly(_built: Built) -> str:
    return BRIEFLY


def open_json(
    request: HttpRequest,
    build: Callable[[], Built],
    context: str,
    cache: Callable[[Any], str] = briefly,
) -> HttpResponse:
    """What `build` makes, as JSON-LD of this context or as plain JSON for who asks for that. Errors are readable from
    any site too: a viewer elsewhere can then say why it shows nothing."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = "*"
    elif request.method not in ("GET", "HEAD"):
        response = problem(405, "method-not-allowed", _("This address can only be read."), instance=request.path)
        response["Allow"] = _METHODS
    else:
        try:
            built = build()
            response = _answer(request, built, context)
            response["Cache-Control"] = cache(built)
        except Moved as moved:
            response = _lead_on(request, moved)
        except QazynaError as error:
            response = problem_of(error, request.path)
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=response.get("ETag"), response=response)


def _answer(request: HttpRequest, built: Built, context: str) -> HttpResponse:
    response = _packed(request, built) if isinstance(built, Packed) else _json(built)
    if request.get_preferred_type([LINKED_DATA, JSON]) == JSON:
        response["Content-Type"] = JSON
    else:
        response["Content-Type"] = f'{LINKED_DATA};profile="{context}"'
    patch_vary_headers(response, ["Accept"])
    return response


def _json(built: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(built, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return response


def _packed(request: HttpRequest, built: Packed) -> HttpResponse:
    """Sent packed to whoever takes it so, under an ETag of its own as RFC 9110 (8.8.3.3) wants."""
    if _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(built.gzipped)
        response["Content-Encoding"] = "gzip"
        response["ETag"] = f'"{built.digest}-gzip"'
    else:
        response = HttpResponse(gzip.decompress(built.gzipped))
        response["ETag"] = f'"{built.digest}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _lead_on(request: HttpRequest, moved: Moved) -> HttpResponse:
    """The same address, of the item that it was merged into."""
    here = request.get_full_path()
    there = here.replace(moved.item.identifier, moved.other.identifier, 1)
    return problem_of(moved, request.path) if there == here else HttpResponsePermanentRedirect(public(there))

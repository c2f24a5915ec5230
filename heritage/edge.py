"""What HTTP asks of the public API beside the answers themselves: any origin may read, HEAD works, a copy can be
checked by ETag, and what Django refuses on its own is problem+json too."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext as _

from heritage.errors import problem

_PREFIX = "/api/"
_READABLE = "Content-Language, ETag, Last-Modified, Link, Retry-After"


class SiteLocaleMiddleware(LocaleMiddleware):
    """Django sends every 404 without a language in its path to /kk/…; an address that exists in one form only (the API,
    IIIF, an ARK) and has nothing to show must say so itself."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        own_answer = response.status_code == 404 and getattr(request, "resolver_match", None) is not None
        if own_answer and not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)


class PublicApiMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _open(_preflight())
        if is_head := request.method == "HEAD":
            request.method = "GET"
        response = _as_problem(request, self.get_response(request))
        if response.status_code == 200 and request.method == "GET" and not response.streaming:
            response = _conditional(request, response)
        if is_head:
            request.method = "HEAD"
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _READABLE
    return response


def _preflight() -> HttpResponse:
    methods = "GET, HEAD, OPTIONS"
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept-Language, Content-Type, If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 405 or "json" in response.get("Content-Type", ""):
        return response
    answer = problem(405, "method-not-allowed", _("This address can only be read."), instance=request.path)
    answer["Allow"] = "GET, HEAD, OPTIONS"
    return answer


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The tag is of the body itself: an answer is made of many rows, and only its text says whether one changed."""
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.setdefault("Cache-Control", "no-cache")
    modified = parse_http_date_safe(response.get("Last-Modified", ""))
    return get_conditional_response(request, etag=response["ETag"], last_modified=modified, response=response)

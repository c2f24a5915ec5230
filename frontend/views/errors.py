"""Django's own refusals, answered like ours: problem+json for programs, a page for people."""

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist

from heritage.errors import Denied, NotFound, QazynaError, UserError, error_response

logger = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, UserError())


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, Denied())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, NotFound())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    logger.warning("csrf check failed", reason=reason)
    return error_response(request, Denied())


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """The last resort must not fail itself: what broke the page may break the error page too."""
    try:
        return error_response(request, QazynaError())
    except (TemplateDoesNotExist, Exception):
        logger.exception("the error page failed")
        return HttpResponse("<!doctype html><title>500</title><h1>500</h1>", status=500)

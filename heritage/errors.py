"""One tree of errors, turned into problem+json (RFC 9457) or a page in one place.

Raise these from services; views and API routers let them pass. `code` is stable and for machines, `str(error)` is
for people in their language, `params` are the facts."""

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = structlog.get_logger(__name__)


class QazynaError(Exception):
    status = 500
    code = "internal-error"

    def __init__(self, detail: str = "", **params: Any) -> None:
        super().__init__(detail or self.title())
        self.params = params

    @classmethod
    def title(cls) -> str:
        return _("Something went wrong on our side.")


class UserError(QazynaError):
    """The request or file is at fault; the person can mend it."""

    status = 400
    code = "invalid-request"

    @classmethod
    def title(cls) -> str:
        return _("The request could not be understood.")


class NotFound(QazynaError):
    status = 404
    code = "not-found"

    @classmethod
    def title(cls) -> str:
        return _("There is nothing at this address.")


class InvalidIdentifier(NotFound):
    code = "invalid-identifier"

    @classmethod
    def title(cls) -> str:
        return _("This is not one of our identifiers: a character may be missing or mistyped.")


class Gone(NotFound):
    """It was public and has been withdrawn: the identifier is kept, the record is not shown."""

    status = 410
    code = "withdrawn"

    @classmethod
    def title(cls) -> str:
        return _("This record has been withdrawn.")


class Denied(QazynaError):
    status = 403
    code = "denied"

    @classmethod
    def title(cls) -> str:
        return _("You do not have the right to do this.")


class SignInNeeded(Denied):
    status = 401
    code = "sign-in-needed"

    @classmethod
    def title(cls) -> str:
        return _("This is for readers of the institution. Sign in to see it.")


class TooLarge(UserError):
    status = 413
    code = "too-large"

    @classmethod
    def title(cls) -> str:
        return _("This is larger than the limit.")


class Retryable(QazynaError):
    """A service did not answer; the same call may succeed later."""

    status = 503
    code = "try-again"

    @classmethod
    def title(cls) -> str:
        return _("A part of the system is not answering. Please try again in a moment.")


class IntegrityFault(QazynaError):
    """What is stored contradicts itself (a checksum, a missing file): for operators, never the user's fault."""

    code = "integrity-fault"


def problem(status: int, code: str, title: str, detail: str = "", instance: str = "", **extra: Any) -> HttpResponse:
    """An RFC 9457 answer."""
    body = {"type": f"/problems/{code}", "title": title, "status": status, **extra}
    body |= {key: value for key, value in (("detail", detail), ("instance", instance)) if value}
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/problem+json"
    if status == 503:
        response["Retry-After"] = "10"
    return response


def problem_of(error: QazynaError, instance: str = "") -> HttpResponse:
    detail = "" if str(error) == error.title() else str(error)
    return problem(error.status, error.code, error.title(), detail, instance, **error.params)


# Paths whose clients are programs: they get problem+json whatever they accept.
_MACHINE_PREFIXES = ("/api/", "/iiif/", "/oai")


def error_response(request: HttpRequest, error: QazynaError) -> HttpResponse:
    """problem+json for programs, a page with the same status for people."""
    accept = request.headers.get("Accept", "")
    wants_json = "json" in accept and "text/html" not in accept
    if wants_json or request.path.startswith(_MACHINE_PREFIXES):
        return problem_of(error, request.path)
    names = [f"errors/{error.status}.html", "errors/500.html"]
    response = render(request, names, {"error": error}, status=error.status)
    if error.status == 503:
        response["Retry-After"] = "10"
    return response


class ErrorMiddleware:
    """Answers a QazynaError that a view let pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, QazynaError):
            return None
        if exception.status >= 500:
            logger.error("request failed", code=exception.code, exc_info=exception)
        return error_response(request, exception)

"""The one REST API, version 1: read-only, open to all, described at /api/v1/openapi.json.

Each app brings its router; what they share is in heritage.rest, what HTTP wants in heritage.edge."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from catalogue.api import router as catalogue_router
from heritage.errors import QazynaError, problem, problem_of
from heritage.rest import Problem
from heritage.throttle import AddressThrottle
from institutions.api import router as institutions_router
from search.api import router as search_router

DESCRIPTION = """Everything Qazyna publishes, to read and to reuse. No key is needed.

**Texts** are language maps: `{"kk": "…", "en": "…"}`, with only the languages that have a text. `text_status` says
where each came from (`curator`, `imported`, `machine`, `reviewed`) and whether it is `stale`.

**Lists** are walked by following `next` until it is null. A page is found by position, never by number, so nothing is
skipped or repeated while records come and go. To harvest what changed, give `updated_since` and keep the newest
`updated_at` you saw.

**Errors** are `application/problem+json` (RFC 9457). A record that was withdrawn answers 410.

**Copies** can be checked: send an answer's `ETag` back in `If-None-Match`, and an unchanged one answers 304."""


class TextRenderer(JSONRenderer):
    """Texts as they are: escaped, a Kazakh or Arabic letter takes six bytes and nobody can read the answer."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}


class QazynaAPI(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Ninja's description plus the problems that every operation may answer."""
        schema = super().get_openapi_schema(**kwargs)
        components = schema["components"].setdefault("schemas", {})
        components["Problem"] = Problem.model_json_schema()
        for methods in schema["paths"].values():
            for operation in methods.values():
                _describe_problems(operation)
        return schema

    def get_openapi_operation_id(self, operation: Any) -> str:
        return operation.view_func.__name__


def _describe_problems(operation: dict[str, Any]) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    known = {400: "A parameter is wrong", 429: "Too many requests; see Retry-After", "default": "Any other problem"}
    if any(parameter["in"] == "path" for parameter in operation["parameters"]):
        known[404] = "There is no such published record"
    for status, description in known.items():
        operation["responses"].setdefault(str(status), {"description": description})
    for status, response in operation["responses"].items():
        if not str(status).startswith("2"):
            response["content"] = content


api = QazynaAPI(
    title="Qazyna",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api-1",
    docs=Swagger({"layout": "BaseLayout", "deepLinking": True, "validatorUrl": None}),
    auth=None,
    renderer=TextRenderer(),
    throttle=[AddressThrottle()],
    openapi_extra={"info": {"license": {"name": "Each record states its own rights"}}},
)
api.add_router("", catalogue_router)
api.add_router("", institutions_router)
api.add_router("", search_router)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """400, not Ninja's 422: the request is malformed, and 422 speaks of a body that no GET has."""
    errors = [
        {"in": entry["loc"][0], "name": str(entry["loc"][-1]), "reason": entry["msg"], "code": entry["type"]}
        for entry in error.errors
    ]
    return problem(
        400, "invalid-request", _("The request could not be understood."), instance=request.path, errors=errors
    )


@api.exception_handler(QazynaError)
def known_error(request: HttpRequest, error: QazynaError) -> HttpResponse:
    return problem_of(error, request.path)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, "not-found", _("There is nothing at this address."), instance=request.path)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error, Throttled):
        return problem(429, "too-many-requests", _("Too many requests. Please slow down."), instance=request.path)
    return problem(error.status_code, "refused", str(error), instance=request.path)


def unknown_address(request: HttpRequest, path: str) -> HttpResponse:
    """Everything under /api/ that is no operation."""
    return problem(404, "not-found", _("There is nothing at this address."), instance=request.path)

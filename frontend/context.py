"""What base.html needs on every page beside heritage.context."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from catalogue.access import Visitor, visitor_of

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """`theme` is "" for a visitor who follows the system's setting. `visitor` costs its query where it is used."""
    chosen = request.COOKIES.get("theme", "")
    return {"theme": chosen if chosen in THEMES else "", "visitor": SimpleLazyObject(lambda: visitor(request))}


def visitor(request: HttpRequest) -> Visitor:
    """Who is looking, read once a request."""
    if not hasattr(request, "visitor"):
        request.visitor = visitor_of(getattr(request, "user", None))
    return request.visitor

"""An item's pictures for a frame in somebody else's page."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from catalogue.lookup import Moved
from frontend.views.item import published_item, stage_context
from heritage.errors import NotFound


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def item_embed(request: HttpRequest, identifier: str) -> HttpResponse:
    """What is not public answers in the frame itself: a browser shows no framed page of the site's own."""
    try:
        item = published_item(identifier)
    except Moved as moved:
        address = reverse("item-embed", args=[moved.other.identifier])
        return redirect(f"{address}?{request.META.get('QUERY_STRING', '')}".removesuffix("?"), permanent=True)
    except NotFound as error:
        return render(request, "items/embed_missing.html", {"title": error.title()}, status=error.status)
    return render(request, "items/embed.html", stage_context(item, request))

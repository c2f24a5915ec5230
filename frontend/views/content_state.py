"""`/iiif/content-state?iiif-content=…`: from any link to a view of something of ours to the page that shows it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalogue.lookup import Moved
from frontend.viewing import PARAMETER, stated_view
from frontend.views.item import published_item
from heritage.errors import NotFound


@require_safe
def open_content_state(request: HttpRequest) -> HttpResponse:
    """In the reader's language. Raises InvalidContentState, and NotFound for what speaks of nothing of ours."""
    state = stated_view(request)
    if state is None:
        raise NotFound
    try:
        item = published_item(state.item)
    except Moved as moved:
        # Its pictures went with it.
        item, state = moved.other, replace(state, item=moved.other.identifier)
    with translation.override(translation.get_language_from_request(request)):
        address = item.get_absolute_url()
    # Written anew, so that nothing goes on but what was understood.
    response = HttpResponseRedirect(f"{address}?{PARAMETER}={state.encoded()}" if state.canvas else address)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response

"""With which picture of an item a page opens, with which part of it, and what its controls for sharing must know."""

from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from catalogue.models import Item
from frontend.figures import Figure, chosen
from media_pipeline.iiif import addresses, content_state, places
from media_pipeline.iiif.content_state import ContentState, InvalidContentState

PARAMETER = "iiif-content"


class View(NamedTuple):
    """`region` is "x,y,width,height" in the picture's own pixels, "" for all of it. `lost`: the link meant something
    that is not here, and the reader should know that this is not it."""

    figure: Figure | None
    region: str = ""
    lost: bool = False


def stated_view(request: HttpRequest) -> ContentState | None:
    """None for what speaks of nothing of ours. Raises InvalidContentState."""
    # The names in our addresses: the public one, and the one by which this visitor knows us.
    hosts = {urlsplit(settings.PUBLIC_URL).netloc.lower(), request.get_host().lower()}
    return content_state.read(request.GET.get(PARAMETER, ""), places.reader(hosts))


def opened(request: HttpRequest, item: Item, figures: list[Figure]) -> View:
    """What `?iiif-content=` (Content State API 1.0) or else `?image=3` asks for."""
    first = chosen(figures, request.GET.get("image", ""))
    if not request.GET.get(PARAMETER):
        return View(first)
    try:
        state = stated_view(request)
    except InvalidContentState:
        state = None
    if state is None:
        return View(first, lost=True)
    figure = next((each for each in figures if each.asset.identifier == state.canvas), None)
    if figure is None:
        # A whole item is meant, or the one canvas of an item without pictures.
        is_whole = state.item == item.identifier and not (state.canvas and figures)
        return View(first, lost=not is_whole)
    return _part(figure, state)


def _part(figure: Figure, state: ContentState) -> View:
    """Whatever item it is in by now: pictures move when duplicates are merged."""
    pyramid = figure.asset.pyramid if figure.info_url else None
    if state.region is None or pyramid is None:
        return View(figure)
    pixels = state.region.pixels(pyramid.width, pyramid.height)
    return View(figure, ",".join(map(str, pixels)), False) if pixels else View(figure, lost=True)


def sharing(item: Item, figures: list[Figure], view: View) -> dict[str, Any] | None:
    """What components/share.html and its island need; None for an item that has no address yet. `canvases` are
    (number, name, address of the largest picture) of what can be zoomed, in the viewer's order."""
    if not item.identifier:
        return None
    # Without the title, which makes most addresses long and unreadable once copied.
    page = addresses.public(reverse("item-address", args=[item.identifier]))
    embed = addresses.public(reverse("item-embed", args=[item.identifier]))
    manifest = addresses.manifest_uri(item.identifier)
    number = view.figure.number if view.figure else 1
    query = "" if number == 1 else f"?image={number}"
    return {
        "page": page,
        "permalink": page + query,
        "embed": embed,
        "embed_code": _embed_code(embed + query, str(item)),
        "manifest": manifest,
        # In a dropped link Mirador and Universal Viewer read the first, readers of content states the second.
        "iiif": f"{manifest}?{urlencode({'manifest': manifest, PARAMETER: manifest})}",
        "canvas_prefix": addresses.canvas_uri(item, ""),
        "canvases": [
            [each.number, each.asset.identifier, each.download_url] for each in figures if each.zoom_index is not None
        ],
    }


def _embed_code(address: str, title: str) -> str:
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="600" style="border:0" loading="lazy" allow="fullscreen"'
        " allowfullscreen></iframe>",
        address,
        title,
    )

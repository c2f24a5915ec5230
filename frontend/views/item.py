"""An item's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from catalogue.lookup import Moved, refusal
from catalogue.models import Item
from catalogue.rights import RIGHTS
from catalogue.text_status import machine_translated
from frontend.alternates import in_each_language
from frontend.contents import contents_of
from frontend.context import visitor
from frontend.dates import date_text
from frontend.facts import creators_of, facts_of
from frontend.figures import Figure, figures_of
from frontend.picture_texts import picture_texts
from frontend.structured_data import item_data
from frontend.viewing import opened, sharing
from heritage.identifiers import parse_name
from heritage.languages import resolve
from media_pipeline.models import Asset
from media_pipeline.querysets import with_media

NEIGHBOURS = 4


def published_item(identifier: str) -> Item:
    """Raises what `refusal` gives. `identifier` is as a person typed it."""
    item = with_media(Item.objects.with_terms()).filter(identifier=parse_name(identifier)).first()
    if item is None or not (item.live and item.institution.live):
        raise refusal(item)
    return item


def item_detail(request: HttpRequest, identifier: str, slug: str = "") -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    try:
        item = published_item(identifier)
    except Moved as moved:
        return redirect(moved.other.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    if (identifier, slug) != (item.identifier, item.slug):
        # Not permanent: the slug follows the title.
        return redirect(item.get_absolute_url() + (f"?{query}" if query else ""))
    return render(request, "items/detail.html", item_page_context(item, request))


def item_page_context(item: Item, request: HttpRequest) -> dict[str, Any]:
    """Everything that items/detail.html reads; also given to the editor's preview of an unsaved item."""
    stage = stage_context(item, request)
    figures = stage["figures"]
    # For programs that show the page elsewhere, whoever is looking here.
    cover_url = figures[0].asset.poster_url(1600) if figures else ""
    return stage | {
        "picture_texts": picture_texts(item, stage["figure"], visitor(request)),
        "date": date_text(item.date_edtf),
        "creators": creators_of(item),
        "facts": facts_of(item),
        "contents": contents_of(item, figures, stage["figure"]),
        "machine": _shows_machine_translation(item),
        "neighbours": _neighbours(item),
        "alternates": in_each_language(item.get_absolute_url) if item.identifier else None,
        "cover_url": cover_url,
        "structured_data": item_data(item, cover_url) if item.identifier else None,
    }


def stage_context(item: Item, request: HttpRequest) -> dict[str, Any]:
    """What components/stage.html reads, on the item's page and in a frame elsewhere."""
    figures = figures_of(item, _assets(item), visitor(request))
    view = opened(request, item, figures)
    return {
        "item": item,
        "figures": figures,
        "figure": view.figure,
        "view": view,
        "share": sharing(item, figures, view),
        "zoom_sources": [each.info_url for each in figures if each.info_url],
        "zoom_widths": [each.asset.pyramid.width for each in figures if each.info_url],
        "rights": rights_of(item, view.figure),
    }


def _assets(item: Item) -> list[Asset]:
    ready = getattr(item, "ready_assets", None)
    if ready is not None:
        return ready
    if not item.pk:
        return []
    assets = list(Asset.objects.filter(item_id=item.pk, state=Asset.State.READY).shown().with_files())
    for asset in assets:
        # The preview's, with what the curator has just chosen.
        asset.item = item
    return assets


def rights_of(item: Item, figure: Figure | None) -> dict[str, Any] | None:
    """The picture's own statement goes before the item's."""
    uri = (figure.asset.rights_uri if figure else "") or item.rights_uri
    if not uri:
        return None
    return rights_badge(uri)


def rights_badge(uri: str) -> dict[str, Any]:
    icon = "public-domain" if "/publicdomain/" in uri else "cc" if "creativecommons.org" in uri else "copyright"
    return {"uri": uri, "label": RIGHTS.get(uri, uri), "icon": icon}


def _shows_machine_translation(item: Item) -> bool:
    shown = {field: resolve(getattr(item, field)) for field in ("title", "description", "notes")}
    return any(
        text and machine_translated(item.text_status, field, text.language.code) for field, text in shown.items()
    )


def _neighbours(item: Item) -> list[Item]:
    """The next items of the institution, from its first again after its last."""
    if not item.pk:
        return []
    held = with_media(Item.objects.published().filter(institution_id=item.institution_id)).order_by("id")
    held = held.select_related("institution")
    after = list(held.filter(pk__gt=item.pk)[:NEIGHBOURS])
    return after or list(held.exclude(pk=item.pk)[:NEIGHBOURS])

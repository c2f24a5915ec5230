"""Where else the item is found, and who gives it: homepage, seeAlso, rendering, provider (section 3.2 and 3.3)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from institutions.models import Institution
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.json import JSON
from media_pipeline.iiif.presentation.parts import see_also
from media_pipeline.iiif.texts import iiif_text, plain, words
from media_pipeline.models import Asset


def required_statement(item: Item) -> JSON:
    value = iiif_text(item.credit_line) or iiif_text(item.institution.name)
    return {"label": words(_("Credit")), "value": value or plain(item.institution.code)}


def provider(institution: Institution) -> JSON:
    pages = homepages(institution, institution.name)
    return {
        "id": pages[0]["id"],
        "type": "Agent",
        "label": iiif_text(institution.name) or plain(institution.code),
        "homepage": pages,
    }


def homepages(thing: Any, label: dict[str, str]) -> list[JSON]:
    return [
        {
            "id": url,
            "type": "Text",
            "label": iiif_text(label) or plain(str(thing.pk)),
            "format": "text/html",
            "language": [language.tag],
        }
        for language, url in addresses.in_each_language(thing)
    ]


def records(item: Item) -> list[JSON]:
    """The same item as data, in every form in which it is given out."""
    linked_data = {
        "id": item.ark.url,
        "type": "Dataset",
        "label": {"en": ["Linked data"]},
        "format": "application/ld+json",
    }
    api = {
        "id": addresses.public(f"/api/v1/items/{item.identifier}"),
        "type": "Dataset",
        "label": {"en": ["JSON"]},
        "format": "application/json",
    }
    return [api, linked_data, *see_also(item)]


_RENDERING_TYPES = {Asset.Kind.MODEL: "Model", Asset.Kind.TOUR: "Dataset"}


def rendering(asset: Asset) -> JSON | None:
    if asset.kind not in _RENDERING_TYPES:
        return None
    return {
        "id": addresses.public(addresses.original_path(asset)),
        "type": _RENDERING_TYPES[asset.kind],
        "label": iiif_text(asset.label) or words(Asset.Kind(asset.kind).label),
        "format": asset.media_type,
    }

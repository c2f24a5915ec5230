"""Where else the item is found, and who gives it: homepage, seeAlso, rendering, provider (section 3.2 and 3.3)."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from institutions.models import Institution
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.json import CONTEXT_4, JSON
from media_pipeline.iiif.presentation.parts import see_also
from media_pipeline.iiif.texts import IIIFText, iiif_text, plain, words
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
        **({"logo": [logo]} if (logo := _logo(institution)) else {}),
    }


def _logo(institution: Institution) -> JSON | None:
    logo = institution.logo_file
    if logo is None:
        return None
    size = {"width": logo.width, "height": logo.height}
    return {"id": addresses.public(logo.url), "type": "Image", "format": "image/png", **size}


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


def has_model(assets: list[Asset]) -> bool:
    return any(asset.kind == Asset.Kind.MODEL for asset in assets)


def scene(item: Item) -> JSON:
    """The draft of version 4, of an item that has a model."""
    return {
        "id": addresses.scene_manifest_uri(item.identifier),
        "type": "Manifest",
        "label": {"en": ["IIIF Presentation 4, draft"]},
        "format": f'application/ld+json;profile="{CONTEXT_4}"',
    }


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


def collections_of(item: Item) -> list[JSON]:
    institution, item_set = item.institution, item.item_set
    found = [_collection(institution.code, institution.name)]
    # A set that is still a draft must not show through its items.
    if item_set and item_set.live:
        found.append(_collection(item_set.identifier, item_set.title))
    return found


def _collection(name: str, label: dict[str, str]) -> JSON:
    return {"id": addresses.collection_uri(name), "type": "Collection", "label": iiif_text(label) or plain(name)}


_TYPES = {
    Asset.Kind.MODEL: "Model",
    Asset.Kind.TOUR: "Dataset",
    Asset.Kind.DOCUMENT: "Text",
    Asset.Kind.AUDIO: "Sound",
    Asset.Kind.VIDEO: "Video",
}
_OF_THE_WHOLE = {Asset.Kind.MODEL, Asset.Kind.TOUR, Asset.Kind.DOCUMENT}


def renderings(assets: list[Asset]) -> list[JSON]:
    """Files that stand for the item itself and are for everybody: its model, its tour, its text."""
    return [
        _file(asset, words(Asset.Kind(asset.kind).label))
        for asset in assets
        if asset.kind in _OF_THE_WHOLE and asset.access.is_open and asset.serves_original
    ]


def original(asset: Asset) -> JSON | None:
    """What was painted on the asset's canvas, as it came, where it may be taken."""
    if asset.kind in _OF_THE_WHOLE or not asset.offers_original:
        return None
    return _file(asset, _original_label())


@cache
def _original_label() -> IIIFText:
    # A book has it 500 times.
    return words(_("Original file"))


def _file(asset: Asset, label: IIIFText) -> JSON:
    return {
        "id": addresses.public(addresses.original_path(asset)),
        "type": _TYPES.get(asset.kind, "Image"),
        "label": iiif_text(asset.label) or label,
        "format": asset.media_type,
    }

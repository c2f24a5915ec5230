"""An item's facts as the label and value pairs that viewers list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.dimensions import TYPES
from catalogue.models import Item
from media_pipeline.iiif.texts import IIIFText, iiif_text, joined, plain, words


def item_metadata(item: Item) -> list[dict[str, IIIFText]]:
    """Only what the item has, in the order of the item's page."""
    pairs: list[tuple[Any, IIIFText]] = [
        (_("Kind"), words(Item.Kind(item.kind).label)),
        (_("Creators"), joined([creator.agent.name for creator in item.creators.all()])),
        (_("Date"), plain(item.date_edtf) if item.date_edtf else {}),
        (_("Period"), iiif_text(item.period.pref_label) if item.period else {}),
        (_("Category"), iiif_text(item.category.pref_label) if item.category else {}),
        (_("Place"), iiif_text(item.place.name) if item.place else {}),
        (_("Materials"), joined([term.pref_label for term in item.materials.all()])),
        (_("Techniques"), joined([term.pref_label for term in item.techniques.all()])),
        (_("Dimensions"), _dimensions(item.dimensions)),
        (_("Inventory number"), plain(item.inventory_number) if item.inventory_number else {}),
        (_("State Catalogue number"), plain(item.state_catalogue_number) if item.state_catalogue_number else {}),
        (_("Notes"), iiif_text(item.notes)),
        (_("Current location"), iiif_text(item.current_location)),
        (_("Identifier"), plain(str(item.ark))),
    ]
    return [{"label": words(label), "value": value} for label, value in pairs if value]


def _dimensions(dimensions: list[dict[str, Any]]) -> IIIFText:
    found: IIIFText = {}
    for entry in dimensions:
        for tag, [name] in words(TYPES[entry["type"]]).items():
            part = f" ({entry['part']})" if entry.get("part") else ""
            found.setdefault(tag, []).append(f"{name} {entry['value']:g} {entry['unit']}{part}")
    return found

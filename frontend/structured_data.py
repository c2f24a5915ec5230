"""schema.org descriptions as JSON-LD: in pages for search engines, and what an ARK answers to programs."""

from typing import Any

from django.conf import settings

from catalogue.models import Item
from heritage.languages import LANGUAGES, LanguageMap
from institutions.models import Institution

_TYPES = {
    Item.Kind.PHOTOGRAPH: "Photograph",
    Item.Kind.MAP: "Map",
    Item.Kind.BOOK: "Book",
    Item.Kind.FILM: "Movie",
    Item.Kind.SOUND: "AudioObject",
    Item.Kind.DOCUMENT: "ArchiveComponent",
    Item.Kind.MONUMENT: "LandmarksOrHistoricalBuildings",
}
Json = dict[str, Any]


def texts(value: LanguageMap) -> list[Json]:
    return [{"@value": text, "@language": LANGUAGES[code].tag} for code, text in value.items()]


def item_data(item: Item, image_url: str = "") -> Json:
    """`image_url` is relative to the site. What is not known is left out."""
    identifier = item.ark.url
    data: Json = {
        "@context": "https://schema.org/",
        "@type": _TYPES.get(Item.Kind(item.kind), "CreativeWork"),
        "@id": identifier,
        "identifier": str(item.ark),
        "url": identifier,
        "name": texts(item.title),
        "description": texts(item.description),
        "dateCreated": item.date_edtf,
        "creator": [{"@type": "Person", "name": texts(each.agent.name)} for each in item.creators.all()],
        "material": [label for each in item.materials.all() for label in texts(each.pref_label)],
        "locationCreated": _place(item),
        "license": item.rights_uri,
        "creditText": texts(item.credit_line),
        "sameAs": item.same_as,
        "image": settings.PUBLIC_URL + image_url if image_url else "",
        "holdingArchive": {"@type": "ArchiveOrganization", "name": texts(item.institution.name)},
    }
    return {key: value for key, value in data.items() if value}


def _place(item: Item) -> Json | None:
    if not item.place:
        return None
    place: Json = {"@type": "Place", "name": texts(item.place.name)}
    if item.place.latitude is not None and item.place.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": item.place.latitude,
            "longitude": item.place.longitude,
        }
    return place


def institution_data(institution: Institution, url: str) -> Json:
    data: Json = {
        "@context": "https://schema.org/",
        "@type": "Museum" if institution.kind.startswith("museum") else "Organization",
        "name": texts(institution.name),
        "description": texts(institution.description),
        "url": settings.PUBLIC_URL + url,
        "sameAs": institution.website,
        "logo": settings.PUBLIC_URL + logo.url if (logo := institution.logo_file) else "",
    }
    return {key: value for key, value in data.items() if value}

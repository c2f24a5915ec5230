"""What templates ask about exhibitions."""

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.models import Item
from exhibits.iiif import address_of
from exhibits.models import ExhibitionPage
from exhibits.navigation import exhibitions_path
from frontend.structured_data import Json, texts
from heritage.languages import current_language
from media_pipeline.models import cover

__all__ = ["address_of", "dates_of", "exhibition_data", "exhibitions_url"]


def exhibitions_url() -> str:
    """ "" where the reader's language has no list of exhibitions."""
    return exhibitions_path(current_language())


def dates_of(page: ExhibitionPage) -> str:
    """As people read them; "" for an exhibition that is always open."""
    opens, closes = (date_format(day, "DATE_FORMAT") if day else "" for day in (page.opens, page.closes))
    if opens and closes:
        return f"{opens} – {closes}"
    if closes:
        return _("Until %(date)s") % {"date": closes}
    return _("From %(date)s") % {"date": opens} if opens else ""


def exhibition_data(page: ExhibitionPage, exhibits: list[Item], holders: list[Any]) -> Json:
    """schema.org: an event where it has dates, else a collection of works."""
    picture = next((found.poster_url(1600) for item in exhibits if (found := cover(item))), "")
    works = [{"@type": "CreativeWork", "@id": item.ark.url, "name": texts(item.title)} for item in exhibits]
    is_event = page.opens is not None
    data: Json = {
        "@context": "https://schema.org/",
        "@type": "ExhibitionEvent" if is_event else "Collection",
        "name": page.title,
        "description": page.lead,
        "inLanguage": current_language().tag,
        "image": settings.PUBLIC_URL + picture if picture else "",
        "startDate": page.opens.isoformat() if page.opens else "",
        "endDate": page.closes.isoformat() if page.closes and is_event else "",
        "organizer" if is_event else "provider": [
            {"@type": "Organization", "name": texts(holder.name)} for holder in holders
        ],
        "workFeatured" if is_event else "hasPart": works,
    }
    return {key: value for key, value in data.items() if value}

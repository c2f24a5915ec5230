"""The centuries that published items come from: ways into the collection by time."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse

from catalogue.models import Item
from search.documents import centuries
from search.labels import century_label

SECONDS = 300


class Century(NamedTuple):
    label: str
    url: str


def published_centuries() -> list[Century]:
    """Oldest first; counted by the same rule as the facet that they lead to."""
    found = cache.get_or_set("frontend.centuries", _found, SECONDS)
    address = reverse("search")
    return [Century(century_label(str(each)), f"{address}?{urlencode({'century': each})}") for each in found]


def _found() -> list[int]:
    spans = Item.objects.published().filter(earliest_year__isnull=False).order_by()
    rows = spans.values_list("earliest_year", "latest_year").distinct()
    return sorted({number for earliest, latest in rows for number in centuries(earliest, latest)})

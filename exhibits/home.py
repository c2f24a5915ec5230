"""What the home page shows, in a constant number of queries."""

from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Q

from catalogue.models import Item
from institutions.models import Institution
from media_pipeline.models import Asset
from media_pipeline.querysets import with_media

# Counting millions of rows for each visitor would cost more than a figure a minute old.
COUNTS_SECONDS = 60
INSTITUTIONS_SHOWN = 12


class Kind(NamedTuple):
    value: str
    label: str
    count: int


class Figures(NamedTuple):
    items: int
    institutions: int
    images: int
    kinds: dict[str, int]


def figures() -> Figures:
    return cache.get_or_set("exhibits.home.figures", _count, COUNTS_SECONDS)


def _count() -> Figures:
    published = Item.objects.published()
    kinds = dict(published.order_by().values_list("kind").annotate(count=Count("id")))
    return Figures(
        items=sum(kinds.values()),
        institutions=Institution.objects.filter(live=True).count(),
        images=Asset.objects.published().filter(kind=Asset.Kind.IMAGE).count(),
        kinds=kinds,
    )


def published_in_order(ids: list[int]) -> list[Item]:
    """The published ones of these items, with their media, in the order given."""
    found = with_media(Item.objects.published().with_terms().filter(pk__in=ids)).in_bulk()
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def home_context(hero_id: int | None, highlight_ids: list[int]) -> dict[str, Any]:
    """`hero` (or None), `highlights`, `institutions` with `published_items`, `figures` and `kinds`."""
    shown = published_in_order([pk for pk in (hero_id, *highlight_ids) if pk])
    hero = next((item for item in shown if item.pk == hero_id), None)
    numbers = figures()
    institutions = Institution.objects.filter(live=True).annotate(
        published_items=Count("items", filter=Q(items__live=True))
    )
    return {
        "hero": hero or (shown[0] if shown else None),
        "highlights": [item for item in shown if item.pk in set(highlight_ids)],
        "institutions": institutions.select_related("region").order_by("-published_items", "code")[:INSTITUTIONS_SHOWN],
        "figures": numbers,
        "kinds": [
            Kind(value, str(label), numbers.kinds[value])
            for value, label in Item.Kind.choices
            if value in numbers.kinds
        ],
    }

"""Names of facet values: one query for each table, whatever the number of values and languages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalogue.models import Item, ItemSet
from catalogue.rights import RIGHTS
from heritage.languages import LanguageMap
from institutions.models import Institution, Region
from media_pipeline.models import Asset
from vocabularies.models import Agent, Concept, Place

Label = LanguageMap | str | Promise
_CONCEPTS = ("category", "period", "material", "technique")
_TABLES: tuple[tuple[tuple[str, ...], Any, str, str], ...] = (
    (_CONCEPTS, Concept, "pk", "pref_label"),
    (("creator",), Agent, "pk", "name"),
    (("place",), Place, "pk", "name"),
    (("institution",), Institution, "code", "name"),
    (("set",), ItemSet, "identifier", "title"),
    (("region",), Region, "iso", "name"),
)


def labels_of(values: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], Label]:
    """{(facet, value): its language map, or its text}. What is unknown, as a value from an old link, has none."""
    found: dict[tuple[str, str], Label] = {}
    for facets, model, key, label in _TABLES:
        wanted = {value for facet in facets for value in values.get(facet, ()) if key != "pk" or _is_key(value)}
        if not wanted:
            continue
        rows = model.objects.filter(**{f"{key}__in": wanted})
        if model in (Institution, ItemSet):
            rows = rows.filter(live=True)
        names = {str(value): text for value, text in rows.values_list(key, label)}
        found |= {(facet, value): names[value] for facet in facets for value in values.get(facet, ()) if value in names}
    for facet, name in (("kind", _kind), ("rights", RIGHTS.get), ("has", _medium), ("century", century_label)):
        found |= {(facet, value): text for value in values.get(facet, ()) if (text := name(value))}
    return found


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 18


def _kind(value: str) -> str | Promise | None:
    return Item.Kind(value).label if value in Item.Kind.values else None


def _medium(value: str) -> str | Promise | None:
    return Asset.Kind(value).label if value in Asset.Kind.values else None


def century_label(value: str) -> str:
    """Its years, which every language writes alike: 19 -> 1801–1900, -5 -> 500–401 BCE."""
    try:
        number = int(value[:8])
    except ValueError:
        return ""
    if number > 0:
        return f"{number * 100 - 99}–{number * 100}"
    if number < 0:
        return _("%(years)s BCE") % {"years": f"{-number * 100}–{-number * 100 - 99}"}
    return ""

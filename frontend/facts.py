"""The rows of an item's record, as readers see them: a label and values, each perhaps a way to more of the same."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.dimensions import TYPES
from catalogue.models import Item
from frontend.dates import date_text
from heritage.languages import LanguageMap

Text = LanguageMap | str | Promise


class Value(NamedTuple):
    """`text` is a language map or a plain text; `url` leads to the items that share it; `note` follows in brackets."""

    text: Text
    url: str = ""
    note: str = ""


class Fact(NamedTuple):
    label: str | Promise
    values: list[Value]


def search_url(**filters: Any) -> str:
    return f"{reverse('search')}?{urlencode(filters)}"


def facts_of(item: Item) -> list[Fact]:
    rows = [
        Fact(_("Kind"), [Value(item.get_kind_display(), search_url(kind=item.kind))]),
        Fact(_("Category"), _term(item.category, "category")),
        Fact(_("Creator"), creators_of(item)),
        Fact(_("Date"), _plain(date_text(item.date_edtf))),
        Fact(_("Period"), _term(item.period, "period")),
        Fact(_("Place"), [Value(item.place.name, search_url(place=item.place_id))] if item.place else []),
        Fact(_("Material"), [value for each in item.materials.all() for value in _term(each, "material")]),
        Fact(_("Technique"), [value for each in item.techniques.all() for value in _term(each, "technique")]),
        Fact(_("Dimensions"), [Value(dimension_text(each)) for each in item.dimensions]),
        Fact(_("Part of"), [Value(item.item_set.title)] if item.item_set and item.item_set.live else []),
        Fact(_("Inventory number"), _plain(item.inventory_number)),
        Fact(_("State Catalogue number"), _plain(item.state_catalogue_number)),
        Fact(_("Current location"), [Value(item.current_location)] if item.current_location else []),
        Fact(_("Credit line"), [Value(item.credit_line)] if item.credit_line else []),
    ]
    return [row for row in rows if row.values]


def creators_of(item: Item) -> list[Value]:
    return [
        Value(creator.agent.name, search_url(creator=creator.agent_id), _role(creator.role))
        for creator in item.creators.all()
    ]


def _role(role: str) -> str:
    # "creator" is what a source says that names no role.
    return "" if role == "creator" else role


def _term(concept: Any, facet: str) -> list[Value]:
    return [Value(concept.pref_label, search_url(**{facet: concept.pk}))] if concept else []


def _plain(text: str) -> list[Value]:
    return [Value(text)] if text else []


def dimension_text(dimension: dict[str, Any]) -> str:
    """ "height 31.8 cm (support)", the number as the language writes it."""
    number = localize(dimension["value"], use_l10n=True)
    # A no-break space: the unit stays with its number.
    text = f"{TYPES[dimension['type']]} {number}\u00a0{dimension['unit']}"
    return f"{text} ({dimension['part']})" if dimension.get("part") else text

"""Words of an item that begin as typed (section 5)."""

from collections import Counter
from typing import Any

from catalogue.models import Item
from heritage.errors import UserError
from search.analysis import folded
from search.iiif.request import SearchRequest
from search.iiif.results import SEARCH_CONTEXT, search_uri
from search.iiif.units import units
from search.iiif.vocabulary import completions

TERMS = 20


def autocomplete_uri(item: Item) -> str:
    return f"{search_uri(item)}/autocomplete"


def term_page(item: Item, asked: SearchRequest) -> dict[str, Any]:
    """The most frequent words, in alphabetical order. Raises UserError without a beginning."""
    if not asked.q:
        raise UserError("q")
    more = {"min": str(asked.least)} if asked.least > 1 else {}
    found = _words(item, asked)
    frequent = [(word, count) for word, count in found.most_common(TERMS) if count >= asked.least]
    made: dict[str, Any] = {
        "@context": SEARCH_CONTEXT,
        "id": autocomplete_uri(item) + asked.query(**more),
        "type": "TermPage",
        "items": [{"value": word, "total": count} for word, count in sorted(frequent)],
    }
    if asked.ignored:
        made["ignored"] = list(asked.ignored)
    return made


def _words(item: Item, asked: SearchRequest) -> Counter[str]:
    """What is typed is one string: a beginning of two words begins none."""
    beginning = folded(asked.q)
    if not beginning or " " in beginning:
        return Counter()
    admitted = (unit for unit in units(item, "words") if asked.admits(unit))
    return completions((words for unit in admitted for words in unit.content.values()), beginning)

"""Item -> search document: the only definition. Pure; every engine stores what stands here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalogue.models import Item
from heritage.languages import LanguageMap

YEAR_BOUND = 2**21
_NO_YEAR = 2**22 + 1
_ID_BITS = 40
_MOST_CENTURIES = 30


class MediaFacts(NamedTuple):
    """What an item can be found by of its media: names of the `has` facet ("image", "model" …)."""

    has: tuple[str, ...] = ()


class NamedTerm(NamedTuple):
    """A term that autocomplete offers: `kind` is the facet it filters, `value` that facet's value."""

    kind: str
    value: str
    labels: LanguageMap


@dataclass(frozen=True)
class SearchDocument:
    """`texts`: text field -> language maps, as they are in the record. `keywords` and `numbers`: field -> values.
    `version` is the number of a change that the record was read after: of two, the one with the higher is newer."""

    identifier: str
    texts: dict[str, list[LanguageMap]]
    keywords: dict[str, list[str]]
    numbers: dict[str, int]
    codes: list[str] = field(default_factory=list)
    named: list[NamedTerm] = field(default_factory=list)
    version: int = 0


def document(item: Item, media: MediaFacts = MediaFacts(), version: int = 0) -> SearchDocument:  # noqa: B008 (immutable)
    """Of a published item fetched `with_terms()`."""
    named = list(_named_terms(item))
    keywords: dict[str, list[str]] = {}
    for term in named:
        keywords.setdefault(term.kind, []).append(term.value)
    keywords |= {
        "kind": [item.kind],
        "region": [item.institution.region.iso] if item.institution.region else [],
        "century": [str(number) for number in centuries(item.earliest_year, item.latest_year)],
        "rights": [item.rights_uri] if item.rights_uri else [],
        "has": list(media.has),
    }
    return SearchDocument(
        identifier=item.identifier,
        texts={
            "title": [item.title],
            "terms": [term.labels for term in named] + list(_alternative_labels(item)),
            "text": [item.description, item.notes, item.current_location, item.credit_line],
        },
        keywords={name: list(dict.fromkeys(values)) for name, values in keywords.items()},
        numbers=_numbers(item, media),
        codes=[code for code in (item.identifier, item.inventory_number, item.state_catalogue_number) if code],
        named=named,
        version=version,
    )


def _named_terms(item: Item) -> Iterable[NamedTerm]:
    yield NamedTerm("institution", item.institution.code, item.institution.name)
    if item.item_set and item.item_set.live:
        yield NamedTerm("set", item.item_set.identifier, item.item_set.title)
    for kind, term in (("category", item.category), ("period", item.period)):
        if term:
            yield NamedTerm(kind, str(term.pk), term.pref_label)
    for kind, terms in (("material", item.materials.all()), ("technique", item.techniques.all())):
        for term in terms:
            yield NamedTerm(kind, str(term.pk), term.pref_label)
    for made in item.creators.all():
        yield NamedTerm("creator", str(made.agent_id), made.agent.name)
    if item.place:
        yield NamedTerm("place", str(item.place.pk), item.place.name)


def _alternative_labels(item: Item) -> Iterable[LanguageMap]:
    concepts = [item.category, item.period, *item.materials.all(), *item.techniques.all()]
    for concept in concepts:
        if concept and concept.alt_label:
            yield {code: "; ".join(labels) for code, labels in _lists(concept.alt_label).items()}


def _lists(labels: Mapping[str, Any]) -> dict[str, list[str]]:
    """{language code: [texts]}, whatever an import put there."""
    return {
        code: [str(text) for text in (texts if isinstance(texts, list) else [texts])] for code, texts in labels.items()
    }


def _numbers(item: Item, media: MediaFacts) -> dict[str, int]:
    """Years to filter by, where an open end is beyond every year, and unique ascending keys to sort by: with the
    item's own number in the low bits they are an order without ties, so a position in it is one number."""
    earliest, latest = _bounded(item.earliest_year), _bounded(item.latest_year)
    newest = item.pk if (item.pk or 0) < 2**_ID_BITS else 0
    last_first = 2**_ID_BITS - 1 - newest
    numbers = {
        "sort_browse": _key(0 if media.has else 1, last_first),
        "sort_oldest": _key(_NO_YEAR if earliest is None else earliest + YEAR_BOUND, newest),
        "sort_newest": _key(_NO_YEAR if latest is None else YEAR_BOUND - latest, newest),
        "sort_added": last_first,
    }
    if earliest is not None or latest is not None:
        numbers["earliest"] = -YEAR_BOUND if earliest is None else earliest
        numbers["latest"] = YEAR_BOUND if latest is None else latest
    return numbers


def _bounded(year: int | None) -> int | None:
    return None if year is None else max(-YEAR_BOUND, min(YEAR_BOUND, year))


def _key(high: int, low: int) -> int:
    return (high << _ID_BITS) | low


def century(year: int) -> int:
    """Of an astronomical year: 19 for 1801-1900, -1 for 100 BCE to 1 BCE (-99 to 0). There is no century 0."""
    return (year - 1) // 100 + 1 if year > 0 else (year - 1) // 100


def centuries(earliest: int | None, latest: int | None) -> list[int]:
    """All that a dating touches; only the first and the last when it spans more than thirty."""
    if earliest is None and latest is None:
        return []
    first = century(latest if earliest is None else earliest)
    last = century(earliest if latest is None else latest)
    if last - first > _MOST_CENTURIES:
        return [first, last]
    return [number for number in range(first, last + 1) if number]

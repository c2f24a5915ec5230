"""Concepts, places and agents by their keys: found or made in bulk, remembered while the import runs.

An import only ever adds to the vocabularies: what is there is the curators' and stays as it is."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from interchange.item_data import Creator, ItemData, Term
from vocabularies.models import Agent, Concept, ConceptScheme, Place

# The item's field, the scheme its concepts are in, and the scheme's title should it be missing.
SCHEMES = {
    "category": ("category", "Category"),
    "period": ("period", "Period"),
    "materials": ("material", "Material"),
    "techniques": ("technique", "Technique"),
}
_REMEMBERED = 200_000
_CHUNK = 900


class TermIds:
    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], int] = {}
        self._schemes: dict[str, int] = {}

    def __call__(self, field: str, key: str) -> int:
        """The primary key of what `load` has found or made; "creators" and "place" are fields too."""
        return self._ids[field, key]

    def load(self, batch: Iterable[ItemData]) -> None:
        if len(self._ids) > _REMEMBERED:
            self._ids.clear()
        wanted: dict[str, dict[str, Any]] = {}
        for data in batch:
            for field in ("category", "period", "place"):
                if term := getattr(data, field):
                    wanted.setdefault(field, {}).setdefault(term.key, term)
            for field in ("materials", "techniques", "creators"):
                for each in getattr(data, field):
                    wanted.setdefault(field, {}).setdefault(each.key, each)
        for field, by_key in wanted.items():
            missing = {key: each for key, each in by_key.items() if (field, key) not in self._ids}
            if missing:
                self._find_or_make(field, missing)

    def _find_or_make(self, field: str, wanted: dict[str, Any]) -> None:
        rows, make = self._kind(field)
        self._find(field, rows, list(wanted))
        new = [make(each) for key, each in wanted.items() if (field, key) not in self._ids]
        if new:
            # Another import may be making the same ones.
            rows.model.objects.bulk_create(new, ignore_conflicts=True, batch_size=_CHUNK)
            self._find(field, rows, [each.key for each in new])

    def _find(self, field: str, rows: models.QuerySet, keys: list[str]) -> None:
        for start in range(0, len(keys), _CHUNK):
            found = rows.filter(key__in=keys[start : start + _CHUNK]).values_list("key", "pk")
            self._ids |= {(field, key): pk for key, pk in found}

    def _kind(self, field: str) -> tuple[models.QuerySet, Callable[[Any], Any]]:
        if field == "creators":
            return Agent.objects.all(), _agent
        if field == "place":
            return Place.objects.all(), lambda term: Place(key=term.key, name=term.label)
        scheme = self._scheme(field)
        return Concept.objects.filter(scheme_id=scheme), lambda term: _concept(term, scheme)

    def _scheme(self, field: str) -> int:
        if field not in self._schemes:
            code, title = SCHEMES[field]
            scheme, _made = ConceptScheme.objects.get_or_create(code=code, defaults={"title": {"en": title}})
            self._schemes[field] = scheme.pk
        return self._schemes[field]


def _concept(term: Term, scheme: int) -> Concept:
    return Concept(scheme_id=scheme, key=term.key, pref_label=term.label)


def _agent(creator: Creator) -> Agent:
    return Agent(
        key=creator.key,
        kind=creator.kind,
        name=creator.name,
        sort_name=creator.sort_name,
        birth_edtf=creator.birth_edtf,
        death_edtf=creator.death_edtf,
    )

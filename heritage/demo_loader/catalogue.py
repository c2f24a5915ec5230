"""Institutions, terms and the 35 records. What exists is left as it is: a curator may have changed it."""

from typing import Any

from django.db import transaction

from catalogue.models import Item, ItemCreator
from catalogue.services import item_publish, item_save
from catalogue.text_status import Origin
from heritage.demo_loader import records
from heritage.demo_loader.data import INSTITUTION, load
from heritage.demo_loader.steps import Tick
from institutions.models import Institution
from institutions.permissions import SYSTEM
from vocabularies.models import Agent, Concept, ConceptScheme, Place, term_key


def load_terms(tick: Tick) -> None:
    schemes = {
        code: ConceptScheme.objects.get_or_create(code=code, defaults={"title": title})[0]
        for code, title in load("schemes").items()
    }
    for term in tick.over(load("glossary")):
        Concept.objects.get_or_create(
            scheme=schemes[term["scheme"]],
            key=term_key(term["label"]["en"]),
            defaults={
                "pref_label": term["label"],
                "alt_label": term.get("alt", {}),
                "exact_match": term["exact_match"],
            },
        )
    for place in load("places"):
        Place.objects.get_or_create(
            key=place["slug"],
            defaults={
                "name": place["name"],
                "latitude": place["lat"],
                "longitude": place["lon"],
                "country": place["country"] or "",
            },
        )


def load_institutions(tick: Tick) -> None:
    for entry in tick.over(load("institutions")):
        fields = {name: entry[name] for name in ("kind", "name", "description", "is_demonstration")}
        institution, made = Institution.objects.get_or_create(
            code=entry["code"],
            defaults={
                **fields,
                "website": entry["website"] or "",
                "latitude": entry["lat"],
                "longitude": entry["lon"],
            },
        )
        if made:
            institution.publish(institution.save_revision(), skip_permission_checks=True)


def load_records(tick: Tick) -> None:
    institution = Institution.objects.get(code=INSTITUTION)
    known = set(Item.objects.filter(institution=institution).values_list("source_id", flat=True))
    translations = load("translations")
    places = {name: place["slug"] for place in load("places") for name in place["records"]}
    for record in tick.over(load("catalogue")):
        if record["id"] not in known:
            _load_record(institution, record, translations[record["id"]], places.get(record["id"]))


@transaction.atomic
def _load_record(
    institution: Institution, record: dict[str, Any], translated: dict[str, Any], place: str | None
) -> None:
    """Saved twice, so that each text says where it came from: the source's English first, then the translations."""
    texts = records.texts(record, translated)
    techniques, materials = records.techniques_and_materials(record)
    item = Item(
        institution=institution,
        source_id=record["id"],
        inventory_number=f"DEMO-{record['id']}"[:120],
        kind=records.KINDS[record["kind"]],
        **{field: {"en": text["en"]} for field, text in texts.items()},
        date_edtf=record["date_edtf"] or "",
        dimensions=records.dimensions(record),
        rights_uri=record["rights_uri"],
        credit_line={"en": record["credit"]},
        category=_concept("category", records.category(record)),
        place=Place.objects.get(key=place) if place else None,
    )
    item_save(item, user=SYSTEM, origin=Origin.IMPORTED)
    for field, text in texts.items():
        setattr(item, field, text)
    item.techniques = [_concept("technique", notation) for notation in techniques]
    item.materials = [_concept("material", notation) for notation in materials]
    item.creators = [
        ItemCreator(agent=_agent(creator), role=creator.role, sort_order=order)
        for order, creator in enumerate(records.creators(record))
    ]
    item_save(item, user=SYSTEM, origin=Origin.MACHINE)
    item_publish(item, user=SYSTEM)


def _concept(scheme: str, notation: str) -> Concept:
    [label] = (
        term["label"]["en"] for term in load("glossary") if (term["scheme"], term["notation"]) == (scheme, notation)
    )
    return Concept.objects.get(scheme__code=scheme, key=term_key(label))


def _agent(creator: records.Creator) -> Agent:
    defaults = {"name": {"en": creator.name}, "kind": creator.kind, "sort_name": _sort_name(creator)}
    return Agent.objects.get_or_create(key=term_key(creator.name), defaults=defaults)[0]


def _sort_name(creator: records.Creator) -> str:
    if creator.kind == "group" or " " not in creator.name:
        return creator.name
    first, _space, last = creator.name.rpartition(" ")
    return f"{last}, {first}"

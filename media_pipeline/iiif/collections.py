"""Presentation API 3.0 collections: all institutions, each institution, and pages of its manifests.

A page holds the items whose keys lie in one block of PAGE_KEYS, so its members never move to another page as items
come and go, and no collection grows with the whole."""

from typing import Any

from django.db.models import Count, F, IntegerField
from django.db.models.functions import Cast, Floor
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from heritage.errors import NotFound
from institutions.models import Institution
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation import CONTEXT, JSON
from media_pipeline.iiif.texts import iiif_text, plain, words

TOP = "top"
PAGE_KEYS = 1000


def collection(name: str) -> JSON:
    """`name` is "top", an institution's code, or "{code}.{page}". Raises NotFound."""
    if name == TOP:
        return _top()
    code, dot, page = name.partition(".")
    institution = Institution.objects.filter(code=code, live=True).first()
    if institution is None or (dot and not (page.isascii() and page.isdigit() and len(page) < 12)):
        raise NotFound()
    return _page(institution, int(page)) if dot else _institution(institution)


def _top() -> JSON:
    institutions = Institution.objects.filter(live=True).order_by("code")
    return _collection(TOP, words(_("All institutions")), [_reference(i.code, i.name) for i in institutions])


def _institution(institution: Institution) -> JSON:
    items = Item.objects.published().filter(institution=institution)
    if items.order_by("id")[: PAGE_KEYS + 1].count() <= PAGE_KEYS:
        members = _manifests(items)
    else:
        members = [
            _reference(f"{institution.code}.{page}", institution.name, str(count))
            for page, count in _pages(institution)
        ]
    made = _collection(institution.code, _name(institution), members)
    return made | {"partOf": [{"id": addresses.collection_uri(TOP), "type": "Collection"}]}


def _pages(institution: Institution) -> list[tuple[int, int]]:
    """(page, number of items), by one grouped read of an index."""
    # A float's floor: the engines round a whole-number division differently.
    block = Cast(Floor(F("id") / float(PAGE_KEYS)), IntegerField())
    published = Item.objects.published().filter(institution=institution).order_by()
    rows = published.annotate(block=block).values("block").annotate(count=Count("id")).order_by("block")
    return [(row["block"], row["count"]) for row in rows]


def _page(institution: Institution, page: int) -> JSON:
    block = Item.objects.published().filter(
        institution=institution, id__gte=page * PAGE_KEYS, id__lt=(page + 1) * PAGE_KEYS
    )
    members = _manifests(block)
    if not members:
        raise NotFound()
    made = _collection(f"{institution.code}.{page}", _name(institution), members)
    return made | {"partOf": [{"id": addresses.collection_uri(institution.code), "type": "Collection"}]}


def _manifests(items: Any) -> list[JSON]:
    rows = items.order_by("id").values_list("identifier", "title")
    return [
        {
            "id": addresses.manifest_uri(identifier),
            "type": "Manifest",
            "label": iiif_text(title) or plain(identifier),
        }
        for identifier, title in rows
    ]


def _name(institution: Institution) -> dict[str, list[str]]:
    return iiif_text(institution.name) or plain(institution.code)


def _reference(name: str, label: dict[str, str], note: str = "") -> JSON:
    text = {tag: [f"{each} ({note})" if note else each for each in texts] for tag, texts in iiif_text(label).items()}
    return {"id": addresses.collection_uri(name), "type": "Collection", "label": text or plain(name)}


def _collection(name: str, label: dict[str, list[str]], members: list[JSON]) -> JSON:
    return {
        "@context": CONTEXT,
        "id": addresses.collection_uri(name),
        "type": "Collection",
        "label": label,
        "items": members,
    }

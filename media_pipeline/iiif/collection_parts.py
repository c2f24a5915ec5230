"""What Collections are made of."""

from typing import Any, NamedTuple

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.access import SizeLimit, image_access
from catalogue.models import Item
from heritage.identifiers import ark_of
from heritage.languages import LanguageMap
from institutions.models import Institution
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.json import CONTEXT, JSON
from media_pipeline.iiif.texts import IIIFText, iiif_text, plain, words
from media_pipeline.models import Asset, Derivative
from media_pipeline.posters import PosterSet

THUMBNAIL_WIDTH = 400


def collection_json(name: str, label: IIIFText, members: list[JSON], **properties: Any) -> JSON:
    """`properties` as Presentation 3.0 names them; those without a value are left out. The picture of the first
    member that has one stands for the whole."""
    made = {"@context": CONTEXT, "id": addresses.collection_uri(name), "type": "Collection", "label": label}
    properties.setdefault("thumbnail", next((each["thumbnail"] for each in members if "thumbnail" in each), None))
    return made | {key: value for key, value in properties.items() if value} | {"items": members}


def reference(name: str, label: IIIFText, **properties: Any) -> JSON:
    """A Collection as a member of another."""
    made = {"id": addresses.collection_uri(name), "type": "Collection", "label": label or plain(name)}
    return made | {key: value for key, value in properties.items() if value}


def part_of(name: str) -> list[JSON]:
    return [{"id": addresses.collection_uri(name), "type": "Collection"}]


def institution_label(institution: Institution) -> IIIFText:
    return iiif_text(institution.name) or plain(institution.code)


def credit(institution: Institution) -> JSON:
    return credited(institution_label(institution))


def credited(value: IIIFText) -> JSON:
    return {"label": words(_("Credit")), "value": value}


def homepage(url: str, label: IIIFText) -> JSON:
    return {"id": url, "type": "Text", "label": label, "format": "text/html"}


def api_record(path: str) -> list[JSON]:
    made = {"id": addresses.public(path), "type": "Dataset", "label": {"en": ["JSON"]}, "format": "application/json"}
    return [made]


def manifests(items: QuerySet[Item]) -> list[JSON]:
    """Items as members, in their order."""
    return [_member(addresses.manifest_uri(row.identifier), "Manifest", row) for row in pictured(items)]


def manifests_in_order(items: QuerySet[Item], identifiers: list[str]) -> list[JSON]:
    """Of those of `items` that are named, each once, in the order of the names."""
    found = {row.identifier: row for row in pictured(items.filter(identifier__in=identifiers))}
    chosen = [found[name] for name in dict.fromkeys(identifiers) if name in found]
    return [_member(addresses.manifest_uri(row.identifier), "Manifest", row) for row in chosen]


def collections_of(items: QuerySet[Item], prefix: str) -> list[JSON]:
    """Items each of which has a Collection of its own, named `prefix` and its identifier."""
    return [
        _member(addresses.collection_uri(f"{prefix}{row.identifier}"), "Collection", row) for row in pictured(items)
    ]


def _member(uri: str, kind: str, row: "Pictured") -> JSON:
    """The homepage is the ARK, which knows the reader's language, so that a thousand members stay short."""
    ark = ark_of(row.identifier)
    made = {"id": uri, "type": kind, "label": iiif_text(row.title) or plain(row.identifier)}
    made["homepage"] = [homepage(ark.url, plain(str(ark)))]
    return made | ({"thumbnail": [row.thumbnail]} if row.thumbnail else {})


class Pictured(NamedTuple):
    identifier: str
    title: LanguageMap
    thumbnail: JSON | None


def pictured(items: QuerySet[Item]) -> list[Pictured]:
    """In their order, by two queries."""
    rows = items.annotate(poster=Subquery(_posters().values("pk")[:1]))
    rows = list(rows.values_list("identifier", "title", "poster", *Item.ACCESS_FIELDS, named=True))
    pictures = _pictures({row.poster: image_access(row).limit for row in rows if row.poster})
    return [Pictured(row.identifier, row.title, pictures.get(row.poster)) for row in rows]


def seen_of(items: QuerySet[Item]) -> tuple[Any, ...]:
    """Differs whenever `pictured` would answer something else: by one query, which reads no text."""
    rows = items.order_by().annotate(picture_saved=Subquery(_posters().values("updated_at")[:1]))
    found = rows.aggregate(
        number=Count("pk"),
        keys=Sum("pk"),
        saved=Max("updated_at"),
        pictures=Count("picture_saved"),
        pictures_saved=Max("picture_saved"),
    )
    # An embargo ends with its day, though nothing is saved.
    return (timezone.localdate(), *found.values())


def _posters() -> QuerySet[Derivative]:
    """Of one item, the first first: a book's thousand pages are not read to show one."""
    return Derivative.objects.filter(
        kind=Derivative.Kind.POSTERS,
        state=Derivative.State.READY,
        asset__item=OuterRef("pk"),
        asset__state=Asset.State.READY,
    ).order_by("asset__position", "asset_id")


def _pictures(limits: dict[int, SizeLimit | None]) -> dict[int, JSON]:
    """By keys of posters' derivatives, as large as everybody may see them."""
    rows = Derivative.objects.filter(pk__in=limits).values_list("pk", "asset__identifier", "source_sha256", "metadata")
    return {pk: made for pk, *about in rows if (made := _picture(limits[pk], *about))}


def _picture(limit: SizeLimit | None, identifier: str, sha256: str, metadata: JSON) -> JSON | None:
    poster = PosterSet(identifier, sha256, metadata.get("files", [])).within(limit).at_least(THUMBNAIL_WIDTH)
    if poster is None:
        return None
    size = {"width": poster.width, "height": poster.height}
    return {"id": addresses.public(poster.url), "type": "Image", "format": poster.type} | size

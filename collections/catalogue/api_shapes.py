"""What an item and an item set look like in the API: the shapes, and the one place that fills them."""

from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from ninja import Schema
from pydantic import Field

from catalogue.access import NO_LIMIT
from catalogue.models import Item, ItemSet
from catalogue.reading import PageLayout, ReadingDirection
from heritage.identifiers import ark_of
from heritage.rest import LanguageMap, page_urls
from institutions.api_shapes import InstitutionRef, institution_ref
from vocabularies.api_shapes import AgentRef, PlaceRef, TermRef, agent_ref, place_ref, term_ref

ItemKind = Literal[*Item.Kind.values]
Direction = Literal[*ReadingDirection.values]
Layout = Literal[*PageLayout.values]


class ItemDate(Schema):
    edtf: str = Field(description="EDTF (ISO 8601-2).", examples=["1871/1872"])
    earliest_year: int | None = Field(description="Astronomical: 0 is 1 BCE. Null when open or unknown.")
    latest_year: int | None


class Creator(Schema):
    role: str
    agent: AgentRef


class Dimension(Schema):
    type: str
    value: float
    unit: str = Field(description="A UCUM symbol.")
    part: str | None = None


class ImageAccessOut(Schema):
    level: Literal["open", "limited", "members", "embargoed"] = Field(
        description="Who sees the item's images, models and tours. `members`: readers of the institution, signed in."
    )
    until: date | None = Field(description="The day on which an embargo ends by itself.")
    max_width: int | None = Field(
        description="The largest side, in pixels, that everybody gets. `members` without a bound: nothing."
    )
    max_area: int | None = Field(description="The largest area, in pixels, that everybody gets.")


class ItemSetRef(Schema):
    id: str
    title: LanguageMap


class ItemOut(Schema):
    id: str
    ark: str = Field(examples=["ark:/99999/q1b7f3k9xm2p"])
    uri: str = Field(description="The identifier as an address that resolves; use it to cite.")
    url: str = Field(description="This record in the API.")
    pages: LanguageMap = Field(description="Its page for people, by language.")
    manifest: str = Field(description="Its IIIF Presentation 3 manifest: images, 3D, sound and film.")
    institution: InstitutionRef
    item_set: ItemSetRef | None
    kind: ItemKind
    title: LanguageMap
    description: LanguageMap
    notes: LanguageMap
    text_status: dict[str, dict[str, dict[str, Any]]] = Field(
        description="By field and language: where the text came from, and whether it is stale."
    )
    date: ItemDate | None
    period: TermRef | None
    category: TermRef | None
    creators: list[Creator]
    place: PlaceRef | None
    materials: list[TermRef]
    techniques: list[TermRef]
    dimensions: list[Dimension]
    inventory_number: str
    state_catalogue_number: str
    access: ImageAccessOut
    rights: str | None = Field(description="A rightsstatements.org or Creative Commons URI.")
    credit_line: LanguageMap
    current_location: LanguageMap
    reading_direction: Direction = Field(description="IIIF's viewingDirection of its pictures.")
    page_layout: Layout | None = Field(description="IIIF's behavior of its pictures; null is by the kind of item.")
    same_as: list[str] = Field(description="The same thing elsewhere.")
    created_at: datetime
    updated_at: datetime


class ItemSetOut(Schema):
    id: str
    ark: str
    uri: str
    url: str
    institution: InstitutionRef
    parent: ItemSetRef | None
    title: LanguageMap
    description: LanguageMap
    updated_at: datetime


def item_out(item: Item) -> dict[str, Any]:
    """ItemOut of an item fetched `with_terms()`."""
    return {
        **{name: getattr(item, name) for name in _AS_STORED},
        **_addresses(item, "items"),
        "pages": page_urls(item),
        "manifest": f"{settings.PUBLIC_URL}/iiif/presentation/3/items/{item.identifier}/manifest.json",
        "institution": institution_ref(item.institution),
        "item_set": _set_ref(item.item_set),
        "date": _date(item),
        "period": term_ref(item.period),
        "category": term_ref(item.category),
        "creators": [{"role": made.role, "agent": agent_ref(made.agent)} for made in item.creators.all()],
        "place": place_ref(item.place),
        "materials": [term_ref(term) for term in item.materials.all()],
        "techniques": [term_ref(term) for term in item.techniques.all()],
        "access": _access(item),
        "rights": item.rights_uri or None,
        "page_layout": item.page_layout or None,
    }


_AS_STORED = (
    *("kind", "title", "description", "notes", "text_status", "dimensions", "inventory_number"),
    *("state_catalogue_number", "credit_line", "current_location", "reading_direction", "same_as"),
    *("created_at", "updated_at"),
)


def item_set_out(item_set: ItemSet) -> dict[str, Any]:
    return {
        **_addresses(item_set, "item-sets"),
        "institution": institution_ref(item_set.institution),
        "parent": _set_ref(item_set.parent),
        "title": item_set.title,
        "description": item_set.description,
        "updated_at": item_set.updated_at,
    }


def newest_change(item: Item) -> datetime:
    """When the item's answer last changed, its terms' labels included."""
    terms = [item.institution, item.item_set, item.period, item.category, item.place]
    terms += [*item.materials.all(), *item.techniques.all(), *(made.agent for made in item.creators.all())]
    return max([item.updated_at, *(term.updated_at for term in terms if term)])


def _addresses(thing: Item | ItemSet, path: str) -> dict[str, str]:
    ark = ark_of(thing.identifier)
    return {
        "id": thing.identifier,
        "ark": str(ark),
        "uri": ark.url,
        "url": f"{settings.PUBLIC_URL}/api/v1/{path}/{thing.identifier}",
    }


def _set_ref(item_set: ItemSet | None) -> dict[str, Any] | None:
    # A set that is still a draft must not show through its items.
    return {"id": item_set.identifier, "title": item_set.title} if item_set and item_set.live else None


def _access(item: Item) -> dict[str, Any]:
    access = item.image_access
    limit = access.limit or NO_LIMIT
    return {"level": access.level, "until": access.until, "max_width": limit.max_width, "max_area": limit.max_area}


def _date(item: Item) -> dict[str, Any] | None:
    if not item.date_edtf:
        return None
    return {"edtf": item.date_edtf, "earliest_year": item.earliest_year, "latest_year": item.latest_year}

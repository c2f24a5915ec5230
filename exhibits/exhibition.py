"""An exhibition as its readers get it: what is published of it, in a constant number of queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.models import Item
from exhibits.home import published_in_order
from institutions.models import Institution

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A block with its items. `text` is HTML in a text, an item's caption, a quotation's words; all may be empty."""

    kind: str
    heading: str = ""
    text: str = ""
    source: str = ""
    items: list[Item] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"exhibits/parts/{self.kind}.html"


def item_ids(body: Iterable[Block]) -> list[int]:
    """Keys of the items in a body's raw data, in order, published or not; each once."""
    return list(dict.fromkeys(key for block in body for key in _ids(block)))


def parts_of(body: Iterable[Block], items: Mapping[int, Item]) -> list[Part]:
    """`items` are the published ones. What is left without any item is left out."""
    return [part for block in body if (part := _part(block, items))]


def _part(block: Block, items: Mapping[int, Item]) -> Part | None:
    value = block["value"]
    shown = [items[key] for key in _ids(block) if key in items]
    if block["type"] == "text":
        return Part("text", heading=value.get("heading", ""), text=value["text"])
    if block["type"] == "quotation":
        return Part("quotation", text=value["text"], source=value.get("source", ""))
    if not shown:
        return None
    return Part(block["type"], heading=value.get("heading", ""), text=value.get("caption", ""), items=shown)


def _ids(block: Block) -> Iterator[int]:
    value = block["value"]
    if block["type"] == "item" and value.get("item"):
        yield value["item"]
    elif block["type"] == "group":
        # As Wagtail stores a list, and as code and old versions write one.
        for each in value.get("items", []):
            key = each["value"] if isinstance(each, dict) else each
            if key:
                yield key


def exhibition_context(body: list[Block], cover_id: int | None, institution_ids: list[int]) -> dict[str, Any]:
    """`cover` (or None), `parts`, `exhibits` (every item once, in order) and `holders` (published institutions)."""
    ids = item_ids(body)
    shown = published_in_order([key for key in (cover_id, *ids) if key])
    by_key = {item.pk: item for item in shown}
    holders = Institution.objects.filter(live=True).in_bulk(institution_ids)
    return {
        "cover": by_key.get(cover_id) or (shown[0] if shown else None),
        "parts": parts_of(body, by_key),
        "exhibits": [by_key[key] for key in ids if key in by_key],
        "holders": [holders[key] for key in dict.fromkeys(institution_ids) if key in holders],
    }

"""Lists of exhibitions and an exhibition in all languages: made once, left alone afterwards."""

import json
from html import escape
from typing import Any
from uuid import uuid4

from django.db import transaction

from catalogue.models import Item
from exhibits.models import ExhibitionIndexPage, ExhibitionPage, HomePage
from heritage.languages import LanguageMap
from institutions.models import Institution


@transaction.atomic
def ensure_exhibition_lists(
    homes: dict[str, HomePage], title: LanguageMap, lead: LanguageMap
) -> dict[str, ExhibitionIndexPage]:
    """One below each language's home page, linked as translations. `homes` and the result are by language code."""
    known = {code: ExhibitionIndexPage.objects.child_of(home).first() for code, home in homes.items()}
    key = next((page.translation_key for page in known.values() if page), uuid4())
    for code, home in homes.items():
        if known[code] is None:
            page = ExhibitionIndexPage(
                title=title[code], lead=lead[code], slug="exhibitions", locale=home.locale, translation_key=key
            )
            known[code] = _publish(home, page)
    return known


@transaction.atomic
def ensure_exhibition(
    lists: dict[str, ExhibitionIndexPage], told: dict[str, Any], institutions: list[Institution], items: dict[str, Item]
) -> dict[str, ExhibitionPage]:
    """`told` is the exhibition as heritage/demo/exhibition.json has it: every text a language map, every item a key of
    `items`. A page that exists keeps what its editors wrote."""
    pages = {
        code: ExhibitionPage.objects.child_of(each).filter(slug=told["slug"]).first() for code, each in lists.items()
    }
    key = next((page.translation_key for page in pages.values() if page), uuid4())
    for code, parent in lists.items():
        if pages[code] is None:
            page = ExhibitionPage(
                title=told["title"][code],
                slug=told["slug"],
                lead=told["lead"][code],
                cover=items[told["cover"]],
                institutions=json.dumps([{"type": "institution", "value": each.pk} for each in institutions]),
                body=json.dumps([_block(block, code, items) for block in told["body"]]),
                locale=parent.locale,
                translation_key=key,
            )
            pages[code] = _publish(parent, page)
    return pages


def _publish(parent: Any, page: Any) -> Any:
    # A page read as a parent before knows nothing of children that others got since.
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _block(block: dict[str, Any], code: str, items: dict[str, Item]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, told in block.items():
        if name == "item":
            value[name] = items[told].pk
        elif name == "items":
            value[name] = [{"type": "item", "value": items[each].pk, "id": str(uuid4())} for each in told]
        elif name != "type":
            text = told.get(code, "")
            value[name] = "".join(f"<p>{escape(each)}</p>" for each in text) if isinstance(text, list) else text
    return {"type": block["type"], "value": value}

"""Exhibitions for tests: published pages in the languages asked for, each a translation of the others."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache

from exhibits.exhibition_setup import ensure_exhibition_lists
from exhibits.models import ExhibitionPage
from exhibits.setup import ensure_home_pages
from heritage.languages import LANGUAGES

TITLE = {code: f"Title {code}" for code in LANGUAGES}


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def lists(db):
    return ensure_exhibition_lists(ensure_home_pages(TITLE, TITLE, []), TITLE, TITLE)


def text(words="Words.", heading=""):
    return {"type": "text", "value": {"heading": heading, "text": f"<p>{words}</p>"}}


def shown(item, caption=""):
    return {"type": "item", "value": {"item": item.pk, "caption": caption}}


def group(*items, heading=""):
    listed = [{"type": "item", "value": item.pk, "id": str(uuid4())} for item in items]
    return {"type": "group", "value": {"heading": heading, "items": listed}}


def quotation(words, source=""):
    return {"type": "quotation", "value": {"text": words, "source": source}}


@pytest.fixture
def exhibit(lists):
    """`exhibit("felt", blocks, languages=("kk", "en"), cover=item)`: {language code: page}."""

    def _exhibit(slug, body=(), *, languages=("kk", "en"), holders=(), live=True, **fields):
        key, pages = uuid4(), {}
        for code in languages:
            page = ExhibitionPage(
                title=f"{slug} {code}",
                slug=slug,
                lead=f"About {slug} {code}",
                body=json.dumps(list(body)),
                institutions=json.dumps([{"type": "institution", "value": each.pk} for each in holders]),
                locale=lists[code].locale,
                translation_key=key,
                live=live,
                **fields,
            )
            lists[code].refresh_from_db()
            lists[code].add_child(instance=page)
            revision = page.save_revision()
            if live:
                revision.publish()
            pages[code] = page
        return pages

    return _exhibit

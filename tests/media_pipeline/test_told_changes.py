"""Everything that a person or a worker does to a published item's files, and what harvesters hear of it."""

import pytest

from catalogue import services
from catalogue.changes import advance
from catalogue.models import Change, Item
from institutions.permissions import SYSTEM
from media_pipeline import ingest
from media_pipeline.annotations import annotation_delete, annotation_publish, annotation_save
from media_pipeline.contents import heading_add, heading_change, heading_move, heading_remove
from media_pipeline.models import Annotation
from media_pipeline.page_text import plain_lines
from media_pipeline.transcription import canvas_text_remove, canvas_text_save
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db


def told(item):
    """What the public sequence says of the item since this was asked last, and of nothing else."""
    advance()
    last = getattr(told, "last", 0)
    rows = Change.objects.filter(public_sequence__gt=last).order_by("public_sequence")
    said = list(rows.values_list("public_action", "identifier"))
    told.last = Change.objects.order_by("-public_sequence").exclude(public_sequence=None).first().public_sequence
    assert {name for _action, name in said} <= {item.identifier}
    return [action for action, _name in said]


@pytest.fixture
def item(museum):
    told.last = 0
    item = services.item_save(Item(institution=museum, title={"en": "Book"}), user=SYSTEM)
    services.item_publish(item, user=SYSTEM)
    assert told(item) == ["create"]
    return item


@pytest.fixture
def page(item, receive):
    page = receive(item, jpeg(300, 200))
    assert told(item) == ["update"]
    return page


def test_a_file_that_gets_ready(page):
    """Asserted by the fixture."""
    assert page.state == "ready"


def test_a_file_that_cannot_be_read(item, receive):
    receive(item, jpeg(900, 700)[:9000])
    assert told(item) == []


def test_the_same_file_again(item, page, receive):
    receive(item, jpeg(300, 200))
    assert told(item) == []


def test_another_order(item, page, receive):
    second = receive(item, jpeg(301, 200))
    told(item)
    ingest.asset_reorder(item, [second.identifier], user=SYSTEM)
    assert told(item) == ["update"]
    ingest.asset_reorder(item, [second.identifier], user=SYSTEM)
    assert told(item) == []


def test_a_label_and_a_removal(item, page):
    ingest.asset_describe(page, user=SYSTEM, label={"en": "Cover"})
    assert told(item) == ["update"]
    ingest.asset_retry(page, user=SYSTEM)
    assert told(item) == []
    ingest.asset_remove(page, user=SYSTEM)
    assert told(item) == ["update"]


def test_notes(item, page):
    note = annotation_save(Annotation(asset=page, body={"en": "A seal"}), user=SYSTEM)
    assert told(item) == []
    annotation_publish(note, user=SYSTEM)
    assert told(item) == ["update"]
    annotation_save(note, user=SYSTEM)
    assert told(item) == ["update"]
    annotation_delete(note, user=SYSTEM)
    assert told(item) == ["update"]


def test_texts(item, page):
    what = {"user": SYSTEM, "source": "curator", "language": "kk", "lines": plain_lines("Бірінші жол")}
    text = canvas_text_save(page, **what)
    assert told(item) == ["update"]
    canvas_text_save(page, **what)
    assert told(item) == []
    canvas_text_remove(text, user=SYSTEM)
    assert told(item) == ["update"]


def test_headings(item, page, receive):
    first = heading_add(item, user=SYSTEM, label={"en": "Preface"}, first=page)
    assert told(item) == ["update"]
    heading_add(item, user=SYSTEM, label={"en": "One"}, first=page)
    told(item)
    for act in (
        lambda: heading_change(first, user=SYSTEM, label={"en": "Foreword"}, first=page),
        lambda: heading_move(first, "later", user=SYSTEM),
        lambda: heading_remove(first, user=SYSTEM),
    ):
        act()
        assert told(item) == ["update"]


def test_of_a_drafts_files_nothing_is_heard(museum, receive):
    told.last = 0
    draft = services.item_save(Item(institution=museum, title={"en": "Book"}), user=SYSTEM)
    page = receive(draft, jpeg(300, 200))
    ingest.asset_describe(page, user=SYSTEM, label={"en": "Cover"})
    ingest.asset_remove(page, user=SYSTEM)
    advance()
    assert not Change.objects.filter(public_sequence__isnull=False).exists()

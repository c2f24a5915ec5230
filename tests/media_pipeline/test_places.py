"""Where notes and headings are, for links that name them; nothing is told of what is not public."""

import pytest

from institutions.permissions import SYSTEM
from media_pipeline.annotations import annotation_publish, annotation_save
from media_pipeline.contents import heading_add
from media_pipeline.iiif.content_state import ContentState, Region
from media_pipeline.iiif.places import place_of_note, place_of_range
from media_pipeline.models import Annotation, Asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(item):
    return [
        Asset.objects.create(
            identifier=f"q1page{number:06}", item=item, institution=item.institution, kind="image", position=number,
            original=f"originals/{number}/file.jpg", original_name="scan.jpg", media_type="image/jpeg", byte_size=1,
            sha256=f"{number:064x}", state=Asset.State.READY,
        )
        for number in range(4)
    ]  # fmt: skip


def note(asset, *, live=True, **fields):
    made = annotation_save(Annotation(asset=asset, body={"en": "A seam"}, **fields), user=SYSTEM)
    return annotation_publish(made, user=SYSTEM) if live else made


def test_a_note_is_on_its_canvas(item, pages):
    whole, part = note(pages[1]), note(pages[2], region=[10, 20, 30, 40])
    assert place_of_note(whole.identifier) == ContentState(item.identifier, pages[1].identifier)
    assert place_of_note(part.identifier) == ContentState(item.identifier, pages[2].identifier, Region(10, 20, 30, 40))


def test_a_note_that_is_not_public_is_nowhere(item, pages):
    draft, public = note(pages[0], live=False), note(pages[0])
    assert place_of_note(draft.identifier) is None
    assert place_of_note("q1000000000x") is None
    type(item).objects.filter(pk=item.pk).update(live=False)
    assert place_of_note(public.identifier) is None


def test_of_restricted_pictures_only_the_item_is_told(item, pages):
    made = note(pages[0], region=[10, 20, 30, 40])
    type(item).objects.filter(pk=item.pk).update(access="members")
    assert place_of_note(made.identifier) == ContentState(item.identifier)


def test_a_heading_opens_its_first_page(item, pages):
    first = heading_add(item, user=SYSTEM, label={"en": "I"}, first=pages[1])
    second = heading_add(item, user=SYSTEM, label={"en": "II"}, first=pages[3])
    assert place_of_range(item.identifier, str(first.pk)) == ContentState(item.identifier, pages[1].identifier)
    assert place_of_range(item.identifier, str(second.pk)) == ContentState(item.identifier, pages[3].identifier)


def test_a_heading_within_another_without_a_page(item, pages):
    outer = heading_add(item, user=SYSTEM, label={"en": "I"}, first=pages[0])
    inner = heading_add(item, user=SYSTEM, label={"en": "a"}, first=pages[2])
    type(inner).objects.filter(pk=inner.pk).update(parent=outer)
    type(outer).objects.filter(pk=outer.pk).update(first=None)
    for heading in (outer, inner):
        assert place_of_range(item.identifier, str(heading.pk)) == ContentState(item.identifier, pages[2].identifier)


@pytest.mark.parametrize("name", ["contents", "0", "999999", "٣", "9" * 30])
def test_another_range_is_the_whole_item(item, pages, name):
    assert place_of_range(item.identifier, name) == ContentState(item.identifier)

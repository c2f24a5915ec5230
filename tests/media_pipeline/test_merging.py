"""The files of a duplicate go over to the item that stays."""

import pytest

from catalogue.merging import item_merge
from heritage.errors import UserError
from institutions.permissions import SYSTEM
from media_pipeline.annotations import annotation_save
from media_pipeline.contents import heading_add, ranges_of
from media_pipeline.models import Annotation, Asset, CanvasText
from tests import factories
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
OBJ = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"


def files_of(item):
    return [asset.identifier for asset in Asset.objects.filter(item=item).order_by("position", "id")]


def test_behind_the_survivors_own_in_their_order(museum, item, receive):
    survivor = factories.item(museum)
    own = receive(survivor, jpeg(200, 150))
    first, second = receive(item, jpeg(300, 200)), receive(item, jpeg(301, 200))
    item_merge(item, survivor, user=SYSTEM)
    assert files_of(survivor) == [own.identifier, first.identifier, second.identifier]
    assert files_of(item) == []


def test_their_images_stay_at_their_addresses(client, museum, item, receive):
    survivor, scan = factories.item(museum), receive(item, jpeg(300, 200))
    item_merge(item, survivor, user=SYSTEM)
    assert client.get(f"/iiif/3/{scan.identifier}/info.json").status_code == 200
    manifest = client.get(f"/iiif/presentation/3/items/{survivor.identifier}/manifest.json").json()
    assert scan.identifier in str(manifest["items"][0])


def test_a_file_that_both_have_is_not_there_twice(museum, item, receive):
    survivor, same = factories.item(museum), jpeg(300, 200)
    kept, twin, other = receive(survivor, same), receive(item, same), receive(item, jpeg(301, 200))
    item_merge(item, survivor, user=SYSTEM)
    assert files_of(survivor) == [kept.identifier, other.identifier]
    # Nothing that was given to us is thrown away.
    assert files_of(item) == [twin.identifier]


def test_a_model_takes_its_picture_along(museum, item, receive):
    survivor, model = factories.item(museum), receive(item, OBJ, "sword.obj")
    given = receive(item, jpeg(300, 200), poster_for=model)
    item_merge(item, survivor, user=SYSTEM)
    assert files_of(survivor) == [model.identifier, given.identifier]


def test_files_do_not_become_more_open_by_the_way(museum, item, receive):
    survivor, scan = factories.item(museum, access="members"), receive(item, jpeg(300, 200))
    for pair in ((item, survivor), (survivor, item)):
        if pair[0] == survivor:
            receive(survivor, jpeg(301, 200))
        with pytest.raises(UserError):
            item_merge(*pair, user=SYSTEM)
    assert files_of(item) == [scan.identifier]
    item.refresh_from_db()
    assert item.live


def test_without_files_it_does_not_matter_who_sees_them(museum, item):
    item_merge(item, factories.item(museum, access="members"), user=SYSTEM)


def test_the_queries_are_the_same_for_any_number(museum, receive, django_assert_max_num_queries):
    for number in (1, 6):
        duplicate, survivor = factories.item(museum), factories.item(museum)
        for each in range(number):
            receive(duplicate, jpeg(200 + each, 150))
        with django_assert_max_num_queries(45):
            item_merge(duplicate, survivor, user=SYSTEM)


class TestWhatIsSaidAboutFiles:
    def test_goes_with_them(self, museum, item, receive):
        survivor, page = factories.item(museum), receive(item, jpeg(300, 200))
        note = annotation_save(Annotation(asset=page, body={"en": "A seal"}), user=SYSTEM)
        heading = heading_add(item, user=SYSTEM, label={"en": "Preface"}, first=page)
        item_merge(item, survivor, user=SYSTEM)
        note.refresh_from_db()
        assert note.asset.item == survivor
        assert [each.label for each in ranges_of(survivor)] == [heading.label]
        assert not ranges_of(item).exists()

    def test_of_a_file_that_both_have_goes_over_to_the_survivors(self, museum, item, receive):
        survivor, same = factories.item(museum), jpeg(300, 200)
        kept, twin = receive(survivor, same), receive(item, same)
        heading_add(survivor, user=SYSTEM, label={"en": "Cover"}, first=kept)
        heading_add(item, user=SYSTEM, label={"en": "Preface"}, first=twin)
        note = annotation_save(Annotation(asset=twin, body={"en": "A seal"}), user=SYSTEM)
        for asset, language in ((kept, "kk"), (twin, "kk"), (twin, "ru")):
            CanvasText.objects.create(asset=asset, source="curator", language=language, text=str(asset.pk))
        item_merge(item, survivor, user=SYSTEM)
        note.refresh_from_db()
        assert note.asset == kept
        assert [(each.label["en"], each.first) for each in ranges_of(survivor)] == [("Cover", kept), ("Preface", kept)]
        assert set(kept.texts.values_list("language", "text")) == {("kk", str(kept.pk)), ("ru", str(twin.pk))}
        # Two texts in one language: the survivor's is shown, the other is not thrown away.
        assert list(twin.texts.values_list("language", flat=True)) == ["kk"]

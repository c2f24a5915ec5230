import pytest
from django.core.files.storage import storages

from catalogue.models import Change
from heritage.errors import Denied
from media_pipeline import ingest, storage
from media_pipeline.errors import FileRefused
from media_pipeline.models import Asset, cover
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload

pytestmark = pytest.mark.django_db


def test_an_uploaded_image_becomes_ready_with_pyramid_and_posters(item, receive):
    asset = receive(item, jpeg(1000, 700), "Сурет 1.jpg")
    assert asset.state == Asset.State.READY
    assert (asset.kind, asset.media_type, asset.width, asset.height) == ("image", "image/jpeg", 1000, 700)
    assert asset.original_name == "Сурет 1.jpg"
    assert asset.pyramid.metadata["levels"] == [[1000, 700], [500, 350], [250, 175]]
    assert [(p.format, p.width) for p in asset.poster_set] == [
        (format, width) for format in ("avif", "webp", "jpg") for width in (400, 800, 1000)
    ]
    assert asset.poster_url(500).endswith("-800.jpg")
    assert cover(item) == asset
    changes = Change.objects.filter(kind="item", object_id=item.pk)
    assert [(change.action, change.is_public) for change in changes] == [("update", True)]


def test_the_original_is_kept_byte_for_byte(item, receive):
    data = jpeg()
    asset = receive(item, data)
    assert storage.read(storages["originals"], asset.original) == data


def test_the_same_file_is_kept_once(item, receive):
    first = receive(item, jpeg())
    assert receive(item, jpeg(), "other name.png") == first
    assert Asset.objects.count() == 1


def test_a_draft_tells_no_change(museum, receive):
    draft = factories.item(museum, live=False)
    assert receive(draft, jpeg()).state == Asset.State.READY
    assert not Change.objects.filter(object_id=draft.pk).exists()
    assert not Asset.objects.published().exists()


def test_another_museums_curator_is_denied_and_nothing_is_kept(item, receive):
    stranger = factories.user(curator=factories.institution())
    own = receive(item, jpeg())
    steps = [
        lambda: ingest.asset_receive(item, upload(jpeg(300, 200)), user=stranger),
        lambda: ingest.asset_remove(own, user=stranger),
        lambda: ingest.asset_reorder(item, [own.identifier], user=stranger),
        lambda: ingest.asset_retry(own, user=stranger),
        lambda: ingest.asset_describe(own, user=stranger, label={"en": "Mine"}),
    ]
    for step in steps:
        with pytest.raises(Denied):
            step()
    assert Asset.objects.get().label == {}
    assert not list(storage.work_dir().iterdir())


def test_a_contributor_adds_to_drafts_only(museum):
    helper = factories.user(contributor=museum)
    ingest.asset_receive(factories.item(museum, live=False), upload(jpeg()), user=helper)
    with pytest.raises(Denied):
        ingest.asset_receive(factories.item(museum), upload(jpeg()), user=helper)


def test_a_file_over_the_limit_is_refused_while_it_comes(item, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    with pytest.raises(FileRefused) as caught:
        ingest.asset_receive(item, upload(jpeg()), user=factories.user(superuser=True))
    assert caught.value.code == "file-too-large"
    assert not Asset.objects.exists()


def test_removal_takes_the_files_and_tells_the_public(item, receive, django_capture_on_commit_callbacks):
    asset = receive(item, jpeg())
    keys = [asset.original, asset.pyramid.key, asset.derivatives.get(kind="posters").metadata["files"][0]["key"]]
    assert all(storages["originals"].exists(key) for key in keys)
    Change.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        ingest.asset_remove(asset, user=factories.user(superuser=True))
    assert not any(storages["originals"].exists(key) for key in keys)
    assert Change.objects.get().is_public


def test_reorder_puts_the_named_first_and_keeps_the_rest(item, receive):
    boss = factories.user(superuser=True)
    first, second, third = (receive(item, jpeg(300 + n, 200)) for n in range(3))
    ingest.asset_reorder(item, [third.identifier], user=boss)
    assert list(item.assets.shown()) == [third, first, second]
    Change.objects.all().delete()
    ingest.asset_reorder(item, [third.identifier], user=boss)
    assert not Change.objects.exists()


def test_two_files_in_one_second_keep_their_order(item, receive):
    assets = [receive(item, jpeg(300 + n, 200)) for n in range(3)]
    assert [asset.position for asset in assets] == [1, 2, 3]

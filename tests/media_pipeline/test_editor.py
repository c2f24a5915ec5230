"""A curator's screens: plain forms, seen states, and no way into another museum's files."""

import pytest
from django.urls import reverse

from catalogue.models import Item
from heritage.languages import LANGUAGES
from media_pipeline.models import Asset
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(museum):
    return factories.item(museum, live=False)


@pytest.fixture
def curator(client, museum):
    person = factories.user(curator=museum)
    client.force_login(person)
    return person


def post_files(client, item, *files, **fields):
    url = reverse("media-upload", kwargs={"pk": item.pk})
    headers = fields.pop("headers", {})
    return client.post(url, {"files": list(files), **fields}, headers=headers)


def test_several_files_at_once_each_for_itself(client, curator, draft):
    response = post_files(
        client, draft, upload(jpeg(), "good.jpg"), upload(b"", "empty.jpg"), upload(b"PK\3\4", "a.zip")
    )
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert [asset.original_name for asset in draft.assets.all()] == ["good.jpg"]
    assert "empty.jpg: " in page
    assert "a.zip: " in page


def test_dropped_files_are_answered_in_json(client, curator, draft):
    response = post_files(client, draft, upload(b"", "empty.jpg"), headers={"accept": "application/json"})
    assert response.status_code == 422
    [file] = response.json()["files"]
    assert file["name"] == "empty.jpg"
    assert file["error"]


def test_a_file_over_the_limit_says_so(client, curator, draft, settings):
    settings.UPLOAD_MAX_BYTES = 2000
    response = post_files(
        client, draft, upload(jpeg(), "big.jpg"), upload(b"", "empty.jpg"), headers={"accept": "application/json"}
    )
    assert [file["name"] for file in response.json()["files"]] == ["big.jpg", "empty.jpg"]
    assert not Asset.objects.exists()


def test_the_list_shows_states_and_what_is_wrong(client, curator, draft, receive):
    receive(draft, jpeg(600, 500)[:6000], "half.jpg", user=curator)
    url = reverse("media-files-list", kwargs={"pk": draft.pk})
    html = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert 'data-state="quarantined"' in html
    assert 'data-unsettled="false"' in html
    assert draft.assets.get().error_message in html
    draft.assets.update(state="received")
    assert 'data-unsettled="true"' in client.get(url).content.decode()


def test_describe_move_retry_and_remove(client, curator, draft, receive):
    first, second = (receive(draft, jpeg(300 + n, 200), user=curator) for n in range(2))
    maps = {f"{name}__{code}": "" for name in ("label", "credit") for code in LANGUAGES}
    url = reverse("media-describe", kwargs={"identifier": first.identifier})
    assert client.get(url).status_code == 200
    client.post(url, maps | {"label__kk": "Алды", "rights_uri": "", "original": "no", "page": "facing-pages"})
    first.refresh_from_db()
    assert (first.label, first.offer_original, first.page) == ({"kk": "Алды"}, False, "facing-pages")
    assert '<option value="no" selected>' in client.get(url).content.decode()
    client.post(reverse("media-move", kwargs={"identifier": second.identifier}), {"direction": "earlier"})
    assert list(draft.assets.shown()) == [second, first]
    Asset.objects.filter(pk=first.pk).update(state="failed", error_code="gave-up", error_params={"attempts": 6})
    client.post(reverse("media-retry", kwargs={"identifier": first.identifier}))
    first.refresh_from_db()
    assert (first.state, first.error_message) == ("received", "")
    client.post(reverse("media-remove", kwargs={"identifier": second.identifier}))
    assert list(draft.assets.all()) == [first]


def test_a_picture_for_a_model(client, curator, draft, receive):
    model = receive(draft, b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", user=curator)
    post_files(client, draft, upload(jpeg(), "front.jpg"), poster_for=model.identifier)
    given = Asset.objects.get(poster_for=model)
    page = client.get(reverse("media-files", kwargs={"pk": draft.pk})).content.decode()
    assert f"/media/files/{given.identifier}/remove/" in page


def test_the_panel_is_in_the_items_editor(client, curator, draft, receive):
    receive(draft, jpeg(), "scan.jpg", user=curator)
    html = client.get(reverse(Item.snippet_viewset.get_url_name("edit"), args=[draft.pk])).content.decode()
    assert "scan.jpg" in html
    assert reverse("media-upload", kwargs={"pk": draft.pk}) in html
    assert "media_pipeline/files.js" in html


def test_another_museums_curator_gets_nothing_and_changes_nothing(client, draft, receive):
    asset = receive(draft, jpeg())
    client.force_login(factories.user(manager=factories.institution()))
    for name in ("media-files", "media-files-list"):
        assert client.get(reverse(name, kwargs={"pk": draft.pk})).status_code == 404
    assert post_files(client, draft, upload(jpeg(300, 200))).status_code == 404
    for name in ("remove", "retry", "move", "describe"):
        response = client.post(
            reverse(f"media-{name}", kwargs={"identifier": asset.identifier}), {"label__en": "x"},
            headers={"accept": "application/json"},
        )  # fmt: skip
        assert response.status_code == 403
    asset.refresh_from_db()
    assert (asset.label, Asset.objects.count()) == ({}, 1)


def test_a_stranger_is_sent_to_the_login(client, draft):
    response = client.get(reverse("media-files", kwargs={"pk": draft.pk}))
    assert (response.status_code, "/login/" in response["Location"]) == (302, True)


def test_thumbnails_for_the_list_of_items(museum, receive, django_assert_max_num_queries):
    from media_pipeline.wagtail_hooks import item_thumbnails

    items = [factories.item(museum, live=False) for _ in range(3)]
    asset = receive(items[0], jpeg())
    picture = asset.poster_url(400)
    with django_assert_max_num_queries(4):
        assert item_thumbnails([item.pk for item in items]) == {items[0].pk: picture}

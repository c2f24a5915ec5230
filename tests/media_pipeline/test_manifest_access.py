"""The manifest of a restricted item is for everybody; it names only what everybody may have, or how to get it."""

from datetime import date

import pytest

from catalogue.models import Item
from institutions.permissions import SYSTEM
from media_pipeline import ingest
from tests import factories
from tests.iiif_rules import AUTH
from tests.media_pipeline.conftest import add_pages, jpeg
from tests.media_pipeline.test_presentation import manifest_of, painted

pytestmark = pytest.mark.django_db
OPEN = "https://creativecommons.org/licenses/by/4.0/"
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"
CLOSED = {"access": "members"}
EMBARGOED = {"access": "open", "embargo_until": date(2999, 1, 1)}
SMALL_FOR_ALL = {"access": "members", "access_max_width": 500}
LIMITED = {"access": "limited", "access_max_width": 1000}


def book(museum, **fields):
    item = factories.item(museum, kind="book", rights_uri=OPEN, **fields)
    add_pages(item, 3)
    return item


def probes(body):
    """By the service that has them, "" for the body itself."""
    holders = {"": body, **{each.get("type", each.get("@type")): each for each in body.get("service", [])}}
    found = {name: [each for each in holder.get("service", []) if each.get("type") == "AuthProbeService2"]
             for name, holder in holders.items()}  # fmt: skip
    return {name: each["id"] for name, services in found.items() for each in services}


@pytest.mark.parametrize("fields", [CLOSED, EMBARGOED])
def test_of_what_is_closed_only_the_way_in(client, museum, fields):
    made = manifest_of(client, book(museum, **fields))
    assert AUTH in made["@context"]
    assert not {"thumbnail", "rendering"} & set(made)
    for canvas in made["items"]:
        assert not {"thumbnail", "rendering", "placeholderCanvas"} & set(canvas)
        name = canvas["id"].rsplit("/", 1)[-1]
        assert probes(painted(canvas)) == {"ImageService3": f"http://testserver/iiif/auth/2/probe/{name}"}
        # Annotations keep their place whoever looks.
        assert (canvas["width"], canvas["height"]) == (2400, 3600)


def test_of_what_is_smaller_for_all_the_smaller_pictures(client, museum):
    made = manifest_of(client, book(museum, **SMALL_FOR_ALL))
    for canvas in made["items"]:
        assert len(probes(painted(canvas))) == 1
        assert max(canvas["thumbnail"][0]["width"], canvas["thumbnail"][0]["height"]) <= 600
        assert "rendering" not in canvas


def test_a_limit_names_only_sizes_within(client, museum):
    made = manifest_of(client, book(museum, **LIMITED))
    assert made["@context"] == "http://iiif.io/api/presentation/3/context.json"
    for canvas in made["items"]:
        body = painted(canvas)
        assert body["id"].endswith("/full/max/0/default.jpg")
        assert (body["width"], body["height"], probes(body)) == (666, 1000, {})
        assert (canvas["width"], canvas["height"]) == (2400, 3600)
        assert max(canvas["thumbnail"][0]["width"], canvas["thumbnail"][0]["height"]) <= 1000
        assert "rendering" not in canvas


def test_a_limited_picture_is_really_there(client, museum, receive):
    item = factories.item(museum, access="limited", access_max_width=300)
    receive(item, jpeg(700, 500))
    [canvas] = manifest_of(client, item)["items"]
    body = painted(canvas)
    response = client.get(body["id"].removeprefix("http://testserver"))
    assert response.status_code == 200
    import pyvips

    image = pyvips.Image.new_from_buffer(response.content, "")
    assert (image.width, image.height) == (body["width"], body["height"]) == (300, 214)


@pytest.mark.parametrize("fields", [CLOSED, SMALL_FOR_ALL])
def test_a_model_has_its_probe_and_is_no_download(client, museum, fields):
    item = factories.item(museum, **fields)
    add_pages(item, 1, kind="model", media_type="model/gltf-binary", width=None, height=None)
    made = manifest_of(client, item)
    assert "rendering" not in made
    assert list(probes(painted(made["items"][0]))) == [""]
    scene = client.get(f"/iiif/presentation/4/items/{item.identifier}/manifest.json").json()
    assert scene["@context"] == [AUTH, "http://iiif.io/api/presentation/4/context.json"]


class TestOriginals:
    """The file as it came: by open licence or the curator's word, never past a restriction."""

    def offered(self, client, item):
        [canvas] = manifest_of(client, item)["items"]
        return [each["id"].removeprefix("http://testserver") for each in canvas.get("rendering", [])]

    @pytest.mark.parametrize(
        ("rights", "said", "gives"),
        [
            (OPEN, "", True),
            (IN_COPYRIGHT, "", False),
            ("", "", False),
            ("https://creativecommons.org/licenses/by-nc/4.0/", "", False),
            (OPEN, "no", False),
            (IN_COPYRIGHT, "yes", True),
        ],
    )
    def test_by_rights_or_by_the_curators_word(self, client, museum, receive, rights, said, gives):
        item = factories.item(museum, rights_uri=rights)
        data = jpeg(300, 200, keep="none")
        asset = receive(item, data)
        ingest.asset_describe(asset, user=SYSTEM, label={}, original=said)
        found = self.offered(client, item)
        assert bool(found) == gives
        direct = client.get(f"/files/{asset.identifier}/{asset.original.rsplit('/', 1)[-1]}")
        assert direct.status_code == (200 if gives else 404)
        if gives:
            assert b"".join(direct.streaming_content) == data
            assert direct["Content-Disposition"].startswith("attachment")
            assert found == [direct.request["PATH_INFO"]]

    def test_the_files_own_rights_go_first(self, client, museum, receive):
        item = factories.item(museum, rights_uri=OPEN)
        receive(item, jpeg(300, 200, keep="none"), rights_uri=IN_COPYRIGHT)
        assert self.offered(client, item) == []

    @pytest.mark.parametrize("fields", [CLOSED, EMBARGOED, SMALL_FOR_ALL, LIMITED])
    def test_never_past_a_restriction(self, client, museum, receive, fields):
        item = factories.item(museum, rights_uri=OPEN)
        asset = receive(item, jpeg(700, 500, keep="none"))
        ingest.asset_describe(asset, user=SYSTEM, label={}, original="yes")
        Item.objects.filter(pk=item.pk).update(**fields)
        assert self.offered(client, item) == []
        direct = client.get(f"/files/{asset.identifier}/{asset.original.rsplit('/', 1)[-1]}")
        assert direct.status_code in {401, 404}

    def test_nobody_else_decides(self, museum, receive):
        from heritage.errors import Denied, UserError

        asset = receive(factories.item(museum), jpeg(300, 200))
        with pytest.raises(Denied):
            ingest.asset_describe(asset, user=factories.user(contributor=museum), label={}, original="yes")
        with pytest.raises(UserError):
            ingest.asset_describe(asset, user=SYSTEM, label={}, original="perhaps")
        with pytest.raises(UserError):
            ingest.asset_describe(asset, user=SYSTEM, label={}, page="upside-down")
        asset.refresh_from_db()
        assert (asset.offer_original, asset.page) == (None, "")

"""Every level of access, every visitor, every address that carries pixels: the exact answer."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from media_pipeline.iiif import records
from media_pipeline.models import Asset
from tests import factories
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db

LEVELS = {
    "open": {},
    "limited": {"access": "limited", "access_max_width": 400},
    "members": {"access": "members"},
    "members, small for all": {"access": "members", "access_max_width": 400},
    "embargoed": {"embargo_until": timezone.localdate() + timedelta(days=30)},
    "draft": {"live": False},
}
VISITORS = ("anonymous", "reader", "reader of another", "contributor", "superuser")
# Of a picture of 1500 × 900: its posters, parts of it in three sizes, and of the smaller image the same.
ADDRESSES = {
    "info": "/iiif/3/{id}/info.json",
    "info 2": "/iiif/2/{id}/info.json",
    "whole": "/iiif/3/{id}/full/1500,900/0/default.jpg",
    "at the limit": "/iiif/3/{id}/full/400,240/0/default.jpg",
    "max": "/iiif/3/{id}/full/max/0/default.jpg",
    "a tile": "/iiif/3/{id}/0,0,512,512/512,512/0/default.jpg",
    "a tile of 2.1": "/iiif/2/{id}/0,0,512,512/512,/0/default.jpg",
    "a pixel": "/iiif/3/{id}/700,400,1,1/1,1/0/default.png",
    "small": "/iiif/3/{id}-small/full/400,240/0/default.jpg",
    "small, a tile": "/iiif/3/{id}-small/0,0,512,512/512,512/0/default.jpg",
    "small info": "/iiif/3/{id}-small/info.json",
    "poster 400": "/posters/{id}/{sha}-400.jpg",
    "poster 800": "/posters/{id}/{sha}-800.jpg",
    "poster by the small name": "/posters/{id}-small/{sha}-800.jpg",
    "file by the small name": "/files/{id}-small/{sha}.jpg",
    "poster 800 avif": "/posters/{id}/{sha}-800.avif",
}
PIXELS = {name for name in ADDRESSES if "info" not in name}
SMALL_ONES = {"small", "small, a tile", "small info"}
# In a limited image: what shows no more than the limit.
WITHIN = {"info", "info 2", "at the limit", "max", "poster 400"}


def expected(level: str, visitor: str, name: str) -> int:
    if "by the small name" in name:
        return 404
    if level == "draft":
        if visitor not in {"contributor", "superuser"}:
            return 404
        return 404 if name in SMALL_ONES else 200
    if name in SMALL_ONES:
        if level != "members, small for all":
            return 404
        return 400 if name == "small, a tile" else 200
    if level == "open" or "info" in name:
        return 200
    if level == "limited" and "poster" in name:
        return 200 if name in WITHIN or visitor in {"contributor", "superuser"} else 404
    if level == "limited":
        return 200 if name in WITHIN else 400
    if level == "members, small for all" and name == "poster 400":
        return 200
    if visitor in {"contributor", "superuser"} or (visitor == "reader" and level != "embargoed"):
        return 200
    return 401 if visitor == "anonymous" else 403


@pytest.fixture
def people(museum):
    return {
        "anonymous": None,
        "reader": factories.user(reader=museum),
        "reader of another": factories.user(reader=factories.institution()),
        "contributor": factories.user(contributor=museum),
        "superuser": factories.user(superuser=True),
    }


def sign_in(client, person):
    client.logout()
    if person:
        client.force_login(person)


@pytest.mark.parametrize("level", LEVELS)
def test_every_visitor_at_every_address(level, museum, people, receive, client):
    item = factories.item(museum, **LEVELS[level])
    asset = receive(item, jpeg(1500, 900))
    records.forget()
    wrong = {}
    for visitor in VISITORS:
        sign_in(client, people[visitor])
        for name, pattern in ADDRESSES.items():
            address = pattern.format(id=asset.identifier, sha=asset.sha256[:16])
            answer = client.get(address)
            if answer.status_code != expected(level, visitor, name):
                wrong[visitor, name] = answer.status_code
            is_for_all = expected(level, "anonymous", name) == 200
            if answer.status_code == 200 and not is_for_all:
                assert answer["Cache-Control"] == "private, no-store"
            if answer.status_code >= 400:
                assert answer["Cache-Control"] == "no-store"
                assert answer["Content-Type"] == "application/problem+json"
    assert wrong == {}


@pytest.mark.parametrize(("level", "statuses"), [("limited", [401, 200, 403, 200, 200]), ("open", [200] * 5)])
def test_a_model_has_no_smaller_version(level, statuses, museum, people, client):
    item = factories.item(museum, **LEVELS[level])
    asset = model(item)
    records.forget()
    for visitor, status in zip(VISITORS, statuses, strict=True):
        sign_in(client, people[visitor])
        assert client.get(f"/files/{asset.identifier}/{asset.sha256[:16]}.glb").status_code == status


def model(item) -> Asset:
    from django.core.files.base import ContentFile

    from media_pipeline import storage

    sha = "ab" * 32
    key = storage.originals().save(f"originals/{item.identifier}/{sha[:16]}.glb", ContentFile(b"glTF"))
    return Asset.objects.create(
        identifier="q1model00000", item=item, institution=item.institution, kind="model", original=key,
        original_name="a.glb", media_type="model/gltf-binary", byte_size=4, sha256=sha, state="ready",
    )  # fmt: skip


def test_the_max_of_a_limited_image_is_the_limit(museum, receive, client):
    import pyvips

    asset = receive(factories.item(museum, **LEVELS["limited"]), jpeg(1500, 900))
    records.forget()
    for address in ("full/max/0/default.jpg", "full/!2000,2000/0/default.jpg"):
        answer = client.get(f"/iiif/3/{asset.identifier}/{address}")
        image = pyvips.Image.new_from_buffer(answer.content, "")
        assert (image.width, image.height) == (400, 240)
    info = client.get(f"/iiif/3/{asset.identifier}/info.json").json()
    assert (info["width"], info["height"], info["maxWidth"]) == (400, 240, 400)
    assert info["sizes"][-1] == {"width": 400, "height": 240}
    assert info["tiles"] == [{"width": 256, "scaleFactors": [1, 2, 4]}]
    assert "service" not in info


def test_the_tiles_that_the_description_of_a_limited_image_offers_are_its_parts(museum, receive, client):
    """As OpenSeadragon asks for them; put together they are the limited image, in its place and its colours."""
    import pyvips

    asset = receive(factories.item(museum, **LEVELS["limited"]), jpeg(1500, 900))
    records.forget()
    for region, size, centre in (
        ("0,0,256,240", "256,240", (128, 120)),
        ("256,0,144,240", "144,240", (328, 120)),
        ("0,0,400,240", "200,120", (200, 120)),
    ):
        answer = client.get(f"/iiif/3/{asset.identifier}/{region}/{size}/0/default.png")
        assert answer.status_code == 200
        image = pyvips.Image.new_from_buffer(answer.content, "")
        assert f"{image.width},{image.height}" == size
        red, green, _blue = image.getpoint(image.width // 2, image.height // 2)
        assert abs(red - 255 * centre[0] / 400) < 4
        assert abs(green - 255 * centre[1] / 240) < 4


def test_no_part_of_a_limited_image_adds_up_to_more(museum, receive, client):
    """Regions of any size and place, each asked for larger than it is."""
    import pyvips

    asset = receive(factories.item(museum, **LEVELS["limited"]), jpeg(1500, 900))
    records.forget()
    for region in ("0,0,1,1", "10,10,3,3", "200,100,20,20", "0,0,1,240", "0,100,400,1"):
        *_place, width, height = (int(each) for each in region.split(","))
        address = f"/iiif/3/{asset.identifier}/{region}"
        assert client.get(f"{address}/{width},{height}/0/default.png").status_code == 200
        for larger in (f"^{2 * width},{2 * height}", f"{width + 1},{height}", f"^{width},{height + 1}", "^pct:200"):
            assert client.get(f"{address}/{larger}/0/default.png").status_code == 400, (region, larger)
        answer = client.get(f"{address}/^max/0/default.png")
        assert answer.status_code == 200
        image = pyvips.Image.new_from_buffer(answer.content, "")
        assert (image.width, image.height) == (width, height)


def test_what_only_some_may_see_is_described_to_all(museum, receive, client):
    asset = receive(factories.item(museum, **LEVELS["members"]), jpeg(1500, 900))
    records.forget()
    info = client.get(f"/iiif/3/{asset.identifier}/info.json").json()
    assert (info["width"], info["height"]) == (1500, 900)
    assert info["@context"] == ["http://iiif.io/api/auth/2/context.json", "http://iiif.io/api/image/3/context.json"]
    [probe] = info["service"]
    assert probe["id"].endswith(f"/iiif/auth/2/probe/{asset.identifier}")
    second = client.get(f"/iiif/2/{asset.identifier}/info.json").json()
    assert second["service"][0]["@context"] == "http://iiif.io/api/auth/2/context.json"


def test_access_that_changes_reaches_the_service_within_two_seconds(museum, receive, client, monkeypatch):
    item = factories.item(museum)
    asset = receive(item, jpeg(1500, 900))
    address = f"/iiif/3/{asset.identifier}/full/400,240/0/default.jpg"
    assert client.get(address).status_code == 200
    type(item).objects.filter(pk=item.pk).update(access="members")
    clock = records.time.monotonic() + records.TTL_SECONDS
    monkeypatch.setattr(records.time, "monotonic", lambda: clock)
    assert client.get(address).status_code == 401


def test_an_embargo_opens_the_images_on_its_day(museum, receive, client):
    item = factories.item(museum, embargo_until=timezone.localdate() + timedelta(days=1))
    asset = receive(item, jpeg(1500, 900))
    address = f"/iiif/3/{asset.identifier}/full/400,240/0/default.jpg"
    records.forget()
    assert client.get(address).status_code == 401
    type(item).objects.filter(pk=item.pk).update(embargo_until=timezone.localdate())
    records.forget()
    assert client.get(address).status_code == 200


def test_a_manifest_says_how_to_get_restricted_images(museum, receive, client):
    item = factories.item(museum, **LEVELS["members, small for all"])
    asset = receive(item, jpeg(1500, 900))
    model(item)
    made = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json").json()
    assert made["@context"] == [
        "http://iiif.io/api/auth/2/context.json",
        "http://iiif.io/api/presentation/3/context.json",
    ]
    bodies = [canvas["items"][0]["items"][0]["body"] for canvas in made["items"]]
    mesh, image = sorted(bodies, key=lambda body: body["type"] == "Image")
    assert (image["width"], image["height"]) == (1500, 900)
    [probe] = image["service"][0]["service"]
    assert probe["id"] == f"http://testserver/iiif/auth/2/probe/{asset.identifier}"
    [access] = probe["service"]
    assert (access["type"], access["profile"]) == ("AuthAccessService2", "active")
    assert [each["type"] for each in access["service"]] == ["AuthAccessTokenService2", "AuthLogoutService2"]
    assert len(json.dumps(probe)) < 1600
    assert mesh["service"][0]["id"] == "http://testserver/iiif/auth/2/probe/q1model00000"
    [thumbnail] = made["thumbnail"]
    assert (thumbnail["width"], "service" in thumbnail) == (400, False)


def test_a_collection_shows_restricted_items_without_their_pictures(museum, receive, client):
    receive(factories.item(museum, **LEVELS["members"]), jpeg(1500, 900))
    receive(factories.item(museum, **LEVELS["members, small for all"]), jpeg(1300, 900))
    open_to_all = receive(factories.item(museum), jpeg(1400, 900))
    made = client.get(f"/iiif/presentation/3/collections/{museum.code}.json").json()
    pictures = [[each["id"] for each in member.get("thumbnail", [])] for member in made["items"]]
    assert [len(each) for each in pictures] == [0, 1, 1]
    assert open_to_all.identifier in pictures[2][0]

"""The image service through Django's view: the same answers as the lean server's."""

import json

import pytest
import pyvips

from media_pipeline.iiif import records
from tests import factories
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
# Odd on purpose: each level has a remainder.
WIDTH, HEIGHT = 701, 507
KIND = {"jpg": "jpeg", "tif": "tiff"}


@pytest.fixture(autouse=True)
def fresh_records():
    records.forget()


@pytest.fixture
def asset(item, receive):
    return receive(item, jpeg(WIDTH, HEIGHT))


def image_of(response) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(response.content, "")


def get(client, asset, rest, **headers):
    return client.get(f"/iiif/3/{asset.identifier}/{rest}", headers=headers)


def test_info_describes_the_stored_pyramid(client, asset):
    response = get(client, asset, "info.json")
    assert response["Content-Type"].startswith("application/ld+json;profile=")
    assert response["Access-Control-Allow-Origin"] == "*"
    info = response.json()
    assert (info["width"], info["height"], info["profile"]) == (WIDTH, HEIGHT, "level2")
    assert info["sizes"] == [{"width": w, "height": h} for w, h in ((176, 127), (351, 254), (701, 507))]
    assert info["tiles"] == [{"width": 256, "scaleFactors": [1, 2, 4]}]
    assert get(client, asset, "info.json", accept="application/json")["Content-Type"] == "application/json"


def test_info_names_what_goes_beyond_level_2(client, asset):
    info = get(client, asset, "info.json").json()
    assert info["maxArea"] == 25_000_000
    assert "maxWidth" not in info
    assert info["extraFormats"] == ["webp", "avif", "tif", "gif"]
    assert info["preferredFormats"] == ["jpg"]
    assert info["extraQualities"] == ["color", "gray", "bitonal"]
    assert info["extraFeatures"] == [
        "canonicalLinkHeader", "mirroring", "profileLinkHeader", "rotationArbitrary", "sizeUpscaling",
    ]  # fmt: skip


class TestVersion2:
    def get(self, client, asset, rest, **headers):
        return client.get(f"/iiif/2/{asset.identifier}/{rest}", headers=headers)

    def test_info(self, client, asset):
        response = self.get(client, asset, "info.json")
        info = response.json()
        assert response["Content-Type"] == "application/json"
        assert info["@context"] == "http://iiif.io/api/image/2/context.json"
        assert info["@id"] == f"http://testserver/iiif/2/{asset.identifier}"
        level, beyond = info["profile"]
        assert level == "http://iiif.io/api/image/2/level2.json"
        assert beyond["formats"] == ["webp", "avif", "tif", "gif"]
        assert {"rotationArbitrary", "sizeAboveFull", "regionSquare", "mirroring"} < set(beyond["supports"])
        assert info["tiles"] == get(client, asset, "info.json").json()["tiles"]
        assert info["sizes"] == get(client, asset, "info.json").json()["sizes"]
        assert not {"id", "type", "rights", "maxArea", "extraFormats"} & set(info)

    def test_json_ld_when_asked_for(self, client, asset):
        response = self.get(client, asset, "info.json", accept="application/ld+json")
        assert response["Content-Type"] == "application/ld+json"
        assert "Accept" in response["Vary"].split(", ")

    def test_the_base_uri_leads_to_its_own_info(self, client, asset):
        response = client.get(f"/iiif/2/{asset.identifier}")
        assert response["Location"] == f"http://testserver/iiif/2/{asset.identifier}/info.json"

    def test_sizes_and_their_canonical_form(self, client, asset):
        response = self.get(client, asset, "full/full/0/default.jpg")
        assert image_of(response).width == WIDTH
        assert f'/iiif/2/{asset.identifier}/full/full/0/default.jpg>;rel="canonical"' in response["Link"]
        assert '<http://iiif.io/api/image/2/level2.json>;rel="profile"' in response["Link"]
        larger = self.get(client, asset, "0,0,100,100/200,/0/default.jpg")
        assert image_of(larger).width == 200
        assert self.get(client, asset, "full/^max/0/default.jpg").status_code == 400

    def test_a_tile_is_the_same_bytes_as_in_3(self, client, asset):
        second = self.get(client, asset, "0,0,512,507/256,/0/default.jpg")
        third = get(client, asset, "0,0,512,507/256,254/0/default.jpg")
        assert (second.status_code, second.content) == (200, third.content)

    def test_there_is_no_other_version(self, client, asset):
        assert client.get(f"/iiif/1/{asset.identifier}/info.json").status_code == 404
        assert client.get(f"/iiif/4/{asset.identifier}/info.json").status_code == 404


def test_the_base_uri_leads_to_info(client, asset):
    response = client.get(f"/iiif/3/{asset.identifier}")
    assert (response.status_code, response["Location"]) == (
        303, f"http://testserver/iiif/3/{asset.identifier}/info.json",
    )  # fmt: skip


def test_info_has_the_name_it_was_asked_by_if_it_is_ours(client, asset):
    ours = get(client, asset, "info.json", host="localhost:8123").json()["id"]
    assert ours == f"http://localhost:8123/iiif/3/{asset.identifier}"


def tiles(factor):
    side = 256 * factor
    for x in range(0, WIDTH, side):
        for y in range(0, HEIGHT, side):
            w, h = min(side, WIDTH - x), min(side, HEIGHT - y)
            yield x, y, w, h, -(-w // factor), -(-h // factor)


@pytest.mark.parametrize("factor", [1, 2, 4])
def test_every_tile_of_the_grid_shows_its_own_part(client, asset, factor):
    for x, y, w, h, width, height in tiles(factor):
        image = image_of(get(client, asset, f"{x},{y},{w},{h}/{width},{height}/0/default.jpg"))
        assert (image.width, image.height) == (width, height)
        # The test picture is red by its column and green by its row.
        red, green = image[0].avg(), image[1].avg()
        assert red == pytest.approx((x + w / 2) / WIDTH * 255, abs=2.5)
        assert green == pytest.approx((y + h / 2) / HEIGHT * 255, abs=2.5)


@pytest.mark.parametrize(
    ("path", "size", "bands"),
    [
        ("full/max/0/default.jpg", (701, 507), 3),
        ("full/400,/0/default.webp", (400, 289), 3),
        ("square/200,200/0/color.png", (200, 200), 3),
        ("pct:25,25,50,50/,100/90/default.jpg", (100, 138), 3),
        ("10,20,301,203/!100,100/0/gray.jpg", (100, 67), 1),
        ("full/300,/0/bitonal.png", (300, 217), 1),
        ("690,500,100,100/max/270/default.jpg", (7, 11), 3),
        ("0,0,10,10/^200,/0/default.jpg", (200, 200), 3),
        ("0,0,1,1/1,1/0/default.jpg", (1, 1), 3),
        ("full/200,200/45/default.png", (283, 283), 4),
        ("full/200,200/45/default.jpg", (283, 283), 3),
        ("full/100,/22.5/gray.webp", (120, 105), 4),
        ("full/100,/0/default.avif", (100, 72), 3),
        ("full/100,/0/default.gif", (100, 72), 3),
        ("full/100,/0/gray.tif", (100, 72), 1),
    ],
)
def test_other_requests(client, asset, path, size, bands):
    response = get(client, asset, path)
    assert response.status_code == 200
    image = image_of(response)
    assert (image.width, image.height) == pytest.approx(size, abs=0 if "45" not in path and "22.5" not in path else 1)
    assert response["Content-Type"] == f"image/{KIND.get(path[-3:], path.rpartition('.')[2])}"
    assert image.bands == bands


def test_mirror_then_turn(client, asset):
    left = image_of(get(client, asset, "full/200,/!0/default.png"))
    assert left[0].crop(0, 0, 20, 100).avg() > 200
    turned = image_of(get(client, asset, "full/200,/90/default.png"))
    assert turned[0].crop(0, 0, 100, 20).avg() < 40


def test_headers_and_conditional_requests(client, asset):
    first = get(client, asset, "0,0,256,256/256,/0/default.jpg")
    assert '0,0,256,256/max/0/default.jpg>;rel="canonical"' in first["Link"]
    assert 'level2.json>;rel="profile"' in first["Link"]
    again = get(client, asset, "0,0,256,256/max/0/default.jpg", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, asset, "0,0,256,256/max/0/gray.jpg", if_none_match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("full/0,/0/default.jpg", 400),
        ("full/2000,/0/default.jpg", 400),
        ("full/^90000,90000/0/default.jpg", 400),
        ("9999,0,5,5/max/0/default.jpg", 400),
        ("full/max/361/default.jpg", 400),
        ("full/full/0/default.jpg", 400),
        ("full/max/0/default.jp2", 400),
        ("full/max/0/default.pdf", 400),
        ("full/max/0", 404),
        ("full/max/0/default.jpg/more", 404),
        ("٠,0,5,5/max/0/default.jpg", 400),
        ("full/%00/0/default.jpg", 400),
    ],
)
def test_wrong_requests_are_problems(client, asset, path, status):
    response = get(client, asset, path)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["status"] == status


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fetc", "q1" + "z" * 10, "q1" + "0" * 400])
def test_unknown_identifiers(client, db, name):
    assert client.get(f"/iiif/3/{name}/info.json").status_code == 404


def test_only_reading(client, asset):
    assert client.post(f"/iiif/3/{asset.identifier}/info.json").status_code == 405
    options = client.options(f"/iiif/3/{asset.identifier}/info.json")
    assert (options.status_code, options["Access-Control-Allow-Origin"]) == (204, "*")


def test_posters_are_immutable_and_free_of_metadata(client, asset):
    for poster in asset.poster_set:
        response = client.get(poster.url)
        assert response["Content-Type"] == poster.type
        assert "immutable" in response["Cache-Control"]
        image = image_of(response)
        assert (image.width, image.height) == (poster.width, poster.height)
        assert not {"exif-data", "xmp-data", "iptc-data"} & set(image.get_fields())
    wrong = poster.url.replace(asset.sha256[:16], "0" * 16)
    assert client.get(wrong).status_code == 404


class TestWhatIsNotPublished:
    @pytest.fixture
    def hidden(self, museum, receive):
        return receive(factories.item(museum, live=False), jpeg())

    def paths(self, asset):
        return [f"/iiif/3/{asset.identifier}/info.json", f"/iiif/3/{asset.identifier}/full/100,/0/default.jpg",
                asset.poster_url(400)]  # fmt: skip

    def test_the_public_does_not_see_it(self, client, hidden):
        assert [client.get(path).status_code for path in self.paths(hidden)] == [404] * 3

    def test_its_own_curator_does_and_nobody_keeps_a_copy(self, client, museum, hidden):
        client.force_login(factories.user(contributor=museum))
        responses = [client.get(path) for path in self.paths(hidden)]
        assert [response.status_code for response in responses] == [200] * 3
        assert {response["Cache-Control"] for response in responses} == {"private, no-store"}

    def test_another_museums_curator_does_not(self, client, hidden):
        client.force_login(factories.user(curator=factories.institution()))
        assert [client.get(path).status_code for path in self.paths(hidden)] == [404] * 3

    def test_withdrawn_is_gone(self, client, item, asset):
        type(item).objects.filter(pk=item.pk).update(live=False, withdrawn_at="2026-01-01T00:00:00Z")
        assert [client.get(path).status_code for path in self.paths(asset)] == [410] * 3

    def test_an_institution_that_is_not_published_hides_its_pictures(self, client, museum, asset):
        type(museum).objects.filter(pk=museum.pk).update(live=False)
        assert [client.get(path).status_code for path in self.paths(asset)] == [404] * 3


def test_tiles_cost_one_look_into_the_tables(client, asset, django_assert_num_queries):
    get(client, asset, "info.json")
    with django_assert_num_queries(0):
        get(client, asset, "0,0,256,256/256,256/0/default.jpg")
        get(client, asset, "info.json")


def test_a_missing_file_says_try_again(client, asset):
    from media_pipeline import storage

    storage.remove(storage.derivatives(), asset.pyramid.key)
    response = get(client, asset, "0,0,200,256/200,256/0/default.jpg")
    assert (response.status_code, json.loads(response.content)["status"]) == (503, 503)


def test_a_panorama_and_a_model_in_the_picture_service(client, item, receive):
    panorama = receive(item, jpeg(2000, 1000), panorama=True)
    assert panorama.kind == "panorama"
    poster = image_of(client.get(panorama.poster_url(400)))
    # The middle of the sphere, not the whole of it.
    assert poster[0].min() > 60
    assert get(client, panorama, "info.json").json()["width"] == 2000

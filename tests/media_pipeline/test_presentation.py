"""Presentation 3.0: valid by the community's model, golden for what partners rely on, constant in queries."""

import pytest
from wagtail import hooks

from catalogue.models import ItemCreator
from heritage.languages import LANGUAGES
from tests import factories, golden_files
from tests.iiif_rules import check_manifest
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
TAGS = {language.tag for language in LANGUAGES.values()}
OBJ = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"


def manifest_of(client, item):
    response = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json")
    assert response.status_code == 200
    made = response.json()
    check_manifest(made)
    return made


def full_item():
    museum = factories.institution("kokshe", name={"kk": "Көкше музейі", "en": "Kokshe Museum"})
    item = factories.item(
        museum,
        kind="book",
        title={"kk": "Тарих", "en": "A history", "zh": "历史"},
        description={"kk": "Бірінші жол", "en": "First line"},
        date_edtf="1871/1872",
        dimensions=[{"type": "height", "value": 31.5, "unit": "cm"}],
        inventory_number="KM 12",
        rights_uri="https://creativecommons.org/licenses/by-sa/4.0/",
        credit_line={"en": "Gift of A. B."},
        period=factories.concept("period", "19th century"),
        place=factories.place("Turkistan"),
    )
    item.materials.set([factories.concept("material", "paper"), factories.concept("material", "ink")])
    item.save()
    ItemCreator.objects.create(item=item, agent=factories.agent("Abai"))
    return item


def test_a_whole_manifest(client, receive):
    item = full_item()
    first = receive(item, jpeg(700, 500, keep="none"), label={"kk": "1-бет", "en": "Page 1"})
    second = receive(item, jpeg(500, 700), credit={"en": "Photo: C. D."})
    made = manifest_of(client, item)
    names = {item.identifier: "ITEM", first.identifier: "IMAGE1", second.identifier: "IMAGE2",
             first.sha256[:16]: "SHA1", second.sha256[:16]: "SHA2"}  # fmt: skip
    golden_files.check("manifest.json", made, names)


def test_words_are_in_eight_languages_and_chinese_has_its_script(client, receive):
    item = full_item()
    made = manifest_of(client, item)
    assert made["label"]["zh-Hans"] == ["历史"]
    assert {frozenset(pair["label"]) for pair in made["metadata"]} == {frozenset(TAGS)}
    homepages = {page["language"][0]: page["id"] for page in made["homepage"]}
    assert set(homepages) == TAGS
    assert homepages["zh-Hans"].startswith(f"http://testserver/zh-hans/items/{item.identifier}/")


def test_images_come_in_the_curators_order(client, item, receive):
    from media_pipeline import ingest

    first, second = receive(item, jpeg(300, 200)), receive(item, jpeg(301, 200))
    ingest.asset_reorder(item, [second.identifier], user=factories.user(superuser=True))
    widths = [canvas["width"] for canvas in manifest_of(client, item)["items"]]
    assert widths == [second.width, first.width]


def test_an_item_without_pictures_still_has_a_manifest(client, item):
    [canvas] = manifest_of(client, item)["items"]
    assert canvas["items"] == []


def painted(canvas):
    [page] = canvas["items"]
    [annotation] = page["items"]
    return annotation["body"]


def test_a_model_is_painted_and_its_given_picture_stands_in(client, item, receive):
    model = receive(item, OBJ, "sword.obj")
    made = manifest_of(client, item)
    assert [(each["type"], each["format"]) for each in made["rendering"]] == [("Model", "model/obj")]
    [canvas] = made["items"]
    assert painted(canvas) == {"id": made["rendering"][0]["id"], "type": "Model", "format": "model/obj"}
    assert "placeholderCanvas" not in canvas
    receive(item, jpeg(800, 600), poster_for=model)
    made = manifest_of(client, item)
    [canvas] = made["items"]
    picture = painted(canvas["placeholderCanvas"])
    assert (canvas["width"], canvas["height"]) == (picture["width"], picture["height"]) == (800, 600)
    assert client.get(picture["id"].removeprefix("http://testserver")).status_code == 200
    assert client.get(made["rendering"][0]["id"].removeprefix("http://testserver")).status_code == 200


def test_broken_pictures_are_left_out(client, item, receive):
    receive(item, jpeg())
    receive(item, jpeg(900, 700)[:9000])
    receive(item, jpeg(640, 480))
    # Numbered as the visitor counts, not as files came in.
    assert [canvas["label"] for canvas in manifest_of(client, item)["items"]] == [{"none": ["1"]}, {"none": ["2"]}]


def test_draft_withdrawn_and_unknown(client, museum):
    draft = factories.item(museum, live=False)
    gone = factories.item(museum, live=False, withdrawn_at="2026-01-01T00:00:00Z")
    statuses = {}
    for name in (draft.identifier, gone.identifier, "q1zzzzzzzzzz"):
        response = client.get(f"/iiif/presentation/3/items/{name}/manifest.json")
        assert response["Content-Type"] == "application/problem+json"
        assert response["Access-Control-Allow-Origin"] == "*"
        statuses[name] = response.status_code
    assert list(statuses.values()) == [404, 410, 404]


def test_an_unchanged_manifest_is_not_sent_twice(client, item):
    path = f"/iiif/presentation/3/items/{item.identifier}/manifest.json"
    first = client.get(path)
    assert "Cookie" not in first.get("Vary", "")
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_queries_do_not_grow_with_images(client, item, receive, django_assert_max_num_queries):
    for number in range(4):
        receive(item, jpeg(200 + number, 150))
    with django_assert_max_num_queries(10):
        manifest_of(client, item)


def test_what_other_apps_add(client, item, receive):
    asset = receive(item, jpeg(300, 200))
    page = {"id": "https://example.org/page", "type": "AnnotationPage"}
    service = {"id": "https://example.org/search", "type": "SearchService2"}
    lido = {"id": "https://example.org/lido", "type": "Dataset", "label": {"en": ["LIDO"]}, "format": "application/xml"}
    with (
        hooks.register_temporarily("iiif_manifest_parts", lambda item: {"service": [service]}),
        hooks.register_temporarily("iiif_manifest_parts", lambda item: {"service": [service | {"profile": "two"}]}),
        hooks.register_temporarily("iiif_see_also", lambda item: [lido]),
        hooks.register_temporarily(
            "iiif_canvas_parts", lambda item, assets: {asset.identifier: {"annotations": [page]} for asset in assets}
        ),
    ):
        made = manifest_of(client, item)
    assert made["service"] == [service, service | {"profile": "two"}]
    assert made["seeAlso"][-1] == lido
    assert made["items"][0]["id"].endswith(asset.identifier)
    assert made["items"][0]["annotations"] == [page]

"""Annotation pages: valid by the community's model, linked from the manifest, and silent about what is not public."""

import iiif_prezi3
import pytest

from institutions.permissions import SYSTEM
from media_pipeline import annotations as services
from media_pipeline.iiif.canvas_contents import public_texts
from media_pipeline.models import Annotation
from media_pipeline.page_text import Line, Word, plain_lines
from media_pipeline.transcription import canvas_text_save
from tests import factories
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
LINES = [Line("Ақ киіз", (10, 20, 300, 40), (Word(0, 2, (10, 20, 90, 40)),)), Line(""), Line("үй")]


@pytest.fixture
def asset(item, receive):
    return receive(item, jpeg(700, 500))


def note(asset, *, live=True, **fields):
    fields.setdefault("body", {"kk": "Күмбез", "zh": "穹顶"})
    made = services.annotation_save(Annotation(asset=asset, **fields), user=SYSTEM)
    return services.annotation_publish(made, user=SYSTEM) if live else made


def text(asset, lines=LINES, language="kk", source="curator"):
    return canvas_text_save(asset, user=SYSTEM, source=source, language=language, lines=lines)


def canvas_path(asset):
    return f"/iiif/presentation/3/items/{asset.item.identifier}/canvas/{asset.identifier}"


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/ld+json")
    assert response["Access-Control-Allow-Origin"] == "*"
    made = response.json()
    assert made["id"] == f"http://testserver{path}"
    iiif_prezi3.AnnotationPage(**made)
    return made


def test_notes_in_order_with_region_and_languages(client, asset):
    note(asset, body={"en": "Second"}, motivation="tagging")
    first = note(asset, region=[10, 20, 300, 200])
    note(asset, live=False, body={"en": "Secret draft"})
    services.annotation_reorder(asset, [first.identifier], user=SYSTEM)
    path = f"{canvas_path(asset)}/annotations.json"
    made = page(client, path)
    canvas = f"http://testserver{canvas_path(asset)}"
    assert [each["target"] for each in made["items"]] == [f"{canvas}#xywh=10,20,300,200", canvas]
    assert made["items"][0]["body"] == {
        "type": "Choice",
        "items": [
            {"type": "TextualBody", "value": "Күмбез", "language": "kk", "format": "text/plain"},
            {"type": "TextualBody", "value": "穹顶", "language": "zh-Hans", "format": "text/plain"},
        ],
    }
    assert made["items"][1]["body"]["value"] == "Second"
    assert [each["motivation"] for each in made["items"]] == ["commenting", "tagging"]


def test_each_note_has_an_address_of_its_own_and_names_no_person(client, asset, museum):
    person = factories.user("secret-name", curator=museum)
    made = services.annotation_save(Annotation(asset=asset, body={"en": "Dome"}), user=person)
    services.annotation_publish(made, user=person)
    [listed] = page(client, f"{canvas_path(asset)}/annotations.json")["items"]
    response = client.get(listed["id"].removeprefix("http://testserver"))
    alone = response.json()
    iiif_prezi3.Annotation(**alone)
    assert {key: value for key, value in alone.items() if key != "@context"} == listed
    assert listed["creator"] == f"http://testserver/kk/institutions/{museum.code}"
    assert "secret-name" not in response.content.decode()


def test_a_text_is_a_line_each_with_its_place(client, asset):
    text(asset)
    made = page(client, f"{canvas_path(asset)}/text-kk.json")
    canvas = f"http://testserver{canvas_path(asset)}"
    assert [(each["body"]["value"], each["target"], each["id"]) for each in made["items"]] == [
        ("Ақ киіз", f"{canvas}#xywh=10,20,300,40", f"{canvas}/text-kk/line-1"),
        ("үй", canvas, f"{canvas}/text-kk/line-3"),
    ]
    assert {(each["motivation"], each["textGranularity"]) for each in made["items"]} == {("supplementing", "line")}


def test_a_text_without_places_is_one_annotation_on_the_whole_canvas(client, asset):
    text(asset, plain_lines("Ақ\nкиіз"), "zh")
    [only] = page(client, f"{canvas_path(asset)}/text-zh-Hans.json")["items"]
    assert only["body"]["value"] == "Ақ\nкиіз"
    assert only["target"] == f"http://testserver{canvas_path(asset)}"


def manifest(client, item):
    response = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json")
    made = response.json()
    iiif_prezi3.Manifest(**made)
    return made


def test_the_manifest_refers_to_the_pages_of_canvases_that_have_some(client, item, asset, receive):
    second = receive(item, jpeg(300, 200))
    assert not [canvas for canvas in manifest(client, item)["items"] if "annotations" in canvas]
    note(second)
    note(asset, live=False)
    text(asset)
    text(asset, language="ru")
    text(asset, source="ocr")
    first_canvas, second_canvas = manifest(client, item)["items"]
    references = {each["id"]: each for each in first_canvas["annotations"] + second_canvas["annotations"]}
    base = f"http://testserver{canvas_path(asset)}"
    assert list(references) == [
        f"{base}/text-kk.json",
        f"{base}/text-ru.json",
        f"http://testserver{canvas_path(second)}/annotations.json",
    ]
    assert {(each["type"], "items" in each) for each in references.values()} == {("AnnotationPage", False)}
    for address in references:
        page(client, address.removeprefix("http://testserver"))


def test_queries_do_not_grow_with_annotations(client, item, receive, django_assert_max_num_queries):
    for number in range(4):
        asset = receive(item, jpeg(200 + number, 150))
        note(asset), text(asset), text(asset, language="ru")
    with django_assert_max_num_queries(10):
        manifest(client, item)
    with django_assert_max_num_queries(4):
        page(client, f"{canvas_path(asset)}/annotations.json")
    with django_assert_max_num_queries(4):
        page(client, f"{canvas_path(asset)}/text-ru.json")


def paths(asset, made):
    base = canvas_path(asset)
    return [
        f"{base}/annotations.json",
        f"{base}/text-kk.json",
        f"/iiif/presentation/3/annotations/{made.identifier}.json",
    ]


def withdraw(asset):
    type(asset.item).objects.filter(pk=asset.item.pk).update(live=False, withdrawn_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda asset: asset.item.unpublish(), 404),
        (withdraw, 410),
        (lambda asset: asset.item.institution.unpublish(), 404),
        (lambda asset: type(asset).objects.filter(pk=asset.pk).update(state="failed"), 404),
    ],
    ids=["draft", "withdrawn", "draft institution", "broken file"],
)  # fmt: skip
def test_nothing_is_said_of_what_is_not_public(client, asset, change, status):
    made = note(asset)
    text(asset)
    change(asset)
    for path in paths(asset, made):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert "Күмбез" not in response.content.decode()


@pytest.mark.parametrize("fields", [{"access": "members"}, {"embargo_until": "2999-01-01"}], ids=["members", "embargo"])
def test_what_is_written_on_a_restricted_picture_is_for_those_who_may_see_it(client, asset, item, fields):
    made = note(asset)
    text(asset)
    type(item).objects.filter(pk=item.pk).update(**fields)
    item = type(item).objects.get(pk=item.pk)
    assert [*public_texts(item)] == []
    for path in paths(asset, made):
        response = client.get(path)
        assert (response.status_code, response.json()["type"]) == (401, "/problems/sign-in-needed")
    assert not [canvas for canvas in manifest(client, item)["items"] if "annotations" in canvas]
    client.force_login(factories.user(manager=factories.institution()))
    assert {client.get(path).status_code for path in paths(asset, made)} == {403}
    client.force_login(factories.user(curator=item.institution))
    for path in paths(asset, made):
        response = client.get(path)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_size_limit_leaves_the_text_open(client, asset, item):
    type(item).objects.filter(pk=item.pk).update(access="limited", access_max_width=200)
    text(asset)
    assert page(client, f"{canvas_path(asset)}/text-kk.json")["items"]


def test_public_texts_are_those_that_everybody_reads(asset, item):
    text(asset)
    text(asset, plain_lines("OCR"), source="ocr")
    note(asset, body={"zh": "穹顶"})
    note(asset, body={"en": "Draft"}, live=False)
    assert [*public_texts(item)] == [("kk", "Ақ киіз\n\nүй"), ("zh-Hans", "穹顶")]


def test_a_draft_note_and_unknown_names(client, asset, item):
    made = note(asset, live=False)
    assert client.get(paths(asset, made)[2]).status_code == 404
    assert page(client, paths(asset, made)[0])["items"] == []
    other = factories.item(item.institution)
    for path in (
        canvas_path(asset).replace(item.identifier, other.identifier) + "/annotations.json",
        f"{canvas_path(asset)}x/annotations.json",
        f"{canvas_path(asset)}/text-ru.json",
        f"{canvas_path(asset)}/text-%00.json",
        "/iiif/presentation/3/annotations/q1zzzzzzzzzz.json",
    ):
        assert client.get(path).status_code == 404


def test_an_unchanged_page_is_not_sent_twice(client, asset):
    path = f"{canvas_path(asset)}/annotations.json"
    note(asset)
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    note(asset)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.options(path)["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"

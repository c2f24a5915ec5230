"""A museum's logo: only pictures, drawn anew, shown once it is published, its managers' to change."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.users.models import UserProfile

from institutions import logos
from institutions.models import Institution
from tests import factories
from tests.editor.forms import form_of

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(width=300, height=200, format="PNG", color=(10, 120, 90, 255), **options) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if format != "JPEG" else "RGB"
    Image.new(mode, (width, height), color[: len(mode)]).save(out, format, **options)
    return out.getvalue()


def upload(data: bytes, name="logo.png"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def museum(db):
    return factories.institution("ours")


@pytest.fixture
def manager(client, museum):
    person = factories.user(manager=museum)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return person


def send(client, museum, **changes):
    url = reverse("wagtailsnippets_institutions_institution:edit", args=[museum.pk])
    sent = form_of(client.get(url)) | {"name__kk": museum.name["kk"]} | changes
    response = client.post(url, sent)
    museum.refresh_from_db()
    return response


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_a_small_png(museum, format):
    logo = logos.logo_of(logos.keep("ours", upload(picture(2000, 1000, format))))
    assert (logo.width, logo.height) == (800, 400)
    assert logo.url.startswith("/logos/ours/")


def test_nothing_but_pixels_of_the_sent_file_goes_out(museum):
    info = PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    data = picture(pnginfo=info) + b"<?php evil"
    key = logos.keep("ours", upload(data))
    with logos.storage().open(key, "rb") as stream:
        kept = stream.read()
    assert b"script" not in kept
    assert b"php" not in kept
    assert Image.open(io.BytesIO(kept)).size == (300, 200)


@pytest.mark.parametrize(
    "data",
    [SVG, b"", b"GIF89a", picture(4001, 2), picture()[:60], b"\0" * (logos.MAX_BYTES + 1), picture(format="BMP")],
)
def test_anything_else_is_refused_in_words_and_changes_nothing(client, manager, museum, data):
    response = send(client, museum, logo=upload(data, "logo.svg"), **{"action-publish": "x"})
    assert response.status_code == 200
    assert "error-message" in response.content.decode()
    assert museum.logo == ""


def test_a_manager_gives_shows_and_removes_the_logo(client, manager, museum):
    assert send(client, museum, logo=upload(picture()), **{"action-publish": "x"}).status_code == 302
    logo = museum.logo_file
    client.logout()
    shown = client.get(logo.url)
    assert (shown.status_code, shown["Content-Type"], shown["Access-Control-Allow-Origin"]) == (200, "image/png", "*")
    assert "immutable" in shown["Cache-Control"]
    assert client.get(logo.url, headers={"if-none-match": shown["ETag"]}).status_code == 304
    assert logo.url in client.get(museum.get_absolute_url()).content.decode()
    assert client.get("/api/v1/institutions/ours").json()["logo"] == f"http://testserver{logo.url}"
    client.force_login(manager)
    send(client, museum, **{"logo-clear": "on", "action-publish": "x"})
    assert museum.logo == ""
    client.logout()
    assert client.get(logo.url).status_code == 404


def test_an_unchanged_form_keeps_the_logo(client, manager, museum):
    send(client, museum, logo=upload(picture()), **{"action-publish": "x"})
    before = museum.logo
    send(client, museum, website="https://example.org/", **{"action-publish": "x"})
    assert (museum.logo, museum.website) == (before, "https://example.org/")


def test_a_drafts_logo_is_for_its_people_alone(client, manager, museum):
    send(client, museum, logo=upload(picture()))
    assert museum.logo == ""
    draft = Institution.objects.get(pk=museum.pk).get_latest_revision_as_object()
    shown = client.get(draft.logo_file.url)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    client.force_login(factories.user(manager=factories.institution()))
    assert client.get(draft.logo_file.url).status_code == 404


def test_a_hidden_institutions_logo_is_hidden(client, museum):
    museum.logo = logos.keep("ours", upload(picture()))
    museum.save()
    assert client.get(museum.logo_file.url).status_code == 200
    Institution.objects.filter(pk=museum.pk).update(live=False)
    assert client.get(museum.logo_file.url).status_code == 404


@pytest.mark.parametrize("name", ["x.png", "../../etc", "0" * 16 + "-1x1.svg", "0" * 16 + "-1x1.png"])
def test_other_names_lead_nowhere(client, museum, name):
    assert client.get(f"/logos/ours/{name}").status_code == 404


def test_the_manifest_names_it(client, museum):
    museum.logo = logos.keep("ours", upload(picture()))
    museum.save()
    item = factories.item(museum)
    made = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json").json()
    assert made["provider"][0]["logo"] == [
        {"id": f"http://testserver{museum.logo_file.url}", "type": "Image", "format": "image/png",
         "width": 300, "height": 200}
    ]  # fmt: skip

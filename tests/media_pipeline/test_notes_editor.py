"""A curator's screens for notes and texts: plain forms, and no way into another museum's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heritage.languages import LANGUAGES
from institutions.permissions import SYSTEM
from media_pipeline import annotations as services
from media_pipeline.models import Annotation, CanvasText
from media_pipeline.page_text import Line, Word
from media_pipeline.transcription import canvas_text_save
from tests import factories
from tests.media_pipeline.conftest import jpeg
from tests.media_pipeline.test_alto import WORD, alto, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(museum, receive):
    return receive(factories.item(museum, live=False), jpeg(700, 500))


@pytest.fixture
def curator(client, museum):
    person = factories.user(curator=museum)
    client.force_login(person)
    return person


@pytest.fixture
def contributor(client, museum):
    person = factories.user(contributor=museum)
    client.force_login(person)
    return person


def url(name, thing):
    return reverse(f"media-{name}", kwargs={"identifier": thing.identifier})


def form(**fields):
    empty = {f"body__{code}": "" for code in LANGUAGES} | dict.fromkeys(("left", "top", "width", "height"), "")
    return empty | {"motivation": "commenting"} | fields


def note(asset, **fields):
    fields.setdefault("body", {"kk": "Күмбез"})
    return services.annotation_save(Annotation(asset=asset, **fields), user=SYSTEM)


class TestNotes:
    def test_a_new_note_with_a_region_is_a_draft(self, client, contributor, asset):
        response = client.post(
            url("notes", asset), form(body__kk="Күмбез", left="10", top="20", width="30", height="40")
        )
        assert response.status_code == 302
        made = Annotation.objects.get()
        assert (made.body, made.region, made.live) == ({"kk": "Күмбез"}, [10, 20, 30, 40], False)
        assert made.creator == contributor
        assert "Күмбез" in client.get(url("notes", asset)).content.decode()

    def test_saved_and_published_at_once_by_who_may(self, client, curator, asset):
        client.post(url("notes", asset), form(body__kk="Күмбез", publish="1"))
        assert Annotation.objects.get().live

    def test_publishing_without_the_right_saves_nothing(self, client, contributor, asset):
        assert client.post(url("notes", asset), form(body__kk="Күмбез", publish="1")).status_code == 403
        assert not Annotation.objects.exists()

    def test_change_publish_move_and_delete(self, client, curator, asset):
        first, second = note(asset), note(asset, body={"en": "Second"}, region=[1, 2, 3, 4])
        page = client.get(url("note", second)).content.decode()
        assert 'value="3"' in page
        client.post(url("note", second), form(body__en="Better", motivation="tagging"))
        second.refresh_from_db()
        assert (second.body, second.region, second.motivation) == ({"en": "Better"}, None, "tagging")
        client.post(url("note-publish", second))
        client.post(url("note-move", second), {"direction": "earlier"})
        assert list(asset.annotations.values_list("pk", "live")) == [(second.pk, True), (first.pk, False)]
        client.post(url("note-unpublish", second))
        client.post(url("note-delete", second))
        assert list(asset.annotations.values_list("pk", "live")) == [(first.pk, False)]

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"body__kk": "a", "left": "1"},
            {"body__kk": "a", "left": "-1", "top": "0", "width": "5", "height": "5"},
            {"body__kk": "a", "left": "0", "top": "0", "width": "5", "height": "99999"},
            {"body__kk": "a", "left": "NaN", "top": "0", "width": "5", "height": "5"},
            {"body__kk": "a", "motivation": "gossiping"},
        ],
        ids=range(6),
    )
    def test_what_is_wrong_is_said_on_the_screen_that_keeps_what_was_typed(self, client, curator, asset, fields):
        response = client.post(url("notes", asset), form(**fields))
        assert response.status_code == 200
        assert "help-critical" in response.content.decode() or "error-message" in response.content.decode()
        assert not Annotation.objects.exists()


class TestTexts:
    def send(self, client, asset, data, name="page.xml", language=""):
        return client.post(url("texts", asset), {"file": SimpleUploadedFile(name, data), "language": language})

    def test_an_alto_file(self, client, contributor, asset):
        data = alto(line(WORD.format("Ақ", 10)), page='WIDTH="1400" HEIGHT="1000"')
        assert self.send(client, asset, data).status_code == 302
        made = CanvasText.objects.get()
        assert (made.source, made.language, made.text, made.boxes) == ("alto", "kk", "Ақ", "word")
        assert made.lines[0].words == (Word(0, 2, (5, 10, 40, 15)),)

    def test_plain_text_needs_a_language(self, client, contributor, asset):
        response = self.send(client, asset, "Ақ киіз".encode(), "page.txt")
        assert "error-message" in response.content.decode()
        assert self.send(client, asset, "Ақ киіз".encode(), "page.txt", "kk").status_code == 302
        assert CanvasText.objects.get().source == "curator"

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"<TEI/>", "&lt;TEI&gt;"),
            (alto('<TextLine HPOS="NaN"/>'), "HPOS of &lt;TextLine&gt;"),
            (b"\xffbinary", "UTF-8"),
            (b"", ""),
        ],
        ids=range(4),
    )
    def test_a_file_that_is_no_text_is_refused_with_its_place(self, client, curator, asset, data, said):
        response = client.post(
            url("texts", asset), {"file": SimpleUploadedFile("a.xml", data), "language": "kk"},
            headers={"accept-language": "en"},
        )  # fmt: skip
        assert response.status_code == 200
        assert said in response.content.decode()
        assert not CanvasText.objects.exists()

    def test_a_correction_is_the_curators_and_keeps_the_places(self, client, curator, asset):
        lines = [Line("Ақ киз", (1, 2, 30, 40), (Word(0, 2, (1, 2, 9, 40)), Word(3, 6, (12, 2, 19, 40))))]
        read = canvas_text_save(asset, user=SYSTEM, source="ocr", language="kk", lines=lines)
        address = reverse("media-text", kwargs={"identifier": asset.identifier, "pk": read.pk})
        assert "Ақ киз" in client.get(address).content.decode()
        assert client.post(address, {"language": "kk", "text": "Ақ киіз"}).status_code == 302
        corrected = CanvasText.objects.get(source="curator")
        assert corrected.lines[0].words == (Word(0, 2, (1, 2, 9, 40)), Word(3, 7, (12, 2, 19, 40)))
        page = client.get(url("texts", asset), headers={"accept-language": "en"}).content.decode()
        assert page.count("Not shown: there is a better one") == 1
        client.post(reverse("media-text-remove", kwargs={"pk": corrected.pk}))
        assert list(CanvasText.objects.all()) == [read]

    def test_a_new_text_is_typed(self, client, curator, asset):
        address = url("text-new", asset)
        assert client.post(address, {"language": "kk", "text": " \n "}).status_code == 200
        assert client.post(address, {"language": "!", "text": "a"}).status_code == 200
        assert not CanvasText.objects.exists()
        assert client.post(address, {"language": "fa", "text": "متن"}).status_code == 302
        assert 'dir="rtl"' in client.get(url("texts", asset)).content.decode()


def test_another_museums_manager_gets_nothing_and_changes_nothing(client, asset):
    made = note(asset, body={"kk": "Құпия"})
    text = canvas_text_save(asset, user=SYSTEM, source="ocr", language="kk", lines=[Line("Құпия")])
    client.force_login(factories.user(manager=factories.institution()))
    before = list(Annotation.objects.values()), list(CanvasText.objects.values())
    addresses = [
        url("notes", asset), url("texts", asset), url("text-new", asset), url("note", made),
        *(url(f"note-{name}", made) for name in ("publish", "unpublish", "delete", "move")),
        reverse("media-text", kwargs={"identifier": asset.identifier, "pk": text.pk}),
        reverse("media-text-remove", kwargs={"pk": text.pk}),
    ]  # fmt: skip
    for address in addresses:
        for response in (client.get(address), client.post(address, form(body__kk="theirs", language="kk", text="x"))):
            assert response.status_code in (403, 405)
            assert "Құпия" not in response.content.decode()
    assert (list(Annotation.objects.values()), list(CanvasText.objects.values())) == before


def test_a_text_of_another_picture_is_not_there(client, curator, asset, receive):
    other = receive(factories.item(asset.institution, live=False), jpeg(300, 200))
    text = canvas_text_save(other, user=SYSTEM, source="ocr", language="kk", lines=[Line("a")])
    address = reverse("media-text", kwargs={"identifier": asset.identifier, "pk": text.pk})
    assert client.get(address).status_code == 404


def test_the_list_of_files_leads_to_both(client, curator, asset):
    page = client.get(reverse("media-files", kwargs={"pk": asset.item_id})).content.decode()
    assert url("notes", asset) in page
    assert url("texts", asset) in page

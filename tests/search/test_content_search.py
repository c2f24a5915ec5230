"""Content Search 2.0 within an item: what is found, where on the canvas, and in the shapes of the specification."""

import re

import iiif_prezi3
import jsonschema
import pytest

from catalogue.merging import item_merge
from catalogue.models import Item
from institutions.permissions import SYSTEM
from media_pipeline import annotations as annotation_services
from media_pipeline.models import Annotation
from media_pipeline.page_text import Line, Word, plain_lines
from media_pipeline.transcription import canvas_text_save
from search.iiif import results
from search.iiif.upkeep import drain_texts, refresh_all
from search.models import PageTerms
from tests import factories
from tests.frontend.conftest import picture
from tests.search.content_search_schema import ANSWER, TERMS

pytestmark = pytest.mark.django_db
TEXT = """As a new heaven is begun, and it is now thir-
ty-three years since its advent: the Eternal Hell
revives. And lo! Swedenborg is the Angel sitting
at the tomb"""


def boxed(text: str) -> list[Line]:
    """Each character 10 pixels wide, each line 30 high at 40 times its number."""
    lines = []
    for number, line in enumerate(text.split("\n")):
        words = [
            Word(*match.span(), (match.start() * 10, number * 40, len(match.group()) * 10, 30))
            for match in re.finditer(r"\S+", line)
        ]
        lines.append(Line(line, (0, number * 40, len(line) * 10, 30), tuple(words)))
    return lines


@pytest.fixture
def item(db):
    return factories.item(kind="book")


@pytest.fixture
def page(item):
    return picture(item)


def text(asset, lines=None, language="en"):
    lines = boxed(TEXT) if lines is None else lines
    return canvas_text_save(asset, user=SYSTEM, source="alto", language=language, lines=lines)


def note(asset, body, *, live=True, **fields):
    made = annotation_services.annotation_save(Annotation(asset=asset, body=body, **fields), user=SYSTEM)
    return annotation_services.annotation_publish(made, user=SYSTEM) if live else made


def search(client, item, q="", **params):
    response = client.get(f"/iiif/search/2/{item.identifier}", {"q": q, **params})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    made = response.json()
    jsonschema.validate(made, ANSWER)
    for annotation in made["items"]:
        iiif_prezi3.Annotation(**annotation)
    shown = {annotation["id"] for annotation in made["items"]}
    for match in matches(made):
        iiif_prezi3.Annotation(**match)
        assert {target["source"] for target in targets(match)} <= shown
    return made


def matches(made):
    return made["annotations"][0]["items"] if "annotations" in made else []


def targets(match):
    return match["target"] if isinstance(match["target"], list) else [match["target"]]


def places(made):
    """(text, region) of each annotation."""
    return [(each["body"]["value"], each["target"].partition("#xywh=")[2]) for each in made["items"]]


def quotes(made):
    return [[quote(target["selector"][0]) for target in targets(match)] for match in matches(made)]


def quote(selector):
    return tuple(selector.get(name, "") for name in ("prefix", "exact", "suffix"))


class TestWhereWordsHavePlaces:
    def test_a_word_is_an_annotation_of_its_own_with_the_text_around_it(self, client, item, page):
        text(page)
        made = search(client, item, "heavens")
        assert places(made) == [("heaven", "90,0,60,30")]
        assert made["items"][0]["target"].startswith(
            f"http://testserver/iiif/presentation/3/items/{item.identifier}/canvas/"
        )
        assert made["items"][0]["motivation"] == "supplementing"
        [match] = matches(made)
        assert match["motivation"] == "contextualizing"
        [[(prefix, exact, suffix)]] = quotes(made)
        assert (prefix, exact, suffix[:9]) == ("As a new ", "heaven", " is begun")

    def test_a_phrase_is_one_box(self, client, item, page):
        text(page)
        assert places(search(client, item, '"new heaven is"')) == [("new heaven is", "50,0,130,30")]
        assert places(search(client, item, '"heaven new"')) == []

    def test_a_phrase_over_the_end_of_a_line_is_a_box_a_line_and_one_match(self, client, item, page):
        text(page)
        made = search(client, item, '"eternal hell revives"')
        assert places(made) == [("Eternal Hell", "370,40,120,30"), ("revives", "0,80,80,30")]
        assert [[exact for _, exact, _ in match] for match in quotes(made)] == [["Eternal Hell", "revives"]]

    @pytest.mark.parametrize("q", ["thirty", '"now thirty three years"', '"thir ty"'])
    def test_a_word_that_a_line_splits_is_found_whole_and_in_halves(self, client, item, page, q):
        text(page)
        assert [region for _text, region in places(search(client, item, q))][-1].startswith("0,40,")

    def test_the_whole_word_that_alto_tells_is_found(self, client, item, page):
        text(page, [Line("la con-", whole="conservation", words=(Word(3, 6, (5, 5, 9, 9)),)), Line("servation")], "fr")
        assert places(search(client, item, "conservation")) == [("con", "5,5,9,9"), ("servation", "")]

    def test_without_places_of_words_it_is_the_line(self, client, item, page):
        lines = [Line(line.text, line.box) for line in boxed(TEXT)]
        text(page, lines)
        made = search(client, item, "is")
        assert places(made) == [(lines[0].text, "0,0,450,30"), (lines[2].text, "0,80,480,30")]
        assert [match["motivation"] for match in matches(made)] == ["highlighting"] * 3
        prefix, exact, suffix = quotes(made)[0][0]
        assert lines[0].text.startswith(prefix + exact + suffix)
        assert made["items"][0]["id"].endswith("/text-en/line-1")

    def test_without_any_place_it_is_the_whole_text(self, client, item, page):
        text(page, plain_lines(TEXT))
        made = search(client, item, '"hell revives"')
        assert places(made) == [(TEXT, "")]
        [[(prefix, exact, suffix)]] = quotes(made)
        assert exact == "Hell\nrevives"
        assert prefix + exact + suffix in TEXT


class TestWhatIsAsked:
    def test_all_words_in_one_text(self, client, item, page):
        text(page)
        text(picture(item, position=1), boxed("heaven alone"))
        assert [value for value, _ in places(search(client, item, "heaven hell"))] == ["heaven", "Hell"]
        assert len(places(search(client, item, "heaven"))) == 2
        assert [value for value, _ in places(search(client, item, "heaven -hell"))] == ["heaven"]
        assert places(search(client, item, "heaven zebra")) == []

    def test_beginnings(self, client, item, page):
        text(page)
        assert [value for value, _ in places(search(client, item, "swed*"))] == ["Swedenborg"]

    @pytest.mark.parametrize(
        ("language", "written", "asked", "found"),
        [
            ("kk", "Қазақтардың киіз үйлеріне", "киіз үй", ["киіз", "үйлеріне"]),
            ("ru", "старинными книгами", "книга", ["книгами"]),
            ("tr", "Halıların dokunuşu", "halı", ["Halıların"]),
            ("ar", "المساجد القديمة", "قديمة", ["القديمة"]),
            ("es", "las montañas azules", "montana", ["montañas"]),
            ("fr", "l’église ancienne", "eglise", ["l’église"]),
            ("zh", "这是羊角纹毡毯", "羊角纹", ["羊角纹"]),
            ("la", "Coelum et terram", "coelum", ["Coelum"]),
        ],
    )
    def test_inflected_words_are_marked_whole(self, client, item, page, language, written, asked, found):
        text(page, boxed(written), language)
        assert [value for value, _ in places(search(client, item, asked))] == found

    def test_chinese_over_the_end_of_a_line(self, client, item, page):
        text(page, boxed("这是羊角\n纹毡毯"), "zh")
        assert [value for value, _ in places(search(client, item, "羊角纹毡"))] == ["羊角", "纹毡"]
        assert [value for value, _ in places(search(client, item, "角纹"))] == ["角", "纹"]

    def test_motivation_and_date(self, client, item, page):
        text(page)
        made = note(page, {"en": "Heaven above"}, motivation="commenting")
        kinds = lambda **params: [each["motivation"] for each in search(client, item, "heaven", **params)["items"]]  # noqa: E731
        assert kinds() == ["supplementing", "commenting"]
        assert kinds(motivation="commenting tagging") == ["commenting"]
        assert kinds(motivation="painting") == []
        Annotation.objects.filter(pk=made.pk).update(created_at="2020-05-05T12:00:00Z")
        old = "2020-05-05T00:00:00Z/2020-05-06T00:00:00Z"
        assert kinds(date=old) == ["commenting"]
        assert kinds(date=f"1990-01-01T00:00:00Z/1991-01-01T00:00:00Z {old}") == ["commenting"]

    def test_what_is_not_understood_is_named_and_ignored(self, client, item, page):
        text(page)
        made = search(client, item, "heaven", user="http://example.org/me", date="yesterday")
        assert made["ignored"] == ["user", "date"]
        assert len(made["items"]) == 1
        assert "user" not in made["id"]

    def test_without_words_everything_is_listed(self, client, item, page):
        text(page)
        note(page, {"en": "Above"})
        assert len(search(client, item)["items"]) == 5
        assert len(search(client, item, motivation="commenting")["items"]) == 1


def test_a_note_is_found_in_any_of_its_languages(client, item, page):
    made = note(page, {"kk": "Ақ күмбез", "en": "A white dome"}, region=[1, 2, 30, 40])
    note(page, {"en": "Secret dome"}, live=False)
    answer = search(client, item, "күмбездер")
    [found] = answer["items"]
    assert found["id"].endswith(f"/annotations/{made.identifier}.json")
    assert quotes(answer) == [[("Ақ ", "күмбез", "")]]
    assert len(search(client, item, "dome")["items"]) == 1


class TestPages:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(results, "PAGE_SIZE", 4)

    def walk(self, client, item, q):
        made, found = search(client, item, q), []
        while True:
            found += made["items"]
            if "next" not in made:
                return made, found
            response = client.get(made["next"]["id"].removeprefix("http://testserver"))
            following = response.json()
            jsonschema.validate(following, ANSWER)
            assert following["id"] == made["next"]["id"]
            assert following["prev"]["id"] == made["id"]
            assert following["startIndex"] == made["startIndex"] + 4
            made = following

    def test_every_annotation_comes_once_in_the_order_of_the_book(self, client, item):
        for number in range(5):
            text(picture(item, position=number), boxed(f"sky {number} hell\nrevives hell {number}"))
        last, found = self.walk(client, item, '"hell revives" sky')
        assert last["partOf"]["total"] == len(found) == 15
        assert [each["body"]["value"] for each in found[:4]] == ["sky", "hell", "revives", "sky"]
        assert len({each["id"] for each in found}) == 15

    def test_lines_and_whole_texts_too(self, client, item):
        for number in range(3):
            text(picture(item, position=number), [Line("sky sky", (1, 1, 5, 5)), Line("sky")])
            text(picture(item, position=number), plain_lines("sky sky"))
        last, found = self.walk(client, item, "sky")
        assert last["partOf"]["total"] == len(found) == 9
        last, found = self.walk(client, item, "")
        assert last["partOf"]["total"] == len(found) == 9

    def test_a_page_beyond_the_last_is_empty(self, client, item, page):
        text(page)
        made = search(client, item, "heaven", page="99")
        assert (made["items"], made["partOf"]["total"]) == ([], 1)


class TestAutocomplete:
    def terms(self, client, item, q, **params):
        response = client.get(f"/iiif/search/2/{item.identifier}/autocomplete", {"q": q, **params})
        assert response.status_code == 200
        made = response.json()
        jsonschema.validate(made, TERMS)
        return [(term["value"], term["total"]) for term in made["items"]]

    def test_words_that_begin_so_with_their_number(self, client, item, page):
        text(page, boxed("Heaven heaven hea-\nven, hell. The héros"))
        note(page, {"en": "Heavy", "kk": "Хан"})
        assert self.terms(client, item, "hE") == [("heaven", 3), ("heavy", 1), ("hell", 1), ("héros", 1)]
        assert self.terms(client, item, "he", min="2") == [("heaven", 3)]
        assert self.terms(client, item, "he", motivation="commenting") == [("heavy", 1)]
        assert self.terms(client, item, "хан") == [("хан", 1)]

    def test_what_is_typed_is_one_string(self, client, item, page):
        text(page)
        assert self.terms(client, item, "new hea") == []
        assert self.terms(client, item, ".*") == []

    def test_without_a_beginning_it_is_a_bad_request(self, client, item):
        assert client.get(f"/iiif/search/2/{item.identifier}/autocomplete").status_code == 400

    def test_what_is_offered_is_found(self, client, item, page):
        text(page)
        for term, _count in self.terms(client, item, "t"):
            assert search(client, item, term)["items"]


class TestTerms:
    """The prepared terms are a matter of speed alone."""

    def test_a_changed_text_is_found_as_it_is_before_its_terms_are_made(self, client, item, page):
        text(page)
        assert drain_texts() == 1
        text(page, boxed("Something else"))
        assert search(client, item, "heaven")["items"] == []
        assert len(search(client, item, "something")["items"]) == 1
        assert drain_texts() == 1
        assert PageTerms.objects.get().stream == " someth els"
        assert drain_texts() == 0
        assert len(search(client, item, "something")["items"]) == 1

    def test_terms_of_another_analysis_are_made_anew(self, client, item, page):
        text(page)
        drain_texts()
        PageTerms.objects.update(stamp="0.0:x", stream=" wrong", words=" wrong")
        assert search(client, item, "wrong")["items"] == []
        assert len(search(client, item, "heaven")["items"]) == 1
        assert refresh_all() == 1
        assert "heaven" in PageTerms.objects.get().stream

    def test_queries_do_not_grow(self, client, item, django_assert_max_num_queries):
        for number in range(6):
            asset = picture(item, position=number)
            text(asset), note(asset, {"en": "heaven"})
        drain_texts()
        with django_assert_max_num_queries(7):
            assert len(search(client, item, "heaven")["items"]) == 12
        with django_assert_max_num_queries(6):
            client.get(f"/iiif/search/2/{item.identifier}/autocomplete", {"q": "hea"})


def test_the_manifest_names_the_services_of_an_item_with_something_to_find(client, item, page):
    def manifest():
        made = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json").json()
        iiif_prezi3.Manifest(**made)
        return made

    assert "service" not in manifest()
    text(page)
    base = f"http://testserver/iiif/search/2/{item.identifier}"
    assert manifest()["service"] == [
        {
            "id": base,
            "type": "SearchService2",
            "service": [{"id": f"{base}/autocomplete", "type": "AutoCompleteService2"}],
        }
    ]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ({"live": False}, 404),
        ({"live": False, "withdrawn_at": "2026-01-01T00:00:00Z"}, 410),
        ({"access": "members"}, 401),
        ({"embargo_until": "2999-01-01"}, 401),
    ],
    ids=["draft", "withdrawn", "members", "embargoed"],
)
def test_texts_of_what_is_not_for_everybody_are_not_searched(client, item, page, state, status):
    text(page)
    Item.objects.filter(pk=item.pk).update(**state)
    for path in (f"/iiif/search/2/{item.identifier}?q=heaven", f"/iiif/search/2/{item.identifier}/autocomplete?q=h"):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert "heaven" not in response.content.decode().removeprefix(path)
    if status == 401:
        made = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json").json()
        assert "service" not in made
        assert not [canvas for canvas in made["items"] if "annotations" in canvas]
        client.force_login(factories.user(curator=item.institution))
        response = client.get(f"/iiif/search/2/{item.identifier}?q=heaven")
        assert (len(response.json()["items"]), response["Cache-Control"]) == (1, "private, no-store")


def test_an_item_that_was_merged_leads_to_the_other_with_the_question(client, item, page):
    text(page)
    other = factories.item(item.institution)
    item_merge(item, other, user=SYSTEM)
    response = client.get(f"/iiif/search/2/{item.identifier}", {"q": "heaven"})
    assert (response.status_code, response["Location"]) == (
        301,
        f"http://testserver/iiif/search/2/{other.identifier}?q=heaven",
    )
    assert len(search(client, other, "heaven")["items"]) == 1
    address = f"/iiif/presentation/3/items/{{}}/canvas/{page.identifier}/text-en.json"
    response = client.get(address.format(item.identifier))
    assert (response.status_code, response["Location"]) == (301, f"http://testserver{address.format(other.identifier)}")
    assert client.get(response["Location"]).status_code == 200


def test_who_asks_too_often_is_told_to_wait(client, item, page, settings):
    settings.API_RATE = "2/hour"
    statuses = [client.get(f"/iiif/search/2/{item.identifier}?q=a").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    response = client.get(f"/iiif/search/2/{item.identifier}?q=a")
    assert int(response["Retry-After"]) > 0
    assert response["Access-Control-Allow-Origin"] == "*"

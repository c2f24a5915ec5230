"""Tables of contents: which pages a heading covers, the services, the ranges, and the curator's screens."""

import pytest
from django.urls import reverse

from catalogue.models import Change
from heritage.errors import Denied, NotFound, UserError
from heritage.languages import LANGUAGES
from institutions.permissions import SYSTEM
from media_pipeline import contents as toc
from media_pipeline import ingest
from media_pipeline.models import Asset, Range
from tests import factories
from tests.media_pipeline.conftest import add_pages
from tests.media_pipeline.test_presentation import manifest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(museum):
    item = factories.item(museum, kind="book")
    return item, add_pages(item, 10)


def add(item, text, first, last=None):
    return toc.heading_add(item, user=SYSTEM, label={"en": text}, first=first, last=last)


def outline(item):
    """[(text, first page, last page, [children])], pages counted from 1"""
    pages = list(Asset.objects.filter(item=item).shown())
    return _counted(toc.contents(toc.ranges_of(item), pages))


def _counted(headings):
    return [
        (
            each.range.label["en"],
            None if each.first is None else each.first + 1,
            None if each.last is None else each.last + 1,
            _counted(each.children),
        )
        for each in headings
    ]


def test_a_heading_reaches_to_the_next_one(book):
    item, pages = book
    add(item, "Two", pages[5])
    add(item, "One", pages[0])
    assert outline(item) == [("One", 1, 5, []), ("Two", 6, 10, [])]


def test_headings_within_a_heading_end_with_it(book):
    item, pages = book
    part, letter, second = add(item, "Part", pages[0]), add(item, "Letter", pages[2]), add(item, "Second", pages[6])
    toc.heading_move(letter, "inward", user=SYSTEM)
    assert outline(item) == [("Part", 1, 6, [("Letter", 3, 6, [])]), ("Second", 7, 10, [])]
    toc.heading_move(second, "inward", user=SYSTEM)
    assert outline(item) == [("Part", 1, 10, [("Letter", 3, 6, []), ("Second", 7, 10, [])])]
    second.refresh_from_db()
    toc.heading_move(second, "outward", user=SYSTEM)
    assert outline(item) == [("Part", 1, 6, [("Letter", 3, 6, [])]), ("Second", 7, 10, [])]
    toc.heading_remove(part, user=SYSTEM)
    assert outline(item) == [("Letter", 3, 6, []), ("Second", 7, 10, [])]


def test_a_stated_end_and_two_headings_on_one_page(book):
    item, pages = book
    add(item, "A", pages[1], pages[2])
    add(item, "B", pages[4])
    add(item, "C", pages[4])
    assert outline(item) == [("A", 2, 3, []), ("B", 5, 5, []), ("C", 5, 10, [])]


def test_order_can_be_changed(book):
    item, pages = book
    one, two = add(item, "One", pages[0]), add(item, "Two", pages[4])
    toc.heading_move(two, "earlier", user=SYSTEM)
    assert [line[0] for line in outline(item)] == ["Two", "One"]
    before = Change.objects.count()
    toc.heading_move(two, "earlier", user=SYSTEM)
    toc.heading_move(two, "outward", user=SYSTEM)
    toc.heading_move(two, "inward", user=SYSTEM)
    assert ([line[0] for line in outline(item)], Change.objects.count()) == (["Two", "One"], before)
    toc.heading_move(one, "earlier", user=SYSTEM)
    assert [line[0] for line in outline(item)] == ["One", "Two"]


def test_pages_that_move_or_go_take_no_heading_with_them(book):
    item, pages = book
    add(item, "One", pages[0])
    add(item, "Two", pages[9])
    ingest.asset_reorder(item, [pages[9].identifier], user=SYSTEM)
    assert outline(item) == [("One", 2, 10, []), ("Two", 1, 10, [])]
    ingest.asset_remove(pages[9], user=SYSTEM)
    assert outline(item) == [("One", 1, 9, []), ("Two", None, None, [])]


def test_depth_and_number_have_limits(book, monkeypatch):
    item, pages = book
    monkeypatch.setattr(toc, "MAX_DEPTH", 3)
    monkeypatch.setattr(toc, "MAX_HEADINGS", 4)
    made = [add(item, str(number), pages[number]) for number in range(4)]
    with pytest.raises(UserError):
        add(item, "one too many", pages[5])
    for heading in made[1:3]:
        toc.heading_move(Range.objects.get(pk=heading.pk), "inward", user=SYSTEM)
    toc.heading_move(Range.objects.get(pk=made[2].pk), "inward", user=SYSTEM)
    toc.heading_move(Range.objects.get(pk=made[3].pk), "inward", user=SYSTEM)
    toc.heading_move(Range.objects.get(pk=made[3].pk), "inward", user=SYSTEM)
    with pytest.raises(UserError):
        toc.heading_move(Range.objects.get(pk=made[3].pk), "inward", user=SYSTEM)
    assert outline(item) == [("0", 1, 10, [("1", 2, 10, [("2", 3, 3, []), ("3", 4, 10, [])])])]


def test_what_is_wrong_changes_nothing(book, museum):
    item, pages = book
    foreign = add_pages(factories.item(museum), 1)[0]
    with pytest.raises(NotFound):
        add(item, "Elsewhere", foreign)
    with pytest.raises(UserError):
        toc.heading_add(item, user=SYSTEM, label={"en": " "}, first=pages[0])
    heading = add(item, "One", pages[0])
    stranger = factories.user(manager=factories.institution())
    contributor = factories.user(contributor=museum)
    for person in (stranger, contributor):
        with pytest.raises(Denied):
            toc.heading_add(item, user=person, label={"en": "x"}, first=pages[0])
        with pytest.raises(Denied):
            toc.heading_change(heading, user=person, label={"en": "x"}, first=pages[1])
        with pytest.raises(Denied):
            toc.heading_move(heading, "later", user=person)
        with pytest.raises(Denied):
            toc.heading_remove(heading, user=person)
    assert outline(item) == [("One", 1, 10, [])]


def test_a_heading_is_a_public_change_of_a_published_item(book, museum):
    item, pages = book
    heading = add(item, "One", pages[0])
    toc.heading_change(heading, user=SYSTEM, label={"en": "First"}, first=pages[1])
    toc.heading_remove(heading, user=SYSTEM)
    changes = Change.objects.filter(kind="item", object_id=item.pk).values_list("action", "is_public")
    assert list(changes) == [("update", True)] * 3
    draft = factories.item(museum, live=False)
    add(draft, "One", add_pages(draft, 1)[0])
    assert not Change.objects.filter(kind="item", object_id=draft.pk).exists()


def test_ranges_in_the_manifest(client, book):
    item, pages = book
    add(item, "Part", pages[1])
    letter = add(item, "Letter", pages[3], pages[4])
    toc.heading_move(letter, "inward", user=SYSTEM)
    add(item, "End", pages[8])
    gone = add_pages(item, 1, state="quarantined")[0]
    add(item, "On a broken page", gone)
    made = manifest_of(client, item)
    names = {canvas["id"]: number for number, canvas in enumerate(made["items"], start=1)}

    def members(node):
        return [
            names[each["id"]] if each["type"] == "Canvas" else (each["label"]["en"][0], members(each))
            for each in node["items"]
        ]

    [whole] = made["structures"]
    assert set(whole["label"]) == {language.tag for language in LANGUAGES.values()}
    assert members(whole) == [("Part", [2, 3, ("Letter", [4, 5]), 6, 7, 8]), ("End", [9, 10])]


def test_no_headings_no_structures(client, book):
    item, _pages = book
    assert "structures" not in manifest_of(client, item)


class TestScreens:
    @pytest.fixture
    def curator(self, client, museum):
        person = factories.user(curator=museum)
        client.force_login(person)
        return person

    def post(self, client, item, text, first, last=""):
        labels = {f"label__{code}": "" for code in LANGUAGES} | {"label__en": text}
        url = reverse("media-contents", kwargs={"pk": item.pk})
        return client.post(url, labels | {"first": first, "last": last})

    def test_add_change_move_and_remove(self, client, curator, book):
        item, pages = book
        assert self.post(client, item, "One", pages[0].identifier).status_code == 302
        self.post(client, item, "Two", pages[4].identifier, pages[5].identifier)
        one, two = toc.ranges_of(item)
        html = client.get(reverse("media-contents", kwargs={"pk": item.pk})).content.decode()
        assert html.index("One") < html.index("Two")
        client.post(reverse("media-heading-move", kwargs={"pk": two.pk}), {"step": "inward"})
        assert outline(item) == [("One", 1, 10, [("Two", 5, 6, [])])]
        url = reverse("media-heading", kwargs={"pk": two.pk})
        assert f'value="{pages[5].identifier}" selected' in client.get(url).content.decode()
        labels = {f"label__{code}": "" for code in LANGUAGES} | {"label__en": "Second"}
        client.post(url, labels | {"first": pages[6].identifier, "last": ""})
        client.post(reverse("media-heading-remove", kwargs={"pk": one.pk}))
        assert outline(item) == [("Second", 7, 10, [])]

    def test_a_heading_without_text_or_page_is_refused_in_words(self, client, curator, book, museum):
        item, pages = book
        foreign = add_pages(factories.item(museum), 1)[0]
        for text, first in (("", pages[0].identifier), ("One", ""), ("One", foreign.identifier)):
            response = self.post(client, item, text, first)
            assert response.status_code == 200
            assert "error-message" in response.content.decode()
        assert outline(item) == []

    def test_an_unknown_step_is_refused(self, client, curator, book):
        item, pages = book
        heading = add(item, "One", pages[0])
        response = client.post(reverse("media-heading-move", kwargs={"pk": heading.pk}), {"step": "sideways"})
        assert response.status_code == 400

    def test_another_museums_curator_gets_nothing_and_changes_nothing(self, client, book):
        item, pages = book
        heading = add(item, "One", pages[0])
        client.force_login(factories.user(manager=factories.institution()))
        assert client.get(reverse("media-contents", kwargs={"pk": item.pk})).status_code == 404
        assert self.post(client, item, "Theirs", pages[0].identifier).status_code == 404
        for name in ("media-heading", "media-heading-move", "media-heading-remove"):
            assert client.post(reverse(name, kwargs={"pk": heading.pk}), {"step": "later"}).status_code == 404
        assert outline(item) == [("One", 1, 10, [])]

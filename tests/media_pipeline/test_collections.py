"""Presentation 3.0 Collections: everything can be reached, in answers of bounded size, and nothing hidden shows."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import Item, ItemSet
from heritage.languages import LANGUAGES
from institutions.codes import validate_code
from media_pipeline.iiif import key_ranges
from media_pipeline.iiif.collections import branches
from tests import factories, golden_files
from tests.media_pipeline.collection_walk import fetch, manifests, name_of, walk
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
TAGS = {language.tag for language in LANGUAGES.values()}


def item_set(museum, parent=None, *, live=True, **fields):
    made = ItemSet(institution=museum, parent=parent, live=live, title=fields.pop("title", {"en": "A fund"}), **fields)
    made.save()
    return made


def status(client, name):
    return client.get(f"/iiif/presentation/3/collections/{name}.json").status_code


def test_a_walk_from_the_top_reaches_every_published_item(client, museum):
    shown = {factories.item(museum).identifier for _ in range(3)}
    factories.item(museum, live=False)
    factories.item(factories.institution(live=False))
    assert sorted(walk(client, "top")) == sorted(shown)


def test_the_top_names_institutions_in_eight_languages(client, museum):
    made = fetch(client, "top")
    assert set(made["label"]) == TAGS
    [member] = made["items"]
    assert member["label"] == {"kk": [museum.name["kk"]], "en": [museum.name["en"]]}
    page = member["homepage"][0]["id"].removeprefix("http://testserver")
    answer = client.get(page, headers={"Accept-Language": "ar"})
    assert answer["Location"] == f"/ar/institutions/{museum.code}"


def test_a_whole_institution(client, receive):
    museum = factories.institution(
        "kokshe", name={"kk": "Көкше музейі", "en": "Kokshe Museum"}, description={"en": "By the lake."}
    )
    item = factories.item(museum, title={"kk": "Тарих", "zh": "历史"})
    picture = receive(item, jpeg(700, 500))
    made = fetch(client, "kokshe")
    names = {item.identifier: "ITEM", picture.identifier: "IMAGE", picture.sha256[:16]: "SHA"}
    golden_files.check("collections/institution.json", made, names)


def test_the_picture_of_a_member_is_its_first_and_can_be_fetched(client, museum, receive):
    item = factories.item(museum)
    first = receive(item, jpeg(700, 500))
    receive(item, jpeg(600, 500))
    [member] = fetch(client, museum.code)["items"]
    [thumbnail] = member["thumbnail"]
    assert f"/posters/{first.identifier}/" in thumbnail["id"]
    assert (thumbnail["width"], thumbnail["format"]) == (400, "image/jpeg")
    assert client.get(thumbnail["id"].removeprefix("http://testserver")).status_code == 200


def test_a_small_picture_is_a_thumbnail_as_it_is(client, museum, receive):
    receive(factories.item(museum), jpeg(300, 200))
    [member] = fetch(client, museum.code)["items"]
    assert member["thumbnail"][0]["width"] == 300


def test_a_picture_that_not_everybody_may_see_is_no_thumbnail(client, museum, receive):
    item = factories.item(museum)
    receive(item, jpeg(700, 500))
    for access, width, shown in (("members", None, False), ("limited", 300, False), ("limited", 450, True)):
        item.access, item.access_max_width = access, width
        item.save()
        [member] = fetch(client, museum.code)["items"]
        assert ("thumbnail" in member) == shown, (access, width)


class TestParts:
    """With four keys a block, and four members an answer."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(key_ranges, "PAGE_KEYS", 4)
        monkeypatch.setattr(key_ranges, "FANOUT", 10)

    def test_a_large_institution_has_parts_that_stay(self, client, museum):
        items = [factories.item(museum) for _ in range(11)]
        parts = [name_of(part) for part in fetch(client, museum.code)["items"]]
        before = {part: manifests(fetch(client, part)) for part in parts}
        assert max(map(len, before.values())) <= 4
        assert sum(map(len, before.values())) == 11
        Item.objects.filter(pk=items[0].pk).update(live=False)
        factories.item(museum)
        for part in parts[1:-1]:
            assert manifests(fetch(client, part)) == before[part]

    def test_an_answer_never_has_more_members_than_the_limit(self, client, museum):
        # 400 items among as many of another museum: 200 blocks of four keys.
        other = factories.institution()
        rows = [Item(institution=[museum, other][n % 2], identifier=f"x{n}", live=True) for n in range(800)]
        Item.objects.bulk_create(rows)
        sizes = []

        def look(name):
            made = fetch(client, name)
            sizes.append(len(made["items"]))
            found = manifests(made)
            for member in made["items"]:
                if member["type"] == "Collection":
                    found += look(name_of(member))
            return found

        found = look(museum.code)
        assert sorted(found) == sorted(f"x{n}" for n in range(0, 800, 2))
        assert max(sizes) <= 10

    def test_a_part_says_of_what(self, client, museum):
        [factories.item(museum) for _ in range(9)]
        part = name_of(fetch(client, museum.code)["items"][0])
        made = fetch(client, part)
        assert [name_of(parent) for parent in made["partOf"]] == [museum.code]
        assert made["label"]["en"][0].startswith(f"{museum.code} museum · ")

    def test_many_institutions_are_parts_too(self, client):
        for _ in range(9):
            factories.item(factories.institution())
        assert all(name_of(part).startswith("top.") for part in fetch(client, "top")["items"])
        assert len(walk(client, "top")) == 9

    @pytest.mark.parametrize(
        "part",
        [
            "",
            "x",
            "999999",
            "٣",
            "-1",
            "0-",
            "0-8",
            "1-10",
            "5-14",
            "9-0",
            "0-9-9",
            "007",
            "0-9.0",
            "1e3",
            "0-99999999998",
        ],
    )
    def test_what_is_no_part_is_not_found(self, client, museum, part):
        [factories.item(museum) for _ in range(9)]
        assert status(client, f"{museum.code}.{part}") == 404


class TestItemSets:
    def test_funds_hold_sets_and_items(self, client, museum):
        fund = item_set(museum, title={"kk": "Қор", "en": "Fund"}, description={"en": "Given in 1930."})
        within = item_set(museum, fund, title={"en": "Drawings"})
        in_fund, in_set = factories.item(museum, item_set=fund), factories.item(museum, item_set=within)
        assert [name_of(each) for each in fetch(client, "top")["items"]] == ["sets", museum.code]
        assert [name_of(each) for each in fetch(client, "sets")["items"]] == [f"{museum.code}.sets"]
        assert [name_of(each) for each in fetch(client, f"{museum.code}.sets")["items"]] == [fund.identifier]
        made = fetch(client, fund.identifier)
        assert (made["label"]["kk"], made["summary"]) == (["Қор"], {"en": ["Given in 1930."]})
        assert name_of(made["items"][0]) == within.identifier
        assert manifests(made) == [in_fund.identifier]
        inner = fetch(client, within.identifier)
        assert name_of(inner["partOf"][0]) == fund.identifier
        assert manifests(inner) == [in_set.identifier]
        assert client.get(made["seeAlso"][0]["id"].removeprefix("http://testserver")).status_code == 200

    def test_golden(self, client):
        museum = factories.institution("kokshe", name={"kk": "Көкше музейі", "en": "Kokshe Museum"})
        fund = item_set(museum, title={"kk": "Қор", "en": "Fund"})
        within = item_set(museum, fund, title={"en": "Drawings"})
        item = factories.item(museum, item_set=fund, title={"en": "A chest"})
        names = {fund.identifier: "FUND", within.identifier: "WITHIN", item.identifier: "ITEM"}
        golden_files.check("collections/item_set.json", fetch(client, fund.identifier), names)

    def test_hidden_sets_leave_no_trace(self, client, museum):
        hidden = item_set(museum, live=False, title={"en": "Secret"})
        assert (
            status(client, hidden.identifier) == status(client, f"{museum.code}.sets") == status(client, "sets") == 404
        )
        assert [name_of(each) for each in fetch(client, "top")["items"]] == [museum.code]
        shown = item_set(museum, hidden)
        assert [name_of(each) for each in fetch(client, f"{museum.code}.sets")["items"]] == [shown.identifier]
        assert name_of(fetch(client, shown.identifier)["partOf"][0]) == f"{museum.code}.sets"

    def test_sets_of_a_hidden_museum(self, client):
        museum = factories.institution(live=False)
        made = item_set(museum)
        factories.item(museum, item_set=made)
        names = ("sets", f"{museum.code}.sets", made.identifier, museum.code, f"{museum.code}.0")
        assert {status(client, name) for name in names} == {404}

    def test_items_of_a_hidden_museum_or_unpublished_are_not_in_a_set(self, client, museum):
        made = item_set(museum)
        factories.item(museum, item_set=made, live=False)
        assert fetch(client, made.identifier)["items"] == []

    def test_long_lists_of_sets_and_items_are_in_parts(self, client, museum, monkeypatch):
        monkeypatch.setattr(key_ranges, "PAGE_KEYS", 4)
        fund = item_set(museum)
        inner = [item_set(museum, fund) for _ in range(9)]
        items = [factories.item(museum, item_set=each) for each in [fund, *inner] for _ in range(5)]
        parts = {name_of(each).split(".")[1] for each in fetch(client, fund.identifier)["items"]}
        assert "sets" in parts
        assert len(parts) > 1
        assert sorted(walk(client, "sets")) == sorted(item.identifier for item in items)

    @pytest.mark.parametrize("part", ["sets", "sets.", "sets.x", "sets.9999", "x.0", "sets.0.0", ".0"])
    def test_what_is_no_part_of_a_set(self, client, museum, part):
        made = item_set(museum)
        assert status(client, f"{made.identifier}.{part}") == 404


def test_names_that_nothing_has(client, museum):
    for name in (
        "nothing",
        "q1zzzzzzzzzz",
        "top.",
        "top.1-9",
        "sets",
        "tours",
        "tour-",
        "a" * 300,
        "%00",
        "a%0Ab",
        "..",
        "é",
    ):
        assert status(client, name) == 404, name


@pytest.mark.parametrize("code", ["top", "sets", "tours", "tour-1", "exhibitions", "exhibition-2026", "q1b7f3k9xm2t"])
def test_no_institution_takes_the_name_of_another_collection(code):
    with pytest.raises(ValidationError):
        validate_code(code)


def test_every_branch_has_its_names_kept_from_institutions():
    for branch in branches():
        for name in (f"{branch.kind}s", f"{branch.kind}-1"):
            assert branch.owns(name)
            with pytest.raises(ValidationError):
                validate_code(name)
    validate_code("tourist-museum")


def test_an_unchanged_collection_is_not_sent_twice(client, museum):
    path = f"/iiif/presentation/3/collections/{museum.code}.json"
    item = factories.item(museum)
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    Item.objects.filter(pk=item.pk).update(live=False)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_second_answer_reads_no_record(client, museum, receive, django_assert_num_queries):
    fund = item_set(museum)
    receive(factories.item(museum, item_set=fund), jpeg(500, 300))
    block = Item.objects.get().pk // 1000
    for name, first, second in ((museum.code, 6, 3), (f"{museum.code}.{block}", 6, 3), (fund.identifier, 10, 5)):
        with django_assert_num_queries(first):
            before = fetch(client, name)
        with django_assert_num_queries(second):
            assert fetch(client, name) == before


def test_what_is_kept_is_never_out_of_date(client, museum, receive):
    fund = item_set(museum)
    item, other = factories.item(museum, item_set=fund), factories.item(museum, item_set=fund)

    def seen():
        made = [fetch(client, name) for name in (museum.code, f"{museum.code}.{item.pk // 1000}", fund.identifier)]
        return [(each["label"], each["items"]) for each in made]

    states = [seen()]
    for change in (
        lambda: (setattr(item, "title", {"en": "Renamed"}), item.save()),
        lambda: receive(item, jpeg(500, 300)),
        lambda: Item.objects.filter(pk=other.pk).update(live=False),
        lambda: Item.objects.filter(pk=other.pk).update(live=True),
        lambda: (setattr(museum, "name", {"en": "Renamed"}), museum.save()),
        lambda: (setattr(fund, "title", {"en": "Renamed"}), fund.save()),
        lambda: item_set(museum, fund),
    ):
        change()
        states.append(seen())
    assert all(before != after for before, after in pairwise(states))
    assert states[4] == states[2]
    assert states[-1][2][1][0]["type"] == "Collection"


def test_queries_do_not_grow(client, museum, receive, django_assert_max_num_queries):
    fund = item_set(museum)
    for _ in range(4):
        receive(factories.item(museum, item_set=fund), jpeg(200, 150))
        item_set(museum, fund)
        factories.institution()
    for name, most in (("top", 6), (museum.code, 6), (fund.identifier, 10), ("sets", 4)):
        with django_assert_max_num_queries(most):
            fetch(client, name)


def test_queries_do_not_grow_with_parts(client, museum, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(key_ranges, "PAGE_KEYS", 4)
    for count in (9, 90):
        Item.objects.bulk_create(
            Item(institution=museum, identifier=f"x{count}-{n}", live=True, title={"en": "x"}) for n in range(count)
        )
        with django_assert_max_num_queries(6):
            fetch(client, museum.code)

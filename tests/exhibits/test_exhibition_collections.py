"""Exhibitions as IIIF Collections: one for all languages, with what is published now."""

import pytest

from catalogue.models import Item
from tests import factories, golden_files
from tests.exhibits.conftest import group, shown, text
from tests.media_pipeline.collection_walk import fetch, manifests, name_of

pytestmark = pytest.mark.django_db


def status(client, name):
    return client.get(f"/iiif/presentation/3/collections/{name}.json").status_code


def only(client):
    [member] = fetch(client, "exhibitions")["items"]
    return name_of(member)


def test_golden(client, exhibit):
    museum = factories.institution("kokshe", name={"kk": "Көкше музейі", "en": "Kokshe Museum"})
    item = factories.item(museum, title={"kk": "Сандық", "en": "A chest"})
    page = exhibit("felt", [shown(item)], holders=[museum])["kk"]
    names = {item.identifier: "ITEM", page.translation_key.hex: "EXHIBITION"}
    golden_files.check("collections/exhibition.json", fetch(client, only(client)), names)
    golden_files.check("collections/exhibitions.json", fetch(client, "exhibitions"), names)


def test_items_are_in_the_exhibitions_order_each_once(client, exhibit):
    first, second, third = (factories.item() for _ in range(3))
    exhibit("felt", [group(third, first), text(), shown(third), shown(second)], cover=first)
    assert manifests(fetch(client, only(client))) == [each.identifier for each in (third, first, second)]


def test_one_collection_has_the_titles_of_all_published_languages(client, exhibit):
    pages = exhibit("felt", languages=("kk", "en", "zh"))
    pages["en"].unpublish()
    made = fetch(client, only(client))
    assert made["label"] == {"kk": ["felt kk"], "zh-Hans": ["felt zh"]}
    assert made["summary"] == {"kk": ["About felt kk"], "zh-Hans": ["About felt zh"]}
    assert [page["id"] for page in made["homepage"]] == [
        f"http://testserver/{code}/exhibitions/felt/" for code in ("kk", "zh-hans")
    ]
    page = client.get("/kk/exhibitions/felt/").content.decode()
    assert f'href="{made["id"].removeprefix("http://testserver")}"' in page


def test_what_leaves_the_public_leaves_the_collection_at_once(client, exhibit):
    item, draft = factories.item(), factories.item(live=False)
    pages = exhibit("felt", [shown(item), shown(draft)])
    name = only(client)
    assert manifests(fetch(client, name)) == [item.identifier]
    Item.objects.filter(pk=item.pk).update(live=False)
    assert fetch(client, name)["items"] == []
    for page in pages.values():
        page.unpublish()
    assert status(client, name) == status(client, "exhibitions") == 404
    assert fetch(client, "top")["items"] != []
    assert "exhibitions" not in [name_of(each) for each in fetch(client, "top")["items"]]


def test_drafts_and_private_exhibitions_are_unknown(client, exhibit):
    draft = exhibit("draft", live=False)["kk"]
    private = exhibit("private", languages=("kk",))["kk"]
    private.view_restrictions.create(restriction_type="login")
    for page in (draft, private):
        assert status(client, f"exhibition-{page.translation_key.hex}") == 404
    assert status(client, "exhibitions") == 404


def test_unpublished_words_of_a_published_page_do_not_show(client, exhibit):
    page = exhibit("felt", languages=("en",))["en"]
    page.title = "Not yet"
    page.save_revision()
    assert fetch(client, only(client))["label"] == {"en": ["felt en"]}


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "0" * 31, "١" * 32, "0" * 64, "1-9"])
def test_unknown(client, exhibit, key):
    exhibit("felt")
    for name in (f"exhibition-{key}", f"exhibitions.{key or 'x'}"):
        assert status(client, name) == 404


def test_holders_are_the_providers(client, exhibit):
    open_one, closed = factories.institution("open"), factories.institution("closed", live=False)
    exhibit("felt", holders=[closed, open_one])
    made = fetch(client, only(client))
    assert [each["label"]["en"] for each in made["provider"]] == [["open museum"]]
    assert made["requiredStatement"]["value"]["en"] == ["open museum"]


def test_queries_do_not_grow(client, exhibit, django_assert_max_num_queries):
    for number in range(6):
        exhibit(f"felt-{number}", [shown(factories.item())], languages=("kk", "en", "ru"))
    with django_assert_max_num_queries(14):
        members = fetch(client, "exhibitions")["items"]
    with django_assert_max_num_queries(8):
        fetch(client, name_of(members[0]))

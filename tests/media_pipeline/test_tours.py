"""Collections of virtual tours: what a tour shows, and nothing that its hotspots could smuggle in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.iiif.tour_links import MAX_LINKS, linked_items
from tests import factories
from tests.media_pipeline.collection_walk import fetch, manifests, name_of

pytestmark = pytest.mark.django_db


def tour_of(*addresses) -> bytes:
    spots = [{"type": "info", "pitch": 0, "yaw": 0, "URL": address} for address in addresses]
    return json.dumps({"default": {}, "scenes": {"hall": {"hotSpots": spots, "panorama": "hall.jpg"}}}).encode()


def status(client, name):
    return client.get(f"/iiif/presentation/3/collections/{name}.json").status_code


def test_a_tour_lists_itself_and_what_it_leads_to_in_its_order(client, museum, receive):
    tour, first, second = factories.item(museum), factories.item(museum), factories.item(museum)
    draft = factories.item(museum, live=False)
    gone = factories.item(museum, live=False, withdrawn_at="2026-01-01T00:00:00Z")
    links = [
        f"/en/items/{second.identifier}/a-title",
        f"http://testserver/ark:/99999/{first.identifier}",
        *(f"/kk/items/{item.identifier}" for item in (draft, gone, second)),
        f"https://elsewhere.example/en/items/{first.identifier}",
    ]
    receive(tour, tour_of(*links), "tour.json")
    assert [name_of(each) for each in fetch(client, "top")["items"]] == ["tours", museum.code]
    [member] = fetch(client, "tours")["items"]
    assert name_of(member) == f"tour-{tour.identifier}"
    made = fetch(client, name_of(member))
    assert manifests(made) == [tour.identifier, second.identifier, first.identifier]
    assert name_of(made["partOf"][0]) == "tours"
    assert made["label"] == {"kk": [tour.title["kk"]], "en": [tour.title["en"]]}


def test_what_is_no_longer_published_leaves_at_once(client, museum, receive):
    tour, other = factories.item(museum), factories.item(museum)
    receive(tour, tour_of(f"/items/{other.identifier}"), "tour.json")
    name = f"tour-{tour.identifier}"
    assert manifests(fetch(client, name)) == [tour.identifier, other.identifier]
    type(other).objects.filter(pk=other.pk).update(live=False)
    assert manifests(fetch(client, name)) == [tour.identifier]
    type(tour).objects.filter(pk=tour.pk).update(live=False)
    assert status(client, name) == status(client, "tours") == 404
    type(tour).objects.filter(pk=tour.pk).update(withdrawn_at="2026-01-01T00:00:00Z")
    assert status(client, name) == 410


def test_a_tour_for_members_does_not_tell_where_it_leads(client, museum, receive):
    tour, other = factories.item(museum, access="members"), factories.item(museum)
    receive(tour, tour_of(f"/items/{other.identifier}"), "tour.json")
    assert manifests(fetch(client, f"tour-{tour.identifier}")) == [tour.identifier]


def test_an_item_without_a_tour_is_none(client, item):
    for name in (f"tour-{item.identifier}", "tour-", "tour-x", "tours", "tours.0", f"tour-{item.identifier}.0"):
        assert status(client, name) == 404


def test_the_file_is_read_once(client, item, receive, monkeypatch, django_assert_max_num_queries):
    receive(item, tour_of("/en/"), "tour.json")
    fetch(client, f"tour-{item.identifier}")

    def refuse():
        raise AssertionError("read again")

    monkeypatch.setattr("media_pipeline.storage.originals", refuse)
    with django_assert_max_num_queries(5):
        fetch(client, f"tour-{item.identifier}")


class TestLinks:
    def test_ways_to_name_an_item(self):
        name = factories.item().identifier
        for address in (
            f"/items/{name}", f"/zh-hans/items/{name}/x/", f"http://testserver/ar/items/{name}?image=2#x",
            f"ark:/99999/{name}", f"ark:99999/{name}", f"/ark:/99999/{name}", f"https://n2t.net/ark:/99999/{name}",
            f"/iiif/presentation/3/items/{name}/manifest.json", f"/api/v1/items/{name}", f"  /items/{name.upper()}  ",
        ):  # fmt: skip
            assert linked_items(tour_of(address)) == [name], address

    def test_what_leads_elsewhere(self):
        name = factories.item().identifier
        for address in (
            f"https://evil.example/items/{name}", f"//evil.example/items/{name}", f"ark:/12345/{name}", "http://[",
            f"javascript:/items/{name}", f"/de/items/{name}", f"/items/{name[:-1]}", "", 7,
            f"/items/{name}?" + "x" * 600,
        ):  # fmt: skip
            assert linked_items(tour_of(address)) == [], address

    def test_each_once_and_no_more_than_the_limit(self):
        from heritage.identifiers import mint_name

        names = [mint_name() for _ in range(MAX_LINKS + 50)]
        assert linked_items(tour_of(*(f"/items/{name}" for name in names + names))) == names[:MAX_LINKS]

    @pytest.mark.parametrize(
        "data",
        [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"scenes": 1}', b'{"scenes": {"a": 1}}', b"[" * 100_000,
         b'{"scenes": {"a": {"hotSpots": {"URL": "/items/x"}}}}', b'{"scenes": {"a": {"hotSpots": [1, null, []]}}}'],
    )  # fmt: skip
    def test_what_is_no_tour_has_none(self, data):
        assert linked_items(data) == []

    @given(st.recursive(st.none() | st.integers() | st.text(), lambda each: st.lists(each) | st.dictionaries(
        st.sampled_from(["scenes", "hotSpots", "URL"]) | st.text(), each)))  # fmt: skip
    def test_nothing_breaks_it(self, tree):
        assert linked_items(json.dumps({"scenes": {"a": tree, "b": {"hotSpots": tree}}}).encode()) == []

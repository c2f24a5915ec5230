import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Item, ItemCreator, ItemSet
from institutions.models import Region
from search.documents import MediaFacts, centuries, century, document
from tests import factories


@pytest.fixture
def item(db):
    museum = factories.institution("abai", region=Region.objects.first())
    made = factories.item(
        museum,
        title={"kk": "Кілем", "en": "Carpet"},
        description={"en": "Woven"},
        date_edtf="1871/1902",
        kind="object",
        inventory_number="КП-12",
        rights_uri="https://creativecommons.org/publicdomain/mark/1.0/",
        category=factories.concept("category", "carpet", alt_label={"en": ["rug", "kilim"]}),
        place=factories.place("Turkistan"),
    )
    made.materials.set([factories.concept("material", "wool"), factories.concept("material", "silk")])
    made.save()
    ItemCreator.objects.create(item=made, agent=factories.agent("Kasteev"))
    return Item.objects.with_terms().get(pk=made.pk)


def test_a_document_says_what_the_item_says(item, django_assert_num_queries):
    with django_assert_num_queries(0):
        made = document(item, MediaFacts(("image",)))
    assert made.identifier == item.identifier
    # The record's own maps, unchanged.
    assert made.texts["title"] == [item.title]
    assert item.description in made.texts["text"]
    assert {"en": "rug; kilim"} in made.texts["terms"]
    assert made.codes == [item.identifier, "КП-12"]
    assert made.keywords == {
        "institution": ["abai"],
        "category": [str(item.category_id)],
        "material": [str(term.pk) for term in item.materials.all()],
        "creator": [str(item.creators.all()[0].agent_id)],
        "place": [str(item.place_id)],
        "kind": ["object"],
        "region": [item.institution.region.iso],
        "century": ["19", "20"],
        "rights": [item.rights_uri],
        "has": ["image"],
    }
    assert (made.numbers["earliest"], made.numbers["latest"]) == (1871, 1902)


def test_an_item_is_found_by_its_published_set_only(item):
    item.item_set = ItemSet(identifier="q1fund", title={"en": "Fund"}, live=True)
    assert document(item).keywords["set"] == ["q1fund"]
    item.item_set.live = False
    assert "set" not in document(item).keywords


def test_an_item_without_a_date_has_no_years_and_comes_last_in_both_orders(item):
    bare = Item(pk=1, identifier="x", institution=item.institution, title={})
    bare.creators.set([])
    dated, undated = document(item).numbers, document(bare).numbers
    assert "earliest" not in undated
    assert undated["sort_oldest"] > dated["sort_oldest"]
    assert undated["sort_newest"] > dated["sort_newest"]


@pytest.mark.parametrize(("year", "number"), [(1900, 19), (1901, 20), (1, 1), (100, 1), (0, -1), (-99, -1), (-100, -2)])
def test_centuries_as_historians_count_them(year, number):
    assert century(year) == number


def test_a_dating_is_in_every_century_it_touches():
    assert centuries(1851, 1901) == [19, 20]
    assert centuries(-50, 50) == [-1, 1]
    assert centuries(None, 1500) == centuries(1500, None) == [15]
    assert centuries(None, None) == []
    assert centuries(-100_000, 1500) == [century(-100_000), 15]


YEAR = st.none() | st.integers(-(10**12), 10**12)


@given(
    st.lists(st.tuples(YEAR, YEAR, st.integers(1, 2**40 - 1)), min_size=2, max_size=2, unique_by=lambda each: each[2])
)
def test_sort_keys_are_unique_fit_64_bits_and_follow_the_years(rows):
    from search.documents import _numbers

    made = [_numbers(Item(pk=pk, earliest_year=first, latest_year=last), MediaFacts()) for first, last, pk in rows]
    for name in ("sort_browse", "sort_oldest", "sort_newest", "sort_added"):
        assert made[0][name] != made[1][name]
        assert all(0 <= each[name] < 2**63 for each in made)
    clamped = [first and max(-(2**21), min(2**21, first)) for first, _, _ in rows]
    if None not in clamped and clamped[0] < clamped[1]:
        assert made[0]["sort_oldest"] < made[1]["sort_oldest"]

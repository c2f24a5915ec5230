import pytest

from institutions.models import Region
from tests import factories

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [row.code for row, _ in response.context["rows"]]


@pytest.fixture
def three(museum):
    region = Region.objects.get(iso="KZ-75")
    factories.institution("library", kind="library", name={"kk": "Ұлттық кітапхана", "en": "National Library"})
    factories.institution("almaty", region=region, name={"kk": "Алматы қаласының мұражайы"})
    factories.institution("hidden", live=False)


def test_only_published_ones_are_listed(client, three):
    assert set(names(client.get("/en/institutions/"))) == {"abay", "library", "almaty"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "ҰЛТТЫҚ"}, {"library"}),
        ({"q": "national"}, {"library"}),
        ({"kind": "library"}, {"library"}),
        ({"region": "KZ-75"}, {"almaty"}),
        ({"q": "nothing of the kind"}, set()),
        ({"kind": "no-such-kind", "page": "x"}, set()),
    ],
)
def test_filters(client, three, query, expected):
    assert set(names(client.get("/en/institutions/", query))) == expected


def test_filters_offer_only_what_leads_somewhere(client, three):
    context = client.get("/en/institutions/").context
    assert [region.iso for region in context["regions"]] == ["KZ-75"]
    assert {value for value, _ in context["kinds"]} == {"museum", "library"}


def test_those_with_most_items_come_first_and_demonstrations_last(client, three):
    demo = factories.institution("demo", is_demonstration=True)
    for museum_code, number in (("demo", 3), ("almaty", 2)):
        museum = demo if museum_code == "demo" else type(demo).objects.get(code=museum_code)
        for _ in range(number):
            factories.item(museum)
    order = names(client.get("/en/institutions/"))
    assert (order[0], order[-1]) == ("almaty", "demo")


def test_long_lists_are_paged_and_keep_the_filter(client, db):
    for _ in range(50):
        factories.institution()
    page = client.get("/en/institutions/", {"kind": "museum"})
    assert len(page.context["rows"]) == 48
    assert page.context["pages"].next == "/en/institutions/?kind=museum&page=2"
    assert len(client.get(page.context["pages"].next).context["rows"]) == 2


def test_a_page_shows_only_published_items(client, museum):
    factories.item(museum, title={"en": "Shown"})
    factories.item(museum, title={"en": "Draft"}, live=False)
    page = client.get("/en/institutions/abay").content.decode()
    assert "Shown" in page
    assert "Draft" not in page
    assert "1 item" in page


def test_unpublished_ones_are_not_found(client, db):
    factories.institution("hidden", live=False)
    assert client.get("/en/institutions/hidden").status_code == 404

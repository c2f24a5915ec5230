"""The lists and forms of the editor."""

import pytest
from django.urls import reverse
from django.utils import translation

from catalogue import services
from catalogue.models import Item
from institutions.models import Institution, Membership
from institutions.permissions import SYSTEM
from tests import factories
from tests.editor.conftest import draft
from tests.editor.forms import form_of
from vocabularies.models import Agent, Concept

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_catalogue_item:list"


def test_the_list_costs_the_same_for_any_number_of_items(login, people, ours):
    client = login(people.curator)

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(LIST)).status_code == 200
        return len(captured)

    draft(ours, "First")
    queries()
    few = queries()
    for number in range(12):
        services.item_publish(draft(ours, f"Item {number}"), user=SYSTEM)
    assert queries() == few
    assert few < 40


def test_the_list_is_searched_in_any_language_and_by_number(login, people, ours):
    draft(ours, "Bowl", inventory_number="KP-77")
    cup = draft(ours, "Cup")
    cup.title = {"en": "Cup", "kk": "Күміс кесе"}
    services.item_save(cup, user=SYSTEM)
    client = login(people.curator)
    for query, found, missing in [("күміс", "Cup", "Bowl"), ("kp-77", "Bowl", "Cup"), ("bow", "Bowl", "Cup")]:
        page = client.get(reverse(LIST), {"q": query}).content.decode()
        assert found in page
        assert missing not in page


def test_the_list_is_filtered_by_state_and_kind(login, people, ours):
    services.item_publish(draft(ours, "Shown"), user=SYSTEM)
    draft(ours, "Hidden", kind=Item.Kind.MAP)
    client = login(people.curator)
    for query, found, missing in [
        ({"state": "draft"}, "Hidden", "Shown"),
        ({"state": "published"}, "Shown", "Hidden"),
        ({"kind": "map"}, "Hidden", "Shown"),
    ]:
        page = client.get(reverse(LIST), query).content.decode()
        assert found in page
        assert missing not in page


def test_without_javascript_every_language_and_row_is_there(login, people, bowl):
    page = login(people.curator).get(reverse("wagtailsnippets_catalogue_item:edit", args=[bowl.pk])).content.decode()
    for code in ("kk", "en", "ru", "tr", "zh", "ar", "es", "fr"):
        assert f'name="title__{code}"' in page
    panel = page.split('id="id_title-panel-ar"')[1].split(">")[0]
    assert "hidden" not in panel
    assert 'name="dimensions-0-value"' in page
    assert 'name="same_as-0-uri"' in page
    assert 'name="materials__add"' in page


def test_the_preview_is_shown_in_the_language_chosen(bowl, rf):
    modes = dict(bowl.preview_modes)
    assert set(modes) == {"kk", "en", "ru", "tr", "zh", "ar", "es", "fr"}
    with translation.override("ru"):
        assert bowl.default_preview_mode == "ru"


def test_terms_are_suggested_in_any_language(login, people):
    factories.concept("material", "silver", pref_label={"en": "silver", "kk": "күміс"})
    factories.concept("technique", "silvering")
    address = reverse("vocabularies_terms", args=["material"])
    terms = login(people.contributor).get(address, {"q": "күм"}).json()["terms"]
    assert [term["label"] for term in terms] == ["silver"]


def test_curators_add_terms_and_contributors_do_not(login, people):
    add = reverse("wagtailsnippets_vocabularies_agent:add")
    assert login(people.contributor).get(add).status_code == 302
    client = login(people.curator)
    client.post(add, form_of(client.get(add)) | {"name__en": "Aigul  Omarova"})
    agent = Agent.objects.get()
    assert (agent.key, agent.sort_name) == ("aigul omarova", "Aigul  Omarova")
    assert client.post(add, form_of(client.get(add)) | {"name__en": "Aigul Omarova"}).status_code == 200
    assert Agent.objects.count() == 1
    client.post(reverse("wagtailsnippets_vocabularies_agent:delete", args=[agent.pk]))
    assert Agent.objects.exists()


def test_a_concept_keeps_its_other_labels(login, people):
    concept = factories.concept("material", "silver", alt_label={"en": ["argent", "silver metal"]})
    client = login(people.curator)
    url = reverse("wagtailsnippets_vocabularies_concept:edit", args=[concept.pk])
    data = form_of(client.get(url))
    assert data["alt_label__en"] == "argent\nsilver metal"
    client.post(url, data | {"alt_label__kk": "күміс\n", "exact_match-0-uri": "http://vocab.getty.edu/aat/300011029"})
    concept = Concept.objects.get()
    assert concept.alt_label == {"en": ["argent", "silver metal"], "kk": ["күміс"]}
    assert concept.exact_match == ["http://vocab.getty.edu/aat/300011029"]


def test_only_superusers_change_vocabularies(login, people):
    scheme = factories.concept("material", "silver").scheme
    url = reverse("wagtailsnippets_vocabularies_conceptscheme:edit", args=[scheme.pk])
    assert login(people.manager).get(url).status_code == 302
    assert login(people.root).get(url).status_code == 200


def test_a_manager_describes_the_own_institution_and_cannot_close_it(login, people, ours):
    client = login(people.manager)
    url = reverse("wagtailsnippets_institutions_institution:edit", args=[ours.pk])
    data = form_of(client.get(url))
    assert "is_demonstration" not in data
    client.post(url, data | {"name__kk": "Біздің музей", "code": "renamed", "action-publish": "1"})
    institution = Institution.objects.get(pk=ours.pk)
    assert institution.name == {"kk": "Біздің музей", "en": "Our museum"}
    assert institution.code == "ours"
    client.post(reverse("wagtailsnippets_institutions_institution:unpublish", args=[ours.pk]))
    client.post(reverse("wagtailsnippets_institutions_institution:delete", args=[ours.pk]))
    assert Institution.objects.get(pk=ours.pk).live


@pytest.mark.parametrize("person", ["contributor", "curator"])
def test_the_institution_is_its_managers_to_describe(login, people, ours, person):
    url = reverse("wagtailsnippets_institutions_institution:edit", args=[ours.pk])
    assert login(getattr(people, person)).get(url).status_code == 404


def test_a_manager_gives_roles_in_the_own_institution_only(login, people, ours, theirs):
    newcomer = factories.user("newcomer")
    client = login(people.manager)
    add = reverse("wagtailsnippets_institutions_membership:add")
    page = client.get(add)
    assert "stranger" not in page.content.decode()
    client.post(add, form_of(page) | {"user": "newcomer", "institution": theirs.pk, "role": "curator"})
    assert list(newcomer.memberships.values_list("institution", "role")) == [(ours.pk, "curator")]
    assert client.post(add, form_of(page) | {"user": "who", "role": "curator"}).status_code == 200
    assert login(people.curator).get(add).status_code == 302
    assert Membership.objects.filter(institution=ours).count() == 4

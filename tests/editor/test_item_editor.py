"""A curator writes, saves and publishes an item; the public sees what was published and nothing else."""

import pytest
from django.urls import reverse

from catalogue import services
from catalogue.models import Change, Identifier, Item
from institutions.permissions import SYSTEM
from tests import factories
from tests.editor.conftest import draft
from tests.editor.forms import form_of

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_catalogue_item:edit"
ADD = "wagtailsnippets_catalogue_item:add"


def edit(client, item, **changes):
    url = reverse(EDIT, args=[item.pk])
    data = form_of(client.get(url)) | changes
    return client.post(url, data)


def changes():
    return list(Change.objects.order_by("id").values_list("action", "is_public"))


def test_every_language_has_its_control_marked_up(login, people, bowl):
    page = login(people.curator).get(reverse(EDIT, args=[bowl.pk])).content.decode()
    assert 'name="title__kk"' in page
    assert 'role="tab"' in page
    arabic = page.split('name="title__ar"')[1].split(">")[0]
    assert 'lang="ar"' in arabic
    assert 'dir="rtl"' in arabic
    assert 'lang="zh-Hans"' in page
    assert "<script>" not in page.split("language-map", 1)[1].split("</form>")[0]
    assert "style=" not in page.split('class="language-map"', 1)[1].split("</form>")[0]


def test_a_draft_changes_nothing_for_the_public(login, people, published):
    response = edit(login(people.contributor), published, title__en="A better bowl")
    assert response.status_code == 302
    assert Item.objects.published().get().title == {"en": "Bowl"}
    assert Item.objects.get().get_latest_revision_as_object().title == {"en": "A better bowl"}
    assert changes() == [("create", False), ("create", True)]


def test_publishing_shows_it_and_tells_the_outbox(login, people, published):
    data = {"title__en": "A better bowl", "title__kk": "Тостаған", "action-publish": "1"}
    edit(login(people.curator), published, **data)
    assert Item.objects.published().get().title == {"kk": "Тостаған", "en": "A better bowl"}
    assert changes()[-1] == ("update", True)


def test_a_contributor_cannot_publish(login, people, bowl):
    client = login(people.contributor)
    page = client.get(reverse(EDIT, args=[bowl.pk])).content.decode()
    assert "action-publish" not in page
    edit(client, bowl, **{"action-publish": "1"})
    assert not Item.objects.published().exists()


def test_who_publishes_for_one_museum_and_writes_for_another_stays_within_that(login, ours, theirs, client):
    person = factories.user("both", curator=ours, contributor=theirs)
    client.force_login(person)
    foreign = draft(theirs, "Jug")
    edit(client, foreign, **{"action-publish": "1"})
    assert not Item.objects.published().exists()
    data = form_of(client.get(reverse(ADD))) | {"institution": theirs.pk, "title__en": "Cup", "action-publish": "1"}
    assert client.post(reverse(ADD), data).status_code == 403
    assert not Item.objects.filter(title__en="Cup").exists()


def test_creating_is_for_the_own_museum_only(login, people, ours, theirs):
    client = login(people.curator)
    data = form_of(client.get(reverse(ADD))) | {"institution": theirs.pk, "title__en": "Cup"}
    client.post(reverse(ADD), data)
    assert [item.institution for item in Item.objects.all()] == [ours]
    assert changes() == [("create", False)]


def test_an_item_needs_a_title_in_some_language(login, people):
    client = login(people.curator)
    response = client.post(reverse(ADD), form_of(client.get(reverse(ADD))))
    assert response.status_code == 200
    assert not Item.objects.exists()


def test_terms_creators_dimensions_and_links_are_plain_controls(login, people, bowl):
    silver, agent = factories.concept("material", "silver"), factories.agent("Aigul")
    client = login(people.curator)
    edit(
        client, bowl,
        **{
            "materials__add": "Silver; silver", "date_edtf": "1871",
            "dimensions-0-type": "height", "dimensions-0-value": "31,5", "dimensions-0-unit": "cm",
            "same_as-0-uri": "https://www.wikidata.org/entity/Q1",
            "creators-TOTAL_FORMS": "1", "creators-0-agent": str(agent.pk), "creators-0-role": "jeweller",
            "creators-0-id": "", "creators-0-ORDER": "1", "creators-0-DELETE": "",
        },
    )  # fmt: skip
    item = Item.objects.get()
    assert list(item.materials.all()) == [silver]
    assert item.dimensions == [{"type": "height", "value": 31.5, "unit": "cm"}]
    assert item.same_as == ["https://www.wikidata.org/entity/Q1"]
    assert [(made.agent, made.role) for made in item.creators.all()] == [(agent, "jeweller")]
    again = form_of(client.get(reverse(EDIT, args=[item.pk])))
    assert (again["dimensions-0-value"], again["materials"]) == ("31.5", str(silver.pk))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"materials__add": "unobtainium"}, "unobtainium"),
        ({"dimensions-0-value": "tall"}, "above 0"),
        ({"same_as-0-uri": "not an address"}, "valid URL"),
        ({"date_edtf": "long ago"}, "EDTF"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(login, people, bowl, wrong, field):
    response = edit(login(people.curator), bowl, title__en="Changed", **wrong)
    assert response.status_code == 200
    assert field in response.content.decode()
    assert Item.objects.get().title == {"en": "Bowl"}


def test_machine_translations_are_marked_until_a_person_has_reviewed_them(login, people, bowl):
    bowl.title = {"en": "Bowl", "kk": "Тостаған"}
    services.item_save(bowl, user=SYSTEM, origin=services.Origin.MACHINE)
    client = login(people.curator)
    page = client.get(reverse(EDIT, args=[bowl.pk])).content.decode()
    assert "Machine translation" in page
    edit(client, bowl, title__kk__reviewed="1")
    assert Item.objects.get().text_status["title"]["kk"] == {"origin": "reviewed"}
    assert "Machine translation" not in client.get(reverse(EDIT, args=[bowl.pk])).content.decode()


def test_the_versions_of_a_language_map_are_compared_by_language(login, people, bowl):
    first = bowl.latest_revision_id
    bowl.title = {"en": "Bowl", "ar": "وعاء"}
    services.item_save(bowl, user=SYSTEM)
    url = reverse("wagtailsnippets_catalogue_item:revisions_compare", args=[bowl.pk, first, "latest"])
    page = login(people.curator).get(url).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "العربية" in page
    assert "{&#x27;" not in page


def preview(client, page_url, preview_url, mode, **changes):
    data = form_of(client.get(page_url)) | changes
    assert client.post(preview_url, data).json() == {"is_valid": True, "is_available": True}
    return client.get(preview_url, {"mode": mode}).content.decode()


def test_the_preview_shows_what_is_typed_in_the_language_chosen_and_saves_nothing(login, people, published):
    client = login(people.contributor)
    view = "wagtailsnippets_catalogue_item:preview_on_edit"
    urls = reverse(EDIT, args=[published.pk]), reverse(view, args=[published.pk])
    page = preview(client, *urls, "ar", title__ar="وعاء من فضة")
    assert "وعاء من فضة" in page
    assert 'dir="rtl"' in page.split(">", 2)[1]
    assert 'lang="fr"' in preview(client, *urls, "fr").split(">", 2)[1]
    assert Item.objects.get().title == {"en": "Bowl"}
    assert Item.objects.get().get_latest_revision_as_object().title == {"en": "Bowl"}


def test_an_item_that_was_never_saved_has_a_preview_and_no_identifier(login, people):
    url = reverse("wagtailsnippets_catalogue_item:preview_on_add")
    assert "Cup" in preview(login(people.curator), reverse(ADD), url, "en", title__en="Cup")
    assert not Item.objects.exists()
    assert not Identifier.objects.exists()


def test_an_institution_has_a_preview(login, people, ours):
    prefix = "wagtailsnippets_institutions_institution"
    urls = (reverse(f"{prefix}:{view}", args=[ours.pk]) for view in ("edit", "preview_on_edit"))
    assert "A new name" in preview(login(people.manager), *urls, "", name__en="A new name", name__kk="A new name")

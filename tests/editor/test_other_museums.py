"""What another museum holds is out of reach: every address that Wagtail makes for our models is tried.

The addresses come from the URL configuration itself, so that a new view of a new version of Wagtail is tried too."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from catalogue.models import Item, ItemSet
from institutions.models import Institution, Membership
from tests.editor.conftest import SECRET

pytestmark = pytest.mark.django_db
HELD = {"item", "itemset", "institution", "membership"}
SNIPPET_URL = re.compile(r"^wagtailsnippet(s|choosers)_(\w+?)_(\w+)$")


def admin_urls(patterns: Any = None, namespaces: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """(namespaces, pattern) of every address of the site."""
    found = []
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            found += admin_urls(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.append((namespaces, pattern))
    return found


def snippet_views() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """(URL name, model, view, names of the arguments) of every view of our models, the choosers' too."""
    views = []
    for namespaces, pattern in admin_urls():
        match = namespaces and SNIPPET_URL.match(namespaces[-1])
        if match and match[3] in HELD:
            arguments = tuple(pattern.pattern.regex.groupindex)
            views.append((f"{namespaces[-1]}:{pattern.name}", match[3], pattern.name, arguments))
    return sorted(views)


VIEWS = snippet_views()


@pytest.fixture
def everything(foreign, people, login):
    """The other museum's item in a workflow, locked and scheduled, with its history."""
    item = foreign.item
    item.get_workflow().start(Item.objects.get(), people.stranger)
    membership = Membership.objects.get(user=people.stranger)
    return {
        "item": item, "itemset": foreign.item_set, "institution": foreign.institution, "membership": membership,
    }  # fmt: skip


def address(name: str, arguments: tuple[str, ...], held: Any) -> str:
    revision = Revision.objects.filter(object_id=str(held.pk)).last()
    state, task = WorkflowState.objects.first(), TaskState.objects.first()
    known = {
        "pk": held.pk,
        "revision_id": getattr(revision, "pk", 1),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": task.pk,
        "task_id": task.task_id,
        "action_name": "approve",
        "workflow_state_id": state.pk,
    }
    return reverse(name, kwargs={argument: known[argument] for argument in arguments})


def snapshot() -> list[Any]:
    models = [Item, ItemSet, Institution, Membership, Revision, WorkflowState, TaskState, ModelLogEntry]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_enumeration_finds_wagtails_views():
    names = {view for _name, model, view, _arguments in VIEWS if model == "item"}
    assert {"edit", "delete", "history", "usage", "preview_on_edit", "revisions_compare", "revisions_revert"} <= names
    assert {"lock", "unlock", "unpublish", "workflow_action", "withdraw", "restore", "choose", "chosen"} <= names
    assert len(VIEWS) > 70


# A manager's rights contain the others'.
@pytest.mark.parametrize("role", ["contributor", "manager"])
def test_no_address_of_a_record_answers_another_museum(role, login, people, everything):
    client = login(getattr(people, role))
    before = snapshot()
    for name, model, view, arguments in VIEWS:
        if "pk" not in arguments:
            continue
        url = address(name, arguments, everything[model])
        for send in (client.get, client.post):
            response = send(url)
            assert response.status_code in (302, 403, 404, 405), f"{view} of {model}: {response.status_code}"
            assert SECRET not in response.content.decode(errors="replace"), f"{view} of {model}"
            if response.status_code == 302:
                assert response["Location"] in ("/admin/", reverse("wagtailadmin_home")), f"{view} of {model}"
    assert snapshot() == before


def test_no_list_or_chooser_names_a_record_of_another_museum(login, people, everything):
    client = login(people.manager)
    keys = [held.pk for held in everything.values()]
    for name, model, view, arguments in VIEWS:
        if "pk" in arguments:
            continue
        for query in ({}, {"q": SECRET[:5]}, {"id": keys}, {"institution": everything["institution"].pk}):
            response = client.get(reverse(name), query)
            assert response.status_code in (200, 302, 403, 404, 405), f"{view} of {model}: {response.status_code}"
            page = response.content.decode(errors="replace").replace(f'value="{SECRET[:5]}"', "")
            assert SECRET not in page, f"{view} of {model} {query}"


def test_its_own_museum_reaches_what_the_test_tries(login, people, everything):
    """Else a wrong address would count as a denial."""
    client = login(people.root)
    for name, model, view, arguments in VIEWS:
        if "pk" in arguments and view in {"edit", "history", "usage", "revisions_compare", "workflow_history"}:
            assert client.get(address(name, arguments, everything[model])).status_code == 200, f"{view} of {model}"


BULK = ["delete", "publish"]


@pytest.mark.parametrize("action", BULK)
@pytest.mark.parametrize("which", ["one", "all"])
def test_bulk_actions_touch_and_name_nothing_of_another_museum(action, which, login, people, everything, published):
    client = login(people.curator)
    keys = [everything["item"].pk, published.pk] if which == "one" else ["all"]
    url = reverse("wagtail_bulk_action", args=["catalogue", "item", action])
    query = "?" + "&".join(f"id={key}" for key in keys)
    theirs = Item.objects.filter(pk=everything["item"].pk)
    before = list(theirs.values())
    for send in (client.get, client.post):
        assert SECRET not in send(url + query).content.decode()
    assert list(theirs.values()) == before
    assert Item.objects.filter(pk=published.pk).exists()


def test_no_report_panel_or_page_of_the_editor_names_it(login, people, everything):
    """Every address without arguments under /admin/: home and its panels, reports, site history, searches, exports."""
    client = login(people.manager)
    for namespaces, pattern in admin_urls():
        name = ":".join((*namespaces, pattern.name))
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if not url.startswith("/admin/") or "logout" in name or name == "wagtailadmin_error_test":
            continue
        # What every visitor sees, for exhibitions of several museums: tests/exhibits/test_choosers.py.
        if name.startswith("published_"):
            continue
        for query in ({"q": SECRET[:5]}, {"export": "csv"}) if "report" in url else ({"q": SECRET[:5]},):
            response = client.get(url, query)
            body = b"".join(response) if response.streaming else response.content
            page = body.decode(errors="replace").replace(f'value="{SECRET[:5]}"', "")
            assert SECRET not in page, name


def test_pages_people_files_and_settings_are_closed(login, people):
    client = login(people.manager)
    for name in (
        "wagtailusers_users:index", "wagtailusers_groups:index", "wagtailimages:index", "wagtaildocs:index",
        "wagtailsites:index", "wagtaillocales:index", "wagtailadmin_collections:index",
        "wagtailadmin_workflows:index", "wagtailadmin_reports:locked_pages",
    ):  # fmt: skip
        assert client.get(reverse(name)).status_code in (302, 403), name
    assert client.get(reverse("wagtailadmin_explore_root")).status_code in (302, 403)


def test_the_session_of_an_editor_cannot_be_spied_on(login, people, everything):
    url = reverse("wagtailadmin_editing_sessions:ping", args=["catalogue", "item", everything["item"].pk, 1])
    assert login(people.curator).post(url).status_code == 404


def test_a_shared_term_does_not_tell_who_uses_it(login, people, foreign):
    from tests import factories

    place = factories.place("Otrar")
    Item.objects.filter(pk=foreign.item.pk).update(place=place)
    foreign.item.refresh_from_db()
    foreign.item.save()
    page = login(people.curator).get(reverse("wagtailsnippets_vocabularies_place:usage", args=[place.pk]))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


def test_another_museums_item_set_cannot_be_chosen_nor_is_it_named(login, people, foreign, bowl):
    from tests.editor.forms import form_of

    client = login(people.curator)
    url = reverse("wagtailsnippets_catalogue_item:edit", args=[bowl.pk])
    response = client.post(url, form_of(client.get(url)) | {"item_set": foreign.item_set.pk})
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert Item.objects.get(pk=bowl.pk).item_set is None


def test_who_has_no_role_does_not_enter(client, db):
    from tests import factories

    client.force_login(factories.user("nobody"))
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_rights_of_groups_open_nothing(login, people, everything):
    """A group that an administrator once gave all of Wagtail's rights on items to spans no institutions."""
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="Everything")
    group.permissions.set(Permission.objects.filter(content_type__app_label="catalogue"))
    people.curator.groups.add(group)
    client = login(people.curator)
    url = reverse("wagtailsnippets_catalogue_item:edit", args=[everything["item"].pk])
    assert client.get(url).status_code == 404
    assert SECRET not in client.get(reverse("wagtailsnippets_catalogue_item:list")).content.decode()


def test_every_model_of_an_institution_has_a_policy():
    """A model that gains an institution without one would fall back to Wagtail's model-wide rights."""
    from wagtail.permissions import policy_registry
    from wagtail.snippets.models import get_snippet_models

    ours = {"institutions", "vocabularies", "catalogue"}
    for model in get_snippet_models():
        if model._meta.app_label in ours:
            assert policy_registry.get_by_type(model, fallback=False), model
    assert apps.is_installed("wagtail.snippets")


def test_the_own_record_does_not_lead_to_another_museums_versions(login, people, everything, published):
    """Own key in the address, the other museum's version, task or workflow beside it."""
    client = login(people.manager)
    theirs = everything["item"]
    before = snapshot()
    tried = 0
    for name, model, view, arguments in VIEWS:
        if model != "item" or "pk" not in arguments or len(arguments) == 1:
            continue
        mixed = address(name, arguments, theirs).replace(f"/{theirs.pk}/", f"/{published.pk}/", 1)
        revision = Revision.objects.filter(object_id=str(theirs.pk)).last()
        for url in {mixed, mixed.replace("earliest", str(revision.pk - 1)).replace("latest", str(revision.pk))}:
            for send in (client.get, client.post):
                response = send(url)
                tried += 1
                assert SECRET not in response.content.decode(errors="replace"), f"{view}: {url}"
    assert tried > 10
    assert snapshot() == before

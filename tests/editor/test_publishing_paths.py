"""Each way in which Wagtail changes what the public sees ends in a Change, in the transaction of the mutation."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from catalogue import services
from catalogue.models import Change, Item, ItemSet
from catalogue.tasks import publish_scheduled_task
from heritage.errors import Denied
from institutions.permissions import SYSTEM
from tests.editor.conftest import draft
from tests.editor.forms import form_of

pytestmark = pytest.mark.django_db
ITEM = "wagtailsnippets_catalogue_item"


def url(view, item, *more):
    return reverse(f"{ITEM}:{view}", args=[item.pk, *more])


def last_change():
    return Change.objects.order_by("id").values_list("action", "is_public").last()


def send(client, item, **changes):
    return client.post(url("edit", item), form_of(client.get(url("edit", item))) | changes)


def test_unpublishing(login, people, published):
    login(people.curator).post(url("unpublish", published))
    assert not Item.objects.published().exists()
    assert last_change() == ("delete", True)


def test_a_contributor_cannot_unpublish(login, people, published):
    login(people.contributor).post(url("unpublish", published))
    assert Item.objects.published().exists()


def test_a_draft_that_was_never_public_is_deleted(login, people, bowl):
    login(people.curator).post(url("delete", bowl))
    assert not Item.objects.exists()
    assert last_change() == ("delete", False)


@pytest.mark.parametrize("person", ["curator", "manager", "root"])
def test_what_was_public_is_never_deleted(login, people, published, person):
    client = login(getattr(people, person))
    assert url("delete", published) not in client.get(url("edit", published)).content.decode()
    assert client.post(url("delete", published)).status_code == 302
    services.item_unpublish(published, user=SYSTEM)
    client.post(url("delete", published))
    client.post(reverse("wagtail_bulk_action", args=["catalogue", "item", "delete"]) + f"?id={published.pk}")
    assert Item.objects.filter(pk=published.pk).exists()


def test_deleting_many_drafts_tells_the_outbox_of_each(login, people, ours):
    drafts = [draft(ours, "One"), draft(ours, "Two")]
    query = "?" + "&".join(f"id={item.pk}" for item in drafts)
    login(people.curator).post(reverse("wagtail_bulk_action", args=["catalogue", "item", "delete"]) + query)
    assert not Item.objects.exists()
    assert Change.objects.filter(action="delete", is_public=False).count() == 2


def test_publishing_many(login, people, ours):
    drafts = [draft(ours, "One"), draft(ours, "Two")]
    query = "?" + "&".join(f"id={item.pk}" for item in drafts)
    address = reverse("wagtail_bulk_action", args=["catalogue", "item", "publish"]) + query
    login(people.contributor).post(address)
    assert not Item.objects.published().exists()
    login(people.curator).post(address)
    assert Item.objects.published().count() == 2
    assert Change.objects.filter(action="create", is_public=True).count() == 2


def test_an_older_version_brought_back_is_published_like_any_other(login, people, published):
    first = published.latest_revision_id
    published.title = {"en": "Jug"}
    services.item_save(published, user=SYSTEM)
    services.item_publish(published, user=SYSTEM)
    client = login(people.curator)
    page = client.get(url("revisions_revert", published, first))
    client.post(url("edit", published), form_of(page) | {"action-publish": "1"})
    assert Item.objects.published().get().title == {"en": "Bowl"}
    assert last_change() == ("update", True)


def test_a_date_to_go_live_publishes_when_it_has_come(login, people, bowl):
    soon = timezone.now() + timedelta(days=1)
    send(login(people.curator), bowl, **{"go_live_at": soon.strftime("%Y-%m-%d %H:%M"), "action-publish": "1"})
    assert not Item.objects.published().exists()
    assert last_change() == ("create", False)
    revision = Item.objects.get().latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert Item.objects.published().exists()
    assert last_change() == ("create", True)


def test_scheduling_a_new_version_of_a_published_item_changes_nothing_yet(login, people, published):
    soon = timezone.now() + timedelta(days=1)
    changes = {"go_live_at": soon.strftime("%Y-%m-%d %H:%M"), "title__en": "Jug", "action-publish": "1"}
    count = Change.objects.count()
    send(login(people.curator), published, **changes)
    assert Item.objects.published().get().title == {"en": "Bowl"}
    assert Change.objects.count() == count


def test_a_withdrawn_items_date_is_forgotten_and_holds_up_no_other(people, ours):
    yesterday = timezone.now() - timedelta(days=1)
    withdrawn, other = draft(ours, "Withdrawn"), draft(ours, "Other")
    for item in (withdrawn, other):
        item.revisions.update(approved_go_live_at=yesterday)
    services.item_withdraw(withdrawn, user=SYSTEM)
    publish_scheduled_task()
    assert [item.pk for item in Item.objects.published()] == [other.pk]


def test_an_expiry_date_unpublishes_when_it_has_come(published):
    Item.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not Item.objects.published().exists()
    assert last_change() == ("delete", True)


def test_a_contributor_submits_and_a_curator_approves(login, people, bowl):
    send(login(people.contributor), bowl, **{"title__en": "Silver bowl", "action-submit": "1"})
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    task = state.current_task_state
    client = login(people.contributor)
    assert client.post(url("workflow_action", bowl, "approve", task.pk)).status_code in (302, 403)
    assert not Item.objects.published().exists()
    client = login(people.curator)
    assert "Silver bowl" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.post(url("workflow_action", bowl, "approve", task.pk))
    assert Item.objects.published().get().title == {"en": "Silver bowl"}
    assert last_change() == ("create", True)


def test_a_curator_of_another_museum_cannot_approve(login, people, bowl):
    send(login(people.contributor), bowl, **{"action-submit": "1"})
    task = WorkflowState.objects.get().current_task_state
    client = login(people.stranger)
    client.cookies.pop("messages", None)
    assert client.post(url("workflow_action", bowl, "approve", task.pk)).status_code == 404
    assert "Bowl" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_locked_item_is_not_edited_by_others(login, people, bowl):
    login(people.curator).post(url("lock", bowl))
    send(login(people.contributor), bowl, title__en="Jug")
    assert Item.objects.get().title == {"en": "Bowl"}


def test_withdrawing_leaves_a_tombstone_and_restoring_makes_a_draft(login, people, published):
    client = login(people.manager)
    assert url("withdraw", published) in client.get(url("edit", published)).content.decode()
    assert client.post(url("withdraw", published), {"reason": ""}).status_code == 200
    client.post(url("withdraw", published), {"reason": "Returned to its owner"})
    assert Item.objects.get().publication_state == "withdrawn"
    assert last_change() == ("delete", True)
    page = client.get(url("edit", published)).content.decode()
    assert "Returned to its owner" in page
    assert "action-publish" not in page
    assert url("restore", published) in page
    client.post(url("restore", published))
    assert Item.objects.get().publication_state == "draft"


@pytest.mark.parametrize("person", ["contributor", "curator"])
def test_withdrawing_is_for_managers(login, people, published, person):
    client = login(getattr(people, person))
    client.post(url("withdraw", published), {"reason": "No"})
    assert Item.objects.published().exists()
    assert url("withdraw", published) not in client.get(url("edit", published)).content.decode()


def test_no_way_publishes_a_withdrawn_item(login, people, published):
    services.item_withdraw(published, user=SYSTEM)
    send(login(people.curator), published, **{"action-publish": "1"})
    login(people.curator).post(
        reverse("wagtail_bulk_action", args=["catalogue", "item", "publish"]) + f"?id={published.pk}"
    )
    with pytest.raises(Denied):
        Item.objects.get().latest_revision.publish()
    assert not Item.objects.published().exists()


def test_a_change_and_its_mutation_stand_or_fall_together(published, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Item, "record", broken)
    published.title = {"en": "Jug"}
    revision = published.save_revision()
    for mutate in (revision.publish, published.unpublish, published.delete, Item.objects.all().delete):
        with pytest.raises(RuntimeError):
            mutate()
    assert Item.objects.published().get().title == {"en": "Bowl"}


def test_item_sets_are_published_the_same_way(login, people, ours):
    client = login(people.curator)
    add = reverse("wagtailsnippets_catalogue_itemset:add")
    client.post(add, form_of(client.get(add)) | {"title__en": "Textiles", "action-publish": "1"})
    assert ItemSet.objects.published().get().title == {"en": "Textiles"}
    assert list(Change.objects.values_list("kind", "is_public")) == [("item_set", False), ("item_set", True)]

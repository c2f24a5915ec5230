"""One named unit for each mutation: permission, write and Change together."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Change, Item, ItemSet
from catalogue.text_status import Origin, after_edit
from heritage.errors import Denied
from institutions.permissions import EDIT, MANAGE, PUBLISH, require


@transaction.atomic
def item_save(item: Item, *, user: Any, origin: Origin = Origin.CURATOR) -> Item:
    """Write a new item or new values as a draft revision of an existing one; what the public sees stays.

    Raises Denied and ValidationError, and then nothing was written."""
    require(user, EDIT, item.institution_id)
    item.full_clean()
    note_edited_texts(item, origin)
    if item.pk is None:
        item.live = False
        item.save()
        item.record(Change.Action.CREATE, is_public=False)
    elif not item.live:
        # As Wagtail does: nobody sees the row of a draft but its editors, and their lists read it.
        item.save()
    item.save_revision(user=_person(user), changed=True)
    return item


@transaction.atomic
def item_publish(item: Item, *, user: Any) -> Item:
    """Publish the latest revision. Raises Denied."""
    require(user, PUBLISH, item.institution_id)
    revision = item.get_latest_revision() or item.save_revision(user=_person(user))
    item.publish(revision, user=_person(user), skip_permission_checks=True)
    item.refresh_from_db()
    return item


@transaction.atomic
def item_unpublish(item: Item, *, user: Any) -> Item:
    """Back to draft. Raises Denied."""
    require(user, PUBLISH, item.institution_id)
    item.unpublish(user=_person(user))
    return item


@transaction.atomic
def item_withdraw(item: Item, *, user: Any, reason: str = "") -> Item:
    """Take out of public view for good: its address answers 410 and says so. Raises Denied."""
    require(user, MANAGE, item.institution_id)
    item.withdrawn_at = timezone.now()
    item.withdrawal_reason = reason[:255]
    item.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    item.unpublish(user=_person(user))
    # Wagtail forgets the date of a published item only; the command that publishes by date would stop at this one.
    item.revisions.update(approved_go_live_at=None)
    return item


@transaction.atomic
def item_restore(item: Item, *, user: Any) -> Item:
    """Undo a withdrawal: the item is a draft again. Raises Denied, also for a duplicate that was merged."""
    require(user, MANAGE, item.institution_id)
    if item.merged_into_id:
        raise Denied(_("This item was merged into another one."))
    item.withdrawn_at, item.withdrawal_reason = None, ""
    item.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    item.record(Change.Action.UPDATE, is_public=False)
    return item


def items_end_embargoes() -> int:
    """Tell the world of the images that opened by their date, and forget that date; returns of how many items.

    Nothing waits for this: the images are open from the day itself. Harvesters and caches hear by the Change."""
    ended = Item.objects.published().filter(embargo_until__lte=timezone.localdate()).order_by("pk")
    count = 0
    for key in list(ended.values_list("pk", flat=True)[:1000]):
        with transaction.atomic():
            # Asked again under the lock: a curator may have set another date meanwhile.
            item = ended.select_for_update(of=("self",)).filter(pk=key).first()
            if item is not None:
                item.embargo_until = None
                item.save(update_fields=["embargo_until", "updated_at"])
                item.record(Change.Action.UPDATE, is_public=True)
                count += 1
    return count


@transaction.atomic
def item_set_publish(item_set: ItemSet, *, user: Any) -> ItemSet:
    """Publish the latest revision. Raises Denied."""
    require(user, PUBLISH, item_set.institution_id)
    revision = item_set.get_latest_revision() or item_set.save_revision(user=_person(user))
    item_set.publish(revision, user=_person(user), skip_permission_checks=True)
    item_set.refresh_from_db()
    return item_set


def note_edited_texts(item: Item, origin: Origin) -> None:
    """Set `text_status` for the texts that differ from the newest version of the item."""
    known = Item.objects.filter(pk=item.pk).first() if item.pk else None
    before = known.get_latest_revision_as_object() if known else None
    item.text_status = {
        field: status
        for field in Item.LANGUAGE_MAPS
        if (
            status := after_edit(
                getattr(before, field) if before else {},
                getattr(item, field),
                (before.text_status if before else {}).get(field, {}),
                origin,
            )
        )
    }


def mark_reviewed(item: Item, field: str, codes: set[str]) -> None:
    """A person has looked at these texts: none is stale any more, and a machine's is a reviewed one. Not saved."""
    for code in codes & set(getattr(item, field)):
        status = item.text_status.setdefault(field, {}).setdefault(code, {"origin": str(Origin.CURATOR)})
        status.pop("stale", None)
        if status["origin"] == Origin.MACHINE:
            status["origin"] = str(Origin.REVIEWED)


def _person(user: Any) -> Any:
    """Wagtail's log takes a user row or None; the system itself is not a row."""
    return user if getattr(user, "pk", None) else None

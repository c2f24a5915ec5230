"""Two records of one thing become one.

The survivor keeps its identifier, description and history. The duplicate keeps its own too, but its addresses lead to
the survivor for good, and what hangs on it goes over by the hook `item_merged`(duplicate, survivor), in the transaction
of the merge: each app above moves what is its own."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from catalogue.models import Change, Item
from heritage.errors import UserError
from institutions.permissions import MANAGE, require


@transaction.atomic
def item_merge(duplicate: Item, survivor: Item, *, user: Any) -> Item:
    """The survivor, with what the duplicate had. Raises Denied, and UserError for two that cannot become one; then
    nothing has changed. There is no way back but by hand."""
    require(user, MANAGE, duplicate.institution_id)
    require(user, MANAGE, survivor.institution_id)
    rows = Item.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([duplicate.pk, survivor.pk])
    duplicate, survivor = rows[duplicate.pk], rows[survivor.pk]
    if reason := obstacle(duplicate, survivor):
        raise UserError(reason)
    for move in hooks.get_hooks("item_merged"):
        move(duplicate, survivor)
    _redirect(duplicate, survivor, user if getattr(user, "pk", None) else None)
    survivor.record(Change.Action.UPDATE, is_public=survivor.live)
    return survivor


def obstacle(duplicate: Item, survivor: Item) -> str:
    """Why the one cannot be merged into the other, for the person who wants to; "" when it can.

    The hook `item_merge_obstacle`(duplicate, survivor) adds an app's own reasons."""
    if duplicate.pk == survivor.pk:
        return _("This is the same item.")
    if duplicate.institution_id != survivor.institution_id:
        return _("Only items of one institution can be merged.")
    if duplicate.merged_into_id:
        return _("This item was merged into another one.")
    if survivor.withdrawn_at:
        return _("“%(item)s” is withdrawn.") % {"item": survivor}
    if duplicate.live and not survivor.live:
        return _("Publish “%(item)s” first: visitors will be sent there.") % {"item": survivor}
    reasons = (find(duplicate, survivor) for find in hooks.get_hooks("item_merge_obstacle"))
    return next((reason for reason in reasons if reason), "")


def _redirect(duplicate: Item, survivor: Item, person: Any) -> None:
    duplicate.duplicates.update(merged_into=survivor)
    duplicate.merged_into = survivor
    duplicate.withdrawn_at = duplicate.withdrawn_at or timezone.now()
    duplicate.save(update_fields=["merged_into", "withdrawn_at", "source_id"])
    if duplicate.live:
        duplicate.unpublish(user=person)
    else:
        duplicate.record(Change.Action.MOVE, is_public=False, target=survivor.identifier)
    # As in `item_withdraw`: the command that publishes by date would stop at it.
    duplicate.revisions.update(approved_go_live_at=None)

"""Imported values in the revisions that Wagtail's editor shows."""

from typing import Any

from catalogue.models import Item, ItemCreator
from interchange.item_data import TERM_LISTS
from vocabularies.models import Concept


def carry_into_revision(item: Item, draft: Item, lists: dict[str, list[Any]]) -> None:
    """Write `draft`, which has the imported fields, as the latest revision. A draft without changes of its own stays
    the published version; one with changes stays a draft beside it."""
    for field in TERM_LISTS:
        if field in lists:
            setattr(draft, field, Concept.objects.filter(pk__in=lists[field]))
    if "creators" in lists:
        draft.creators = [
            ItemCreator(agent_id=agent, role=role, sort_order=number)
            for number, (agent, role) in enumerate(lists["creators"])
        ]
    had_changes = item.has_unpublished_changes
    revision = draft.save_revision(changed=had_changes, clean=False)
    if item.live and not had_changes:
        Item.objects.filter(pk=item.pk).update(live_revision=revision)

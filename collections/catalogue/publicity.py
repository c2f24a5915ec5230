"""What the public sequence says of a record, decided at the moment when its changes are numbered.

Not by whoever writes the change: an item is public while its institution is, and the two may change at the same time
in transactions that do not see each other. Whoever numbers the changes sees what was committed, and compares it with
what the sequence said last. So the sequence begins a record with "create", ends it with "delete" or "move", and says
nothing of what the public never saw, whatever the order in which transactions end.

The kinds of records that the public has addresses of come from the hook `public_kinds`() -> {kind: visible}, where
visible(keys) gives those of them that the public sees now."""

from collections.abc import Callable, Collection

from django.db.models import Max
from wagtail import hooks

from catalogue.models import Change

Visible = Callable[[Collection[int]], set[int]]
_ENDS = (Change.Action.DELETE, Change.Action.MOVE)


def public_kinds() -> dict[str, Visible]:
    return {kind: visible for tell in hooks.get_hooks("public_kinds") for kind, visible in tell().items()}


def announced(kind: str, keys: Collection[int]) -> set[int]:
    """Those of which the sequence has told and that it has not ended."""
    numbered = Change.objects.filter(kind=kind, object_id__in=keys, public_sequence__isnull=False)
    last = numbered.values("object_id").annotate(last=Max("public_sequence")).values_list("last", flat=True)
    standing = Change.objects.filter(public_sequence__in=list(last)).exclude(public_action__in=_ENDS)
    return set(standing.values_list("object_id", flat=True))


def decide(changes: list[Change]) -> dict[int, str]:
    """{key of a change: public action}, at most one for each record: what came of all its changes together."""
    said: dict[int, str] = {}
    for kind, visible in public_kinds().items():
        by_object: dict[int, list[Change]] = {}
        for change in changes:
            if change.kind == kind:
                by_object.setdefault(change.object_id, []).append(change)
        if by_object:
            seen, known = visible(by_object), announced(kind, by_object)
            for key, its_changes in by_object.items():
                if decision := _decide(its_changes, is_seen=key in seen, is_known=key in known):
                    change, action = decision
                    said[change.pk] = action
    return said


def _decide(changes: list[Change], *, is_seen: bool, is_known: bool) -> tuple[Change, str] | None:
    last = changes[-1]
    if is_seen and not is_known:
        return last, Change.Action.CREATE
    if is_seen:
        shown = [change for change in changes if change.is_public]
        return (shown[-1], Change.Action.UPDATE) if shown else None
    if is_known:
        moves = [change for change in changes if change.action == Change.Action.MOVE]
        return (moves[-1], Change.Action.MOVE) if moves else (last, Change.Action.DELETE)
    return None

"""Who may change the state of a piece of work, and when: the only writer of Derivative.state and of Asset.state.

    pending --claim--> processing --complete--> ready
       ^                   |  \\--refuse (the file is at fault), or the last attempt--> failed --retry--> pending
       \\--postpone, or the lease ran out--/

Every step is one conditional UPDATE that names the state (and lease) it starts from, so it needs no lock, works the
same on SQLite and PostgreSQL, and of two workers exactly one wins."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from catalogue.models import Change, Item
from media_pipeline.errors import LeaseLost
from media_pipeline.models import Asset, Derivative

MAX_ATTEMPTS = 6
_BACKOFF_SECONDS, _BACKOFF_LIMIT = 10, 3600
# A broker that has not delivered by then has lost the message, or the queue is long and a second one does no harm.
_DELIVERY_SECONDS = 120
_SWEEP_LIMIT = 500

_S = Derivative.State


def lease_time() -> timedelta:
    return timedelta(seconds=settings.MEDIA_LEASE_SECONDS)


def claim(derivative_id: int) -> Derivative | None:
    """The derivative, held by a new lease; None when it is done, not due or held by another worker."""
    now = timezone.now()
    owner = str(uuid.uuid4())
    free = Q(state=_S.PENDING, next_attempt_at__lte=now) | Q(state=_S.PROCESSING, lease_until__lt=now)
    with transaction.atomic():
        claimed = Derivative.objects.filter(free, pk=derivative_id, attempts__lt=MAX_ATTEMPTS).update(
            state=_S.PROCESSING, lease_owner=owner, lease_until=now + lease_time(), attempts=F("attempts") + 1
        )
        if not claimed:
            return None
        derivative = Derivative.objects.select_related("asset").get(pk=derivative_id)
        Asset.objects.filter(pk=derivative.asset_id, state=Asset.State.RECEIVED).update(state=Asset.State.PROCESSING)
    return derivative


def _held(derivative: Derivative) -> Any:
    return Derivative.objects.filter(pk=derivative.pk, state=_S.PROCESSING, lease_owner=derivative.lease_owner)


def extend(derivative: Derivative) -> None:
    """Raises LeaseLost when another worker has taken over."""
    if not _held(derivative).update(lease_until=timezone.now() + lease_time()):
        raise LeaseLost


@transaction.atomic
def complete(derivative: Derivative, **result: Any) -> None:
    """`result` are Derivative's fields. The last one of an asset makes it ready and tells the catalogue.

    Raises LeaseLost, and then nothing was written."""
    # Two workers finishing an asset's last two parts at once would each see the other's as unfinished.
    Asset.objects.select_for_update().get(pk=derivative.asset_id)
    done = {"state": _S.READY, "lease_owner": "", "lease_until": None, "error_code": "", "error_params": {}}
    if not _held(derivative).update(**result, **done):
        raise LeaseLost
    unfinished = Derivative.objects.filter(asset_id=derivative.asset_id).exclude(state=_S.READY)
    if not unfinished.exists():
        make_ready(derivative.asset)


def make_ready(asset: Asset) -> None:
    """Call inside a transaction. Only the step into "ready" tells the catalogue, so one Change is written."""
    changed = Asset.objects.filter(pk=asset.pk).exclude(state=Asset.State.READY)
    if changed.update(state=Asset.State.READY, error_code="", error_params={}, updated_at=timezone.now()):
        record_change(asset.item_id)


def record_change(item_id: int | None) -> None:
    """The public sees the item otherwise than before. Call in the transaction of what made it so."""
    item = Item.objects.filter(pk=item_id, live=True).first()
    if item:
        item.record(Change.Action.UPDATE, is_public=True)


@transaction.atomic
def refuse(derivative: Derivative, code: str, params: dict[str, Any], *, quarantine: bool = True) -> None:
    """The end of it until a person asks again: `quarantine` when the file is at fault, else we are."""
    failed = {"state": _S.FAILED, "lease_owner": "", "lease_until": None}
    if not _held(derivative).update(**failed, error_code=code, error_params=params):
        raise LeaseLost
    _settle_asset(derivative.asset_id, code, params, quarantine=quarantine)


def _settle_asset(asset_id: int, code: str, params: dict[str, Any], *, quarantine: bool) -> None:
    state = Asset.State.QUARANTINED if quarantine else Asset.State.FAILED
    Asset.objects.filter(pk=asset_id).update(
        state=state, error_code=code, error_params=params, updated_at=timezone.now()
    )
    if quarantine:
        # What is made of a broken file would be broken too.
        Derivative.objects.filter(asset_id=asset_id, state=_S.PENDING).update(
            state=_S.FAILED, error_code=code, error_params=params
        )


def postpone(derivative: Derivative) -> datetime | None:
    """After a fault that can pass: when to try again; None when that was the last attempt. Raises LeaseLost."""
    if derivative.attempts >= MAX_ATTEMPTS:
        refuse(derivative, "gave-up", {"attempts": derivative.attempts}, quarantine=False)
        return None
    # Jitter: a thousand tasks that met the same outage must not come back in one second.
    seconds = min(_BACKOFF_LIMIT, _BACKOFF_SECONDS * 4 ** (derivative.attempts - 1)) * random.uniform(0.8, 1.2)  # noqa: S311
    due = timezone.now() + timedelta(seconds=seconds)
    if not _held(derivative).update(
        state=_S.PENDING, lease_owner="", lease_until=None, next_attempt_at=due, enqueued_at=None
    ):
        raise LeaseLost
    return due


@transaction.atomic
def retry(asset: Asset) -> None:
    """Whatever failed starts from the beginning, because a person says so."""
    again = Derivative.objects.filter(asset=asset, state=_S.FAILED)
    fresh = {"attempts": 0, "next_attempt_at": timezone.now(), "enqueued_at": None}
    again.update(state=_S.PENDING, error_code="", error_params={}, **fresh)
    Asset.objects.filter(pk=asset.pk, state__in=[Asset.State.FAILED, Asset.State.QUARANTINED]).update(
        state=Asset.State.RECEIVED, error_code="", error_params={}
    )


def sweep() -> list[int]:
    """Ids of the derivatives to enqueue: due and not on their way, or left by a worker that died."""
    now = timezone.now()
    _end_hopeless(now)
    Derivative.objects.filter(state=_S.PROCESSING, lease_until__lt=now, attempts__lt=MAX_ATTEMPTS).update(
        state=_S.PENDING, lease_owner="", lease_until=None, next_attempt_at=now, enqueued_at=None
    )
    delivered_by = now - timedelta(seconds=_DELIVERY_SECONDS)
    pending = due()
    on_their_way = pending.filter(enqueued_at__gte=delivered_by).count()
    lost = pending.filter(Q(enqueued_at=None) | Q(enqueued_at__lt=delivered_by)).order_by("next_attempt_at", "id")
    ids = list(lost.values_list("id", flat=True)[: max(0, _SWEEP_LIMIT - on_their_way)])
    note_enqueued(ids)
    return ids


def due() -> QuerySet[Derivative]:
    return Derivative.objects.filter(state=_S.PENDING, next_attempt_at__lte=timezone.now())


def note_enqueued(ids: list[int]) -> None:
    Derivative.objects.filter(pk__in=ids, state=_S.PENDING).update(enqueued_at=timezone.now())


def _end_hopeless(now: datetime) -> None:
    """A file that kills its worker every time never reaches `postpone`: its lease runs out for the last time here."""
    hopeless = Derivative.objects.filter(lease_until__lt=now, state=_S.PROCESSING, attempts__gte=MAX_ATTEMPTS)
    for derivative in hopeless.select_related("asset"):
        refuse(derivative, "gave-up", {"attempts": derivative.attempts}, quarantine=False)

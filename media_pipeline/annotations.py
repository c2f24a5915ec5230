"""What curators do with annotations: one named unit for each mutation.

A draft annotation needs the right to edit; one that is published, and the step into or out of that state, the right
to publish. The catalogue is told only of what the public sees otherwise than before."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from heritage.errors import NotFound
from institutions.permissions import EDIT, PUBLISH, require
from media_pipeline import states
from media_pipeline.canvases import canvas_size
from media_pipeline.models import Annotation, Asset

MAX_BODY = 20_000


@transaction.atomic
def annotation_save(annotation: Annotation, *, user: Any) -> Annotation:
    """Write a new annotation, as a draft and the last of its canvas, or new values of an existing one.

    Raises Denied, and ValidationError, and then nothing was written."""
    # Of the row, not of the object in hand: `live` is no field of any form, but the caller may have set it.
    known = Annotation.objects.select_for_update().filter(pk=annotation.pk).first() if annotation.pk else None
    annotation.live = known.live if known else False
    _require(annotation, user)
    _check(annotation)
    if known is None:
        annotation.creator_id = getattr(user, "pk", None)
        last = Annotation.objects.filter(asset=annotation.asset).aggregate(last=Max("position"))["last"]
        annotation.position = (last or 0) + 1
    annotation.save()
    _tell(annotation)
    return annotation


@transaction.atomic
def annotation_publish(annotation: Annotation, *, user: Any) -> Annotation:
    """Raises Denied."""
    return _set_live(annotation, user, live=True)


@transaction.atomic
def annotation_unpublish(annotation: Annotation, *, user: Any) -> Annotation:
    """Back to draft. Raises Denied."""
    return _set_live(annotation, user, live=False)


@transaction.atomic
def annotation_delete(annotation: Annotation, *, user: Any) -> None:
    """Raises Denied."""
    annotation.refresh_from_db(fields=["live"])
    _require(annotation, user)
    annotation.delete()
    _tell(annotation)


@transaction.atomic
def annotation_reorder(asset: Asset, identifiers: list[str], *, user: Any) -> None:
    """Put the named ones first, in this order; the others follow as they were. Raises Denied, and NotFound for one
    that is not on this canvas."""
    annotations = {each.identifier: each for each in Annotation.objects.filter(asset=asset)}
    shows = any(each.live for each in annotations.values())
    require(user, PUBLISH if shows else EDIT, asset.institution_id)
    if not set(identifiers) <= set(annotations):
        raise NotFound()
    order = list(dict.fromkeys([*identifiers, *annotations]))
    if order == list(annotations):
        return
    for position, identifier in enumerate(order, start=1):
        annotations[identifier].position = position
    Annotation.objects.bulk_update(annotations.values(), ["position"], batch_size=500)
    if shows:
        _record(asset)


def _set_live(annotation: Annotation, user: Any, *, live: bool) -> Annotation:
    require(user, PUBLISH, annotation.asset.institution_id)
    annotation.refresh_from_db(fields=["live"])
    if annotation.live != live:
        annotation.live = live
        annotation.save(update_fields=["live", "updated_at"])
        _record(annotation.asset)
    return annotation


def _require(annotation: Annotation, user: Any) -> None:
    require(user, PUBLISH if annotation.live else EDIT, annotation.asset.institution_id)


def _check(annotation: Annotation) -> None:
    annotation.full_clean(exclude=["identifier", "asset", "creator"])
    if any(len(text) > MAX_BODY for text in annotation.body.values()):
        raise ValidationError({"body": _("A note may have %(limit)s characters at most.") % {"limit": MAX_BODY}})
    size = canvas_size(annotation.asset)
    if annotation.region and size:
        left, top, width, height = annotation.region
        if left + width > size[0] or top + height > size[1]:
            text = _("The region reaches beyond the picture, which is %(width)s × %(height)s pixels.")
            raise ValidationError({"region": text % {"width": size[0], "height": size[1]}})


def _tell(annotation: Annotation) -> None:
    if annotation.live:
        _record(annotation.asset)


def _record(asset: Asset) -> None:
    if asset.state == Asset.State.READY:
        states.record_change(asset.item_id)

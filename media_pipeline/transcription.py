"""Saving and removing the texts of canvases: what the editor, imports and, later, text recognition call.

A published item's text is public as soon as it is saved, so there it needs the right to publish."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from institutions.permissions import EDIT, require
from media_pipeline import states
from media_pipeline.ingest import require_may_change
from media_pipeline.models import Asset, CanvasText
from media_pipeline.page_text import Line, TextRefused, check
from media_pipeline.text_languages import language_tag


@transaction.atomic
def canvas_text_save(asset: Asset, *, user: Any, source: str, language: str, lines: Sequence[Line]) -> CanvasText:
    """Put this text in the place of the asset's text in that language from that source. The same text again changes
    nothing. `lines` have their boxes in pixels of the canvas; `plain_lines` makes them of a text without.

    Raises Denied, and TextRefused for a text that is empty or too large and for a language that is none."""
    _require(asset, user)
    tag = language_tag(language)
    if not tag:
        raise TextRefused(_("“%(code)s” is not a language code, such as kk or zh-Hans.") % {"code": language[:20]})
    if source not in CanvasText.Source.values:
        raise TextRefused(source)
    if not any(line.text.strip() for line in lines):
        raise TextRefused(_("There is no text."))
    check(lines)
    # Two that save at once come one after the other, so that each sees whether the other made the row.
    Asset.objects.select_for_update().get(pk=asset.pk)
    known = CanvasText.objects.filter(asset=asset, source=source, language=tag).first()
    text = known or CanvasText(asset=asset, source=source, language=tag, created_by_id=getattr(user, "pk", None))
    text.set_lines(lines)
    if known is None or not CanvasText.objects.filter(pk=known.pk, digest=text.digest).exists():
        text.save()
        _tell(asset)
    return text


@transaction.atomic
def canvas_text_remove(text: CanvasText, *, user: Any) -> None:
    """Raises Denied."""
    _require(text.asset, user)
    text.delete()
    _tell(text.asset)


def _require(asset: Asset, user: Any) -> None:
    if asset.item is not None:
        require_may_change(asset.item, user)
    else:
        require(user, EDIT, asset.institution_id)


def _tell(asset: Asset) -> None:
    if asset.state == Asset.State.READY:
        states.record_change(asset.item_id)

"""Why a visitor sees no picture, or only a small one, in words."""

from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.access import EMBARGOED, ImageAccess, Visitor
from catalogue.models import Item
from media_pipeline.models import Asset, cover
from media_pipeline.posters import PosterSet


class Closure(NamedTuple):
    """`text` says it in a few words, `note` in a sentence; `signing_in` whether that may help."""

    text: str
    note: str
    signing_in: bool


def closure_of(access: ImageAccess, visitor: Visitor, institution_id: int) -> Closure | None:
    """None where nothing is kept from this visitor that anybody could see."""
    if not access.right or visitor.sees_all(access, institution_id):
        return None
    if access.level == EMBARGOED:
        text = _("Closed until %(date)s") % {"date": date_format(access.until, "DATE_FORMAT")} if access.until else ""
        return Closure(text, _("Until then only the institution’s own editors see it."), False)
    if visitor.is_known:
        return Closure(_("For readers"), _("Your account is not that of a reader of this institution."), False)
    return Closure(_("For readers"), _("Readers of this institution see it when they are signed in."), True)


class Shown(NamedTuple):
    """What stands for an item in a list: `posters` for this visitor, or why there are none."""

    posters: PosterSet | None
    closure: Closure | None


def shown(item: Item | None, visitor: Visitor) -> Shown:
    """No query for items that were read `with_media`."""
    if item is None:
        return Shown(None, None)
    asset: Asset | None = cover(item, visitor)
    if asset:
        return Shown(asset.posters_for(visitor), None)
    has_pictures = any(each.all_posters for each in getattr(item, "ready_assets", ()))
    closure = closure_of(item.image_access, visitor, item.institution_id) if has_pictures else None
    return Shown(None, closure)


def visitor_in(context: Any) -> Visitor:
    """Of the request that a page is made for; everybody's where there is none."""
    return context.get("visitor") or Visitor()

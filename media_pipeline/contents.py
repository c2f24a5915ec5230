"""An item's table of contents: which pages each heading covers, and what curators do with headings.

Headings are public as soon as the item is, so these need what changing its files needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogue.models import Item
from heritage.errors import NotFound, UserError
from heritage.languages import LanguageMap, clean_language_map, validate_language_map
from media_pipeline import states
from media_pipeline.ingest import require_may_change
from media_pipeline.models import Asset, Range

MAX_DEPTH = 6
MAX_HEADINGS = 2000
Step = Literal["earlier", "later", "inward", "outward"]


@dataclass(slots=True)
class Heading:
    """`first` and `last` are places in the list of pages, both included; None for a heading without a page."""

    range: Range
    first: int | None = None
    last: int | None = None
    children: list["Heading"] = field(default_factory=list)


def contents(ranges: Iterable[Range], pages: Sequence[Asset]) -> list[Heading]:
    """The tree of the headings of one item, `ranges` in their order. No query happens here."""
    headings = {each.pk: Heading(each) for each in ranges}
    top: list[Heading] = []
    for heading in headings.values():
        parent = headings.get(heading.range.parent_id)
        (parent.children if parent else top).append(heading)
    places = {asset.pk: place for place, asset in enumerate(pages)}
    for heading in headings.values():
        heading.first = places.get(heading.range.first_id)
    _reach(top, places, len(pages) - 1)
    return top


def _reach(siblings: list[Heading], places: dict[int, int], end: int) -> None:
    """Set `last` of each; `end` is where what holds them ends."""
    for number, heading in enumerate(siblings):
        if heading.first is None:
            heading.first = next((child.first for child in heading.children if child.first is not None), None)
        if heading.first is None:
            continue
        stated = places.get(heading.range.last_id, -1)
        later = (each.first for each in siblings[number + 1 :] if each.first is not None)
        following = next((first for first in later if first >= heading.first), None)
        natural = end if following is None else following - 1
        heading.last = max(heading.first, stated if stated >= 0 else natural)
        _reach(heading.children, places, heading.last)


def ranges_of(item: Item) -> QuerySet[Range]:
    return Range.objects.filter(item_id=item.pk).order_by("position", "id")


@transaction.atomic
def heading_add(item: Item, *, user: Any, label: LanguageMap, first: Asset, last: Asset | None = None) -> Range:
    """A new heading at a page, after the top headings that begin before it. Raises Denied, UserError and NotFound."""
    require_may_change(item, user)
    ranges = list(ranges_of(item))
    if len(ranges) >= MAX_HEADINGS:
        raise UserError(_("There cannot be more than %(limit)d headings.") % {"limit": MAX_HEADINGS})
    made = Range(item=item, label=_checked(label), first=_own(item, first), last=_own(item, last))
    made.save()
    top = [each for each in contents(ranges, _pages(item)) if each.range.parent_id is None]
    places = {asset.pk: place for place, asset in enumerate(_pages(item))}
    before = [each.range for each in top if each.first is None or each.first <= places[first.pk]]
    rest = [each.range for each in top if each.range not in before]
    _renumber([*before, made, *rest])
    states.record_change(item.pk)
    return made


@transaction.atomic
def heading_change(heading: Range, *, user: Any, label: LanguageMap, first: Asset, last: Asset | None = None) -> None:
    """Raises Denied, UserError and NotFound."""
    require_may_change(heading.item, user)
    heading.label = _checked(label)
    heading.first, heading.last = _own(heading.item, first), _own(heading.item, last)
    heading.save(update_fields=["label", "first", "last"])
    states.record_change(heading.item_id)


@transaction.atomic
def heading_move(heading: Range, step: Step, *, user: Any) -> None:
    """Earlier or later among its siblings, inward under the one before it, outward behind its parent; what cannot be
    done is left as it is. Raises Denied and UserError."""
    require_may_change(heading.item, user)
    siblings = list(ranges_of(heading.item).filter(parent=heading.parent_id))
    place = siblings.index(heading)
    if step in {"earlier", "later"}:
        other = place + (1 if step == "later" else -1)
        if not 0 <= other < len(siblings):
            return
        siblings[place], siblings[other] = siblings[other], siblings[place]
        _renumber(siblings)
    elif step == "inward" and place > 0:
        _put_inward(heading, siblings[place - 1])
    elif step == "outward" and heading.parent is not None:
        _put_outward(heading, heading.parent)
    else:
        return
    states.record_change(heading.item_id)


def _put_inward(heading: Range, parent: Range) -> None:
    parents = dict(ranges_of(heading.item).values_list("pk", "parent_id"))
    if _depth(parent.pk, parents) + _height(heading.pk, parents) > MAX_DEPTH:
        raise UserError(_("Headings cannot be nested deeper."))
    heading.parent = parent
    heading.save(update_fields=["parent"])
    children = [each for each in ranges_of(heading.item).filter(parent=parent) if each != heading]
    _renumber([*children, heading])


def _put_outward(heading: Range, parent: Range) -> None:
    heading.parent_id = parent.parent_id
    heading.save(update_fields=["parent"])
    siblings = [each for each in ranges_of(heading.item).filter(parent=parent.parent_id) if each != heading]
    siblings.insert(siblings.index(parent) + 1, heading)
    _renumber(siblings)


def _depth(key: int, parents: dict[int, int | None]) -> int:
    """1 for a top heading."""
    above = parents[key]
    return 1 + (_depth(above, parents) if above is not None else 0)


def _height(key: int, parents: dict[int, int | None]) -> int:
    """1 for a heading without others in it."""
    return 1 + max((_height(each, parents) for each, above in parents.items() if above == key), default=0)


@transaction.atomic
def heading_remove(heading: Range, *, user: Any) -> None:
    """The headings in it take its place. Raises Denied."""
    require_may_change(heading.item, user)
    item = heading.item
    siblings = list(ranges_of(item).filter(parent=heading.parent_id))
    children = list(ranges_of(item).filter(parent=heading))
    place = siblings.index(heading)
    for child in children:
        child.parent_id = heading.parent_id
    Range.objects.bulk_update(children, ["parent"], batch_size=500)
    heading.delete()
    _renumber([*siblings[:place], *children, *siblings[place + 1 :]])
    states.record_change(item.pk)


def _checked(label: LanguageMap) -> LanguageMap:
    validate_language_map(label)
    label = clean_language_map(label)
    if not label:
        raise UserError(_("A heading needs a text in one language at least."))
    return label


def _own(item: Item, asset: Asset | None) -> Asset | None:
    if asset is not None and asset.item_id != item.pk:
        raise NotFound()
    return asset


def _pages(item: Item) -> list[Asset]:
    return list(Asset.objects.filter(item=item).shown())


def _renumber(ranges: list[Range]) -> None:
    for position, each in enumerate(ranges, start=1):
        each.position = position
    Range.objects.bulk_update(ranges, ["position"], batch_size=500)

"""What the image service knows of an asset: one look into Django's tables, remembered for two seconds.

Two seconds is how long a withdrawal may take to reach this process; a thousand tiles of one image cost one look. An
event loop, which must not wait for a table, takes what is `at_hand` and has it looked up anew in a thread before the
two seconds are over, so that an image that people look at is always at hand."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from catalogue.access import NO_LIMIT, ImageAccess, SizeLimit
from institutions.permissions import EDIT
from media_pipeline.iiif.record_rows import Rows, rows_of
from media_pipeline.models import Asset, Derivative
from media_pipeline.posters import SMALL

TTL_SECONDS = 2.0
RENEW_SECONDS = 1.2
_MAX_RECORDS = 4096
_NAME = re.compile(r"[0-9b-z]{12}")

Visibility = Literal["public", "restricted", "withdrawn", "hidden"]


@dataclass(frozen=True, slots=True)
class Pyramid:
    """`levels` are the stored sizes, largest first; `width` and `height` the first of them."""

    key: str
    width: int
    height: int
    tile: int
    levels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """`posters` maps (width, format) to a storage key; `original` is set for what is served as it came.

    `max_width` (of the longer side) and `max_area` bound the image beside the service's own limits; None is no bound.
    A bounded image is shown as a smaller one, so that its tiles add up to no more than that. Of a restricted record,
    `right` is what a person needs in the institution, `small` is what everybody gets, `until` when an embargo ends.
    `open_posters` are those that everybody may see of an image that is bounded or restricted."""

    identifier: str
    sha256: str
    visibility: Visibility
    institution_id: int
    rights_uri: str
    media_type: str
    pyramid: Pyramid | None
    posters: dict[tuple[int, str], str]
    original: str
    byte_size: int
    max_width: int | None = None
    max_area: int | None = None
    right: str = EDIT
    small: SizeLimit | None = None
    open_posters: frozenset[tuple[int, str]] = frozenset()
    until: date | None = None

    @property
    def is_unbounded(self) -> bool:
        return self.max_width is None and self.max_area is None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the image as it is shown: the whole, or the largest that its bounds hold."""
        assert self.pyramid is not None
        return SizeLimit(self.max_width, self.max_area).fitted(self.pyramid.width, self.pyramid.height)


class _Known(NamedTuple):
    """`rows` is what the record was made of."""

    loaded: float
    record: MediaRecord | None
    rows: Rows


_lock = threading.Lock()
_records: OrderedDict[str, _Known] = OrderedDict()
_renewing: set[str] = set()


def find(name: str) -> MediaRecord | None:
    """None for a name that no ready asset has. May query, so call it in a thread with a connection."""
    if not _NAME.fullmatch(name.removesuffix(SMALL)):
        return None
    with _lock:
        known = _records.get(name)
        if known and known.loaded + TTL_SECONDS > time.monotonic():
            _records.move_to_end(name)
            return known.record
    return renew([name])[name]


def at_hand(name: str) -> tuple[MediaRecord | None, bool]:
    """Without a query: the record if it is known well enough, and whether the caller should have it renewed now."""
    known = _records.get(name)
    age = time.monotonic() - known.loaded if known else TTL_SECONDS
    if known is None or age >= TTL_SECONDS:
        return None, False
    if age < RENEW_SECONDS or name in _renewing:
        return known.record, False
    _renewing.add(name)
    return known.record, True


def renew(names: Collection[str]) -> dict[str, MediaRecord | None]:
    """As find, but from the tables, and many in as many queries as one. A record whose rows have not changed stays the
    same object."""
    started = time.monotonic()
    of = {name: name.removesuffix(SMALL) for name in names}
    try:
        rows = rows_of(set(of.values()))
        known = {name: _records.get(name) for name in names}
        kept = {name: each.record for name, each in known.items() if each and each.rows == rows.get(of[name], ())}
        loaded = _load({of[name] for name in names if name not in kept})
    finally:
        _renewing.difference_update(names)
    found = kept | {name: _named(name, loaded.get(of[name])) for name in names if name not in kept}
    with _lock:
        for name, record in found.items():
            _records.pop(name, None)
            _records[name] = _Known(started, record, rows.get(of[name], ()))
        while len(_records) > _MAX_RECORDS:
            _records.popitem(last=False)
    return found


def _named(name: str, record: MediaRecord | None) -> MediaRecord | None:
    """The record itself, or as `…-small` the bounded image that everybody gets of a restricted one."""
    if record is None or not name.endswith(SMALL):
        return record
    if record.visibility != "restricted" or record.small is None or record.pyramid is None:
        return None
    return replace(
        record,
        identifier=name,
        visibility="public",
        max_width=record.small.max_width,
        max_area=record.small.max_area,
        # An image service alone: what is stored is asked for, and decided, under the name of the whole.
        posters={},
        original="",
        small=None,
    )


def forget() -> None:
    with _lock:
        _records.clear()
        _renewing.clear()


def _load(identifiers: Collection[str]) -> dict[str, MediaRecord]:
    if not identifiers:
        return {}
    assets = Asset.objects.select_related("item", "item__institution").prefetch_related("derivatives")
    ready = assets.filter(identifier__in=identifiers, state=Asset.State.READY).order_by()
    return {asset.identifier: _record(asset) for asset in ready}


def _record(asset: Asset) -> MediaRecord:
    made = {each.kind: each for each in asset.derivatives.all() if each.state == Derivative.State.READY}
    posters = made.get(Derivative.Kind.POSTERS)
    record = MediaRecord(
        identifier=asset.identifier,
        sha256=asset.sha256,
        visibility=_visibility(asset),
        institution_id=asset.institution_id,
        rights_uri=asset.rights_uri or (asset.item.rights_uri if asset.item else ""),
        media_type=asset.media_type,
        pyramid=_pyramid(made.get(Derivative.Kind.PYRAMID)),
        posters={(f["width"], f["format"]): f["key"] for f in (posters.metadata["files"] if posters else [])},
        original=asset.original if asset.serves_original else "",
        byte_size=asset.byte_size,
    )
    return _accessible(record, asset.access, posters.metadata["files"] if posters else [])


def _visibility(asset: Asset) -> Visibility:
    item = asset.item
    if item is None:
        return "hidden"
    if item.withdrawn_at:
        return "withdrawn"
    return "public" if item.live and item.institution.live else "hidden"


def _accessible(record: MediaRecord, access: ImageAccess, files: list[dict[str, Any]]) -> MediaRecord:
    """The record of a published asset as far as everybody may see it."""
    if record.visibility != "public" or access.is_open:
        return record
    limit = access.limit
    within = frozenset((f["width"], f["format"]) for f in files if limit and limit.holds(f["width"], f["height"]))
    if access.right:
        return replace(
            record,
            visibility="restricted",
            right=access.right,
            small=limit,
            open_posters=within,
            until=access.until,
        )
    limit = limit or NO_LIMIT
    return replace(record, open_posters=within, max_width=limit.max_width, max_area=limit.max_area)


def _pyramid(derivative: Derivative | None) -> Pyramid | None:
    if derivative is None:
        return None
    levels = tuple((width, height) for width, height in derivative.metadata["levels"])
    return Pyramid(derivative.key, derivative.width, derivative.height, derivative.metadata["tile"], levels)

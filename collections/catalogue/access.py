"""Who sees the pictures of a published item: all that is decided from its fields and a person's roles.

The record itself is public; access is about pixels, models and tours."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from institutions.models import Membership
from institutions.permissions import EDIT, VIEW, roles_for

OPEN, LIMITED, MEMBERS, EMBARGOED = "open", "limited", "members", "embargoed"


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """The largest picture. `max_width` bounds both sides, as IIIF's maxWidth does without a maxHeight."""

    max_width: int | None = None
    max_area: int | None = None

    def holds(self, width: int, height: int) -> bool:
        return max(width, height) <= (self.max_width or math.inf) and width * height <= (self.max_area or math.inf)

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """The largest size of this shape that the limit holds."""
        if self.holds(width, height):
            return width, height
        factor = min((self.max_width or math.inf) / max(width, height), 1.0)
        if self.max_area:
            factor = min(factor, math.sqrt(self.max_area / (width * height)))
        return max(1, math.floor(width * factor)), max(1, math.floor(height * factor))


NO_LIMIT = SizeLimit()


@dataclass(frozen=True, slots=True)
class ImageAccess:
    """What holds today. `limit` is what everybody gets: NO_LIMIT for all there is, None for nothing. `right` is what
    a person needs to get all, "" where nobody gets more. `until` is the first day that an embargo no longer holds."""

    level: str
    limit: SizeLimit | None
    right: str = ""
    until: date | None = None

    @property
    def is_open(self) -> bool:
        """Everybody sees everything."""
        return self.limit == NO_LIMIT

    @property
    def is_closed(self) -> bool:
        """Everybody without `right` sees nothing at all."""
        return self.limit is None

    @property
    def of_what_has_no_size(self) -> "ImageAccess":
        """The same for a model or tour, of which there is no smaller version to give everybody."""
        if self.is_open or self.is_closed:
            return self
        return ImageAccess(self.level, None, self.right or VIEW)


EVERYBODY = ImageAccess(OPEN, NO_LIMIT)
NOBODY = ImageAccess(EMBARGOED, None, EDIT)


def image_access(item: Any, today: date | None = None) -> ImageAccess:
    """By the item's fields; an embargo ends with its day, whether or not anything has run since."""
    if item.embargo_until and (today or timezone.localdate()) < item.embargo_until:
        return ImageAccess(EMBARGOED, None, EDIT, item.embargo_until)
    limit = SizeLimit(item.access_max_width, item.access_max_area)
    if item.access == OPEN:
        return EVERYBODY
    # A limit without a number would be none: whatever went wrong, nothing is shown.
    given = limit if limit != NO_LIMIT else None
    if item.access == LIMITED and given:
        return ImageAccess(LIMITED, given)
    return ImageAccess(MEMBERS, given, VIEW)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a person may see, read once: keys of institutions by right."""

    views: frozenset[int] = frozenset()
    edits: frozenset[int] = frozenset()
    is_superuser: bool = False
    is_known: bool = False

    def may(self, right: str, institution_id: int | None) -> bool:
        if self.is_superuser:
            return True
        return institution_id in (self.edits if right == EDIT else self.views)

    def sees_all(self, access: ImageAccess, institution_id: int | None) -> bool:
        return access.is_open or (bool(access.right) and self.may(access.right, institution_id))

    def limit(self, access: ImageAccess, institution_id: int | None) -> SizeLimit | None:
        """NO_LIMIT, the largest size for this person, or None for nothing."""
        return NO_LIMIT if self.sees_all(access, institution_id) else access.limit


ANYBODY = Visitor()


def visitor_of(user: Any) -> Visitor:
    """One query for a person who is no superuser, none for a stranger."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ANYBODY
    if user.is_superuser:
        return Visitor(is_superuser=True, is_known=True)
    roles = dict(Membership.objects.filter(user_id=user.pk).values_list("institution_id", "role"))
    views, edits = (frozenset(key for key, role in roles.items() if role in roles_for(right)) for right in (VIEW, EDIT))
    return Visitor(views, edits, is_known=True)

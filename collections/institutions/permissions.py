"""The one permission policy: what a person may do with what an institution holds.

Every service and every screen asks here. A person without a membership may do nothing but read what is published."""

from typing import Any

from django.db.models import QuerySet

from heritage.errors import Denied
from institutions.models import Institution, Membership

# VIEW: the images of published items that are for the institution's readers. Nothing unpublished.
VIEW, EDIT, PUBLISH, MANAGE = "view", "edit", "publish", "manage"
_ROLES_FOR = {
    VIEW: set(Membership.Role),
    EDIT: {Membership.Role.CONTRIBUTOR, Membership.Role.CURATOR, Membership.Role.MANAGER},
    PUBLISH: {Membership.Role.CURATOR, Membership.Role.MANAGER},
    MANAGE: {Membership.Role.MANAGER},
}


def roles_for(action: str) -> set[str]:
    """The roles that may do `action` in their institution."""
    return _ROLES_FOR[action]


class _System:
    """Who acts when no person does: a command an operator runs on the machine itself."""

    is_active = True
    is_superuser = True
    pk = None


SYSTEM = _System()


def institutions_for(user: Any, action: str = EDIT) -> QuerySet[Institution]:
    """The institutions in which `user` may do `action`."""
    if not getattr(user, "is_active", False):
        return Institution.objects.none()
    if user.is_superuser:
        return Institution.objects.all()
    return Institution.objects.filter(memberships__user_id=user.pk, memberships__role__in=_ROLES_FOR[action])


def may(user: Any, action: str, institution_id: int | None) -> bool:
    if not getattr(user, "is_active", False):
        return False
    if user.is_superuser:
        return True
    return Membership.objects.filter(
        user_id=user.pk, institution_id=institution_id, role__in=_ROLES_FOR[action]
    ).exists()


def require(user: Any, action: str, institution_id: int | None) -> None:
    """Raises Denied unless `may`."""
    if not may(user, action, institution_id):
        raise Denied()

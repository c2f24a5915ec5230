"""Who may do what with the terms that all institutions share."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from institutions.permissions import EDIT, PUBLISH, institutions_for, roles_for

# A term once added may be in use everywhere: only superusers delete.
SHARED = {"view": EDIT, "choose": EDIT, "add": PUBLISH, "change": PUBLISH}
READ_ONLY = {"view": EDIT, "choose": EDIT}


class SharedPolicy(BasePermissionPolicy):
    """The rights of a role, whichever institution it is in; actions that are not named are for superusers."""

    def __init__(self, model: Any, actions: dict[str, str]) -> None:
        super().__init__(model)
        self.actions = actions

    def _rights(self, actions: Iterable[str]) -> set[str]:
        return {self.actions[action] for action in actions if action in self.actions}

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        if user.is_active and user.is_superuser:
            return True
        return any(institutions_for(user, right).exists() for right in self._rights(actions))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_any_permission(user, [action])

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        roles = set().union(*(roles_for(right) for right in self._rights(actions)))
        allowed = Q(is_superuser=True) | Q(memberships__role__in=roles)
        return get_user_model().objects.filter(allowed, is_active=True).distinct()

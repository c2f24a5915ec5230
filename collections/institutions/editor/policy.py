"""The permission policy as Wagtail asks for it: every answer comes from `institutions.permissions`."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from institutions.permissions import EDIT, MANAGE, PUBLISH, institutions_for, may, roles_for

# Wagtail's actions; one that is not named here is for superusers only.
HELD = {
    "view": EDIT,
    "choose": EDIT,
    "add": EDIT,
    "change": EDIT,
    "publish": PUBLISH,
    "lock": PUBLISH,
    "unlock": PUBLISH,
    "delete": PUBLISH,
    "withdraw": MANAGE,
    "merge": MANAGE,
}
INSTITUTION = dict.fromkeys(("view", "change", "publish", "lock", "unlock"), MANAGE)
MEMBERSHIP = dict.fromkeys(("view", "add", "change", "delete"), MANAGE)
_FROM_WIDEST = (EDIT, PUBLISH, MANAGE)


class InstitutionPolicy(BasePermissionPolicy):
    """For a model that belongs to an institution, through the lookup `path` ("pk": the institution itself)."""

    def __init__(self, model: Any, actions: dict[str, str], path: str = "institution") -> None:
        super().__init__(model)
        self.actions = actions
        self.path = path

    def _widest(self, actions: Iterable[str]) -> str | None:
        needed = {self.actions[action] for action in actions if action in self.actions}
        return next((right for right in _FROM_WIDEST if right in needed), None)

    def _institution_id(self, instance: Model) -> Any:
        return getattr(instance, "pk" if self.path == "pk" else f"{self.path}_id")

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        if user.is_active and user.is_superuser:
            return True
        right = self._widest(actions)
        return bool(right) and institutions_for(user, right).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        if user.is_active and user.is_superuser:
            return True
        right = self._widest(actions)
        return bool(right) and may(user, right, self._institution_id(instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        rows = self.model._default_manager.all()
        if user.is_active and user.is_superuser:
            return rows
        right = self._widest(actions)
        return rows.filter(**{f"{self.path}__in": institutions_for(user, right)}) if right else rows.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return self._users(actions, Q())

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet:
        return self._users(actions, Q(memberships__institution_id=self._institution_id(instance)))

    def _users(self, actions: Iterable[str], where: Q) -> QuerySet:
        right = self._widest(actions)
        members = Q(memberships__role__in=roles_for(right)) & where if right else Q(pk=None)
        return get_user_model().objects.filter(Q(is_superuser=True) | members, is_active=True).distinct()


class HeldPolicy(InstitutionPolicy):
    """For what an institution publishes: what the public once saw is withdrawn, never deleted, whoever asks."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        wanted = set(actions)
        if "delete" in wanted and instance.was_ever_public:
            wanted.discard("delete")
        return bool(wanted) and super().user_has_any_permission_for_instance(user, wanted, instance)

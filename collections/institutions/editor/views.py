"""Puts the permission policy in front of every view that Wagtail makes for a model."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry


class AskedOnce:
    """The policy as one request sees it: each question is answered from the database once, and where the address
    names an object, every question is about that object, also those that Wagtail asks of the model."""

    def __init__(self, policy: BasePermissionPolicy, instance: Model | None) -> None:
        self._policy = policy
        self._instance = instance
        self._answers: dict[Any, bool] = {}

    def user_has_permission(self, user: Any, action: str) -> bool:
        key = (user.pk, action)
        if key not in self._answers:
            self._answers[key] = (
                self._policy.user_has_permission_for_instance(user, action, self._instance)
                if self._instance is not None
                else self._policy.user_has_permission(user, action)
            )
        return self._answers[key]

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._policy, name)


class ScopedViewMixin:
    """Answers 404 for an object outside the person's institutions, before anything else of the view runs."""

    scope_model: type[Model]
    scope_object: Model | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if "pk" in kwargs:
            policy = policy_registry.get_by_type(self.scope_model)
            visible = policy.instances_user_has_any_permission_for(request.user, {"view", "change"})
            try:
                self.scope_object = get_object_or_404(visible, pk=unquote(str(kwargs["pk"])))
            except ValueError as error:
                raise Http404 from error
        super().setup(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """In the reader's language; Wagtail keeps the title in that of whoever saved last."""
        if self.scope_object is None:
            return super().get_page_subtitle()
        return str(getattr(self, "object", None) or self.scope_object)

    @cached_property
    def permission_policy(self) -> AskedOnce:
        return AskedOnce(policy_registry.get_by_type(self.scope_model), self.scope_object)


def scoped(view_class: type, model: type[Model], *mixins: type) -> type:
    """`view_class` behind the policy of `model`."""
    return type(view_class.__name__, (*mixins, ScopedViewMixin, view_class), {"scope_model": model})

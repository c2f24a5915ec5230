"""Doing the same to many records at once."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalogue.models import Item, ItemSet
from catalogue.services import item_publish, item_set_publish


class _OnlyVisible:
    """Wagtail names the records that the person has no access to; ours does not know them at all."""

    def _visible(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(self.request.user, {"view", "change"})

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        return self._visible().values_list("pk", flat=True)

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        objects, refused = super().get_actionable_objects()
        no_access = refused["items_with_no_access"]
        keys = set(self._visible().filter(pk__in=[row.pk for row in no_access]).values_list("pk", flat=True))
        return objects, {"items_with_no_access": [row for row in no_access if row.pk in keys]}


class DeleteMany(_OnlyVisible, DeleteBulkAction):
    pass


class PublishMany(_OnlyVisible, SnippetBulkAction):
    display_name = _("Publish")
    action_type = "publish"
    aria_label = _("Publish the selected records")
    template_name = "catalogue/editor/publish_many.html"
    action_priority = 10
    models = [Item, ItemSet]

    def check_perm(self, snippet: Any) -> bool:
        may = self.permission_policy.user_has_permission_for_instance(self.request.user, "publish", snippet)
        return may and not getattr(snippet, "withdrawn_at", None)

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        with transaction.atomic():
            for held in objects:
                (item_publish if isinstance(held, Item) else item_set_publish)(held, user=user)
        return len(objects), 0

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)d record published.", "%(count)d records published.", num_parent_objects) % {
            "count": num_parent_objects
        }

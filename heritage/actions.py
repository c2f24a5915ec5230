"""Wagtail's publishing actions, led through the model's own methods.

Some of Wagtail's views and its API run the action directly, past `publish` and `unpublish` of the model, where ours
write what must be in the same transaction."""

from typing import Any

from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction
from wagtail.actions.registry import ActionRegistry
from wagtail.actions.unpublish import UnpublishAction

from heritage.curated import CuratedModel


class PublishThroughModel(PublishRevisionAction):
    def check(self, skip_permission_checks: bool = False) -> None:
        """Of the object, where Wagtail asks of the model."""
        if self.user and not skip_permission_checks and not self.user_has_permission():
            raise PublishPermissionError

    def execute(self, skip_permission_checks: bool = False) -> Any:
        self.check(skip_permission_checks)
        return self.revision.content_object.publish(
            self.revision,
            user=self.user,
            changed=self.changed,
            log_action=self.log_action,
            previous_revision=self.previous_revision,
            skip_permission_checks=True,
        )


class UnpublishThroughModel(UnpublishAction):
    def execute(self, skip_permission_checks: bool = False) -> Any:
        self.check(skip_permission_checks)
        return self.object.unpublish(
            set_expired=self.set_expired, commit=self.commit, user=self.user, log_action=self.log_action
        )


def register_actions(registry: ActionRegistry) -> None:
    registry.register(CuratedModel, PublishThroughModel)
    registry.register(CuratedModel, UnpublishThroughModel)

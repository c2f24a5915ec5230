"""The step of a workflow in which an institution's own curators approve its contributors' drafts."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from catalogue.models.items import Item
from catalogue.models.sets import ItemSet
from institutions.permissions import EDIT, PUBLISH, institutions_for, may


class InstitutionReview(Task):
    """Unlike Wagtail's approval by a group, whom it asks depends on who holds the record."""

    class Meta:
        verbose_name = _("review by the institution")
        verbose_name_plural = _("reviews by the institution")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return may(user, EDIT, obj.institution_id)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not may(user, PUBLISH, obj.institution_id)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return may(user, PUBLISH, obj.institution_id)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not may(user, PUBLISH, obj.institution_id):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        theirs = self._held(Item, user) | self._held(ItemSet, user)
        return self.task_states.filter(theirs, status=TaskState.STATUS_IN_PROGRESS)

    def _held(self, model: type[Any], user: Any) -> Q:
        rows = model.objects.filter(institution__in=institutions_for(user, PUBLISH))
        # Wagtail keeps the key as text.
        keys = rows.values_list(Cast("pk", output_field=CharField()), flat=True)
        content_type = ContentType.objects.get_for_model(model)
        return Q(workflow_state__base_content_type=content_type, workflow_state__object_id__in=keys)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Curators and managers of the institution that holds the record approve it."))

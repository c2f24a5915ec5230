"""Creating and editing what an institution holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView

from catalogue.models import Change, Item
from institutions.permissions import EDIT, PUBLISH, require


class HeldCreateView(CreateView):
    def save_instance(self) -> Any:
        """Raises Denied: Wagtail has only asked whether the person may do so somewhere."""
        institution_id = self.form.instance.institution_id
        require(self.request.user, PUBLISH if self.action == "publish" else EDIT, institution_id)
        held = super().save_instance()
        held.record(Change.Action.CREATE, is_public=False)
        return held


class ItemEditView(EditView):
    def get_available_actions(self) -> list[str]:
        actions = super().get_available_actions()
        return [action for action in actions if action != "publish" or not self.object.withdrawn_at]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.withdrawn_at and self.view_name == "edit":
            self._tell_withdrawal()
        return super().get(request, *args, **kwargs)

    def _tell_withdrawal(self) -> None:
        if self.object.merged_into:
            self._tell_merge(self.object.merged_into)
            return
        buttons = []
        if self.user_has_permission("withdraw"):
            url = reverse(self.model.snippet_viewset.get_url_name("restore"), args=[self.object.pk])
            buttons.append(messages.button(url, _("Restore")))
        text = _("Withdrawn on %(date)s: %(reason)s") % {
            "date": date_format(self.object.withdrawn_at, "SHORT_DATE_FORMAT"),
            "reason": self.object.withdrawal_reason,
        }
        messages.warning(self.request, text, buttons=buttons)

    def _tell_merge(self, other: Item) -> None:
        url = reverse(self.model.snippet_viewset.get_url_name("edit"), args=[other.pk])
        text = _("Merged into “%(item)s”. Its addresses lead there.") % {"item": other}
        messages.warning(self.request, text, buttons=[messages.button(url, _("Open that item"))])

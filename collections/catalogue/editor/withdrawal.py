"""Taking a published item out of the public view for good, and undoing that."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem

from catalogue.models import Item
from catalogue.services import item_restore, item_withdraw


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=255, widget=forms.TextInput, help_text=_("Visitors and curators will read it.")
    )


class _DecisionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    model = None
    edit_url_name: str | None = None
    permission_required = "withdraw"
    template_name = "catalogue/editor/decision.html"
    done: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.item = self.scope_object
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.item)

    def get_edit_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.item.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            item=self.item, edit_url=self.get_edit_url(), action_label=self.page_title, question=self.question, **kwargs
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        self.decide(form)
        messages.success(self.request, self.done % {"item": self.item})
        return redirect(self.get_edit_url())


class WithdrawView(_DecisionView):
    form_class = ReasonForm
    page_title = _("Withdraw")
    header_icon = "bin"
    question = _("Its page disappears; its address stays and says that the item was withdrawn, and why.")
    done = _("“%(item)s” is withdrawn.")

    def decide(self, form: forms.Form) -> None:
        item_withdraw(self.item, user=self.request.user, reason=form.cleaned_data["reason"])


class RestoreView(_DecisionView):
    form_class = forms.Form
    page_title = _("Restore")
    header_icon = "undo"
    question = _("The item becomes a draft again. Publish it to show it to the public.")
    done = _("“%(item)s” is a draft again.")

    def decide(self, form: forms.Form) -> None:
        item_restore(self.item, user=self.request.user)


class DecisionMenuItem(ActionMenuItem):
    url_name = ""
    action = "withdraw"

    def applies(self, item: Item) -> bool:
        raise AssertionError("each decision says to which items it applies")

    def is_shown(self, context: dict[str, Any]) -> bool:
        item = context.get("instance")
        if context["view"] != "edit" or not isinstance(item, Item) or not self.applies(item):
            return False
        policy = policy_registry.get_by_type(Item)
        return policy.user_has_permission_for_instance(context["request"].user, self.action, item)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        item = parent_context["instance"]
        return reverse(item.snippet_viewset.get_url_name(self.url_name), args=[item.pk])


class WithdrawMenuItem(DecisionMenuItem):
    name = "action-withdraw"
    label = _("Withdraw")
    icon_name = "bin"
    url_name = "withdraw"

    def applies(self, item: Item) -> bool:
        return item.withdrawn_at is None and item.was_ever_public


class RestoreMenuItem(DecisionMenuItem):
    name = "action-restore"
    label = _("Restore")
    icon_name = "undo"
    url_name = "restore"

    def applies(self, item: Item) -> bool:
        return item.withdrawn_at is not None and item.merged_into_id is None

"""The editor's screens for institutions and the people who work for them."""

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from institutions.editor.forms import InstitutionForm, MembershipForm
from institutions.editor.viewsets import ScopedViewSet, ThroughModelUnpublishView
from institutions.models import Institution, Membership

# A permission that no role gives, so that only superusers see the field.
SUPERUSER = "institutions.add_institution"


class CloseInstitutionView(ThroughModelUnpublishView):
    """Everything that the institution holds leaves the public with it: not a museum's own decision."""

    permission_required = "delete"


class InstitutionViewSet(ScopedViewSet):
    model = Institution
    icon = "home"
    menu_label = _("Institutions")
    list_display = [
        "__str__",
        Column("code", label=_("Code"), sort_key="code"),
        Column("get_kind_display", label=_("Kind")),
    ]
    list_filter = ["kind", "region"]
    texts_searched = ("name", "code")
    unpublish_view_class = CloseInstitutionView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name", required_on_save=True),
                    FieldPanel("kind"),
                    FieldPanel("description"),
                    FieldPanel("website"),
                    FieldPanel("logo"),
                ],
                heading=_("Description"),
            ),
            ObjectList(
                [
                    FieldPanel("region"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("Coordinates")),
                ],
                heading=_("Place"),
            ),
            ObjectList(
                [
                    FieldPanel("code"),
                    FieldRowPanel([FieldPanel("bin"), FieldPanel("isil")]),
                    MultiFieldPanel([FieldPanel("is_demonstration", permission=SUPERUSER)]),
                    PublishingPanel(),
                ],
                heading=_("Identification"),
            ),
        ],
        base_form_class=InstitutionForm,
    )


class MembershipViewSet(ScopedViewSet):
    model = Membership
    icon = "group"
    menu_label = _("Roles")
    list_display = ["user", "institution", Column("get_role_display", label=_("Role"))]
    list_filter = ["role"]
    edit_handler = ObjectList(
        [FieldPanel("user"), FieldPanel("institution", widget=Select), FieldPanel("role")],
        base_form_class=MembershipForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("user", "institution")


@register_snippet
class InstitutionGroup(SnippetViewSetGroup):
    menu_label = _("Institutions")
    menu_icon = "home"
    menu_order = 220
    items = (InstitutionViewSet, MembershipViewSet)


@hooks.register("construct_snippet_action_menu")
def offer_what_the_policy_allows(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Wagtail's menu asks for model-wide rights; ours are each institution's."""
    model, instance = context["model"], context.get("instance")
    policy = policy_registry.get_by_type(model, fallback=False)
    if not context["draftstate_enabled"] or policy is None or context.get("locked_for_user"):
        return
    menu_items[:] = [item for item in menu_items if not isinstance(item, PublishMenuItem | UnpublishMenuItem)]
    if context["view"] == "create" or instance is None:
        may_publish = policy.user_has_permission(request.user, "publish")
    else:
        may_publish = policy.user_has_permission_for_instance(request.user, "publish", instance)
    if not may_publish or getattr(instance, "withdrawn_at", None):
        return
    menu_items.append(PublishMenuItem(order=30))
    if context["view"] == "edit" and instance.live and (model is not Institution or request.user.is_superuser):
        menu_items.append(UnpublishMenuItem(order=20))
    menu_items.sort(key=lambda item: item.order)

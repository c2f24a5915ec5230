"""What the catalogue adds to Wagtail: its screens in the editor, and the Change that an institution's publishing is."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from catalogue.editor.bulk import DeleteMany, PublishMany
from catalogue.editor.home import RecentItemsPanel
from catalogue.editor.listing import HeldFilterSet, HeldIndexView, ItemFilterSet, StateColumn
from catalogue.editor.merge import MergeMenuItem, MergeView
from catalogue.editor.panels import item_editor, item_set_editor
from catalogue.editor.views import HeldCreateView, ItemEditView
from catalogue.editor.withdrawal import RestoreMenuItem, RestoreView, WithdrawMenuItem, WithdrawView
from catalogue.models import Change, Item, ItemSet
from catalogue.publicity import Visible
from catalogue.ripples import echo_at_once
from institutions.editor.choosers import ScopedChooserViewSet
from institutions.editor.viewsets import ScopedViewSet
from institutions.models import Institution
from vocabularies.models import Agent, Concept, Place


class HeldViewSet(ScopedViewSet):
    index_view_class = HeldIndexView
    add_view_class = HeldCreateView
    columns_shown: tuple[Any, ...] = ()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(columns_shown=self.columns_shown, **kwargs)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("institution")


class ItemChooserViewSet(ScopedChooserViewSet):
    # Pages choose among what is published.
    url_filter_parameters = ["live", "institution__live"]
    preserve_url_parameters = ["multiple", "live", "institution__live"]


class ItemViewSet(HeldViewSet):
    model = Item
    chooser_viewset_class = ItemChooserViewSet
    icon = "doc-full"
    menu_label = _("Items")
    edit_view_class = ItemEditView
    filterset_class = ItemFilterSet
    texts_searched = ("title", "inventory_number", "identifier")
    columns_shown = (
        Column("inventory_number", label=_("Inventory number"), sort_key="inventory_number"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("institution", label=_("Institution"), sort_key="institution"),
        StateColumn(),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    )

    @cached_property
    def edit_handler(self) -> Any:
        return item_editor()

    def get_urlpatterns(self) -> list[Any]:
        views = [(WithdrawView, "withdraw"), (RestoreView, "restore"), (MergeView, "merge")]
        return super().get_urlpatterns() + [
            path(f"{name}/<int:pk>/", self.construct_view(view), name=name) for view, name in views
        ]


class ItemSetViewSet(HeldViewSet):
    model = ItemSet
    icon = "folder-open-inverse"
    menu_label = _("Item sets")
    filterset_class = HeldFilterSet
    texts_searched = ("title", "identifier")
    columns_shown = (Column("institution", label=_("Institution"), sort_key="institution"), StateColumn())

    @cached_property
    def edit_handler(self) -> Any:
        return item_set_editor()


@register_snippet
class CollectionsGroup(SnippetViewSetGroup):
    menu_label = _("Collections")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (ItemViewSet, ItemSetViewSet)


@hooks.register("construct_homepage_panels")
def recent_items(request: Any, panels: list[Any]) -> None:
    if policy_registry.get_by_type(Item).user_has_permission(request.user, "add"):
        panels.append(RecentItemsPanel(request))


@hooks.register("construct_main_menu")
def hide_reports_on_pages(request: Any, menu_items: list[Any]) -> None:
    """They tell of pages, which are not curators' to edit: for them all are empty."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "reports"]


# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", DeleteMany, order=1)
hooks.register("register_bulk_action", PublishMany, order=1)


@hooks.register("register_snippet_action_menu_item")
def withdraw_item(model: type[Any]) -> Any:
    return WithdrawMenuItem(order=70) if model is Item else None


@hooks.register("register_snippet_action_menu_item")
def restore_item(model: type[Any]) -> Any:
    return RestoreMenuItem(order=80) if model is Item else None


@hooks.register("register_snippet_action_menu_item")
def merge_item(model: type[Any]) -> Any:
    return MergeMenuItem(order=75) if model is Item else None


@hooks.register("term_changed")
def record_term_change(term: Concept | Agent | Place) -> None:
    """Not a public change by itself: no address of ours is a term's. The items that show it follow."""
    Change.objects.create(
        action=Change.Action.UPDATE, kind=term._meta.model_name, object_id=term.pk, identifier=term.key[:60]
    )


@hooks.register("term_deleted")
def record_term_deletion(term: Concept | Agent | Place) -> None:
    echo_at_once(term._meta.model_name, term.pk)


@hooks.register("public_kinds")
def kinds_of_the_catalogue() -> dict[str, Visible]:
    def visible(rows: QuerySet) -> Visible:
        return lambda keys: set(rows.filter(pk__in=keys).values_list("pk", flat=True))

    return {
        Item.change_kind: visible(Item.objects.published().order_by()),
        ItemSet.change_kind: visible(ItemSet.objects.published().order_by()),
        "institution": visible(Institution.objects.filter(live=True).order_by()),
    }


@hooks.register("institution_changed")
def record_institution_change(institution: Institution) -> None:
    """Its items appear or vanish with it: consumers of the outbox must hear."""
    live = Institution.objects.filter(pk=institution.pk, live=True).exists()
    Change.objects.create(
        action=Change.Action.UPDATE if live else Change.Action.DELETE,
        kind="institution",
        object_id=institution.pk,
        identifier=institution.code,
        institution_id=institution.pk,
        is_public=True,
    )

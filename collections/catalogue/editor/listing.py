"""The list of items."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from catalogue.models import Item, ItemSet
from institutions.editor.viewsets import SearchedIndexView
from institutions.permissions import institutions_for

STATES = {
    "published": (_("published"), Q(live=True)),
    "changed": (_("published, with changes"), Q(live=True, has_unpublished_changes=True)),
    "draft": (_("draft"), Q(live=False)),
    "withdrawn": (_("withdrawn"), Q(withdrawn_at__isnull=False, merged_into=None)),
    "merged": (_("merged"), Q(merged_into__isnull=False)),
}


def state_of(held: Any) -> Any:
    """The words for what the public sees of it; reads the row alone, so that a list stays one query."""
    if held.live:
        return STATES["changed" if held.has_unpublished_changes else "published"][0]
    if getattr(held, "merged_into_id", None):
        return STATES["merged"][0]
    return STATES["withdrawn" if getattr(held, "withdrawn_at", None) else "draft"][0]


class StateColumn(StatusTagColumn):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "state", label=_("State"), accessor=state_of, sort_key="live", primary=lambda held: held.live, **kwargs
        )


class ThumbnailColumn(Column):
    cell_template_name = "catalogue/editor/thumbnail_cell.html"


def _own_institutions(request: Any) -> QuerySet:
    return institutions_for(request.user)


def _state_filter(*keys: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        choices=[(key, STATES[key][0]) for key in keys], method="filter_state", label=_("State")
    )


class HeldFilterSet(WagtailFilterSet):
    institution = django_filters.ModelChoiceFilter(queryset=_own_institutions, label=_("Institution"))
    # An item set is neither withdrawn nor merged.
    state = _state_filter("published", "changed", "draft")

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(STATES[value][1])

    class Meta:
        model = ItemSet
        fields = ["institution"]


class ItemFilterSet(HeldFilterSet):
    state = _state_filter(*STATES)

    class Meta:
        model = Item
        fields = ["institution", "kind"]


class HeldIndexView(SearchedIndexView):
    """`item_thumbnails`(list of item keys) -> {key: address}: an app above says how an item looks."""

    columns_shown: tuple[Any, ...] = ()

    @property
    def list_display(self) -> list[Any]:
        # Wagtail makes the first of these the title, with the links and buttons.
        return ["__str__", *self.columns_shown]

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Any:
        # In the reader's language; Wagtail's own is in that of whoever saved last.
        return super()._get_title_column(*args, accessor=str, **kwargs)

    @cached_property
    def columns(self) -> list[Any]:
        checkbox, *others = super().columns
        return [checkbox, ThumbnailColumn("thumbnail", label=""), *others] if self.model is Item else super().columns

    def get_delete_url(self, instance: Any) -> str | None:
        if instance.live or instance.first_published_at or getattr(instance, "withdrawn_at", None):
            return None
        return super().get_delete_url(instance)

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        object_list = list(object_list)
        thumbnails: dict[int, str] = {}
        for find in hooks.get_hooks("item_thumbnails") if self.model is Item else ():
            thumbnails |= find([item.pk for item in object_list])
        for item in object_list:
            item.thumbnail_url = thumbnails.get(item.pk)
        return super().get_table(object_list, **kwargs)

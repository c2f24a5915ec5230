"""Merging a duplicate into another item of the same institution: find it, look at both, confirm."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from catalogue.editor.listing import state_of
from catalogue.editor.withdrawal import DecisionMenuItem
from catalogue.merging import item_merge, obstacle
from catalogue.models import Item
from heritage.errors import UserError
from institutions.editor.search import search_texts

_SHOWN = 20
_SEARCHED = ("title", "inventory_number", "identifier")
_COMPARED = ("identifier", "kind", "inventory_number", "state_catalogue_number", "date_edtf", "source_id")


class MergeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """`?q=` finds, `?into=` shows the chosen item beside this one; posting `into` merges."""

    model = None
    edit_url_name: str | None = None
    permission_required = "merge"
    template_name = "catalogue/editor/merge.html"
    page_title = _("Merge")
    header_icon = "redirect"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.item = self.scope_object
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.item)

    def _edit_url(self, item: Item) -> str:
        return reverse(self.edit_url_name, args=[item.pk])

    @cached_property
    def _others(self) -> QuerySet[Item]:
        held = Item.objects.filter(institution_id=self.item.institution_id, merged_into=None)
        return held.exclude(pk=self.item.pk).order_by("pk")

    def _chosen(self, key: str) -> Item | None:
        """Raises Http404 for what is not an item of this institution."""
        return get_object_or_404(self._others, pk=key if key.isdecimal() else None) if key else None

    def _found(self, query: str) -> QuerySet[Item]:
        """Without a question, what looks like the same thing."""
        if query:
            return search_texts(self._others, _SEARCHED, query)[:_SHOWN]
        same = Q(title=self.item.title)
        if self.item.inventory_number:
            same |= Q(inventory_number=self.item.inventory_number)
        return self._others.filter(same)[:_SHOWN]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query, survivor = self.request.GET.get("q", "").strip()[:120], self._chosen(self.request.GET.get("into", ""))
        context = super().get_context_data(item=self.item, edit_url=self._edit_url(self.item), **kwargs)
        if survivor:
            other_way = reverse(self.request.resolver_match.view_name, args=[survivor.pk])
            context |= {
                "survivor": survivor,
                "obstacle": obstacle(self.item, survivor),
                "sides": self._sides(survivor),
                "rows": self._compared(survivor),
                "other_way": f"{other_way}?into={self.item.pk}",
            }
        else:
            context |= {"query": query, "found": [(each, state_of(each)) for each in self._found(query)]}
        return context

    def _sides(self, survivor: Item) -> list[dict[str, Any]]:
        pictures: dict[int, str] = {}
        for find in hooks.get_hooks("item_thumbnails"):
            pictures |= find([self.item.pk, survivor.pk])
        headings = ((self.item, _("Duplicate")), (survivor, _("Stays")))
        return [
            {"item": item, "heading": heading, "picture": pictures.get(item.pk), "url": self._edit_url(item)}
            for item, heading in headings
        ]

    def _compared(self, survivor: Item) -> list[tuple[Any, ...]]:
        rows = [(_("State"), state_of(self.item), state_of(survivor))]
        for name in _COMPARED:
            values = [str(_shown(item, name)) for item in (self.item, survivor)]
            if any(values):
                rows.append((Item._meta.get_field(name).verbose_name, *values))
        return rows

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        survivor = self._chosen(request.POST.get("into", ""))
        if survivor is None:
            return redirect(request.path)
        try:
            item_merge(self.item, survivor, user=request.user)
        except UserError as error:
            messages.error(request, str(error))
            return redirect(f"{request.path}?into={survivor.pk}")
        done = _("“%(item)s” is merged into “%(other)s”.") % {"item": self.item, "other": survivor}
        messages.success(request, done)
        return redirect(self._edit_url(survivor))


def _shown(item: Item, name: str) -> Any:
    return item.get_kind_display() if name == "kind" else getattr(item, name)


class MergeMenuItem(DecisionMenuItem):
    name = "action-merge"
    label = _("Merge into…")
    icon_name = "redirect"
    url_name = "merge"
    action = "merge"

    def applies(self, item: Item) -> bool:
        return item.merged_into_id is None

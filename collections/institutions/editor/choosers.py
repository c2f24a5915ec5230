"""Choosing among a great many records: searched on the server, and never more than the person may see."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from institutions.editor.search import search_texts


class SearchForm(BaseFilterForm):
    """`fields` are the columns to search: language maps and plain texts."""

    fields_searched: tuple[str, ...] = ()

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def filter(self, objects: QuerySet) -> QuerySet:
        query = self.cleaned_data.get("q", "").strip()
        self.is_searching, self.search_query = bool(query), query
        return search_texts(objects, self.fields_searched, query)


class ScopedChooserMixin:
    def _visible(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model_class)
        return policy.instances_user_has_any_permission_for(self.request.user, {"view", "choose"})

    def get_object_list(self) -> QuerySet:
        return self._visible()

    def get_object(self, pk: Any) -> Any:
        return self._visible().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet:
        return self._visible().filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class ScopedChooserViewSet(SnippetChooserViewSet):
    """`search_fields` become the chooser's search box, `scope` says what may be chosen."""

    search_fields: tuple[str, ...] = ()
    scope: type = ScopedChooserMixin

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        view_class = type(view_class.__name__, (self.scope, view_class), {})
        if hasattr(view_class, "filter_form_class"):
            kwargs["filter_form_class"] = type("SearchForm", (SearchForm,), {"fields_searched": self.search_fields})
        return super().construct_view(view_class, **kwargs)

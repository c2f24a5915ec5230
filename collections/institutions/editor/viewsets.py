"""The base of the editor's screens."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, UnpublishView

from institutions.editor.choosers import ScopedChooserViewSet
from institutions.editor.search import search_texts
from institutions.editor.views import scoped


class SearchedIndexView(IndexView):
    """Lists what the person may see; searches language maps."""

    texts_searched: tuple[str, ...] = ()

    @cached_property
    def is_searchable(self) -> bool:
        return bool(self.texts_searched)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return search_texts(queryset, self.texts_searched, self.search_query) if self.is_searching else queryset


class ThroughModelUnpublishView(UnpublishView):
    """Wagtail's view runs the action itself, past the model's `unpublish`."""

    def unpublish(self) -> HttpResponse | None:
        response = self.run_hook("before_unpublish", self.request, self.object)
        if response is not None:
            return response
        self.object.unpublish(user=self.request.user)
        return self.run_hook("after_unpublish", self.request, self.object)


class ScopedViewSet(SnippetViewSet):
    """Every view behind the model's policy, list and choosers reduced to what the person may see."""

    # Copying would copy the identifier, the key or the role that must be unique.
    copy_view_enabled = False
    index_view_class = SearchedIndexView
    unpublish_view_class = ThroughModelUnpublishView
    texts_searched: tuple[str, ...] = ()
    view_mixins: tuple[type, ...] = ()
    list_per_page = 50
    chooser_per_page = 25
    chooser_viewset_class = ScopedChooserViewSet

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return super().construct_view(scoped(view_class, self.model, *self.view_mixins), **kwargs)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(texts_searched=self.texts_searched, **kwargs)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None to tick for groups of people: the policy asks for roles alone."""
        return Permission.objects.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(request.user, {"view", "change"})

    @property
    def chooser_viewset(self) -> ScopedChooserViewSet:
        viewset_class = type("ChooserViewSet", (self.chooser_viewset_class,), {"search_fields": self.texts_searched})
        return viewset_class(
            self.get_chooser_admin_url_namespace(),
            model=self.model,
            url_prefix=self.get_chooser_admin_base_path(),
            icon=self.icon,
            per_page=self.chooser_per_page,
        )

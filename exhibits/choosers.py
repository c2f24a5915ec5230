"""Choosing what the public can see: of any institution, whoever edits the page."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from wagtail.snippets.blocks import SnippetChooserBlock

from catalogue.models import Item
from institutions.editor.choosers import ScopedChooserMixin, ScopedChooserViewSet
from institutions.models import Institution


def published(model: type[Model]) -> QuerySet:
    """Of items or institutions."""
    return Institution.objects.filter(live=True) if model is Institution else Item.objects.published()


class PublishedMixin(ScopedChooserMixin):
    def _visible(self) -> QuerySet:
        return published(self.model_class)


class PublishedChooserViewSet(ScopedChooserViewSet):
    scope = PublishedMixin
    per_page = 25


class PublishedBlock(SnippetChooserBlock):
    @cached_property
    def widget(self) -> Any:
        # Blocks are made while models load, widgets need them loaded.
        from exhibits.widgets import PublishedChooser

        return PublishedChooser(model=self.target_model, icon="doc-full")

    def deconstruct(self) -> tuple[str, Any, Any]:
        """As Wagtail's block, so that a migration knows nothing of how one chooses."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args, kwargs

"""Choosing what the public can see."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.snippets.blocks import SnippetChooserBlock


class PublishedItemBlock(SnippetChooserBlock):
    """Offers published items only."""

    @cached_property
    def widget(self) -> Any:
        # Blocks are made while models load, widgets need them loaded.
        from exhibits.widgets import PublishedItemChooser

        return PublishedItemChooser(model=self.target_model, icon="doc-full")

    def deconstruct(self) -> tuple[str, Any, Any]:
        """As Wagtail's block, so that a migration knows nothing of how one chooses."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args, kwargs

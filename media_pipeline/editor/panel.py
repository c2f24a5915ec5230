"""The item editor's panel: what files there are, how far they are, and a place to drop new ones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from media_pipeline.models import Asset


class FilesPanel(Panel):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Images and files"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_pipeline/editor/panel.html"

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["media_pipeline/files.js"], css={"all": ["media_pipeline/files.css"]})

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            item = self.instance
            return context | {"item": item, **(files_context(item) if item.pk else {})}


def files_context(item: Any) -> dict[str, Any]:
    """`assets` in order with their files, and `unsettled`: whether something is still going to happen."""
    assets = list(Asset.objects.filter(item=item).shown().with_files())
    shown = [*assets, *(given for asset in assets for given in asset.given_posters.all())]
    return {"item": item, "assets": assets, "unsettled": any(not asset.is_settled for asset in shown)}

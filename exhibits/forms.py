from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from catalogue.models import Item


class ExhibitionForm(WagtailAdminPageForm):
    """The cover is chosen among what the public sees, as everything in an exhibition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from exhibits.widgets import PublishedChooser

        super().__init__(*args, **kwargs)
        if "cover" in self.fields:
            self.fields["cover"].widget = PublishedChooser(model=Item, icon="doc-full")

    def clean(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _

        cleaned = super().clean()
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("An exhibition cannot close before it opens."))
        return cleaned

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from exhibits.choosers import published
from institutions.editor.widgets import QuietChooser


class PublishedChooser(QuietChooser):
    """Of items or institutions: the published ones, whose ever they are."""

    def get_chooser_modal_url(self) -> str:
        return reverse(f"published_{self.model._meta.model_name}_chooser:choose")

    def get_display_title(self, instance: Any) -> str:
        """A page may hold a key whose record left the public since, or one that somebody made up: whoever edits the
        page may not be of that museum."""
        if published(self.model).filter(pk=instance.pk).exists():
            return super().get_display_title(instance)
        return _("This record is not published.")

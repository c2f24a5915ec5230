"""A chooser that shows nothing the form does not allow."""

from typing import Any

from django.db.models import QuerySet
from wagtail.snippets.widgets import AdminSnippetChooser


class HeldChooser(AdminSnippetChooser):
    """The form sets `allowed`; without it a posted key would print the title of another museum's record."""

    allowed: QuerySet | None = None

    def get_instance(self, value: Any) -> Any:
        instance = super().get_instance(value)
        if instance is None or self.allowed is None or self.allowed.filter(pk=instance.pk).exists():
            return instance
        return None

"""Choosers without inline scripts, and one that shows nothing its form does not allow."""

import json
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.snippets.widgets import AdminSnippetChooser


class QuietChooser(AdminSnippetChooser):
    """Wagtail's chooser, started by heritage/start.js from data instead of by a script in the page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = attrs or {}
        data = self.get_value_data(value)
        return format_html(
            '{}<span hidden data-controller="start" data-start-constructor-value="{}" data-start-for-value="{}"'
            ' data-start-options-value="{}"></span>',
            self.render_html(name, data, given),
            self.js_constructor,
            given["id"],
            json.dumps(self.get_js_init_options(given["id"], name, data)),
        )


class HeldChooser(QuietChooser):
    """The form sets `allowed`; without it a posted key would print the title of another museum's record."""

    allowed: QuerySet | None = None

    def get_instance(self, value: Any) -> Any:
        instance = super().get_instance(value)
        if instance is None or self.allowed is None or self.allowed.filter(pk=instance.pk).exists():
            return instance
        return None

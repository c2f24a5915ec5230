"""What a curator sees on entering the editor."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from catalogue.editor.listing import state_of
from catalogue.models import Item

SHOWN = 8


class RecentItemsPanel(Component):
    """The items of one's institutions that were changed last, in one query."""

    name = "recent_items"
    template_name = "catalogue/editor/recent_items.html"
    order = 200

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        items = Item.objects.editable_by(self.request.user).select_related("institution").order_by("-updated_at")
        return {
            "heading": _("Changed last"),
            "rows": [(item, state_of(item)) for item in items[:SHOWN]],
            "list_url": Item.snippet_viewset.get_url_name("list"),
            "add_url": Item.snippet_viewset.get_url_name("add"),
            "edit_url": Item.snippet_viewset.get_url_name("edit"),
        }

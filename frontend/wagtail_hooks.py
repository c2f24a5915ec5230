"""What the website gives the editor: the page that a preview shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail import hooks

from catalogue.models import Item
from frontend.templatetags.frontend_tags import frontend_assets
from frontend.views.institutions import institution_page_context
from frontend.views.item import item_page_context
from institutions.models import Institution


@hooks.register("item_page_context")
def item_preview(item: Item, request: HttpRequest) -> dict[str, Any]:
    return item_page_context(item, request)


@hooks.register("institution_page_context")
def institution_preview(institution: Institution, request: HttpRequest) -> dict[str, Any]:
    return institution_page_context(institution, request)


@hooks.register("media_editor_scripts")
def notes_editor_script() -> SafeString:
    """The picture on which curators draw the regions of notes."""
    return frontend_assets("src/notes-editor.ts")

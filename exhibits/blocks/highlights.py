"""Items that a page shows in a row."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibits.choosers import PublishedBlock


class HighlightBlock(blocks.StructBlock):
    """An item on a page; an item that is no longer published is left out when the page is shown."""

    item = PublishedBlock("catalogue.Item", label=_("Item"))

    class Meta:
        icon = "view"
        label = _("Item")


class HighlightsBlock(blocks.StreamBlock):
    item = HighlightBlock()

    class Meta:
        max_num = 24
        required = False

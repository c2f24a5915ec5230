"""What an exhibition is told with. A block says what a part is; the website decides how it looks."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibits.choosers import PublishedBlock

FEATURES = ["bold", "italic", "link", "ol", "ul"]


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class ExhibitBlock(blocks.StructBlock):
    """One item, as large as the page; its title and holder come from its record."""

    item = PublishedBlock("catalogue.Item", label=_("Item"))
    caption = blocks.TextBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "view"
        label = _("Item")


class GroupBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    items = blocks.ListBlock(PublishedBlock("catalogue.Item", label=_("Item")), label=_("Items"), max_num=24)

    class Meta:
        icon = "grip"
        label = _("Items side by side")


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class ExhibitionBody(blocks.StreamBlock):
    text = TextBlock()
    item = ExhibitBlock()
    group = GroupBlock()
    quotation = QuotationBlock()

    class Meta:
        max_num = 100
        required = False

"""What the item's and item set's screens show, in which order."""

from typing import Any

from django.forms import Select
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from catalogue.dimensions import TYPES
from catalogue.editor.forms import ItemForm, ItemSetForm
from catalogue.models import ItemSet
from institutions.editor.widgets import HeldChooser, QuietChooser
from vocabularies.editor.terms import TermChooser, TermsWidget
from vocabularies.models import Agent, Place


def _line(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    part = f" ({entry['part']})" if entry.get("part") else ""
    return f"{TYPES.get(entry.get('type'), '')} {entry.get('value')} {entry.get('unit', '')}{part}"


class ListComparison(FieldComparison):
    """Two versions of a list: what went, what came, what stayed."""

    def htmldiff(self) -> SafeString:
        before = [_line(entry) for entry in self.val_a or []]
        after = [_line(entry) for entry in self.val_b or []]
        rows = [("deletion", line) for line in before if line not in after]
        rows += [("addition" if line not in before else "unchanged", line) for line in after]
        return format_html_join("", '<div><span class="{}">{}</span></div>', rows)


class ListPanel(FieldPanel):
    def get_comparison_class(self) -> type[FieldComparison]:
        return ListComparison


def _description() -> list[Any]:
    return [
        FieldPanel("institution", widget=Select),
        FieldPanel("title", required_on_save=True),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("category", widget=TermChooser("category"))]),
        FieldPanel("item_set", widget=HeldChooser(model=ItemSet, icon="folder-open-inverse")),
        FieldPanel("notes"),
    ]


def _making() -> list[Any]:
    creator = [FieldPanel("agent", widget=QuietChooser(model=Agent, icon="user")), FieldPanel("role")]
    return [
        InlinePanel("creators", panels=creator, label=_("creator"), heading=_("Creators")),
        FieldRowPanel([FieldPanel("date_edtf"), FieldPanel("period", widget=TermChooser("period"))]),
        FieldPanel("place", widget=QuietChooser(model=Place, icon="site")),
    ]


def _physical() -> list[Any]:
    typed = _("Type a term in any language and choose it from the list.")
    return [
        FieldPanel("materials", widget=TermsWidget("material"), help_text=typed),
        FieldPanel("techniques", widget=TermsWidget("technique"), help_text=typed),
        ListPanel("dimensions"),
    ]


def _identification() -> list[Any]:
    return [
        FieldPanel("identifier", read_only=True),
        FieldRowPanel([FieldPanel("inventory_number"), FieldPanel("state_catalogue_number")]),
        MultiFieldPanel([FieldPanel("rights_uri"), FieldPanel("credit_line")], heading=_("Rights")),
        MultiFieldPanel(
            [
                FieldPanel("access"),
                FieldRowPanel([FieldPanel("access_max_width"), FieldPanel("access_max_area")]),
                FieldPanel("embargo_until"),
            ],
            heading=_("Who sees the images"),
            help_text=_("The record itself is public once it is published."),
        ),
        FieldPanel("current_location"),
        ListPanel("same_as"),
        PublishingPanel(),
    ]


def item_editor() -> TabbedInterface:
    """Called once all apps' hooks are known: `register_item_panels` adds to the tab of images and files."""
    files = [panel for register in hooks.get_hooks("register_item_panels") for panel in register()]
    tabs = [
        ObjectList(_description(), heading=_("Description")),
        ObjectList(_making(), heading=_("Creators and dates")),
        ObjectList(_physical(), heading=_("Physical")),
        ObjectList(_identification(), heading=_("Identification and rights")),
    ]
    if files:
        tabs.append(ObjectList(files, heading=_("Images and files")))
    return TabbedInterface(tabs, base_form_class=ItemForm)


def item_set_editor() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("institution", widget=Select),
            FieldPanel("title", required_on_save=True),
            FieldPanel("description"),
            FieldPanel("parent", widget=HeldChooser(model=ItemSet, icon="folder-open-inverse")),
            PublishingPanel(),
        ],
        base_form_class=ItemSetForm,
    )

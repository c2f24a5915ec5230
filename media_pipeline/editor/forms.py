"""What a curator says about a file, and about the headings of the contents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from catalogue.rights import RIGHTS
from heritage.languages import LanguageMapField
from media_pipeline.models import Asset, Range


class DescribeForm(forms.Form):
    """`label`, `credit` (language maps), `rights_uri`, `original` and `page`; empty rights are the item's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("label", "credit"):
            field: LanguageMapField = Asset._meta.get_field(name)
            self.fields[name] = field.formfield()
        choices = [("", _("As the item")), *RIGHTS.items()]
        self.fields["rights_uri"] = forms.ChoiceField(label=_("Rights"), choices=choices, required=False)
        self.fields["original"] = forms.ChoiceField(
            label=_("Offer the original for download"),
            choices=[("", _("As the rights allow: open licences")), ("yes", _("Yes")), ("no", _("No"))],
            required=False,
            help_text=_(
                "“Yes” gives out the file with all that is written in it: perhaps names, and where it was taken. "
                "Without it, only files in which nothing but the picture is found are offered."
            ),
        )
        self.fields["page"] = forms.ChoiceField(
            label=_("In a book"), choices=[("", _("One page")), *Asset.Page.choices], required=False
        )


class HeadingForm(forms.Form):
    """`label` (language map), `first` and `last` of the item's files."""

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"] = Range._meta.get_field("label").formfield(required=True)
        pages = numbered_pages(item)
        self.fields["first"] = PageField(pages, label=_("Begins at"))
        self.fields["last"] = PageField(
            pages,
            label=_("Ends with"),
            required=False,
            help_text=_("Not chosen: where the next heading begins."),
        )


class PageField(forms.ModelChoiceField):
    """A file of the item, by its number and name."""

    def __init__(self, pages: dict[int, int], **kwargs: Any) -> None:
        super().__init__(Asset.objects.filter(pk__in=pages).shown(), to_field_name="identifier", **kwargs)
        self.pages = pages

    def label_from_instance(self, asset: Asset) -> str:
        return f"{self.pages[asset.pk]}. {asset}"


def numbered_pages(item: Item) -> dict[int, int]:
    """{asset id: its number in the item, from 1}"""
    keys = Asset.objects.filter(item=item).shown().values_list("pk", flat=True)
    return {key: number for number, key in enumerate(keys, start=1)}

"""What a curator says about a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.rights import RIGHTS
from heritage.languages import LanguageMapField
from media_pipeline.models import Asset


class DescribeForm(forms.Form):
    """`label`, `credit` (language maps) and `rights_uri`; empty rights are the item's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("label", "credit"):
            field: LanguageMapField = Asset._meta.get_field(name)
            self.fields[name] = field.formfield()
        choices = [("", _("As the item")), *RIGHTS.items()]
        self.fields["rights_uri"] = forms.ChoiceField(label=_("Rights"), choices=choices, required=False)

"""The forms of items and item sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.dimensions import TYPES, UNITS
from catalogue.models import Item, ItemSet
from catalogue.services import mark_reviewed, note_edited_texts
from catalogue.text_status import Origin
from institutions.editor.forms import OfInstitutionForm
from institutions.permissions import institutions_for
from vocabularies.editor.rows import AddressesField, RowsWidget


class DimensionsWidget(RowsWidget):
    main = "value"
    spare_rows = 2
    columns = (
        ("type", _("Dimension"), forms.Select(choices=list(TYPES.items()))),
        ("value", _("Value"), forms.TextInput(attrs={"inputmode": "decimal"})),
        ("unit", _("Unit"), forms.Select(choices=[(unit, unit) for unit in UNITS])),
        ("part", _("Part"), forms.TextInput()),
    )


def _number(text: Any) -> Any:
    """A decimal point or comma; anything else stays as it is, for the validator to refuse."""
    try:
        number = float(str(text).replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


class DimensionsField(forms.Field):
    widget = DimensionsWidget

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        return [
            {key: _number(text) if key == "value" else text for key, text in row.items() if text} for row in value or []
        ]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class HeldForm(OfInstitutionForm):
    """Item sets to choose from are those of the person's institutions."""

    set_field = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get(self.set_field):
            field.queryset = field.widget.allowed = ItemSet.objects.filter(
                institution__in=institutions_for(self.for_user)
            )


class ItemSetForm(HeldForm):
    set_field = "parent"


class ItemForm(HeldForm):
    """Keeps where each text came from, and what a person says to have reviewed."""

    set_field = "item_set"
    dimensions = DimensionsField(label=_("Dimensions"), required=False)
    same_as = AddressesField(
        label=_("The same thing elsewhere"), required=False, help_text=_("Wikidata, another museum, an aggregator …")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._language_maps():
            self.fields[name].widget.status = self.instance.text_status.get(name, {})

    def _language_maps(self) -> list[str]:
        return [name for name in Item.LANGUAGE_MAPS if name in self.fields]

    def save(self, commit: bool = True) -> Item:
        note_edited_texts(self.instance, Origin.CURATOR)
        for name in self._language_maps():
            widget = self.fields[name].widget
            mark_reviewed(self.instance, name, widget.reviewed_in_datadict(self.data, self.add_prefix(name)))
        return super().save(commit)

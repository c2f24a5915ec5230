"""Lists of small things as rows of controls. Posts `<name>-<row>-<column>`; a row without its main value is none.

Without JavaScript a few empty rows are there to fill in; with it a button adds more."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _


class RowsWidget(forms.Widget):
    """`columns` are (key, label, control); the value is a list of {key: value}."""

    template_name = "heritage/widgets/rows.html"
    columns: tuple[tuple[str, Any, forms.Widget], ...] = ()
    main = ""
    spare_rows = 1

    class Media:
        js = ["heritage/rows.js"]
        css = {"all": ["heritage/rows.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [row for row in (value or []) if isinstance(row, dict)]
        context["rows"] = [
            self._controls(name, str(number), row) for number, row in enumerate([*rows, *[{}] * self.spare_rows])
        ]
        context["blank"] = self._controls(name, "__row__", {})
        return context

    def _controls(self, name: str, number: str, row: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "id": f"id_{name}-{number}-{key}",
                "html": control.render(f"{name}-{number}-{key}", row.get(key), {"id": f"id_{name}-{number}-{key}"}),
            }
            for key, label, control in self.columns
        ]

    def _posted(self, data: Any, name: str) -> Iterator[dict[str, str]]:
        number = 0
        while f"{name}-{number}-{self.main}" in data:
            yield {key: data.get(f"{name}-{number}-{key}", "").strip() for key, _label, _control in self.columns}
            number += 1

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        return [row for row in self._posted(data, name) if row[self.main]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0-{self.main}" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-{self.columns[0][0]}" if id_ else id_


class AddressesWidget(RowsWidget):
    main = "uri"
    columns = (("uri", _("Web address"), forms.URLInput(attrs={"placeholder": "https://www.wikidata.org/entity/Q…"})),)


class AddressesField(forms.Field):
    """A list of web addresses."""

    widget = AddressesWidget

    def prepare_value(self, value: Any) -> Any:
        return [row if isinstance(row, dict) else {"uri": row} for row in value or []]

    def to_python(self, value: Any) -> list[str]:
        addresses = list(dict.fromkeys(row["uri"] for row in value or []))
        for address in addresses:
            URLValidator(schemes=["http", "https"])(address)
        return addresses

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [row["uri"] for row in data or []]

"""Dimensions of an item: [{"type": "height", "value": 31.8, "unit": "cm", "part": "support"}]."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TYPES = {
    "height": _("height"),
    "width": _("width"),
    "depth": _("depth"),
    "length": _("length"),
    "diameter": _("diameter"),
    "circumference": _("circumference"),
    "thickness": _("thickness"),
    "weight": _("weight"),
    "duration": _("duration"),
}
# UCUM symbols.
UNITS = ("mm", "cm", "m", "g", "kg", "s", "min")


def validate_dimensions(value: Any) -> None:
    if not isinstance(value, list):
        raise ValidationError(_("Dimensions are a list."))
    for entry in value:
        if not isinstance(entry, dict) or not set(entry) <= {"type", "value", "unit", "part"}:
            raise ValidationError(_("A dimension has a type, a value, a unit and perhaps a part."))
        if entry.get("type") not in TYPES:
            raise ValidationError(_("Unknown dimension “%(value)s”."), params={"value": entry.get("type")})
        if entry.get("unit") not in UNITS:
            raise ValidationError(_("Unknown unit “%(value)s”."), params={"value": entry.get("unit")})
        number = entry.get("value")
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < 1e9:
            raise ValidationError(_("A dimension's value is a number above 0."))

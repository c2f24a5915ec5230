"""What can be wrong with an imported file or row, and how it is said.

A fault carries a code and its facts; the words are made where it is read, in the reader's language."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from heritage.errors import UserError

VALUE_SHOWN = 200

_MESSAGES = {
    # of the file
    "bad-cell-characters": _("The text has characters that do not exist in Unicode or a null character."),
    "bad-encoding": _("These bytes are not text in %(encoding)s."),
    "ragged-row": _("The row has %(found)s values, the heading has %(expected)s."),
    "unnamed-column": _("There is a value in a column without a name."),
    "quoting": _("A quotation mark is not closed or stands in the wrong place."),
    "row-too-large": _("The row is larger than %(limit)s bytes."),
    "formula": _("The cell has a formula. Replace it with its value."),
    "error-cell": _("The cell has an error of the spreadsheet."),
    "invalid-json": _("This is not valid JSON."),
    "not-an-object": _("The line is not a JSON object."),
    "too-deep": _("The record is nested deeper than %(limit)s levels."),
    "duplicate-key": _("The name “%(name)s” is given twice."),
    "bad-number": _("The number cannot be kept: it is too large or not finite."),
    # of the mapping
    "required": _("A value is required here."),
    "not-a-text": _("A text or a number was expected."),
    "not-a-list": _("A list was expected."),
    "too-long": _("The text is longer than %(limit)s characters."),
    "not-in-table": _("The mapping has no entry for this value."),
    "not-a-date": _("The date was not understood."),
    "not-edtf": _("This is not an EDTF date."),
    "not-a-year": _("This is not a year."),
    "not-dimensions": _("The dimensions were not understood."),
    "not-rights": _("This is not a rights statement of rightsstatements.org or Creative Commons."),
    "not-a-web-address": _("This is not a web address."),
    "too-many": _("There are more than %(limit)s values."),
    # of the import
    "duplicate-source-id": _("The same key is in row %(first)s."),
    "locked": _("A curator has locked this item."),
    "withdrawn": _("This item was withdrawn by a curator. Restore it first."),
    "merged": _("This item was merged into %(value)s and is left alone."),
    "kept": _("A curator has changed this since the last import: the curator's text was kept."),
}


def message(code: str, params: Mapping[str, Any]) -> str:
    text = str(_MESSAGES[code])
    return text % params if "%(" in text else text


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing about one row. `field` is the column or path the person must look at; a remark refuses nothing."""

    code: str
    field: str = ""
    value: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    is_refusal: bool = True

    @property
    def reason(self) -> str:
        return message(self.code, {**self.params, "value": self.value})

    def as_remark(self) -> "Fault":
        return dataclasses.replace(self, is_refusal=False)


def fault(code: str, field: str = "", value: Any = "", **params: Any) -> Fault:
    """A fault whose value is shown shortened, and always as text that any database and terminal takes."""
    shown = "" if value is None else value if isinstance(value, str) else repr(value)
    shown = shown[:VALUE_SHOWN].replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return Fault(code, field[:255], shown, params)


class RowFault(Exception):
    """Raised where a value is read; caught where the row is."""

    def __init__(self, code: str, field: str = "", value: Any = "", **params: Any) -> None:
        super().__init__(code)
        self.fault = fault(code, field, value, **params)


class SourceError(UserError):
    """The whole file cannot be read; nothing was written. `file`, `row` and `field` say where, as far as known."""

    code = "unreadable-file"

    @classmethod
    def title(cls) -> str:
        return str(_("This file cannot be imported."))


class MappingError(UserError):
    """The mapping file is at fault."""

    code = "invalid-mapping"

    @classmethod
    def title(cls) -> str:
        return str(_("The mapping file is not valid."))


class GuardError(UserError):
    """The import would change more than is believable; nothing was written."""

    status = 409
    code = "too-much-would-change"

    @classmethod
    def title(cls) -> str:
        return str(_("This import would change too much."))


class ImportBusy(UserError):
    status = 409
    code = "import-busy"

    @classmethod
    def title(cls) -> str:
        return str(_("Another import for this institution is running."))

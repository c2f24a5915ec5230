"""From a value in a record to a value of an item, by name.

A converter gets the value that its rule's path found (never None) and the rule's options, and returns what the
target takes or None for nothing. It raises RowFault without a field: the rule knows its path."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from catalogue.models import Item
from catalogue.rights import RIGHTS
from heritage.dates import edtf_years
from interchange.date_texts import NotADate, date_text_to_edtf, years_to_edtf
from interchange.faults import RowFault
from interchange.item_data import Term
from interchange.sizes import Dimensions, NotDimensions, measure, parse_dimensions
from interchange.tables import Table
from vocabularies.models import term_key

MAX_TEXT = 100_000
MAX_VALUES = 200
_KINDS = frozenset(Item.Kind.values)
Options = dict[str, Any]
Converter = Callable[[Any, Options], Any]


def as_text(value: Any, limit: int = MAX_TEXT) -> str:
    """Numbers as they are written; a list's texts joined. Raises RowFault for objects, truth values and long texts."""
    if isinstance(value, list):
        return "; ".join(text for each in value if (text := as_text(each)))
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RowFault("not-a-text", value=value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > limit:
        raise RowFault("too-long", value=text, limit=limit)
    return text


def text(value: Any, options: Options) -> str:
    found = as_text(value)
    if not options.get("multiline"):
        found = " ".join(found.split())
    if found and "template" in options:
        found = options["template"].replace("{}", found)
    return found


def short_text(value: Any, options: Options) -> str:
    return " ".join(as_text(value, options["limit"]).split())


def kind(value: Any, options: Options) -> str:
    found = options["table"].first(as_text(value)) if "table" in options else as_text(value)
    if found not in _KINDS:
        raise RowFault("not-in-table", value=value)
    return found


def date_text(value: Any, options: Options) -> str:
    try:
        return date_text_to_edtf(as_text(value, 200))
    except NotADate:
        raise RowFault("not-a-date", value=value) from None


def edtf(value: Any, options: Options) -> str:
    found = as_text(value, 200)
    try:
        edtf_years(found)
    except ValueError:
        raise RowFault("not-edtf", value=found) from None
    return found


def years(value: dict[str, Any], options: Options) -> str:
    """The value is {"earliest": …, "latest": …}: years, or ISO dates of which the year is taken."""
    try:
        return years_to_edtf(year_of(value.get("earliest")), year_of(value.get("latest")))
    except NotADate as error:
        raise RowFault("not-a-year", value=str(error)) from None


def year_of(value: Any) -> int | None:
    found = as_text(value)
    if not found:
        return None
    if not (match := re.fullmatch(r"(-?\d{1,4})(?:-\d\d(?:-\d\d)?(?:T.*)?)?", found)):
        raise RowFault("not-a-year", value=value)
    return int(match[1])


def dimensions_text(value: Any, options: Options) -> Dimensions:
    try:
        found = parse_dimensions(as_text(value, 2000), options.get("unit", ""))
    except NotDimensions:
        raise RowFault("not-dimensions", value=value) from None
    ignored = set(options.get("ignore_parts", ()))
    return [{key: each[key] for key in each if key != "part" or each[key] not in ignored} for each in found]


def measures(value: dict[str, Any], options: Options) -> Dimensions:
    """The value is {"height": number, …}; the unit is the option's for all."""
    found: Dimensions = []
    for name, number in value.items():
        written = as_text(number).replace(",", ".")
        try:
            found += measure(name, float(written or 0), options["unit"])
        except (ValueError, OverflowError):  # NotDimensions is one
            raise RowFault("not-dimensions", value=number) from None
    return found


def rights(value: Any, options: Options) -> str:
    """A statement's URI, or its short name as in "InC", "CNE", "CC0", "PDM", "CC BY-SA 4.0"."""
    written = as_text(value, 200)
    found = options["table"].first(written) if "table" in options else written
    uri = RIGHTS_BY_NAME.get(term_key(found or ""))
    if not uri:
        raise RowFault("not-rights", value=written)
    return uri


def _rights_names() -> dict[str, str]:
    names = {}
    for uri in RIGHTS:
        parts = uri.rstrip("/").split("/")
        # With and without the last slash, and by either scheme: both are seen.
        for start in ("http:", "https:"):
            address = term_key(f"{start}{uri.partition(':')[2]}")
            names[address] = names[address.rstrip("/")] = uri
        names[term_key(f"CC {parts[-2]} {parts[-1]}" if "/licenses/" in uri else parts[-2])] = uri
    names["cc0"] = names.pop("zero")
    names["pdm"] = names.pop("mark")
    return names


RIGHTS_BY_NAME = _rights_names()


def links(value: Any, options: Options) -> list[str]:
    """Web addresses; with `template` the values are keys that it makes addresses of."""
    found = []
    for each in value if isinstance(value, list) else as_text(value, 4000).split():
        written = as_text(each, 2000)
        if written and "template" in options:
            written = options["template"].replace("{}", quote(written, safe=""))
        if written:
            found.append(_checked_link(written))
    return list(dict.fromkeys(found))


def _checked_link(written: str) -> str:
    try:
        parts = urlsplit(written)
        right = parts.scheme in ("http", "https") and re.fullmatch(r"[\w.-]+(?::\d+)?", parts.netloc)
    except ValueError:
        right = False
    if not right or re.search(r"[\s<>\"{}|\\^`]", written):
        raise RowFault("not-a-web-address", value=written)
    return written


def term(value: Any, options: Options) -> Term | None:
    """One concept or place. `labels` are its names in other languages, found beside it in the record."""
    written = " ".join(as_text(value, 255).split())
    if not written:
        return None
    if "table" in options:
        found = _from_table(written, options)
        return found[0] if found else None
    label = {options["language"]: written}
    for code, other in options.get("labels_found", {}).items():
        if name := " ".join(as_text(other, 255).split()):
            label.setdefault(code, name)
    return Term(term_key(written), label)


def terms(value: Any, options: Options) -> tuple[Term, ...]:
    """Concepts of a list, or of a text cut by the regular expression `split`."""
    texts = value if isinstance(value, list) else [value]
    if "split" in options:
        texts = [piece for each in texts for piece in options["split"].split(as_text(each))]
    found: dict[str, Term] = {}
    for each in texts:
        written = " ".join(as_text(each, MAX_TEXT if "table" in options else 255).split())
        if written and "table" in options:
            found |= {made.key: made for made in _from_table(written, options)}
        elif written:
            found.setdefault(term_key(written), Term(term_key(written), {options["language"]: written}))
    if len(found) > MAX_VALUES:
        raise RowFault("too-many", limit=MAX_VALUES)
    return tuple(found.values())


def _from_table(written: str, options: Options) -> list[Term]:
    table: Table = options["table"]
    unknown = options.get("unknown", "refuse")
    found = table.all(written)
    if not found and unknown == "refuse":
        raise RowFault("not-in-table", value=written)
    if not found and unknown == "keep":
        found = [written[:255]]
    return [_term_of(each, options["language"]) for each in found]


def _term_of(entry: Any, language: str) -> Term:
    """A table's value is a label, or a language map whose English (else first) label gives the key."""
    label = dict(entry) if isinstance(entry, dict) else {language: entry}
    return Term(term_key(label.get("en") or next(iter(label.values()))), label)

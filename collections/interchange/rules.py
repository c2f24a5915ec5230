"""One rule of a mapping file: where a value is, what makes it an item's, and what to do without it.

"column"                                     the value of a column, or of a path in nested records
{ path = "column", convert = "date_text" }   with a converter and its options
{ value = "CC0" }                            always this; with a path: this wherever the path has a value
[ rule, rule ]                               the first that gives something; a rule that fails lets the next try"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import jmespath
from django.utils.translation import gettext as _
from jmespath.exceptions import JMESPathError

from heritage.languages import LANGUAGES
from interchange import converters
from interchange.creators import creators
from interchange.faults import Fault, MappingError, RowFault
from interchange.records import Record
from interchange.tables import Table
from vocabularies.models import term_key

Find = Callable[[Any], Any]
_COMMON = {"path", "convert", "value", "default", "required", "optional", "on_error"}
# Name: the function and the options it knows.
CONVERTERS: dict[str, tuple[converters.Converter, set[str]]] = {
    "text": (converters.text, {"template", "multiline"}),
    "short_text": (converters.short_text, {"limit"}),
    "kind": (converters.kind, {"table", "contains"}),
    "date_text": (converters.date_text, set()),
    "edtf": (converters.edtf, set()),
    "years": (converters.years, {"earliest", "latest"}),
    "dimensions_text": (converters.dimensions_text, {"unit", "ignore_parts"}),
    "measures": (converters.measures, {"measures", "unit"}),
    "rights": (converters.rights, {"table", "contains"}),
    "links": (converters.links, {"template"}),
    "term": (converters.term, {"table", "contains", "unknown", "labels", "language"}),
    "terms": (converters.terms, {"table", "contains", "unknown", "split", "language"}),
    "creators": (
        creators,
        {
            *("name", "role", "sort_name", "birth", "death", "kind", "key", "key_prefix"),
            *("roles", "kinds", "default_role", "skip", "split", "language"),
        },
    ),
}
_PARTS = ("name", "role", "sort_name", "birth", "death", "kind", "key")


def unknown_names(given: Any, known: Any, where: str) -> None:
    """Raises MappingError for the first name that is not known, with the likeliest one meant."""
    for name in given:
        if name not in known:
            text = _("Unknown name “%(name)s”.") % {"name": f"{where}.{name}" if where else name}
            if close := get_close_matches(str(name), [str(each) for each in known], n=1, cutoff=0.6):
                text += " " + _("Did you mean “%(name)s”?") % {"name": close[0]}
            raise MappingError(text, key=f"{where}.{name}" if where else name)


def wrong(where: str, reason: str) -> MappingError:
    return MappingError(f"{where}: {reason}", key=where)


@dataclass(frozen=True, slots=True)
class Context:
    """What all rules of a mapping share."""

    is_nested: bool
    language: str
    tables: dict[str, dict[str, Any]]

    def finder(self, path: Any, where: str) -> Find:
        """A function from record to value; plain names are looked up, anything else is JMESPath."""
        if not isinstance(path, str) or not path.strip():
            raise wrong(where, _("a path is a text"))
        if not self.is_nested or re.fullmatch(r"\w+", path):
            return lambda record: record.get(path)
        try:
            return jmespath.compile(path).search
        except (JMESPathError, ValueError) as error:
            raise wrong(where, _("“%(path)s” is not a JMESPath expression") % {"path": path}) from error

    def table(self, name: Any, where: str, *, contains: bool = False) -> Table:
        if isinstance(name, str) and name not in self.tables:
            unknown_names([name], self.tables, "tables")
        if not isinstance(name, str):
            raise wrong(where, _("a table is named by a text"))
        return Table(self.tables[name], contains=contains)


@dataclass(slots=True)
class Rule:
    """`label` is what a fault of this rule names: the column or path. `columns` are the plain ones it reads."""

    label: str
    convert: converters.Converter
    find: Find
    options: dict[str, Any]
    columns: list[str] = field(default_factory=list)
    constant: Any = None
    default: Any = None
    is_required: bool = False
    is_remark: bool = False
    label_finders: dict[str, Find] = field(default_factory=dict)

    def apply(self, record: Record) -> Any:
        """The converted value or None. Raises RowFault, named."""
        try:
            value = self.find(record)
            is_empty = value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
            if is_empty:
                value = self.default
            elif self.constant is not None:
                value = self.constant
            options = self.options
            if self.label_finders:
                found = {code: find(record) for code, find in self.label_finders.items()}
                options = {**options, "labels_found": found}
            result = None if value is None else self.convert(value, options)
        except RowFault as error:
            raise RowFault(error.fault.code, self.label, error.fault.value, **error.fault.params) from None
        if self.is_required and not result:
            raise RowFault("required", self.label)
        return result


def apply_rules(rules: list[Rule], record: Record, faults: list[Fault]) -> Any:
    """The first result of several rules. Their first fault is added to `faults` if none of them gave anything."""
    first: Fault | None = None
    for rule in rules:
        try:
            if (result := rule.apply(record)) not in (None, "", [], ()):
                return result
        except RowFault as error:
            first = first or (error.fault.as_remark() if rule.is_remark else error.fault)
    if first:
        faults.append(first)
    return None


def compile_rules(spec: Any, where: str, default_converter: str, allowed: set[str], context: Context) -> list[Rule]:
    """Raises MappingError that names the place in the file."""
    specs = spec if isinstance(spec, list) else [spec]
    if not specs:
        raise wrong(where, _("a rule is missing"))
    return [_compile(each, where, default_converter, allowed, context) for each in specs]


def _compile(spec: Any, where: str, default_converter: str, allowed: set[str], context: Context) -> Rule:
    if isinstance(spec, str):
        spec = {"path": spec}
    if not isinstance(spec, dict):
        raise wrong(where, _("a rule is a text or a table"))
    name = spec.get("convert", default_converter)
    if name not in allowed:
        unknown_names([name], allowed, where)
    convert, known = CONVERTERS[name]
    unknown_names(spec, _COMMON | known, where)
    if spec.get("on_error", "refuse") not in ("refuse", "remark"):
        raise wrong(where, _("on_error is “refuse” or “remark”"))
    find, columns = _finder(spec, name, where, context)
    return Rule(
        label=", ".join(columns) or where,
        convert=convert,
        find=find,
        options=_options(spec, name, where, context),
        columns=[] if spec.get("optional") else columns,
        constant=spec.get("value"),
        default=spec.get("default"),
        is_required=bool(spec.get("required")),
        is_remark=spec.get("on_error") == "remark",
        label_finders={code: context.finder(path, f"{where}.labels") for code, path in spec.get("labels", {}).items()},
    )


def _finder(spec: dict[str, Any], name: str, where: str, context: Context) -> tuple[Find, list[str]]:
    """`years` and `measures` read several columns into one value; without any path the rule's value is constant."""
    several = {}
    if name == "years":
        several = {part: spec[part] for part in ("earliest", "latest") if part in spec}
    elif name == "measures":
        several = spec.get("measures", {})
    if several:
        finders = {part: context.finder(path, f"{where}.{part}") for part, path in several.items()}
        return lambda record: {part: find(record) for part, find in finders.items()}, list(several.values())
    if "path" in spec:
        return context.finder(spec["path"], where), [spec["path"]]
    if "value" not in spec:
        raise wrong(where, _("a rule has a path or a value"))
    return lambda record: True, []


def _options(spec: dict[str, Any], name: str, where: str, context: Context) -> dict[str, Any]:
    options = {key: spec[key] for key in CONVERTERS[name][1] if key in spec}
    options.setdefault("language", context.language)
    try:
        if "split" in options:
            options["split"] = re.compile(options["split"])
    except (re.error, TypeError) as error:
        raise wrong(f"{where}.split", _("not a regular expression")) from error
    for key in ("table", "roles", "kinds"):
        if key in options:
            is_contained = key == "table" and bool(spec.get("contains"))
            options[key] = context.table(options[key], f"{where}.{key}", contains=is_contained)
    if name == "creators":
        options["parts"] = {part: context.finder(spec[part], f"{where}.{part}") for part in _PARTS if part in spec}
        options["skip"] = {term_key(each) for each in spec.get("skip", ())}
    if not isinstance(options["language"], str):
        raise wrong(f"{where}.language", _("a language is named by a text"))
    unknown_names([options["language"]], LANGUAGES, f"{where}.language")
    if options.get("unknown", "refuse") not in ("refuse", "keep", "drop"):
        raise wrong(f"{where}.unknown", _("one of refuse, keep, drop"))
    return options

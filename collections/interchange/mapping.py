"""A mapping file (TOML): how one holder's records become items. docs/import.md has the language.

`Mapping.item` is a pure function of the record: no database, no clock, the same result every time, so that a record
and a mapping that are known by their hashes need not be mapped again."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalogue.dimensions import TYPES, UNITS
from heritage.languages import LANGUAGES
from interchange.faults import Fault, MappingError, RowFault, SourceError, fault
from interchange.item_data import LANGUAGE_MAPS, ItemData
from interchange.records import Record
from interchange.rules import Context, Rule, apply_rules, compile_rules, unknown_names, wrong

# Raised when a converter gives another result than before: all records are then mapped anew on their next import.
CODE_VERSION = 1
MAX_SOURCE_ID = 255
MAPPINGS_DIR = Path(__file__).parent / "mappings"
_TOP = {"version", "paths", "language", "sheet", "source_id", "fields", "tables", "about"}
# Field in the file: the item's field, the converter unless another is named, and those allowed.
_FIELDS: dict[str, tuple[str, str, set[str]]] = {
    "kind": ("kind", "kind", {"kind"}),
    "date": ("date_edtf", "date_text", {"date_text", "edtf", "years"}),
    "category": ("category", "term", {"term"}),
    "period": ("period", "term", {"term"}),
    "place": ("place", "term", {"term"}),
    "materials": ("materials", "terms", {"terms"}),
    "techniques": ("techniques", "terms", {"terms"}),
    "dimensions": ("dimensions", "dimensions_text", {"dimensions_text", "measures"}),
    "inventory_number": ("inventory_number", "short_text", {"short_text"}),
    "state_catalogue_number": ("state_catalogue_number", "short_text", {"short_text"}),
    "rights": ("rights_uri", "rights", {"rights"}),
    "same_as": ("same_as", "links", {"links"}),
    "creators": ("creators", "creators", {"creators"}),
}
_LIMITS = {"inventory_number": 120, "state_catalogue_number": 60}
_MULTILINE = {"description", "notes"}


@dataclass(frozen=True, slots=True)
class Mapped:
    """`data` is None when a fault refuses the row; remarks may stand beside data."""

    source_id: str
    data: ItemData | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """`targets` are the item's fields that imports with this mapping own; no other is ever touched."""

    text: str
    fingerprint: str
    sheet: str | None
    is_nested: bool
    source_id: list[Rule]
    plain: dict[str, list[Rule]]
    texts: dict[tuple[str, str], list[Rule]]

    @property
    def targets(self) -> set[str]:
        return {*self.plain, *(f"{name}.{code}" for name, code in self.texts)}

    def key_of(self, record: Record) -> str:
        """The record's key in its source. Raises RowFault."""
        faults: list[Fault] = []
        key = apply_rules(self.source_id, record, faults)
        if faults:
            raise RowFault(faults[0].code, faults[0].field, faults[0].value, **faults[0].params)
        if not key:
            raise RowFault("required", self.source_id[0].label)
        return key

    def item(self, record: Record, source_id: str) -> Mapped:
        faults: list[Fault] = []
        data = ItemData(source_id)
        for name, rules in self.plain.items():
            if (value := apply_rules(rules, record, faults)) is not None:
                setattr(data, name, value)
        for (name, code), rules in self.texts.items():
            if text := apply_rules(rules, record, faults):
                getattr(data, name)[code] = text
        if not data.title and not any(each.is_refusal for each in faults):
            labels = [rules[0].label for (name, _code), rules in self.texts.items() if name == "title"]
            faults.append(fault("required", ", ".join(labels)))
        is_refused = any(each.is_refusal for each in faults)
        return Mapped(source_id, None if is_refused else data, tuple(faults))

    def check_columns(self, columns: list[str] | None) -> None:
        """Raises SourceError when the mapping reads columns that the file does not have."""
        if columns is None or self.is_nested:
            return
        every = [*self.source_id, *(rule for rules in (*self.plain.values(), *self.texts.values()) for rule in rules)]
        missing = sorted({name for rule in every for name in rule.columns} - set(columns))
        if missing:
            listed = ", ".join(f"“{name}”" for name in missing)
            raise SourceError(_("Columns are missing: %(names)s.") % {"names": listed}, row=1, field=missing[0])


def load_mapping(name_or_path: str) -> Mapping:
    """A file, or the name of one that is shipped ("tate"). Raises MappingError."""
    path = Path(name_or_path)
    if not path.suffix and not path.exists():
        path = MAPPINGS_DIR / f"{path.name}.toml"
    try:
        return parse_mapping(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(_("The mapping file cannot be read: %(name)s") % {"name": name_or_path}) from error


def parse_mapping(text: str) -> Mapping:
    """Raises MappingError that names the key at fault."""
    try:
        spec = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError(_("This is not TOML: %(error)s") % {"error": error}) from error
    context = _check_top(spec)
    plain, texts = _compile_fields(spec["fields"], context)
    canonical = json.dumps([CODE_VERSION, spec], sort_keys=True, default=str)
    key_rules = compile_rules(spec["source_id"], "source_id", "short_text", {"short_text"}, context)
    for rule in key_rules:
        rule.options["limit"] = MAX_SOURCE_ID
    return Mapping(
        text=text,
        fingerprint=hashlib.sha256(canonical.encode()).hexdigest(),
        sheet=spec.get("sheet"),
        is_nested=context.is_nested,
        source_id=key_rules,
        plain=plain,
        texts=texts,
    )


def _check_top(spec: dict[str, Any]) -> Context:
    unknown_names(spec, _TOP, "")
    for name in ("source_id", "fields"):
        if name not in spec:
            raise wrong(name, _("this is missing"))
    if spec.get("version", 1) != 1:
        raise wrong("version", _("only 1 is known"))
    if spec.get("paths", "columns") not in ("columns", "jmespath"):
        raise wrong("paths", _("“columns” or “jmespath”"))
    for name in ("fields", "tables"):
        if not isinstance(spec.get(name, {}), dict):
            raise wrong(name, _("this is a table"))
    language = spec.get("language", "kk")
    unknown_names([language], LANGUAGES, "language")
    tables = spec.get("tables", {})
    for name, entries in tables.items():
        if not isinstance(entries, dict):
            raise wrong(f"tables.{name}", _("this is a table"))
        for word, value in entries.items():
            _check_entry(value, f"tables.{name}.{word}")
    return Context(spec.get("paths", "columns") == "jmespath", language, tables)


def _check_entry(value: Any, where: str) -> None:
    if isinstance(value, dict):
        unknown_names(value, LANGUAGES, where)
        if value and all(isinstance(text, str) and text.strip() for text in value.values()):
            return
    elif isinstance(value, str):
        return
    raise wrong(where, _("an entry is a text or a text in each language"))


def _compile_fields(fields: dict[str, Any], context: Context) -> tuple[dict[str, Any], dict[tuple[str, str], Any]]:
    unknown_names(fields, {*_FIELDS, *LANGUAGE_MAPS}, "fields")
    plain, texts = {}, {}
    for name, spec in fields.items():
        where = f"fields.{name}"
        if name in LANGUAGE_MAPS:
            for code, rules in _compile_text(name, spec, context).items():
                texts[name, code] = rules
            continue
        target, default, allowed = _FIELDS[name]
        plain[target] = compile_rules(spec, where, default, allowed, context)
        for rule in plain[target]:
            rule.options.setdefault("limit", _LIMITS.get(name))
            _check_measures(rule, spec, where)
    if "title" not in {name for name, _code in texts}:
        raise wrong("fields.title", _("this is missing"))
    return plain, texts


def _compile_text(name: str, spec: Any, context: Context) -> dict[str, list[Rule]]:
    where = f"fields.{name}"
    if not isinstance(spec, dict) or not spec:
        raise wrong(where, _("one rule a language, as in “%(example)s”") % {"example": f'{name}.kk = "…"'})
    unknown_names(spec, LANGUAGES, where)
    compiled = {code: compile_rules(each, f"{where}.{code}", "text", {"text"}, context) for code, each in spec.items()}
    for rules in compiled.values():
        for rule in rules:
            rule.options.setdefault("multiline", name in _MULTILINE)
    return compiled


def _check_measures(rule: Rule, spec: Any, where: str) -> None:
    for each in spec if isinstance(spec, list) else [spec]:
        if isinstance(each, dict) and each.get("convert") == "measures":
            unknown_names(each.get("measures", {}), TYPES, f"{where}.measures")
            unknown_names([each.get("unit", "")], {*UNITS, "in", "ft"}, f"{where}.unit")

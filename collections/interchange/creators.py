"""Makers in their roles: the converter `creators`."""

import re
from typing import Any

from interchange.converters import MAX_VALUES, Options, as_text, year_of
from interchange.date_texts import years_to_edtf
from interchange.faults import RowFault
from interchange.item_data import Creator
from vocabularies.models import term_key

_NAME_AND_ROLE = re.compile(r"^(?P<name>.+?)(?:\s*\((?P<role>[^()]+)\))?$")


def creators(value: Any, options: Options) -> tuple[Creator, ...]:
    """A list of objects read by the options `name`, `role` …, or a text "Name (role); Name" cut by `split`."""
    if isinstance(value, list):
        made = [_creator_of_object(each, options) for each in value]
    else:
        split = options.get("split") or re.compile(";")
        made = [_creator_of_text(piece.strip(), options) for piece in split.split(as_text(value))]
    unique = {(creator.key, creator.role): creator for creator in made if creator}
    if len(unique) > MAX_VALUES:
        raise RowFault("too-many", limit=MAX_VALUES)
    return tuple(unique.values())


def _creator_of_text(written: str, options: Options) -> Creator | None:
    match = _NAME_AND_ROLE.match(written)
    return _creator({"name": match["name"], "role": match["role"]}, options) if match else None


def _creator_of_object(value: Any, options: Options) -> Creator | None:
    if not isinstance(value, dict):
        raise RowFault("not-a-list", value=value)
    return _creator({part: find(value) for part, find in options["parts"].items()}, options)


def _creator(parts: dict[str, Any], options: Options) -> Creator | None:
    name = " ".join(as_text(parts.get("name"), 255).split())
    if not name or term_key(name) in options.get("skip", ()):
        return None
    role = " ".join(as_text(parts.get("role"), 80).split()).casefold()
    if role and "roles" in options:
        role = options["roles"].first(role) or role
    kind_word = as_text(parts.get("kind"), 80)
    key = as_text(parts.get("key"), 200)
    return Creator(
        key=f"{options.get('key_prefix', '')}{key}" if key else term_key(name),
        role=role or options.get("default_role", "creator"),
        name={options["language"]: name},
        kind=(options["kinds"].first(kind_word) if "kinds" in options else "") or "person",
        sort_name=as_text(parts.get("sort_name"), 255) or name,
        birth_edtf=_life_date(parts.get("birth")),
        death_edtf=_life_date(parts.get("death")),
    )


def _life_date(value: Any) -> str:
    """A doubtful date of birth is no reason to refuse an item."""
    try:
        year = year_of(value)
    except RowFault:
        return ""
    return years_to_edtf(year, year)

"""Where each text came from, and which ones must be looked at again.

The status of a field is {language code: {"origin": …, "stale": bool}}; a text without one counts as a curator's."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from heritage.languages import LanguageMap


class Origin(StrEnum):
    CURATOR = "curator"
    IMPORTED = "imported"
    MACHINE = "machine"
    REVIEWED = "reviewed"


FieldStatus = dict[str, dict[str, Any]]


def after_edit(before: LanguageMap, after: LanguageMap, status: FieldStatus, origin: Origin) -> FieldStatus:
    """The status once `before` has become `after` by `origin`: what was written is fresh, what was left is stale.

    Only a text that a person or a source wrote makes the others stale; a machine's translation does not."""
    changed = {code for code, text in after.items() if before.get(code) != text}
    result: FieldStatus = {}
    for code in after:
        if code in changed:
            result[code] = {"origin": str(origin)}
        else:
            result[code] = dict(status.get(code, {"origin": str(Origin.CURATOR)}))
            if changed & set(before) and origin is not Origin.MACHINE:
                result[code]["stale"] = True
    return result


def machine_translated(status: Mapping[str, FieldStatus], field: str, code: str) -> bool:
    return status.get(field, {}).get(code, {}).get("origin") == Origin.MACHINE

"""What all parts of a manifest share."""

from typing import Any

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
CONTEXT_4 = "http://iiif.io/api/presentation/4/context.json"
JSON = dict[str, Any]


def merged(made: JSON, more: JSON) -> JSON:
    """`made` with the properties of `more`; where both have a list, `more`'s entries follow."""
    for name, value in more.items():
        made[name] = [*made[name], *value] if isinstance(made.get(name), list) else value
    return made

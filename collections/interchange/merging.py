"""What an import may write into an item, and what it must leave to the curator.

A field belongs to the import as long as it still has what the import last put there, or was never filled. Once a
curator has changed or emptied it, it is the curator's: the import keeps it and says so when its own value is new."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogue.models import Item
from interchange.item_data import LANGUAGE_MAPS, PLAIN, TERM_LISTS, TERMS

Values = dict[str, Any]
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
Digests = dict[str, str]


def digests(values: Values) -> Digests:
    """What `RawRecord.written` keeps: enough to tell a change, not the text itself."""
    return {name: hashlib.sha256(_ENCODER.encode(value).encode()).hexdigest()[:16] for name, value in values.items()}


def values_of(item: Item) -> Values:
    """As `ItemData.values` gives them, of what the item has now. Reads its terms and creators."""
    flat: Values = {name: value for name in PLAIN if (value := getattr(item, name))}
    for name in LANGUAGE_MAPS:
        flat |= {f"{name}.{code}": text for code, text in getattr(item, name).items() if text}
    flat |= {name: term.key for name in TERMS if (term := getattr(item, name))}
    flat |= {name: sorted(term.key for term in terms) for name in TERM_LISTS if (terms := getattr(item, name).all())}
    if creators := sorted(item.creators.all(), key=lambda creator: creator.sort_order):
        flat["creators"] = [[creator.agent.key, creator.role] for creator in creators]
    return flat


@dataclass(frozen=True, slots=True)
class Merge:
    """`write` are the fields to take from the import; `kept` those a curator has changed though the import has
    something new; `written` is the new state of `RawRecord.written`."""

    write: frozenset[str]
    kept: tuple[str, ...]
    written: Digests


def merge(current: Values, incoming: Values, written: Digests, targets: Iterable[str]) -> Merge:
    now, new = digests(current), digests(incoming)
    write, kept, after = set(), [], dict(written)
    for name in sorted(targets):
        if now.get(name) == new.get(name) or now.get(name) == written.get(name):
            if now.get(name) != new.get(name):
                write.add(name)
            _note(after, name, new.get(name))
        elif new.get(name) != written.get(name):
            kept.append(name)
    return Merge(frozenset(write), tuple(kept), after)


def _note(written: Digests, name: str, digest: str | None) -> None:
    if digest is None:
        written.pop(name, None)
    else:
        written[name] = digest

"""Lookup tables of a mapping file: a holder's words to the catalogue's."""

import re
from functools import lru_cache
from typing import Any

from vocabularies.models import term_key


class Table:
    """Words are compared without regard to case and spacing. With `contains` a text has every entry that stands in it
    as whole words, the longer words first: "gelatin silver print" is not also a "print". A word whose value is the
    empty text is known and stands for nothing."""

    def __init__(self, entries: dict[str, Any], *, contains: bool = False) -> None:
        self._entries = {term_key(word): value for word, value in entries.items()}
        self._pattern = None
        if contains and entries:
            words = "|".join(re.escape(word) for word in sorted(self._entries, key=len, reverse=True))
            self._pattern = re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")
        self._find = lru_cache(maxsize=10_000)(self._search)

    def all(self, text: str) -> list[Any]:
        return list(self._find(term_key(text) if len(text) < 255 else text.casefold()))

    def first(self, text: str) -> Any:
        found = self._find(term_key(text) if len(text) < 255 else text.casefold())
        return found[0] if found else None

    def _search(self, key: str) -> tuple[Any, ...]:
        if self._pattern is None:
            return (self._entries[key],) if self._entries.get(key) else ()
        words = dict.fromkeys(match[0] for match in self._pattern.finditer(key))
        return tuple(value for word in words if (value := self._entries[word]))

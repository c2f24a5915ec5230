"""The parameters of a search (sections 4.1 and 5.1). Nothing that is sent is an error; what has no meaning here is
named in `ignored`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from search.engines.base import Clause
from search.iiif.units import Unit
from search.syntax import clean, parse

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LONGEST = 500
_DEEPEST = 100_000
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class SearchRequest:
    """`spans` are the dates; None when none were asked for. `ignored` are names of parameters."""

    q: str
    motivations: tuple[str, ...]
    date: str
    spans: tuple[Span, ...] | None
    ignored: tuple[str, ...]
    page: int
    least: int

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "SearchRequest":
        date = clean(params.get("date", ""))
        spans = _spans(date)
        ignored = [name for name in ("user",) if params.get(name)]
        if date and spans is None:
            ignored.append("date")
        return cls(
            q=clean(params.get("q", "")),
            motivations=tuple(clean(params.get("motivation", "")[:_LONGEST]).split()),
            date=date if spans is not None else "",
            spans=spans,
            ignored=tuple(ignored),
            page=_whole(params.get("page", "")),
            least=_whole(params.get("min", "")),
        )

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return parse(self.q)

    def query(self, *, page: int | None = None, **more: str) -> str:
        """As an address has it, without what was ignored."""
        given = {"q": self.q, "motivation": " ".join(self.motivations), "date": self.date, **more}
        pairs = [(name, value) for name, value in given.items() if value]
        pairs += [("page", str(page))] if page else []
        return f"?{urlencode(pairs)}" if pairs else ""

    def admits(self, unit: Unit) -> bool:
        if self.motivations and unit.motivation not in self.motivations:
            return False
        return self.spans is None or any(first <= unit.created <= last for first, last in self.spans)


def _whole(text: str) -> int:
    """At least 1."""
    return max(1, min(int(text), _DEEPEST)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _spans(text: str) -> tuple[Span, ...] | None:
    """None unless each is a pair of times in UTC."""
    found = []
    for span in text.split():
        first, _slash, last = span.partition("/")
        if not (_DATE.fullmatch(first) and _DATE.fullmatch(last)):
            return None
        try:
            found.append((datetime.fromisoformat(first), datetime.fromisoformat(last)))
        except ValueError:
            return None
    return tuple(found) or None

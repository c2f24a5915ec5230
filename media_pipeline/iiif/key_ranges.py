"""Dividing millions of rows into Collections of bounded size, without counting them.

A Collection of at most PAGE_KEYS rows lists them. A larger one lists ranges of primary keys: aligned, a power of ten of
blocks of PAGE_KEYS keys wide, and the narrowest of which at most FANOUT are needed. A range's name says its keys, so an
address means the same rows for good: none moves to another range as others come and go."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from heritage.errors import NotFound
from media_pipeline.iiif.collection_parts import reference
from media_pipeline.iiif.presentation import JSON
from media_pipeline.iiif.texts import IIIFText

PAGE_KEYS = 1000
FANOUT = 100
_RANGE = re.compile(r"([0-9]{1,12})(?:-([0-9]{1,12}))?")


class KeyRange(NamedTuple):
    """Blocks `first` to `first + blocks - 1`, PAGE_KEYS keys each."""

    first: int
    blocks: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Of "7" (a block) or "40-49" (ten of them). Raises NotFound for what no Collection lists."""
        match = _RANGE.fullmatch(text)
        if match is None:
            raise NotFound()
        first = int(match[1])
        found = cls(first, int(match[2]) - first + 1 if match[2] else 1)
        is_power_of_ten = re.fullmatch("10*", str(found.blocks))
        if not is_power_of_ten or first % found.blocks or str(found) != text:
            raise NotFound()
        return found

    def __str__(self) -> str:
        return str(self.first) if self.blocks == 1 else f"{self.first}-{self.first + self.blocks - 1}"

    @property
    def keys(self) -> str:
        """For people, who number records and not blocks."""
        return f"{self.first * PAGE_KEYS}–{(self.first + self.blocks) * PAGE_KEYS - 1}"

    def of(self, rows: QuerySet) -> QuerySet:
        low = self.first * PAGE_KEYS
        return rows.filter(pk__gte=low, pk__lt=low + self.blocks * PAGE_KEYS)


class Tree(NamedTuple):
    """`rows` are what the public may see, `describe` makes members of at most PAGE_KEYS of them."""

    name: str
    label: IIIFText
    rows: QuerySet
    describe: Callable[[Any], list[JSON]]

    def listed(self, part: str = "") -> QuerySet | None:
        """The rows of the whole, or of the range that `part` names; None where they are too many to be listed. Raises
        NotFound for what is no range."""
        rows = self._rows(part)
        return None if rows.values("pk")[PAGE_KEYS : PAGE_KEYS + 1] else rows

    def members(self, part: str = "") -> list[JSON]:
        """Of the whole, or of the range that `part` names. Raises NotFound for a range with nothing in it."""
        rows = self.listed(part)
        if rows is None:
            keys = self._rows(part).values_list("pk", flat=True)
            return [self._reference(found) for found in occupied(self.rows, keys[0], keys.last())]
        members = self.describe(rows)
        if part and not members:
            raise NotFound()
        return members

    def part_label(self, part: str) -> IIIFText:
        keys = KeyRange.parse(part).keys
        return {tag: [f"{text} · {keys}" for text in texts] for tag, texts in self.label.items()}

    def _rows(self, part: str) -> QuerySet:
        return (KeyRange.parse(part).of(self.rows) if part else self.rows).order_by("pk")

    def _reference(self, found: KeyRange) -> JSON:
        return reference(f"{self.name}.{found}", self.part_label(str(found)))


def occupied(rows: QuerySet, low: int, high: int) -> list[KeyRange]:
    """The ranges that hold rows with keys from `low` to `high`, themselves keys of rows: at most FANOUT, in order."""
    size = 1
    while high // (size * PAGE_KEYS) - low // (size * PAGE_KEYS) >= FANOUT:
        size *= 10
    return [KeyRange(number * size, size) for number in _numbers(rows, low, high, size * PAGE_KEYS)]


def _numbers(rows: QuerySet, low: int, high: int, width: int) -> list[int]:
    """Which multiples of `width` have keys: a loose index scan, one probe of the index for each range that is found,
    however many rows are in it. `rows` has no bounds of its own: the index would be read from the lower one."""
    after = RawSQL("(found.number + 1) * %s", [width], output_field=BigIntegerField())
    following = rows.filter(pk__gte=after, pk__lte=high).order_by("pk").values("pk")[:1]
    probe, params = following.query.sql_with_params()
    sql = (
        "WITH RECURSIVE found(number) AS (SELECT CAST(%s AS bigint) UNION ALL "  # noqa: S608 (the ORM's own text)
        f"SELECT CAST(({probe}) / %s AS bigint) FROM found WHERE found.number IS NOT NULL"
        ") SELECT number FROM found WHERE number IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [low // width, *params, width])
        return [number for (number,) in cursor.fetchall()]

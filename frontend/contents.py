"""The table of contents on an item's page."""

from typing import NamedTuple

from catalogue.models import Item
from frontend.figures import Figure
from heritage.languages import LanguageMap
from media_pipeline.contents import Heading, contents, ranges_of

# A longer one is closed until it is wanted.
OPEN_UP_TO = 12


class Entry(NamedTuple):
    """A heading that has a picture: `number` is the picture's, as in `?image=3`."""

    label: LanguageMap
    number: int
    is_current: bool
    children: list["Entry"]


class Contents(NamedTuple):
    entries: list[Entry]
    is_open: bool


def contents_of(item: Item, figures: list[Figure], current: Figure | None) -> Contents | None:
    """None when there is nothing to choose from."""
    if not item.pk or not figures:
        return None
    headings = contents(ranges_of(item), [figure.asset for figure in figures])
    place = current.number - 1 if current else -1
    entries = _entries(headings, place)
    return Contents(entries, _count(entries) <= OPEN_UP_TO) if entries and len(figures) > 1 else None


def _entries(headings: list[Heading], place: int) -> list[Entry]:
    found = []
    for heading in headings:
        if heading.first is None or heading.last is None:
            continue
        children = _entries(heading.children, place)
        here = heading.first <= place <= heading.last
        # The innermost heading is where the reader is.
        is_current = here and not any(_holds_current(child) for child in children)
        found.append(Entry(heading.range.label, heading.first + 1, is_current, children))
    return found


def _holds_current(entry: Entry) -> bool:
    return entry.is_current or any(_holds_current(child) for child in entry.children)


def _count(entries: list[Entry]) -> int:
    return len(entries) + sum(_count(entry.children) for entry in entries)

"""From places in streams to annotations with regions, and what is said of each match (section 4.3)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from catalogue.models import Item
from media_pipeline.iiif import annotation_pages
from media_pipeline.models import CanvasText
from search.iiif.matching import Span, located
from search.iiif.pages import Page, Part
from search.iiif.units import Unit

JSON = dict[str, Any]
# A text without places is one annotation, with as many matches as it has words.
_MOST_MATCHES = 1000
_CONTEXT = 60


class Hit(NamedTuple):
    """An annotation, and where in its body, or around it, the match is; no selector when no words were asked for."""

    annotation: JSON
    selector: JSON | None = None


class Found:
    """Annotations number `start` to `end` of the whole answer, and what matched in them."""

    def __init__(self, item: Item, start: int, end: int) -> None:
        self._item, self._start, self._end = item, start, end
        self._units: list[tuple[Unit, dict[str, list[Span]], int]] = []

    def add(self, unit: Unit, spans: dict[str, list[Span]], position: int) -> None:
        """`position` is the number of the first annotation that comes of the unit."""
        self._units.append((unit, spans, position))

    def annotations(self, uri: str) -> tuple[list[JSON], list[JSON]]:
        """One query more."""
        texts = CanvasText.objects.in_bulk([unit.key for unit, _, _ in self._units if unit.annotation is None])
        items: list[JSON] = []
        matches: list[JSON] = []
        for unit, spans, position in self._units:
            text = texts.get(unit.key)
            if text is None and unit.annotation is None:
                continue
            numbers: dict[str, int] = {}
            for hits in _matches(self._item, unit, spans, text):
                shown = []
                for hit in hits:
                    name = hit.annotation["id"]
                    is_new = name not in numbers
                    number = numbers.setdefault(name, position + len(numbers))
                    if self._start <= number < self._end:
                        shown.append(hit)
                        items += [hit.annotation] if is_new else []
                selected = [hit for hit in shown if hit.selector]
                if selected and len(matches) < _MOST_MATCHES:
                    matches.append(_said(f"{uri}#match-{len(matches) + 1}", unit, selected))
        return items, matches


def _matches(item: Item, unit: Unit, found: dict[str, list[Span]], text: CanvasText | None) -> Iterator[list[Hit]]:
    """For each match its annotations: several when it goes over the ends of lines."""
    if unit.annotation is not None:
        yield from _note_hits(annotation_pages.note(item, unit.canvas, unit.annotation), unit, found)
        return
    if not found:
        yield from ([Hit(annotation)] for annotation in annotation_pages.text_annotations(unit.canvas, text))
        return
    [(code, spans)] = found.items()
    page = Page.of(text, code)
    build = {"word": _word_hits, "line": _line_hits}.get(unit.boxes, _page_hits)
    for match in located(unit.content[code], spans):
        if parts := page.parts(match):
            yield build(unit, text, page, parts)


def _note_hits(note: JSON, unit: Unit, found: dict[str, list[Span]]) -> Iterator[list[Hit]]:
    if not found:
        yield [Hit(note)]
    for code, spans in found.items():
        page = Page(unit.annotation.body[code], code)
        for match in located(unit.content[code], spans):
            if parts := page.parts(match):
                yield [Hit(note, _quote(page.text, page.position(parts[0]), _end(page, parts[-1])))]


def _word_hits(unit: Unit, text: CanvasText, page: Page, parts: list[Part]) -> list[Hit]:
    """An annotation for the words alone, and the text around them."""
    hits = []
    for part in parts:
        line = page.line(part.line)
        name = f"{annotation_pages.line_uri(unit.canvas, text.language, part.line + 1)}/{part.start}-{part.end}"
        body = annotation_pages.textual_body(line.text[part.start : part.end], text.language)
        target = annotation_pages.region_uri(unit.canvas, page.box(part))
        annotation = annotation_pages.supplementing(name, body, target, "word", text.created_at)
        hits.append(Hit(annotation, _quote(page.text.replace("\n", " "), page.position(part), _end(page, part))))
    return hits


def _line_hits(unit: Unit, text: CanvasText, page: Page, parts: list[Part]) -> list[Hit]:
    """The annotations of the whole lines, with where in them the words are."""
    hits = []
    for part in parts:
        line = page.line(part.line)
        annotation = annotation_pages.text_line(unit.canvas, text, part.line + 1, line)
        hits.append(Hit(annotation, _quote(line.text, part.start, part.end)))
    return hits


def _page_hits(unit: Unit, text: CanvasText, page: Page, parts: list[Part]) -> list[Hit]:
    quote = _quote(page.text, page.position(parts[0]), _end(page, parts[-1]))
    return [Hit(annotation_pages.whole_text(unit.canvas, text), quote)]


def _end(page: Page, part: Part) -> int:
    return page.position(part) + part.end - part.start


def _quote(text: str, start: int, end: int) -> JSON:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if start > _CONTEXT and " " in before:
        before = before[before.index(" ") + 1 :]
    if end + _CONTEXT < len(text) and " " in after:
        after = after[: after.rindex(" ")]
    made = {"type": "TextQuoteSelector", "exact": text[start:end]}
    return made | ({"prefix": before} if before else {}) | ({"suffix": after} if after else {})


def _said(name: str, unit: Unit, hits: list[Hit]) -> JSON:
    """Section 4.3.1 where an annotation is the words themselves, 4.3.2 where they are within it."""
    targets = [{"type": "SpecificResource", "source": hit.annotation["id"], "selector": [hit.selector]} for hit in hits]
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "contextualizing" if unit.boxes == CanvasText.Boxes.WORD else "highlighting",
        "target": targets if len(targets) > 1 else targets[0],
    }

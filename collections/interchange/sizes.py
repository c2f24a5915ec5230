"""Dimensions as museums write them, to the catalogue's list.

"support: 318 x 394 mm" is height by width (by depth) of the part "support"; each line or semicolon begins anew. Also
"H. 12 cm; W. 5 cm", "биіктігі 12 см", "⌀ 3 1/4 in.", "0.2 kg", "14min, 49sec". Inches and feet become centimetres."""

import re
from functools import lru_cache
from typing import Any

from interchange.size_words import LABELS, UNITS

Dimensions = list[dict[str, Any]]
_NUMBER = r"\d+(?:[ \u00a0]\d+/\d+|[.,]\d+)?|\d+/\d+"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MEASURE = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?(?![^\W\d_])\.?", re.IGNORECASE)
_TIMES = re.compile(r"\s*(?:[x×х*]|by|на)\s*", re.IGNORECASE)
_LABEL = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_LABELLED = re.compile(rf"(?P<label>{_LABEL})(?![^\W\d_])\.?\s*:?\s*", re.IGNORECASE)
_PART = re.compile(r"^(?P<part>[^\d:]{2,60}?)\s*:\s*(?=\S)")
_ORDER = ("height", "width", "depth")
_NONE = re.compile(r"(?:overall )?(?:display )?(?:dimensions|size)s? (?:variable|unknown|unconfirmed)", re.IGNORECASE)


class NotDimensions(ValueError):
    """The text was not understood."""


@lru_cache(maxsize=20_000)
def _parsed(text: str, unit: str) -> tuple[tuple[str, float, str, str], ...]:
    found: list[tuple[str, float, str, str]] = []
    for line in re.split(r"[\r\n;]+", text):
        line = line.strip(" .,\t")
        if line and not _NONE.fullmatch(line):
            found += _line(line, unit)
    return tuple(dict.fromkeys(found))


def parse_dimensions(text: str, unit: str = "") -> Dimensions:
    """`unit` is for numbers that have none. Raises NotDimensions, also when there is no unit at all."""
    return [_entry(*each) for each in _parsed(text, unit)]


def measure(kind: str, number: float, unit: str, part: str = "") -> Dimensions:
    """One dimension from a column of its own; none for 0, which holders write for "not measured"."""
    if number < 0 or number >= 1e7:
        raise NotDimensions(str(number))
    return [_entry(kind, *_metric(number, unit), part)] if number > 0 else []


def _entry(kind: str, value: float, unit: str, part: str) -> dict[str, Any]:
    number = int(value) if float(value).is_integer() else value
    return {"type": kind, "value": number, "unit": unit} | ({"part": part} if part else {})


def _line(line: str, unit: str) -> list[tuple[str, float, str, str]]:
    part = ""
    labelled = _LABELLED.match(line)
    if not labelled and (heading := _PART.match(line)):
        part, line = heading["part"].strip(), line[heading.end() :]
    result: list[tuple[str, float, str, str]] = []
    for piece in re.split(r",\s+", line):
        result += _piece(piece.strip(), unit, part)
    return _joined_durations(result)


def _piece(piece: str, unit: str, part: str) -> list[tuple[str, float, str, str]]:
    label = _LABELLED.match(piece)
    kind = LABELS[label["label"].casefold()] if label else ""
    rest = piece[label.end() :] if label else piece
    numbers: list[tuple[str, str]] = []
    while found := _MEASURE.match(rest):
        numbers.append((found["number"], (found["unit"] or "").casefold()))
        rest = rest[found.end() :]
        if not (times := _TIMES.match(rest)):
            break
        rest = rest[times.end() :]
    if not numbers or len(numbers) > 3 or re.search(r"\d", rest):
        raise NotDimensions(piece)
    # "318 x 394 mm": the last unit is everyone's.
    last = next((each for _number, each in reversed(numbers) if each), unit)
    if not last or (kind and len(numbers) > 1):
        raise NotDimensions(piece)
    return [_typed(index, number, each or last, kind, part) for index, (number, each) in enumerate(numbers)]


def _typed(index: int, text: str, unit: str, kind: str, part: str) -> tuple[str, float, str, str]:
    value, symbol = _metric(_number(text), unit)
    if not 0 < value < 1e9:
        raise NotDimensions(text)
    given = {"g": "weight", "kg": "weight", "s": "duration"}.get(symbol, kind or _ORDER[index])
    return given, value, symbol, part


def _metric(number: float, unit: str) -> tuple[float, str]:
    try:
        factor, symbol = UNITS[unit.casefold()]
    except KeyError:
        raise NotDimensions(unit) from None
    return round(number * factor, 2 if factor != 1 else 4), symbol


def _number(text: str) -> float:
    """ "3 1/4", "12,5" and "12.5"."""
    total = 0.0
    for piece in text.replace(",", ".").split():
        top, _slash, bottom = piece.partition("/")
        if bottom and not float(bottom):
            raise NotDimensions(text)
        total += float(top) / float(bottom or 1)
    return total


def _joined_durations(entries: list[tuple[str, float, str, str]]) -> list[tuple[str, float, str, str]]:
    """ "14min, 49sec" is one duration."""
    durations = [each for each in entries if each[0] == "duration"]
    if len(durations) < 2:
        return entries
    whole = ("duration", sum(each[1] for each in durations), "s", durations[0][3])
    return [each for each in entries if each[0] != "duration"] + [whole]

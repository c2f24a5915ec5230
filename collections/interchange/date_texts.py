"""Dates as museums write them, to EDTF.

"c.1823–8" is 1823~/1828~, "late 19th century" 1867~/1899~, "XIX ғ." 18XX, "не позднее 1900" ../1900. English,
Russian and Kazakh. Early, mid and late are thirds of a century or decade (Getty CDWA); what was printed, cast or
published later is left to the notes: the first date is the object's."""

import re
from functools import lru_cache

from heritage.dates import edtf_years
from interchange.date_words import (
    ABOUT,
    AFTER,
    BCE,
    BEFORE,
    CENTURY,
    DECADE,
    MADE,
    MONTHS,
    PARTS,
    PARTS_AFTER,
    UNIT_OF_CENTURY,
    UNKNOWN,
)


class NotADate(ValueError):
    """The text was not understood."""


@lru_cache(maxsize=20_000)
def date_text_to_edtf(text: str) -> str:
    """EDTF, or "" for a text that says that the date is not known. Raises NotADate."""
    plain = _simplify(text)
    if not plain or plain in UNKNOWN:
        return ""
    for read in (_iso_or_edtf, _bounded, _span):
        if edtf := read(plain):
            return _checked(edtf, text)
    raise NotADate(text)


def years_to_edtf(earliest: int | None, latest: int | None) -> str:
    """An interval of two years; open where one is missing. Raises NotADate if they are the wrong way round."""
    if earliest is None and latest is None:
        return ""
    if earliest is not None and latest is not None and earliest > latest:
        raise NotADate(f"{earliest} > {latest}")
    ends = ["" if year is None else _year(year) for year in (earliest, latest)]
    return ends[0] if ends[0] == ends[1] else "/".join(end or ".." for end in ends)


def _checked(edtf: str, text: str) -> str:
    try:
        edtf_years(edtf)
    except ValueError:
        raise NotADate(text) from None
    return edtf


def _simplify(text: str) -> str:
    plain = re.sub(r"[‐‑‒–—−]", "-", " ".join(text.split())).casefold().strip(" .;,")
    # "1825, reprinted 1874": what happened later is not the object's date; "(1736-1795)" says a reign in years.
    plain = re.sub(r",\s*[^\d\s].*$", "", plain)
    if bracketed := re.search(r"\(\s*(\d{3,4}\s*-\s*\d{2,4})\s*\)", plain):
        return bracketed[1]
    plain = re.sub(rf"^(?:{MADE})\s+", "", plain)
    for after, before in PARTS_AFTER.items():
        plain = re.sub(rf"^(.+?)\s+{after}$", rf"{before} \1", plain)
    plain = re.sub(rf"^({BCE})\s+(.+)$", r"\2 \1", plain)
    return re.sub(r"(?<=\d)\s*(?:жылдың|жылғы|жыл|года|год|годы|гг|г|жж|ж)\.?(?=$|\s|-)", "", plain).strip()


def _iso_or_edtf(plain: str) -> str:
    edtf = plain.upper()
    if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", plain):
        # "1906-07" is the span of two years in a museum's hand, and a month only if it cannot be one.
        first, second, *day = plain.split("-")
        return edtf if day or int(second) <= int(first[2:]) else f"{first}/{first[:2]}{second}"
    if re.fullmatch(r"-?\d{2}[\dX]{2}[~?%]?(?:/-?\d{2}[\dX]{2}[~?%]?|/\.\.)?|\.\./-?\d{2}[\dX]{2}[~?%]?", edtf):
        return edtf
    if date := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", plain):
        return _numeric_day(int(date[1]), int(date[2]), date[3], dotted="." in plain)
    return _worded_day(plain)


def _numeric_day(first: int, second: int, year: str, *, dotted: bool) -> str:
    """Dots mean day first; with slashes a date is certain only when one number cannot be a month."""
    if dotted or first > 12:
        return f"{year}-{second:02}-{first:02}"
    return f"{year}-{first:02}-{second:02}" if second > 12 else year


def _worded_day(plain: str) -> str:
    for pattern in (
        r"(?:(?P<day>\d{1,2})\s+)?(?P<month>[^\W\d]+)\.?,?\s+(?P<year>\d{4})",
        r"(?P<month>[^\W\d]+)\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
        r"(?P<year>\d{4})\s+(?:(?P<day>\d{1,2})\s+)?(?P<month>[^\W\d]+)",
    ):
        found = re.fullmatch(pattern, plain)
        if found and (month := MONTHS.get(found["month"][:3])):
            day = f"-{int(found['day']):02}" if found["day"] else ""
            return f"{found['year']}-{month:02}{day}"
    return ""


def _bounded(plain: str) -> str:
    """ "before 1900", "after c.1830", "no earlier than 1900"."""
    for pattern, form in ((BEFORE, "../{}"), (AFTER, "{}/..")):
        if found := re.fullmatch(rf"(?:{pattern})\s*(.+)", plain):
            bound = _span(found[1])
            return form.format(bound.split("/")[0 if form.startswith("{") else -1]) if bound else ""
    return ""


def _span(plain: str) -> str:
    """One moment, or two of them with a dash, a slash or a comma between."""
    if moment := _moment(plain):
        return "/".join(dict.fromkeys(moment)) if moment[0] else ""
    for mark in ("-", "/", ",", " or ", " to ", " и ", " және "):
        first, found, second = plain.partition(mark)
        if found and (pair := _pair(first.strip(), second.strip())):
            return pair
    return ""


def _pair(first: str, second: str) -> str:
    bare, mark = _qualified(first)
    until, late_mark = _qualified(second)
    if re.fullmatch(r"\d{3,4}", bare) and re.fullmatch(r"\d{1,4}", until):
        until = bare[: len(bare) - len(until)] + until if len(until) < len(bare) else until
        mark = mark or late_mark
        return _ordered(f"{int(bare):04}{mark}", f"{int(until):04}{mark}")
    first, second = _same_unit(first, second)
    start, end = _moment(first), _moment(second)
    if not start or not end:
        return ""
    # "c. 16th-17th century" is about both.
    about = "~" if start[0].endswith("~") else ""
    return _ordered(start[0], end[-1] if end[-1].endswith("~") else end[-1] + about)


def _same_unit(first: str, second: str) -> tuple[str, str]:
    """ "VII-V вв. до н.э.", "17th-19th century", "1920-30-е": what is said once holds for both."""
    if re.fullmatch(r"\d{3}0", first) and re.fullmatch(rf"\d0(?:{DECADE})\.?", second):
        return f"{first}s", first[:2] + second
    if not _moment(first) and (unit := re.search(rf"(?:{UNIT_OF_CENTURY})\.?(?:\s+.*)?$", second)):
        first = f"{first} {unit[0].strip()}"
    era = re.search(rf"(?:{BCE})\.?$", second)
    if era and not re.search(BCE, first):
        first = f"{first} {era[0]}"
    return first, second


def _ordered(start: str, end: str) -> str:
    """An interval, or "" when it would run backwards. "18XX/1933~" is not EDTF: then both ends are years."""
    try:
        first, last = edtf_years(start).earliest, edtf_years(end).latest
    except ValueError:
        return ""
    if first is None or last is None or first > last:
        return ""
    if start == end:
        return start
    if "X" in start + end and re.search("[~?%]", start + end):
        return f"{_year(first)}~/{_year(last)}~"
    return f"{start}/{end}"


def _qualified(plain: str) -> tuple[str, str]:
    """The text without its words of doubt, and their EDTF mark."""
    bare = re.sub(rf"^\??\s*(?:{ABOUT})[\s.]*", "", plain).strip()
    about = bare.strip(" ?") != plain.strip(" ?")
    doubt = "?" in plain
    return bare.strip(" ?"), "%" if about and doubt else "~" if about else "?" if doubt else ""


def _moment(plain: str) -> tuple[str, ...] | None:
    """A year, decade or century, perhaps a part of it: one EDTF date, or the two ends of an interval."""
    bare, mark = _qualified(plain)
    era = re.search(rf"\s*(?:{BCE})\.?$", bare)
    bare = bare[: era.start()].strip() if era else bare
    if re.fullmatch(r"\d{3,4}", bare) or (era and re.fullmatch(r"\d{1,4}", bare)):
        return (_year(1 - int(bare) if era else int(bare)) + mark,)
    part = next((ends for pattern, ends in PARTS if (found := re.match(rf"(?:{pattern})\s*", bare))), None)
    if part:
        bare = bare[found.end() :]
    if decade := re.fullmatch(rf"(\d{{3}})0(?:{DECADE})\.?", bare):
        return _part_of(int(decade[1]) * 10, 10, part, mark)
    if century := re.fullmatch(rf"(\d{{1,2}}|[ivxхі]+)\s*(?:{CENTURY})\.?", bare):
        number = int(century[1]) if century[1].isdigit() else _roman(century[1])
        if 1 <= number <= 21:
            return _part_of(-100 * number + 1 if era else (number - 1) * 100, 100, part, mark)
    return None


def _part_of(start: int, length: int, part: tuple[float, float] | None, mark: str) -> tuple[str, ...]:
    if part is None and start >= 0:
        digits = f"{start:04}"
        return (digits[: 3 if length == 10 else 2] + ("X" if length == 10 else "XX") + mark,)
    low, high = part or (0, 1)
    approximate = "~" if part else mark
    ends = start + round(length * low), start + round(length * high) - 1
    return _year(ends[0]) + approximate, _year(ends[1]) + approximate


def _year(year: int) -> str:
    if not -9999 <= year <= 9999:
        raise NotADate(str(year))
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _roman(text: str) -> int:
    """Also in Cyrillic letters that look the same, as they are often typed; 0 for what is no number."""
    values = [{"i": 1, "і": 1, "v": 5, "x": 10, "х": 10}[char] for char in text]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    canonical = "x" * (total // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[total % 10]
    return total if canonical == text.replace("х", "x").replace("і", "i") else 0

"""EDTF dates in words."""

import re

from django.utils.translation import gettext as _

from heritage.dates import edtf_years
from heritage.languages import current_language

_YEAR = re.compile(r"^(-?)(\d{4})$")
_CENTURY = re.compile(r"^(-?)(\d{2})XX$")
_DECADE = re.compile(r"^(-?)(\d{3})X$")
_DAY = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?$")
_OPEN = {"", ".."}


def date_text(edtf: str) -> str:
    """For readers in the active language. What we have no words for becomes its years, else stays as it is."""
    if not edtf:
        return ""
    start, slash, end = edtf.partition("/")
    if not slash:
        return _single(start)
    if start in _OPEN and end in _OPEN:
        return edtf
    if start in _OPEN:
        return _("until %(date)s") % {"date": _single(end)}
    if end in _OPEN:
        return _("from %(date)s") % {"date": _single(start)}
    return _span(_single(start), _single(end))


def _single(text: str) -> str:
    match text[-1:]:
        case "%":
            return _("about %(date)s, uncertain") % {"date": _plain(text[:-1])}
        case "~":
            return _("about %(date)s") % {"date": _plain(text[:-1])}
        case "?":
            return _("%(date)s, uncertain") % {"date": _plain(text[:-1])}
    return _plain(text)


def _plain(text: str) -> str:
    if found := _YEAR.match(text):
        return _era(found[1], str(int(found[2]) + bool(found[1])))
    if found := _CENTURY.match(text):
        first = int(found[2]) * 100
        # EDTF means the years that begin with these two digits, not the century by its number; a year 0 is 1 BCE.
        years = (first + 100, first + 1) if found[1] else (max(first, 1), first + 99)
        return _era(found[1], _span(*map(str, years)))
    if found := _DECADE.match(text):
        return _era(found[1], _span(f"{found[2]}0", f"{found[2]}9"))
    if found := _DAY.match(text):
        return ".".join(part for part in reversed(found.groups()) if part)
    return _years_of(text)


def _era(sign: str, years: str) -> str:
    # EDTF counts a year 0, which is 1 BCE.
    return _("%(years)s BCE") % {"years": years} if sign else years


def _years_of(text: str) -> str:
    try:
        years = edtf_years(text)
    except ValueError:
        return text
    known = list(dict.fromkeys(str(year) for year in years if year is not None and year > 0))
    return _span(known[0], known[-1]) if len(known) == 2 else "".join(known) or text


def _span(first: str, last: str) -> str:
    """Isolated in right-to-left text, where the numbers would stand the wrong way round."""
    numbers = (first + last).replace(".", "").isdigit()
    return f"\u2066{first}–{last}\u2069" if numbers and current_language().dir == "rtl" else f"{first}–{last}"

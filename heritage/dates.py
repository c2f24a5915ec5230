"""EDTF (ISO 8601-2) dates and the years they cover."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

_PLAIN = re.compile(r"^([0-9]{4})[~?%]?(?:/([0-9]{4})[~?%]?)?$")


class Years(NamedTuple):
    """Astronomical years (0 is 1 BCE), both included; None is open or unknown."""

    earliest: int | None
    latest: int | None


@lru_cache(maxsize=50_000)
def edtf_years(text: str) -> Years:
    """The years of an EDTF expression. Raises ValueError when it is not one.

    Strict bounds: "1876~" covers 1876 alone, as the approximation's width is nobody's fact."""
    if len(text) > 60:
        raise ValueError(text)
    # Most dates are a year or a span of years, perhaps qualified; the full grammar takes 6 ms a parse.
    if (plain := _PLAIN.match(text)) and (plain[2] or plain[1]) >= plain[1]:
        return Years(int(plain[1]), int(plain[2] or plain[1]))
    try:
        date = parse_edtf(text)
        earliest, latest = date.lower_strict(), date.upper_strict()
    except (
        EDTFParseException,
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise ValueError(text) from error
    years = Years(_year(earliest), _year(latest))
    if years.earliest is not None and years.latest is not None and years.earliest > years.latest:
        raise ValueError(text)
    return years


@lru_cache(maxsize=50_000)
def edtf_earliest(text: str) -> tuple[int, int, int] | None:
    """(astronomical year, month, day) of the first day that an EDTF expression covers; None when that is open or
    unknown. Raises ValueError when it is not one."""
    year = edtf_years(text).earliest
    if year is None or _PLAIN.match(text):
        return (year, 1, 1) if year is not None else None
    bound = parse_edtf(text).lower_strict()
    return year, int(bound[1]), int(bound[2])


def _year(bound: object) -> int | None:
    # The library answers infinities for the open ends of an interval.
    return int(bound[0]) if isinstance(bound, tuple) else None


def validate_edtf(value: str) -> None:
    try:
        edtf_years(value)
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is not an EDTF date. Examples: 1876, 1871/1872, 1794~, 13XX."),
            code="edtf",
            params={"value": value},
        ) from None

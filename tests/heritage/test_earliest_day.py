"""The first day that a date covers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.dates import edtf_earliest, edtf_years


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1876", (1876, 1, 1)),
        ("1876?", (1876, 1, 1)),
        ("1794~", (1794, 1, 1)),
        ("1871/1872", (1871, 1, 1)),
        ("1986-05", (1986, 5, 1)),
        ("1986-05-12", (1986, 5, 12)),
        ("1986-05-12/1987", (1986, 5, 12)),
        ("13XX", (1300, 1, 1)),
        ("-0044-03-15", (-44, 3, 15)),
        ("../1900", None),
        ("1900/..", (1900, 1, 1)),
    ],
)
def test_first_day(text, day):
    assert edtf_earliest(text) == day


def test_what_is_no_date():
    with pytest.raises(ValueError):
        edtf_earliest("long ago")


@given(st.dates())
def test_a_day_is_its_own_first_day(day):
    assert edtf_earliest(day.isoformat()) == (day.year, day.month, day.day)
    assert edtf_years(day.isoformat()).earliest == day.year

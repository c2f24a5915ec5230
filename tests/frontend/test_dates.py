import pytest
from django.utils import translation

from frontend.dates import date_text


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1876", "1876"),
        ("1871/1872", "1871–1872"),
        ("1794~", "about 1794"),
        ("1876?", "1876, uncertain"),
        ("1876%", "about 1876, uncertain"),
        ("13XX", "1300–1399"),
        ("187X", "1870–1879"),
        ("1876-05", "05.1876"),
        ("1876-05-12", "12.05.1876"),
        ("-0099", "100 BCE"),
        ("0079", "79"),
        ("../1900", "until 1900"),
        ("1900/..", "from 1900"),
        ("1860~/1870", "about 1860–1870"),
        ("", ""),
        ("not a date", "not a date"),
    ],
)
def test_dates_in_words(edtf, expected):
    with translation.override("en"):
        assert date_text(edtf) == expected


@pytest.mark.parametrize("edtf", ["1871/1872", "13XX", "187X"])
def test_years_stand_in_order_in_right_to_left_text(edtf):
    with translation.override("ar"):
        text = date_text(edtf)
    assert (text[0], text[-1]) == ("\u2066", "\u2069")

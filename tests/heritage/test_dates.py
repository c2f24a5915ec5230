import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from heritage.dates import edtf_years, validate_edtf


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1876", (1876, 1876)),
        ("1871/1872", (1871, 1872)),
        ("1794~", (1794, 1794)),
        ("1876?", (1876, 1876)),
        ("13XX", (1300, 1399)),
        ("17XX/18XX", (1700, 1899)),
        ("-0043", (-43, -43)),
        ("1905/..", (1905, None)),
        ("../1900", (None, 1900)),
        ("1861-05", (1861, 1861)),
        ("Y-17000", (-17000, -17000)),
    ],
)
def test_the_years_of_an_edtf_date(text, years):
    assert edtf_years(text) == years


@pytest.mark.parametrize("text", ["", "hello", "c. 1876", "2001-02-30", "1872/1871", "1876" * 20, "١٨٧٦"])
def test_what_is_not_edtf_is_refused(text):
    with pytest.raises(ValueError):
        edtf_years(text)
    with pytest.raises(ValidationError):
        validate_edtf(text)


@given(st.text(max_size=30))
def test_any_text_is_years_or_a_value_error(text):
    try:
        earliest, latest = edtf_years(text)
    except ValueError:
        return
    assert earliest is None or latest is None or earliest <= latest

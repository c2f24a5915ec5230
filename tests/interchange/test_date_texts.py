"""Dates as museums write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage.dates import edtf_years
from interchange.date_texts import NotADate, date_text_to_edtf, years_to_edtf

SPECIFICATION = {
    # English
    "1876": "1876",
    "c.1823–8": "1823~/1828~",
    "c. 1881-1886": "1881~/1886~",
    "circa 1809–11": "1809~/1811~",
    "?1792": "1792?",
    "?c.1810": "1810%",
    "1799–1802": "1799/1802",
    "1979–82": "1979/1982",
    "618-906": "0618/0906",
    "1825, reprinted 1874": "1825",
    "1930–2, printed later": "1930/1932",
    "1983, 1989": "1983/1989",
    "published 1794": "1794",
    "exhibited 1869": "../1869",
    "after c.1830": "1830~/..",
    "no earlier than 1900": "1900/..",
    "before 1917": "../1917",
    "1530s": "153X",
    "c. 1930s": "193X~",
    "late 1780s": "1787~/1789~",
    "16th century": "15XX",
    "17th-19th century": "16XX/18XX",
    "late 19th century": "1867~/1899~",
    "19th-early 20th century": "1800~/1933~",
    "c. second half of the 19th century-early 20th century": "1850~/1933~",
    "Qianlong period (1736-1795)": "1736/1795",
    "June 1938": "1938-06",
    "June 12, 1938": "1938-06-12",
    "8/7/1929": "1929",
    "500 BC": "-0499",
    "5th century BC": "-0499/-0400",
    "1906-07": "1906/1907",
    # Russian
    "1890 г.": "1890",
    "ок. 1890 г.": "1890~",
    "1890-е гг.": "189X",
    "1920-30-е гг.": "192X/193X",
    "XIX в.": "18XX",
    "ХІХ в.": "18XX",  # typed with Cyrillic letters
    "XVIII–XIX вв.": "17XX/18XX",
    "конец XIX в.": "1867~/1899~",
    "первая половина XIX века": "1800~/1849~",
    "VII-V вв. до н.э.": "-0699/-0400",
    "до 1917 г.": "../1917",
    "12 июня 1938": "1938-06-12",
    "12.06.1938": "1938-06-12",
    # Kazakh
    "1890 ж.": "1890",
    "шамамен 1890 ж.": "1890~",
    "1890-жылдар": "189X",
    "XIX ғ.": "18XX",
    "XIX ғасырдың соңы": "1867~/1899~",
    "б.з.б. V ғ.": "-0499/-0400",
    "1938 жылғы 12 маусым": "1938-06-12",
    # EDTF stays
    "1871/1872": "1871/1872",
    "1794~": "1794~",
    "13XX": "13XX",
    "1938-06-12": "1938-06-12",
    # not known
    "date not known": "",
    "n.d.": "",
    "без даты": "",
    "белгісіз": "",
}


@pytest.mark.parametrize(("text", "edtf"), SPECIFICATION.items())
def test_reads(text, edtf):
    assert date_text_to_edtf(text) == edtf


@pytest.mark.parametrize(
    "text", ["hello", "32", "3000000", "1823-1", "39.13.2001", "1900-1800", "in the spring", "XL в."]
)
def test_says_when_it_does_not_understand(text):
    with pytest.raises(NotADate):
        date_text_to_edtf(text)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_edtf_nothing_or_not_understood(text):
    try:
        edtf = date_text_to_edtf(text)
    except NotADate:
        return
    if edtf:
        edtf_years(edtf)


@settings(deadline=None)
@given(
    st.integers(1, 2100), st.integers(0, 300), st.sampled_from(["", "c.", "ок. "]), st.sampled_from(["-", "–", " - "])
)
def test_spans_cover_their_years(start, length, about, dash):
    end = start + length
    if start < 100 or end > 2100:
        return
    years = edtf_years(date_text_to_edtf(f"{about}{start}{dash}{end}"))
    assert (years.earliest, years.latest) == (start, end)


@settings(deadline=None)
@given(st.integers(1, 21), st.sampled_from(["в.", "ғ.", "century"]))
def test_centuries_cover_a_hundred_years(number, word):
    years = edtf_years(date_text_to_edtf(f"{number} {word}"))
    assert years == ((number - 1) * 100, number * 100 - 1)


@settings(deadline=None)
@given(st.integers(-3000, 2100), st.integers(-3000, 2100))
def test_two_years_are_an_interval(first, second):
    if first > second:
        with pytest.raises(NotADate):
            years_to_edtf(first, second)
    else:
        assert edtf_years(years_to_edtf(first, second)) == (first, second)


def test_an_interval_may_be_open():
    assert years_to_edtf(None, 1900) == "../1900"
    assert years_to_edtf(1900, None) == "1900/.."
    assert years_to_edtf(None, None) == ""

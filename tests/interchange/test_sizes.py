"""Dimensions as museums write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.dimensions import validate_dimensions
from interchange.sizes import NotDimensions, measure, parse_dimensions


def short(text, unit=""):
    return [(each["type"], each["value"], each["unit"], each.get("part", "")) for each in parse_dimensions(text, unit)]


SPECIFICATION = {
    "support: 318 x 394 mm": [("height", 318, "mm", "support"), ("width", 394, "mm", "support")],
    "470 x 315 mm": [("height", 470, "mm", ""), ("width", 315, "mm", "")],
    "object: 153 x 153 x 6 mm, 0.2 kg": [
        ("height", 153, "mm", "object"),
        ("width", 153, "mm", "object"),
        ("depth", 6, "mm", "object"),
        ("weight", 0.2, "kg", "object"),
    ],
    "support (left): 760 x 564 mm\r\nframe: 895 x 1192 x 32 mm": [
        ("height", 760, "mm", "support (left)"),
        ("width", 564, "mm", "support (left)"),
        ("height", 895, "mm", "frame"),
        ("width", 1192, "mm", "frame"),
        ("depth", 32, "mm", "frame"),
    ],
    "Overall display dimensions variable": [],
    "": [],
    "14min, 49sec": [("duration", 889, "s", "")],
    "H. 12 cm; W. 5 cm": [("height", 12, "cm", ""), ("width", 5, "cm", "")],
    "биіктігі 12 см, ені 5 см": [("height", 12, "cm", ""), ("width", 5, "cm", "")],
    "Высота: 12,5 см": [("height", 12.5, "cm", "")],
    "12 х 15 см": [("height", 12, "cm", ""), ("width", 15, "cm", "")],
    "12×15 см": [("height", 12, "cm", ""), ("width", 15, "cm", "")],
    "⌀ 3 1/4 in.": [("diameter", 8.26, "cm", "")],
    'diam. 10"': [("diameter", 25.4, "cm", "")],
}


@pytest.mark.parametrize(("text", "expected"), SPECIFICATION.items())
def test_reads(text, expected):
    assert short(text) == expected


def test_a_unit_may_be_agreed_for_numbers_without_one():
    assert short("12 x 15", "cm") == [("height", 12, "cm", ""), ("width", 15, "cm", "")]


@pytest.mark.parametrize(
    "text", ["12 x 15", "a lot", "1 x 2 x 3 x 4 mm", "0 x 5 mm", "h 12", "12 parsecs", "1/0 cm", "9999999999999 mm"]
)
def test_says_when_it_does_not_understand(text):
    with pytest.raises(NotDimensions):
        parse_dimensions(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_valid_dimensions_or_not_understood(text):
    try:
        validate_dimensions(parse_dimensions(text, "cm"))
    except NotDimensions:
        return


@settings(deadline=None)
@given(st.integers(1, 99_999), st.integers(1, 99_999), st.sampled_from(["mm", "cm", "m", "мм", "см", "м"]))
def test_numbers_come_through(height, width, unit):
    found = parse_dimensions(f"{height} x {width} {unit}")
    assert [each["value"] for each in found] == [height, width]


def test_a_column_of_inches_becomes_centimetres_and_zero_is_not_measured():
    assert measure("height", 8.5, "in") == [{"type": "height", "value": 21.59, "unit": "cm"}]
    assert measure("depth", 0.0, "in") == []

"""navDate and navPlace: present where they can be true, absent where they cannot."""

import pytest

from media_pipeline.iiif.presentation.navigation import NAV_PLACE_CONTEXT
from tests import factories
from tests.media_pipeline.test_presentation import manifest_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("date", "nav_date"),
    [
        ("1876", "1876-01-01T00:00:00Z"),
        ("1871/1872", "1871-01-01T00:00:00Z"),
        ("1986-05-12", "1986-05-12T00:00:00Z"),
        ("1794~", "1794-01-01T00:00:00Z"),
        ("0950", "0950-01-01T00:00:00Z"),
        ("../1900", None),
        ("-0044", None),
        ("0000", None),
        ("", None),
    ],
)
def test_nav_date_is_the_first_day(client, museum, date, nav_date):
    assert manifest_of(client, factories.item(museum, date_edtf=date)).get("navDate") == nav_date


def test_nav_place_has_the_places_names_and_point(client, museum):
    place = factories.place("Turkistan", latitude=43.3, longitude=68.27)
    place.name = {"kk": "Түркістан", "zh": "突厥斯坦"}
    place.save()
    made = manifest_of(client, factories.item(museum, place=place))
    assert made["@context"][0] == NAV_PLACE_CONTEXT
    [feature] = made["navPlace"]["features"]
    assert feature["properties"]["label"] == {"kk": ["Түркістан"], "zh-Hans": ["突厥斯坦"]}
    assert feature["geometry"] == {"type": "Point", "coordinates": [68.27, 43.3]}


@pytest.mark.parametrize("point", [{}, {"latitude": 43.3}, {"longitude": 68.27}])
def test_a_place_without_a_point_is_on_no_map(client, museum, point):
    made = manifest_of(client, factories.item(museum, place=factories.place("Somewhere", **point)))
    assert "navPlace" not in made


def test_on_the_equator_is_a_place_too(client, museum):
    made = manifest_of(client, factories.item(museum, place=factories.place("Null Island", latitude=0, longitude=0)))
    assert made["navPlace"]["features"][0]["geometry"]["coordinates"] == [0, 0]

import pytest

from heritage.languages import LANGUAGES
from institutions.models import Region

ISO = {10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79}


@pytest.mark.django_db
def test_the_twenty_regions_have_names_in_eight_languages_and_lie_in_kazakhstan():
    regions = list(Region.objects.all())
    assert {region.iso for region in regions} == {f"KZ-{number}" for number in ISO}
    for region in regions:
        assert set(region.name) == set(LANGUAGES), region.iso
        assert 40 < region.latitude < 56
        assert 46 < region.longitude < 88
    assert Region.objects.get(iso="KZ-62").name["kk"] == "Ұлытау облысы"
    assert Region.objects.filter(kind="city").count() == 3

import pytest

from catalogue import services
from catalogue.changes import drain
from catalogue.models import Item
from institutions.permissions import SYSTEM
from tests import factories


@pytest.mark.django_db
def test_publish_writes_change():
    museum = factories.institution()
    it = Item(institution=museum, title={"en": "Bowl", "kk": " Тостаған "}, date_edtf="1871/1872")
    services.item_save(it, user=SYSTEM)
    services.item_publish(it, user=SYSTEM)
    it = Item.objects.get()
    assert it.live
    assert (it.earliest_year, it.latest_year) == (1871, 1872)
    assert it.title == {"kk": "Тостаған", "en": "Bowl"}
    with drain("x") as changes:
        assert [(c.action, c.public_sequence) for c in changes] == [("create", None), ("create", 1)]
    it.title = {"kk": "Тостаған", "en": "A bowl"}
    services.item_save(it, user=SYSTEM)
    assert Item.objects.get().title["en"] == "Bowl"
    services.item_publish(it, user=SYSTEM)
    assert Item.objects.get().title["en"] == "A bowl"
    services.item_withdraw(it, user=SYSTEM)
    assert Item.objects.get().publication_state == "withdrawn"
    with drain("x") as changes:
        assert [c.action for c in changes] == ["update", "delete"]

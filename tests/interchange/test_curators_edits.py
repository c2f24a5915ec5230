"""An imported field that a person has changed is the person's."""

from catalogue import services
from catalogue.models import Item
from institutions.permissions import SYSTEM
from tests.interchange.conftest import FULL, rows_of


class TestCuratorsEdits:
    """An imported field that a person has changed is the person's."""

    def edit(self, user, **fields):
        item = Item.objects.get()
        for name, value in fields.items():
            setattr(item, name, value)
        services.item_save(item, user=user)
        return services.item_publish(item, user=user)

    def test_are_kept_and_reported(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, title={"en": "The bowl", "kk": "Күміс тостаған"}, date_edtf="1824")
        result = do_import([FULL | {"title": "Cup", "date": "1830", "about": "A cup."}], is_forced=True)
        item = Item.objects.get()
        assert (item.title["en"], item.date_edtf, item.description["en"]) == ("The bowl", "1824", "A cup.")
        assert result.told() == [(1, "date_edtf", "kept"), (1, "title.en", "kept")]
        assert result.counts == {"changed": 1}
        assert not any(each.fault.is_refusal for each in result.faults)

    def test_in_other_languages_stay_and_become_stale(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, title={"en": "Silver bowl", "kk": "Күміс тостаған", "ru": "Серебряная чаша"})
        do_import([FULL | {"title": "Gold bowl"}], is_forced=True)
        item = Item.objects.get()
        assert item.title == {"kk": "Күміс тостаған", "en": "Gold bowl", "ru": "Серебряная чаша"}
        assert item.text_status["title"]["ru"] == {"origin": "curator", "stale": True}
        assert item.text_status["title"]["en"] == {"origin": "imported"}

    def test_that_empty_a_field_are_kept(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, description={})
        do_import([FULL | {"about": "Another text"}], is_forced=True)
        assert Item.objects.get().description == {}

    def test_that_the_source_adopts_are_no_conflict(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, title={"en": "The bowl", "kk": "Күміс тостаған"})
        assert do_import([FULL | {"title": "The bowl"}], is_forced=True).told() == []
        do_import([FULL | {"title": "Third"}], is_forced=True)
        assert Item.objects.get().title["en"] == "Third"

    def test_the_editor_shows_the_import_and_the_draft_together(self, do_import):
        do_import([FULL], publish=True)
        item = self.edit(SYSTEM, notes={"en": "Published note"})
        item.notes = {"en": "Unpublished note"}
        services.item_save(item, user=SYSTEM)
        do_import([FULL | {"title": "Cup", "makers": "Erlan", "materials": "clay"}], is_forced=True)
        item = Item.objects.get()
        assert (item.title["en"], item.notes["en"]) == ("Cup", "Published note")
        assert item.has_unpublished_changes
        draft = item.get_latest_revision_as_object()
        assert (draft.title["en"], draft.notes["en"]) == ("Cup", "Unpublished note")
        assert [str(each) for each in draft.creators.all()] == ["Erlan"]
        assert [str(each) for each in draft.materials.all()] == ["clay"]

    def test_a_published_item_stays_without_unpublished_changes(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, notes={"en": "Note"})
        do_import([FULL | {"title": "Cup"}], is_forced=True)
        item = Item.objects.get()
        assert not item.has_unpublished_changes
        assert item.live_revision_id == item.latest_revision_id
        assert item.get_latest_revision_as_object().title["en"] == item.title["en"] == "Cup"
        services.item_publish(item, user=SYSTEM)
        assert Item.objects.get().title["en"] == "Cup"

    def test_a_locked_item_is_left_alone(self, do_import):
        do_import([FULL, *rows_of(20)[1:]])
        Item.objects.filter(source_id="A-1").update(locked=True)
        result = do_import([FULL | {"title": "Cup"}, *rows_of(20)[1:]])
        assert result.told() == [(1, "", "locked")]
        assert Item.objects.get(source_id="A-1").title["en"] == "Silver bowl"

    def test_a_curators_withdrawal_is_final(self, do_import):
        do_import(rows_of(10), publish=True)
        services.item_withdraw(Item.objects.get(source_id="A-1"), user=SYSTEM)
        rows = rows_of(10)
        rows[0]["title"] = "Cup"
        assert do_import(rows).told() == [(1, "", "withdrawn")]
        assert Item.objects.get(source_id="A-1").publication_state == "withdrawn"

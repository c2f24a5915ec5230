from catalogue.text_status import Origin, after_edit, machine_translated


def test_a_new_text_is_its_writers():
    assert after_edit({}, {"kk": "Тостаған"}, {}, Origin.IMPORTED) == {"kk": {"origin": "imported"}}


def test_a_changed_source_makes_the_other_languages_stale():
    status = {"kk": {"origin": "curator"}, "en": {"origin": "machine"}}
    after = after_edit({"kk": "Тостаған", "en": "Cup"}, {"kk": "Ожау", "en": "Cup"}, status, Origin.CURATOR)
    assert after == {"kk": {"origin": "curator"}, "en": {"origin": "machine", "stale": True}}


def test_writing_a_stale_text_makes_it_fresh():
    status = {"kk": {"origin": "curator"}, "en": {"origin": "machine", "stale": True}}
    after = after_edit({"kk": "Ожау", "en": "Cup"}, {"kk": "Ожау", "en": "Ladle"}, status, Origin.CURATOR)
    assert after["en"] == {"origin": "curator"}


def test_adding_a_language_makes_none_stale():
    after = after_edit({"kk": "Ожау"}, {"kk": "Ожау", "fr": "Louche"}, {}, Origin.CURATOR)
    assert after == {"kk": {"origin": "curator"}, "fr": {"origin": "curator"}}


def test_a_machines_translation_makes_none_stale():
    after = after_edit({"kk": "Ожау", "en": "Cup"}, {"kk": "Ожау", "en": "Ladle"}, {}, Origin.MACHINE)
    assert after == {"kk": {"origin": "curator"}, "en": {"origin": "machine"}}
    assert machine_translated({"title": after}, "title", "en")


def test_a_removed_text_leaves_no_status():
    assert after_edit({"kk": "Ожау", "en": "Ladle"}, {"kk": "Ожау"}, {"en": {"origin": "machine"}}, Origin.CURATOR) == {
        "kk": {"origin": "curator"}
    }

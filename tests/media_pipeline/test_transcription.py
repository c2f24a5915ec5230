"""The text of a canvas: one for each source and language, saved by whoever may change the item."""

import pytest

from catalogue.models import Change
from heritage.errors import Denied
from institutions.permissions import SYSTEM
from media_pipeline.models import CanvasText, shown_texts
from media_pipeline.page_text import (
    MAX_CHARACTERS,
    Line,
    TextRefused,
    Word,
    clean,
    plain_lines,
    with_boxes_of,
)
from media_pipeline.text_languages import direction, language_tag
from media_pipeline.transcription import canvas_text_remove, canvas_text_save
from tests import factories
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
BOXED = [Line("Ақ киіз", (1, 2, 30, 40), (Word(0, 2, (1, 2, 10, 40)), Word(3, 7, (12, 2, 19, 40)))), Line("үй")]


@pytest.fixture
def asset(item, receive):
    return receive(item, jpeg())


def save(asset, lines=BOXED, *, user=SYSTEM, source="curator", language="kk"):
    return canvas_text_save(asset, user=user, source=source, language=language, lines=lines)


def changes():
    return Change.objects.filter(kind="item", is_public=True).count()


def test_text_and_places_are_kept(asset):
    before = changes()
    text = CanvasText.objects.get(pk=save(asset).pk)
    assert (text.text, text.line_count, text.boxes) == ("Ақ киіз\nүй", 2, "word")
    assert text.lines == BOXED
    assert changes() == before + 1


def test_the_same_again_changes_nothing(asset):
    first = save(asset)
    before, row = changes(), CanvasText.objects.values().get()
    assert save(asset).pk == first.pk
    assert (changes(), CanvasText.objects.values().get()) == (before, row)


def test_another_text_from_the_same_source_takes_its_place(asset):
    first = save(asset)
    second = save(asset, plain_lines("Басқа мәтін"))
    assert (second.pk, second.text, second.boxes) == (first.pk, "Басқа мәтін", "none")
    assert second.created_at == first.created_at


def test_other_sources_and_languages_stand_beside_it(asset):
    for source, language in (("curator", "kk"), ("ocr", "kk"), ("alto", "ru")):
        save(asset, source=source, language=language)
    assert CanvasText.objects.count() == 3


def test_what_a_person_saw_to_is_shown_before_what_a_program_read(asset):
    curators, ocr = save(asset), save(asset, source="ocr")
    captions = save(asset, source="captions", language="en")
    assert shown_texts([curators, ocr, captions]) == [curators, captions]
    alto = save(asset, source="alto")
    assert shown_texts([curators, ocr, captions, alto]) == [captions, alto]


def test_a_contributor_may_on_a_draft_and_a_curator_on_what_is_published(museum, asset, receive):
    contributor, curator = factories.user(contributor=museum), factories.user(curator=museum)
    draft = receive(factories.item(museum, live=False), jpeg())
    save(draft, user=contributor)
    with pytest.raises(Denied):
        save(asset, user=contributor)
    text = save(asset, user=curator)
    assert text.created_by == curator
    with pytest.raises(Denied):
        canvas_text_remove(text, user=contributor)
    assert CanvasText.objects.filter(pk=text.pk).exists()


def test_another_museums_manager_is_denied_and_nothing_changed(asset):
    save(asset)
    row, before = CanvasText.objects.values().get(), changes()
    stranger = factories.user(manager=factories.institution())
    with pytest.raises(Denied):
        save(asset, plain_lines("theirs"), user=stranger)
    with pytest.raises(Denied):
        canvas_text_remove(CanvasText.objects.get(), user=stranger)
    assert (CanvasText.objects.values().get(), changes()) == (row, before)


def test_removed(asset):
    text, before = save(asset), changes()
    canvas_text_remove(text, user=SYSTEM)
    assert (CanvasText.objects.count(), changes()) == (0, before + 1)


@pytest.mark.parametrize(
    ("lines", "language", "source"),
    [
        (plain_lines(" \n "), "kk", "curator"),
        (plain_lines("a"), "klingon", "curator"),
        (plain_lines("a"), "", "curator"),
        (plain_lines("a"), "kk", "rumour"),
        ([Line("a" * MAX_CHARACTERS)], "kk", "curator"),
        ([Line("a", words=(Word(0, 1, (0, 0, 1, 1)),) * 60_001)], "kk", "curator"),
    ],
    ids=range(6),
)
def test_what_is_no_text_is_refused(asset, lines, language, source):
    with pytest.raises(TextRefused):
        save(asset, lines, language=language, source=source)
    assert not CanvasText.objects.exists()


def test_a_correction_keeps_places_where_words_are_the_same_in_number():
    corrected = with_boxes_of(plain_lines("Ақ киіз!\nүй"), BOXED)
    assert corrected[0] == Line("Ақ киіз!", (1, 2, 30, 40), (Word(0, 2, (1, 2, 10, 40)), Word(3, 8, (12, 2, 19, 40))))
    assert with_boxes_of(plain_lines("Ақ\nүй"), BOXED)[0] == Line("Ақ", (1, 2, 30, 40))
    assert with_boxes_of(plain_lines("жаңа жол\nбасқа\nАқ киіз\nүй"), BOXED)[2:] == BOXED


def test_a_pasted_text_is_cleaned():
    assert clean("\ufeff\r\nАқ \x00киіз  \r\u2028\tүй\n\n") == "Ақ киіз\n\n үй"
    assert clean("\ud800a") == "a"


@pytest.mark.parametrize(
    ("written", "tag", "way"),
    [("KK", "kk", "ltr"), ("zh", "zh-Hans", "ltr"), ("zh_hant", "zh-Hant", "ltr"), ("fre", "fr", "ltr"),
     ("chg-arab", "chg-Arab", "rtl"), ("fa", "fa", "rtl"), ("uz-Cyrl-UZ", "uz-Cyrl-UZ", "ltr"), ("x", "", "ltr"),
     ("kk; drop", "", "ltr")],
)  # fmt: skip
def test_languages_are_bcp_47(written, tag, way):
    assert (language_tag(written), direction(tag)) == (tag, way)

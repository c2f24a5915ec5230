"""An item's page shows the notes and texts of its picture, to those who may see the picture."""

import pytest

from catalogue.models import Item
from institutions.permissions import SYSTEM
from media_pipeline import annotations as services
from media_pipeline.models import Annotation
from media_pipeline.page_text import plain_lines
from media_pipeline.transcription import canvas_text_save
from tests import factories
from tests.frontend.conftest import picture

pytestmark = pytest.mark.django_db


def note(asset, body, *, live=True, **fields):
    made = services.annotation_save(Annotation(asset=asset, body=body, **fields), user=SYSTEM)
    return services.annotation_publish(made, user=SYSTEM) if live else made


def text(asset, lines, language):
    return canvas_text_save(asset, user=SYSTEM, source="curator", language=language, lines=plain_lines(lines))


def page(client, item, language="en", query=""):
    address = f"/{language}/items/{item.identifier}/{query}"
    return client.get(address, follow=True).content.decode()


def test_notes_and_texts_of_the_picture_that_is_shown(client, carpet):
    first, second = picture(carpet), picture(carpet, position=1)
    note(first, {"kk": "Қошқар мүйіз", "en": "Ram's <horns>"}, region=[10, 20, 300, 200])
    note(first, {"en": "Secret draft"}, live=False)
    text(first, "متن فارسی", "fa")
    text(first, "Line one\nLine two", "en")
    note(second, {"en": "On the second"})
    html = page(client, carpet)
    assert "Ram&#x27;s &lt;horns&gt;" in html
    assert 'data-region="10,20,300,200"' in html
    assert html.index("Line one\nLine two") < html.index('lang="fa" dir="rtl">متن فارسی')
    assert "Secret draft" not in html
    assert "On the second" not in html
    other = page(client, carpet, query="?image=2")
    assert "On the second" in other
    assert "Line one" not in other


def test_a_note_in_another_language_says_which(client, carpet):
    note(picture(carpet), {"kk": "Ақ киіз"})
    assert '<div lang="kk" dir="ltr"><p>Ақ киіз</p></div>' in page(client, carpet, "ar")


def test_its_link_opens_the_page_at_its_region(client, carpet):
    note(picture(carpet), {"en": "Horns"}, region=[10, 20, 300, 200])
    html = page(client, carpet)
    query = html.partition('href="?iiif-content=')[2].partition('"')[0]
    shown = page(client, carpet, query=f"?iiif-content={query}")
    assert 'data-region="10,20,300,200"' in shown.partition("</section>")[0]


def test_nothing_is_there_for_an_item_without(client, carpet):
    picture(carpet)
    assert "picture-texts" not in page(client, carpet)


@pytest.mark.parametrize("fields", [{"access": "members"}, {"embargo_until": "2999-01-01"}])
def test_what_is_written_on_a_restricted_picture_is_not_shown_to_everybody(client, carpet, fields):
    text(picture(carpet), "Hidden words", "en")
    Item.objects.filter(pk=carpet.pk).update(**fields)
    assert "Hidden words" not in page(client, carpet)
    client.force_login(factories.user(curator=carpet.institution))
    assert "Hidden words" in page(client, carpet)


def test_queries_do_not_grow_with_notes_and_texts(client, carpet, django_assert_max_num_queries):
    for position in range(5):
        asset = picture(carpet, position=position)
        for number in range(4):
            note(asset, {"en": f"note {number}"})
        for language in ("kk", "ru", "fa"):
            text(asset, "words", language)
    address = carpet.get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(17):
        assert client.get(address).status_code == 200

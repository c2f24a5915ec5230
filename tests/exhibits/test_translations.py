"""An exhibition is translated as Wagtail's pages are, and stays one exhibition."""

import datetime

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from exhibits.models import ExhibitionPage
from tests import factories
from tests.exhibits.conftest import group, quotation, shown, text
from tests.media_pipeline.collection_walk import fetch, manifests, name_of

pytestmark = pytest.mark.django_db


def translate(source, locale, words):
    made, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.all().select_related("string", "context"):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, locale=locale, context=segment.context,
                defaults={"data": words[segment.string.data]},
            )  # fmt: skip
    made.save_target()


def test_a_translation_keeps_items_dates_and_address(client, exhibit, lists, django_capture_on_commit_callbacks):
    museum = factories.institution()
    carpet, bowl = factories.item(museum), factories.item(museum)
    body = [text("Wool.", "Felt"), shown(carpet, "White."), group(bowl), quotation("Seen once.")]
    dates = {"opens": datetime.date(2026, 3, 1), "closes": datetime.date(2026, 4, 1)}
    page = exhibit("felt", body, languages=("en",), holders=[museum], cover=carpet, **dates)["en"]
    source, _created = TranslationSource.get_or_create_from_instance(page)
    segments = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert segments == {"felt en", "About felt en", "Felt", "Wool.", "White.", "Seen once."}
    words = {"felt en": "Feutre", "Wool.": "Laine.", "Felt": "Le feutre"}
    # Wagtail publishes it once all is saved.
    with django_capture_on_commit_callbacks(execute=True):
        translate(source, lists["fr"].locale, words)
    french = ExhibitionPage.objects.get(locale=lists["fr"].locale)
    assert (french.title, french.slug, french.live) == ("Feutre", "felt", True)
    assert french.get_parent().specific == lists["fr"]
    assert (french.item_ids, french.cover, french.institution_ids) == ([carpet.pk, bowl.pk], carpet, [museum.pk])
    assert (french.opens, french.closes) == (dates["opens"], dates["closes"])
    shown_page = client.get("/fr/exhibitions/felt/").content.decode()
    assert "Laine." in shown_page
    assert "<h2>Le feutre</h2>" in shown_page
    [member] = fetch(client, "exhibitions")["items"]
    assert member["label"] == {"en": ["felt en"], "fr": ["Feutre"]}
    assert manifests(fetch(client, name_of(member))) == [carpet.identifier, bowl.identifier]


def test_a_translation_is_a_draft_until_somebody_publishes_it(
    client, exhibit, lists, django_capture_on_commit_callbacks
):
    page = exhibit("felt", [text("Wool.")], languages=("en",))["en"]
    client.force_login(factories.user(superuser=True))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [lists["fr"].locale.pk]})
    assert not ExhibitionPage.objects.get(locale=lists["fr"].locale).live
    client.logout()
    assert client.get("/fr/exhibitions/felt/").status_code == 404
    [member] = fetch(client, "exhibitions")["items"]
    assert member["label"] == {"en": ["felt en"]}

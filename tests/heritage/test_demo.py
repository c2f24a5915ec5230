"""The demonstration loads whole, once, and leaves alone what a curator changed."""

import stat

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.db import connection
from rich.progress import Progress

from catalogue.models import Item
from heritage.demo_loader import accounts, catalogue, imports, media, site, texts
from heritage.demo_loader.steps import Stamps, Step, Tick
from institutions.models import Institution
from media_pipeline.models import Annotation, Asset, CanvasText

LOADERS = (
    catalogue.load_terms,
    catalogue.load_institutions,
    catalogue.load_records,
    imports.import_tate,
    imports.import_cmoa,
    media.receive_files,
    texts.load_texts,
    site.load_home_pages,
    accounts.load_accounts,
)


@pytest.fixture
def tick():
    progress = Progress(disable=True)
    return Tick(progress, progress.add_task("test", total=1))


@pytest.fixture
def own_var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def _rows() -> dict[str, int]:
    # An import that finds nothing to do still notes that it ran; nothing else may grow.
    ours = [model for model in apps.get_models() if model._meta.label != "interchange.ImportRun"]
    return {model._meta.label: model._default_manager.count() for model in ours}


@pytest.mark.django_db
def test_loads_835_records_and_twice_duplicates_nothing(tick, own_var):
    for load in LOADERS:
        load(tick)
    counts = {code: Item.objects.published().filter(institution__code=code).count() for code in _codes()}
    assert counts == {"demo": 35, "demo-tate": 400, "demo-cmoa": 400}
    assert Asset.objects.shown().count() == 41
    assert Asset.objects.exclude(poster_for=None).count() == 4
    written = {text.text.split("\n")[0] for text in CanvasText.objects.filter(boxes="word", language="en")}
    assert written == {
        "THE",
        "As a new heaven is begun, and it is now thir-",
        "Those who restrain desire, do so because theirs",
    }
    assert {len(note.body) for note in Annotation.objects.filter(live=True)} == {8}
    before = _rows()
    for load in LOADERS:
        load(tick)
    assert _rows() == before


def _codes() -> list[str]:
    assert not Institution.objects.filter(is_demonstration=False).exists()
    return list(Institution.objects.values_list("code", flat=True))


@pytest.mark.django_db
def test_texts_say_where_they_came_from(tick, own_var):
    for load in LOADERS[:3]:
        load(tick)
    item = Item.objects.get(source_id="schuyler-kazakh-women")
    assert set(item.title) == {"kk", "en", "ru", "tr", "zh", "ar", "es", "fr"}
    origins = {code: status["origin"] for code, status in item.text_status["title"].items()}
    assert origins.pop("en") == "imported"
    assert set(origins.values()) == {"machine"}
    assert not any(status.get("stale") for status in item.text_status["title"].values())


@pytest.mark.django_db
def test_a_curators_change_survives_the_next_load(tick, own_var):
    for load in LOADERS[:3]:
        load(tick)
    item = Item.objects.first()
    item.title = {"en": "A better title"}
    item.save()
    catalogue.load_records(tick)
    assert Item.objects.get(pk=item.pk).title == {"en": "A better title"}


@pytest.mark.django_db
def test_passwords_are_made_here_and_kept_private(tick, own_var):
    for load in (*LOADERS[:2], accounts.load_accounts):
        load(tick)
    people = {person.role: person for person in accounts.accounts()}
    curator = authenticate(username=people["curator"].name, password=people["curator"].password)
    assert [membership.institution.code for membership in curator.memberships.all()] == ["demo"]
    assert not curator.is_superuser
    assert authenticate(username=people["administrator"].name, password=people["administrator"].password).is_superuser
    assert stat.S_IMODE((own_var / "demo-accounts.json").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_step_runs_again_only_when_what_it_reads_changes(own_var, tmp_path):
    source = tmp_path / "records.json"
    source.write_text("[]")
    step = Step("Records", lambda tick: None, (source,))
    stamps = Stamps()
    assert not stamps.is_done(step)
    stamps.note(step)
    assert Stamps().is_done(step)
    source.write_text("[1]")
    assert not Stamps().is_done(step)


@pytest.mark.django_db
def test_step_runs_again_in_an_emptied_database(own_var, monkeypatch):
    step = Step("Records", lambda tick: None, ())
    Stamps().note(step)
    assert Stamps().is_done(step)
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert not Stamps().is_done(step)


@pytest.mark.django_db
def test_step_runs_again_in_another_database(own_var, tmp_path, settings, monkeypatch):
    step = Step("Records", lambda tick: None, ())
    Stamps().note(step)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "other.sqlite3"))
    assert not Stamps().is_done(step)

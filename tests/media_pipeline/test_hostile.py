"""Over a hundred hostile files: each a clear error, nothing half-written, the worker alive."""

import resource

import pytest
from django.core.files.storage import storages
from django.utils import translation

from heritage.languages import LANGUAGES
from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing, storage
from media_pipeline.errors import MESSAGES, FileRefused
from media_pipeline.models import Asset
from tests.media_pipeline.conftest import jpeg, upload
from tests.media_pipeline.hostile import all_cases

pytestmark = pytest.mark.django_db
CASES = all_cases()


def stored(folder: str = "derivatives") -> list[str]:
    """Every file under a prefix of the storage."""
    found, names = [], [folder]
    while names:
        name = names.pop()
        if storages["derivatives"].exists(name):
            folders, files = storages["derivatives"].listdir(name)
            names += [f"{name}/{each}" for each in folders]
            found += [f"{name}/{each}" for each in files]
    return found


def test_there_are_a_hundred():
    assert len(CASES) >= 100


@pytest.mark.parametrize("hostile", CASES, ids=[case.name for case in CASES])
def test_a_clear_error_and_nothing_half_written(item, hostile):
    before = stored()
    try:
        asset = ingest.asset_receive(item, upload(hostile.data, hostile.name), user=SYSTEM)
    except FileRefused as error:
        code, sentence = error.code, str(error)
        assert not Asset.objects.exists()
    else:
        processing.process_all_due()
        asset.refresh_from_db()
        assert asset.state == Asset.State.QUARANTINED
        code, sentence = asset.error_code, asset.error_message
        # What was given to us is kept for a look; nothing is shown of it.
        assert storage.read(storages["originals"], asset.original) == hostile.data
        assert not asset.poster_set
        assert not Asset.objects.published().exists()
    assert code in hostile.codes
    assert sentence
    assert "%(" not in sentence
    assert stored() == before
    assert not list(storage.work_dir().iterdir())


def test_a_good_file_after_all_that(item, receive):
    for hostile in CASES[::10]:
        try:
            receive(item, hostile.data, hostile.name)
        except FileRefused:
            continue
    assert receive(item, jpeg()).state == Asset.State.READY
    # Kilobytes on Linux: no bomb went off.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000


def test_every_message_can_be_said_in_every_language():
    facts = {"limit": 1, "type": "x", "other": "y", "pixels": 1, "width": 1, "height": 1, "bands": 1, "name": "n",
             "attempts": 1}  # fmt: skip
    for language in LANGUAGES.values():
        with translation.override(language.url_code):
            for code, template in MESSAGES.items():
                assert str(template) % facts, code

"""Files for the media tests: made here, never fetched."""

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.permissions import SYSTEM
from media_pipeline import ingest
from tests import factories


@pytest.fixture
def museum(db):
    return factories.institution()


@pytest.fixture
def item(museum):
    return factories.item(museum)


def picture(width: int = 700, height: int = 500, **options: object) -> pyvips.Image:
    """A smooth colour field: no two places look alike, so a wrong crop or turn shows."""
    across = pyvips.Image.xyz(width, height)
    red = across[0] * (255 / max(1, width - 1))
    green = across[1] * (255 / max(1, height - 1))
    return red.bandjoin([green, 128]).cast("uchar").copy(interpretation="srgb")


def jpeg(width: int = 700, height: int = 500, **options: object) -> bytes:
    return picture(width, height).jpegsave_buffer(Q=92, **options)


def upload(data: bytes, name: str = "scan.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def receive(django_capture_on_commit_callbacks):
    """Receive a file as the system and do its background work at once."""

    def _receive(item, data: bytes, name: str = "scan.jpg", **options):
        with django_capture_on_commit_callbacks(execute=True):
            asset = ingest.asset_receive(item, upload(data, name), user=options.pop("user", SYSTEM), **options)
        asset.refresh_from_db()
        return asset

    return _receive

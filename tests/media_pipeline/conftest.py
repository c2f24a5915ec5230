"""Files for the media tests: made here, never fetched."""

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.models.identifiers import mint
from institutions.permissions import SYSTEM
from media_pipeline import ingest
from media_pipeline.models import Asset, Derivative
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


def add_pages(item, count: int, **fields) -> list[Asset]:
    """Ready pictures in rows alone, without files: for tests of what is said of them, and of hundreds of them."""
    last = Asset.objects.filter(item=item).count()
    assets = [page_row(item, number, **fields) for number in range(last + 1, last + count + 1)]
    Asset.objects.bulk_create(assets)
    Derivative.objects.bulk_create([row for asset in assets for row in _made_of(asset)])
    return assets


def page_row(item, number: int, **fields) -> Asset:
    [identifier] = mint("asset")
    sha256 = f"{number:064x}"
    known = {
        "kind": "image", "state": "ready", "width": 2400, "height": 3600, "media_type": "image/tiff",
        "original": f"originals/x/{identifier}/{sha256[:16]}.tif", "original_name": f"page-{number}.tif",
        "byte_size": 1000, "sha256": sha256, "position": number, "technical": {"bare": True},
    }  # fmt: skip
    return Asset(item=item, institution_id=item.institution_id, identifier=identifier, **(known | fields))


def _made_of(asset: Asset) -> list[Derivative]:
    if asset.kind not in {"image", "panorama"}:
        return []
    common = {"asset": asset, "state": "ready", "source_sha256": asset.sha256}
    width, height = asset.width, asset.height
    levels = [[width >> level, height >> level] for level in range(4)]
    posters = [
        {"format": name, "width": side, "height": side * height // width, "bytes": 1000, "key": f"{name}{side}"}
        for name in ("avif", "webp", "jpg")
        for side in (400, 800, 1600)
    ]
    pyramid = Derivative(kind="pyramid", width=width, height=height, metadata={"levels": levels, "tile": 512}, **common)
    return [pyramid, Derivative(kind="posters", metadata={"files": posters}, **common)]

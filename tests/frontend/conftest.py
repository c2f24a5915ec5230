"""Objects that the website shows."""

import pytest
from django.core.cache import cache

from catalogue.models import Item, ItemCreator
from media_pipeline.models import Asset, Derivative
from tests import factories

TITLES = {
    "kk": "Қошқар мүйізді текемет",
    "en": "Felt carpet with ram's horns",
    "ru": "Текемет с узором бараний рог",
    "tr": "Koçboynuzu desenli keçe",
    "zh": "羊角纹毡毯",
    "ar": "سجادة لباد بقرون الكبش",
    "es": "Alfombra de fieltro",
    "fr": "Tapis de feutre",
}


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def museum(db):
    return factories.institution("abay", name={"kk": "Абай музейі", "en": "Abay museum", "ar": "متحف أباي"})


@pytest.fixture
def carpet(museum):
    return factories.item(museum, title=TITLES, description={"kk": "Ақ киіз.", "en": "White felt."})


def picture(item: Item, *, kind: str = "image", position: int = 0, zoom: bool = True) -> Asset:
    """A ready asset with posters and, for an image, a pyramid; no file is behind them."""
    number = Asset.objects.count()
    asset = Asset.objects.create(
        identifier=f"q1test{number}",
        item=item,
        institution=item.institution,
        kind=kind,
        position=position,
        original=f"originals/{number}/file.{'jpg' if kind == 'image' else 'glb'}",
        original_name="scan.jpg",
        media_type="image/jpeg",
        byte_size=2048,
        sha256=f"{number:064x}",
        width=3000,
        height=2000,
        state=Asset.State.READY,
    )
    files = [
        {"format": name, "width": width, "height": width * 2 // 3, "key": "k", "bytes": 1}
        for name in ("avif", "webp", "jpg")
        for width in (400, 800, 1600)
    ]
    made = [Derivative(asset=asset, kind="posters", metadata={"files": files})]
    if kind == "image" and zoom:
        made.append(Derivative(asset=asset, kind="pyramid", width=3000, height=2000))
    for derivative in made:
        derivative.state, derivative.source_sha256 = "ready", asset.sha256
        derivative.save()
    return asset


def described(item: Item, number: int) -> Item:
    """With a term of every kind, to be counted in query budgets."""
    item.category = factories.concept("category", f"category {number}")
    item.period = factories.concept("period", f"period {number}")
    item.place = factories.place(f"place {number}")
    item.materials = [factories.concept("material", f"felt {number}"), factories.concept("material", f"wool {number}")]
    item.creators = [ItemCreator(agent=factories.agent(f"Maker {number}"), role="maker")]
    item.date_edtf = "1871/1872"
    item.save()
    return item

"""What an item's page shows on its stage."""

from collections.abc import Iterable
from typing import NamedTuple

from catalogue.access import Visitor
from catalogue.models import Item
from frontend.closures import Closure, closure_of
from heritage.languages import LanguageMap
from media_pipeline.iiif.addresses import original_path
from media_pipeline.models import Asset
from media_pipeline.posters import SMALL, PosterSet

# Image API 3.0: as large as the service gives it.
LARGEST = "full/max/0/default.jpg"
# What the media pipeline serves as it came.
DOWNLOADED = {Asset.Kind.MODEL, Asset.Kind.TOUR}


class Figure(NamedTuple):
    """One asset, as the visitor sees it. `info_url` is its image service, "" when there is nothing to zoom;
    `zoom_index` is its place among those that have one. `closure` says what is kept from the visitor."""

    asset: Asset
    number: int
    alt: LanguageMap
    posters: PosterSet
    info_url: str
    zoom_index: int | None
    closure: Closure | None

    @property
    def is_image(self) -> bool:
        return self.asset.kind == Asset.Kind.IMAGE

    @property
    def download_url(self) -> str:
        """The file as it came, of the kinds that are given out so; of a picture, the largest that is served."""
        if self.info_url:
            return self.info_url.replace("info.json", LARGEST)
        return original_path(self.asset) if self.asset.kind in DOWNLOADED and not self.closure else ""

    @property
    def format(self) -> str:
        return "JPEG" if self.info_url else self.asset.original.rpartition(".")[2].upper()


def figures_of(item: Item, assets: Iterable[Asset], visitor: Visitor) -> list[Figure]:
    figures: list[Figure] = []
    zoomable = 0
    for number, asset in enumerate(assets, start=1):
        info_url = _zoomable(asset, visitor)
        alt = asset.label or item.title
        closure = closure_of(asset.access, visitor, item.institution_id)
        place = zoomable if info_url else None
        figures.append(Figure(asset, number, alt, asset.posters_for(visitor), info_url, place, closure))
        zoomable += bool(info_url)
    return figures


def _zoomable(asset: Asset, visitor: Visitor) -> str:
    """The image service for this visitor: of the image itself, or of the smaller one that everybody gets."""
    access = asset.access
    if asset.kind != Asset.Kind.IMAGE or asset.pyramid is None or visitor.limit(access, asset.institution_id) is None:
        return ""
    small = SMALL if access.right and not visitor.sees_all(access, asset.institution_id) else ""
    return f"/iiif/3/{asset.identifier}{small}/info.json"


def chosen(figures: list[Figure], wanted: str) -> Figure | None:
    """The figure of `?image=3`; the first for anything else."""
    index = int(wanted) - 1 if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    return figures[index] if 0 <= index < len(figures) else figures[0] if figures else None

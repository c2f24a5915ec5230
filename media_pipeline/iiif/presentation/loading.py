"""Reading an item with all that its manifest says, in seven queries however many files it has."""

from collections import defaultdict

from django.db.models import Prefetch

from catalogue.lookup import refusal
from catalogue.models import Item
from heritage.errors import NotFound
from media_pipeline.contents import ranges_of
from media_pipeline.models import Asset, Derivative


def published_item(identifier: str) -> Item:
    """Raises what `refusal` gives."""
    item = Item.objects.published().with_terms().filter(identifier=identifier).first()
    if item is None:
        raise missing(identifier)
    item.ready_assets = _ready_assets(item)
    item.contents = list(ranges_of(item))
    return item


def missing(identifier: str) -> NotFound:
    """What to answer for an identifier that no published item has."""
    return refusal(Item.objects.filter(identifier=identifier).first())


def _ready_assets(item: Item) -> list[Asset]:
    """As `with_media` gives them, but in two queries, as those that stand for others come with them; and without the
    columns that only the processing reads, which for 500 pages take as long as all the rest."""
    made = Derivative.objects.only("asset_id", "kind", "state", "source_sha256", "width", "height", "metadata")
    assets = list(
        Asset.objects.filter(item_id=item.pk, state=Asset.State.READY)
        .order_by("position", "id")
        .defer("created_at", "updated_at", "uploaded_by", "error_code", "error_params", "original_name")
        .prefetch_related(Prefetch("derivatives", made))
    )
    given: dict[int, list[Asset]] = defaultdict(list)
    for asset in assets:
        asset.item = item
        if asset.poster_for_id:
            given[asset.poster_for_id].append(asset)
    for asset in assets:
        if asset.kind not in {Asset.Kind.IMAGE, Asset.Kind.PANORAMA}:
            posters = asset.given_posters.all()
            # As prefetch_related fills it.
            posters._result_cache = given.get(asset.pk, [])
            asset._prefetched_objects_cache["given_posters"] = posters
    return [asset for asset in assets if asset.poster_for_id is None]

"""What is painted on canvases, and the small pictures that stand for it (section 5.7)."""

from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.json import JSON
from media_pipeline.models import Asset, Derivative
from media_pipeline.posters import Poster


def image_services(asset: Asset) -> list[JSON]:
    return [{"id": addresses.image_uri(asset.identifier), "type": "ImageService3", "profile": "level2"}]


def image_body(asset: Asset, pyramid: Derivative) -> JSON:
    return {
        "id": f"{addresses.image_uri(asset.identifier)}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": pyramid.width,
        "height": pyramid.height,
        "service": image_services(asset),
    }


def poster_body(asset: Asset) -> JSON | None:
    posters = asset.posters.of("jpg")
    return _picture(posters[-1]) if posters else None


def thumbnail(asset: Asset) -> JSON | None:
    poster = asset.posters.at_least(400)
    if poster is None:
        return None
    made = _picture(poster)
    # A panorama's picture is a part of it, and no service of the whole can give that part.
    if asset.kind == Asset.Kind.IMAGE and asset.pyramid:
        made["service"] = image_services(asset)
    return made


def _picture(poster: Poster) -> JSON:
    return {
        "id": addresses.public(poster.url),
        "type": "Image",
        "format": poster.type,
        "width": poster.width,
        "height": poster.height,
    }

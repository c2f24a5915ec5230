"""What is painted on canvases, and the small pictures that stand for it (section 5.7)."""

from collections.abc import Callable
from typing import NamedTuple

from catalogue.access import NO_LIMIT
from media_pipeline.iiif import addresses
from media_pipeline.iiif.auth.services import auth_services, auth_services_in_brief
from media_pipeline.iiif.presentation.json import JSON
from media_pipeline.models import Asset, Derivative
from media_pipeline.posters import Poster, PosterSet

# A canvas needs a size; of a model without a picture nobody knows one.
SIDE = 1000


class Shown(NamedTuple):
    """An asset with its files looked up once: a book has 500. `posters` are those that everybody may see."""

    asset: Asset
    pyramid: Derivative | None
    posters: PosterSet

    @property
    def poster(self) -> JSON | None:
        pictures = self.posters.of("jpg")
        return _picture(pictures[-1]) if pictures else None

    @property
    def thumbnail(self) -> JSON | None:
        poster = self.posters.at_least(400)
        if poster is None:
            return None
        made = _picture(poster)
        # A panorama's picture is a part of it, and no service of the whole can give that part; nor to everybody that
        # of an image for readers.
        if self.asset.kind == Asset.Kind.IMAGE and self.pyramid and not self.asset.access.right:
            made["service"] = image_services(self.asset)
        return made


def shown(asset: Asset) -> Shown:
    return Shown(asset, asset.pyramid, asset.posters)


def body_of(of: Shown) -> JSON | None:
    """None for what has neither pixels, sound nor a picture: it is listed as a rendering alone."""
    if of.pyramid:
        return _image(of.asset, of.pyramid)
    make = _AS_RECEIVED.get(of.asset.kind)
    return make(of.asset) if make else of.poster


def canvas_size(of: Shown, body: JSON) -> JSON:
    """width and height, duration, or all three: those of the file, and for a model those of its picture."""
    if of.pyramid:
        return {"width": of.pyramid.width, "height": of.pyramid.height}
    size = {name: body[name] for name in ("width", "height", "duration") if name in body}
    if not size:
        picture = of.poster or {"width": SIDE, "height": SIDE}
        size = {"width": picture["width"], "height": picture["height"]}
    return size


def image_services(asset: Asset) -> list[JSON]:
    """Version 2 for older viewers, which look for "@id" and "@type". Version 3 of a restricted image says how to get
    it, and info.json of both: a book has 500 of them."""
    return [
        {
            "id": addresses.image_uri(asset.identifier),
            "type": "ImageService3",
            "profile": "level2",
            **_with(auth_services_in_brief(asset)),
        },
        {
            "@id": addresses.image_uri(asset.identifier, 2),
            "@type": "ImageService2",
            "profile": "http://iiif.io/api/image/2/level2.json",
        },
    ]


def _with(services: list[JSON]) -> JSON:
    return {"service": services} if services else {}


def _image(asset: Asset, pyramid: Derivative) -> JSON:
    """The largest that anybody may have; the canvas keeps the size of the whole, and with it its annotations. Of an
    image for readers it is the whole: the one that most would prefer (Authorization Flow 2.0, section 5.2)."""
    limit = (None if asset.access.right else asset.access.limit) or NO_LIMIT
    width, height = limit.fitted(pyramid.width, pyramid.height)
    return {
        "id": f"{addresses.image_uri(asset.identifier)}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": image_services(asset),
    }


def _file(asset: Asset, type_: str) -> JSON:
    uri = addresses.public(addresses.original_path(asset))
    return {"id": uri, "type": type_, "format": asset.media_type, **_with(auth_services(asset))}


def _model(asset: Asset) -> JSON:
    """As Universal Viewer 4 reads it: it chooses its 3D part by the format of what is painted."""
    return _file(asset, "Model")


def _sound(asset: Asset) -> JSON | None:
    """`technical["duration"]` is in seconds."""
    duration = asset.technical.get("duration")
    return _file(asset, "Sound") | {"duration": duration} if duration else None


def _video(asset: Asset) -> JSON | None:
    duration = asset.technical.get("duration")
    if not (duration and asset.width and asset.height):
        return None
    return _file(asset, "Video") | {"width": asset.width, "height": asset.height, "duration": duration}


_AS_RECEIVED: dict[str, Callable[[Asset], JSON | None]] = {
    Asset.Kind.MODEL: _model,
    Asset.Kind.AUDIO: _sound,
    Asset.Kind.VIDEO: _video,
}


def _picture(poster: Poster) -> JSON:
    return {
        "id": addresses.public(poster.url),
        "type": "Image",
        "format": poster.type,
        "width": poster.width,
        "height": poster.height,
    }

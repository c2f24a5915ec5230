"""How large the canvas of an asset is: what regions and boxes on it are measured in."""

from media_pipeline.models import Asset


def canvas_size(asset: Asset) -> tuple[int, int] | None:
    """Width and height in pixels: of the zoomable image, else of the largest picture, else as the file itself says;
    None for what has no picture."""
    if pyramid := asset.pyramid:
        return pyramid.width, pyramid.height
    if posters := asset.posters.of("jpg"):
        return posters[-1].width, posters[-1].height
    return (asset.width, asset.height) if asset.width and asset.height else None

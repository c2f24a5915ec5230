"""Pyramids for the tests of tiles, without database or storage."""

from pathlib import Path

import pyvips

from media_pipeline import images
from media_pipeline.iiif.image_request import ImageRequest, Limits, parse
from media_pipeline.iiif.pyramids import OpenPyramid
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.sources import LocalFile


def textured(width: int, height: int) -> pyvips.Image:
    """A colour field with detail in it, the same on each run."""
    across = pyvips.Image.xyz(width, height)
    waves = ((across[0] * 9).sin() + (across[1] * 7).sin()) * 25
    red = across[0] * (180 / max(1, width - 1)) + 40 + waves
    green = across[1] * (180 / max(1, height - 1)) + 40 + waves
    return red.bandjoin([green, waves + 128]).cast("uchar").copy(interpretation="srgb")


def make(folder: Path, width: int, height: int, image: pyvips.Image | None = None) -> tuple[Path, Pyramid]:
    source, path = folder / "source.png", folder / "pyramid.tif"
    (image or textured(width, height)).pngsave(str(source), compression=1)
    made = images.make_pyramid(source, "pngload", path)
    levels = tuple((w, h) for w, h in made["levels"])
    return path, Pyramid(path.name, made["width"], made["height"], made["tile"], levels)


def opened(path: Path) -> OpenPyramid:
    return OpenPyramid(LocalFile(path))


def request(pyramid: Pyramid, text: str, max_area: int = 25_000_000) -> ImageRequest:
    """`text` as in an address: region/size/rotation/quality.format."""
    return parse(*text.split("/"), width=pyramid.width, height=pyramid.height, limits=Limits(max_area))


def grid(width: int, height: int, tile: int, factors: list[int]) -> list[tuple[int, str, int, int, int, int]]:
    """Each tile as clients ask for it: factor, address, place and size at that factor (Image API 3.0, 5.4.1)."""
    found = []
    for factor in factors:
        side = tile * factor
        for y in range(0, height, side):
            for x in range(0, width, side):
                w, h = min(side, width - x), min(side, height - y)
                size = -(-w // factor), -(-h // factor)
                address = f"{x},{y},{w},{h}/{size[0]},{size[1]}/0/default.jpg"
                found.append((factor, address, x // factor, y // factor, *size))
    return found

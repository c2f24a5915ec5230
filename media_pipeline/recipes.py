"""What is made of which kind of asset, and how: the one table that a new derivative joins.

A recipe reads the original from a local path and returns the finished Derivative's fields. It may be killed at any
point and run again: everything it stores goes under the same keys."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from heritage.storage_keys import derivative_key
from media_pipeline import storage
from media_pipeline.models import Asset, Derivative

Result = dict[str, Any]
Recipe = Callable[[Asset, Path], Result]

# A key's bytes never change, so each way of making them has its own name.
PYRAMID = "pyramid-2.tif"


def _loader(path: Path) -> str:
    from media_pipeline.errors import FileRefused
    from media_pipeline.sniff import HEAD, image_loader

    with path.open("rb") as stream:
        loader = image_loader(stream.read(HEAD))
    if not loader:
        raise FileRefused("file-unknown-type")
    return loader


def pyramid(asset: Asset, original: Path) -> Result:
    from media_pipeline import images

    key = derivative_key(asset.identifier, asset.sha256, PYRAMID)
    with storage.temporary_path(".tif") as made:
        metadata = images.make_pyramid(original, _loader(original), made)
        size = made.stat().st_size
        storage.put(storage.derivatives(), key, made)
    width, height = metadata.pop("width"), metadata.pop("height")
    return {"key": key, "byte_size": size, "width": width, "height": height, "metadata": metadata}


def posters(asset: Asset, original: Path) -> Result:
    from media_pipeline import images

    panorama = asset.kind == Asset.Kind.PANORAMA
    with tempfile.TemporaryDirectory(dir=storage.work_dir()) as folder:
        files = images.make_posters(original, _loader(original), Path(folder), panorama=panorama)
        for file in files:
            name = f"{file['width']}.{file['format']}"
            file["key"] = derivative_key(asset.identifier, asset.sha256, f"poster-{name}")
            storage.put(storage.derivatives(), file["key"], Path(folder) / name)
    largest = files[-1]
    return {
        "byte_size": sum(file["bytes"] for file in files),
        "width": largest["width"],
        "height": largest["height"],
        "metadata": {"files": files},
    }


RECIPES: dict[str, Recipe] = {Derivative.Kind.PYRAMID: pyramid, Derivative.Kind.POSTERS: posters}
# Posters first: they are what a curator waits to see.
MADE_OF: dict[str, tuple[str, ...]] = {
    Asset.Kind.IMAGE: (Derivative.Kind.POSTERS, Derivative.Kind.PYRAMID),
    Asset.Kind.PANORAMA: (Derivative.Kind.POSTERS, Derivative.Kind.PYRAMID),
}


def stored_keys(derivative: Derivative) -> list[str]:
    """Every file of a derivative, for removing them."""
    keys = [file["key"] for file in derivative.metadata.get("files", [])]
    return [*keys, *([derivative.key] if derivative.key else [])]

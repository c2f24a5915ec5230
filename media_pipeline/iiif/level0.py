"""An item's images and manifest as plain files: Image API level 0, for any web server or a memory stick.

The files are what the service itself answers, under the addresses that viewers ask for: tiles as "w,h" (in 2.1 "w,"),
the sizes that info.json lists, and whatever picture the manifest names."""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from catalogue.models import Item
from heritage.errors import Denied, IntegrityFault
from media_pipeline import storage
from media_pipeline.iiif import addresses, image_answers, records, stored_files
from media_pipeline.iiif.image_size import Version
from media_pipeline.iiif.info import static_info
from media_pipeline.iiif.presentation import manifest
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.iiif.service import answer

# What the manifest may name and an export holds; models and other originals stay where they are.
_EXPORTED = ("/iiif/3/", "/iiif/2/", "/posters/")
_PICTURES = (".jpg", ".png", ".webp", ".avif")


def export(item: Item, target: Path, base_url: str, *, versions: tuple[Version, ...], restricted: bool) -> int:
    """Write `item`, as `published_item` gives it, into the new folder `target`; returns how many files.

    The folder appears whole or not at all. Raises FileExistsError, and Denied for images that not everybody may see,
    unless `restricted` says that they are meant."""
    if target.exists():
        raise FileExistsError(target)
    images = list(_images(item, restricted=restricted))
    part = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        writer = _Writer(part, base_url.rstrip("/"))
        for record in images:
            for version in versions:
                writer.image(record, version)
        writer.manifest(item)
        os.rename(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return writer.count


def _images(item: Item, *, restricted: bool) -> Iterator[MediaRecord]:
    for asset in item.ready_assets:
        record = records.find(asset.identifier)
        if record is None or record.pyramid is None:
            continue
        if record.visibility != "public" and not (restricted and record.visibility == "restricted"):
            raise Denied()
        yield record


class _Writer:
    def __init__(self, folder: Path, base_url: str) -> None:
        self.folder = folder
        self.base_url = base_url
        self.count = 0

    def image(self, record: MediaRecord, version: Version) -> None:
        root = f"/iiif/{version}/{record.identifier}"
        info = static_info(record, f"{self.base_url}{root}", image_answers.limits_of(record), version)
        self._write(f"{root}/info.json", json.dumps(info, ensure_ascii=False, indent=1).encode())
        for size in info["sizes"]:
            self._size(root, size["width"], size["height"], version)
        largest = info["sizes"][-1]
        whole = "max" if version == "3" else "full"
        self._copy(
            f"{root}/full/{largest['width']},{largest['height']}/0/default.jpg", f"{root}/full/{whole}/0/default.jpg"
        )
        for tiles in info.get("tiles", []):
            for factor in tiles["scaleFactors"]:
                self._tiles(root, record, tiles["width"] * factor, factor, version)

    def _size(self, root: str, width: int, height: int, version: Version) -> None:
        path = f"{root}/full/{width},{height}/0/default.jpg"
        self._fetch(path)
        if version == "2":
            self._copy(path, f"{root}/full/{width},/0/default.jpg")

    def _tiles(self, root: str, record: MediaRecord, side: int, factor: int, version: Version) -> None:
        full_width, full_height = record.size
        for y in range(0, full_height, side):
            for x in range(0, full_width, side):
                w, h = min(side, full_width - x), min(side, full_height - y)
                width, height = -(-w // factor), -(-h // factor)
                size = f"{width},{height}" if version == "3" else f"{width},"
                self._fetch(f"{root}/{x},{y},{w},{h}/{size}/0/default.jpg")

    def manifest(self, item: Item) -> None:
        """With the addresses of what is here; all else in it leads to the site, where it is."""
        made = self._rewritten(manifest(item), {addresses.manifest_uri(item.identifier)})
        path = addresses.manifest_uri(item.identifier).removeprefix(settings.PUBLIC_URL)
        self._write(path, json.dumps(made, ensure_ascii=False, indent=1).encode())

    def _rewritten(self, value: Any, own: set[str]) -> Any:
        if isinstance(value, dict):
            made = {key: self._rewritten(each, own) for key, each in value.items()}
            is_image_service = made.get("type") == "ImageService3" or made.get("@type") == "ImageService2"
            return made | {"profile": _level0(made)} if is_image_service else made
        if isinstance(value, list):
            return [self._rewritten(each, own) for each in value]
        return self._address(value, own) if isinstance(value, str) else value

    def _address(self, text: str, own: set[str]) -> str:
        path = text.removeprefix(settings.PUBLIC_URL)
        if text in own:
            return f"{self.base_url}{path}"
        if path == text or not path.startswith(_EXPORTED):
            return text
        if path.endswith(_PICTURES) and not self._path(path).exists():
            self._fetch(path)
        return f"{self.base_url}{path}"

    def _fetch(self, path: str) -> None:
        """As the service answers. Raises IntegrityFault for what it cannot make."""
        body = _poster(path) if path.startswith("/posters/") else _picture(path)
        if body is None:
            raise IntegrityFault(path)
        self._write(path, body)

    def _write(self, path: str, data: bytes) -> None:
        target = self._path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.count += 1

    def _copy(self, path: str, other: str) -> None:
        self._write(other, self._path(path).read_bytes())

    def _path(self, path: str) -> Path:
        return self.folder / path.lstrip("/")


def _level0(service: dict[str, Any]) -> str:
    return "level0" if service.get("type") == "ImageService3" else "http://iiif.io/api/image/2/level0.json"


def _picture(path: str) -> bytes | None:
    made = answer("GET", path, {}, lambda record: None)
    body = made.work.run() if made.work else made.body
    return body if made.status == 200 and isinstance(body, bytes) else None


def _poster(path: str) -> bytes | None:
    """Read here: the service may leave sending it to nginx."""
    name, _slash, file = path.removeprefix("/posters/").partition("/")
    record = records.find(name)
    key = record and stored_files.poster_key(record, file)
    return storage.read(storage.derivatives(), key) if key else None

"""What the image server can answer without waiting for anything: in the event loop, some microseconds a request."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings

from heritage.errors import QazynaError
from media_pipeline.iiif import image_answers, records, tiles
from media_pipeline.iiif.answers import CORS, Headers
from media_pipeline.iiif.image_request import BadParameter, Version
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.iiif.tile_memory import RawHeaders, Tile, TileMemory

# status, headers, body
Known = tuple[int, RawHeaders, bytes]

_NAMES = {name: name.lower().encode() for name in (*CORS, "Content-Type", "Cache-Control", "ETag", "Link")}
_IMAGE_PARTS = 8
_INFO_PARTS = 5


class AtOnce:
    """`renew` is called with the names of records that have to be looked up again, soon and elsewhere."""

    def __init__(self, renew: Callable[[str], None]) -> None:
        self.renew = renew
        self.memory = TileMemory(settings.IIIF_MEMORY_BYTES)

    def answer(self, scope: dict[str, Any]) -> Known | None:
        """None for all that has to be asked of the service, which may wait."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        path = sent_path(scope)
        tile = self.memory.get(path)
        if tile is None:
            return self._made(path, scope)
        # By identity: a record that was read anew and says something else is another object.
        if self._record(tile.record.identifier) is not tile.record:
            self.memory.drop(path)
            return self._made(path, scope)
        return _sent(tile, scope)

    def _record(self, name: str) -> MediaRecord | None:
        record, is_due = records.at_hand(name)
        if is_due:
            self.renew(name)
        return record

    def _made(self, path: str, scope: dict[str, Any]) -> Known | None:
        """A tile or a description of a public image, when its record and its file are at hand."""
        parts = path.split("/")
        if "%" in path or len(parts) not in (_IMAGE_PARTS, _INFO_PARTS) or parts[1] != "iiif":
            return None
        record = self._record(parts[3])
        if record is None or record.visibility != "public" or record.pyramid is None:
            return None
        version = cast(Version, parts[2])
        if len(parts) == _INFO_PARTS:
            return _info(record, version, scope) if parts[4] == "info.json" else None
        tile = _stored(record, parts[4:], version)
        if tile is None:
            return None
        self.memory.put(path, tile)
        return _sent(tile, scope)


def sent_path(scope: dict[str, Any]) -> str:
    """As it was sent, still percent-encoded."""
    sent = scope.get("raw_path")
    return sent.decode("latin-1").partition("?")[0] if sent else quote(scope["path"], safe="/:,!^+~")


def raw(headers: Headers) -> RawHeaders:
    return [(_NAMES.get(name) or name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


def _info(record: MediaRecord, version: Version, scope: dict[str, Any]) -> Known | None:
    sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    made = image_answers.info(record, sent, version)
    assert isinstance(made.body, bytes)
    found = made.headers | CORS | {"Content-Length": str(len(made.body))}
    return _sent(Tile(record, found["ETag"].encode(), raw(found), made.body), scope)


def _stored(record: MediaRecord, parts: list[str], version: Version) -> Tile | None:
    assert record.pyramid is not None
    try:
        request = image_answers.parse(record, parts, version)
        body = tiles.warm_tile(record.pyramid, request)
    except (BadParameter, QazynaError, OSError):
        # The service finds the same fault, and words for it.
        return None
    if body is None:
        return None
    found = image_answers.image_headers(record, request, version) | CORS | {"Content-Length": str(len(body))}
    return Tile(record, found["ETag"].encode(), raw(found), body)


def _sent(tile: Tile, scope: dict[str, Any]) -> Known:
    for name, value in scope["headers"]:
        if name == b"if-none-match" and (tile.etag in value or value.strip() == b"*"):
            return 304, [each for each in tile.headers if not each[0].startswith(b"content-")], b""
    return 200, tile.headers, b"" if scope["method"] == "HEAD" else tile.body

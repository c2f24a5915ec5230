"""Files that are served as they are stored: posters, and models and tours as they came."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage

from media_pipeline import storage
from media_pipeline.iiif.answers import Answer, etag, matches, sent_by_nginx
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.posters import FORMATS

# The checksum of the source is in the address, so what lies there never changes. Who may see it can: a cache that
# serves many asks again after ten minutes.
_IMMUTABLE = "public, max-age=31536000, s-maxage=600, immutable"
_POSTER = re.compile(r"([0-9a-f]{16})-([0-9]{1,5})\.([a-z]{3,4})")
_FILE = re.compile(r"([0-9a-f]{16})\.([a-z0-9]{1,8})")


def poster(record: MediaRecord, parts: list[str], headers: Mapping[str, str]) -> Answer | None:
    key = poster_key(record, "/".join(parts))
    if key is None:
        return None
    kind = FORMATS[key.rpartition(".")[2]]
    found = {"Content-Type": kind, "Cache-Control": _IMMUTABLE, "ETag": etag(key)}
    if matches(headers, found["ETag"]):
        return Answer(200, found)
    if by_nginx := _by_nginx(storage.derivatives(), key):
        return Answer(200, found | by_nginx)
    return Answer(200, found, storage.read(storage.derivatives(), key))


def poster_key(record: MediaRecord, name: str) -> str | None:
    """Where the poster of that name lies in the storage; None when there is none."""
    match = _POSTER.fullmatch(name)
    if not match or match[1] != record.sha256[:16]:
        return None
    return record.posters.get((int(match[2]), match[3]))


def original(record: MediaRecord, parts: list[str], headers: Mapping[str, str]) -> Answer | None:
    """A model or tour as it came, to be saved or read by a viewer; never shown by the browser itself."""
    match = _FILE.fullmatch("/".join(parts))
    if not match or not record.original.endswith(f"/{match[0]}"):
        return None
    found = {
        "Content-Type": record.media_type,
        "Content-Length": str(record.byte_size),
        "Content-Disposition": f'attachment; filename="{record.identifier}.{match[2]}"',
        "Cache-Control": _IMMUTABLE,
        "ETag": etag(record.original),
    }
    if matches(headers, found["ETag"]):
        return Answer(200, found)
    if by_nginx := _by_nginx(storage.originals(), record.original):
        del found["Content-Length"]
        return Answer(200, found | by_nginx)
    return Answer(200, found, _chunks(record.original))


def _by_nginx(files: Storage, key: str) -> dict[str, str]:
    """Where nginx finds the file, if it stands before us and the file lies on this machine."""
    if not settings.IIIF_ACCEL_PREFIX or not isinstance(files, FileSystemStorage):
        return {}
    return sent_by_nginx(f"files/{quote(key)}")


def _chunks(key: str) -> Iterator[bytes]:
    with storage.originals().open(key, "rb") as stream:
        yield from stream.chunks(256 * 1024)

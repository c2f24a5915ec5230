"""Manifests made once and kept, packed, until anything changes that they show.

What is kept lies under a key that one query makes anew for every answer: the item's public changes, the moments at
which its institution, set and terms were last saved, who sees its images today, and the release that is running. So
nothing has to be told to forget, no process answers from what another has changed, and an embargo ends at midnight."""

import gzip
import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Aggregate, Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from catalogue.models import Change, Item
from media_pipeline.iiif.open_json import Packed
from media_pipeline.iiif.presentation.loading import missing, published_item
from media_pipeline.iiif.presentation.manifests import manifest
from media_pipeline.models import Asset

# Some 5,000 pages; a cache of such would be the process's memory.
_MAX_KEPT_BYTES = 512 * 1024
_SECONDS = 86_400
_ITS_IDENTIFIER = "its-identifier"
_TERMS = ("institution", "item_set", "category", "period", "place", "materials", "techniques", "creators__agent")


def manifest_text(identifier: str) -> Packed:
    """Raises NotFound and Gone."""
    return kept_under(_key(identifier), lambda: manifest(published_item(identifier)))


def kept_under(key: str, build: Callable[[], dict[str, Any]]) -> Packed:
    """`key` differs whenever `build` would make something else."""
    if found := caches["manifests"].get(key):
        return Packed(*found)
    made = pack(build())
    if len(made.gzipped) <= _MAX_KEPT_BYTES:
        caches["manifests"].set(key, tuple(made), _SECONDS)
    return made


def pack(made: dict[str, Any]) -> Packed:
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    # The same text packs to the same bytes on every machine: no time in it.
    return Packed(gzip.compress(text, compresslevel=5, mtime=0), hashlib.sha256(text).hexdigest()[:32])


def _key(identifier: str) -> str:
    """Read before what it stands for: text that is newer than its key is made again, never the other way round."""
    sql, parameters = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, [identifier if each == _ITS_IDENTIFIER else each for each in parameters])
        row = cursor.fetchone()
    if row is None:
        raise missing(identifier)
    embargo = row[0] and timezone.localdate()
    seen = (identifier, settings.PUBLIC_URL, release(), embargo, *row)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    """The SQL that answers in one row: Django needs longer to write it than any engine to answer it."""
    changes = Change.objects.filter(kind=Item.change_kind, object_id=OuterRef("pk"))
    files = Asset.objects.filter(item=OuterRef("pk"))
    rows = Item.objects.published().filter(identifier=_ITS_IDENTIFIER).order_by()
    rows = rows.annotate(
        # Both: of two that are written at once, the one with the lower key may be seen last.
        last_change=_one(changes, Max("pk")),
        changes=_one(changes, Count("pk")),
        ready_files=_one(files, Count("pk", filter=Q(state=Asset.State.READY))),
        files_saved=_one(files, Max("updated_at")),
        **{f"{path.replace('__', '_')}_saved": Max(f"{path}__updated_at") for path in _TERMS},
    )
    fields = ["embargo_until", "updated_at", *(name for name in Item.ACCESS_FIELDS if name != "embargo_until")]
    query = rows.values_list(*fields, *rows.query.annotations).query
    return query.get_compiler(connection=connection).as_sql()


def _one(rows: QuerySet[Any], found: Aggregate) -> Subquery:
    return Subquery(rows.order_by().annotate(whole=Value(1)).values("whole").annotate(found=found).values("found"))


@cache
def release() -> str:
    """Differs between two versions of the code or the translations, so that a shared cache outlives neither."""
    project = Path(settings.PROJECT_DIR)
    folders = ("heritage", "collections", "media_pipeline", "search", "exhibits", "frontend/locale")
    files = sorted(path for folder in folders for kind in ("*.py", "*.mo") for path in (project / folder).rglob(kind))
    digest = hashlib.sha256()
    for path in files:
        stat = path.stat()
        digest.update(f"{path.relative_to(project)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]

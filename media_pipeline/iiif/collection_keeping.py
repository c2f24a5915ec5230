"""Collections that list items are made once and kept while the same would come of it, as manifests are; see
`presentation.keeping` and docs/adr/0016-collections-are-ranges-of-keys.md."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet

from media_pipeline.iiif.collection_parts import seen_of
from media_pipeline.iiif.open_json import Built
from media_pipeline.iiif.presentation import JSON
from media_pipeline.iiif.presentation.keeping import kept_under, release


def kept(name: str, about: tuple[object, ...], items: QuerySet | None, build: Callable[[], JSON]) -> Built:
    """`about` is what else decides the answer. Without `items` little is to be made, and nothing is kept."""
    if items is None:
        return build()
    seen = ("collection", name, settings.PUBLIC_URL, release(), *about, *seen_of(items))
    return kept_under(hashlib.sha256(repr(seen).encode()).hexdigest(), build)

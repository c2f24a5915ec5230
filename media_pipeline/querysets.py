"""What of the media the public may see, and how lists of items get theirs in a constant number of queries."""

from typing import Self

from django.db import models
from django.db.models import Prefetch, QuerySet

from catalogue.models import Item


class AssetQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Ready, and part of an item that the public sees."""
        return self.filter(state="ready", item__live=True, item__institution__live=True)

    def shown(self) -> Self:
        """What stands for itself, in order: not the pictures that only stand for a model."""
        return self.filter(poster_for=None).order_by("position", "id")

    def with_files(self) -> Self:
        return self.prefetch_related("derivatives", "given_posters__derivatives")


def with_media(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items whose ready assets, files and posters are read in three queries more, however many items there are:
    `item.ready_assets` is the list in order, and `cover(item)` needs no query."""
    from media_pipeline.models import Asset

    ready = Asset.objects.filter(state="ready").shown().with_files()
    return items.prefetch_related(Prefetch("assets", queryset=ready, to_attr="ready_assets"))

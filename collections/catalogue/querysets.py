"""Who sees what: the only definitions of "published" and "visible to this person"."""

from typing import Any, Self

from django.db import models

from heritage.curated import OneByOneQuerySet
from institutions.permissions import institutions_for


class HeldQuerySet(OneByOneQuerySet):
    """Of what an institution holds (Item, ItemSet)."""

    def published(self) -> Self:
        """What the public may see: itself live, and held by an institution that is."""
        return self.filter(live=True, institution__live=True)

    def visible_to(self, user: Any) -> Self:
        """Published ones, and all those of the institutions the person works for."""
        if getattr(user, "is_superuser", False):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.published()
        return self.filter(
            models.Q(live=True, institution__live=True) | models.Q(institution__in=institutions_for(user))
        )

    def editable_by(self, user: Any) -> Self:
        return self.filter(institution__in=institutions_for(user))


class ItemQuerySet(HeldQuerySet):
    def with_terms(self) -> Self:
        """Everything a page, manifest, API row or search document of an item reads, in a constant number of queries.

        Read `creators` by .all() then: modelcluster's manager asks the whole table by .get() and .filter()."""
        from catalogue.models import ItemCreator

        creators = models.Prefetch("creators", ItemCreator.objects.select_related("agent"))
        return self.select_related(
            "institution", "institution__region", "item_set", "category", "period", "place", "place__region"
        ).prefetch_related("materials", "techniques", creators)

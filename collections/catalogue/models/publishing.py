"""The base of what is published under a persistent identifier."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalogue.models.changes import Change
from catalogue.models.identifiers import mint
from heritage.curated import CuratedModel


class PublishedObject(CuratedModel):
    """Wagtail's actions end in `publish`, `unpublish` and `delete` below (bulk deletion in the queryset's), so that
    the editor, bulk actions, workflows and scheduled publishing all write their Change in the transaction of the
    mutation."""

    change_kind = ""

    identifier = models.CharField(_("identifier"), max_length=20, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.identifier:
            with transaction.atomic():
                [self.identifier] = mint(self.change_kind)
                super().save(*args, **kwargs)
            return
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # A new object in the editor gets its identifier on save.
        exclude = set(kwargs.pop("exclude", None) or ())
        super().full_clean(*args, exclude=exclude | {"identifier"}, **kwargs)

    @transaction.atomic
    def publish(self, revision: Any, **kwargs: Any) -> Any:
        was_live = type(self).objects.filter(pk=self.pk, live=True).exists()
        result = super().publish(revision, **kwargs)
        row = type(self).objects.only("live", "live_revision_id").get(pk=self.pk)
        # A revision with a future go-live date publishes nothing yet.
        if row.live and row.live_revision_id == revision.pk:
            self.record(Change.Action.UPDATE if was_live else Change.Action.CREATE, is_public=True)
        elif was_live and not row.live:
            self.record(Change.Action.DELETE, is_public=True)
        return result

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        was_live = self.live
        result = super().unpublish(*args, **kwargs)
        if was_live:
            self.record_end()
        return result

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self.record(Change.Action.DELETE, is_public=self.live)
        return super().delete(*args, **kwargs)

    @property
    def was_ever_public(self) -> bool:
        """Then its address is in the world: it can be withdrawn, and no longer deleted."""
        if self.live or self.first_published_at:
            return True
        return Change.objects.filter(kind=self.change_kind, object_id=self.pk, is_public=True).exists()

    def record_end(self) -> Change:
        """The public does not see it any more."""
        return self.record(Change.Action.DELETE, is_public=True)

    def record(self, action: str, *, is_public: bool, target: str = "") -> Change:
        return Change.objects.create(
            action=action,
            kind=self.change_kind,
            object_id=self.pk,
            identifier=self.identifier,
            institution_id=self.institution_id,
            is_public=is_public,
            target=target,
        )

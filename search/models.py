"""What search has yet to do, where the outbox alone cannot say it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reindexing(models.Model):
    """All items of an institution, set or term that appeared, vanished or changed its name, to be looked at
    again in the index `generation`. `kind` and `object_id` are those of the Change. Done up to the item `after_id`;
    the row goes when all are."""

    generation = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    after_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reindexing")
        verbose_name_plural = _("reindexings")
        constraints = [
            models.UniqueConstraint(fields=["generation", "kind", "object_id"], name="one_reindexing_an_object")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} from item {self.after_id}"

"""What search has yet to do, where the outbox alone cannot say it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reindexing(models.Model):
    """All items of an institution that opened, closed or changed its name, to be looked at again in the index
    `generation`. Done up to the item `after_id`; the row goes when all are."""

    generation = models.CharField(max_length=30)
    institution_id = models.BigIntegerField()
    after_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reindexing")
        verbose_name_plural = _("reindexings")
        constraints = [
            models.UniqueConstraint(fields=["generation", "institution_id"], name="one_reindexing_an_institution")
        ]

    def __str__(self) -> str:
        return f"institution {self.institution_id} from item {self.after_id}"

"""The transactional outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Written in the transaction of the mutation it tells of.

    `sequence` and `public_sequence` are null until `catalogue.changes.sequence_changes` numbers the committed rows:
    primary keys are handed out before commit and may appear out of order, these numbers never do and have no gaps."""

    class Action(models.TextChoices):
        CREATE = "create", _("Create")
        UPDATE = "update", _("Update")
        DELETE = "delete", _("Delete")

    action = models.CharField(max_length=8, choices=Action)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    identifier = models.CharField(max_length=60)
    institution_id = models.BigIntegerField(null=True)
    # True when the public sees something else than before: then it gets a public number too.
    is_public = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    public_sequence = models.BigIntegerField(null=True, unique=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="change_unsequenced"),
            models.Index(fields=["kind", "object_id"], name="change_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.identifier}"


class ChangeCursor(models.Model):
    """How far a consumer has read; its row lock also means that one worker at a time drains for it."""

    consumer = models.CharField(primary_key=True, max_length=40)
    sequence = models.BigIntegerField(default=0)
    public_sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.consumer} at {self.sequence}"

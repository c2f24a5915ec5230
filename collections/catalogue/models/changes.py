"""The transactional outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Written in the transaction of the mutation it tells of.

    `sequence` and `public_sequence` are null until `catalogue.changes.sequence_changes` numbers the committed rows:
    primary keys are handed out before commit and may appear out of order, these numbers never do and have no gaps.

    `action` is what was done to the record. What the public is told of it is decided when it is numbered, see
    `catalogue.publicity`: `public_action`, at `published_at`, is part of the public sequence, which harvesters read."""

    class Action(models.TextChoices):
        CREATE = "create", _("Create")
        UPDATE = "update", _("Update")
        DELETE = "delete", _("Delete")
        MOVE = "move", _("Move")

    action = models.CharField(max_length=8, choices=Action)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    identifier = models.CharField(max_length=60)
    institution_id = models.BigIntegerField(null=True)
    # Of a move: the identifier under which the record goes on.
    target = models.CharField(max_length=60, blank=True, default="", db_default="")
    # True when what the public sees of the record may be something else than before.
    is_public = models.BooleanField(default=False)
    # True when only something that the record shows has changed, see `catalogue.ripples`.
    is_echo = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(auto_now_add=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    public_sequence = models.BigIntegerField(null=True, unique=True)
    public_action = models.CharField(max_length=8, choices=Action, blank=True, default="", db_default="")
    # Later than that of the changes numbered before.
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="change_unsequenced"),
            models.Index(fields=["kind", "object_id", "public_sequence"], name="change_object_public"),
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


class Ripple(models.Model):
    """Records of the kind `reaches` show the object `object_id` of the kind `kind`, which has changed: their own
    changes are yet to be written. Done up to the record `after_id`; the row goes when all are."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    reaches = models.CharField(max_length=20)
    after_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("ripple")
        verbose_name_plural = _("ripples")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "reaches"], name="one_ripple_an_object_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} to {self.reaches} from {self.after_id}"

"""What is made from an asset."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Derivative(models.Model):
    """Something made from an asset, and the truth about the work of making it: brokers may lose any message.

    A worker holds it by `lease_owner` until `lease_until`; see states.py for who may change what."""

    class Kind(models.TextChoices):
        PYRAMID = "pyramid", _("Zoomable image")
        POSTERS = "posters", _("Preview pictures")

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        PROCESSING = "processing", _("Being processed")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    asset = models.ForeignKey(
        "media_pipeline.Asset", models.CASCADE, related_name="derivatives", verbose_name=_("file")
    )
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    source_sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200, blank=True)
    byte_size = models.BigIntegerField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    metadata = models.JSONField(default=dict, blank=True)

    lease_owner = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    enqueued_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [models.UniqueConstraint(fields=["asset", "kind"], name="one_derivative_of_a_kind")]
        indexes = [
            models.Index(
                fields=["state", "next_attempt_at"],
                condition=models.Q(state__in=["pending", "processing"]),
                name="derivative_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.asset_id}"

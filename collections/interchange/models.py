"""What came in, and what each import did with it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from institutions.models import Institution
from interchange.faults import message
from interchange.json_text import JsonTextField


class ImportRun(models.Model):
    """One reading of one file. `counts` is {outcome: rows}, see `interchange.staging.Outcome`; `mapping` is the
    mapping file's text, so that a run can be repeated years later."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        # Found by the next import: the process died. Its whole batches stand.
        INTERRUPTED = "interrupted", _("Interrupted")

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="import_runs", verbose_name=_("institution")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.TextField(blank=True)
    mapping_fingerprint = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=list)
    is_dry_run = models.BooleanField(default=False)
    is_forced = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RUNNING)
    reason = models.TextField(_("reason"), blank=True)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["institution", "state"], name="import_run_state")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class RawRecord(models.Model):
    """A record as its holder gave it: original column names and values. One row a source key, the newest one.

    `written` is {field: digest} of what the import last put into the item, so that what a curator changed since can
    be told apart and is left alone. `withdrawn_live` is null unless an import withdrew the item because it was
    missing from a complete file; then it says whether the item was published, for its return."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    source_id = models.CharField(_("key in the source"), max_length=255)
    item = models.OneToOneField(Item, models.SET_NULL, null=True, related_name="raw_record")
    sha256 = models.CharField(max_length=64)
    payload = JsonTextField()
    mapping_fingerprint = models.CharField(max_length=64)
    written = models.JSONField(default=dict)
    row_number = models.BigIntegerField()
    first_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")
    last_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="records")
    withdrawn_live = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("raw record")
        verbose_name_plural = _("raw records")
        constraints = [models.UniqueConstraint(fields=["institution", "source_id"], name="one_raw_record_a_source_key")]

    def __str__(self) -> str:
        return self.source_id


class ImportRowError(models.Model):
    """Why a row was refused or, when not `is_refusal`, what its reader should know. A run keeps the first
    `staging.KEPT_FAULTS` of them with the record itself; the report file has all."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="row_errors")
    row = models.BigIntegerField(_("row"))
    source_id = models.CharField(_("key in the source"), max_length=255, blank=True)
    field = models.CharField(_("field"), max_length=255, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    value = models.CharField(_("value"), max_length=255, blank=True)
    is_refusal = models.BooleanField(default=True)
    payload = models.JSONField(null=True)

    class Meta:
        verbose_name = _("row error")
        verbose_name_plural = _("row errors")
        ordering = ["run_id", "row", "id"]

    def __str__(self) -> str:
        return f"{self.row} {self.field}: {self.reason}"

    @property
    def reason(self) -> Any:
        """In the reader's language."""
        return message(self.code, {**self.params, "value": self.value})

"""W3C Web Annotations on canvases."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalogue.models.identifiers import mint
from heritage.languages import LanguageMapField, resolve
from media_pipeline.page_text import Box

# More than any canvas has pixels along a side.
MAX_SIDE = 1_000_000


def validate_region(value: Any) -> None:
    whole = isinstance(value, list) and len(value) == 4 and all(type(number) is int for number in value)
    if not whole or min(value[:2]) < 0 or min(value[2:]) < 1 or max(value) > MAX_SIDE:
        raise ValidationError(_("A region is four whole numbers: left, top, width and height in pixels."))


class Annotation(models.Model):
    """A curator's note on a canvas or a rectangle of it. `region` is `[x, y, width, height]` in pixels of the canvas;
    null is the whole. One that is not `live` is a draft, whatever the item is."""

    class Motivation(models.TextChoices):
        """Those of the Web Annotation vocabulary that a museum's notes have."""

        COMMENTING = "commenting", _("Comment")
        DESCRIBING = "describing", _("Description")
        IDENTIFYING = "identifying", _("Identification")
        TAGGING = "tagging", _("Keyword")
        TRANSCRIBING = "transcribing", _("Transcription")
        TRANSLATING = "translating", _("Translation")

    identifier = models.CharField(_("identifier"), max_length=20, unique=True, editable=False)
    asset = models.ForeignKey(
        "media_pipeline.Asset", models.CASCADE, related_name="annotations", verbose_name=_("file")
    )
    body = LanguageMapField(_("text"), multiline=True)
    motivation = models.CharField(_("kind of note"), max_length=12, choices=Motivation, default=Motivation.COMMENTING)
    region = models.JSONField(_("region"), null=True, blank=True, validators=[validate_region])
    live = models.BooleanField(_("published"), default=False, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("creator")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["asset", "position", "id"], name="annotation_on_asset")]

    def __str__(self) -> str:
        return str(resolve(self.body) or self.identifier)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if not self.identifier:
                [self.identifier] = mint("annotation")
            super().save(*args, **kwargs)

    @property
    def box(self) -> Box | None:
        return tuple(self.region) if self.region else None

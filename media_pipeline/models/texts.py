"""The text that stands on a canvas."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_pipeline.page_text import Line, layout_of, lines_of, text_of
from media_pipeline.text_languages import direction, language_name


class CanvasText(models.Model):
    """What is written, spoken or printed on one asset, in one language, from one source. `page_text` explains
    `layout`, whose boxes are in pixels of the canvas. `digest` changes with anything that search or a viewer reads;
    `line_count` leaves out empty lines."""

    class Source(models.TextChoices):
        CURATOR = "curator", _("Written by a curator")
        ALTO = "alto", _("ALTO file")
        OCR = "ocr", _("Text recognition")
        CAPTIONS = "captions", _("Captions")

    class Boxes(models.TextChoices):
        """The finest thing whose place is known."""

        NONE = "none", _("no places")
        LINE = "line", _("places of lines")
        WORD = "word", _("places of words")

    asset = models.ForeignKey("media_pipeline.Asset", models.CASCADE, related_name="texts", verbose_name=_("file"))
    language = models.CharField(_("language"), max_length=15)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    text = models.TextField(_("text"))
    layout = models.JSONField(default=list, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    boxes = models.CharField(max_length=4, choices=Boxes, default=Boxes.NONE)
    digest = models.CharField(max_length=32)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "source", "language"], name="one_text_a_source_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.language} ({self.get_source_display()})"

    def set_lines(self, lines: Sequence[Line]) -> None:
        self.text, self.layout = text_of(lines), layout_of(lines)
        self.line_count = sum(bool(line.text.strip()) for line in lines)
        has_words = any(line.words for line in lines)
        has_lines = any(line.box for line in lines)
        self.boxes = self.Boxes.WORD if has_words else self.Boxes.LINE if has_lines else self.Boxes.NONE
        whole = json.dumps([self.language, self.text, self.layout], ensure_ascii=False)
        self.digest = hashlib.sha256(whole.encode()).hexdigest()[:32]

    @property
    def lines(self) -> list[Line]:
        return lines_of(self.text, self.layout)

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def language_name(self) -> str:
        return language_name(self.language)


# What a person saw to goes before what a program read, whenever either came.
_RANK = {
    CanvasText.Source.CURATOR: 0,
    CanvasText.Source.ALTO: 0,
    CanvasText.Source.OCR: 1,
    CanvasText.Source.CAPTIONS: 2,
}


def shown_texts(texts: Iterable[Any]) -> list[Any]:
    """Of each language and asset the one that the public reads, the newest of the best sources; in order of `pk`."""
    best: dict[tuple[int, str], Any] = {}
    for text in sorted(texts, key=lambda each: (-_RANK[each.source], each.updated_at, each.pk)):
        best[text.asset_id, text.language] = text
    return sorted(best.values(), key=lambda text: text.pk)

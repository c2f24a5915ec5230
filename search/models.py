"""What search keeps in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageTerms(models.Model):
    """A text of a canvas as `search.iiif` looks through it. `stamp` says of which text and by which analysis it was
    made: a row with another one is as good as none, and never an answer."""

    text = models.OneToOneField(
        "media_pipeline.CanvasText", models.CASCADE, primary_key=True, related_name="terms", verbose_name=_("text")
    )
    stamp = models.CharField(max_length=50)
    stream = models.TextField()
    words = models.TextField()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("terms of a text")
        verbose_name_plural = _("terms of texts")

    def __str__(self) -> str:
        return f"terms of text {self.text_id}"

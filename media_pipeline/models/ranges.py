"""Tables of contents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from heritage.languages import LanguageMapField, resolve
from media_pipeline.models.assets import Asset


class Range(models.Model):
    """A heading in the contents of an item (IIIF Presentation 3.0, section 5.4): it begins at a page and reaches to
    `last`, or without one to where the next heading that is not within it begins. Which pages those are is counted
    from the files' order, so moving a page moves it into its heading."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="ranges", verbose_name=_("item"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("within")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    label = LanguageMapField(_("heading"))
    # A removed page leaves its heading, for the curator to put elsewhere.
    first = models.ForeignKey(Asset, models.SET_NULL, null=True, related_name="+", verbose_name=_("begins at"))
    last = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ends with")
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(resolve(self.label) or self.pk)

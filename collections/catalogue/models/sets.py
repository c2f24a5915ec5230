from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.publishing import PublishedObject
from catalogue.querysets import HeldQuerySet
from heritage.languages import LanguageMapField, resolve
from institutions.models import Institution


class ItemSet(PublishedObject):
    """A fund, a collection within it, or any other standing grouping of an institution's items."""

    change_kind = "item_set"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="item_sets", verbose_name=_("institution")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    title = LanguageMapField(_("title"))
    description = LanguageMapField(_("description"), multiline=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("item set")
        verbose_name_plural = _("item sets")
        ordering = ["institution_id", "identifier"]

    def __str__(self) -> str:
        return str(resolve(self.title) or self.identifier)

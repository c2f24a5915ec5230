"""The fields that say who sees an item's pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.access import LIMITED, MEMBERS, OPEN, ImageAccess, image_access


class WithImageAccess(models.Model):
    """`access` holds once `embargo_until` is past; until then only the institution's editors see anything."""

    class Access(models.TextChoices):
        OPEN = OPEN, _("Everybody")
        LIMITED = LIMITED, _("Everybody, up to a size")
        MEMBERS = MEMBERS, _("Readers of the institution")

    ACCESS_FIELDS = ("access", "access_max_width", "access_max_area", "embargo_until")

    access = models.CharField(_("who sees the images"), max_length=8, choices=Access, default=Access.OPEN)
    access_max_width = models.PositiveIntegerField(
        _("largest side for everybody"), null=True, blank=True, validators=[MinValueValidator(100)],
        help_text=_("In pixels. For readers’ images: what everybody else gets; empty for nothing."),
    )  # fmt: skip
    access_max_area = models.PositiveIntegerField(
        _("largest area for everybody"), null=True, blank=True, validators=[MinValueValidator(10_000)],
        help_text=_("Width × height in pixels."),
    )  # fmt: skip
    embargo_until = models.DateField(
        _("closed until"), null=True, blank=True,
        help_text=_("Before this day only the institution’s editors see the images; then they open as chosen above."),
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def image_access(self) -> ImageAccess:
        return image_access(self)

    def clean(self) -> None:
        super().clean()
        has_limit = bool(self.access_max_width or self.access_max_area)
        if self.access == self.Access.OPEN and has_limit:
            text = _("A limit does nothing while everybody sees the images. Choose “up to a size”, or empty it.")
            raise ValidationError({"access": text})
        if self.access == self.Access.LIMITED and not has_limit:
            raise ValidationError({"access_max_width": _("Say how large the images may be.")})

    def keep_access_missing_from(self, content: dict[str, Any], row: Any) -> None:
        """A revision from before these fields would bring back their defaults, and with them everybody."""
        for field in self.ACCESS_FIELDS:
            if field not in content:
                setattr(self, field, getattr(row, field))


LIMIT_IS_SAID = models.CheckConstraint(
    condition=~models.Q(access=LIMITED)
    | models.Q(access_max_width__isnull=False)
    | models.Q(access_max_area__isnull=False),
    name="limited_images_have_a_limit",
    violation_error_message=_("Say how large the images may be."),
)

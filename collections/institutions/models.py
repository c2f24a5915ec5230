"""Who holds what, and who may act for them."""

from copy import copy
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from heritage.curated import CuratedModel, OneByOneQuerySet
from heritage.languages import LanguageMapField, resolve
from institutions.bin import validate_bin
from institutions.codes import validate_code
from institutions.logos import Logo, logo_of

latitude = [MinValueValidator(-90), MaxValueValidator(90)]
longitude = [MinValueValidator(-180), MaxValueValidator(180)]


class Region(models.Model):
    """One of the 20 regions of Kazakhstan (ISO 3166-2:KZ); the rows come from data/regions.json by migration."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        CITY = "city", _("City of republican significance")

    iso = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = LanguageMapField(_("name"))
    latitude = models.FloatField(_("latitude"), validators=latitude)
    longitude = models.FloatField(_("longitude"), validators=longitude)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["iso"]

    def __str__(self) -> str:
        return str(resolve(self.name) or self.iso)


class Institution(CuratedModel):
    preview_template = "institutions/detail.html"
    preview_hook = "institution_page_context"
    address_field = "code"

    class Kind(models.TextChoices):
        MUSEUM = "museum", _("Museum")
        MUSEUM_RESERVE = "museum_reserve", _("Museum-reserve")
        LIBRARY = "library", _("Library")
        ARCHIVE = "archive", _("Archive")
        THEATRE = "theatre", _("Theatre")
        CONCERT_ORGANISATION = "concert_organisation", _("Concert organisation")
        LEISURE_CENTRE = "leisure_centre", _("Leisure centre")
        CIRCUS = "circus", _("Circus")
        FILM_ORGANISATION = "film_organisation", _("Film organisation")
        CULTURAL_CENTRE = "cultural_centre", _("Cultural-historical centre")
        ART_GALLERY = "art_gallery", _("Art gallery or salon")
        STUDIO = "studio", _("Studio-workshop")

    code = models.SlugField(
        _("code"), max_length=60, unique=True, validators=[validate_code], help_text=_("Part of the web address.")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, default=Kind.MUSEUM)
    name = LanguageMapField(_("name"))
    description = LanguageMapField(_("description"), multiline=True, blank=True)
    bin = models.CharField(
        _("BIN"), max_length=12, unique=True, null=True, blank=True, validators=[validate_bin],
        help_text=_("Business identification number, 12 digits."),
    )  # fmt: skip
    isil = models.CharField(
        _("ISIL"), max_length=16, unique=True, null=True, blank=True,
        validators=[RegexValidator(r"^[A-Z]{1,4}-[A-Za-z0-9:/-]{1,11}$", _("An ISIL looks like KZ-AbC123."))],
        help_text=_("International Standard Identifier for Libraries and Related Organizations (ISO 15511)."),
    )  # fmt: skip
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="institutions", verbose_name=_("region")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=latitude)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=longitude)
    website = models.URLField(_("website"), blank=True)
    # A storage key, not a FileField: a draft's file must be stored when the draft is, before the row is saved.
    logo = models.CharField(_("logo"), max_length=200, blank=True)
    is_demonstration = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Shown as demonstration data, not as an institution's own."),
    )

    objects = OneByOneQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(resolve(self.name) or self.code)

    @property
    def logo_file(self) -> Logo | None:
        return logo_of(self.logo)

    def clean(self) -> None:
        # Empty strings would collide in a unique column; None does not.
        self.bin = self.bin or None
        self.isil = self.isil or None

    @transaction.atomic
    def publish(self, revision: Any, **kwargs: Any) -> Any:
        result = super().publish(revision, **kwargs)
        self._tell_change()
        return result

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        result = super().unpublish(*args, **kwargs)
        self._tell_change()
        return result

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = copy(self)
        result = super().delete(*args, **kwargs)
        deleted._tell_change()
        return result

    def _tell_change(self) -> None:
        """Lets the apps above write their Change in this transaction, through the hook `institution_changed`."""
        for tell in hooks.get_hooks("institution_changed"):
            tell(self)

    def get_absolute_url(self) -> str:
        return reverse("institution-detail", kwargs={"code": self.code})


class Membership(models.Model):
    """A person acts for an institution in one role, or reads there; superusers need none."""

    class Role(models.TextChoices):
        READER = "reader", _("Reader: sees images that are for readers")
        CONTRIBUTOR = "contributor", _("Contributor: edits drafts")
        CURATOR = "curator", _("Curator: edits and publishes")
        MANAGER = "manager", _("Manager: also imports, withdraws and gives roles")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="memberships", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.CONTRIBUTOR)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "institution"], name="one_role_in_an_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

"""What was uploaded."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.access import ANYBODY, NOBODY, ImageAccess, Visitor
from catalogue.models import Item
from catalogue.rights import OPEN, RIGHTS
from heritage.languages import LanguageMapField, resolve
from institutions.models import Institution
from media_pipeline.errors import message
from media_pipeline.models.derivatives import Derivative
from media_pipeline.posters import SMALL, Poster, PosterSet
from media_pipeline.querysets import AssetQuerySet


class Asset(models.Model):
    """One file of an item. The original is never changed; a better scan is a new asset.

    `poster_for` makes an image the picture that stands for a model or tour. `technical` is what was read from the
    file's header. `quarantined` means that the file itself is at fault, `failed` that the processing gave up."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Image")
        MODEL = "model", _("3D model")
        PANORAMA = "panorama", _("Panorama")
        TOUR = "tour", _("Virtual tour")
        AUDIO = "audio", _("Sound")
        VIDEO = "video", _("Video")
        DOCUMENT = "document", _("Document")

    class State(models.TextChoices):
        RECEIVED = "received", _("Waiting")
        PROCESSING = "processing", _("Being processed")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        QUARANTINED = "quarantined", _("Not usable")

    class Page(models.TextChoices):
        """Of a paged item's pictures (IIIF Presentation 3.0, behavior)."""

        FACING = "facing-pages", _("Two facing pages")
        NO_PAGE = "non-paged", _("Not a page: a colour target, a detail, a spine")

    # What goes out as it came: kinds that no browser runs, and that nothing is made of yet.
    SERVED_AS_RECEIVED = frozenset({Kind.MODEL, Kind.TOUR, Kind.AUDIO, Kind.VIDEO})

    identifier = models.CharField(_("identifier"), max_length=20, unique=True, editable=False)
    # A deleted item leaves its originals behind: nothing that was given to us is thrown away with a record.
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="assets", verbose_name=_("item"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="assets", verbose_name=_("institution"))
    poster_for = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="given_posters", verbose_name=_("picture of")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    label = LanguageMapField(_("label"), blank=True)
    rights_uri = models.URLField(_("rights"), blank=True, choices=list(RIGHTS.items()))
    credit = LanguageMapField(_("credit line"), blank=True)
    page = models.CharField(_("page"), max_length=12, choices=Page, blank=True)
    # None is by the rights and the file: see `offers_original`.
    offer_original = models.BooleanField(_("offer the original for download"), null=True)

    original = models.CharField(_("storage key"), max_length=200, editable=False)
    original_name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=60)
    byte_size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    technical = models.JSONField(_("technical metadata"), default=dict, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    error_code = models.CharField(max_length=40, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = AssetQuerySet.as_manager()
    # Wagtail's index of references would be rewritten with every step of the processing.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["item", "position", "id"], name="asset_in_item"),
            models.Index(fields=["sha256"], name="asset_sha256"),
            # Fifteen among millions, asked for by every visit to the top of the Collections.
            models.Index(fields=["item"], condition=models.Q(kind="tour"), name="asset_tours"),
        ]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="one_asset_a_file_in_an_item")]

    def __str__(self) -> str:
        return str(resolve(self.label) or self.original_name)

    @property
    def error_message(self) -> str:
        """In the active language; "" when nothing is wrong."""
        return message(self.error_code, self.error_params) if self.error_code else ""

    @property
    def is_settled(self) -> bool:
        """Nothing more happens to it by itself."""
        return self.state not in {self.State.RECEIVED, self.State.PROCESSING}

    @property
    def offers_original(self) -> bool:
        """Whether the public may have the file as it came, where it may see the item at all: never of what it sees
        smaller or not at all, and without a person's word only a file that holds nothing but the picture."""
        if not self.access.is_open:
            return False
        if self.offer_original is not None:
            return self.offer_original
        rights = self.rights_uri or (self.item.rights_uri if self.item else "")
        return rights in OPEN and self.technical.get("bare") is True

    @property
    def serves_original(self) -> bool:
        return self.kind in self.SERVED_AS_RECEIVED or self.offers_original

    @property
    def pyramid(self) -> Derivative | None:
        return self._ready(Derivative.Kind.PYRAMID)

    @property
    def access(self) -> ImageAccess:
        """Who sees it; no query where it was read with its item."""
        if self.item is None:
            return NOBODY
        access = self.item.image_access
        return access if self.kind in {self.Kind.IMAGE, self.Kind.PANORAMA} else access.of_what_has_no_size

    @property
    def posters(self) -> PosterSet:
        """Those of `all_posters` that everybody may see."""
        return self.posters_for(ANYBODY)

    def posters_for(self, visitor: Visitor) -> PosterSet:
        """What may be shown to this person. A model's picture has a size, whatever holds for the model."""
        access = self.item.image_access if self.item else NOBODY
        limit = visitor.limit(access, self.institution_id)
        found, pyramid = self.all_posters.within(limit), self.pyramid
        if found or not limit or not pyramid or self.kind != self.Kind.IMAGE:
            return found
        name = f"{self.identifier}{SMALL if access.right else ''}"
        return PosterSet.made_by_service(name, *limit.fitted(pyramid.width, pyramid.height))

    @property
    def all_posters(self) -> PosterSet:
        """The pictures that stand for it: its own, or those of the image given for a model; falsy when none.

        Only for those who work for the institution."""
        own = self._ready(Derivative.Kind.POSTERS)
        if own:
            return PosterSet(self.identifier, own.source_sha256, own.metadata.get("files", []))
        if self.kind in {self.Kind.IMAGE, self.Kind.PANORAMA}:
            return PosterSet(self.identifier, self.sha256, [])
        given = [asset for asset in self.given_posters.all() if asset.state == self.State.READY]
        return given[-1].all_posters if given else PosterSet(self.identifier, self.sha256, [])

    @property
    def poster_set(self) -> list[Poster]:
        """For <picture>: best format first, widths rising."""
        return self.posters.all

    def poster_url(self, width: int = 800) -> str:
        """The JPEG nearest above `width` pixels, else the widest, that everybody may see; "" when there is none."""
        return self.posters.url(width)

    def _ready(self, kind: str) -> Derivative | None:
        # .all() and not .filter(): the list may be prefetched.
        found = (each for each in self.derivatives.all() if each.kind == kind)
        return next((each for each in found if each.state == Derivative.State.READY), None)


def cover(item: Any, visitor: Visitor = ANYBODY) -> Asset | None:
    """The first ready asset of an item that has a picture for this visitor; no query after `with_media`."""
    assets = getattr(item, "ready_assets", None)
    if assets is None:
        assets = item.assets.filter(state=Asset.State.READY).shown().with_files()
    return next((asset for asset in assets if asset.posters_for(visitor)), None)

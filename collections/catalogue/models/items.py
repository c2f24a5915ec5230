from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from catalogue.dimensions import validate_dimensions
from catalogue.models.access import LIMIT_IS_SAID, WithImageAccess
from catalogue.models.changes import Change
from catalogue.models.publishing import PublishedObject
from catalogue.models.sets import ItemSet
from catalogue.querysets import ItemQuerySet
from catalogue.reading import PageLayout, ReadingDirection
from catalogue.rights import RIGHTS
from heritage.dates import edtf_years, validate_edtf
from heritage.errors import Denied
from heritage.identifiers import Ark, ark_of
from heritage.languages import LanguageMapField, resolve
from institutions.models import Institution
from vocabularies.models import Agent, Concept, Place


def validate_same_as(value: Any) -> None:
    if not isinstance(value, list):
        raise ValidationError(_("Links are a list of web addresses."))
    for uri in value:
        URLValidator(schemes=["http", "https"])(uri)


class Item(WithImageAccess, PublishedObject, ClusterableModel):
    """Anything held: the unit that is described, published, found and cited.

    `text_status` is {field: {language code: {"origin": "curator|imported|machine|reviewed", "stale": true}}}: where a
    text came from, beside the maps so that their shape never changes. `source_id` is the key in the holder's own
    system and what an import matches on."""

    change_kind = "item"
    preview_template = "items/detail.html"
    preview_hook = "item_page_context"
    address_field = "identifier"

    class Kind(models.TextChoices):
        OBJECT = "object", _("Object")
        DOCUMENT = "document", _("Document")
        PHOTOGRAPH = "photograph", _("Photograph")
        MAP = "map", _("Map")
        BOOK = "book", _("Book")
        FILM = "film", _("Film")
        SOUND = "sound", _("Sound recording")
        MONUMENT = "monument", _("Monument")
        INTANGIBLE = "intangible", _("Intangible element")

    LANGUAGE_MAPS = ("title", "description", "notes", "credit_line", "current_location")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="items", verbose_name=_("institution"))
    item_set = models.ForeignKey(
        ItemSet, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("item set")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OBJECT)
    title = LanguageMapField(_("title"))
    description = LanguageMapField(_("description"), multiline=True, blank=True)
    notes = LanguageMapField(_("notes"), multiline=True, blank=True)
    text_status = models.JSONField(_("origin of texts"), default=dict, blank=True, editable=False)

    date_edtf = models.CharField(
        _("date"), max_length=60, blank=True, validators=[validate_edtf],
        help_text=_("EDTF: 1876, 1871/1872, 1794~ (about), 1876? (uncertain), 13XX (14th century)."),
    )  # fmt: skip
    earliest_year = models.IntegerField(_("earliest year"), null=True, editable=False)
    latest_year = models.IntegerField(_("latest year"), null=True, editable=False)
    period = models.ForeignKey(
        Concept, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("period"),
        limit_choices_to={"scheme__code": "period"},
    )  # fmt: skip
    category = models.ForeignKey(
        Concept, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category"),
        limit_choices_to={"scheme__code": "category"},
    )  # fmt: skip
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("place")
    )
    materials = ParentalManyToManyField(
        Concept, blank=True, related_name="+", verbose_name=_("materials"),
        limit_choices_to={"scheme__code": "material"},
    )  # fmt: skip
    techniques = ParentalManyToManyField(
        Concept, blank=True, related_name="+", verbose_name=_("techniques"),
        limit_choices_to={"scheme__code": "technique"},
    )  # fmt: skip
    dimensions = models.JSONField(_("dimensions"), default=list, blank=True, validators=[validate_dimensions])

    inventory_number = models.CharField(_("inventory number"), max_length=120, blank=True)
    state_catalogue_number = models.CharField(_("State Catalogue number"), max_length=60, blank=True)
    rights_uri = models.URLField(_("rights"), blank=True, choices=list(RIGHTS.items()))
    credit_line = LanguageMapField(_("credit line"), blank=True)
    current_location = LanguageMapField(_("current location"), blank=True)
    reading_direction = models.CharField(
        _("reading direction"), max_length=13, choices=ReadingDirection, default=ReadingDirection.LEFT_TO_RIGHT
    )
    page_layout = models.CharField(
        _("layout of the pictures"), max_length=11, choices=PageLayout, blank=True,
        help_text=_("Not chosen: a book is paged, anything else is not."),
    )  # fmt: skip
    same_as = models.JSONField(_("the same thing elsewhere"), default=list, blank=True, validators=[validate_same_as])
    source_id = models.CharField(_("key in the source"), max_length=255, blank=True, editable=False)

    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.CharField(_("reason of withdrawal"), max_length=255, blank=True, editable=False)
    # A duplicate is withdrawn, and its addresses lead to this one; never to one that is itself a duplicate.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", editable=False,
        verbose_name=_("merged into"),
    )  # fmt: skip

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["live", "id"], name="item_live"),
            models.Index(fields=["live", "updated_at", "id"], name="item_live_updated"),
            models.Index(fields=["institution", "live", "id"], name="item_institution_live"),
            models.Index(fields=["institution", "inventory_number"], name="item_inventory"),
            models.Index(fields=["item_set", "live", "id"], name="item_set_live"),
            models.Index(
                fields=["embargo_until"], condition=models.Q(embargo_until__isnull=False), name="item_embargoed"
            ),
        ]
        constraints = [
            LIMIT_IS_SAID,
            models.UniqueConstraint(
                fields=["institution", "source_id"],
                condition=~models.Q(source_id=""),
                name="one_item_a_source_key",
            ),
        ]

    def __str__(self) -> str:
        return str(resolve(self.title) or self.inventory_number or self.identifier)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_years()
        super().save(*args, **kwargs)

    def set_years(self) -> None:
        self.earliest_year, self.latest_year = edtf_years(self.date_edtf) if self.date_edtf else (None, None)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """What no revision may bring back: an old draft must not undo a withdrawal nor move the item."""
        item = super().with_content_json(content)
        for field in (
            "identifier",
            "institution_id",
            "source_id",
            "withdrawn_at",
            "withdrawal_reason",
            "merged_into_id",
            "created_at",
        ):
            setattr(item, field, getattr(self, field))
        item.keep_access_missing_from(content, self)
        return item

    def publish(self, revision: Any, **kwargs: Any) -> Any:
        """Raises Denied for a withdrawn item: `item_restore` comes first."""
        if self.withdrawn_at:
            raise Denied(_("This item is withdrawn. Restore it before publishing."))
        return super().publish(revision, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.item_set and self.institution_id and self.item_set.institution_id != self.institution_id:
            raise ValidationError({"item_set": _("This item set belongs to another institution.")})

    @property
    def ark(self) -> Ark:
        return ark_of(self.identifier)

    @property
    def publication_state(self) -> str:
        """One of published, merged (a redirect), withdrawn (a tombstone) and draft."""
        if self.live:
            return "published"
        return "merged" if self.merged_into_id else "withdrawn" if self.withdrawn_at else "draft"

    @property
    def slug(self) -> str:
        """Letters of any script, in the reader's language: it decorates the address, the identifier finds the item."""
        return slugify(str(self), allow_unicode=True)[:80].strip("-") or "-"

    def get_absolute_url(self) -> str:
        return reverse("item-detail", kwargs={"identifier": self.identifier, "slug": self.slug})

    @property
    def was_ever_public(self) -> bool:
        if self.withdrawn_at is not None or super().was_ever_public:
            return True
        # Addresses of its duplicates lead to it.
        return self.pk is not None and self.duplicates.exists()

    def record_end(self) -> Change:
        if self.merged_into is None:
            return super().record_end()
        return self.record(Change.Action.MOVE, is_public=True, target=self.merged_into.identifier)


class ItemCreator(models.Model):
    """Who made it, in which role, in order."""

    item = ParentalKey(Item, related_name="creators", verbose_name=_("item"))
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="creations", verbose_name=_("agent"))
    role = models.CharField(_("role"), max_length=80, blank=True, default="creator")
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    class Meta:
        verbose_name = _("creator")
        verbose_name_plural = _("creators")
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return str(self.agent)

from typing import Any, Self

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from exhibits.blocks.exhibition import ExhibitionBody
from exhibits.blocks.institutions import InstitutionsBlock
from exhibits.exhibition import exhibition_context, item_ids
from exhibits.forms import ExhibitionForm
from exhibits.home import published_in_order

_PAGE_FIELDS = [
    TranslatableField("title"),
    TranslatableField("seo_title"),
    TranslatableField("search_description"),
    TranslatableField("lead"),
    SynchronizedField("slug"),
]


class ExhibitionQuerySet(PageQuerySet):
    def shown(self) -> Self:
        """What any visitor may open, newest first."""
        return self.live().public().order_by("-first_published_at", "-pk")


class ExhibitionIndexPage(Page):
    """The exhibitions of one language."""

    parent_page_types = ["exhibits.HomePage"]
    subpage_types = ["exhibits.ExhibitionPage"]
    max_count_per_parent = 1
    template = "exhibits/exhibition_index_page.html"

    lead = models.TextField(_("lead"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    translatable_fields = _PAGE_FIELDS

    class Meta:
        verbose_name = _("list of exhibitions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        exhibitions = list(ExhibitionPage.objects.child_of(self).shown())
        return super().get_context(request, *args, **kwargs) | {"exhibitions": with_covers(exhibitions)}


class ExhibitionPage(Page):
    """One exhibition in one language; its translations are pages with the same `translation_key`, by which IIIF knows
    the exhibition. An item that is no longer published leaves the page at once, wherever the page shows it."""

    parent_page_types = ["exhibits.ExhibitionIndexPage"]
    subpage_types: list[str] = []
    template = "exhibits/exhibition_page.html"
    base_form_class = ExhibitionForm

    lead = models.TextField(_("lead"), blank=True)
    cover = models.ForeignKey(
        "catalogue.Item", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("large picture")
    )
    opens = models.DateField(_("opens"), null=True, blank=True)
    closes = models.DateField(_("closes"), null=True, blank=True)
    institutions = StreamField(InstitutionsBlock(), blank=True, verbose_name=_("institutions"))
    body = StreamField(ExhibitionBody(), blank=True, verbose_name=_("content"))

    objects = PageManager.from_queryset(ExhibitionQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("cover"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
        FieldPanel("institutions"),
    ]
    translatable_fields = [
        *_PAGE_FIELDS,
        TranslatableField("body"),
        SynchronizedField("cover"),
        SynchronizedField("opens"),
        SynchronizedField("closes"),
        SynchronizedField("institutions"),
    ]

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")

    @property
    def item_ids(self) -> list[int]:
        """Keys of its items in order, published or not."""
        return item_ids(self.body.raw_data)

    @property
    def institution_ids(self) -> list[int]:
        return [block["value"] for block in self.institutions.raw_data if block["value"]]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = exhibition_context(list(self.body.raw_data), self.cover_id, self.institution_ids)
        return super().get_context(request, *args, **kwargs) | shown


def with_covers(exhibitions: list[ExhibitionPage]) -> list[tuple[ExhibitionPage, Any]]:
    """Each with the published item that stands for it, or None."""
    candidates = {page.pk: [key for key in (page.cover_id, *page.item_ids) if key] for page in exhibitions}
    items = {item.pk: item for item in published_in_order([key for keys in candidates.values() for key in keys[:5]])}
    return [(page, next((items[key] for key in candidates[page.pk] if key in items), None)) for page in exhibitions]

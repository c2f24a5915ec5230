from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from exhibits.blocks.highlights import HighlightsBlock
from exhibits.home import home_context
from exhibits.models.exhibitions import ExhibitionPage, with_covers

EXHIBITIONS_SHOWN = 3


class HomePage(Page):
    """The root of one language's tree."""

    parent_page_types = ["wagtailcore.Page"]
    template = "exhibits/home_page.html"

    lead = models.TextField(_("lead"), blank=True)
    hero = models.ForeignKey(
        "catalogue.Item", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("large picture")
    )
    highlights = StreamField(HighlightsBlock(), blank=True, verbose_name=_("highlights"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("hero"), FieldPanel("highlights")]
    translatable_fields = [TranslatableField("title"), TranslatableField("lead")]
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("hero"),
        SynchronizedField("highlights"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        raw = self.highlights.raw_data
        highlight_ids = [block["value"]["item"] for block in raw if block["value"].get("item")]
        shown = home_context(self.hero_id, highlight_ids)
        exhibitions = ExhibitionPage.objects.filter(locale_id=self.locale_id).shown()[:EXHIBITIONS_SHOWN]
        return super().get_context(request, *args, **kwargs) | shown | {"exhibitions": with_covers(list(exhibitions))}

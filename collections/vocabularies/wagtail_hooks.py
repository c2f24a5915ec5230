"""The editor's screens for the shared terms."""

from typing import Any

from django.forms import Select
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from institutions.editor.choosers import ScopedChooserViewSet
from institutions.editor.viewsets import ScopedViewSet
from institutions.editor.widgets import QuietChooser
from vocabularies.editor.forms import AgentForm, ConceptForm, TermForm
from vocabularies.editor.terms import suggest
from vocabularies.models import Agent, Concept, ConceptScheme, Place


class ConceptChooserViewSet(ScopedChooserViewSet):
    # One chooser for all vocabularies: `TermChooser` says which.
    url_filter_parameters = ["scheme__code"]
    preserve_url_parameters = ["multiple", "scheme__code"]


class ConceptViewSet(ScopedViewSet):
    model = Concept
    icon = "tag"
    menu_label = _("Concepts")
    list_display = ["__str__", Column("scheme", label=_("Vocabulary"), sort_key="scheme"), "key"]
    list_filter = ["scheme"]
    texts_searched = ("pref_label", "key")
    chooser_viewset_class = ConceptChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("scheme", widget=Select),
            FieldPanel("pref_label"),
            FieldPanel("alt_label"),
            FieldPanel("definition"),
            FieldPanel("broader", widget=QuietChooser(model=Concept, icon="tag")),
            FieldPanel("exact_match"),
        ],
        base_form_class=ConceptForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("scheme")


class AgentViewSet(ScopedViewSet):
    model = Agent
    icon = "user"
    menu_label = _("People and groups")
    list_display = ["__str__", Column("get_kind_display", label=_("Kind")), "birth_edtf", "death_edtf"]
    list_filter = ["kind"]
    texts_searched = ("name", "sort_name")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("kind"),
            FieldPanel("sort_name", help_text=_("Left empty, the name is used.")),
            FieldRowPanel([FieldPanel("birth_edtf"), FieldPanel("death_edtf")], heading=_("Dates")),
            FieldPanel("biography"),
            FieldPanel("exact_match"),
        ],
        base_form_class=AgentForm,
    )


class PlaceViewSet(ScopedViewSet):
    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["__str__", "country", "region"]
    list_filter = ["region"]
    texts_searched = ("name", "key")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("broader", widget=QuietChooser(model=Place, icon="site")),
            MultiFieldPanel([FieldPanel("country"), FieldPanel("region")], heading=_("Country and region")),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("Coordinates")),
            FieldPanel("exact_match"),
        ],
        base_form_class=TermForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("region")


class ConceptSchemeViewSet(ScopedViewSet):
    model = ConceptScheme
    icon = "list-ul"
    menu_label = _("Vocabularies")
    list_display = ["__str__", "code"]
    texts_searched = ("title", "code")
    edit_handler = ObjectList([FieldPanel("title"), FieldPanel("code")])


@register_snippet
class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 210
    items = (ConceptViewSet, AgentViewSet, PlaceViewSet, ConceptSchemeViewSet)


@hooks.register("register_admin_urls")
def terms_url() -> list[Any]:
    return [path("vocabularies/terms/<slug:scheme>/", suggest, name="vocabularies_terms")]

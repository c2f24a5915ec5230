"""Choosing several terms of a vocabulary: the chosen ones as check boxes, a box to type the next one in any language.

The list of terms never travels with the page; without JavaScript the exact label of a term is typed."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from wagtail.permissions import policy_registry

from heritage.errors import Denied
from heritage.languages import LANGUAGES
from institutions.editor.search import search_texts
from institutions.editor.widgets import QuietChooser
from vocabularies.models import Concept, term_key

SUGGESTIONS = 20


class TermsWidget(forms.SelectMultiple):
    """Posts `<name>` once for each chosen term and `<name>__add`, labels separated by semicolons."""

    template_name = "heritage/widgets/terms.html"

    class Media:
        js = ["heritage/terms.js"]
        css = {"all": ["heritage/rows.css"]}

    def __init__(self, scheme: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.scheme = scheme

    def __deepcopy__(self, memo: dict[int, Any]) -> "TermsWidget":
        return type(self)(self.scheme, dict(self.attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Not the parent's: it would list every term there is.
        context = forms.Widget.get_context(self, name, None, attrs)
        chosen = [str(getattr(term, "pk", term)) for term in value or []]
        pks = [pk for pk in chosen if pk.isdecimal()]
        context["terms"] = Concept.objects.filter(pk__in=pks, scheme__code=self.scheme)
        context["typed"] = "; ".join(text for text in chosen if not text.isdecimal())
        context["url"] = reverse("vocabularies_terms", args=[self.scheme])
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        typed = [text.strip() for text in data.get(f"{name}__add", "").split(";")]
        return [*data.getlist(name), *(self._found(text) for text in typed if text)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}__add" not in data

    def _found(self, text: str) -> str:
        """The key of the term with this label; the text itself, which the field then refuses, when there is none."""
        labels = Q(key=term_key(text))
        for code in LANGUAGES:
            labels |= Q(**{f"pref_label__{code}": text})
        found = Concept.objects.filter(labels, scheme__code=self.scheme).first()
        return str(found.pk) if found else text


class TermChooser(QuietChooser):
    """Chooses one term of one vocabulary."""

    def __init__(self, scheme: str, **kwargs: Any) -> None:
        super().__init__(model=Concept, icon="tag", **kwargs)
        self.scheme = scheme

    def get_chooser_modal_url(self) -> str:
        return f"{super().get_chooser_modal_url()}?scheme__code={self.scheme}"


def suggestions(scheme: str, text: str) -> QuerySet[Concept]:
    return search_texts(Concept.objects.filter(scheme__code=scheme), ("pref_label", "key"), text)[:SUGGESTIONS]


def suggest(request: HttpRequest, scheme: str) -> JsonResponse:
    """{"terms": [{"id", "label"}]} for `?q=`."""
    if not policy_registry.get_by_type(Concept).user_has_permission(request.user, "choose"):
        raise Denied()
    terms = suggestions(scheme, request.GET.get("q", "").strip()[:80])
    return JsonResponse({"terms": [{"id": term.pk, "label": str(term)} for term in terms]})

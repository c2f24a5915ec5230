"""Forms of the shared terms."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from heritage.dates import validate_edtf
from heritage.language_widget import LanguageMapFormField
from heritage.languages import clean_language_map, resolve
from vocabularies.editor.rows import AddressesField
from vocabularies.models import term_key


class LabelsField(LanguageMapFormField):
    """{language code: [texts]}, typed one to a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {code: texts if isinstance(texts, str) else "\n".join(texts) for code, texts in value.items()}

    def to_python(self, value: Any) -> Any:
        texts = super().to_python(value)
        return {code: [line.strip() for line in text.splitlines() if line.strip()] for code, text in texts.items()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or {}) != clean_language_map(data or {})


class TermForm(WagtailAdminModelForm):
    """Gives a new term its key from its label, so that nobody types one."""

    label_field = "name"
    exact_match = AddressesField(
        label=_("Exact match"), required=False, help_text=_("The same thing in Getty AAT, Wikidata …")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        label = resolve(cleaned.get(self.label_field), "en")
        if label and not self.instance.key:
            self.instance.key = term_key(label.value)
            if self._same_key().exists():
                raise ValidationError({self.label_field: _("There is a term with this label already.")})
        return cleaned

    def _same_key(self) -> Any:
        return type(self.instance).objects.filter(key=self.instance.key)


class ConceptForm(TermForm):
    label_field = "pref_label"
    alt_label = LabelsField(label=_("Alternative labels"), required=False, help_text=_("One to a line."))

    def _same_key(self) -> Any:
        return super()._same_key().filter(scheme=self.cleaned_data.get("scheme"))


class AgentForm(TermForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("birth_edtf", "death_edtf"):
            try:
                validate_edtf(cleaned[name]) if cleaned.get(name) else None
            except ValidationError as error:
                self.add_error(name, error)
        name = resolve(cleaned.get("name"), "en")
        if name and not cleaned.get("sort_name"):
            cleaned["sort_name"] = name.value[:255]
        return cleaned

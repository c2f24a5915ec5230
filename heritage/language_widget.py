"""The editor's control for a language map: one tab for each language, plain HTML without JavaScript."""

from typing import Any

from django import forms

from heritage.languages import LANGUAGES, LanguageMap, clean_language_map, validate_language_map


class LanguageMapWidget(forms.Widget):
    """Posts `<name>__<code>` for each language. Template context: `languages`, a list of dicts."""

    template_name = "heritage/widgets/language_map.html"

    def __init__(self, attrs: dict[str, Any] | None = None, multiline: bool = False) -> None:
        super().__init__(attrs)
        self.multiline = multiline

    class Media:
        js = ["heritage/language_map.js"]
        css = {"all": ["heritage/language_map.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        value = value if isinstance(value, dict) else {}
        base_id = context["widget"]["attrs"].get("id", f"id_{name}")
        context["multiline"] = self.multiline
        context["languages"] = [
            {
                "language": language,
                "name": f"{name}__{code}",
                "id": base_id if index == 0 else f"{base_id}__{code}",
                "value": value.get(code, ""),
            }
            for index, (code, language) in enumerate(LANGUAGES.items())
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> LanguageMap:
        return {code: data.get(f"{name}__{code}", "") for code in LANGUAGES}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}__{code}" in data for code in LANGUAGES)


class LanguageMapFormField(forms.Field):
    """Cleans to a language map without empty texts; required means at least one language."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LanguageMapWidget(multiline=multiline))
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> LanguageMap:
        validate_language_map(value or {})
        return clean_language_map(value or {})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return clean_language_map(initial or {}) != clean_language_map(data or {})

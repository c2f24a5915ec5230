"""The editor's control for a language map: one tab for each language; without JavaScript all of them, one below
another."""

from typing import Any

from django import forms

from heritage.languages import LANGUAGES, LanguageMap, clean_language_map, validate_language_map


class LanguageMapWidget(forms.Widget):
    """Posts `<name>__<code>` for each language, and `<name>__<code>__reviewed` for a text that a person has looked at.

    `status` says of each language where its text came from, {code: {"origin": …, "stale": …}}: a form whose model
    keeps that sets it."""

    template_name = "heritage/widgets/language_map.html"

    def __init__(self, attrs: dict[str, Any] | None = None, multiline: bool = False) -> None:
        super().__init__(attrs)
        self.multiline = multiline
        self.status: dict[str, dict[str, Any]] = {}

    class Media:
        js = ["heritage/language_map.js"]
        css = {"all": ["heritage/language_map.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        value = value if isinstance(value, dict) else {}
        base_id = context["widget"]["attrs"].get("id", f"id_{name}")
        context["multiline"] = self.multiline
        context["base_id"] = base_id
        context["languages"] = [
            {
                "language": language,
                "name": f"{name}__{code}",
                "id": base_id if index == 0 else f"{base_id}__{code}",
                "value": value.get(code, ""),
                "is_machine": bool(value.get(code)) and self.status.get(code, {}).get("origin") == "machine",
                "is_stale": bool(value.get(code)) and bool(self.status.get(code, {}).get("stale")),
            }
            for index, (code, language) in enumerate(LANGUAGES.items())
        ]
        return context

    def reviewed_in_datadict(self, data: Any, name: str) -> set[str]:
        """The languages whose text the person says to have looked at."""
        return {code for code in LANGUAGES if data.get(f"{name}__{code}__reviewed")}

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

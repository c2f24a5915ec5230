"""Language maps in templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from heritage.languages import current_language, resolve

register = template.Library()


@register.filter(name="text")
def text_filter(value: Any, code: str | None = None) -> str:
    """The reader's text of a language map as a plain string; "" for none."""
    found = resolve(value, code)
    return found.value if found else ""


@register.simple_tag(name="text")
def text_tag(value: Any, tag: str = "span") -> str | SafeString:
    """The reader's text; when it fell back to another language it is wrapped in an element that says which."""
    found = resolve(value)
    if not found:
        return ""
    if not found.is_fallback:
        return found.value
    language = found.language
    return format_html('<{0} lang="{1}" dir="{2}">{3}</{0}>', tag, language.tag, language.dir, found.value)


@register.simple_tag
def text_lang_attrs(value: Any) -> str | SafeString:
    """` lang="…" dir="…"` for an element whose text fell back, else nothing: for headings and long texts."""
    found = resolve(value)
    if not found or not found.is_fallback:
        return ""
    return format_html(' lang="{}" dir="{}"', found.language.tag, found.language.dir)


@register.simple_tag
def direction() -> str:
    return current_language().dir

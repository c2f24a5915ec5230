"""Finding records in the editor's lists by the letters of any language."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from heritage.languages import LANGUAGES, LanguageMapField


def _spellings(text: str) -> set[str]:
    # SQLite folds the case of ASCII letters only.
    if text.isascii() or connection.vendor != "sqlite":
        return {text}
    return {text, text.lower(), text.capitalize(), text.upper()}


def search_texts(queryset: QuerySet, fields: Iterable[str], text: str) -> QuerySet:
    """Rows in which a text of `fields` (language maps, in any language, and plain columns) contains `text`."""
    if not text:
        return queryset
    where = Q()
    for name in fields:
        if isinstance(queryset.model._meta.get_field(name), LanguageMapField):
            names = {f"_{name}_{code}": KeyTextTransform(code, name) for code in LANGUAGES}
            queryset = queryset.alias(**names)
        else:
            names = {name: None}
        for column in names:
            for spelling in _spellings(text):
                where |= Q(**{f"{column}__icontains": spelling})
    return queryset.filter(where)

"""The one table of what can be searched, filtered, counted and sorted by.

Everything that names a field (documents, engines, queries, API, facet lists) reads it here."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.analysis.languages import ANALYSIS_VERSION, LOOSE


class Form(Enum):
    """How a field is kept: analysed text, exact words, or a number."""

    TEXT = "text"
    KEYWORD = "keyword"
    NUMBER = "number"


@dataclass(frozen=True)
class Field:
    """`name` is the public one, in addresses and the API. A text field `by_language` is one engine field for each
    language, named by `engine_name`; the others are analysed as `language`, by default one without a stemmer.
    `weight` is its share in the ranking."""

    name: str
    form: Form
    label: str | Promise = ""
    facet: bool = False
    by_language: bool = False
    language: str = "zh"
    weight: float = 1.0

    def engine_name(self, code: str = "") -> str:
        return f"{self.name}_{code}" if self.by_language else self.name


def _facet(name: str, label: str | Promise) -> Field:
    return Field(name, Form.KEYWORD, label, facet=True)


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("title", Form.TEXT, by_language=True, weight=4.0),
        Field("terms", Form.TEXT, by_language=True, weight=2.0),
        Field("text", Form.TEXT, by_language=True, weight=1.0),
        # Titles and terms of all languages, not stemmed: where beginnings of words are looked for.
        Field("words", Form.TEXT, weight=1.0),
        # Kazakh texts by what their letters and the Russian ones beside them share.
        Field("loose", Form.TEXT, language=LOOSE, weight=0.5),
        # Inventory and catalogue numbers, identifiers.
        Field("numbers", Form.TEXT, weight=6.0),
        Field("identifier", Form.KEYWORD),
        Field("suggest", Form.KEYWORD),
        _facet("kind", _("Kind")),
        _facet("institution", _("Institution")),
        _facet("set", _("Item set")),
        _facet("region", _("Region")),
        _facet("category", _("Category")),
        _facet("material", _("Material")),
        _facet("technique", _("Technique")),
        _facet("creator", _("Creator")),
        _facet("place", _("Place")),
        _facet("period", _("Period")),
        _facet("century", _("Century")),
        _facet("rights", _("Rights")),
        _facet("has", _("With")),
        Field("earliest", Form.NUMBER),
        Field("latest", Form.NUMBER),
        Field("sort_browse", Form.NUMBER),
        Field("sort_oldest", Form.NUMBER),
        Field("sort_newest", Form.NUMBER),
        Field("sort_added", Form.NUMBER),
    )
}
FACETS: dict[str, Field] = {name: field for name, field in FIELDS.items() if field.facet}
TEXTS: list[Field] = [field for field in FIELDS.values() if field.form is Form.TEXT]

# Public name -> engine field, each a unique number in ascending order; "" is the score.
SORTS: dict[str, str] = {
    "relevance": "",
    "oldest": "sort_oldest",
    "newest": "sort_newest",
    "added": "sort_added",
    "browse": "sort_browse",
}


def schema_version() -> str:
    """Changes when documents of an older index no longer fit: that index is rebuilt, never guessed at."""
    table: list[Any] = [(f.name, f.form.value, f.by_language, f.language) for f in FIELDS.values()]
    return hashlib.sha256(repr([table, ANALYSIS_VERSION]).encode()).hexdigest()[:8]

"""Our fields as an Elasticsearch index, and a search document as the engine gets it.

Texts in seven of the languages go as they are, to Elasticsearch's own analyzers. It has none for Kazakh, so Kazakh
texts go as the stems that `search.analysis` makes, and so do the fields that both engines must read alike."""

from typing import Any

from heritage.languages import LANGUAGES
from search.analysis import index_terms
from search.analysis.languages import LOOSE
from search.documents import SearchDocument
from search.engines.embedded_schema import label_terms, suggestion_terms
from search.fields import FIELDS, TEXTS, Field, Form

# Relevance is paged by number, as deep as the API goes.
MAX_RESULT_WINDOW = 110_000
# Analysed before they come: terms with spaces between.
TERMS = "terms"
# The weight of a word counts the records that have its field, so without it a word in a language that few records have
# would weigh less there. No analyzer changes it, and nobody asks for it.
_FILLER = "qazynanotext"
_LONGEST_KEYWORD = 400

_FOLD = ["lowercase", "decimal_digit", "icu_folding"]
_ANALYZERS: dict[str, dict[str, Any]] = {
    "en": {"tokenizer": "standard", "filter": ["possessive", *_FOLD, "stem_en"]},
    "es": {"tokenizer": "standard", "filter": ["lowercase", "stem_es", "icu_folding"]},
    "fr": {"tokenizer": "standard", "filter": ["elision_fr", "lowercase", "stem_fr", "icu_folding"]},
    "ru": {"tokenizer": "standard", "char_filter": ["yo"], "filter": ["lowercase", "stem_ru", "fleeting_ru"]},
    "ar": {"tokenizer": "standard", "filter": ["lowercase", "decimal_digit", "arabic_normalization", "stem_ar"]},
    "tr": {"tokenizer": "standard", "filter": ["apostrophe", "lowercase_tr", "icu_folding"]},
    "zh": {"tokenizer": "standard", "filter": ["cjk_width", "lowercase", "icu_folding", "pairs_and_single"]},
    "zh_question": {"tokenizer": "standard", "filter": ["cjk_width", "lowercase", "icu_folding", "cjk_bigram"]},
    TERMS: {"tokenizer": "whitespace"},
}
_FILTERS: dict[str, dict[str, Any]] = {
    "possessive": {"type": "stemmer", "language": "possessive_english"},
    "stem_en": {"type": "stemmer", "language": "english"},
    "stem_es": {"type": "snowball", "language": "Spanish"},
    "stem_fr": {"type": "snowball", "language": "French"},
    "stem_ru": {"type": "snowball", "language": "Russian"},
    "stem_ar": {"type": "stemmer", "language": "arabic"},
    # ковёр, ковры: the vowel that comes and goes before a last consonant.
    "fleeting_ru": {
        "type": "pattern_replace",
        "pattern": "^(.{2,}[бвгджзклмнпрстфхцчшщ])[ео]([клнрц])$",
        "replacement": "$1$2",
    },
    "elision_fr": {
        "type": "elision",
        "articles": ["l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu"],
        "articles_case": True,
    },
    "lowercase_tr": {"type": "lowercase", "language": "turkish"},
    "pairs_and_single": {"type": "cjk_bigram", "output_unigrams": True},
}


def index_definition() -> dict[str, Any]:
    """Settings and mappings. One shard: 4.5 million short records are a few gigabytes, and its counts are exact."""
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",
            "max_result_window": MAX_RESULT_WINDOW,
            "analysis": {
                "char_filter": {"yo": {"type": "mapping", "mappings": ["ё => е", "Ё => Е"]}},
                "filter": _FILTERS,
                "analyzer": {name: {"type": "custom", **analyzer} for name, analyzer in _ANALYZERS.items()},
            },
        },
        # What is found is read from the database: the index keeps no copy of it.
        "mappings": {"dynamic": False, "_source": {"enabled": False}, "properties": _properties()},
    }


def _properties() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for field in FIELDS.values():
        if field.form is Form.TEXT:
            for code in LANGUAGES if field.by_language else ("",):
                found[field.engine_name(code)] = _text(code)
        elif field.form is Form.KEYWORD:
            found[field.name] = {"type": "keyword", "eager_global_ordinals": field.facet}
        else:
            found[field.name] = {"type": "long"}
    return found


def _text(code: str) -> dict[str, Any]:
    if code not in _ANALYZERS:
        return {"type": "text", "analyzer": TERMS}
    question = {"search_analyzer": "zh_question"} if code == "zh" else {}
    return {"type": "text", "analyzer": code, **question}


def is_ready_made(field: Field, code: str = "") -> bool:
    """Whether it is asked by our terms, not by text."""
    return not field.by_language or code not in _ANALYZERS


def elastic_document(document: SearchDocument) -> dict[str, Any]:
    values: dict[str, Any] = {"identifier": document.identifier, **document.numbers}
    for name, maps in document.texts.items():
        field = FIELDS[name]
        for language_map in maps:
            for code, text in language_map.items():
                ready = index_terms(text, code) if is_ready_made(field, code) else text
                values.setdefault(field.engine_name(code), []).append(ready)
    for field in TEXTS:
        for code in LANGUAGES if field.by_language else ():
            values.setdefault(field.engine_name(code), [_FILLER])
    values |= _ready_made(document)
    for name, keywords in document.keywords.items():
        values[name] = [keyword[:_LONGEST_KEYWORD] for keyword in keywords]
    values["suggest"] = sorted({term for named in document.named for term in suggestion_terms(named)})
    return {name: value for name, value in values.items() if value != []}


def _ready_made(document: SearchDocument) -> dict[str, list[str]]:
    """As the embedded engine has them: `words` without stemming, `loose` of Kazakh texts, `numbers`."""
    words = [
        label_terms(text, FIELDS["words"].language)
        for name in ("title", "terms")
        for texts in document.texts[name]
        for text in texts.values()
    ]
    kazakh = [texts["kk"] for maps in document.texts.values() for texts in maps if texts.get("kk")]
    return {
        "words": list(dict.fromkeys(words)),
        "loose": [label_terms(text, LOOSE) for text in kazakh],
        "numbers": [index_terms(code, FIELDS["numbers"].language) for code in document.codes],
    }

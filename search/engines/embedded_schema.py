"""Our fields as a tantivy schema, and a search document as a tantivy one."""

from functools import lru_cache
from typing import Any

import tantivy

from heritage.languages import LANGUAGES, LanguageMap
from search.analysis import folded, index_terms
from search.analysis.languages import LOOSE
from search.documents import NamedTerm, SearchDocument
from search.fields import FIELDS, TEXTS, Form

# Between the parts of a suggestion's term; no text that was folded contains it.
PART = "\x1f"
_LONGEST_KEYWORD = 400
_LONGEST_SUGGESTION = 60
TERMS_TOKENIZER = "terms"
_UNSTEMMED = FIELDS["words"].language


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS.values():
        if field.form is Form.TEXT:
            for code in LANGUAGES if field.by_language else ("",):
                builder.add_text_field(field.engine_name(code), tokenizer_name=TERMS_TOKENIZER)
        elif field.form is Form.KEYWORD:
            builder.add_text_field(
                field.name,
                tokenizer_name="raw",
                index_option="basic",
                fast=field.facet,
                stored=field.name == "identifier",
            )
        else:
            builder.add_integer_field(field.name, indexed=True, fast=True)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """The text comes analysed, terms separated by spaces."""
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TERMS_TOKENIZER, whitespace)


def tantivy_document(document: SearchDocument) -> tantivy.Document:
    values: dict[str, Any] = {"identifier": document.identifier, **document.numbers}
    for name, maps in document.texts.items():
        field = FIELDS[name]
        for language_map in maps:
            for code, text in language_map.items():
                analysed = label_terms(text, code) if name == "terms" else index_terms(text, code)
                values.setdefault(field.engine_name(code), []).append(analysed)
    titles = [index_terms(text, _UNSTEMMED) for texts in document.texts["title"] for text in texts.values()]
    terms = [label_terms(text, _UNSTEMMED) for texts in document.texts["terms"] for text in texts.values()]
    values["words"] = list(dict.fromkeys(titles + terms))
    values["loose"] = [label_terms(text, LOOSE) for maps in document.texts.values() for text in _kazakh(maps)]
    values["numbers"] = [index_terms(code, FIELDS["numbers"].language) for code in document.codes]
    for name, keywords in document.keywords.items():
        values[name] = [keyword[:_LONGEST_KEYWORD] for keyword in keywords]
    values["suggest"] = sorted({term for named in document.named for term in suggestion_terms(named)})
    return tantivy.Document.from_dict({name: value for name, value in values.items() if value != []}, schema())


def _kazakh(maps: list[LanguageMap]) -> list[str]:
    return [text["kk"] for text in maps if text.get("kk")]


@lru_cache(maxsize=100_000)
def label_terms(label: str, code: str) -> str:
    """Of a term, which many records share."""
    return index_terms(label, code)


def suggestion_terms(named: NamedTerm) -> frozenset[str]:
    """One for each word of each name: "van gogh" is also found at "gogh"."""
    return _suggestion_terms(named.kind, named.value, tuple(named.labels.values()))


@lru_cache(maxsize=50_000)
def _suggestion_terms(kind: str, value: str, labels: tuple[str, ...]) -> frozenset[str]:
    terms = set()
    for label in labels:
        words = folded(label).split()
        for start in range(min(len(words), 6)):
            beginning = " ".join(words[start:])[:_LONGEST_SUGGESTION]
            terms.add(f"{beginning}{PART}{kind}{PART}{value}")
    return frozenset(terms)


# The fields that free text is looked for in, and their weights, by language.
def text_fields(code: str) -> list[tuple[str, float]]:
    return [(field.engine_name(code), field.weight) for field in TEXTS if field.by_language]

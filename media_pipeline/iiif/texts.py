"""Our language maps and interface words as IIIF language maps (Presentation 3.0, section 4.1)."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise

from heritage.languages import LANGUAGES

IIIFText = dict[str, list[str]]


def iiif_text(value: Mapping[str, str]) -> IIIFText:
    """{"zh": "…"} -> {"zh-Hans": ["…"]}."""
    return {LANGUAGES[code].tag: [text] for code, text in value.items() if text}


def plain(text: str) -> IIIFText:
    """A text in no language: a number, a name as its owner writes it."""
    return {"none": [text]}


def words(text: str | Promise) -> IIIFText:
    """An interface word in the eight languages; a lazily translated text, or one that is the same in all."""
    if isinstance(text, str):
        return plain(text)
    with translation.override(None):
        source = str(text)
    return _translated(source)


@lru_cache(maxsize=2000)
def _translated(source: str) -> IIIFText:
    found: IIIFText = {}
    for language in LANGUAGES.values():
        with translation.override(language.url_code):
            found[language.tag] = [translation.gettext(source)]
    return found


def joined(values: list[Mapping[str, str]]) -> IIIFText:
    """Several terms as one entry: each language lists those that have a text in it."""
    found: IIIFText = {}
    for value in values:
        for tag, texts in iiif_text(value).items():
            found.setdefault(tag, []).extend(texts)
    return found

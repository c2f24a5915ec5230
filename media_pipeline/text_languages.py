"""The languages that texts of canvases are in: any, as a book may be in Persian or Latin; written as BCP 47 tags."""

import re

from babel import Locale, UnknownLocaleError

from heritage.languages import LANGUAGES, current_language

_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"}
_RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"}
# ISO 639-2 codes, which ALTO of older programs has.
_TWO_LETTERS = {
    "ara": "ar", "aze": "az", "bak": "ba", "chi": "zh", "zho": "zh", "deu": "de", "ger": "de", "eng": "en",
    "fas": "fa", "per": "fa", "fra": "fr", "fre": "fr", "ita": "it", "kaz": "kk", "kir": "ky", "lat": "la",
    "mon": "mn", "pol": "pl", "rus": "ru", "spa": "es", "tat": "tt", "tgk": "tg", "tuk": "tk", "tur": "tr",
    "uig": "ug", "ukr": "uk", "uzb": "uz",
}  # fmt: skip
# Offered beside the eight: what books and letters of the region are in.
OFFERED = (*(language.tag for language in LANGUAGES.values()),
           "chg-Arab", "fa", "uz", "ky", "tt", "ug", "mn", "de", "la", "pl")  # fmt: skip


def language_tag(text: str) -> str:
    """The tag in its usual spelling, `zh` and our own codes as our tags; "" for what is none."""
    match = _TAG.fullmatch(text.strip().replace("_", "-"))
    if not match:
        return ""
    primary = match[1].lower()
    primary = _TWO_LETTERS.get(primary, primary)
    if not match[2] and not match[3] and primary in LANGUAGES:
        return LANGUAGES[primary].tag
    parts = [primary, (match[2] or "").title(), (match[3] or "").upper()]
    return "-".join(part for part in parts if part)


def primary(tag: str) -> str:
    """`zh` of `zh-Hans`: the key of LANGUAGES, if it is one of the eight."""
    return tag.partition("-")[0]


def direction(tag: str) -> str:
    """`ltr` or `rtl`."""
    parts = tag.split("-")
    if len(parts) > 1 and len(parts[1]) == 4:
        return "rtl" if parts[1] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


def language_name(tag: str) -> str:
    """For the reader, in the active language; the tag itself where nobody has named it."""
    reader = current_language().url_code.replace("-", "_")
    try:
        found = Locale.parse(reader.replace("_hans", "_Hans")).languages.get(primary(tag))
    except (ValueError, UnknownLocaleError):
        found = None
    return found or tag

"""What the words of a demonstration record mean in the catalogue's vocabularies. Pure: no database."""

from typing import Any, NamedTuple

from catalogue.models import Item
from heritage.languages import LanguageMap

KINDS = {
    "photograph": Item.Kind.PHOTOGRAPH,
    "print": Item.Kind.OBJECT,
    "map": Item.Kind.MAP,
    "book": Item.Kind.BOOK,
    "3d_model": Item.Kind.OBJECT,
    "virtual_tour": Item.Kind.PHOTOGRAPH,
}
_CATEGORIES = {
    "photograph": "photograph",
    "print": "print",
    "map": "map",
    "book": "illuminated-book",
    "virtual_tour": "virtual-tour",
    "model-charlie-parker-saxophone": "musical-instrument",
    "model-venus-de-milo-cast": "sculpture",
    "model-pilot-whale-cranium": "natural-specimen",
    "model-moonbrand-sword": "arms",
}
# By the record's own words: techniques, then materials, as notations of the glossary.
_TECHNIQUES: dict[str, tuple[list[str], list[str]]] = {
    "albumen print": (["albumen-print"], []),
    "wood engraving": (["wood-engraving"], []),
    "lithograph, coloured": (["lithograph"], []),
    "chromolithograph": (["chromolithograph"], []),
    "tinted lithograph": (["tinted-lithograph"], []),
    "halftone reproduction of a photograph": (["halftone"], []),
    "halftone reproduction of a drawing": (["halftone"], []),
    "pen-and-ink drawing, reproduced in print": (["pen-and-ink-drawing"], []),
    "relief etching printed in green, coloured by hand": (["relief-etching"], []),
    "three-colour separation glass negative, digital colour composite": (
        ["three-colour-separation-glass-negative"],
        [],
    ),
    "panoramic photography": (["panoramic-photography"], []),
    "plaster cast": (["plaster-cast"], ["plaster"]),
    "brass, silver, mother-of-pearl, cork": ([], ["brass", "silver", "mother-of-pearl", "cork"]),
    "natural specimen, bone": ([], ["bone"]),
}

_DIMENSIONS = {"assembled: 68 x 13 x 35 cm (H x W x D)": {"height": 68, "width": 13, "depth": 35}}


class Creator(NamedTuple):
    name: str
    role: str = "creator"
    kind: str = "person"


_CREATORS = {
    "A. L. Kun and N. V. Bogaevskii (compilers); photographer not named": [
        Creator("A. L. Kun", "compiler"),
        Creator("N. V. Bogaevskii", "compiler"),
    ],
    "Thomas Witlam Atkinson (artist); J. Needham (lithographer); Day & Son (printer)": [
        Creator("Thomas Witlam Atkinson", "artist"),
        Creator("J. Needham", "lithographer"),
        Creator("Day & Son", "printer", "group"),
    ],
    "Thomas Witlam Atkinson (artist); E. Walker (lithographer); Day & Son (printer)": [
        Creator("Thomas Witlam Atkinson", "artist"),
        Creator("E. Walker", "lithographer"),
        Creator("Day & Son", "printer", "group"),
    ],
    'Evert van Muyden (signed "E. van Muyden")': [Creator("Evert van Muyden", "artist")],
    'after Vasily Vereshchagin ("From a design by Verestchagin")': [Creator("Vasily Vereshchagin", "after")],
    "E. Weller (lithographer)": [Creator("E. Weller", "lithographer")],
    "H. N. White Company (maker)": [Creator("H. N. White Company", "maker", "group")],
    "Sergei Mikhailovich Prokudin-Gorskii": [Creator("Sergei Mikhailovich Prokudin-Gorskii", "photographer")],
    "Matthew Petroff": [Creator("Matthew Petroff", "photographer")],
}


def category(record: dict[str, Any]) -> str:
    return _CATEGORIES.get(record["id"]) or _CATEGORIES[record["kind"]]


def techniques_and_materials(record: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Raises KeyError for words that the table does not know: a new record must be given a meaning."""
    return _TECHNIQUES[record["technique"]] if record["technique"] else ([], [])


def creators(record: dict[str, Any]) -> list[Creator]:
    words = record["creator"]
    return _CREATORS.get(words, [Creator(words)]) if words else []


def dimensions(record: dict[str, Any]) -> list[dict[str, Any]]:
    sizes = _DIMENSIONS[words] if (words := record.get("object_dimensions")) else {}
    return [{"type": kind, "value": value, "unit": "cm"} for kind, value in sizes.items()]


def texts(record: dict[str, Any], translated: dict[str, Any]) -> dict[str, LanguageMap]:
    """title, description and notes in the eight languages. What only the source can say, the caption as printed and
    the publication, stays in the source's words at the end of the English notes."""
    notes = dict(translated["notes"] or {})
    said = [notes.get("en", ""), f"Published title: {record['title_as_published']}", record["publication"] or ""]
    notes["en"] = "\n\n".join(part for part in said if part)
    return {"title": translated["title"], "description": translated["description"], "notes": notes}

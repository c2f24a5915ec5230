"""Persistent identifiers of ARK shape (draft-kunze-ark): `ark:/NAAN/name`, name = shoulder + blade + check character.

The alphabet is NOID's 29 betanumerics (no vowels, no l), so that names read aloud in any script, spell nothing and
survive case folding. The check character is NOID's NCDA over "NAAN/shoulder+blade": it catches every single wrong
character and every transposition of neighbours."""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings

from heritage.errors import InvalidIdentifier

BETANUMERIC = "0123456789bcdfghjkmnpqrstvwxz"
SHOULDER = "q1"
BLADE_LENGTH = 9
_ORDINAL = {char: index for index, char in enumerate(BETANUMERIC)}
# ARK hyphens are insignificant, and word processors make other dashes of them.
_IGNORED = re.compile("[-‐‑‒–—−\\s]")
_ARK = re.compile(r"^(?:https?://[^/]+/)?ark:/?(?P<naan>[0-9b-z]{5,9})/(?P<name>[^/.?#]+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Ark:
    naan: str
    name: str

    def __str__(self) -> str:
        return f"ark:/{self.naan}/{self.name}"

    @property
    def url(self) -> str:
        return f"{settings.PUBLIC_URL}/{self}"


def check_character(text: str) -> str:
    """NCDA: sum of position (from 1) times ordinal, modulo 29; characters outside the alphabet count 0."""
    total = sum(position * _ORDINAL.get(char, 0) for position, char in enumerate(text, start=1))
    return BETANUMERIC[total % len(BETANUMERIC)]


def mint_name(naan: str | None = None) -> str:
    """A new random name. 29^9 possibilities; `catalogue.Identifier` keeps every one ever given out."""
    blade = SHOULDER + "".join(secrets.choice(BETANUMERIC) for _ in range(BLADE_LENGTH))
    return blade + check_character(f"{naan or settings.ARK_NAAN}/{blade}")


def parse_name(text: str, naan: str | None = None) -> str:
    """The canonical name of what a person typed. Raises InvalidIdentifier on a wrong check character."""
    name = _IGNORED.sub("", text).lower()
    ours = len(name) == len(SHOULDER) + BLADE_LENGTH + 1 and name.isascii() and set(name) <= set(BETANUMERIC)
    if not ours or check_character(f"{naan or settings.ARK_NAAN}/{name[:-1]}") != name[-1]:
        raise InvalidIdentifier(text)
    return name


def parse_ark(text: str) -> Ark:
    """An ARK with or without resolver host and with or without the slash. Raises InvalidIdentifier."""
    match = _ARK.match(_IGNORED.sub("", text))
    if not match:
        raise InvalidIdentifier(text)
    naan = match["naan"].lower()
    return Ark(naan, parse_name(match["name"], naan))


def ark_of(name: str) -> Ark:
    return Ark(settings.ARK_NAAN, name)

"""Letters that people use for one another become one letter. Pure; applied to documents and queries alike."""

import unicodedata

# Alef, yeh, teh marbuta and hamza carriers as Arabic search engines unify them; Persian shapes of kaf and yeh.
_ARABIC = dict(zip("أإآٱىئیةؤک", "اااايييهوك", strict=True))
_LATIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
_CYRILLIC = {"ё": "е"}
# NFD would take the breve from й, which is a letter of its own and not an accented и.
_KEPT = {"й": "й"}
_TATWEEL = {"ـ": ""}
_EXPLICIT = _ARABIC | _LATIN | _CYRILLIC | _KEPT | _TATWEEL


class _Folding(dict[int, str]):
    """A table for str.translate that fills itself, a character at a time."""

    def __missing__(self, codepoint: int) -> str:
        letters = []
        for letter in unicodedata.normalize("NFKC", chr(codepoint)).casefold():
            if letter in _EXPLICIT:
                letters.append(_EXPLICIT[letter])
            else:
                letters.append(_bare(letter))
        self[codepoint] = "".join(letters)
        return self[codepoint]


def _bare(letter: str) -> str:
    """Without accents, vowel signs and points; digits of every script as ASCII digits."""
    kept = []
    for part in unicodedata.normalize("NFD", letter):
        if unicodedata.category(part) in ("Mn", "Cf"):
            continue
        digit = unicodedata.decimal(part, None)
        kept.append(_EXPLICIT.get(part, part) if digit is None else str(digit))
    return "".join(kept)


_TABLE = _Folding()


def fold(text: str) -> str:
    """Case, accents, Arabic points and letter forms, ё and dotless ı folded away. Idempotent; may change the length."""
    if text.isascii():
        return text.lower()
    # Composed first, so that и followed by a combining breve is й.
    return unicodedata.normalize("NFC", text).translate(_TABLE)

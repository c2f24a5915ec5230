"""Kazakh in any of its scripts, to Cyrillic: the Latin alphabets of 2017, 2018 and 2021, the Turkic one of the web,
plain ASCII, and the Arabic of Kazakhs abroad (töte jazu). Pure; works word by word, so that places in a text hold.

The Latin alphabets contradict one another (и is i in 2021 and ı in 2018; y is ы, or й in the Turkic one), and people
mix them, so a letter is read from its neighbours and the word's vowel harmony as well as from the alphabet."""

import re
import unicodedata

BACK, FRONT = frozenset("аоұыя"), frozenset("әөүіеэё")
VOWELS = BACK | FRONT | frozenset("иую")

# Only letters that look the same, on the left what was typed.
_LOOKALIKES = str.maketrans("aceopxyikhmt", "асеорхуікһмт")
_LOOKALIKE_CAPITALS = str.maketrans("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ")
_TO_LATIN = str.maketrans("асеорхуікһмтАВСЕНІКМОРТХУ", "aceopxyikhmtABCEHIKMOPTXY")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f\u0259]")
_ARABIC = re.compile(r"[\u0620-\u06d5\u0674]")

# Longest first. After the apostrophe alphabet of 2017 come the spellings of passports and of plain keyboards.
_DIGRAPHS = [
    ("shch", "щ"), ("a'", "ә"), ("g'", "ғ"), ("n'", "ң"), ("o'", "ө"), ("u'", "ү"), ("s'", "ш"), ("c'", "ч"),
    ("y'", "у"), ("i'", "й"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("gh", "ғ"),
]  # fmt: skip
_SINGLE = {
    "a": "а", "ä": "ә", "á": "ә", "ə": "ә", "b": "б", "c": "ц", "ç": "ч", "ć": "ч", "č": "ч", "d": "д", "e": "е",
    "é": "е", "f": "ф", "g": "г", "ğ": "ғ", "ǵ": "ғ", "ģ": "ғ", "h": "х", "ḩ": "һ", "j": "ж", "ž": "ж", "k": "к",
    "ķ": "қ", "l": "л", "m": "м", "n": "н", "ñ": "ң", "ń": "ң", "ŋ": "ң", "o": "о", "ö": "ө", "ó": "ө", "p": "п",
    "q": "қ", "r": "р", "s": "с", "ş": "ш", "š": "ш", "ș": "ш", "ś": "ш", "t": "т", "ū": "ұ", "ü": "ү", "ú": "ү",
    "ù": "ұ", "û": "у", "ý": "у", "v": "в", "w": "у", "x": "х", "z": "з", "ï": "и", "î": "й", "ì": "и",
}  # fmt: skip
# Read by `_doubtful`: their sound depends on where they stand.
_DOUBTFUL = frozenset("iıyuî")
_LATIN_VOWELS = frozenset("aäáəeéoöóuūüúùiıïy")
# What tells the harmony of a word in every alphabet. k and g are front beside the letters q and ğ alone.
_SURE_BACK, _SURE_FRONT = frozenset("aoūùqğǵ"), frozenset("äáəeéöóüúkg")
# How Cyrillic writes a glide and a vowel; и swallows the glide.
_IOTATED = [("йа", "я"), ("йу", "ю"), ("ий(?=[еыіәоөұү])", "и")]

_TOTE = {
    "ا": "а", "ب": "б", "ۆ": "в", "گ": "г", "ع": "ғ", "د": "д", "ە": "е", "ج": "ж", "ز": "з", "ك": "к", "ک": "к",
    "ق": "қ", "ل": "л", "م": "м", "ن": "н", "ڭ": "ң", "و": "о", "پ": "п", "ر": "р", "س": "с", "ت": "т", "ۋ": "у",
    "ۇ": "ұ", "ف": "ф", "ح": "х", "ھ": "һ", "ه": "һ", "چ": "ч", "ش": "ш", "ى": "ы", "ء": "", "ٴ": "", "ٵ": "ә",
    "ٶ": "ө", "ٷ": "ү", "ٸ": "і", "ۉ": "ө", "ۈ": "ү", "أ": "ә", "ؤ": "ө", "ئ": "і",
}  # fmt: skip
_TOTE_FRONT_SIGNS = frozenset("ءٴٵٶٷٸۉۈەگكک")
# Letters of alphabets that write ұ otherwise, so their u is у.
_OWN_W = frozenset("ūúý")
_TO_FRONT = str.maketrans("аоұы", "әөүі")


def to_cyrillic(word: str) -> str:
    """One word, lower-cased, in Kazakh Cyrillic; digits and the letters of other scripts stay."""
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if cyrillic and cyrillic >= latin:
        return _repaired(word)
    if cyrillic:
        word = word.translate(_TO_LATIN)
    if _ARABIC.search(word):
        return _from_arabic(word)
    if latin:
        return _from_latin(word)
    return word.lower()


def _repaired(word: str) -> str:
    """Latin letters that look like Cyrillic ones, in a word that has Cyrillic ones."""
    return word.translate(_LOOKALIKE_CAPITALS).lower().translate(_LOOKALIKES)


def _from_arabic(word: str) -> str:
    front = not _TOTE_FRONT_SIGNS.isdisjoint(word)
    letters = [_TOTE.get(letter, letter) for letter in word]
    # ي is й beside a vowel, и between consonants.
    for at, letter in enumerate(word):
        if letter in "يی":
            beside = letters[at - 1 : at] if at else []
            letters[at] = "й" if beside and beside[0] in VOWELS else "и"
    text = "".join(letters)
    return text.translate(_TO_FRONT) if front else text


def _from_latin(word: str) -> str:
    lower = re.sub("[’ʼ`´]", "'", unicodedata.normalize("NFC", _turkic_lower(word)))
    parts: list[str] = []
    at = 0
    while at < len(lower):
        length, letter = _next_letter(lower, at)
        parts.append(letter)
        at += length
    text = "".join(parts).replace("'", "")
    for apart, together in _IOTATED:
        text = re.sub(apart, together, text)
    return text


def _next_letter(word: str, at: int) -> tuple[int, str]:
    """How many Latin letters, and what they are in Cyrillic."""
    for digraph, letter in _DIGRAPHS:
        if word.startswith(digraph, at):
            return len(digraph), letter
    if word.startswith("ng", at) and word[at + 2 : at + 3] not in _LATIN_VOWELS:
        return 2, "ң"
    letter = word[at]
    return 1, _doubtful(word, at) if letter in _DOUBTFUL else _SINGLE.get(letter, letter)


def _turkic_lower(word: str) -> str:
    """I is ı where the word shows that it knows İ or ı; else English typists mean i."""
    if "İ" in word or "ı" in word:
        word = word.replace("I", "ı")
    return word.replace("İ", "i").lower()


def _is_front(word: str, at: int) -> bool:
    """The harmony at a place: by the nearest sure letter before it, else after it; front where none is, as і is."""
    for letter in (*reversed(word[:at]), *word[at + 1 :]):
        if letter in _SURE_BACK:
            return False
        if letter in _SURE_FRONT:
            return True
    return True


def _doubtful(word: str, at: int) -> str:
    letter = word[at]
    before, after = word[at - 1 : at], word[at + 1 : at + 2]
    vowel_before = bool(before) and (before in _LATIN_VOWELS) and not _is_glide(word, at - 1)
    vowel_after = bool(after) and after in _LATIN_VOWELS | {"î"}
    if letter == "u":
        return _u(word, at, vowel_before, vowel_after)
    if _is_glide(word, at):
        return "й"
    if letter == "y":
        return "ы"
    if vowel_before:
        # After u and i comes a vowel (ауыл, киіз), after other vowels i itself is the glide.
        return _narrow(word, at) if letter in "iı" and before in "uiı" else "й"
    if letter == "ı":
        return "и" if vowel_after else _narrow(word, at)
    # i: и in the alphabet of 2021, where ı stands in the word for і.
    return "и" if vowel_after or "ı" in word or not (_is_front(word, at) or before == "k") else "і"


def _is_glide(word: str, at: int) -> bool:
    """y (î) between vowels, or after one and before a consonant or the end, or at the beginning before one."""
    if word[at] not in "yî":
        return False
    before, after = word[at - 1 : at], word[at + 1 : at + 2]
    if not before:
        return bool(after) and after in _LATIN_VOWELS
    if before in "uw" and after and after not in _LATIN_VOWELS:
        # "auyl", "dauys": the u is the glide.
        return at >= 2 and word[at - 2] not in _LATIN_VOWELS and word[at] == "î"
    return before in _LATIN_VOWELS - {"y"} or (bool(after) and after in "aou" and word[at] == "î")


def _narrow(word: str, at: int) -> str:
    """ı: ы in the Turkic alphabets, і in that of 2021, which has it in front words only or beside a glide u."""
    modern = "ū" in word or bool(re.search("[aäe]u|u[aäeyı]", word))
    return "і" if modern or _is_front(word, at) else "ы"


def _u(word: str, at: int, vowel_before: bool, vowel_after: bool) -> str:
    """у beside a vowel and at the end; ұ or ү, which only first syllables have, where the alphabet has no ū or w."""
    first = _LATIN_VOWELS.isdisjoint(word[:at])
    if vowel_before or vowel_after or at + 1 == len(word) or not first or not _OWN_W.isdisjoint(word):
        return "у"
    return "ү" if _is_front(word, at) and not _SURE_FRONT.isdisjoint(word) else "ұ"

"""The words and units of dimensions in English, Russian and Kazakh."""

_INCH = (2.54, "cm")
# As written, case folded: the factor to the catalogue's unit.
UNITS: dict[str, tuple[float, str]] = {
    "mm": (1, "mm"), "мм": (1, "mm"),
    "cm": (1, "cm"), "см": (1, "cm"),
    "m": (1, "m"), "м": (1, "m"),
    "in": _INCH, "inch": _INCH, "inches": _INCH, '"': _INCH, "″": _INCH,
    "ft": (30.48, "cm"), "feet": (30.48, "cm"),
    "g": (1, "g"), "г": (1, "g"), "гр": (1, "g"),
    "kg": (1, "kg"), "кг": (1, "kg"),
    "s": (1, "s"), "sec": (1, "s"), "secs": (1, "s"), "сек": (1, "s"),
    "min": (60, "s"), "mins": (60, "s"), "мин": (60, "s"),
    "h": (3600, "s"), "hour": (3600, "s"), "hours": (3600, "s"),
}  # fmt: skip
_WORDS = {
    "height": "height h высота выс в биіктігі биіктік",
    "width": "width w ширина шир ш ені",
    "depth": "depth d глубина глуб тереңдігі",
    "length": "length l длина дл ұзындығы",
    "diameter": "diameter diam dia диаметр диам диаметрі ⌀ ø",
    "circumference": "circumference окружность",
    "thickness": "thickness толщина толщ қалыңдығы",
    "weight": "weight wt вес масса салмағы",
    "duration": "duration длительность ұзақтығы",
}
LABELS: dict[str, str] = {word: kind for kind, words in _WORDS.items() for word in words.split()}

"""The words of dates in English, Russian and Kazakh, as regular expressions on case-folded text."""

UNKNOWN = frozenset(
    (
        "n.d", "nd", "no date", "undated", "unknown", "date not known", "date unknown", "not dated", "-", "?",
        "без даты", "б.д", "б/д", "не датировано", "неизвестно", "дата неизвестна",
        "белгісіз", "күні белгісіз", "жылы белгісіз", "мерзімі белгісіз",
    )
)  # fmt: skip
# Longer ones first: the first that fits is taken away.
ABOUT = "circa|approximately|approx|about|ca|c|приблизительно|примерно|около|ок|шамамен|шамасында"
BEFORE = "no later than|not after|before|until|by|не позднее|до(?! н)|exhibited|published before"
AFTER = "no earlier than|not before|after|since|не ранее|после"
MADE = "made|created|published|dated|printed|painted|сделано|написано|издано|жасалған|шыққан"
BCE = r"b\.?\s?c\.?(?:\s?e\.?)?|до н\.?\s?э\.?|б\.?\s?з\.?\s?[бд]\.?"
UNIT_OF_CENTURY = r"century|centuries|cent|век(?:а|ов)?|вв|в|ғасыр(?:лар|дың)?|ғғ|ғ"
CENTURY = rf"(?:st|nd|rd|th)?\s*(?:{UNIT_OF_CENTURY})"
DECADE = r"-?'?s|-?х\s*(?:годов|годы|гг)?|-?е\s*(?:годы|гг)?|-(?:шы|ші|жылдар|ж|жж)(?:\s*(?:жылдар|жж?))?|\s*жылдар"
PARTS = (
    ("(?:the )?first half(?: of)?(?: the)?|первая половина|1-я пол(?:овина)?\\.?", (0, 0.5)),
    ("(?:the )?second half(?: of)?(?: the)?|вторая половина|2-я пол(?:овина)?\\.?", (0.5, 1)),
    ("(?:the )?first quarter(?: of)?(?: the)?|первая четверть", (0, 0.25)),
    ("(?:the )?second quarter(?: of)?(?: the)?|вторая четверть", (0.25, 0.5)),
    ("(?:the )?third quarter(?: of)?(?: the)?|третья четверть", (0.5, 0.75)),
    ("(?:the )?(?:last|fourth) quarter(?: of)?(?: the)?|последняя четверть|четвертая четверть", (0.75, 1)),
    ("early|(?:the )?beginning of(?: the)?|начало|нач\\.?", (0, 0.34)),
    ("mid(?:dle)?(?: of)?(?: the)?[- ]?|середина|сер\\.?", (0.34, 0.67)),
    ("late|(?:the )?end of(?: the)?|конец|кон\\.?", (0.67, 1)),
)
# Kazakh says the part after the century.
PARTS_AFTER = {
    "бірінші жартысы": "first half",
    "екінші жартысы": "second half",
    "басы": "early",
    "ортасы": "mid",
    "соңы": "late",
}
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan янв қаң", "feb фев ақп", "mar мар нау", "apr апр сәу", "may май мая мам", "jun июн мау",
            "jul июл шіл", "aug авг там", "sep сен қыр", "oct окт қаз", "nov ноя қар", "dec дек жел",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip

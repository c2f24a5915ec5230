"""What people type: words, "words in a row", -not, beginnings*. Nothing that is typed is an error."""

import re
from dataclasses import replace

from search.analysis import folded
from search.analysis.languages import STOP_WORDS
from search.engines.base import Clause

LONGEST_QUERY = 300
_MOST_CLAUSES = 16
_SHORTEST_BEGINNING = 2
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*?)')


def parse(text: str) -> tuple[Clause, ...]:
    """Small words ("of", "и") are not required unless there is nothing else. At most 16 clauses of 300 characters."""
    clauses: list[Clause] = []
    for part in _PART.finditer(clean(text).translate(_QUOTES)):
        if (clause := _clause(part)) and clause not in clauses:
            clauses.append(clause)
    clauses = clauses[:_MOST_CLAUSES]
    if all(clause.optional or clause.negative for clause in clauses):
        return tuple(replace(clause, optional=False) for clause in clauses)
    return tuple(clauses)


def clean(text: str) -> str:
    """Bounded, without what no encoding can carry."""
    return text[:LONGEST_QUERY].encode("utf-8", "ignore").decode().replace("\x00", " ").strip()


def _clause(part: re.Match[str]) -> Clause | None:
    phrase, word = part["phrase"], part["word"] or ""
    text = (phrase if phrase is not None else word.rstrip("*")).strip()
    if not text or (text in "-−–" and not phrase):
        return None
    bare = folded(text)
    return Clause(
        text=text,
        phrase=phrase is not None,
        negative=bool(part["minus"]),
        prefix=phrase is None and word.endswith("*") and len(bare) >= _SHORTEST_BEGINNING,
        optional=phrase is None and not part["minus"] and bare in STOP_WORDS,
    )


def as_beginning(text: str) -> tuple[Clause, ...]:
    """For autocomplete: the last word is still being typed."""
    *whole, last = parse(text) or (Clause(""),)
    # Without any optional: "of" may be on its way to "office".
    last = replace(last, prefix=not last.phrase, negative=False, optional=False)
    return (*whole, last) if last.text else ()

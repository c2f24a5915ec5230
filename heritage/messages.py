"""Message catalogues without gettext's own tools, which a newcomer's machine may lack: Babel reads the sources, polib
the catalogues. Behind `manage.py messages`."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

SOURCES = ("heritage", "collections", "media_pipeline", "search", "exhibits", "frontend")
_SKIPPED = {"migrations", "node_modules", "demo", "static", "__pycache__"}
_KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"</?[a-z][^>]*>")


class Message(NamedTuple):
    context: str | None
    text: str
    plural: str


def catalogue_paths() -> dict[str, Path]:
    """By Django's language code."""
    root = Path(settings.LOCALE_PATHS[0])
    return {code: root / to_locale(code) / "LC_MESSAGES" / "django.po" for code, _name in settings.LANGUAGES}


def messages_in_sources(root: Path | None = None) -> dict[Message, set[str]]:
    """Every text for people, with the files it stands in."""
    root = root or settings.PROJECT_DIR
    found: dict[Message, set[str]] = {}
    for path in _source_files(root):
        for message in _messages_in(path):
            found.setdefault(message, set()).add(str(path.relative_to(root)))
    return found


def _source_files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not _SKIPPED & set(path.relative_to(root).parts):
                yield path


def _messages_in(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left is calls among filler; its indentation means nothing and would trouble Python's tokenizer.
        text = "\n".join(line.lstrip() for line in templatize(text).split("\n"))
    for _line, words, _comments, context in extract("python", BytesIO(text.encode()), _KEYWORDS):
        singular, plural = words if isinstance(words, tuple) else (words, "")
        if singular:
            yield Message(context, singular, plural)


def update(code: str, path: Path, messages: dict[Message, set[str]]) -> polib.POFile:
    """Write the catalogue anew: what was translated stays, what is new is empty, what is gone is dropped."""
    known = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110, check_for_duplicates=True)
    catalogue.metadata = _header(code)
    for message, files in sorted(messages.items(), key=lambda pair: (pair[0].text, pair[0].context or "")):
        entry = polib.POEntry(
            msgid=message.text, msgctxt=message.context, msgid_plural=message.plural,
            occurrences=[(name, "") for name in sorted(files)],
            flags=["python-format"] if "%(" in message.text else [],
        )  # fmt: skip
        _keep_translation(code, entry, known.get(message))
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return catalogue


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural)


def _keep_translation(code: str, entry: polib.POEntry, before: polib.POEntry | None) -> None:
    is_source = code == "en"
    if entry.msgid_plural:
        forms = get_plural(to_locale(code)).num_plurals
        kept = before.msgstr_plural if before else {}
        source = {0: entry.msgid, 1: entry.msgid_plural} if is_source else {}
        entry.msgstr_plural = {form: source.get(form, kept.get(form, "")) for form in range(forms)}
    else:
        entry.msgstr = entry.msgid if is_source else (before.msgstr if before else "")


def _header(code: str) -> dict[str, str]:
    plural = get_plural(to_locale(code))
    return {
        "Project-Id-Version": "qazyna",
        "Language": to_locale(code),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={plural.num_plurals}; plural={plural.plural_expr};",
    }


def compile_catalogue(path: Path) -> None:
    """Under a temporary name first: a running site may be reading the old one."""
    compiled, temporary = path.with_suffix(".mo"), path.with_suffix(".mo.new")
    polib.pofile(str(path)).save_as_mofile(str(temporary))
    temporary.replace(compiled)


def problems(code: str, path: Path, messages: Iterable[Message]) -> list[str]:
    """Why this catalogue is not complete and true to the sources; empty when it is."""
    if not path.exists():
        return [f"{code}: there is no catalogue"]
    entries = {_key(entry): entry for entry in polib.pofile(str(path))}
    missing = [f"{code}: not in the catalogue: {message.text!r}" for message in messages if message not in entries]
    return missing + [f"{code}: {fault}: {entry.msgid!r}" for entry in entries.values() if (fault := _fault(entry))]


def _fault(entry: polib.POEntry) -> str:
    if entry.fuzzy:
        return "fuzzy"
    if not entry.translated():
        return "untranslated"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    allowed = set(_PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for text in texts:
        used = set(_PLACEHOLDER.findall(text))
        # A plural form may leave the number out ("one", "two" in Arabic); a plain text may not.
        if used - allowed or (not entry.msgid_plural and used != allowed):
            return f"placeholders differ in {text!r}"
        if sorted(_TAG.findall(text)) != sorted(_TAG.findall(entry.msgid)):
            return f"HTML tags differ in {text!r}"
    return ""

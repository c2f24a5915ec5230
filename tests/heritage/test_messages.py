import gettext

import polib
import pytest

from heritage.messages import Message, compile_catalogue, messages_in_sources, problems, update

TEMPLATE = """{% load i18n %}
<p title="it's">{% translate "Hello" %}</p>
    {% blocktranslate count n=things|length %}{{ n }} thing{% plural %}{{ n }} things{% endblocktranslate %}
  {% translate "May" context "month" %}
"""
PYTHON = 'def f():\n    return _("From %(place)s") % {"place": gettext_lazy("here")}\n'


@pytest.fixture
def messages(tmp_path):
    folder = tmp_path / "frontend" / "templates"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(TEMPLATE)
    (tmp_path / "heritage").mkdir()
    (tmp_path / "heritage" / "code.py").write_text(PYTHON)
    return messages_in_sources(tmp_path)


def test_finds_texts_in_python_and_templates(messages):
    assert set(messages) == {
        Message(None, "Hello", ""),
        Message(None, "%(n)s thing", "%(n)s things"),
        Message("month", "May", ""),
        Message(None, "From %(place)s", ""),
        Message(None, "here", ""),
    }
    assert messages[Message(None, "Hello", "")] == {"frontend/templates/page.html"}


def test_update_keeps_what_was_translated_and_drops_what_is_gone(messages, tmp_path):
    path = tmp_path / "ru" / "django.po"
    update("ru", path, messages)
    catalogue = polib.pofile(str(path))
    catalogue.find("Hello").msgstr = "Здравствуйте"
    catalogue.append(polib.POEntry(msgid="Gone", msgstr="Нет"))
    catalogue.save()
    update("ru", path, messages)
    again = polib.pofile(str(path))
    assert again.find("Hello").msgstr == "Здравствуйте"
    assert again.find("Gone") is None


def test_english_is_its_own_translation(messages, tmp_path):
    path = tmp_path / "en" / "django.po"
    update("en", path, messages)
    assert problems("en", path, messages) == []


@pytest.mark.parametrize(
    ("translation", "fault"),
    [("", "untranslated"), ("Из", "placeholders"), ("Из %(place)s <b>", "HTML"), ("Из %(where)s", "placeholders")],
)
def test_faults_are_found(messages, tmp_path, translation, fault):
    path = tmp_path / "ru" / "django.po"
    update("ru", path, messages)
    catalogue = polib.pofile(str(path))
    catalogue.find("From %(place)s").msgstr = translation
    catalogue.save()
    assert any(fault in problem and "From" in problem for problem in problems("ru", path, messages))


def test_missing_and_fuzzy_are_found(messages, tmp_path):
    path = tmp_path / "en" / "django.po"
    update("en", path, messages)
    catalogue = polib.pofile(str(path))
    catalogue.find("Hello").flags.append("fuzzy")
    catalogue.remove(catalogue.find("here"))
    catalogue.save()
    found = problems("en", path, messages)
    assert any("fuzzy" in problem for problem in found)
    assert any("not in the catalogue" in problem for problem in found)


def test_compiled_catalogue_is_read_by_gettext(messages, tmp_path):
    path = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    update("ru", path, messages)
    catalogue = polib.pofile(str(path))
    catalogue.find("%(n)s thing").msgstr_plural = {0: "%(n)s вещь", 1: "%(n)s вещи", 2: "%(n)s вещей"}
    catalogue.save()
    compile_catalogue(path)
    translations = gettext.translation("django", tmp_path, ["ru"])
    assert [translations.ngettext("%(n)s thing", "%(n)s things", n) for n in (1, 3, 5)] == [
        "%(n)s вещь", "%(n)s вещи", "%(n)s вещей",
    ]  # fmt: skip

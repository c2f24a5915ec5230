"""Every text for people is translated, with its placeholders, in all eight languages."""

import pytest

from heritage.messages import catalogue_paths, messages_in_sources, problems


@pytest.fixture(scope="module")
def messages():
    return messages_in_sources()


@pytest.mark.parametrize(("code", "path"), catalogue_paths().items(), ids=list(catalogue_paths()))
def test_catalogue_is_complete(code, path, messages):
    assert problems(code, path, messages) == []


def test_plural_rules_are_the_languages_own():
    for code, path in catalogue_paths().items():
        assert "nplurals=" in path.read_text(encoding="utf-8"), code

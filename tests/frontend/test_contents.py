"""Visitors turn to a chapter from an item's page, and see in which they are."""

import re

import pytest

from institutions.permissions import SYSTEM
from media_pipeline.contents import heading_add, heading_move
from tests.frontend.conftest import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def chapters(carpet):
    pages = [picture(carpet, position=number) for number in range(1, 7)]
    heading_add(carpet, user=SYSTEM, label={"en": "Part one", "kk": "Бірінші"}, first=pages[0])
    letter = heading_add(carpet, user=SYSTEM, label={"en": "A <letter>"}, first=pages[2], last=pages[3])
    heading_move(letter, "inward", user=SYSTEM)
    heading_add(carpet, user=SYSTEM, label={"en": "Part two"}, first=pages[4])
    return carpet


def links(client, item, query=""):
    """[(picture, heading, whether the reader is there)]"""
    html = client.get(f"{item.get_absolute_url()}{query}").content.decode()
    found = re.search(r'<details class="contents"( open)?>(.*?)</details>', html, re.DOTALL)
    if found is None:
        return None
    pattern = r'<a href="\?image=(\d+)"( aria-current="true")?><span>(.*?)</span>'
    return [(int(number), text, bool(here)) for number, here, text in re.findall(pattern, found[2])]


def test_headings_lead_to_their_pictures(client, chapters):
    escaped = "A &lt;letter&gt;"
    assert [(n, re.sub("<.*?>", "", text), here) for n, text, here in links(client, chapters)] == [
        (1, "Бірінші", True), (3, escaped, False), (5, "Part two", False)]  # fmt: skip


@pytest.mark.parametrize(("image", "place"), [(2, 0), (3, 1), (4, 1), (5, 2), (6, 2)])
def test_the_innermost_heading_is_where_the_reader_is(client, chapters, image, place):
    found = links(client, chapters, f"?image={image}")
    assert [here for _number, _text, here in found] == [number == place for number in range(3)]


def test_a_long_table_is_closed_at_first(client, chapters):
    first = chapters.assets.first()
    for number in range(10):
        heading_add(chapters, user=SYSTEM, label={"en": str(number)}, first=first)
    html = client.get(chapters.get_absolute_url()).content.decode()
    assert '<details class="contents">' in html


def test_without_headings_or_with_one_picture_there_is_none(client, carpet):
    page = picture(carpet)
    assert links(client, carpet) is None
    heading_add(carpet, user=SYSTEM, label={"en": "All"}, first=page)
    assert links(client, carpet) is None

"""A curator writes notes on a picture and the text that stands on it; the visitor reads them beside the picture."""

import re

from playwright.sync_api import Page, expect

TYPED = "atkinson-arkat-mountains"
PAGE = "blake-marriage-of-heaven-and-hell"
FIELDS = ("left", "top", "width", "height")


def screen_of(edit, site, record, screen="notes") -> Page:
    return edit(f"/admin/media/files/{site.files[record]}/{screen}/", reduced_motion="reduce")


def write(editor, text) -> None:
    field = editor.locator("[name=body__en]")
    if not field.is_visible():
        editor.locator("#id_body-tab-en").press("Enter")
    field.fill(text)


def region(editor) -> list[str]:
    return [editor.locator(f"[name={name}]").input_value() for name in FIELDS]


def test_a_region_typed_with_the_keyboard_alone(visit, edit, site):
    editor = screen_of(edit, site, TYPED)
    write(editor, "The highest peak")
    editor.locator("[name=left]").focus()
    for number in ("40", "30", "320", "200"):
        editor.keyboard.type(number)
        editor.keyboard.press("Tab")
    assert region(editor) == ["40", "30", "320", "200"]
    expect(editor.locator(".notes-mark.is-new")).to_be_visible()
    expect(editor.get_by_role("button", name="Save as draft")).to_be_focused()
    editor.keyboard.press("Enter")
    row = editor.locator(".note-row", has_text="highest peak")
    expect(row).to_contain_text("Draft")
    row.get_by_role("button", name="Publish", exact=True).press("Enter")
    expect(row).to_contain_text("Published")

    note = visit(f"/en/items/{site.items[TYPED]}").locator(".picture-notes li")
    expect(note).to_contain_text("The highest peak")
    expect(note).to_have_attribute("data-region", "40,30,320,200")


def test_half_a_region_is_refused_beside_what_was_written(edit, site):
    editor = screen_of(edit, site, TYPED)
    write(editor, "Half of it")
    editor.locator("[name=left]").fill("40")
    editor.get_by_role("button", name="Save as draft").press("Enter")
    expect(editor.get_by_role("alert").filter(has_text="all four numbers")).to_be_visible()
    expect(editor.locator("[name=body__en]")).to_have_value("Half of it")
    expect(editor.locator(".note-row", has_text="Half of it")).to_have_count(0)


def test_a_text_typed_is_shown_to_the_visitor(visit, edit, site):
    editor = screen_of(edit, site, TYPED, "texts")
    editor.get_by_role("link", name="Write or paste a text").press("Enter")
    editor.locator("[name=language]").fill("en")
    editor.locator("[name=text]").fill("Arkat mountains.\nDrawn on the spot.")
    editor.get_by_role("button", name="Save").press("Enter")
    expect(editor.locator(".text-list__text")).to_have_text("Arkat mountains.\nDrawn on the spot.")
    visitor = visit(f"/en/items/{site.items[TYPED]}")
    text = visitor.locator(".picture-text")
    expect(text).to_be_visible()
    assert text.inner_text() == "Arkat mountains.\nDrawn on the spot."
    expect(text).to_have_attribute("lang", "en")


def test_turning_the_page_brings_its_text(visit, site):
    page = visit(f"/en/items/{site.items[PAGE]}", reduced_motion="reduce")
    expect(page.locator("[data-island=zoom]")).to_have_class(re.compile("is-ready"))
    first = page.locator(".picture-text").inner_text()
    page.locator("[data-filmstrip] a").nth(1).press("Enter")
    expect(page.locator(".picture-text")).not_to_have_text(first)
    expect(page.locator(".picture-text")).to_contain_text("As a new heaven is begun")

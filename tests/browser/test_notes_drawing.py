"""A curator draws the region of a note with the mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_notes import region, screen_of, write

DRAWN = "schuyler-kazakh-women"
# Where a pixel of the picture is in the window.
IN_WINDOW = """([x, y]) => {
  const { viewer } = document.querySelector("[data-notes]");
  const image = viewer.world.getItemAt(0);
  const at = viewer.viewport.viewportToViewerElementCoordinates(image.imageToViewportCoordinates(x, y));
  const box = viewer.element.getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""


def draw(editor: Page, start: list[int], end: list[int]) -> None:
    """By the mouse, from one pixel of the picture to another."""
    editor.locator("[data-notes-stage]").scroll_into_view_if_needed()
    (left, top), (right, bottom) = editor.evaluate(IN_WINDOW, start), editor.evaluate(IN_WINDOW, end)
    editor.mouse.move(left, top)
    editor.mouse.down()
    editor.mouse.move((left + right) / 2, (top + bottom) / 2, steps=4)
    editor.mouse.move(right, bottom, steps=4)
    editor.mouse.up()


def test_a_region_drawn_with_the_mouse(visit, edit, site):
    editor = screen_of(edit, site, DRAWN)
    pen = editor.get_by_role("button", name="Draw the region")
    pen.click()
    expect(pen).to_have_attribute("aria-pressed", "true")
    draw(editor, [200, 150], [600, 450])
    expect(pen).to_have_attribute("aria-pressed", "false")
    drawn = region(editor)
    # As exactly as the screen shows the picture: a pixel of the screen is a few of the picture's.
    assert [int(number) for number in drawn] == pytest.approx([200, 150, 400, 300], abs=6)
    expect(editor.locator(".notes-mark.is-new")).to_be_visible()

    write(editor, "A pattern of ram's horns")
    editor.get_by_role("button", name="Save as draft").click()
    row = editor.locator(".note-row", has_text="ram's horns")
    expect(row).to_contain_text("Draft")
    expect(row).to_have_attribute("data-region", ",".join(drawn))
    visitor = visit(f"/en/items/{site.items[DRAWN]}", reduced_motion="reduce")
    expect(visitor.get_by_text("A pattern of ram's horns")).to_have_count(0)

    row.get_by_role("button", name="Publish", exact=True).click()
    expect(row).to_contain_text("Published")
    visitor.goto(f"/en/items/{site.items[DRAWN]}")
    expect(visitor.locator("[data-island=zoom]")).to_have_class(re.compile("is-ready"))
    note = visitor.locator(".picture-notes li", has_text="ram's horns")
    expect(note).to_have_attribute("data-region", ",".join(drawn))
    note.get_by_role("link", name="Show on the picture").focus()
    expect(visitor.locator(".picture-mark")).to_be_visible()


def test_a_click_draws_nothing_and_escape_lays_the_pen_down(edit, site):
    editor = screen_of(edit, site, DRAWN)
    pen = editor.get_by_role("button", name="Draw the region")
    pen.press("Enter")
    editor.keyboard.press("Escape")
    expect(pen).to_have_attribute("aria-pressed", "false")
    draw(editor, [200, 150], [600, 450])
    assert region(editor) == ["", "", "", ""]
    pen.press("Enter")
    draw(editor, [200, 150], [200, 150])
    assert region(editor) == ["", "", "", ""]

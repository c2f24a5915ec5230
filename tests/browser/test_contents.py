"""A curator makes a table of contents with the keyboard and without JavaScript; the visitor turns to a chapter."""

import re

from playwright.sync_api import expect

RECORD = "blake-marriage-of-heaven-and-hell"


def test_a_table_of_contents_by_keyboard(visit, site):
    name, password = site.people["curator"]
    editor = visit(f"/admin/media/items/{site.keys[RECORD]}/contents/")
    editor.locator("[name=username]").fill(name)
    editor.locator("[name=password]").fill(password)
    editor.locator("[name=password]").press("Enter")
    expect(editor).to_have_url(re.compile(r"/contents/"))
    for text, page in (("The argument", 1), ("A memorable fancy", 2)):
        field = editor.locator("[name=label__en]")
        if not field.is_visible():
            editor.locator("#id_label-tab-en").click()
        field.fill(text)
        editor.locator("[name=first]").select_option(index=page)
        editor.get_by_role("button", name="Add", exact=True).press("Enter")
        expect(editor.locator(".contents-row").filter(has_text=text)).to_be_visible()
    editor.locator(".contents-row").filter(has_text="fancy").get_by_role("button", name="Under").press("Enter")
    expect(editor.locator(".contents-row--2")).to_contain_text("A memorable fancy")

    visitor = visit(f"/en/items/{site.items[RECORD]}")
    chapter = visitor.get_by_role("navigation", name="Contents").get_by_role("link", name="A memorable fancy")
    chapter.press("Enter")
    expect(visitor).to_have_url(re.compile(r"\?image=2$"))
    expect(chapter).to_have_attribute("aria-current", "true")
    manifest = visitor.request.get(f"/iiif/presentation/3/items/{site.items[RECORD]}/manifest.json").json()
    [whole] = manifest["structures"]
    assert whole["items"][0]["label"]["en"] == ["The argument"]

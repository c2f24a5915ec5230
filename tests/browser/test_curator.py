"""A curator edits and publishes an item, and the visitor sees it: on its page, in its data and by search."""

import re
import time

from playwright.sync_api import expect

RECORD = "hedin-camel-rider"
TITLE = "Camel rider with a falcon of felt"
SECONDS = 30


def test_edit_and_publish(visit, site):
    name, password = site.people["curator"]
    editor = visit(f"/admin/snippets/catalogue/item/edit/{site.keys[RECORD]}/")
    editor.locator("[name=username]").fill(name)
    editor.locator("[name=password]").fill(password)
    editor.locator("[name=password]").press("Enter")
    expect(editor).to_have_url(re.compile(r"/edit/"))

    editor.locator("#id_title-tab-en").click()
    editor.locator("#id_title__en").fill(TITLE)
    visitor = visit(f"/en/items/{site.items[RECORD]}")
    expect(visitor.locator("h1")).to_have_text(site.titles[RECORD]["en"])

    publish = editor.locator("button[name=action-publish]")
    if not publish.is_visible():
        editor.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    publish.click()
    expect(editor.locator(".messages .success")).to_be_visible()

    visitor.reload()
    expect(visitor.locator("h1")).to_have_text(TITLE)
    # The old address still leads here.
    assert visitor.url.endswith("/camel-rider-with-a-falcon-of-felt")
    found_by_search(visitor, TITLE)
    data = visitor.request.get(f"/api/v1/items/{site.items[RECORD]}").json()
    assert data["title"]["en"] == TITLE


def found_by_search(visitor, title):
    """The worker brings the index up to date; it has seconds, not minutes."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        visitor.goto("/en/search/?q=falcon+of+felt")
        if visitor.locator(".card .title a", has_text=title).count():
            return
        time.sleep(0.5)
    raise AssertionError("search did not show it in time")

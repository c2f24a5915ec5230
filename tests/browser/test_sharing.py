"""A shared link opens what was seen; the IIIF logo carries it to viewers; an item shows in a page of somebody else."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from heritage.languages import LANGUAGES
from media_pipeline.iiif import content_state
from media_pipeline.iiif.content_state import Reader

RECORD = "schuyler-mosque-hazret-turkistan"
PICTURES = 2
SEEN = """viewer => {
  const image = viewer.world.getItemAt(0);
  const box = image.viewportToImageRectangle(viewer.viewport.getBounds(true));
  return [viewer.currentPage(), box.x, box.y, box.width, box.height];
}"""


def open_item(visit, site, path="/en/items/{}", **options) -> Page:
    page = visit(path.format(site.items[RECORD]), reduced_motion="reduce", **options)
    expect(viewer_of(page)).to_have_class(re.compile("is-ready"))
    return page


def viewer_of(page):
    return page.locator("[data-island=zoom]")


def seen(page) -> list[float]:
    """The place of the picture, and the part of it in view, in its own pixels."""
    return viewer_of(page).evaluate(f"element => ({SEEN})(element.viewer)")


def look_closer(page, times=4) -> None:
    for _ in range(times):
        viewer_of(page).locator("[data-action=zoom-in]").click()
    page.locator("[role=application]").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)


def shared_link(page) -> str:
    page.get_by_role("button", name="Share", exact=True).click()
    return page.locator("#share-link").input_value()


def state_of(site, address):
    stated = parse_qs(urlsplit(address).query)["iiif-content"][0]
    return content_state.read(stated, Reader({urlsplit(site.url).netloc}))


def test_a_link_reopens_the_page_and_the_region(visit, site):
    page = open_item(visit, site)
    page.locator("[data-filmstrip] a").nth(1).click()
    page.wait_for_function("document.querySelector('[data-island=zoom]').viewer.currentPage() === 1")
    page.wait_for_timeout(500)
    look_closer(page)
    before = seen(page)
    address = shared_link(page)
    state = state_of(site, address)
    assert state.item == site.items[RECORD]
    assert list(state.region[:4]) == pytest.approx(before[1:], abs=1)

    again = visit(address, reduced_motion="reduce")
    expect(viewer_of(again)).to_have_class(re.compile("is-ready"))
    again.wait_for_timeout(300)
    assert seen(again) == pytest.approx(before, abs=3)
    expect(again.locator("[data-filmstrip] a").nth(1)).to_have_attribute("aria-current", "true")


def test_the_link_follows_while_one_zooms(visit, site):
    page = open_item(visit, site)
    item = f"{site.url}/en/items/{site.items[RECORD]}"
    assert shared_link(page) == item
    expect(page.get_by_text("Opens the whole picture.")).to_be_visible()
    viewer_of(page).locator("[data-action=zoom-in]").click()
    expect(page.locator("#share-link")).to_have_value(re.compile(r"\?iiif-content=\w+"))
    expect(page.get_by_text("Opens the detail that you see now.")).to_be_visible()
    code = page.locator("#share-embed").input_value()
    link = page.locator("#share-link").input_value()
    assert code.startswith(f'<iframe src="{site.url}/en/embed/{site.items[RECORD]}?{urlsplit(link).query}" title="')
    viewer_of(page).locator("[data-action=reset]").click()
    expect(page.locator("#share-link")).to_have_value(item)
    viewer_of(page).locator("[data-action=next]").click()
    expect(page.locator("#share-link")).to_have_value(f"{item}?image=2")
    assert re.fullmatch(r"/iiif/3/\w+/full/max/0/default\.jpg", page.locator("[data-download]").get_attribute("href"))


def test_a_link_to_nothing_here_shows_the_item_and_says_so(visit, site):
    page = visit(f"/en/items/{site.items[RECORD]}?iiif-content=e30")
    expect(page.locator(".notice", has_text="The view that this link meant is not here.")).to_be_visible()
    expect(viewer_of(page)).to_have_class(re.compile("is-ready"))


def test_by_keyboard_alone(visit, site):
    page = open_item(visit, site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Share", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share this view")
    expect(dialog).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#share-link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy the link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/en/items/{site.items[RECORD]}"
    page.keyboard.press("Tab")
    expect(page.locator("#share-embed")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_copying_where_the_clipboard_is_closed(visit, site):
    page = open_item(visit, site)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.evaluate("() => { document.execCommand = () => false; }")
    shared_link(page)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("dialog [role=status]")).to_contain_text("the text is selected")


DRAG = """element => {
  const carried = new DataTransfer();
  element.dispatchEvent(new DragEvent("dragstart", {bubbles: true, dataTransfer: carried}));
  return Object.fromEntries([...carried.types].map(type => [type, carried.getData(type)]));
}"""


def test_the_logo_carries_the_view(visit, site):
    page = open_item(visit, site)
    logo = page.locator("[data-drag]")
    look_closer(page)
    before = seen(page)
    carried = logo.evaluate(DRAG)
    annotation = json.loads(carried["text/plain"])
    assert (annotation["type"], annotation["motivation"]) == ("Annotation", ["contentState"])
    canvas, _, fragment = annotation["target"]["id"].partition("#xywh=")
    assert [float(each) for each in fragment.split(",")] == pytest.approx(before[1:], abs=1)
    manifest = page.request.get(annotation["target"]["partOf"][0]["id"]).json()
    assert manifest["items"][0]["id"] == canvas
    address = carried["text/uri-list"]
    query = parse_qs(urlsplit(address).query)
    assert (query["manifest"], query["canvas"]) == ([manifest["id"]], [canvas])
    assert query["iiif-content"] == [content_state.encode(json.dumps(annotation["target"], separators=(",", ":")))]
    assert page.request.get(address).json() == manifest


def test_the_logo_of_an_item_without_zoom_carries_its_manifest(visit, site):
    page = visit(f"/en/items/{site.items['model-moonbrand-sword']}")
    carried = page.locator("[data-drag]").evaluate(DRAG)
    target = json.loads(carried["text/plain"])["target"]
    assert target["type"] == "Manifest"
    assert parse_qs(urlsplit(carried["text/uri-list"]).query) == {
        "manifest": [target["id"]],
        "iiif-content": [target["id"]],
    }


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_in_arabic_the_dialog_is_at_the_other_side_and_whole(visit, site, viewport):
    page = open_item(visit, site, "/ar/items/{}", viewport=viewport)
    page.locator("[data-action=share]").click()
    dialog, button = page.locator("dialog.share"), page.locator("[data-action=share]")
    expect(dialog).to_be_visible()
    box, at = dialog.bounding_box(), button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    if viewport["width"] > 640:
        assert box["x"] == pytest.approx(at["x"], abs=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#share-link").evaluate("element => getComputedStyle(element).direction") == "ltr"


def test_without_javascript_the_item_can_still_be_linked(visit, site):
    page = visit(f"/en/items/{site.items[RECORD]}?image=2", java_script_enabled=False)
    link = page.get_by_role("link", name="Link to this page")
    assert link.get_attribute("href") == f"{site.url}/en/items/{site.items[RECORD]}?image=2"
    expect(page.locator("[data-action=share]")).to_have_count(0)


@pytest.fixture
def elsewhere(site) -> Iterator[Callable[[str], str]]:
    """A page of another origin that holds what it is given; returns its address."""
    held: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Elsewhere</title><link rel=icon href=data:,>{held[-1]}".encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def _holding(code: str) -> str:
        held.append(code)
        return f"http://127.0.0.1:{server.server_port}/"

    yield _holding
    server.shutdown()


@pytest.mark.parametrize("code", ["kk", "en", "ar"])
@pytest.mark.parametrize("width", [1200, 390])
def test_the_copied_code_shows_the_view_in_a_page_elsewhere(visit, site, browser, elsewhere, code, width):
    page = open_item(visit, site, f"/{LANGUAGES[code].url_code}/items/{{}}")
    look_closer(page)
    page.locator("[data-action=share]").click()
    before = seen(page)
    address = elsewhere(page.locator("#share-embed").input_value())

    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    there = context.new_page()
    there.goto(address)
    frame = there.frame_locator("iframe")
    expect(frame.locator("[data-island=zoom]")).to_have_class(re.compile("is-ready"))
    there.wait_for_timeout(300)
    inside = frame.locator("[data-island=zoom]").evaluate(f"element => ({SEEN})(element.viewer)")
    # The frame has another shape: all that was seen is in it, and its middle is the middle.
    assert inside[0] == before[0]
    middle = [inside[1] + inside[3] / 2, inside[2] + inside[4] / 2]
    assert middle == pytest.approx([before[1] + before[3] / 2, before[2] + before[4] / 2], abs=5)
    assert inside[3] >= before[3] - 3
    assert inside[4] >= before[4] - 3
    expect(frame.locator("h1 a")).to_have_text(site.titles[RECORD][code])
    assert frame.locator("html").evaluate("element => element.scrollWidth <= innerWidth")
    assert context.cookies() == []
    assert faults == []
    context.close()


def test_only_the_embedded_page_opens_in_a_frame_elsewhere(site, browser, elsewhere):
    there = browser.new_page()
    there.goto(elsewhere(f'<iframe src="{site.url}/en/items/{site.items[RECORD]}"></iframe>'))
    there.wait_for_timeout(1000)
    assert there.frames[1].url.startswith("chrome-error:")
    there.goto(elsewhere(f'<iframe src="{site.url}/en/embed/q1b7f3k9xm2p"></iframe>'))
    expect(there.frame_locator("iframe").locator("h1")).to_be_visible()
    there.close()

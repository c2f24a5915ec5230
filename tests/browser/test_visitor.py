"""A visitor finds an item by search and looks into it, in Kazakh, English and Arabic."""

import re

import pytest
from playwright.sync_api import expect

from heritage.languages import LANGUAGES

RECORD = "schuyler-kazakh-women"
TILE = re.compile(r"/iiif/3/[^/]+/(full|\d+,\d+,\d+,\d+)/[^/]+/0/default\.\w+$")


@pytest.mark.parametrize("code", ["kk", "en", "ar"])
def test_search_and_zoom(visit, site, code):
    language = LANGUAGES[code]
    title = site.titles[RECORD][code]
    page = visit(f"/{language.url_code}/")
    assert page.locator("html").get_attribute("dir") == language.dir
    page.locator("#hero-search").fill(title)
    page.locator("#hero-search").press("Enter")
    page.locator(".card .title a", has_text=title).first.click()
    expect(page.locator("h1")).to_have_text(title)
    assert f"/{language.url_code}/items/{site.items[RECORD]}/" in page.url

    viewer = page.locator("[data-island=zoom]")
    expect(viewer).to_have_class(re.compile("is-ready"))
    before = zoom_of(viewer)
    tiles: list[int] = []
    page.on("response", lambda answer: tiles.append(answer.status) if TILE.search(answer.url) else None)
    for _ in range(4):
        viewer.locator("[data-action=zoom-in]").click()
    page.wait_for_function(
        "([el, was]) => el.viewer.viewport.getZoom(true) > was * 3", arg=[viewer.element_handle(), before]
    )
    page.wait_for_timeout(500)
    assert tiles, "zooming in loaded no tiles"
    assert set(tiles) == {200}


def zoom_of(viewer) -> float:
    return viewer.evaluate("element => element.viewer.viewport.getZoom(true)")


def test_zoom_by_keyboard(visit, site):
    page = visit(f"/en/items/{site.items[RECORD]}")
    viewer = page.locator("[data-island=zoom]")
    expect(viewer).to_have_class(re.compile("is-ready"))
    before = zoom_of(viewer)
    canvas = page.get_by_role("application")
    expect(canvas).to_have_accessible_name(re.compile("Two Kazakh women in a yurt"))
    canvas.focus()
    for _ in range(3):
        page.keyboard.press("+")
    page.wait_for_function(
        "([el, was]) => el.viewer.viewport.getZoom(true) > was", arg=[viewer.element_handle(), before]
    )
    page.keyboard.press("0")
    page.wait_for_function(
        "([el, was]) => Math.abs(el.viewer.viewport.getZoom(true) - was) < 0.01", arg=[viewer.element_handle(), before]
    )


def test_filmstrip_turns_to_another_picture(visit, site):
    page = visit(f"/en/items/{site.items['schuyler-mosque-hazret-turkistan']}")
    expect(page.locator("[data-island=zoom]")).to_have_class(re.compile("is-ready"))
    second = page.locator("[data-filmstrip] a").nth(1)
    second.click()
    expect(second).to_have_attribute("aria-current", "true")
    page.wait_for_function("document.querySelector('[data-island=zoom]').viewer.currentPage() === 1")


def test_language_switch_stays_on_the_item_and_is_remembered(visit, site):
    page = visit(f"/en/items/{site.items[RECORD]}")
    page.locator(".menu summary").click()
    page.locator(".menu a[lang=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text(site.titles[RECORD]["ar"])
    page.goto("/")
    expect(page).to_have_url(f"{site.url}/ar/")


def test_theme_toggle_is_remembered(visit, site):
    page = visit("/en/", color_scheme="light")
    page.locator(".theme-form button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/en/institutions/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_facets_apply_at_once_and_the_address_follows(visit, site):
    page = visit("/en/search/")
    total = page.locator(".total").inner_text()
    page.locator("#facet-kind-photograph").check()
    expect(page.locator(".total")).not_to_have_text(total)
    expect(page).to_have_url(re.compile(r"\?kind=photograph$"))
    page.get_by_role("link", name=re.compile("Remove: ?Photograph")).click()
    expect(page.locator(".total")).to_have_text(total)


def test_autocomplete_by_keyboard(visit, site):
    page = visit("/en/institutions/")
    field = page.get_by_role("combobox", name="Search the collection").first
    field.press_sequentially("kazakh wom")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize("code", ["kk", "en", "ar"])
def test_everything_but_the_zoom_works_without_javascript(visit, site, code):
    url_code = LANGUAGES[code].url_code
    page = visit(f"/{url_code}/", java_script_enabled=False)
    page.locator("#hero-search").fill(site.titles[RECORD][code])
    page.locator("#hero-search").press("Enter")
    page.locator(".card .title a", has_text=site.titles[RECORD][code]).first.click()
    expect(page.locator(".still img")).to_be_visible()
    page.locator(".theme-form button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".menu summary").click()
    page.locator(".menu a[lang=fr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_its_window(visit, site, width):
    page = visit("/ar/", viewport={"width": width, "height": 800})
    for path in ("/ar/", "/kk/", "/kk/search/", f"/kk/items/{site.items[RECORD]}", "/ru/institutions/", "/styleguide/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

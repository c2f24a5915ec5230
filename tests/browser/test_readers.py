"""Readers see what is for them: on the website, and in a viewer on another site by IIIF's Authorization Flow."""

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import FLAGS
from tests.browser.viewer_page import other_site


def _context(browser: Browser, site, folder: Path, *, keeps_back: bool) -> BrowserContext:
    """A person's browser, which sends cookies from other sites, or `keeps_back` those."""
    preferences = {"profile": {"cookie_controls_mode": int(keeps_back), "block_third_party_cookies": keeps_back}}
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps(preferences))
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    launch = browser.browser_type.launch_persistent_context
    return launch(folder, executable_path=program, args=FLAGS, base_url=site.url)


@pytest.fixture
def context(browser: Browser, site, tmp_path):
    made = _context(browser, site, tmp_path, keeps_back=False)
    yield made
    made.close()


@pytest.fixture
def careful_context(browser: Browser, site, tmp_path):
    made = _context(browser, site, tmp_path, keeps_back=True)
    yield made
    made.close()


@pytest.fixture
def viewer():
    with other_site() as origin:
        yield origin


def fill(page: Page, person: tuple[str, str]) -> None:
    page.get_by_label("User name").fill(person[0])
    page.get_by_label("Password").fill(person[1])


def said(page: Page) -> str:
    return page.locator("#said").inner_text()


def open_viewer(context: BrowserContext, site, viewer: str, record: str = "for-readers") -> Page:
    page = context.new_page()
    page.goto(f"{viewer}/?info={site.url}/iiif/3/{site.files[record]}/info.json")
    return page


def let_in(page: Page, site) -> None:
    with page.expect_popup() as popup:
        page.locator("#open").click()
    window = popup.value
    assert "127.0.0.1" in window.locator(".site-name").inner_text()
    fill(window, site.people["reader"])
    window.get_by_role("button", name="Sign in and show the images").click()


def test_a_viewer_on_another_site_gets_its_reader_in(context, site, viewer):
    page = open_viewer(context, site, viewer)
    # What everybody gets comes first: a smaller image.
    expect(page.locator("#said")).to_have_text(re.compile(r"first 401 400x\d+"))
    let_in(page, site)
    expect(page.locator("#said")).to_have_text("AuthAccessToken2  200 512x512")
    cookies = {each["name"]: each for each in context.cookies() if "access" in each["name"]}
    assert {each["sameSite"] for each in cookies.values()} == {"None"}

    # A person who is signed in already is asked by a button, not for the password.
    with page.expect_popup() as popup:
        page.locator("#open").click()
    popup.value.get_by_role("button", name="Show the images").click()
    expect(page.locator("#said")).to_have_text("AuthAccessToken2  200 512x512")

    logout = context.new_page()
    logout.goto("/iiif/auth/2/logout")
    expect(logout.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.evaluate("again()")
    expect(page.locator("#said")).to_have_text("AuthAccessTokenError2 missingAspect 401 refused")


def test_a_window_that_is_closed_without_signing_in_lets_nobody_in(context, site, viewer):
    page = open_viewer(context, site, viewer)
    expect(page.locator("#said")).to_have_text(re.compile("first 401"))
    with page.expect_popup() as popup:
        page.locator("#open").click()
    popup.value.wait_for_load_state()
    # The viewer still sees its window: no policy of ours has cut the two apart.
    assert page.evaluate("opened.closed") is False
    popup.value.close()
    expect(page.locator("#said")).to_have_text("AuthAccessTokenError2 missingAspect 401 refused")


def test_a_browser_that_keeps_our_cookies_from_other_sites_lets_its_reader_know(careful_context, site, viewer):
    page = open_viewer(careful_context, site, viewer)
    expect(page.locator("#said")).to_have_text(re.compile("first 401"))
    let_in(page, site)
    expect(page.locator("#said")).to_have_text("AuthAccessTokenError2 missingAspect 401 refused")


def test_another_site_learns_nothing_of_a_reader_who_did_not_let_it(context, site, viewer):
    page = open_viewer(context, site, viewer)
    let_in(page, site)
    expect(page.locator("#said")).to_have_text("AuthAccessToken2  200 512x512")
    with other_site() as second:
        other = open_viewer(context, site, second)
        expect(other.locator("#said")).to_have_text(re.compile("first 401"))
        other.evaluate("again()")
        expect(other.locator("#said")).to_have_text(re.compile("AuthAccessTokenError2 invalidOrigin 401"))


def test_a_reader_signs_in_on_the_website_and_zooms(visit, site):
    page = visit(f"/en/items/{site.items['for-readers']}")
    expect(page.get_by_text("This is a smaller picture.")).to_be_visible()
    page.locator(".stage").get_by_role("link", name="Sign in").click()
    fill(page, site.people["reader"])
    page.get_by_role("button", name="Sign in").click()
    viewer = page.locator("[data-island=zoom]")
    expect(viewer).to_have_class(re.compile("is-ready"))
    assert "-small" not in (viewer.get_attribute("data-sources") or "")
    expect(page.get_by_text("This is a smaller picture.")).to_be_hidden()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("This is a smaller picture.")).to_be_visible()


def test_what_is_closed_says_until_when(visit, site):
    page = visit(f"/kk/items/{site.items['closed']}")
    assert "2130" in page.locator(".stage .closed-text").inner_text()
    expect(page.locator(".stage picture")).to_have_count(0)

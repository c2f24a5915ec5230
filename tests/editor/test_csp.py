"""The editor's screens work under a policy that forbids scripts and styles inside pages."""

import re

import pytest
from django.urls import reverse
from django.urls.exceptions import NoReverseMatch

from heritage.csp import WITH_INLINE_SCRIPTS
from tests.editor.test_other_museums import admin_urls

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|text/)[^\"]*\")[^>]*>\s*\S")
HANDLER = re.compile(r"<[^>]+\s(?:on(?:click|change|load|submit|error)|style)=\"")


def policy(response):
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


def script_src(response):
    return policy(response)["script-src"]


def test_no_screen_of_a_curator_has_an_inline_script_or_style(login, people, published):
    client = login(people.manager)
    addresses = [reverse(f"wagtailsnippets_catalogue_item:{view}", args=[published.pk]) for view in (
        "edit", "history", "usage", "unpublish", "withdraw", "workflow_history"
    )]  # fmt: skip
    for namespaces, pattern in admin_urls():
        try:
            url = reverse(":".join((*namespaces, pattern.name)))
        except NoReverseMatch:
            continue
        if url.startswith(WITH_INLINE_SCRIPTS) or "logout" in url or pattern.name == "wagtailadmin_error_test":
            continue
        if url.startswith("/admin/"):
            addresses.append(url)
    seen = 0
    for url in addresses:
        response = client.get(url)
        if response.status_code != 200 or response.streaming or "html" not in response["Content-Type"]:
            continue
        page = response.content.decode()
        seen += 1
        assert script_src(response) == "'self'", url
        assert not SCRIPT.search(page), url
        assert not HANDLER.search(page), url
    assert seen > 20


def test_only_administrators_screens_allow_inline_scripts(login, people):
    client = login(people.root)
    assert script_src(client.get("/admin/workflows/add/")) == "'self' 'unsafe-inline'"
    assert policy(client.get("/admin/pages/"))["style-src"] == "'self' 'unsafe-inline'"
    assert policy(client.get("/admin/"))["style-src"] == script_src(client.get("/admin/")) == "'self'"
    assert script_src(client.get("/admin/login/")) == "'self'"

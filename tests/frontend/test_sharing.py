"""A link to a view opens the picture and the part that were shared; any page may show the pictures in a frame."""

import json
import re
from html import unescape

import pytest
from django.utils import timezone, translation

from catalogue.models import Item
from frontend.views.item import item_page_context
from media_pipeline.iiif.content_state import ContentState, Region, encode
from media_pipeline.models import Derivative
from tests import factories
from tests.frontend.conftest import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures(carpet):
    return [picture(carpet, position=position) for position in range(3)]


def link(item, asset, region=None):
    return ContentState(item.identifier, asset.identifier, region).encoded()


def page_of(client, item, **query):
    with translation.override("en"):
        address = item.get_absolute_url()
    return client.get(address, query)


def test_a_link_opens_the_picture_and_its_part(client, carpet, pictures):
    answer = page_of(client, carpet, **{"iiif-content": link(carpet, pictures[1], Region(100, 200, 300, 400))})
    assert answer.context["figure"].number == 2
    page = answer.content.decode()
    assert 'data-start="1" data-region="100,200,300,400"' in page
    assert f"/posters/{pictures[1].identifier}/" in re.search(r'<div class="still">(.*?)</div>', page, re.DOTALL)[1]


def test_a_part_is_cut_to_the_picture(client, carpet, pictures):
    for region, found in (
        (Region(2900, 0, 500, 500), "2900,0,100,500"),
        (Region(50, 50, 50, 50, percent=True), "1500,1000,1500,1000"),
    ):
        view = page_of(client, carpet, **{"iiif-content": link(carpet, pictures[0], region)}).context["view"]
        assert (view.region, view.lost) == (found, False)


def test_the_whole_item_or_a_whole_canvas(client, carpet, pictures):
    manifest = f"http://testserver/iiif/presentation/3/items/{carpet.identifier}/manifest.json"
    for stated, number in ((manifest, 1), (link(carpet, pictures[2]), 3), (manifest.replace("http:", "https:"), 1)):
        view = page_of(client, carpet, **{"iiif-content": stated}).context["view"]
        assert (view.figure.number, view.region, view.lost) == (number, "", False)


def test_the_picture_number_still_works(client, carpet, pictures):
    answer = page_of(client, carpet, image="3")
    assert answer.context["figure"].number == 3
    assert f'value="http://testserver/en/items/{carpet.identifier}?image=3"' in answer.content.decode()


@pytest.mark.parametrize("stated", ["%", "e30", "https://elsewhere.example/manifest", "x" * 9000, "\x00"])
def test_a_link_that_means_nothing_here_shows_the_item_and_says_so(client, carpet, pictures, stated):
    answer = page_of(client, carpet, **{"iiif-content": stated})
    assert answer.status_code == 200
    assert (answer.context["figure"].number, answer.context["view"].lost) == (1, True)
    assert 'class="notice"' in answer.content.decode()


def test_a_link_to_what_is_no_longer_in_the_item_says_so(client, museum, carpet, pictures):
    other = factories.item(museum)
    for stated in (
        ContentState(carpet.identifier, "q1gone00000x").encoded(),
        ContentState(other.identifier).encoded(),
        link(carpet, pictures[0], Region(9000, 9000, 10, 10)),
    ):
        view = page_of(client, carpet, **{"iiif-content": stated}).context["view"]
        assert (view.figure.number, view.region, view.lost) == (1, "", True)


def test_a_picture_that_moved_to_this_item_is_opened(client, museum, carpet, pictures):
    """As when its own item was merged into this one."""
    stated = ContentState(factories.item(museum).identifier, pictures[2].identifier, Region(1, 2, 3, 4)).encoded()
    view = page_of(client, carpet, **{"iiif-content": stated}).context["view"]
    assert (view.figure.number, view.region, view.lost) == (3, "1,2,3,4", False)


def test_a_picture_for_readers_is_shared_as_everybody_gets_it(client, carpet, pictures):
    type(carpet).objects.filter(pk=carpet.pk).update(access="members", access_max_width=500)
    answer = page_of(client, carpet, image="2")
    small = f"/iiif/3/{pictures[1].identifier}-small/full/max/0/default.jpg"
    assert f'href="{small}" download' in answer.content.decode()
    assert answer.context["share"]["canvases"][1] == [2, pictures[1].identifier, small]


def test_what_only_readers_see_is_linked_and_not_downloaded(client, carpet, pictures):
    type(carpet).objects.filter(pk=carpet.pk).update(access="members")
    page = page_of(client, carpet).content.decode()
    assert "data-download" not in page
    assert "/full/max/" not in page
    assert 'data-action="share"' in page


def test_a_part_of_a_picture_without_zoom_shows_the_picture(client, carpet):
    model = picture(carpet, kind="model")
    view = page_of(client, carpet, **{"iiif-content": link(carpet, model, Region(1, 2, 3, 4))}).context["view"]
    assert (view.figure.number, view.region, view.lost) == (1, "", False)


def test_any_content_state_leads_to_the_page(client, carpet, pictures):
    state = ContentState(carpet.identifier, pictures[1].identifier, Region(1, 2, 3, 4))
    annotation = {"type": "Annotation", "motivation": ["contentState"], "target": state.target(), "evil": "x"}
    answer = client.get(
        "/iiif/content-state", {"iiif-content": encode(json.dumps(annotation))}, headers={"Accept-Language": "ar"}
    )
    assert answer.status_code == 302
    address, _, query = answer["Location"].partition("?")
    assert address.startswith(f"/ar/items/{carpet.identifier}/")
    assert query == f"iiif-content={state.encoded()}"
    assert client.get(answer["Location"]).context["view"].region == "1,2,3,4"


def test_a_manifest_leads_to_the_item_without_more(client, carpet):
    manifest = f"http://testserver/iiif/presentation/3/items/{carpet.identifier}/manifest.json"
    answer = client.get("/iiif/content-state", {"iiif-content": manifest}, headers={"Accept-Language": "en"})
    assert answer["Location"] == f"/en/items/{carpet.identifier}/{carpet.slug}"


def test_it_leads_nowhere_else(client, museum):
    draft = factories.item(museum, live=False)
    gone = factories.item(museum, live=False, withdrawn_at=timezone.now())
    for stated, status in (
        ("https://elsewhere.example/manifest", 404),
        ("", 400),
        ("%%%", 400),
        (ContentState(draft.identifier).encoded(), 404),
        (ContentState("q1b7f3k9xm2p").encoded(), 404),
        (ContentState(gone.identifier).encoded(), 410),
    ):
        assert client.get("/iiif/content-state", {"iiif-content": stated}).status_code == status


def test_the_controls_know_what_to_share(client, carpet, pictures):
    page = page_of(client, carpet).content.decode()
    share = json.loads(unescape(re.search(r'data-share="([^"]*)"', page)[1]))
    assert share["page"] == f"http://testserver/en/items/{carpet.identifier}"
    assert share["canvases"] == [
        [number, asset.identifier, f"/iiif/3/{asset.identifier}/full/max/0/default.jpg"]
        for number, asset in enumerate(pictures, start=1)
    ]
    manifest = client.get(f"/iiif/presentation/3/items/{carpet.identifier}/manifest.json").json()
    assert share["manifest"] == manifest["id"]
    assert [share["canvas_prefix"] + name for _, name, _ in share["canvases"]] == [c["id"] for c in manifest["items"]]


def test_without_javascript_there_is_a_plain_link_and_a_logo_that_viewers_take(client, carpet, pictures):
    page = page_of(client, carpet, image="2").content.decode()
    assert f'<a class="tool" href="http://testserver/en/items/{carpet.identifier}?image=2" data-plain>' in page
    logo = unescape(re.search(r'<a class="tool tool--iiif" href="([^"]*)"', page)[1])
    manifest, _, query = logo.partition("?")
    assert query.startswith("manifest=http%3A%2F%2Ftestserver%2Fiiif%2Fpresentation%2F3%2Fitems%2F")
    assert client.get(logo).json()["id"] == manifest


def test_the_embed_code_is_one_safe_frame(client, museum):
    item = factories.item(museum, title={"en": '"><script>alert(1)</script>'})
    page = page_of(client, item).content.decode()
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert code == (
        f'<iframe src="http://testserver/en/embed/{item.identifier}"'
        ' title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" width="100%" height="600" style="border:0"'
        ' loading="lazy" allow="fullscreen" allowfullscreen></iframe>'
    )


def test_only_what_can_be_zoomed_is_shared_in_detail(client, carpet):
    picture(carpet, kind="model")
    picture(carpet, position=1)
    found = [page_of(client, carpet, image=number).content.decode().count('class="hint"') for number in "12"]
    assert found == [0, 2]


def test_a_picture_can_be_downloaded(client, carpet, pictures):
    page = page_of(client, carpet, image="2").content.decode()
    assert f'href="/iiif/3/{pictures[1].identifier}/full/max/0/default.jpg" download' in page


def test_an_embedded_item_may_be_framed_by_anyone_and_nothing_else_may(client, carpet, pictures):
    address = f"/en/embed/{carpet.identifier}"
    answer = client.get(address, {"iiif-content": link(carpet, pictures[1], Region(1, 2, 3, 4))})
    assert "frame-ancestors *;" in answer["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer
    assert answer.cookies == {}
    page = answer.content.decode()
    assert 'data-start="1" data-region="1,2,3,4"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Felt carpet with ram&#x27;s horns" in page
    assert f'href="http://testserver/en/items/{carpet.identifier}?image=2" target="_blank"' in page
    assert "data-share" not in page
    for other in (carpet.get_absolute_url(), "/en/", f"/ark:/99999/{carpet.identifier}"):
        assert "frame-ancestors 'self'" in client.get(other, follow=True)["Content-Security-Policy"]


@pytest.mark.parametrize(("values", "status"), [({}, 404), ({"withdrawn_at": timezone.now()}, 410)])
def test_an_embedded_item_that_is_not_public_says_so_in_the_frame(client, museum, values, status):
    hidden = factories.item(museum, live=False, title={"en": "Secret"}, **values)
    answer = client.get(f"/en/embed/{hidden.identifier}")
    assert answer.status_code == status
    assert b"Secret" not in answer.content
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_an_embedded_item_without_pictures_has_the_ornament(client, carpet):
    assert "motifs.svg#tort" in client.get(f"/en/embed/{carpet.identifier}").content.decode()


def test_the_editors_preview_shares_only_what_has_an_address(museum, rf):
    assert item_page_context(Item(institution=museum, title={"en": "New"}), rf.get("/"))["share"] is None


def test_a_picture_whose_pyramid_is_being_made_is_not_zoomed_into(client, carpet, pictures):
    Derivative.objects.filter(asset=pictures[0], kind="pyramid").update(state="pending")
    view = page_of(client, carpet, **{"iiif-content": link(carpet, pictures[0], Region(1, 2, 3, 4))}).context["view"]
    assert (view.figure.number, view.region, view.lost) == (1, "", False)

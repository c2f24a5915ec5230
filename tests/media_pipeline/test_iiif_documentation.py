"""docs/iiif.md is true: every example answers, every address under /iiif/ has one, and its programs do what it says."""

import io
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation

from catalogue import services
from catalogue.changes import advance
from catalogue.models import Item, ItemSet
from exhibits.exhibition_setup import ensure_exhibition_lists
from exhibits.models import ExhibitionPage
from exhibits.setup import ensure_home_pages
from institutions.permissions import SYSTEM
from media_pipeline.annotations import annotation_publish, annotation_save
from media_pipeline.iiif import content_state
from media_pipeline.iiif.content_state import ContentState, Reader, Region
from media_pipeline.models import Annotation
from media_pipeline.page_text import plain_lines
from media_pipeline.transcription import canvas_text_save
from tests import factories
from tests.exhibits.conftest import TITLE, shown
from tests.media_pipeline.conftest import jpeg
from tests.media_pipeline.test_tours import tour_of

pytestmark = pytest.mark.django_db

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "iiif.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^    GET (\S+)(?: → (\d{3}))?$", DOCUMENT, re.MULTILINE)


def exhibition_of(item) -> ExhibitionPage:
    lists = ensure_exhibition_lists(ensure_home_pages(TITLE, TITLE, []), TITLE, TITLE)
    page = ExhibitionPage(title="Felt", slug="felt", body=json.dumps([shown(item)]), locale=lists["en"].locale)
    lists["en"].add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def published(museum, receive):
    """Names of public records, by the document's placeholders."""
    item_set = ItemSet.objects.create(institution=museum, title={"en": "Felt"}, live=True)
    item = services.item_save(Item(institution=museum, title={"en": "Carpet"}, item_set=item_set), user=SYSTEM)
    item = services.item_publish(item, user=SYSTEM)
    asset = receive(item, jpeg(1200, 1000))
    tour = factories.item(museum)
    receive(tour, tour_of(f"/items/{item.identifier}"), "tour.json")
    model = factories.item(museum)
    receive(model, b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "bowl.obj")
    canvas_text_save(asset, user=SYSTEM, source="curator", language="kk", lines=plain_lines("Ақ киіз"))
    note = annotation_save(Annotation(asset=asset, body={"en": "A seam"}), user=SYSTEM)
    advance()
    return {
        "item": item.identifier,
        "image": asset.identifier,
        "canvas": asset.identifier,
        "institution": museum.code,
        "item_set": item_set.identifier,
        "tour": tour.identifier,
        "model": model.identifier,
        "exhibition": exhibition_of(item).translation_key.hex,
        "language": "kk",
        "word": "киіз",
        "beginning": "ки",
        "note": annotation_publish(note, user=SYSTEM).identifier,
        "state": ContentState(item.identifier, asset.identifier, Region(1, 2, 3, 4)).encoded(),
    }


def code_block(first_function: str) -> dict:
    """What a Python block of the document defines."""
    [code] = [
        each for each in re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL) if f"def {first_function}(" in each
    ]
    names: dict = {}
    exec(code, names)
    return names


def test_every_example_answers(client, published):
    assert len(EXAMPLES) > 20
    promised = {address.format(**published): int(status or 200) for address, status in EXAMPLES}
    assert {address: client.get(address).status_code for address in promised} == promised


def _patterns(resolver: URLResolver, before: str = ""):
    for each in resolver.url_patterns:
        text = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLPattern):
            yield text, each.name
        elif not text.startswith(("admin/", "documents/")):
            yield from _patterns(each, text)


def test_every_address_has_an_example(published):
    """The name of each pattern under /iiif/, and the page for frames, is the name of an example's."""
    names = {name for text, name in _patterns(get_resolver()) if text.startswith("iiif/")}
    shown = set()
    for address, _status in EXAMPLES:
        with suppress(Resolver404), translation.override("en"):
            shown.add(resolve(address.partition("?")[0].format(**published)).url_name)
    assert names - shown == set()
    assert {"item-embed", "content-state", "iiif-manifest", "iiif-image"} <= shown


def test_no_placeholder_is_without_a_meaning(published):
    used = {name for address, _status in EXAMPLES for name in re.findall(r"\{(\w+)\}", address)}
    assert used == set(published)


def test_the_harvester_finds_what_is_public(client, published, monkeypatch):
    def urlopen(address: str) -> io.BytesIO:
        return io.BytesIO(client.get(address.removeprefix("http://testserver")).content)

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    harvest = code_block("harvest")["harvest"]
    found = list(harvest("http://testserver"))
    kept = {address for what, address, _time in found if what == "keep"}
    assert f"http://testserver/iiif/presentation/3/items/{published['item']}/manifest.json" in kept
    assert all(client.get(address.removeprefix("http://testserver")).status_code == 200 for address in kept)
    assert len({address for _what, address, _time in found}) == len(found)
    newest = found[0][2]
    assert list(harvest("http://testserver", since=newest)) == []


def test_the_encoder_writes_what_we_read(published):
    base = f"http://testserver/iiif/presentation/3/items/{published['item']}"
    encode = code_block("content_state")["content_state"]
    made = encode(f"{base}/manifest.json", f"{base}/canvas/{published['canvas']}", 1, 2, 3, 4)
    state = content_state.read(made, Reader({"testserver"}))
    assert state == ContentState(published["item"], published["canvas"], Region(1, 2, 3, 4))


def test_the_languages_are_those_of_manifests(client, published):
    manifest = client.get(f"/iiif/presentation/3/items/{published['item']}/manifest.json").json()
    [tags] = re.findall(r"\(`(kk [^`]+)`\)", DOCUMENT)
    assert [page["language"][0] for page in manifest["homepage"]] == tags.split()


def test_the_features_are_those_of_info_json(client, published):
    info = client.get(f"/iiif/3/{published['image']}/info.json").json()
    for name in [*info["extraFormats"], *info["extraQualities"]]:
        assert f"`{name}`" in DOCUMENT
    assert f"{info['maxArea'] // 1_000_000} million pixels" in DOCUMENT


def test_the_frame_is_the_one_that_pages_offer(client, published):
    [shown] = re.findall(r"<iframe.*?</iframe>", DOCUMENT, re.DOTALL)
    shown = re.sub(r"\s+", " ", shown).replace("https://HOST", "http://testserver")
    page = client.get(f"/en/items/{published['item']}", follow=True)
    assert re.sub(r"/embed/\w+", f"/embed/{published['item']}", shown) == page.context["share"]["embed_code"]

"""Recipes of the IIIF cookbook (https://iiif.io/api/cookbook/): items like theirs, and what our manifests say of them.

A golden file has the properties that its recipe is about, and the canvases. docs/iiif-cookbook.md lists which recipes
we follow and which not; these two agree."""

import re
from pathlib import Path

import pytest

from catalogue.models import ItemSet
from institutions import logos
from institutions.permissions import SYSTEM
from media_pipeline import contents
from tests import factories, golden_files
from tests.institutions.test_logos import picture, upload
from tests.media_pipeline.conftest import add_pages
from tests.media_pipeline.test_presentation import manifest_of

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "iiif-cookbook.md"
_ELSEWHERE = re.compile("[Tt]ested with|As 0011")
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"


def item_of(museum, **fields):
    return factories.item(museum, **({"title": {"en": "An item"}} | fields))


def image(museum):
    item = item_of(museum)
    add_pages(item, 1)
    return item


def audio(museum):
    item = item_of(museum, kind="sound", title={"en": "Simplest audio"})
    add_pages(item, 1, kind="audio", media_type="audio/mp4", technical={"duration": 1985.024}, width=None, height=None)
    return item


def video(museum):
    item = item_of(museum, kind="film", title={"en": "Simplest video"})
    add_pages(item, 1, kind="video", media_type="video/mp4", technical={"duration": 572.034}, width=640, height=360)
    return item


def with_picture(item):
    add_pages(item, 1, poster_for=item.assets.get(), width=1600, height=1200)
    return item


def languages(museum):
    item = item_of(
        museum, title={"en": "Whistler's Mother", "fr": "La Mère de Whistler", "kk": "Уистлердің анасы"},
        description={"en": "A portrait", "ar": "لوحة"}, category=factories.concept("category", "painting"),
    )  # fmt: skip
    add_pages(item, 1, label={"en": "Front", "zh": "正面"})
    return item


def book(museum, **fields):
    item = item_of(museum, **({"kind": "book", "title": {"en": "A book"}} | fields))
    add_pages(item, 4)
    return item


def behaviours(museum):
    item = book(museum)
    item.assets.filter(position=1).update(page="non-paged")
    item.assets.filter(position=3).update(page="facing-pages")
    return item


def table_of_contents(museum):
    item = item_of(museum, kind="book", title={"en": "Ethiopic Ms 10"})
    pages = add_pages(item, 6)

    def add(text, page):
        return contents.heading_add(item, user=SYSTEM, label={"en": text}, first=page)

    add("Tabiba Tabiban", pages[0])
    add("Arede'et", pages[2])
    inner = [add("Monday", pages[2]), add("Tuesday", pages[4])]
    for heading in inner:
        contents.heading_move(heading, "inward", user=SYSTEM)
    return item


def document(museum):
    item = image(museum)
    add_pages(item, 1, kind="document", media_type="application/pdf", offer_original=True, width=None, height=None)
    return item


def original(museum):
    item = item_of(museum, rights_uri=PUBLIC_DOMAIN)
    add_pages(item, 1)
    return item


def provided(museum):
    museum.logo = logos.keep(museum.code, upload(picture()))
    museum.save()
    return image(museum)


def model(museum):
    item = item_of(museum, title={"en": "Venus"})
    add_pages(item, 1, kind="model", media_type="model/gltf-binary", width=None, height=None)
    return with_picture(item)


def panorama(museum):
    item = item_of(museum, title={"en": "A hall"})
    add_pages(item, 1, kind="panorama", width=8000, height=4000)
    return item


def in_set(museum):
    item_set = ItemSet.objects.create(institution=museum, title={"en": "Manuscripts"}, live=True, identifier="q1set")
    item = item_of(museum, item_set=item_set)
    add_pages(item, 1)
    return item


def there(museum, **fields):
    item = item_of(museum, place=factories.place("Turkistan", latitude=43.3, longitude=68.27), **fields)
    add_pages(item, 1)
    return item


def then(museum):
    item = item_of(museum, kind="map", date_edtf="1986-05-12/1987")
    add_pages(item, 1)
    return item


RECIPES = {
    "0001-mvm-image": (image, ()),
    "0002-mvm-audio": (audio, ()),
    "0003-mvm-video": (video, ()),
    "0005-image-service": (image, ("thumbnail",)),
    "0006-text-language": (languages, ("summary", "metadata")),
    "0008-rights": (original, ("rights", "requiredStatement")),
    "0009-book-1": (book, ("behavior", "viewingDirection")),
    "0010-book-2-viewing-direction": (
        lambda museum: book(museum, reading_direction="right-to-left"), ("behavior", "viewingDirection")),
    "0011-book-3-behavior": (behaviours, ("behavior",)),
    "0011-book-3-behavior-continuous": (lambda museum: book(museum, page_layout="continuous"), ("behavior",)),
    "0013-placeholderCanvas": (lambda museum: with_picture(video(museum)), ()),
    "0014-accompanyingcanvas": (lambda museum: with_picture(audio(museum)), ()),
    "0024-book-4-toc": (table_of_contents, ("structures",)),
    "0032-collection": (in_set, ("partOf",)),
    "0046-rendering": (document, ("rendering",)),
    "0046-rendering-original": (original, ()),
    "0047-homepage": (image, ("homepage",)),
    "0053-seeAlso": (image, ("seeAlso",)),
    "0117-add-image-thumbnail": (image, ("thumbnail",)),
    "0154-geo-extension": (there, ("@context", "navPlace")),
    "0230-navdate": (then, ("navDate",)),
    "0234-provider": (provided, ("provider",)),
    "0283-missing-image": (item_of, ()),
    "0318-navPlace-navDate": (lambda museum: there(museum, date_edtf="13XX"), ("@context", "navPlace", "navDate")),
    "3d-model": (model, ("seeAlso", "rendering")),
    "panorama": (panorama, ("thumbnail",)),
}  # fmt: skip


def placeholders(item):
    names = {item.identifier: "ITEM", item.institution.logo.rpartition("/")[2].partition("-")[0] or "NOLOGO": "LOGO"}
    for number, asset in enumerate(item.assets.order_by("position", "id"), start=1):
        names |= {asset.identifier: f"FILE{number}"}
    for number, heading in enumerate(contents.ranges_of(item).order_by("pk"), start=1):
        names |= {f"/range/{heading.pk}": f"/range/{number}"}
    return names


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_that_we_follow(client, name):
    build, properties = RECIPES[name]
    item = build(factories.institution("kokshe", name={"en": "Kokshe Museum"}))
    made = manifest_of(client, item)
    chosen = {key: made[key] for key in ("id", "type", "label", *properties, "items")}
    golden_files.check(f"cookbook/{name}.json", chosen, placeholders(item))


def test_the_documentation_lists_these_recipes_as_followed():
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[([0-9]{4}-[-\w]+)\]\([^)]*\) \|[^|]*\| (yes|no) \|", text, re.MULTILINE)
    followed = dict(rows)
    tested = {name for name in RECIPES if name in followed}
    assert {name: followed[name] for name in tested} == dict.fromkeys(tested, "yes")
    elsewhere = {
        name for name, how in re.findall(r"\[([0-9]{4}[-\w]+)\].*\| yes \| (.*) \|", text) if _ELSEWHERE.search(how)
    }
    assert {name for name in followed if followed[name] == "yes"} - elsewhere == tested
    assert len(dict(rows)) == len(rows) > 40


def test_a_scene_of_the_draft_of_version_4(client, museum):
    item = model(museum)
    response = client.get(f"/iiif/presentation/4/items/{item.identifier}/manifest.json")
    assert response["Content-Type"].endswith('profile="http://iiif.io/api/presentation/4/context.json"')
    made = response.json()
    chosen = {key: made[key] for key in ("@context", "id", "type", "label", "items")}
    golden_files.check("cookbook/3d-model-scene.json", chosen, placeholders(item))


def test_no_scene_without_a_model_or_of_a_draft(client, museum):
    hidden = model(museum)
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    for item in (image(museum), hidden):
        assert client.get(f"/iiif/presentation/4/items/{item.identifier}/manifest.json").status_code == 404

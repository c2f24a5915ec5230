"""Exhibitions as IIIF Collections: "exhibitions" lists them all, "exhibition-{key}" the items of one, where `key` is
what the translations of its page share. One Collection has the titles of all languages in which it is published."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from exhibits.models import ExhibitionPage
from exhibits.models.exhibitions import with_covers
from heritage.errors import NotFound
from heritage.languages import LANGUAGES, language_of_url
from institutions.models import Institution
from media_pipeline.iiif import addresses
from media_pipeline.iiif.collection_parts import (
    collection_json,
    credited,
    homepage,
    institution_label,
    manifests_in_order,
    part_of,
    pictured,
    reference,
)
from media_pipeline.iiif.key_ranges import Tree
from media_pipeline.iiif.presentation import JSON, links
from media_pipeline.iiif.texts import IIIFText, words

KIND = "exhibition"
EXHIBITIONS = f"{KIND}s"


def name_of(page: ExhibitionPage) -> str:
    return f"{KIND}-{page.translation_key.hex}"


def address_of(page: ExhibitionPage) -> str:
    """Of the Collection, within the site."""
    return f"{addresses.PRESENTATION}/collections/{name_of(page)}.json"


def _published() -> Tree:
    """One row for each exhibition: the first of its pages ever made, so that it keeps its place whichever of them are
    published."""
    same = ExhibitionPage.objects.filter(translation_key=OuterRef("translation_key"))
    rows = ExhibitionPage.objects.filter(Exists(same.live().public()), ~Exists(same.filter(pk__lt=OuterRef("pk"))))
    return Tree(EXHIBITIONS, words(_("Exhibitions")), rows, _references)


def entry() -> JSON | None:
    return reference(EXHIBITIONS, words(_("Exhibitions"))) if ExhibitionPage.objects.live().public().exists() else None


def build(name: str) -> JSON:
    """Raises NotFound."""
    base, _dot, part = name.partition(".")
    if base != EXHIBITIONS:
        return _exhibition(name.removeprefix(f"{KIND}-"))
    tree = _published()
    members = tree.members(part)
    if not members:
        raise NotFound()
    if part:
        return collection_json(f"{EXHIBITIONS}.{part}", tree.part_label(part), members, partOf=part_of(EXHIBITIONS))
    return collection_json(EXHIBITIONS, tree.label, members, partOf=part_of("top"))


def _references(rows: QuerySet[ExhibitionPage]) -> list[JSON]:
    keys = list(rows.values_list("translation_key", flat=True))
    pages: dict[UUID, list[ExhibitionPage]] = {}
    for page in _translations(keys):
        pages.setdefault(page.translation_key, []).append(page)
    shown = [pages[key] for key in keys if key in pages]
    covers = with_covers([each[0] for each in shown])
    chosen = [cover.pk for _page, cover in covers if cover]
    pictures = {row.identifier: row.thumbnail for row in pictured(Item.objects.filter(pk__in=chosen))}
    made = []
    for each, (_page, cover) in zip(shown, covers, strict=True):
        picture = pictures.get(cover.identifier) if cover else None
        thumbnail = [picture] if picture else None
        made.append(reference(name_of(each[0]), _texts(each, "title"), homepage=_homepages(each), thumbnail=thumbnail))
    return made


def _exhibition(key: str) -> JSON:
    try:
        pages = _translations([UUID(hex=key)]) if len(key) == 32 else []
    except ValueError:
        pages = []
    if not pages:
        raise NotFound()
    holders = _holders(pages)
    return collection_json(
        name_of(pages[0]),
        _texts(pages, "title"),
        manifests_in_order(Item.objects.published(), _identifiers(pages)),
        summary=_texts(pages, "lead"),
        requiredStatement=_statement(holders),
        provider=[links.provider(each) for each in holders],
        homepage=_homepages(pages),
        partOf=part_of(EXHIBITIONS),
    )


def _translations(keys: list[UUID]) -> list[ExhibitionPage]:
    """The pages of these exhibitions that visitors may open, in the order of the languages."""
    pages = ExhibitionPage.objects.filter(translation_key__in=keys).live().public().select_related("locale")
    order = [language.url_code for language in LANGUAGES.values()]
    return sorted(pages, key=lambda page: order.index(page.locale.language_code))


def _identifiers(pages: list[ExhibitionPage]) -> list[str]:
    """As the first language has them; what another one shows beside, after those."""
    keys = list(dict.fromkeys(key for page in pages for key in page.item_ids))
    names = dict(Item.objects.published().filter(pk__in=keys).values_list("pk", "identifier"))
    return [names[key] for key in keys if key in names]


def _holders(pages: list[ExhibitionPage]) -> list[Institution]:
    keys = list(dict.fromkeys(key for page in pages for key in page.institution_ids))
    found = Institution.objects.filter(live=True).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _statement(holders: list[Institution]) -> JSON | None:
    value: IIIFText = {}
    for holder in holders:
        for tag, texts in institution_label(holder).items():
            value.setdefault(tag, []).extend(texts)
    return credited(value or words(_("Qazyna")))


def _texts(pages: list[ExhibitionPage], field: str) -> IIIFText:
    return {language_of_url(page.locale.language_code).tag: [text] for page in pages if (text := getattr(page, field))}


def _homepages(pages: list[ExhibitionPage]) -> list[JSON]:
    made = []
    for page in pages:
        tag = language_of_url(page.locale.language_code).tag
        _site, _root, path = page.get_url_parts()
        made.append(homepage(addresses.public(path), {tag: [page.title]}) | {"language": [tag]})
    return made

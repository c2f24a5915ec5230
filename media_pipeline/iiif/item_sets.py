"""Collections of item sets: institutions that have some, the sets of each, and each set with the sets in it.

A published set within an unpublished one stands beside its institution's outermost: nothing tells of what is hidden."""

from functools import partial

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item, ItemSet
from heritage.errors import NotFound
from institutions.models import Institution
from media_pipeline.iiif.collection_keeping import kept
from media_pipeline.iiif.collection_parts import (
    api_record,
    collection_json,
    credit,
    institution_label,
    manifests,
    part_of,
    reference,
)
from media_pipeline.iiif.key_ranges import Tree
from media_pipeline.iiif.open_json import Built
from media_pipeline.iiif.presentation import JSON, links
from media_pipeline.iiif.texts import iiif_text, plain, words

SETS = "sets"
TOP = "top"


def entry() -> JSON | None:
    if not ItemSet.objects.published().exists():
        return None
    return reference(SETS, words(_("Item sets")))


def by_institution(part: str) -> JSON:
    """The institutions that publish item sets. Raises NotFound while there are none."""
    published = ItemSet.objects.published().filter(institution=OuterRef("pk"))
    rows = Institution.objects.filter(Exists(published), live=True)
    tree = Tree(SETS, words(_("Item sets")), rows, _institutions)
    members = tree.members(part)
    if not members:
        raise NotFound()
    name, label = (f"{SETS}.{part}", tree.part_label(part)) if part else (SETS, tree.label)
    return collection_json(name, label, members, partOf=part_of(SETS if part else TOP))


def _institutions(rows: QuerySet[Institution]) -> list[JSON]:
    return [reference(f"{each.code}.{SETS}", iiif_text(each.name)) for each in rows.order_by("code")]


def of_institution(institution: Institution, part: str) -> JSON:
    """Its outermost published sets. Raises NotFound while there are none. `institution` is a published one."""
    name = f"{institution.code}.{SETS}"
    outermost = Q(parent=None) | Q(parent__live=False)
    sets = ItemSet.objects.published().filter(outermost, institution=institution)
    tree = Tree(name, institution_label(institution), sets, _references)
    members = tree.members(part)
    if not members:
        raise NotFound()
    about = {"requiredStatement": credit(institution), "provider": [links.provider(institution)]}
    if part:
        return collection_json(f"{name}.{part}", tree.part_label(part), members, partOf=part_of(name), **about)
    return collection_json(name, tree.label, members, partOf=part_of(SETS), **about)


def item_set(identifier: str, part: str) -> Built:
    """`part` is "", a range of its items, or "sets." and a range of the sets in it. Raises NotFound."""
    found = ItemSet.objects.published().filter(identifier=identifier).select_related("institution", "parent").first()
    if found is None:
        raise NotFound()
    items = Item.objects.published().filter(item_set=found, live__in=[True])
    within = ItemSet.objects.published().filter(parent=found)
    trees = {
        "": Tree(identifier, _label(found), items, manifests),
        SETS: Tree(f"{identifier}.{SETS}", _label(found), within, _references),
    }
    if not part:
        sets = within.aggregate(Count("pk"), Sum("pk"), Max("updated_at"))
        about = (*_saved(found), _parent(found), *sets.values())
        return kept(identifier, about, trees[""].listed(), partial(_whole, found, trees))
    kind, _dot, keys = part.rpartition(".")
    if kind not in trees or not keys:
        raise NotFound()
    build = partial(_part, found, trees[kind], part, keys)
    return kept(f"{identifier}.{part}", _saved(found), None if kind else trees[""].listed(keys), build)


def _whole(found: ItemSet, trees: dict[str, Tree]) -> JSON:
    return collection_json(
        found.identifier,
        _label(found),
        trees[SETS].members() + trees[""].members(),
        summary=iiif_text(found.description),
        requiredStatement=credit(found.institution),
        provider=[links.provider(found.institution)],
        seeAlso=api_record(f"/api/v1/item-sets/{found.identifier}"),
        partOf=part_of(_parent(found)),
    )


def _part(found: ItemSet, tree: Tree, part: str, keys: str) -> JSON:
    return collection_json(
        f"{found.identifier}.{part}",
        tree.part_label(keys),
        tree.members(keys),
        requiredStatement=credit(found.institution),
        provider=[links.provider(found.institution)],
        partOf=part_of(found.identifier),
    )


def _saved(found: ItemSet) -> tuple[object, ...]:
    return found.updated_at, found.institution.updated_at


def _parent(found: ItemSet) -> str:
    if found.parent and found.parent.live:
        return found.parent.identifier
    return f"{found.institution.code}.{SETS}"


def _label(found: ItemSet) -> dict[str, list[str]]:
    return iiif_text(found.title) or plain(found.identifier)


def _references(rows: QuerySet[ItemSet]) -> list[JSON]:
    return [reference(each.identifier, _label(each)) for each in rows.order_by("pk")]

"""Presentation API 3.0 Collections (section 5.1), by name.

    top                         every branch, and every institution: the way to everything
    {code}                      what an institution publishes; the institution's code
    sets, {code}.sets           item sets, by institution (item_sets.py)
    {identifier}                an item set: the sets in it and its own items
    …                           what a branch below answers
    {any of these}.{range}      a part of one that is too long for one answer (key_ranges.py)

An app adds a branch of its own by the hook `iiif_collections`, a function that returns a `Branch`."""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from catalogue.models import Item
from heritage.errors import NotFound
from institutions.models import Institution
from media_pipeline.iiif import addresses, item_sets
from media_pipeline.iiif.collection_keeping import kept
from media_pipeline.iiif.collection_parts import (
    api_record,
    collection_json,
    credit,
    credited,
    homepage,
    institution_label,
    manifests,
    part_of,
    reference,
)
from media_pipeline.iiif.key_ranges import Tree
from media_pipeline.iiif.open_json import Built
from media_pipeline.iiif.presentation import JSON, links
from media_pipeline.iiif.texts import iiif_text, plain, words

TOP = "top"
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")


class Branch(NamedTuple):
    """Collections of one kind. It owns the names "{kind}s", "{kind}-…" and the parts of both, which no institution's
    code may be: `institutions.models.RESERVED_CODES` must know the kind.

    `entry` is its member of the top, None while the public has nothing of it. `build` makes the Collection of a name.
    It raises NotFound, and Gone for what was public; it tells of nothing that the public may not see."""

    kind: str
    entry: Callable[[], JSON | None]
    build: Callable[[str], JSON]

    def owns(self, base: str) -> bool:
        return base == f"{self.kind}s" or base.startswith(f"{self.kind}-")


def branches() -> list[Branch]:
    return [register() for register in hooks.get_hooks("iiif_collections")]


def collection(name: str) -> Built:
    """Raises NotFound, and Gone for what was public and is withdrawn."""
    base, _dot, part = name.partition(".")
    if not _CODE.fullmatch(base) or name.endswith("."):
        raise NotFound()
    if base == TOP:
        return _top(part)
    for branch in branches():
        if branch.owns(base):
            return branch.build(name)
    if base == item_sets.SETS:
        return item_sets.by_institution(part)
    institution = Institution.objects.filter(code=base).first()
    if institution is None:
        return item_sets.item_set(base, part)
    if not institution.live:
        raise NotFound()
    if part == item_sets.SETS or part.startswith(f"{item_sets.SETS}."):
        return item_sets.of_institution(institution, part.partition(".")[2])
    return _institution(institution, part)


def _top(part: str) -> JSON:
    label = words(_("All collections"))
    tree = Tree(TOP, label, Institution.objects.filter(live=True), _institutions)
    members = tree.members(part)
    if part:
        return collection_json(f"{TOP}.{part}", tree.part_label(part), members, partOf=part_of(TOP))
    entries = [entry for branch in branches() if (entry := branch.entry())]
    if sets := item_sets.entry():
        entries.insert(0, sets)
    home = [homepage(addresses.public("/"), words(_("Qazyna")))]
    statement = credited(words(_("The museums, archives, libraries and monuments of Kazakhstan in one place.")))
    return collection_json(TOP, label, entries + members, homepage=home, requiredStatement=statement)


def _institutions(rows: QuerySet[Institution]) -> list[JSON]:
    """With an address that has no language in it: the site answers in the reader's own."""
    return [
        reference(
            each.code,
            iiif_text(each.name),
            homepage=[homepage(addresses.public(f"/institutions/{each.code}"), plain(each.code))],
        )
        for each in rows.order_by("code")
    ]


def _institution(institution: Institution, part: str) -> Built:
    # IN and not a bare boolean, for which SQLite would not use the index.
    items = Item.objects.published().filter(institution=institution, live__in=[True])
    tree = Tree(institution.code, institution_label(institution), items, manifests)
    build = partial(_part_of_institution if part else _whole_institution, institution, tree, part)
    return kept(f"{tree.name}.{part}", (institution.updated_at,), tree.listed(part), build)


def _part_of_institution(institution: Institution, tree: Tree, part: str) -> JSON:
    return collection_json(
        f"{tree.name}.{part}",
        tree.part_label(part),
        tree.members(part),
        requiredStatement=credit(institution),
        provider=[links.provider(institution)],
        partOf=part_of(tree.name),
    )


def _whole_institution(institution: Institution, tree: Tree, part: str) -> JSON:
    return collection_json(
        tree.name,
        tree.label,
        tree.members(),
        summary=iiif_text(institution.description),
        requiredStatement=credit(institution),
        provider=[links.provider(institution)],
        homepage=links.homepages(institution, institution.name),
        seeAlso=api_record(f"/api/v1/institutions/{institution.code}"),
        partOf=part_of(TOP),
    )

"""From an identifier that a stranger typed to a published record, or to the right refusal."""

from catalogue.models import Item, ItemSet
from heritage.errors import Gone, NotFound
from heritage.identifiers import parse_name


class Moved(NotFound):
    """`item` was merged into the published item `other`. Each view knows the address to send the visitor on to."""

    def __init__(self, item: Item, other: Item) -> None:
        super().__init__()
        self.item, self.other = item, other


def published_item(identifier: str) -> Item:
    """With all its terms. Raises InvalidIdentifier, and what `refusal` gives."""
    name = parse_name(identifier)
    items = Item.objects.filter(identifier=name, institution__live=True)
    item = items.with_terms().first()
    if item is None or not item.live:
        raise refusal(item)
    return item


def refusal(item: Item | None) -> NotFound:
    """Why the public does not get this item: Moved for a merged one whose other is public, Gone for a withdrawn one,
    NotFound for what was never shown."""
    if item is not None and item.merged_into_id:
        other = Item.objects.published().filter(pk=item.merged_into_id).first()
        return Moved(item, other) if other else NotFound()
    return Gone() if item is not None and item.withdrawn_at else NotFound()


def published_item_set(identifier: str) -> ItemSet:
    """Raises InvalidIdentifier and NotFound."""
    item_set = (
        ItemSet.objects.published()
        .select_related("institution", "parent", "parent__institution")
        .filter(identifier=parse_name(identifier))
        .first()
    )
    if item_set is None:
        raise NotFound()
    return item_set

"""From an identifier that a stranger typed to a published record, or to the right refusal."""

from catalogue.models import Item, ItemSet
from heritage.errors import Gone, NotFound
from heritage.identifiers import parse_name


def published_item(identifier: str) -> Item:
    """With all its terms. Raises InvalidIdentifier, Gone for a withdrawn item and NotFound for what was never shown."""
    name = parse_name(identifier)
    items = Item.objects.filter(identifier=name, institution__live=True)
    item = items.with_terms().first()
    if item is None:
        raise NotFound()
    if item.withdrawn_at:
        raise Gone()
    if not item.live:
        raise NotFound()
    return item


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

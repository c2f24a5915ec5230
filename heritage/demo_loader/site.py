"""What visitors find the records by: the home pages and an exhibition."""

from catalogue.models import Item
from exhibits.exhibition_setup import ensure_exhibition, ensure_exhibition_lists
from exhibits.setup import ensure_home_pages
from heritage.demo_loader.data import INSTITUTION, load
from heritage.demo_loader.steps import Tick
from institutions.models import Institution


def load_home_pages(tick: Tick) -> None:
    home = load("home")
    items = _items()
    homes = ensure_home_pages(home["title"], home["lead"], [items[name].identifier for name in home["highlights"]])
    told = load("exhibition")
    lists = ensure_exhibition_lists(homes, told["list"]["title"], told["list"]["lead"])
    ensure_exhibition(lists, told, [Institution.objects.get(code=INSTITUTION)], items)
    tick.advance()


def _items() -> dict[str, Item]:
    """By the demonstration's own record names."""
    return {item.source_id: item for item in Item.objects.filter(institution__code=INSTITUTION)}

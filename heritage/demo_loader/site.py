"""What visitors find the records by: the home pages and the search index."""

from catalogue.models import Item
from exhibits.setup import ensure_home_pages
from heritage.demo_loader.data import INSTITUTION, load
from heritage.demo_loader.steps import Tick


def load_home_pages(tick: Tick) -> None:
    home = load("home")
    identifiers = dict(Item.objects.filter(institution__code=INSTITUTION).values_list("source_id", "identifier"))
    ensure_home_pages(home["title"], home["lead"], [identifiers[name] for name in home["highlights"]])
    tick.advance()

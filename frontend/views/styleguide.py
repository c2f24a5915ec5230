"""/styleguide/: every token and component on a page of its own. Routed only where settings say STYLEGUIDE."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.models import Item
from catalogue.rights import RIGHTS
from frontend.facts import Fact, Value
from frontend.paging import pages
from frontend.viewing import View, sharing
from frontend.views.item import rights_badge
from media_pipeline.querysets import with_media

TOKENS = Path(__file__).resolve().parents[1] / "styles" / "tokens.css"
MOTIFS = ("qoshqar", "tort", "tumarsha", "tuiyetaban", "shanyraq")
_COLOUR = re.compile(r"--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
_SIZE = re.compile(r"--(size-[a-z0-9]+):")


class Colour(NamedTuple):
    name: str
    light: str
    dark: str


@cache
def colours() -> list[Colour]:
    """As the stylesheet has them: the page can't show another value than the site."""
    return [Colour(*found) for found in _COLOUR.findall(TOKENS.read_text())]


def styleguide(request: HttpRequest) -> HttpResponse:
    items = list(with_media(Item.objects.published().select_related("institution"))[:4])
    context = {
        "colours": colours(),
        "sizes": _SIZE.findall(TOKENS.read_text()),
        "motifs": MOTIFS,
        "items": items,
        "share": sharing(items[0], [], View(None)) if items else None,
        "rights": [rights_badge(uri) for uri in list(RIGHTS)[:10:3]],
        "facts": [Fact("Date", [Value("1871–1872")]), Fact("Material", [Value({"kk": "киіз"}), Value({"en": "silk"})])],
        "pages": pages(request.path, [], 4, 12),
    }
    return render(request, "styleguide.html", context)

"""What the website's templates say often."""

import json
from typing import Any

import structlog
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError
from django_vite.templatetags.django_vite import vite_asset, vite_asset_url

from catalogue.models import Item
from frontend import alternates, closures
from frontend.centuries import published_centuries
from frontend.dates import date_text
from frontend.exhibitions import address_of, dates_of, exhibition_data, exhibitions_url
from heritage.languages import LanguageMap
from heritage.templatetags.heritage_tags import text_tag
from media_pipeline.models import cover
from media_pipeline.posters import PosterSet

register = template.Library()
logger = structlog.get_logger(__name__)

register.filter("date_text", date_text)
register.filter("exhibition_dates", dates_of)
register.filter("collection_address", address_of)
register.simple_tag(published_centuries)
register.simple_tag(exhibitions_url)
register.simple_tag(exhibition_data)


@register.simple_tag
def frontend_assets(entry: str) -> SafeString:
    """The built files of an entry. Where nothing was built the page still reads, unstyled, and the log says why."""
    try:
        if entry.endswith(".css"):
            return format_html('<link rel="stylesheet" href="{}">', vite_asset_url(entry))
        return vite_asset(entry)
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError, OSError) as error:
        logger.error("front end is not built: run npm ci and npm run build in frontend/", entry=entry, error=str(error))
        return mark_safe("<!-- front end not built -->")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Decoration: what it means is said in text beside it or in the button's label."""
    return format_html(
        '<svg class="icon icon--{} {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        name, css, static("icons/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def ornament(name: str) -> SafeString:
    return format_html(
        '<svg class="ornament" aria-hidden="true"><use href="{}#{}"/></svg>', static("ornament/motifs.svg"), name
    )


@register.simple_tag(takes_context=True)
def alternate_links(context: template.Context) -> list[alternates.Alternate]:
    """What the view gave, else what the Wagtail page or the address itself tells."""
    if given := context.get("alternates"):
        return given
    request = context.get("request")
    if request is None or context.get("error"):
        return alternates.homes()
    if page := context.get("page"):
        return alternates.of_page(page, request)
    return alternates.of_request(request)


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context, links: list[alternates.Alternate]) -> str:
    """Absolute and without a query; "" for what has no address of its own."""
    here = next((each for each in links if each.language == context.get("language") and each.exists), None)
    return here.absolute_url.partition("?")[0] if here else ""


@register.filter
def without_language(link: alternates.Alternate) -> str:
    return settings.PUBLIC_URL + alternates.without_language(link.url)


@register.simple_tag
def picture(posters: Any, sizes: str, alt: LanguageMap | str = "", eager: bool = False) -> SafeString:
    """<picture> with every format that was made; the space is reserved by width and height."""
    largest = posters.at_least(1600)
    context = {
        "sources": posters.sources[:-1],
        "srcset": posters.sources[-1]["srcset"],
        "image": posters.at_least(800),
        "largest": largest,
        "sizes": sizes,
        "alt": alt,
        "eager": eager,
    }
    return mark_safe(render_to_string("components/picture.html", context))  # noqa: S308 (a template's own output)


@register.simple_tag(takes_context=True)
def shown(context: template.Context, item: Item) -> closures.Shown:
    """What stands for an item in a list, for who is looking."""
    return closures.shown(item, closures.visitor_in(context))


@register.filter
def cover_of(item: Item | None) -> Any:
    """As everybody sees it. No query for items that were read `with_media`."""
    return cover(item) if item else None


@register.filter
def is_upright(posters: PosterSet | None) -> bool:
    """Whether the picture is taller than wide."""
    largest = posters.at_least(1600) if posters else None
    return largest is not None and largest.height > largest.width


@register.simple_tag
def value_text(value: LanguageMap | str) -> str | SafeString:
    """Of a language map with its language marked, or of a plain text."""
    return text_tag(value) if isinstance(value, dict) else str(value)


@register.filter
def to_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def linked_data(value: Any) -> SafeString:
    """The content of <script type="application/ld+json">: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(text)  # noqa: S308 (escaped above)

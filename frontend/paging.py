"""The numbers under a list, in the shape that the search page has."""

from urllib.parse import urlencode

from django.http import HttpRequest

from search.views import PageLink, Pages

AROUND = 2


def pages_of(request: HttpRequest, number: int, count: int) -> Pages:
    """Of the request's own address, all its other parameters kept."""
    pairs = [(key, value) for key, values in request.GET.lists() for value in values if key != "page"]
    return pages(request.path, pairs, number, count)


def pages(path: str, pairs: list[tuple[str, str]], number: int, count: int) -> Pages:
    """The first page has no number in its address, so that it has one address only."""

    def url(page: int) -> str:
        query = urlencode([*pairs, ("page", page)] if page > 1 else pairs)
        return f"{path}?{query}" if query else path

    shown = {1, count, *range(number - AROUND, number + AROUND + 1)}
    links: list[PageLink | None] = []
    for page in sorted(page for page in shown if 1 <= page <= count):
        if links and links[-1] and page - links[-1].number > 1:
            links.append(None)
        links.append(PageLink(page, url(page), page == number))
    return Pages(number, count, url(number - 1) if number > 1 else "", url(number + 1) if number < count else "", links)

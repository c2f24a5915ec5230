"""What search adds to the lower apps' screens and probes."""

from wagtail import hooks

from search.engines import get_engine


@hooks.register("readiness")
def search_is_ready() -> tuple[str, object]:
    return "search", get_engine().ready

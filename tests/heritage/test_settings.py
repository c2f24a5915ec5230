import pytest

from heritage.settings.services import cache_url


@pytest.mark.parametrize(
    ("redis", "cache"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/1"),
        ("redis://127.0.0.1:6379", "redis://127.0.0.1:6379/1"),
        (
            "rediss://:secret@cache.example:6380/0?ssl_cert_reqs=required",
            "rediss://:secret@cache.example:6380/1?ssl_cert_reqs=required",
        ),
    ],
)
def test_clearing_the_cache_cannot_empty_the_queue_of_tasks(redis, cache):
    assert cache_url(redis) == cache

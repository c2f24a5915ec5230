"""Bounds on how often somebody does something: calls the API, tries passwords."""

import hashlib
import re
import time
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@lru_cache
def parse_rate(rate: str) -> tuple[int, int] | None:
    """ "600/minute" -> (600, 60); None for "", which bounds nothing. Raises ValueError for anything else."""
    if not rate:
        return None
    match = re.fullmatch(r"([1-9][0-9]*)/(second|minute|hour|day)", rate)
    if not match:
        raise ValueError(f"not a rate: {rate!r}; write 600/minute")
    return int(match[1]), _PERIODS[match[2]]


def count(scope: str, who: str, rate: str) -> bool:
    """One more of `who` in this scope: whether that is within `rate` ("10/minute"; "" for no bound)."""
    parsed = parse_rate(rate)
    return parsed is None or _counted(scope, who, parsed[1], 1) <= parsed[0]


def is_spent(scope: str, who: str, rate: str) -> bool:
    """Whether one more would be too many; counts nothing."""
    parsed = parse_rate(rate)
    return parsed is not None and _counted(scope, who, parsed[1], 0) >= parsed[0]


def _counted(scope: str, who: str, period: int, more: int) -> int:
    """Fixed windows counted in the cache: with Redis one count for all web processes, else one each."""
    # A digest: what people type as their name is no cache key.
    digest = hashlib.sha256(who.encode(errors="replace")).hexdigest()[:32]
    key = f"rate:{scope}:{digest}:{int(time.time() // period)}"
    # `add` first, as `incr` of a missing key is an error and `set` would lose a count made meanwhile.
    cache.add(key, 0, period)
    try:
        return int(cache.incr(key, more))
    except ValueError:
        return 0


def address_of(request: HttpRequest) -> str:
    """The caller's, as far as a proxy of ours vouches for it."""
    return str(BaseThrottle().get_ident(request))


class AddressThrottle(BaseThrottle):
    def allow_request(self, request: HttpRequest) -> bool:
        return count("api", address_of(request), settings.API_RATE)

    def wait(self) -> float:
        rate = parse_rate(settings.API_RATE)
        period = rate[1] if rate else 1
        return period - time.time() % period

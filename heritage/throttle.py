"""A bound on how many API calls one address makes, so that one eager script does not slow everybody's visit."""

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


class AddressThrottle(BaseThrottle):
    """Fixed windows counted in the cache: with Redis one count for all web processes, else one each."""

    def allow_request(self, request: HttpRequest) -> bool:
        rate = parse_rate(settings.API_RATE)
        if rate is None:
            return True
        count, period = rate
        key = f"api-rate:{self.get_ident(request)}:{int(time.time() // period)}"
        # `add` first, as `incr` of a missing key is an error and `set` would lose a count made meanwhile.
        cache.add(key, 0, period)
        try:
            return cache.incr(key) <= count
        except ValueError:
            return True

    def wait(self) -> float:
        rate = parse_rate(settings.API_RATE)
        period = rate[1] if rate else 1
        return period - time.time() % period

"""How long one answer may take."""

import time

from heritage.errors import Retryable


class TooSlow(Retryable):
    """Given up unfinished: one request must not keep a thread from the others."""


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def passed(self) -> bool:
        return time.monotonic() > self._end

    def check(self) -> None:
        """Raises TooSlow."""
        if self.passed:
            raise TooSlow()

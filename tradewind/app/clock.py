"""The real clock and the real ids."""

import secrets
import time

from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId


class SystemClock:
    """The machine's time."""

    def now(self) -> Instant:
        """Return the wall time, cut to the millisecond."""
        return Instant.from_ms(time.time_ns() // 1_000_000)

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()


class TimeOrderedIds:
    """Ids that sort by creation time: epoch milliseconds, then chance."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock = clock

    def decision_id(self) -> DecisionId:
        """Return 24 lower-case hexadecimal digits."""
        return DecisionId(f"{self._clock.now().epoch_ms:012x}{secrets.token_hex(6)}")

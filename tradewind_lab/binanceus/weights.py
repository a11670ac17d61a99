"""Request weight: what each request costs, how much a minute holds, and what happens to those who go on.

https://docs.binance.us/#general-api-information; one counter for everybody who asks the lab.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MINUTE_MS: Final = 60_000
LIMIT: Final = 1200
_PATIENCE: Final = 10  # refused requests in a row before the ban
_FIRST_BAN_MS: Final = 2 * MINUTE_MS
_LONGEST_BAN_MS: Final = 3 * 86_400_000
_DEPTHS: Final = ((100, 1), (500, 5), (1000, 10), (5000, 50))


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What the counter says to one request."""

    used: int  # weight in the running wall-clock minute, this request included
    refused: int | None  # 429 or 418; None: let it in
    retry_after_s: int
    banned_until_ms: int | None


class Weights:
    """Counts weight per wall-clock minute; a client that is refused again and again is banned, each time twice as long."""

    def __init__(self) -> None:
        self._minute = -1
        self._used = 0
        self._refusals = 0
        self._bans = 0
        self._banned_until_ms = 0

    def charge(self, weight: int, now_ms: int) -> Admission:
        """Count one request and say whether it is let in."""
        minute = now_ms // MINUTE_MS
        if minute != self._minute:
            self._minute, self._used, self._refusals = minute, 0, 0
        self._used += weight
        if now_ms < self._banned_until_ms:
            return self._banned(now_ms)
        if self._used <= LIMIT:
            return Admission(used=self._used, refused=None, retry_after_s=0, banned_until_ms=None)
        self._refusals += 1
        if self._refusals > _PATIENCE:
            self._banned_until_ms = now_ms + min(_FIRST_BAN_MS * 2**self._bans, _LONGEST_BAN_MS)
            self._bans += 1
            return self._banned(now_ms)
        left_ms = (minute + 1) * MINUTE_MS - now_ms
        return Admission(used=self._used, refused=429, retry_after_s=_seconds(left_ms), banned_until_ms=None)

    def _banned(self, now_ms: int) -> Admission:
        return Admission(
            used=self._used,
            refused=418,
            retry_after_s=_seconds(self._banned_until_ms - now_ms),
            banned_until_ms=self._banned_until_ms,
        )


def depth_weight(levels: int) -> int:
    """Return what a book of so many levels costs."""
    return next((weight for most, weight in _DEPTHS if levels <= most), _DEPTHS[-1][1])


def day_weight(named: int | None) -> int:
    """Return what 24-hour tickers of so many named pairs cost, None for all of them."""
    if named is None or named > 100:
        return 40
    return 1 if named <= 20 else 20


def touch_weight(query: Mapping[str, str]) -> int:
    """Return what ticker/price and ticker/bookTicker cost: one pair or several."""
    return 1 if "symbol" in query else 2


def _seconds(milliseconds: int) -> int:
    return -(-milliseconds // 1000)

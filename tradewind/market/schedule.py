"""When a scan is due, and what belongs to it.

Everything is fetched with every scan (5 s) but the 1 h candles: those take turns, a third of the symbols at a time, so
that the open candle is at most 15 s old, a key that lives 300 s is renewed twenty times over, and 15 m and 1 h
candles, which share one endpoint's budget, fit into it together. A symbol whose hour has just ended is due at once.
The rules of the instruments are due every ten minutes, and at once when the cache has lost them.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol

HOURLY_TURNS = 3
HOURLY_OVERDUE = timedelta(seconds=30)


class Datum(StrEnum):
    """What is fetched."""

    TICKER = "ticker"
    ORDER_BOOK = "order_book"
    FUNDING = "funding"
    OPEN_INTEREST = "open_interest"
    CANDLES_15M = "candles_15m"
    CANDLES_1H = "candles_1h"
    RULES = "rules"


EVERY_SCAN = (Datum.TICKER, Datum.ORDER_BOOK, Datum.FUNDING, Datum.OPEN_INTEREST, Datum.CANDLES_15M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One datum of one symbol."""

    symbol: Symbol
    datum: Datum


def due_fetches(
    beat: int, symbols: Sequence[Symbol], last_success: Mapping[Fetch, Instant], now: Instant
) -> list[Fetch]:
    """Return what the scan at `beat` fetches; `last_success` holds when each datum last arrived."""
    fetches = [Fetch(symbol=symbol, datum=datum) for datum in EVERY_SCAN for symbol in symbols]
    for place, symbol in enumerate(symbols):
        hourly = Fetch(symbol=symbol, datum=Datum.CANDLES_1H)
        if (beat + place) % HOURLY_TURNS == 0 or _is_hourly_overdue(last_success.get(hourly), now):
            fetches.append(hourly)
    return fetches


def _is_hourly_overdue(last: Instant | None, now: Instant) -> bool:
    if last is None:
        return True
    hour_ms = int(Timeframe.H1.length.total_seconds() * 1000)
    return last.epoch_ms // hour_ms != now.epoch_ms // hour_ms or now - last > HOURLY_OVERDUE


class Cadence:
    """Beats at fixed moments of the monotonic clock, never two at once."""

    def __init__(self, every: timedelta, clock: Clock) -> None:
        self._every = every.total_seconds()
        self._clock = clock
        self.skipped = 0
        """Beats that passed while the work of an earlier one was still going on."""

    async def beats(self) -> AsyncIterator[int]:
        """Yield the number of each beat; work that outlasts its beat costs the beats that it covers."""
        start = self._clock.monotonic()
        beat = 0
        while True:
            yield beat
            now = self._clock.monotonic()
            upcoming = max(beat + 1, math.ceil((now - start) / self._every))
            self.skipped += upcoming - beat - 1
            beat = upcoming
            await asyncio.sleep(start + beat * self._every - now)

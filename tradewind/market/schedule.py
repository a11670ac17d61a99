"""When a scan is due, and what belongs to it.

Everything is fetched with every scan (5 s) but the 1 h and 1 m candles: those take turns, a third of the symbols at a
time, so that the open candle is at most 15 s old and all candles, which share one endpoint's budget, fit into it
together. A symbol whose hour or minute has just ended is due at once. What the stream brings is left out.
The rules of the instruments are due every minute, and at once when the cache has lost them.
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

TURNS = 3
OVERDUE = timedelta(seconds=30)


class Datum(StrEnum):
    """What is fetched."""

    TICKER = "ticker"
    ORDER_BOOK = "order_book"
    FUNDING = "funding"
    OPEN_INTEREST = "open_interest"
    CANDLES_15M = "candles_15m"
    CANDLES_1H = "candles_1h"
    CANDLES_1M = "candles_1m"
    RULES = "rules"


CANDLE_DATUMS = {
    Datum.CANDLES_15M: (Timeframe.M15, 50),
    Datum.CANDLES_1H: (Timeframe.H1, 100),
    Datum.CANDLES_1M: (Timeframe.M1, 120),
}
"""Each kind of candles with its timeframe and how many of them are kept."""

EVERY_SCAN = (Datum.TICKER, Datum.ORDER_BOOK, Datum.FUNDING, Datum.OPEN_INTEREST, Datum.CANDLES_15M)
IN_TURN = (Datum.CANDLES_1H, Datum.CANDLES_1M)


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
    for datum in IN_TURN:
        for place, symbol in enumerate(symbols):
            fetch = Fetch(symbol=symbol, datum=datum)
            if (beat + place) % TURNS == 0 or _is_overdue(
                last_success.get(fetch), now, CANDLE_DATUMS[datum][0]
            ):
                fetches.append(fetch)
    return fetches


def _is_overdue(last: Instant | None, now: Instant, timeframe: Timeframe) -> bool:
    if last is None:
        return True
    step_ms = int(timeframe.length.total_seconds() * 1000)
    return last.epoch_ms // step_ms != now.epoch_ms // step_ms or now - last > OVERDUE


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

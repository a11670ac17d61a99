"""Which streamed values are written at this moment: a price at once, the rest at its pace, and all of it in time.

While a write is on its way, what changes again is only remembered as changed: the next write takes the latest value.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta

from tradewind.domain.clock import Clock
from tradewind.domain.ticker import Ticker
from tradewind.market.live_instrument import LiveValue
from tradewind.market.scan import Fetched, prices
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_live import OkxLive

PACES = {
    Datum.TICKER: timedelta(0),
    Datum.ORDER_BOOK: timedelta(milliseconds=250),
    Datum.FUNDING: timedelta(seconds=5),
    Datum.CANDLES_1M: timedelta(seconds=5),
    Datum.CANDLES_15M: timedelta(seconds=5),
    Datum.CANDLES_1H: timedelta(seconds=5),
}
"""Shortest time between two writes of a datum: every write is an entry of the message log, whose length is limited."""


class Pace:
    """Remembers what was last written, and when."""

    def __init__(self, live: OkxLive, clock: Clock, config: StreamConfig) -> None:
        self._live = live
        self._clock = clock
        self._look_seconds = config.look_every.total_seconds()
        self._renew_seconds = config.renew_every.total_seconds()
        self._paces = {datum: pace.total_seconds() for datum, pace in PACES.items()}
        self._fetches = [Fetch(symbol=symbol, datum=datum) for symbol in live.instruments for datum in PACES]
        self._written: dict[Fetch, tuple[float, LiveValue]] = {}
        self._looked_at = float("-inf")

    async def until_due(self) -> None:
        """Wait for a price that changed, at most until it is time to look at everything."""
        left = self._looked_at + self._look_seconds - self._clock.monotonic()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(left, 0)):
                await self._live.price_changed.wait()

    def due(self) -> list[Fetched]:
        """Return what is to be written; it counts as written."""
        self._live.price_changed.clear()
        now = self._clock.monotonic()
        fetched = [Fetched(fetch=fetch, outcome=value) for fetch, value in self._due_values(now)]
        for one in fetched:
            self._live.changed.discard(one.fetch)
        return fetched

    def not_written(self, fetched: Iterable[Fetched]) -> None:
        """Take back what `due` returned: it is due again."""
        for one in fetched:
            self._written.pop(one.fetch, None)
            self._live.changed.add(one.fetch)

    def _due_values(self, now: float) -> Iterator[tuple[Fetch, LiveValue]]:
        for fetch in self._candidates(now):
            value = self._due_value(fetch, now)
            if value is not None:
                self._written[fetch] = (now, value)
                yield fetch, value

    def _candidates(self, now: float) -> list[Fetch]:
        if now - self._looked_at >= self._look_seconds:
            self._looked_at = now
            return self._fetches
        return [fetch for fetch in self._live.changed if not self._paces[fetch.datum]]

    def _due_value(self, fetch: Fetch, now: float) -> LiveValue | None:
        written_at, written = self._written.get(fetch, (float("-inf"), None))
        if now - written_at >= self._renew_seconds:
            return self._live.value(fetch)
        if fetch not in self._live.changed or now - written_at < self._paces[fetch.datum]:
            return None
        value = self._live.value(fetch)
        if isinstance(value, Ticker) and isinstance(written, Ticker) and prices(value) == prices(written):
            return None
        return value

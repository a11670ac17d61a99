"""Which streamed values are written at this moment: what changed, not oftener than its pace, and all of it in time."""

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
    Datum.ORDER_BOOK: timedelta(seconds=1),
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
        self._renew_seconds = config.renew_every.total_seconds()
        self._written: dict[Fetch, tuple[float, LiveValue]] = {}

    def due(self) -> list[Fetched]:
        """Return what is to be written; it counts as written."""
        now = self._clock.monotonic()
        fetched: list[Fetched] = []
        for symbol in self._live.instruments:
            for datum, pace in PACES.items():
                fetch = Fetch(symbol=symbol, datum=datum)
                value = self._due_value(fetch, pace.total_seconds(), now)
                if value is not None:
                    self._written[fetch] = (now, value)
                    self._live.changed.discard(fetch)
                    fetched.append(Fetched(fetch=fetch, outcome=value))
        return fetched

    def _due_value(self, fetch: Fetch, pace_seconds: float, now: float) -> LiveValue | None:
        written_at, written = self._written.get(fetch, (float("-inf"), None))
        if now - written_at >= self._renew_seconds:
            return self._live.value(fetch)
        if fetch not in self._live.changed or now - written_at < pace_seconds:
            return None
        value = self._live.value(fetch)
        if isinstance(value, Ticker) and isinstance(written, Ticker) and prices(value) == prices(written):
            return None
        return value

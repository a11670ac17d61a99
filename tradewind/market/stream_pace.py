"""Which streamed values are written at this moment: what changed, not oftener than its pace, and all of it in time."""

from datetime import timedelta

from tradewind.domain.clock import Clock
from tradewind.market.scan import Fetched
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_live import OkxLive

PACES = {
    Datum.TICKER: timedelta(0),
    Datum.ORDER_BOOK: timedelta(milliseconds=500),
    Datum.FUNDING: timedelta(seconds=5),
    Datum.CANDLES_1M: timedelta(seconds=2),
    Datum.CANDLES_15M: timedelta(seconds=2),
    Datum.CANDLES_1H: timedelta(seconds=2),
}
"""Shortest time between two writes of a datum: every write is an entry of the message log, whose length is limited."""


class Pace:
    """Remembers when each datum was last written."""

    def __init__(self, live: OkxLive, clock: Clock, config: StreamConfig) -> None:
        self._live = live
        self._clock = clock
        self._renew_seconds = config.renew_every.total_seconds()
        self._written_at: dict[Fetch, float] = {}

    def due(self) -> list[Fetched]:
        """Return what is to be written; it counts as written."""
        now = self._clock.monotonic()
        fetched: list[Fetched] = []
        for symbol in self._live.instruments:
            for datum, pace in PACES.items():
                fetch = Fetch(symbol=symbol, datum=datum)
                age = now - self._written_at.get(fetch, float("-inf"))
                is_due = fetch in self._live.changed and age >= pace.total_seconds()
                value = self._live.value(fetch) if is_due or age >= self._renew_seconds else None
                if value is not None:
                    self._written_at[fetch] = now
                    self._live.changed.discard(fetch)
                    fetched.append(Fetched(fetch=fetch, outcome=value))
        return fetched

"""The collector: scans the venue at a fixed cadence and writes each scan to the bus in one round trip.

A scan fetches everything that is due at once, each datum within the budget of its endpoint and its own time limit.
What fails is counted, logged and left to the next scan; it never touches another datum or symbol.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import structlog

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.keys import INSTRUMENT
from tradewind.domain.clock import Clock
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FetchFailed
from tradewind.market.health import CollectorHealth, Tally
from tradewind.market.scan import Fetched, MarketValue, ScanWriter
from tradewind.market.schedule import CANDLE_DATUMS, Cadence, Datum, Fetch, due_fetches
from tradewind.market.venues.okx import OkxFeed

_log = structlog.get_logger(__name__)


class Collector:
    """Role of the market room; `run` is the whole of it."""

    def __init__(self, cache: Cache, clock: Clock, config: MarketConfig) -> None:
        self._cache = cache
        self._clock = clock
        self._config = config
        self._feed = OkxFeed(config, clock)
        self._cadence = Cadence(config.refresh_every, clock)
        self._writer = ScanWriter()
        self._tally = Tally()
        self._rules_read_at: float | None = None

    async def run(self) -> None:
        """Scan until cancelled; the connections to the venue are closed then."""
        async with self._feed:
            async for beat in self._cadence.beats():
                await self._scan(beat)

    def health(self) -> CollectorHealth:
        """Return what went well and what did not."""
        return self._tally.health(self._cadence.skipped)

    async def _scan(self, beat: int) -> None:
        started = self._clock.monotonic()
        due = due_fetches(beat, self._config.symbols, self._tally.last_success, self._clock.now())
        async with asyncio.TaskGroup() as tasks:
            fetches = [tasks.create_task(self._fetch(fetch)) for fetch in due]
            fetches.append(tasks.create_task(self._renew_rules()))
            done, late = await asyncio.wait(fetches, timeout=self._config.write_after.total_seconds())
            await self._write(done, is_complete=True)
            took = timedelta(seconds=self._clock.monotonic() - started)
            self._tally.scanned(self._clock.now(), took)
        if late:
            await self._write(late, is_complete=False)

    async def _write(self, ended: Iterable[asyncio.Task[list[Fetched]]], *, is_complete: bool) -> None:
        fetched = [one for task in ended for one in task.result()]
        self._count(fetched)
        try:
            await self._cache.write(self._writer.batch(fetched, self._clock.now(), is_complete=is_complete))
        except BusUnavailable as e:
            self._tally.write_failed(str(e))
            _log.error("scan_not_written", values=len(fetched), error=str(e))

    def _count(self, fetched: Iterable[Fetched]) -> None:
        failures: list[str] = []
        for one in fetched:
            if isinstance(one.outcome, FetchFailed):
                self._tally.failed(one.fetch, one.outcome.kind)
                failures.append(f"{one.fetch.symbol} {one.fetch.datum}: {one.outcome}")
            else:
                self._tally.arrived(one.fetch, one.outcome.timestamp)
        if failures:
            _log.warning("fetches_failed", count=len(failures), failures=failures)

    async def _fetch(self, fetch: Fetch) -> list[Fetched]:
        try:
            return [Fetched(fetch=fetch, outcome=await self._ask(fetch))]
        except FetchFailed as e:
            return [Fetched(fetch=fetch, outcome=e)]

    async def _ask(self, fetch: Fetch) -> MarketValue:
        symbol = fetch.symbol
        match fetch.datum:
            case Datum.TICKER:
                return await self._feed.ticker(symbol)
            case Datum.ORDER_BOOK:
                return await self._feed.order_book(symbol)
            case Datum.FUNDING:
                return await self._feed.funding(symbol)
            case Datum.OPEN_INTEREST:
                return await self._feed.open_interest(symbol)
            case Datum.CANDLES_15M | Datum.CANDLES_1H | Datum.CANDLES_1M:
                return await self._feed.candles(symbol, *CANDLE_DATUMS[fetch.datum])
            case Datum.RULES:
                raise ValueError("rules are read for all symbols at once")

    async def _renew_rules(self) -> list[Fetched]:
        return await self._fetch_rules() if self._are_rules_due() or await self._are_rules_lost() else []

    def _are_rules_due(self) -> bool:
        if self._rules_read_at is None:
            return True
        return self._clock.monotonic() - self._rules_read_at >= self._config.rules_every.total_seconds()

    async def _are_rules_lost(self) -> bool:
        # Without them every order is refused, the closing ones too, and unlike the rest they are not renewed soon.
        read = [fetch.symbol for fetch in self._tally.last_success if fetch.datum is Datum.RULES]
        try:
            readings = await self._cache.read([INSTRUMENT.at(symbol) for symbol in read])
        except BusUnavailable:
            return False
        return any(reading.value is None for reading in readings)

    async def _fetch_rules(self) -> list[Fetched]:
        fetches = [Fetch(symbol=symbol, datum=Datum.RULES) for symbol in self._config.symbols]
        try:
            rules = await self._feed.rules()
        except FetchFailed as e:
            return [Fetched(fetch=fetch, outcome=e) for fetch in fetches]
        self._rules_read_at = self._clock.monotonic()
        return [Fetched(fetch=fetch, outcome=rules[fetch.symbol]) for fetch in fetches]

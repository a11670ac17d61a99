"""The collector: scans the venue at a fixed cadence and writes each scan to the bus in one round trip.

What a healthy stream brings is left out of the scans, but for a slow check; what it loses is asked for again at once.

A scan fetches everything that is due at once, each datum within the budget of its endpoint and its own time limit.
What fails is counted, logged and left to the next scan; it never touches another datum or symbol.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import INSTRUMENT, Source
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.collector_requests import Renewal
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FetchFailed
from tradewind.market.health import CollectorHealth, Tally
from tradewind.market.price_judge import PriceJudge
from tradewind.market.scan import DATUM_KEYS, Fetched, MarketValue, ScanWriter
from tradewind.market.schedule import CANDLE_DATUMS, Cadence, Datum, Fetch, due_fetches
from tradewind.market.stream_config import StreamConfig
from tradewind.market.stream_outages import Outages
from tradewind.market.stream_pace import Pace
from tradewind.market.venues.okx import OkxFeed
from tradewind.market.venues.okx_answers import VENUE
from tradewind.market.venues.okx_frames import Feed
from tradewind.market.venues.okx_stream import OkxStream, StreamHealth
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


class Collector:
    """Role of the market room; `run` is the whole of it."""

    def __init__(
        self,
        cache: Cache,
        clock: Clock,
        config: MarketConfig,
        stream: OkxStream | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._config = config
        self._feed = OkxFeed(config, clock)
        self._cadence = Cadence(config.refresh_every, clock)
        self._writer = ScanWriter()
        self._tally = Tally()
        self._stream = stream
        self._metrics = metrics or Metrics()
        self._judge = _judge(config, clock, stream)
        self._asked_at: dict[Fetch, float] = {}
        self._rules_read_at: float | None = None

    async def run(self) -> None:
        """Scan, and follow the stream if there is one, until cancelled; connections to the venue are closed then."""
        async with self._feed, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._scan_always(), name="scans")
            if self._stream is not None:
                tasks.create_task(self._stream.run(), name="stream")
                tasks.create_task(self._follow(self._stream), name="writes the stream")
                tasks.create_task(self._watch_outages(self._stream), name="tells of outages")

    def health(self) -> CollectorHealth:
        """Return what went well and what did not."""
        return self._tally.health(self._cadence.skipped)

    @property
    def closed_until(self) -> Instant | None:
        """Until when the venue wants to hear nothing from this address; None: it may be asked."""
        return self._feed.closed_until

    def renewals(self) -> dict[str, Renewal]:
        """Return, by key, how a datum is renewed on request."""
        rules = dict.fromkeys(
            (DATUM_KEYS[Datum.RULES].at(symbol).name for symbol in self._config.symbols),
            self._renew_all_rules,
        )
        fetches = [
            Fetch(symbol=symbol, datum=datum)
            for datum in DATUM_KEYS
            if datum is not Datum.RULES
            for symbol in self._config.symbols
        ]
        single = {DATUM_KEYS[one.datum].at(one.symbol).name: partial(self._renew, one) for one in fetches}
        return {**rules, **single}

    def stream_health(self) -> StreamHealth | None:
        """Return how the stream stands; None where there is none."""
        return None if self._stream is None else self._stream.health()

    async def _renew(self, fetch: Fetch) -> None:
        await self._put_asked_for(await self._fetch(fetch))

    async def _renew_all_rules(self) -> None:
        await self._put_asked_for(await self._fetch_rules())

    async def _put_asked_for(self, fetched: list[Fetched]) -> None:
        await self._put(fetched, is_complete=False)
        for one in fetched:
            if isinstance(one.outcome, FetchFailed):
                raise one.outcome

    async def _scan_always(self) -> None:
        async for beat in self._cadence.beats():
            await self._scan(beat)

    async def _follow(self, stream: OkxStream) -> None:
        pace = Pace(stream.live, self._clock, stream.config)
        while True:
            await pace.until_due()
            fetched = pace.due()
            if fetched and not await self._put(fetched, is_complete=False):
                pace.not_written(fetched)
                await asyncio.sleep(stream.config.look_every.total_seconds())

    async def _watch_outages(self, stream: OkxStream) -> None:
        outages = Outages(2 * stream.config.ack_within)
        while True:
            await asyncio.sleep(stream.config.look_every.total_seconds())
            news = outages.news(stream.down, self._clock.monotonic())
            if news:
                await self._tell(news)

    async def _tell(self, news: Mapping[Feed, str]) -> None:
        batch = Batch(Source.MARKET_DATA)
        for feed, line in news.items():
            _log.warning("stream_feed", feed=str(feed), state=line)
            batch.note("error", f"{feed.symbol} {feed.channel}", f"the stream's {feed} {line}")
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            self._tally.write_failed(str(e))

    async def _scan(self, beat: int) -> None:
        started = self._clock.monotonic()
        due = due_fetches(beat, self._config.symbols, self._tally.last_success, self._clock.now())
        streamed = frozenset(self._stream.live.streamed()) if self._stream is not None else frozenset()
        due = [fetch for fetch in due if fetch not in streamed or self._is_check_due(fetch)]
        async with asyncio.TaskGroup() as tasks:
            fetches = [tasks.create_task(self._fetch(fetch)) for fetch in due]
            fetches.append(tasks.create_task(self._renew_rules()))
            done, late = await asyncio.wait(fetches, timeout=self._config.write_after.total_seconds())
            await self._write(done, is_complete=True, streamed=streamed)
            took = timedelta(seconds=self._clock.monotonic() - started)
            self._tally.scanned(self._clock.now(), took)
        if late:
            await self._write(late, is_complete=False, streamed=streamed)

    async def _write(
        self,
        ended: Iterable[asyncio.Task[list[Fetched]]],
        *,
        is_complete: bool,
        streamed: Collection[Fetch],
    ) -> None:
        fetched = [one for task in ended for one in task.result()]
        # What is checked while the stream brings it is not written: the stream's own is as new.
        fetched = [
            one for one in fetched if one.fetch not in streamed or isinstance(one.outcome, FetchFailed)
        ]
        await self._put(fetched, is_complete=is_complete, also=[fetch.symbol for fetch in streamed])

    async def _put(self, fetched: list[Fetched], *, is_complete: bool, also: Sequence[Symbol] = ()) -> bool:
        self._count(fetched)
        batch = self._writer.batch(fetched, self._clock.now(), is_complete=is_complete, also=also)
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            self._tally.write_failed(str(e))
            _log.error("scan_not_written", values=len(fetched), error=str(e))
            return False
        return True

    def _count(self, fetched: Iterable[Fetched]) -> None:
        failures: list[str] = []
        for one in fetched:
            if isinstance(one.outcome, FetchFailed):
                self._tally.failed(one.fetch, one.outcome.kind)
                self._metrics.collector_errors.labels(VENUE, one.fetch.datum.value).inc()
                failures.append(f"{one.fetch.symbol} {one.fetch.datum}: {one.outcome}")
            else:
                self._tally.arrived(one.fetch, one.outcome.timestamp)
                self._metrics.collector_refreshes.labels(VENUE, one.fetch.datum.value).inc()
        if failures:
            _log.warning("fetches_failed", count=len(failures), failures=failures)

    async def _fetch(self, fetch: Fetch) -> list[Fetched]:
        self._asked_at[fetch] = self._clock.monotonic()
        try:
            value = await self._ask(fetch)
            self._judge.judge(value)
            if self._stream is not None:
                self._stream.live.asked(value)
            return [Fetched(fetch=fetch, outcome=value)]
        except FetchFailed as e:
            return [Fetched(fetch=fetch, outcome=e)]

    def _is_check_due(self, fetch: Fetch) -> bool:
        asked_at = self._asked_at.get(fetch)
        if self._stream is None or asked_at is None:
            return True
        return self._clock.monotonic() - asked_at >= self._stream.config.check_every.total_seconds()

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
        for one in rules.values():
            if self._stream is not None:
                self._stream.live.asked(one)
        return [Fetched(fetch=fetch, outcome=rules[fetch.symbol]) for fetch in fetches]


def _judge(config: MarketConfig, clock: Clock, stream: OkxStream | None) -> PriceJudge:
    if stream is None:
        return PriceJudge.alone(config.symbols, clock, StreamConfig())
    bands = {symbol: one.band for symbol, one in stream.live.instruments.items()}
    return PriceJudge(bands, clock, stream.config.outlier_band)

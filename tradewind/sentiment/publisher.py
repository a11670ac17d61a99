"""The role of the room: every feed is followed by a task of its own, and what they bring becomes one value a symbol.

While no feed has answered for half an hour nothing is written: the keys expire, and sentiment is unknown.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx2
import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import STOCK_SENTIMENT, Source
from tradewind.domain.backoff import Backoff
from tradewind.domain.clock import Clock, Instant
from tradewind.sentiment.attribution import Attribution
from tradewind.sentiment.config import SentimentConfig
from tradewind.sentiment.failures import FeedFailed
from tradewind.sentiment.headline import Headline
from tradewind.sentiment.lexicon import Lexicon
from tradewind.sentiment.publication import SOURCE, sentiment
from tradewind.sentiment.rss import RssFeed
from tradewind.sentiment.shelf import Shelf
from tradewind.telemetry.metrics import Metrics

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentHealth:
    """The room at one moment."""

    reads: int
    """Answers of feeds, those that nothing has changed among them."""
    failed_reads: int
    last_read_at: Instant | None  # None: no feed has answered yet
    last_failure: str | None
    writes: int


class SentimentPublisher:
    """Everything that is read and written here; `run` is the whole of it. `draw` returns a share in [0, 1)."""

    def __init__(
        self,
        cache: Cache,
        clock: Clock,
        config: SentimentConfig,
        *,
        metrics: Metrics,
        draw: Callable[[], float],
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._config = config
        self._metrics = metrics
        self._draw = draw
        self._shelf = Shelf(Attribution(config.names), Lexicon().score, config.window)
        self._is_due = asyncio.Event()
        self._health = SentimentHealth(
            reads=0, failed_reads=0, last_read_at=None, last_failure=None, writes=0
        )

    async def run(self) -> None:
        """Read and write until cancelled; the connections to the feeds are closed then."""
        limit = self._config.limits.timeout.total_seconds()
        async with httpx2.AsyncClient(timeout=limit, follow_redirects=False) as client:
            feeds = [RssFeed(url, client, self._config.limits, self._clock) for url in self._config.feeds]
            async with asyncio.TaskGroup() as tasks:
                for feed in feeds:
                    tasks.create_task(self._follow(feed), name=f"feed {feed.host}")
                tasks.create_task(self._publish(), name="sentiment is written")

    def health(self) -> SentimentHealth:
        """Return what went well and what did not."""
        return self._health

    async def _follow(self, feed: RssFeed) -> None:
        backoff = Backoff(FIRST_PAUSE, LONGEST_PAUSE, self._draw)
        while True:
            pause = self._config.refresh_every.total_seconds()
            try:
                headlines = await feed.read()
            except FeedFailed as e:
                pause += max(backoff.failed(), e.pause.total_seconds() if e.pause else 0)
                await self._note_failure(feed, e, pause)
            else:
                backoff.succeeded()
                self._take(feed, headlines or ())
            await asyncio.sleep(pause)

    def _take(self, feed: RssFeed, headlines: tuple[Headline, ...]) -> None:
        now = self._clock.now()
        is_first = self._health.last_read_at is None
        self._health = replace(self._health, reads=self._health.reads + 1, last_read_at=now)
        self._metrics.collector_refreshes.labels(SOURCE, feed.host).inc()
        if self._shelf.add(headlines, now) or is_first:
            self._is_due.set()

    async def _note_failure(self, feed: RssFeed, failure: FeedFailed, pause: float) -> None:
        self._health = replace(
            self._health, failed_reads=self._health.failed_reads + 1, last_failure=str(failure)
        )
        self._metrics.collector_errors.labels(SOURCE, feed.host).inc()
        _log.warning("feed_failed", feed=feed.host, error=str(failure), again_in_seconds=round(pause))
        batch = Batch(Source.SENTIMENT)
        batch.note("error", f"feed {feed.host}", str(failure))
        with suppress(BusUnavailable):  # who reads the log finds that the server was away
            await self._cache.write(batch)

    async def _publish(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._config.refresh_every.total_seconds()):
                    await self._is_due.wait()
            self._is_due.clear()
            try:
                await self._write()
            except BusUnavailable as e:
                self._health = replace(self._health, last_failure=str(e))
                _log.error("sentiment_not_written", error=str(e))

    async def _write(self) -> None:
        now = self._clock.now()
        last = self._health.last_read_at
        if last is None or now - last > self._config.known_for:
            return
        batch = Batch(Source.SENTIMENT)
        for symbol in self._config.names:
            value = sentiment(symbol, self._shelf.news(symbol, now), self._config, now)
            score = "unknown" if value.sentiment_score is None else f"{value.sentiment_score:+.2f}"
            batch.put(STOCK_SENTIMENT.at(symbol), value, f"{symbol}: {score} of {value.news_count} headlines")
        await self._cache.write(batch)
        self._health = replace(self._health, writes=self._health.writes + 1)

"""Fills the history from a venue: spans that are kept already are not asked for again, so a download resumes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self

from tradewind.domain.candle import CandleRow
from tradewind.domain.clock import Clock, Instant
from tradewind.market.failures import FailureKind, FetchFailed
from tradewind.market.history.store import CandleHistory, Series
from tradewind.market.venues.light_ccxt import ccxt

ANSWER_WITHIN = timedelta(seconds=20)
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4))
"""Before another try of a page that did not come."""


class CandleSource(Protocol):
    """Who has old candles."""

    page: int
    """The longest span of one answer, in candles."""

    async def candles_since(self, series: Series, since_ms: int) -> list[CandleRow]:
        """Return the confirmed candles of a page from `since_ms` on, oldest first; FetchFailed."""
        ...


class OkxArchive:
    """OKX's candle history through ccxt, at ccxt's own pace."""

    page = 100
    """https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-candlesticks-history"""

    def __init__(self, clock: Clock, rest_url: str | None = None) -> None:
        self._clock = clock
        self._rest_url = rest_url

    async def __aenter__(self) -> Self:
        self._exchange = ccxt.okx(
            {
                "timeout": int(ANSWER_WITHIN.total_seconds() * 1000),
                "options": {"fetchMarkets": {"types": ["swap"]}},
            }
        )
        if self._rest_url is not None:
            self._exchange.urls["api"]["rest"] = self._rest_url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._exchange.close()

    async def candles_since(self, series: Series, since_ms: int) -> list[CandleRow]:
        """Return the confirmed candles of a page from `since_ms` on, oldest first; FetchFailed."""
        base, quote, _ = series.symbol.split("-")
        try:
            async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
                answer = await self._exchange.fetch_ohlcv(
                    f"{base}/{quote}:{quote}", series.timeframe.value, since=since_ms, limit=self.page
                )
        except (ccxt.NetworkError, TimeoutError) as e:
            raise FetchFailed(FailureKind.UNREACHABLE, str(e) or "no answer in time") from e
        except ccxt.BaseError as e:
            raise FetchFailed(FailureKind.REFUSED, str(e)) from e
        return confirmed_at([tuple(row) for row in answer], series, self._clock.now())


async def download(
    source: CandleSource, history: CandleHistory, series: Series, since: Instant, until: Instant
) -> AsyncIterator[tuple[Instant, int]]:
    """Fetch and keep the candles that were closed from `since` to `until`; after each page yield how far it is and how many were new.

    A failing page is tried again a few times, then FetchFailed: what was kept stays, a repeat goes on from there.
    """
    length_ms = _length_ms(series)
    at_ms = since.epoch_ms // length_ms * length_ms
    while at_ms < until.epoch_ms:
        end_ms = min(at_ms + source.page * length_ms, until.epoch_ms)
        kept = await asyncio.to_thread(history.read, series, since_ms=at_ms, before_ms=end_ms)
        new = 0
        closed_ms = min(end_ms, until.epoch_ms - length_ms + 1)
        if len(kept) < (end_ms - at_ms) // length_ms:
            rows = [row for row in await _page(source, series, at_ms) if at_ms <= row[0] < closed_ms]
            new = await asyncio.to_thread(history.append, series, rows)
        at_ms = end_ms
        yield Instant.from_ms(at_ms), new


async def _page(source: CandleSource, series: Series, since_ms: int) -> list[CandleRow]:
    for pause in PAUSES:
        try:
            return await source.candles_since(series, since_ms)
        except FetchFailed as e:
            if e.kind is FailureKind.REFUSED:
                raise
            await asyncio.sleep(max(pause, e.retry_after or pause).total_seconds())
    return await source.candles_since(series, since_ms)


def confirmed_at(rows: Sequence[CandleRow], series: Series, now: Instant) -> list[CandleRow]:
    """Return the rows whose candle is over at `now`."""
    length_ms = _length_ms(series)
    return [row for row in rows if row[0] + length_ms <= now.epoch_ms]


def _length_ms(series: Series) -> int:
    return round(series.timeframe.length.total_seconds() * 1000)

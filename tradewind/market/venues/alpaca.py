"""Asks Alpaca's REST interfaces for prices of stocks and for the exchange's hours, within its request limit."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

import httpx2
import msgspec

from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.refusals import TOO_MANY_STATUSES, header, requested_pause
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.market.config import StocksConfig
from tradewind.market.failures import FailureKind, FetchFailed, Unusable
from tradewind.market.venues import alpaca_answers
from tradewind.market.venues.alpaca_answers import TradingHours
from tradewind.market.venues.alpaca_bars import bar_page
from tradewind.market.weight import WeightBudget

DATA_URL = "https://data.alpaca.markets"
TRADING_URL = "https://paper-api.alpaca.markets"
"""Where the clock is; its hours are those of live trading too, and keys of either kind may ask."""
REQUEST_LIMIT = 200
"""A minute and account, on the free plan."""
HOURS_LAST = timedelta(minutes=10)
"""A halt of the whole exchange shows after this long at the latest."""
DEFAULT_PAUSE = timedelta(minutes=1)
CANDLE_SPAN = timedelta(days=8)
"""Holds 300 candles of regular hours also around a long weekend."""
CANDLE_LIMIT = 300
BARS_PER_PAGE = 10_000
TIMEFRAMES = {
    Timeframe.M1: "1Min",
    Timeframe.M5: "5Min",
    Timeframe.M15: "15Min",
    Timeframe.H1: "1Hour",
    Timeframe.H4: "4Hour",
}
MOST_PAGES = 20


class AlpacaFeed:
    """Prices of stocks; every method may raise FetchFailed."""

    def __init__(self, config: StocksConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._hours: tuple[TradingHours, Instant] | None = None
        self.closed_until: Instant | None = None
        """When the exchange opens next, as the last candles knew it; None while it is open."""
        self.budget = WeightBudget(REQUEST_LIMIT, config.request_share, config.order_reserve, clock)

    async def __aenter__(self) -> Self:
        headers = {"APCA-API-KEY-ID": self._config.api_key, "APCA-API-SECRET-KEY": self._config.secret_key}
        self._client = httpx2.AsyncClient(
            headers=headers, timeout=self._config.request_timeout.total_seconds()
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    @property
    def next_open(self) -> Instant | None:
        """When the exchange opens next, as last heard; None before the first answer."""
        return None if self._hours is None else self._hours[0].next_open

    async def hours(self) -> TradingHours:
        """Return whether the exchange trades; asks the venue only when the last answer may no longer hold."""
        now = self._clock.now()
        if self._hours is not None and now < min(self._hours[0].changes_at, self._hours[1] + HOURS_LAST):
            return self._hours[0]
        answer = await self._ask(self._config.rest_url or TRADING_URL, "/v2/clock", {})
        hours = alpaca_answers.trading_hours(answer)
        self._hours = hours, now
        return hours

    async def prices(self) -> dict[Symbol, StockPrice | Unusable]:
        """Return the price of every symbol, or why there is none, with one request."""
        hours = await self.hours()
        query = {"symbols": ",".join(self._config.symbols), "feed": self._config.feed}
        answer = await self._ask(self._config.rest_url or DATA_URL, "/v2/stocks/snapshots", query)
        return alpaca_answers.prices(answer, self._config.symbols, hours.status, self._clock.now())

    async def candles(self) -> dict[Symbol, CandleRows | Unusable]:
        """Return the newest 5 minute candles of every symbol, over the nights and days without trading, or why not."""
        hours = await self.hours()
        now = self._clock.now()
        found = await self.bars(self._config.symbols, Timeframe.M5, Instant.of(now - CANDLE_SPAN), None)
        self.closed_until = None if hours.status is MarketStatus.OPEN else hours.next_open
        none = Unusable(f"no bars in {CANDLE_SPAN.days} days")
        newest = {
            symbol: rows if isinstance(rows, Unusable) else rows[-CANDLE_LIMIT - 1 :]
            for symbol, rows in found.items()
        }
        return {symbol: newest.get(symbol, none) for symbol in self._config.symbols}

    async def bars(
        self, symbols: Sequence[Symbol], timeframe: Timeframe, since: Instant, until: Instant | None
    ) -> dict[Symbol, CandleRows | Unusable]:
        """Return the candles that open from `since` to `until`, None: now; a stock without any is left out."""
        query = {
            "symbols": ",".join(symbols),
            "timeframe": TIMEFRAMES[timeframe],
            "start": str(since),
            "limit": str(BARS_PER_PAGE),
            "feed": self._config.feed,
        }
        if until is not None:
            query["end"] = str(until)
        found: dict[Symbol, CandleRows | Unusable] = {}
        for _ in range(MOST_PAGES):
            url = self._config.rest_url or DATA_URL
            page = bar_page(await self._ask(url, "/v2/stocks/bars", query))
            for symbol, rows in page.rows.items():
                found[symbol] = _joined(found.get(symbol, ()), rows)
            if page.next_page is None:
                return found
            query["page_token"] = page.next_page
        raise Unusable(f"the bars since {since} did not end after {MOST_PAGES} pages")

    async def _ask(self, url: str, path: str, query: Mapping[str, str]) -> object:
        await self.budget.turn(1, self._config.request_timeout)
        try:
            async with asyncio.timeout(self._config.request_timeout.total_seconds()):
                response = await self._client.get(url + path, params=query)
        except (httpx2.TimeoutException, TimeoutError) as e:
            raise FetchFailed(FailureKind.TIMEOUT, f"{path} gave no answer in time") from e
        except httpx2.HTTPError as e:
            raise FetchFailed(FailureKind.UNREACHABLE, f"{path}: {type(e).__name__}: {e}"[:200]) from e
        self._look_at(response, path)
        try:
            return msgspec.json.decode(response.content)
        except msgspec.DecodeError as e:
            raise Unusable(f"{path} did not answer with JSON: {e}") from e

    def _look_at(self, response: httpx2.Response, path: str) -> None:
        remaining = header(response.headers, "x-ratelimit-remaining")
        limit = header(response.headers, "x-ratelimit-limit")
        if remaining is not None and limit is not None:
            self.budget.report(limit - remaining)
        if response.status_code in TOO_MANY_STATUSES:
            pause = requested_pause(response.headers, DEFAULT_PAUSE)
            self.budget.close(pause)
            raise FetchFailed(FailureKind.RATE_LIMITED, f"{path}: {response.status_code}", pause)
        if not response.is_success:
            reason = f"{path}: {response.status_code} {response.text}"[:200]
            raise FetchFailed(FailureKind.REFUSED, reason)


def _joined(earlier: CandleRows | Unusable, later: CandleRows | Unusable) -> CandleRows | Unusable:
    if isinstance(earlier, Unusable):
        return earlier
    return later if isinstance(later, Unusable) else (*earlier, *later)

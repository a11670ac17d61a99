"""Asks Binance.us' public REST interface, through ccxt, within its request weight; no key.

ccxt carries the requests and names the errors; the answers are read as the venue wrote them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Self

from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.domain.refusals import TOO_MANY_STATUSES, header, requested_pause
from tradewind.domain.spot import SpotPrice
from tradewind.market.config import SpotConfig
from tradewind.market.failures import FailureKind, FetchFailed, Unusable
from tradewind.market.venues import binanceus_answers
from tradewind.market.venues.binanceus_weights import CANDLES_WEIGHT, PRICES_WEIGHT, WEIGHT_LIMIT
from tradewind.market.venues.light_ccxt import ccxt
from tradewind.market.weight import WeightBudget

DEFAULT_PAUSE = timedelta(minutes=1)
USED_WEIGHT_HEADERS = ("x-mbx-used-weight-1m", "x-mbx-used-weight")


class BinanceusFeed:
    """The market data of Binance.us' spot coins; every method may raise FetchFailed."""

    def __init__(self, config: SpotConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self.budget = WeightBudget(WEIGHT_LIMIT, config.request_share, config.order_reserve, clock)

    async def __aenter__(self) -> Self:
        timeout_ms = int(self._config.request_timeout.total_seconds() * 1000)
        # ccxt's own limiter lets one request out at a time; the budget here knows the weights.
        self._exchange = _Binanceus({"enableRateLimit": False, "timeout": timeout_ms})
        self._exchange.on_used_weight = self.budget.report
        if self._config.rest_url is not None:
            self._exchange.urls["api"]["public"] = f"{self._config.rest_url}/api/v3"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._exchange.close()

    async def candles(self, symbol: Symbol, timeframe: Timeframe, limit: int) -> CandleRows:
        """Return the newest closed candles, up to `limit`, and the open one after them."""
        query = {"symbol": symbol, "interval": timeframe.value, "limit": limit + 1}
        answer = await self._ask(lambda: self._exchange.publicGetKlines(query), CANDLES_WEIGHT)
        return binanceus_answers.candles(answer, timeframe, limit, self._clock.now())

    async def candles_since(
        self, symbol: Symbol, timeframe: Timeframe, since_ms: int, limit: int
    ) -> CandleRows:
        """Return up to `limit` candles from `since_ms` on, oldest first, with the gaps that the venue has."""
        query = {"symbol": symbol, "interval": timeframe.value, "startTime": since_ms, "limit": limit}
        answer = await self._ask(lambda: self._exchange.publicGetKlines(query), CANDLES_WEIGHT)
        return binanceus_answers.old_candles(answer)

    async def prices(self) -> dict[Symbol, SpotPrice | Unusable]:
        """Return the price of every symbol, or why there is none, with one request."""
        answer = await self._ask(self._exchange.publicGetTicker24hr, PRICES_WEIGHT)
        return binanceus_answers.prices(answer, self._config.symbols, self._clock.now())

    async def _ask(self, call: Callable[[], Awaitable[object]], weight: int) -> object:
        await self.budget.turn(weight, self._config.request_timeout)
        try:
            async with asyncio.timeout(self._config.request_timeout.total_seconds()):
                return await call()
        except ccxt.BaseError as e:
            failure = _failure(e)
            if failure.retry_after is not None:
                self.budget.close(failure.retry_after)
            raise failure from e
        except TimeoutError as e:
            raise FetchFailed(FailureKind.TIMEOUT, "Binance.us gave no answer in time") from e


class _TooManyRequests(ccxt.RateLimitExceeded):  # type: ignore[misc] # ccxt is untyped
    """The venue's refusal, with the pause it asks for."""

    def __init__(self, reason: str, retry_after: timedelta) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class _Binanceus(ccxt.binanceus):  # type: ignore[misc] # ccxt is untyped
    """ccxt's client, which else drops the headers about weight and pauses."""

    on_used_weight: Callable[[int], None]

    def handle_errors(
        self, status: int, reason: str, url: str, method: str, headers: Mapping[str, str], *rest: object
    ) -> object:
        """Raise what the answer means; ccxt calls this with every answer."""
        used = [count for name in USED_WEIGHT_HEADERS if (count := header(headers, name)) is not None]
        if used:
            self.on_used_weight(max(used))
        if status in TOO_MANY_STATUSES:
            raise _TooManyRequests(f"{status} {rest[0]}"[:200], requested_pause(headers, DEFAULT_PAUSE))
        return super().handle_errors(status, reason, url, method, headers, *rest)


def _failure(e: Exception) -> FetchFailed:
    reason = f"{type(e).__name__}: {e}"[:200]
    if isinstance(e, ccxt.DDoSProtection | ccxt.RateLimitExceeded):
        return FetchFailed(FailureKind.RATE_LIMITED, reason, getattr(e, "retry_after", DEFAULT_PAUSE))
    if isinstance(e, ccxt.RequestTimeout):
        return FetchFailed(FailureKind.TIMEOUT, reason)
    if isinstance(e, ccxt.NetworkError):
        return FetchFailed(FailureKind.UNREACHABLE, reason)
    return FetchFailed(FailureKind.REFUSED, reason)

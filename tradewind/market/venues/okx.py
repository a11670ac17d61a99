"""Asks OKX's public REST interface, through ccxt, within its budget.

ccxt carries the requests and names the errors; the answers are read as the venue wrote them, because ccxt's unified
shapes drop what the desk needs: exact numbers, whether a candle is closed, which of two volumes counts coins.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from types import TracebackType
from typing import Self

from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.refusals import TOO_MANY_STATUSES, requested_pause
from tradewind.domain.ticker import Ticker
from tradewind.market.budget import RequestBudget
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FailureKind, FetchFailed, Unusable
from tradewind.market.venues import okx_answers
from tradewind.market.venues.light_ccxt import ccxt

REQUEST_WINDOW = timedelta(seconds=2)
TOO_MANY_CODES = ("50011", "50061")
BANS = (418, "50061")
"""These hold for everything that this address or account asks, the others for one endpoint."""
DEFAULT_PAUSE = REQUEST_WINDOW
BOOK_LEVELS = 20
BARS = {Timeframe.M1: "1m", Timeframe.M15: "15m", Timeframe.H1: "1H"}

Query = Mapping[str, str | int]


class Endpoint(StrEnum):
    """An OKX endpoint; each has its own budget."""

    TICKER = "market/ticker"
    BOOKS = "market/books"
    CANDLES = "market/candles"
    FUNDING_RATE = "public/funding-rate"
    OPEN_INTEREST = "public/open-interest"
    INSTRUMENTS = "public/instruments"

    @property
    def limit(self) -> int:
        """Requests that one address may send in a window: https://www.okx.com/docs-v5/en/#overview-rate-limit."""
        return 40 if self in (Endpoint.BOOKS, Endpoint.CANDLES) else 20


class OkxFeed:
    """The market data of OKX's swaps; every method may raise FetchFailed."""

    def __init__(self, config: MarketConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._budgets = {
            endpoint: RequestBudget(endpoint.limit, REQUEST_WINDOW, config.request_share, clock)
            for endpoint in Endpoint
        }
        self._closed_until: Instant | None = None
        self._rules: dict[Symbol, InstrumentRules] = {}
        self._rules_read = asyncio.Event()

    async def __aenter__(self) -> Self:
        timeout_ms = int(self._config.request_timeout.total_seconds() * 1000)
        # ccxt's own limiter lets one request out at a time; the budget here knows the limits per endpoint.
        self._exchange = _Okx({"enableRateLimit": False, "timeout": timeout_ms})
        if self._config.rest_url is not None:
            self._exchange.urls["api"]["rest"] = self._config.rest_url
        self._calls: dict[Endpoint, Callable[[Query], Awaitable[object]]] = {
            Endpoint.TICKER: self._exchange.publicGetMarketTicker,
            Endpoint.BOOKS: self._exchange.publicGetMarketBooks,
            Endpoint.CANDLES: self._exchange.publicGetMarketCandles,
            Endpoint.FUNDING_RATE: self._exchange.publicGetPublicFundingRate,
            Endpoint.OPEN_INTEREST: self._exchange.publicGetPublicOpenInterest,
            Endpoint.INSTRUMENTS: self._exchange.publicGetPublicInstruments,
        }
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._exchange.close()

    @property
    def closed_until(self) -> Instant | None:
        """Until when the venue has banned us; None while it answers."""
        until = self._closed_until
        return until if until is not None and until > self._clock.now() else None

    async def ticker(self, symbol: Symbol) -> Ticker:
        """Return the latest prices."""
        answer = await self._ask(Endpoint.TICKER, {"instId": symbol})
        return okx_answers.ticker(answer, symbol, self._clock.now())

    async def order_book(self, symbol: Symbol) -> OrderBook:
        """Return 20 levels a side; waits for `rules` to have said what a contract is worth."""
        contract_value = await self._contract_value(symbol)
        answer = await self._ask(Endpoint.BOOKS, {"instId": symbol, "sz": BOOK_LEVELS})
        return okx_answers.order_book(answer, symbol, contract_value, self._clock.now())

    async def funding(self, symbol: Symbol) -> Funding:
        """Return the funding rate in force."""
        answer = await self._ask(Endpoint.FUNDING_RATE, {"instId": symbol})
        return okx_answers.funding(answer, symbol, self._clock.now())

    async def open_interest(self, symbol: Symbol) -> OpenInterest:
        """Return what is held open."""
        answer = await self._ask(Endpoint.OPEN_INTEREST, {"instType": "SWAP", "instId": symbol})
        return okx_answers.open_interest(answer, symbol, self._clock.now())

    async def candles(self, symbol: Symbol, timeframe: Timeframe, limit: int) -> CandleWindow:
        """Return the newest `limit` candles, the last still open, and the one before them."""
        query: Query = {"instId": symbol, "bar": BARS[timeframe], "limit": limit + 1}
        answer = await self._ask(Endpoint.CANDLES, query)
        return okx_answers.candle_window(answer, symbol, timeframe, limit, self._clock.now())

    async def rules(self) -> dict[Symbol, InstrumentRules | Unusable]:
        """Return the trading rules of every symbol, or why there are none, with one request.

        An instrument that was listed and is not any more keeps its rules and is not live.
        """
        answer = await self._ask(Endpoint.INSTRUMENTS, {"instType": "SWAP"})
        received = self._clock.now()
        found: dict[Symbol, InstrumentRules | Unusable] = {}
        for symbol in self._config.symbols:
            try:
                found[symbol] = rules = okx_answers.instrument_rules(answer, symbol, received)
            except okx_answers.NotListed as e:
                known = self._rules.get(symbol)
                found[symbol] = e if known is None else replace(known, timestamp=received, is_live=False)
            except Unusable as e:
                found[symbol] = e
            else:
                self._rules[symbol] = rules
        self._rules_read.set()
        return found

    async def _contract_value(self, symbol: Symbol) -> Decimal:
        try:
            async with asyncio.timeout(self._config.request_timeout.total_seconds()):
                await self._rules_read.wait()
        except TimeoutError as e:
            raise FetchFailed(FailureKind.TIMEOUT, "the value of a contract is not known yet") from e
        if symbol not in self._rules:
            raise Unusable("the value of a contract is not known: no trading rules")
        return self._rules[symbol].instrument.contract_value

    async def _ask(self, endpoint: Endpoint, query: Query) -> object:
        try:
            async with asyncio.timeout(self._config.request_timeout.total_seconds()):
                await self._budgets[endpoint].turn(endpoint)
                return await self._calls[endpoint](query)
        except ccxt.BaseError as e:
            failure = _failure(e)
            if failure.retry_after is not None:
                is_ban = bool(getattr(e, "is_ban", False))
                if is_ban:
                    until = Instant.of(self._clock.now() + failure.retry_after)
                    self._closed_until = max(until, self._closed_until or until)
                self._pause(Endpoint if is_ban else (endpoint,), failure.retry_after)
            raise failure from e
        except TimeoutError as e:
            raise FetchFailed(FailureKind.TIMEOUT, f"{endpoint} gave no answer in time") from e

    def _pause(self, endpoints: Iterable[Endpoint], duration: timedelta) -> None:
        for endpoint in endpoints:
            self._budgets[endpoint].pause(endpoint, duration)


class _TooManyRequests(ccxt.RateLimitExceeded):  # type: ignore[misc] # ccxt is untyped
    """The venue's refusal, with the pause it asks for."""

    def __init__(self, reason: str, retry_after: timedelta, *, is_ban: bool) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.is_ban = is_ban


class _Okx(ccxt.okx):  # type: ignore[misc] # ccxt is untyped
    """ccxt's client, which else drops the header that says when to come back."""

    def handle_errors(
        self, status: int, reason: str, url: str, method: str, headers: Mapping[str, str], *rest: object
    ) -> object:
        """Raise what the answer means; ccxt calls this with every answer."""
        body, answer = rest[0], rest[1]
        code = answer.get("code") if isinstance(answer, dict) else None
        if status in TOO_MANY_STATUSES or code in TOO_MANY_CODES:
            raise _TooManyRequests(
                f"{status} {body}"[:200],
                requested_pause(headers, DEFAULT_PAUSE),
                is_ban=status in BANS or code in BANS,
            )
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

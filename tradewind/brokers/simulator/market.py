"""The market that the simulated venue trades on: the cached book and the venue's rules."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import structlog

from tradewind.brokers.port import BrokerUnavailable, MarketPrice, OrderRejected
from tradewind.brokers.simulator.funding import Rate
from tradewind.brokers.simulator.matching import is_sound
from tradewind.brokers.simulator.view import MarketView
from tradewind.bus.cache import BusUnavailable, Cache, Reading
from tradewind.bus.keys import FUNDING, INSTRUMENT, ORDER_BOOK, TICKER, KeyAt
from tradewind.domain.clock import Clock
from tradewind.domain.condition import condition
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.stamp import Stamped
from tradewind.domain.ticker import Ticker

T = TypeVar("T", bound=Stamped)
_log = structlog.get_logger(__name__)


class SimulatedMarket:
    """Reads the cache and refuses what is too old to trade on."""

    def __init__(self, cache: Cache, clock: Clock, max_age: timedelta) -> None:
        self._cache = cache
        self._clock = clock
        self._limits = AgeLimits(warn_after=max_age, block_after=max_age)

    async def view(self, symbol: Symbol) -> MarketView:
        """Return the market of `symbol`; OrderRejected, saying why, when nothing can trade on it."""
        keys: tuple[KeyAt[Stamped], ...] = (ORDER_BOOK.at(symbol), INSTRUMENT.at(symbol), TICKER.at(symbol))
        try:
            book, rules, ticker = (reading.value for reading in await self._cache.read(keys))
        except BusUnavailable as e:
            raise OrderRejected(f"no market for {symbol}: {e}") from e
        if not isinstance(book, OrderBook):
            raise OrderRejected(f"no order book of {symbol} is cached")
        if not self.is_fresh(book):
            raise OrderRejected(
                f"the order book of {symbol} is too old: {book.older_stamp(self._clock.now())}"
            )
        if not is_sound(book):
            raise OrderRejected(f"the order book of {symbol} is crossed or one-sided")
        return MarketView(
            book=book,
            rules=rules if isinstance(rules, InstrumentRules) else None,
            seen_at=self._clock.now(),
            last_price=Decimal(str(ticker.last_price))
            if isinstance(ticker, Ticker) and self.is_fresh(ticker)
            else None,
        )

    async def tickers(self, symbols: Sequence[Symbol]) -> list[Ticker]:
        """Return the cached tickers of `symbols`; the missing are left out, all of them while Redis is away."""
        try:
            readings = await self._cache.read([TICKER.at(symbol) for symbol in symbols])
        except BusUnavailable as e:
            _log.warning("tickers_unread", error=str(e))
            return []
        return [reading.value for reading in readings if reading.value is not None]

    async def funding_rates(self, symbols: Sequence[Symbol]) -> dict[Symbol, Rate]:
        """Return the cached funding rates of `symbols`; the missing are left out, all of them while Redis is away."""
        try:
            readings = await self._cache.read([FUNDING.at(symbol) for symbol in symbols])
        except BusUnavailable as e:
            _log.warning("funding_rates_unread", error=str(e))
            return {}
        return {
            funding.symbol: Rate(share=Decimal(str(funding.funding_rate)), due_at=funding.next_funding_time)
            for reading in readings
            if (funding := reading.value) is not None
        }

    async def rules(self, symbol: Symbol) -> InstrumentRules | None:
        """Return the cached rules of `symbol`, None when none are cached; BrokerUnavailable."""
        return (await self._read(INSTRUMENT.at(symbol))).value

    async def price(self, symbol: Symbol) -> MarketPrice:
        """Return the cached quote of `symbol`; BrokerUnavailable when there is no fresh one."""
        ticker = (await self._read(TICKER.at(symbol))).value
        if ticker is None or not self.is_fresh(ticker):
            raise BrokerUnavailable(f"no fresh ticker of {symbol} is cached")
        return MarketPrice(
            symbol=symbol,
            bid=None if ticker.bid is None else Decimal(str(ticker.bid)),
            ask=None if ticker.ask is None else Decimal(str(ticker.ask)),
            last=Decimal(str(ticker.last_price)),
            exchange_time=ticker.exchange_time or ticker.timestamp,
        )

    async def _read(self, key: KeyAt[T]) -> Reading[T]:
        try:
            (reading,) = await self._cache.read([key])
        except BusUnavailable as e:
            raise BrokerUnavailable(f"{key.name} is not to be read: {e}") from e
        return reading

    def is_fresh(self, datum: Stamped) -> bool:
        """Return whether `datum` is young enough to fill or trigger an order."""
        return condition(datum, self._clock.now(), self._limits).is_usable

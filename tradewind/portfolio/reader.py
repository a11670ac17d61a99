"""Reads an account: one view of the ledger, one round trip to the cache."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.keys import TICKER
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.condition import condition
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.sanity import fault_of
from tradewind.domain.ticker import Ticker
from tradewind.ledger import Ledger
from tradewind.portfolio.config import PortfolioConfig
from tradewind.portfolio.snapshot import mark_price, value_account

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedAccount:
    """An account and the prices that it was valued at."""

    snapshot: AccountSnapshot
    tickers: Mapping[Symbol, Ticker]
    """Of what is held; what is missing or old is not in it."""


class AccountReader:
    """Values accounts at the cache's prices."""

    def __init__(
        self, ledger: Ledger, cache: Cache, clock: Clock, config: PortfolioConfig | None = None
    ) -> None:
        self._ledger = ledger
        self._cache = cache
        self._clock = clock
        self._config = config or PortfolioConfig()

    async def snapshot(self, portfolio_id: PortfolioId) -> AccountSnapshot:
        """Return the account as it stands; what needs a missing or old price is None.

        LedgerUnavailable; RecordRefused when the portfolio was never opened. Without the cache no price is known.
        """
        return (await self.priced(portfolio_id)).snapshot

    async def priced(self, portfolio_id: PortfolioId) -> PricedAccount:
        """Return the same together with its prices."""
        standing = await self._ledger.standings.of(portfolio_id, _midnight(self._clock.now()))
        tickers = await self._tickers(held.position.symbol for held in standing.held)
        marks = {symbol: mark_price(ticker) for symbol, ticker in tickers.items()}
        return PricedAccount(snapshot=value_account(standing, marks, self._clock.now()), tickers=tickers)

    async def _tickers(self, symbols: Iterable[Symbol]) -> dict[Symbol, Ticker]:
        held = list(symbols)
        try:
            readings = await self._cache.read([TICKER.at(symbol) for symbol in held])
        except BusUnavailable as e:
            _log.warning("no_prices", reason=str(e))
            return {}
        return {
            symbol: reading.value
            for symbol, reading in zip(held, readings, strict=True)
            if reading.value is not None and self._is_usable(reading.value, symbol)
        }

    def _is_usable(self, ticker: Ticker, symbol: Symbol) -> bool:
        seen = condition(ticker, self._clock.now(), self._config.price_ages)
        return seen.is_usable and fault_of(ticker, symbol) is None


def _midnight(moment: Instant) -> Instant:
    return Instant.of(moment.replace(hour=0, minute=0, second=0, microsecond=0))

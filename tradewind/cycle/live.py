"""Prices and rules at the moment of the review, not at that of the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tradewind.bus import keys
from tradewind.bus.cache import ReadsCache
from tradewind.decision.config import InputLimits
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.condition import condition
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.sanity import fault_of
from tradewind.domain.stamp import Stamped
from tradewind.domain.ticker import Ticker


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMarket:
    """One instrument now; None: missing or too old."""

    ticker: Ticker | None
    rules: InstrumentRules | None


async def live_markets(
    cache: ReadsCache, symbols: Sequence[Symbol], clock: Clock, limits: InputLimits
) -> Mapping[Symbol, LiveMarket]:
    """Read the tickers and the rules of `symbols`; BusUnavailable."""
    tickers = await cache.read([keys.TICKER.at(symbol) for symbol in symbols])
    rules = await cache.read([keys.INSTRUMENT.at(symbol) for symbol in symbols])
    now = clock.now()
    return {
        symbol: LiveMarket(
            ticker=ticker.value if _is_usable(ticker.value, symbol, now, limits.ticker) else None,
            rules=rule.value if _is_usable(rule.value, symbol, now, limits.instrument) else None,
        )
        for symbol, ticker, rule in zip(symbols, tickers, rules, strict=True)
    }


def _is_usable(value: Stamped | None, symbol: Symbol, now: Instant, limits: AgeLimits) -> bool:
    return value is not None and condition(value, now, limits).is_usable and fault_of(value, symbol) is None

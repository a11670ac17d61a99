"""Prices as the dashboard shows them. Market data: JSON numbers."""

from tradewind.domain.clock import Instant
from tradewind.domain.condition import condition
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.instrument import InstrumentRules
from tradewind.domain.ticker import Ticker
from tradewind.web.schemas.shape import Money, Shape, Time


class LivePrice(Shape):
    """One instrument in a market_update frame; null is unknown."""

    symbol: str
    price: float
    bid: float | None
    ask: float | None
    change_24h: float | None
    change_pct_24h: float | None
    volume_24h: float | None
    high_24h: float | None
    low_24h: float | None
    exchange_time: Time | None
    received_at: Time

    @classmethod
    def of(cls, ticker: Ticker) -> "LivePrice":
        """Return the shape of `ticker`."""
        return cls(
            symbol=ticker.symbol,
            price=ticker.last_price,
            bid=ticker.bid,
            ask=ticker.ask,
            change_24h=ticker.change_24h,
            change_pct_24h=ticker.change_pct_24h,
            volume_24h=ticker.volume_24h,
            high_24h=ticker.high_24h,
            low_24h=ticker.low_24h,
            exchange_time=ticker.exchange_time,
            received_at=ticker.timestamp,
        )


class Price(LivePrice):
    """A price with its age and the step it moves in."""

    age_ms: int
    freshness: Freshness
    tick_size: Money | None

    @classmethod
    def at(cls, ticker: Ticker, rules: InstrumentRules | None, now: Instant, limits: AgeLimits) -> "Price":
        """Return `ticker` as decisions would judge it at `now`."""
        seen = condition(ticker, now, limits)
        stamped = seen.stamped or ticker.timestamp
        return cls(
            **dict(LivePrice.of(ticker)),
            age_ms=now.epoch_ms - stamped.epoch_ms,
            freshness=seen.freshness,
            tick_size=rules.instrument.tick_size if rules else None,
        )


class Prices(Shape):
    """Every symbol of the desk; `missing` names those that the cache does not hold."""

    timestamp: Time
    data: dict[str, Price]
    missing: tuple[str, ...]

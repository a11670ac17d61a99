"""Reads Alpaca's answers into domain values; what makes no sense is Unusable, never anything else.

The fields are described at https://docs.alpaca.markets/reference/stocksnapshots-1 and /reference/legacyclock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stock import DayPrices, MarketStatus, StockPrice
from tradewind.market.failures import Unusable
from tradewind.market.venues import fields

VENUE = "alpaca"


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingHours:
    """Whether the exchange trades, and until when this answer holds."""

    status: MarketStatus
    next_open: Instant
    next_close: Instant

    @property
    def changes_at(self) -> Instant:
        """When the status will have changed."""
        return self.next_close if self.status is MarketStatus.OPEN else self.next_open


def trading_hours(answer: object) -> TradingHours:
    """Read /v2/clock."""
    row = fields.mapping(answer)
    is_open = row.get("is_open")
    if not isinstance(is_open, bool):
        raise Unusable(f"is_open is neither true nor false: {is_open!r}")
    return TradingHours(
        status=MarketStatus.OPEN if is_open else MarketStatus.CLOSED,
        next_open=fields.moment_of_text(row, "next_open"),
        next_close=fields.moment_of_text(row, "next_close"),
    )


def prices(
    answer: object, symbols: Sequence[Symbol], status: MarketStatus, received: Instant
) -> dict[Symbol, StockPrice | Unusable]:
    """Read /v2/stocks/snapshots; each of `symbols` has a price or the reason why not."""
    rows = fields.mapping(answer)
    found: dict[Symbol, StockPrice | Unusable] = {}
    for symbol in symbols:
        try:
            found[symbol] = _price(rows.get(symbol), symbol, status, received)
        except Unusable as e:
            found[symbol] = e
    return found


def _price(row: object, symbol: Symbol, status: MarketStatus, received: Instant) -> StockPrice:
    if row is None:
        raise Unusable(f"{symbol} is not known to the venue")
    snapshot = fields.mapping(row)
    trade = _part(snapshot, "latestTrade")
    day = _part(snapshot, "dailyBar")
    return StockPrice(
        source=VENUE,
        exchange_time=fields.moment_of_text(trade, "t"),
        timestamp=received,
        symbol=symbol,
        price=DayPrices(
            last=fields.required(trade, "p"),
            open=fields.positive(day, "o"),
            high=fields.positive(day, "h"),
            low=fields.positive(day, "l"),
            volume=fields.not_negative(day, "v"),
        ),
        market_status=status,
    )


def _part(snapshot: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = snapshot.get(name)
    if part is None and name == "dailyBar":
        return {}  # a stock that has not traded today
    return fields.mapping(part)

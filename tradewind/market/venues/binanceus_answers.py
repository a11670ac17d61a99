"""Reads Binance.us' public answers into domain values; what makes no sense is Unusable, never anything else.

The fields are described at https://docs.binance.us/#get-candlestick-data and #get-24h-price-change-statistics.
"""

from collections.abc import Mapping, Sequence

from tradewind.domain.candle import CandleRow, CandleRows, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.market.failures import Unusable
from tradewind.market.venues import fields

VENUE = "binanceus"
CANDLE_FIELDS = ("time", "open", "high", "low", "close", "volume")


def candles(answer: object, timeframe: Timeframe, limit: int, received: Instant) -> CandleRows:
    """Read /api/v3/klines: the newest `limit` closed candles without a gap, and the open one."""
    return fields.newest_run([_candle(row) for row in fields.listing(answer)], timeframe, limit, received)


def old_candles(answer: object) -> CandleRows:
    """Read /api/v3/klines of the past: every row as it is, oldest first."""
    rows = [_candle(row) for row in fields.listing(answer)]
    return tuple(sorted(rows))


def prices(
    answer: object, symbols: Sequence[Symbol], received: Instant
) -> dict[Symbol, SpotPrice | Unusable]:
    """Read /api/v3/ticker/24hr of the whole market; each of `symbols` has a price or the reason why not."""
    rows = {str(row.get("symbol")): row for row in fields.listing(answer) if isinstance(row, dict)}
    found: dict[Symbol, SpotPrice | Unusable] = {}
    for symbol in symbols:
        try:
            found[symbol] = _price(rows.get(symbol), symbol, received)
        except Unusable as e:
            found[symbol] = e
    return found


def _price(row: Mapping[str, object] | None, symbol: Symbol, received: Instant) -> SpotPrice:
    if row is None:
        raise Unusable(f"{symbol} is not listed")
    return SpotPrice(
        source=VENUE,
        exchange_time=fields.moment_of_ms(row, "closeTime"),
        timestamp=received,
        symbol=symbol,
        price=fields.required(row, "lastPrice"),
        change24h=fields.number(row, "priceChangePercent"),
        volume=fields.not_negative(row, "volume"),
    )


def _candle(row: object) -> CandleRow:
    values = fields.listing(row)
    if len(values) < len(CANDLE_FIELDS):
        raise Unusable(f"a candle has {len(values)} fields")
    return fields.candle(dict(zip(CANDLE_FIELDS, values, strict=False)))

"""Reads Alpaca's bars of stocks into candles; what makes no sense is Unusable.

The fields are described at https://docs.alpaca.markets/reference/stockbars.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tradewind.domain.candle import CandleRow, CandleRows
from tradewind.domain.instrument import Symbol
from tradewind.market.failures import Unusable
from tradewind.market.venues import fields

NAMES = {"open": "o", "high": "h", "low": "l", "close": "c", "volume": "v"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPage:
    """Some of the bars that were asked for, oldest first by symbol, whatever order they came in."""

    rows: Mapping[Symbol, CandleRows | Unusable]
    next_page: str | None  # None: this was the last one


def bar_page(answer: object) -> BarPage:
    """Read /v2/stocks/bars."""
    page = fields.mapping(answer)
    bars = page.get("bars")
    token = page.get("next_page_token")
    listed = fields.mapping(bars) if bars is not None else {}
    return BarPage(
        rows={Symbol(symbol): _candles(rows) for symbol, rows in listed.items()},
        next_page=str(token) if token else None,
    )


def _candles(rows: object) -> CandleRows | Unusable:
    try:
        return tuple(sorted(_candle(fields.mapping(row)) for row in fields.listing(rows)))
    except Unusable as e:
        return e


def _candle(row: Mapping[str, object]) -> CandleRow:
    opened = fields.moment_of_text(row, "t")
    return fields.candle({"time": opened.epoch_ms, **{name: row.get(given) for name, given in NAMES.items()}})

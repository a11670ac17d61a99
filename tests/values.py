"""Market values with defaults, for tests that care about one field of them."""

from dataclasses import replace
from typing import Any

from tests.clocks import START
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.domain.ticker import Ticker

BTC = Symbol("BTC-USDT-SWAP")
ETH = Symbol("ETH-USDT-SWAP")

TICKER = Ticker(
    source="okx",
    exchange_time=START,
    timestamp=START,
    symbol=BTC,
    last_price=60_000.0,
    bid=59_999.5,
    ask=60_000.5,
    volume_24h=1_234.5,
    high_24h=61_000.0,
    low_24h=59_000.0,
    change_24h=500.0,
    change_pct_24h=0.84,
)


def a_ticker(**changes: Any) -> Ticker:
    return replace(TICKER, **changes)


def a_window(
    closes: list[float],
    *,
    symbol: Symbol = BTC,
    timeframe: Timeframe = Timeframe.M15,
    has_preceding: bool = True,
) -> CandleWindow:
    """A window whose candles close at `closes`; the last is open, the first becomes `preceding` if asked for."""
    step = int(timeframe.length.total_seconds() * 1000)
    first = START.epoch_ms // step * step - (len(closes) - 1) * step
    rows: list[CandleRow] = [
        (first + index * step, close, close + 1, close - 1, close, 10.0 + index)
        for index, close in enumerate(closes)
    ]
    window = rows[1:] if has_preceding else rows
    return CandleWindow(
        source="okx",
        exchange_time=START,
        timestamp=START,
        symbol=symbol,
        timeframe=timeframe,
        limit=len(window),
        candles=tuple(window),
        preceding=rows[0] if has_preceding else None,
    )

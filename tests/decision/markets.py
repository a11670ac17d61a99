"""A fresh market as the collector would write it, to be spoiled one datum at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.instruments import BTC, ETH, an_instrument
from tradewind.bus import keys
from tradewind.bus.cache import Batch
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.indicators import Indicators, LongTerm, Macd, ShortTerm, Trend
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.ticker import Ticker

SIX = (
    BTC,
    ETH,
    *(Symbol(f"{coin}-USDT-SWAP") for coin in ("SOL", "BNB", "DOGE", "XRP")),
)
PRICE = 60_000.0


def ago(now: Instant, seconds: float) -> Instant:
    return Instant.of(now - timedelta(seconds=seconds))


def a_ticker(now: Instant, symbol: Symbol = BTC, **changes: Any) -> Ticker:
    ticker = Ticker(
        source="okx",
        exchange_time=ago(now, 1),
        timestamp=ago(now, 0.5),
        symbol=symbol,
        last_price=PRICE,
        bid=PRICE - 0.1,
        ask=PRICE + 0.1,
        volume_24h=1234.5,
        high_24h=61_000.0,
        low_24h=59_000.0,
        change_24h=600.0,
        change_pct_24h=1.0101010101010102,
    )
    return replace(ticker, **changes)


def an_order_book(now: Instant, symbol: Symbol = BTC, **changes: Any) -> OrderBook:
    book = OrderBook(
        source="okx",
        exchange_time=ago(now, 1),
        timestamp=ago(now, 0.5),
        symbol=symbol,
        bids=tuple((PRICE - 0.1 - n, 1.0 + n) for n in range(20)),
        asks=tuple((PRICE + 0.1 + n, 1.0 + n) for n in range(20)),
    )
    return replace(book, **changes)


def candles(now: Instant, timeframe: Timeframe, count: int) -> tuple[CandleRow, ...]:
    step = int(timeframe.length.total_seconds() * 1000)
    newest = now.epoch_ms // step * step
    return tuple(
        (newest - step * back, PRICE, PRICE + 50, PRICE - 50, PRICE + back, 10.5)
        for back in range(count - 1, -1, -1)
    )


def a_window(
    now: Instant, symbol: Symbol = BTC, timeframe: Timeframe = Timeframe.M15, count: int = 50, **changes: Any
) -> CandleWindow:
    window = CandleWindow(
        source="okx",
        exchange_time=None,
        timestamp=ago(now, 2),
        symbol=symbol,
        timeframe=timeframe,
        limit=count,
        candles=candles(now, timeframe, count),
        preceding=None,
    )
    return replace(window, **changes)


def indicators(now: Instant, symbol: Symbol = BTC, **changes: Any) -> Indicators:
    value = Indicators(
        source="tradewind",
        exchange_time=None,
        timestamp=ago(now, 2),
        symbol=symbol,
        short_term=ShortTerm(
            rsi_14=55.123456789012345,
            sma_20=60_010.0,
            ema_12=60_020.0,
            ema_26=60_005.0,
            volume_avg_20=10.5,
            macd=Macd(macd=12.0, signal=10.0, histogram=2.0),
        ),
        long_term=LongTerm(sma_50=59_500.0, sma_100=None, trend=Trend.UP),
    )
    return replace(value, **changes)


def a_funding(now: Instant, symbol: Symbol = BTC, **changes: Any) -> Funding:
    funding = Funding(
        source="okx",
        exchange_time=None,
        timestamp=ago(now, 100),
        symbol=symbol,
        funding_rate=0.0001,
        next_funding_time=None,
    )
    return replace(funding, **changes)


def an_open_interest(now: Instant, symbol: Symbol = BTC) -> OpenInterest:
    return OpenInterest(
        source="okx",
        exchange_time=ago(now, 100),
        timestamp=ago(now, 100),
        symbol=symbol,
        open_interest=123_456.0,
        open_interest_usd=7.4e9,
    )


def rules(now: Instant, symbol: Symbol = BTC, **changes: Any) -> InstrumentRules:
    value = InstrumentRules(
        source="okx",
        exchange_time=None,
        timestamp=ago(now, 600),
        symbol=symbol,
        instrument=an_instrument(symbol),
        is_live=True,
    )
    return replace(value, **changes)


def a_market(now: Instant, symbols: Sequence[Symbol] = (BTC,)) -> Batch:
    """Everything that the cache holds of healthy instruments."""
    batch = Batch(keys.Source.MARKET_DATA)
    for symbol in symbols:
        batch.put(keys.TICKER.at(symbol), a_ticker(now, symbol))
        batch.put(keys.ORDER_BOOK.at(symbol), an_order_book(now, symbol))
        batch.put(keys.FUNDING.at(symbol), a_funding(now, symbol))
        batch.put(keys.OPEN_INTEREST.at(symbol), an_open_interest(now, symbol))
        batch.put(keys.CANDLES_15M.at(symbol), a_window(now, symbol))
        batch.put(keys.CANDLES_1H.at(symbol), a_window(now, symbol, Timeframe.H1, 100))
        batch.put(keys.INDICATORS.at(symbol), indicators(now, symbol))
        batch.put(keys.INSTRUMENT.at(symbol), rules(now, symbol))
    return batch

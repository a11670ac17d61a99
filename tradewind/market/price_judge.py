"""Judges the prices that requests bring: what lies outside the band of its symbol is Unusable; no I/O.

A jump that is real is followed like everywhere (see `price_band`). A first price has nothing but its own day to be
judged by: no price lies far above the highest or below the lowest of the last 24 hours.
"""

from collections.abc import Mapping
from typing import Self

from tradewind.domain.candle import CandleWindow
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.market.failures import Unusable
from tradewind.market.price_band import PriceBand
from tradewind.market.stream_config import StreamConfig


class PriceJudge:
    """The bands of all symbols; a stream that feeds them too makes them narrower in time."""

    def __init__(self, bands: Mapping[Symbol, PriceBand], clock: Clock, width: float) -> None:
        self._bands = bands
        self._clock = clock
        self._width = width

    @classmethod
    def alone(cls, symbols: tuple[Symbol, ...], clock: Clock, limits: StreamConfig) -> Self:
        """Return a judge whose bands nobody else feeds."""
        bands = {
            symbol: PriceBand(limits.outlier_band, limits.mark_lives, limits.outlier_patience)
            for symbol in symbols
        }
        return cls(bands, clock, limits.outlier_band)

    def judge(self, value: object) -> None:
        """Learn from tickers; Unusable where a ticker, book or candle window holds a price outside the band."""
        match value:
            case Ticker():
                self._judge_ticker(value)
            case OrderBook():
                for side in (value.bids, value.asks):
                    self._check(value.symbol, side[0][0] if side else None)
            case CandleWindow():
                self._check(value.symbol, value.candles[-1][4])
            case _:
                pass

    def _judge_ticker(self, ticker: Ticker) -> None:
        band, now = self._bands[ticker.symbol], self._clock.monotonic()
        if band.reference(now) is None and not self._is_of_its_day(ticker):
            raise Unusable(
                f"{ticker.last_price} is outside the 24 hours {ticker.low_24h} to {ticker.high_24h}"
            )
        outlier = band.outlier((ticker.bid, ticker.ask), ticker.last_price, now)
        if outlier is not None:
            raise Unusable(f"{outlier} is outside the band around {band.reference(now)}")

    def _is_of_its_day(self, ticker: Ticker) -> bool:
        is_too_low = ticker.low_24h is not None and ticker.last_price < ticker.low_24h * (1 - self._width)
        is_too_high = ticker.high_24h is not None and ticker.last_price > ticker.high_24h * (1 + self._width)
        return not (is_too_low or is_too_high)

    def _check(self, symbol: Symbol, price: float | None) -> None:
        band, now = self._bands[symbol], self._clock.monotonic()
        if price is not None and not band.believes(price, now):
            raise Unusable(f"{price} is outside the band around {band.reference(now)}")

"""From cached values to the rows of the scanner, pure; it computes no indicator."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from tradewind.bus.keys import (
    CANDLES_1H,
    INSTRUMENT,
    SCANNER_SCORES,
    SIGNAL_MONITOR,
    SPOT_CANDLES,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    SWAP_SCORES,
    SWAP_TECHNICAL,
    TICKER,
    KeyAt,
)
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.condition import age_stamp
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import MarketStatus
from tradewind.domain.technical import ScannerScores, ScanScore, SignalName, StockIndicators
from tradewind.web.schemas.scanner import ChangeSince, Kind, ScanPrice, ScanReading, ScanRow

S = TypeVar("S", bound=Stamped)

POLLED_GOOD_FOR = timedelta(seconds=120)
"""Prices of coins and stocks come every half minute; twice the life of a coin's key."""
STOCK_TIMEFRAME = Timeframe.M5
_SWAP_GRACE = {Timeframe.M5: SWAP_TECHNICAL[Timeframe.M5].ttl, Timeframe.H1: CANDLES_1H.ttl}
_COIN_GRACE = {timeframe: key.ttl for timeframe, key in SPOT_CANDLES.items()}


class Cached:
    """One look at the cache."""

    def __init__(self, values: Mapping[str, Stamped], ticker_limits: AgeLimits, now: Instant) -> None:
        self._values = values
        self.ticker_limits = ticker_limits
        self.now = now
        self.swap_scores = _by_symbol(self.of(SWAP_SCORES))
        self.coin_scores = _by_symbol(self.of(SCANNER_SCORES))
        monitor = self.of(SIGNAL_MONITOR)
        self.stances = {seen.symbol: seen for seen in monitor.symbols} if monitor else {}

    def of(self, key: KeyAt[S]) -> S | None:
        """Return the value of `key`."""
        value = self._values.get(key.name)
        return value if isinstance(value, key.kind) else None


def swap_row(symbol: Symbol, cached: Cached) -> ScanRow:
    """Return what is known of a swap."""
    ticker, rules = cached.of(TICKER.at(symbol)), cached.of(INSTRUMENT.at(symbol))
    price = None
    if ticker is not None:
        stamped = age_stamp(ticker, cached.now) or ticker.timestamp
        price = ScanPrice(
            last=ticker.last_price,
            change_pct=ticker.change_pct_24h,
            change_since=ChangeSince.DAY_AGO,
            received_at=ticker.timestamp,
            age_ms=cached.now.epoch_ms - stamped.epoch_ms,
            good_until=Instant.of(stamped + cached.ticker_limits.block_after),
            tick_size=rules.instrument.tick_size if rules else None,
        )
    scores = cached.swap_scores.get(symbol, ())
    return _row(symbol, Kind.SWAP, price, [_reading(row, _SWAP_GRACE, cached.now) for row in scores], cached)


def coin_row(symbol: Symbol, cached: Cached) -> ScanRow:
    """Return what is known of a spot coin."""
    found = cached.of(SPOT_PRICE.at(symbol))
    price = None
    if found is not None:
        price = ScanPrice(
            last=found.price,
            change_pct=found.change24h,
            change_since=ChangeSince.DAY_AGO,
            received_at=found.timestamp,
            age_ms=cached.now.epoch_ms - found.timestamp.epoch_ms,
            good_until=Instant.of(found.timestamp + POLLED_GOOD_FOR),
            tick_size=None,
        )
    scores = cached.coin_scores.get(symbol, ())
    return _row(symbol, Kind.COIN, price, [_reading(row, _COIN_GRACE, cached.now) for row in scores], cached)


def stock_row(symbol: Symbol, cached: Cached) -> ScanRow:
    """Return what is known of a stock; its change is counted from the day's open."""
    found, indicators = cached.of(STOCK_PRICE.at(symbol)), cached.of(STOCK_INDICATORS.at(symbol))
    price = None
    if found is not None:
        is_open = found.market_status is MarketStatus.OPEN
        last, opened = found.price.last, found.price.open
        price = ScanPrice(
            last=last,
            change_pct=(last / opened - 1) * 100 if opened else None,
            change_since=ChangeSince.OPEN,
            received_at=found.timestamp,
            age_ms=cached.now.epoch_ms - found.timestamp.epoch_ms,
            good_until=Instant.of(found.timestamp + POLLED_GOOD_FOR) if is_open else None,
            tick_size=None,
        )
    readings = [_stock_reading(indicators, cached.now)] if indicators else []
    row = _row(symbol, Kind.STOCK, price, readings, cached)
    return row.model_copy(update={"market_status": found.market_status if found else None})


def _row(
    symbol: Symbol, kind: Kind, price: ScanPrice | None, readings: Sequence[ScanReading], cached: Cached
) -> ScanRow:
    scores = [reading.score for reading in readings if reading.score is not None]
    signals = {name for reading in readings for name in reading.signals}
    watched = cached.stances.get(symbol)
    return ScanRow(
        symbol=symbol,
        kind=kind,
        price=price,
        market_status=None,
        score=sum(scores) / len(scores) if scores else None,
        readings=tuple(sorted(readings, key=lambda reading: reading.timeframe.length)),
        signals=tuple(name for name in SignalName if name in signals),
        stance=watched.stance if watched else None,
        stance_since=watched.since if watched else None,
    )


def _reading(row: ScanScore, grace: Mapping[Timeframe, timedelta], now: Instant) -> ScanReading:
    lives = row.timeframe.length + grace.get(row.timeframe, timedelta(0))
    return ScanReading.of(row, Instant.of(row.exchange_time + lives), now)


def _stock_reading(found: StockIndicators, now: Instant) -> ScanReading:
    closed_at, is_open = found.exchange_time, found.market_status is MarketStatus.OPEN
    grace = STOCK_TIMEFRAME.length + SPOT_CANDLES[STOCK_TIMEFRAME].ttl
    return ScanReading(
        timeframe=STOCK_TIMEFRAME,
        closed_at=closed_at,
        age_ms=now.epoch_ms - closed_at.epoch_ms if closed_at else None,
        good_until=Instant.of(closed_at + grace) if closed_at and is_open else None,
        rsi_14=found.rsi_14,
        trend=None,
        volume_ratio=None,
        vwap=None,
        bb_upper=found.bollinger_upper,
        bb_mid=None,
        bb_lower=found.bollinger_lower,
        score=None,
        parts=None,
        signals=(),
    )


def _by_symbol(told: ScannerScores | None) -> dict[Symbol, list[ScanScore]]:
    found: dict[Symbol, list[ScanScore]] = {}
    for row in told.scores if told else ():
        found.setdefault(row.symbol, []).append(row)
    return found

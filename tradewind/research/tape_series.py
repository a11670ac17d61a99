"""Everything that a decision may see of one instrument of a tape, by step; figures follow from closed candles alone."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from tradewind.analysis.rolling import (
    LongTerms,
    ShortTerms,
    highest,
    long_terms,
    lowest,
    short_terms,
    total,
)
from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Instrument, Symbol
from tradewind.domain.order_book import Level
from tradewind.research.tape import Columns, Floats, FundingRates, Tape
from tradewind.research.tape_bars import Bars

DAY = 288
"""Candles of a day."""
BPS = 10_000
_DEPTHS = ((1, 0.05), (2, 0.1), (4, 0.2))
"""Levels of a side: distance in half spreads, size as a share of what a candle of the last day trades on average."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """The columns of one instrument; every row is known once the candle of its step has closed."""

    symbol: Symbol
    instrument: Instrument
    half_spread_bps: float
    columns: Columns
    funding: FundingRates | None  # None: the folder has no file of it
    first: int
    """The first step at which both timeframes have a closed candle."""
    figures: Floats
    """float64[n, 8]: last, bid, ask, then of 24 hours volume, high, low, change, change in percent."""
    depth: Floats
    """What an average candle of the last day has traded, coins."""
    quarters: Bars
    hours: Bars
    short_terms: ShortTerms
    long_terms: LongTerms

    @classmethod
    def of(cls, tape: Tape, symbol: Symbol, instrument: Instrument, half_spread_bps: float) -> Self:
        """Compute everything once for the whole tape."""
        columns = tape.columns[symbol]
        quarters, hours = (Bars.of(tape, columns, timeframe) for timeframe in (Timeframe.M15, Timeframe.H1))
        closes, volumes = (np.array([row[field] for row in quarters.rows]) for field in (4, 5))
        ready = np.flatnonzero((quarters.closed > 0) & (hours.closed > 0))
        return cls(
            symbol=symbol,
            instrument=instrument,
            half_spread_bps=half_spread_bps,
            columns=columns,
            funding=tape.funding.get(symbol),
            first=int(ready[0]) if len(ready) else tape.length,
            figures=_figures(columns, instrument, half_spread_bps),
            depth=_depth(columns),
            quarters=quarters,
            hours=hours,
            short_terms=short_terms(closes, volumes),
            long_terms=long_terms(np.array([row[4] for row in hours.rows])),
        )


def quotes(prices: Floats, instrument: Instrument, half_spread_bps: float) -> tuple[Floats, Floats]:
    """Return bids and asks around `prices`, on the tick, never the same: a tick apart from the price at least."""
    tick, decimals = float(instrument.tick_size), _decimals(instrument)
    half = np.maximum(prices * (half_spread_bps / BPS), tick)
    bids = np.round(np.floor((prices - half) / tick + 0.5) * tick, decimals)
    asks = np.round(np.floor((prices + half) / tick + 0.5) * tick, decimals)
    return np.where(bids > 0, bids, tick), np.maximum(asks, bids + tick)


def levels(
    price: float, bid: float, ask: float, depth: float, decimals: int
) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
    """Return the two sides of a book: deeper further out, as thick as the day's trade allows."""
    return (
        tuple(
            (round(price - (price - bid) * steps, decimals), depth * share)
            for steps, share in _DEPTHS
            if price - (price - bid) * steps > 0
        ),
        tuple((round(price + (ask - price) * steps, decimals), depth * share) for steps, share in _DEPTHS),
    )


def _decimals(instrument: Instrument) -> int:
    exponent = instrument.tick_size.normalize().as_tuple().exponent
    return max(-int(exponent), 0)


def _figures(columns: Columns, instrument: Instrument, half_spread_bps: float) -> Floats:
    first, last = columns.first, columns.close
    bids, asks = quotes(last, instrument, half_spread_bps)
    day_ago = np.concatenate([np.full(min(DAY, len(last)), np.nan), last[:-DAY]])
    change = last - day_ago
    of_day = [
        np.concatenate([np.full(first, np.nan), mean(values[first:], DAY)])
        for mean, values in ((total, columns.volume), (highest, columns.high), (lowest, columns.low))
    ]
    return np.stack([last, bids, asks, *of_day, change, 100 * change / day_ago], axis=1)


def _depth(columns: Columns) -> Floats:
    """Return the mean volume of the last day, of what there is on the first."""
    sums = np.cumsum(columns.volume)
    counts = np.minimum(np.arange(len(sums)) + 1, DAY)
    before = np.concatenate([np.zeros(min(DAY, len(sums))), sums[:-DAY]])
    return np.asarray((sums - before) / counts)

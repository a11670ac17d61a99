"""One candle window as it was read, judged by its own times, and what has been made of it; pure."""

from dataclasses import dataclass
from datetime import timedelta

from tradewind.analysis.context import regime
from tradewind.analysis.picture import Picture, picture
from tradewind.analysis.series import columns
from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import MarketRegime

CLOCK_TOLERANCE = timedelta(seconds=2)
"""Clock difference to a venue that does not count as a candle from the future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A symbol and timeframe at its last confirmed candle."""

    symbol: Symbol
    timeframe: Timeframe
    picture: Picture
    closed_at: Instant
    """Close of the last confirmed candle."""
    fresh_until: Instant
    regime: MarketRegime | None  # None: not asked for, or too few candles


def is_current(rows: CandleRows, timeframe: Timeframe, grace: timedelta, now: Instant) -> bool:
    """Say whether the last row is the candle that is open now, or was at most `grace` ago.

    A bare array carries no stamp: the open time of its last row is all there is to judge it by. `rows` has one, and
    it does not lie in the future.
    """
    return now < Instant.from_ms(rows[-1][0]) + timeframe.length + grace


def sight(
    symbol: Symbol, timeframe: Timeframe, rows: CandleRows, *, grace: timedelta, is_reference: bool
) -> Sight:
    """Return what the confirmed candles of `rows` (all but the last one, at least one) show."""
    candles = columns(rows[:-1])
    return Sight(
        symbol=symbol,
        timeframe=timeframe,
        picture=picture(candles, timeframe),
        closed_at=Instant.of(Instant.from_ms(rows[-2][0]) + timeframe.length),
        fresh_until=Instant.of(Instant.from_ms(rows[-1][0]) + timeframe.length + grace),
        regime=regime(candles) if is_reference else None,
    )

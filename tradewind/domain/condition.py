"""How far a datum may be trusted, pure: its times, its age, whether something is missing in it, and what that means.

The one place that says fresh, warn or blocked of a cached value; everybody who reads one asks here.
"""

from dataclasses import dataclass
from datetime import timedelta

from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.freshness import AgeLimits, Freshness, freshness
from tradewind.domain.funding import OpenInterest
from tradewind.domain.order_book import OrderBook
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stamp import Stamped, Stamps
from tradewind.domain.stock import StockPrice
from tradewind.domain.ticker import Ticker


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A datum at one moment."""

    exchange_time: Instant | None
    received_at: Instant
    stamped: Instant | None
    """The time that its age is judged by; None: it holds nothing to judge."""
    age: timedelta | None
    has_gap: bool
    freshness: Freshness

    @property
    def is_usable(self) -> bool:
        """False when nothing may be decided on it."""
        return self.freshness is not Freshness.BLOCKED


def condition(value: Stamped, now: Instant, limits: AgeLimits) -> Condition:
    """Judge a datum; one with a gap is blocked however young it is."""
    stamped, is_torn = age_stamp(value, now), has_gap(value)
    return Condition(
        exchange_time=value.exchange_time,
        received_at=value.timestamp,
        stamped=stamped,
        age=None if stamped is None else now - stamped,
        has_gap=is_torn,
        freshness=freshness_of(stamped, now, limits, is_torn=is_torn),
    )


def freshness_of(stamped: Instant | None, now: Instant, limits: AgeLimits, *, is_torn: bool) -> Freshness:
    """Judge a datum by the stamp that counts; `stamped` None: it holds nothing to judge."""
    return Freshness.BLOCKED if stamped is None or is_torn else freshness(stamped, now, limits)


def age_stamp(value: Stamped, now: Instant) -> Instant | None:
    """Return the time that the age of `value` is judged by; None: it holds nothing to judge."""
    stamps = stamps_of(value)
    return None if stamps is None else stamps.at(now)


def stamps_of(value: Stamped) -> Stamps | None:
    """Return the times that the age of `value` can be judged by; None: it holds nothing to judge."""
    received = value.timestamp
    match value:
        case CandleWindow():
            if not value.candles:
                return None
            # A frozen feed rewrites an old window with a fresh receive time: its last candle has long ended.
            end_of_last = Instant.of(Instant.from_ms(value.candles[-1][0]) + value.timeframe.length)
            return Stamps(oldest=min(received, end_of_last), newest=received)
        case Ticker() | OrderBook() | OpenInterest() | SpotPrice() | StockPrice():
            return value.stamps
        case _:
            return Stamps(oldest=received, newest=received)


def has_gap(value: Stamped) -> bool:
    """Say whether a candle is missing in a window; what is of one moment has no gap.

    A book that lost a change is never written, so that the one in the cache is whole and only grows old.
    """
    if not isinstance(value, CandleWindow):
        return False
    return is_torn(
        value.candles if value.preceding is None else (value.preceding, *value.candles), value.timeframe
    )


def is_torn(rows: CandleRows, timeframe: Timeframe) -> bool:
    """Say whether a candle is missing between the first and the last of `rows`."""
    step = int(timeframe.length.total_seconds() * 1000)
    starts = [row[0] for row in rows]
    return bool(starts) and starts != list(range(starts[0], starts[0] + step * len(starts), step))

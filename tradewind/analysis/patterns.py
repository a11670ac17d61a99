"""What may be found at the last confirmed candle, pure; None where there are too few candles to say."""

from tradewind.analysis.series import Candles, Series, latest
from tradewind.domain.technical import SignalName

LOOK_BACK = 20
"""Candles before the last one that it is compared with."""
SURGE = 2.0
"""Times the usual volume."""
SUPPORT_REACH = 0.5
"""How near to the support, in average true ranges, a low touches it."""


def levels(candles: Candles) -> tuple[float | None, float | None]:
    """Return support and resistance: the lowest low and the highest high of the last 20 candles."""
    if len(candles) < LOOK_BACK:
        return None, None
    return float(candles.low[-LOOK_BACK:].min()), float(candles.high[-LOOK_BACK:].max())


def is_breakout(candles: Candles) -> bool | None:
    """Say whether the last close is above the highest high of the 20 candles before it (Donchian's rule)."""
    if len(candles) <= LOOK_BACK:
        return None
    return bool(candles.close[-1] > candles.high[-LOOK_BACK - 1 : -1].max())


def volume_ratio(candles: Candles) -> float | None:
    """Return the last volume against the mean of the 20 before it; None if nothing was traded then."""
    if len(candles) <= LOOK_BACK:
        return None
    usual = candles.volume[-LOOK_BACK - 1 : -1].mean()
    return float(candles.volume[-1] / usual) if usual > 0 else None


def is_volume_surge(candles: Candles) -> bool | None:
    """Say whether the last volume is at least twice the usual one; None if nothing was traded then."""
    ratio = volume_ratio(candles)
    return None if ratio is None else ratio >= SURGE


def is_support_bounce(candles: Candles, true_range: float | None) -> bool | None:
    """Say whether prices turned upwards at the lowest low of the 20 candles before the last one.

    The last low comes within half an average true range of it, above or below, and the last close is above it, above
    its own open and in the upper half of its own candle.
    """
    if len(candles) <= LOOK_BACK or true_range is None:
        return None
    support = candles.low[-LOOK_BACK - 1 : -1].min()
    low, high, close = candles.low[-1], candles.high[-1], candles.close[-1]
    touches = abs(low - support) <= SUPPORT_REACH * true_range
    turns = close > support and close > candles.open[-1] and close > (low + high) / 2
    return bool(touches and turns)


def is_macd_cross(histogram: Series) -> bool | None:
    """Say whether MACD rose above its signal line at the last candle: its histogram is positive and was not before."""
    before, now = latest(histogram[:-1]), latest(histogram)
    return None if before is None or now is None else now > 0 >= before


def signals(candles: Candles, true_range: float | None, histogram: Series) -> tuple[SignalName, ...]:
    """Return what was found; what cannot be said was not found."""
    found = {
        SignalName.BREAKOUT: is_breakout(candles),
        SignalName.VOLUME_SURGE: is_volume_surge(candles),
        SignalName.SUPPORT_BOUNCE: is_support_bounce(candles, true_range),
        SignalName.MACD_CROSS: is_macd_cross(histogram),
    }
    return tuple(name for name, is_found in found.items() if is_found)

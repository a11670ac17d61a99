"""The TTM squeeze and the ribbon of exponential means, pure."""

import math
from itertools import pairwise

from tradewind.analysis.bands import Bands, bollinger, keltner, momentum
from tradewind.analysis.indicators import ema
from tradewind.analysis.series import Candles, Series, latest
from tradewind.domain.technical import EmaRibbon, RibbonOrder, RibbonValues, TtmSqueeze

PERIOD = 20
DEVIATIONS = 2
MULTIPLE = 1.5
MOMENTUM_CANDLES = 2 * PERIOD
"""As many candles as one value of the momentum looks at."""


def ttm_squeeze(candles: Candles) -> TtmSqueeze:
    """Return whether volatility is squeezed at the last candle, was released by it, and where prices lean.

    On: both Bollinger bands (20, 2) lie inside the Keltner channel (EMA 20 +- 1.5 ATR 20). Fired: it was on one candle
    earlier and is off. They are None for fewer than 21 and 22 candles; the momentum of `bands.momentum` needs 39.
    John Carter, Mastering the Trade, 2005.
    """
    inner = bollinger(candles.close[-PERIOD - 1 :], PERIOD, DEVIATIONS)
    outer = keltner(candles, PERIOD, MULTIPLE, PERIOD)
    is_on, was_on = _is_inside(inner, outer, age=1), _is_inside(inner, outer, age=2)
    return TtmSqueeze(
        on=is_on,
        fired=None if is_on is None or was_on is None else was_on and not is_on,
        momentum=latest(momentum(candles.last(MOMENTUM_CANDLES), PERIOD)),
    )


def _is_inside(inner: Bands, outer: Bands, age: int) -> bool | None:
    if len(outer.mid) <= PERIOD + age - 1:
        return None
    above, below = outer.upper[-age] - inner.upper[-age], inner.lower[-age] - outer.lower[-age]
    if not math.isfinite(above) or not math.isfinite(below):
        return None
    return bool(above > 0 and below > 0)


def ema_ribbon(closes: Series) -> EmaRibbon:
    """Return the exponential means of 8, 13, 21, 34, 55 and 89 closes and their order at the last candle.

    Bullish: each shorter mean above the next longer one; bearish: each below it; anything else is mixed. The order is
    None until the longest is known, at 89 candles.
    """
    values = RibbonValues(
        ema_8=latest(ema(closes, 8)),
        ema_13=latest(ema(closes, 13)),
        ema_21=latest(ema(closes, 21)),
        ema_34=latest(ema(closes, 34)),
        ema_55=latest(ema(closes, 55)),
        ema_89=latest(ema(closes, 89)),
    )
    return EmaRibbon(values=values, order=_order(values))


def bullish_share(values: RibbonValues) -> float | None:
    """Return which share of neighboring means stands in bullish order, 0..1; None while one is unknown."""
    pairs = _neighbors(values)
    return sum(short > long for short, long in pairs) / len(pairs) if pairs is not None else None


def _order(values: RibbonValues) -> RibbonOrder | None:
    pairs = _neighbors(values)
    if pairs is None:
        return None
    if all(short > long for short, long in pairs):
        return RibbonOrder.BULLISH
    return RibbonOrder.BEARISH if all(short < long for short, long in pairs) else RibbonOrder.MIXED


def _neighbors(values: RibbonValues) -> list[tuple[float, float]] | None:
    known = [value for value in values.shortest_first if value is not None]
    return list(pairwise(known)) if len(known) == len(values.shortest_first) else None

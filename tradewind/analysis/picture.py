"""The technical picture of one symbol on one timeframe; pure."""

from dataclasses import dataclass
from datetime import timedelta

from tradewind.analysis.bands import atr, bollinger, vwap
from tradewind.analysis.indicators import macd, rsi, stoch_rsi
from tradewind.analysis.patterns import levels, signals, volume_ratio
from tradewind.analysis.series import Candles, latest
from tradewind.analysis.squeeze import bullish_share, ema_ribbon, ttm_squeeze
from tradewind.domain.candle import Timeframe
from tradewind.domain.indicators import Macd
from tradewind.domain.technical import EmaRibbon, ScoreParts, SignalName, StochRsi, TtmSqueeze

BAND_CANDLES = 20
STOCH_CANDLES = 16
VWAP_SPAN = timedelta(hours=24)
OVERSOLD, OVERBOUGHT = 30, 70
VWAP_REACH = 2
"""Average true ranges from the VWAP at which its part of the score is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that is published of one symbol and timeframe, at its last confirmed candle."""

    close: float | None
    rsi_14: float | None
    vwap: float | None
    """Rolling, over the last 24 hours."""
    bb_upper: float | None
    bb_mid: float | None
    bb_lower: float | None
    ribbon: EmaRibbon
    squeeze: TtmSqueeze
    stoch_rsi: StochRsi
    macd: Macd
    support: float | None
    resistance: float | None
    """The lowest low and the highest high of the last candles; where prices turned."""
    parts: ScoreParts
    score: float | None
    volume_ratio: float | None
    signals: tuple[SignalName, ...]


def picture(candles: Candles, timeframe: Timeframe) -> Picture:
    """Return the picture of confirmed candles; what their number does not allow is None."""
    strength = rsi(candles.close)
    k, d = stoch_rsi(strength[-STOCH_CANDLES:])
    bands = bollinger(candles.close[-BAND_CANDLES:])
    upper, mid, lower = latest(bands.upper), latest(bands.mid), latest(bands.lower)
    true_range, (line, signal, histogram) = latest(atr(candles)), macd(candles.close)
    support, resistance = levels(candles)
    ribbon, close = ema_ribbon(candles.close), latest(candles.close)
    strength_now, mean_price = latest(strength), _rolling_vwap(candles, timeframe)
    parts = ScoreParts(
        trend=bullish_share(ribbon.values),
        strength=_place(strength_now, OVERSOLD, OVERBOUGHT),
        place=_place(close, lower, upper),
        lead=_lead(close, mean_price, true_range),
    )
    return Picture(
        close=close,
        rsi_14=strength_now,
        vwap=mean_price,
        bb_upper=upper,
        bb_mid=mid,
        bb_lower=lower,
        ribbon=ribbon,
        squeeze=ttm_squeeze(candles),
        stoch_rsi=StochRsi(k=latest(k), d=latest(d)),
        macd=Macd(macd=latest(line), signal=latest(signal), histogram=latest(histogram)),
        support=support,
        resistance=resistance,
        parts=parts,
        score=score(parts),
        volume_ratio=volume_ratio(candles),
        signals=signals(candles, true_range, histogram),
    )


def score(parts: ScoreParts) -> float | None:
    """Return how much the picture favors a rise, 0..1: the mean of four shares; None while one of them is unknown.

    trend: pairs of neighboring ribbon means in bullish order; strength: RSI 14 between 30 and 70; place: the close
    between the lower and the upper Bollinger band; lead: the close between 2 ATR 14 below and 2 above the rolling
    VWAP. Each is cut to 0..1; half of everything is 0.5. A definition of this desk, and not a forecast.
    """
    trend, strength, place, lead = parts.trend, parts.strength, parts.place, parts.lead
    if trend is None or strength is None or place is None or lead is None:
        return None
    return (trend + strength + place + lead) / 4


def _rolling_vwap(candles: Candles, timeframe: Timeframe) -> float | None:
    count = VWAP_SPAN // timeframe.length
    return latest(vwap(candles.last(count))) if len(candles) >= count else None


def _lead(close: float | None, mean_price: float | None, true_range: float | None) -> float | None:
    if mean_price is None or true_range is None:
        return None
    reach = VWAP_REACH * true_range
    return _place(close, mean_price - reach, mean_price + reach)


def _place(value: float | None, low: float | None, high: float | None) -> float | None:
    if value is None or low is None or high is None or not high > low:
        return None
    return min(max((value - low) / (high - low), 0.0), 1.0)

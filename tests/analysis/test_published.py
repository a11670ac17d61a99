"""Every published value that the package can compute, it computes: all tables and all vectors in the folder are tried."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.analysis.candles import closing
from tests.analysis.published import (
    Vector,
    expected_fields,
    names_of_quotes,
    quotes,
    tables,
    vectors_by_function,
)
from tests.analysis.test_picture import assert_is_sound
from tradewind.analysis.bands import atr, bollinger, donchian, keltner, linear_regression, vwap
from tradewind.analysis.indicators import ema, macd, rsi, sma, stoch_rsi
from tradewind.analysis.picture import picture
from tradewind.analysis.series import Candles, Series
from tradewind.analysis.squeeze import ema_ribbon, ttm_squeeze
from tradewind.domain.candle import Timeframe

pytestmark = pytest.mark.recorded

OURS: dict[tuple[str, str], Callable[[Candles], Series]] = {
    ("rsi", "rsi"): lambda candles: rsi(candles.close, 14),
    ("sma", "sma"): lambda candles: sma(candles.close, 20),
    ("ema", "ema"): lambda candles: ema(candles.close, 20),
    ("macd", "macd"): lambda candles: macd(candles.close)[0],
    ("macd", "signal"): lambda candles: macd(candles.close)[1],
    ("macd", "histogram"): lambda candles: macd(candles.close)[2],
    ("macd", "fastEma"): lambda candles: ema(candles.close, 12),
    ("macd", "slowEma"): lambda candles: ema(candles.close, 26),
    ("stoch-rsi", "stochRsi"): lambda candles: stoch_rsi(rsi(candles.close))[0],
    ("stoch-rsi", "signal"): lambda candles: stoch_rsi(rsi(candles.close))[1],
    ("bb", "sma"): lambda candles: bollinger(candles.close).mid,
    ("bb", "upperBand"): lambda candles: bollinger(candles.close).upper,
    ("bb", "lowerBand"): lambda candles: bollinger(candles.close).lower,
    ("atr", "atr"): lambda candles: atr(candles, 14),
    ("atr", "tr"): lambda candles: atr(candles, 1),
    ("tr", "tr"): lambda candles: atr(candles, 1),
    ("keltner", "centerline"): lambda candles: keltner(candles, 20, 2, 10).mid,
    ("keltner", "upperBand"): lambda candles: keltner(candles, 20, 2, 10).upper,
    ("keltner", "lowerBand"): lambda candles: keltner(candles, 20, 2, 10).lower,
    ("vwap", "vwap"): vwap,
}
NOT_OURS = {"adx", "mfi", "obv", "smma", "stoch", "supertrend"}
"""Tables of indicators that nothing here asks for."""


def test_every_table_is_compared_or_named_as_not_ours() -> None:
    known = {name for name, _ in OURS}

    assert set(tables()) <= known | NOT_OURS


def test_every_field_that_we_know_equals_the_published_one() -> None:
    candles = quotes("default")
    compared = 0
    for name in tables():
        for field, values in expected_fields(name).items():
            compute = OURS.get((name, field))
            if compute is not None:
                compared += 1
                np.testing.assert_allclose(
                    compute(candles), values, rtol=0, atol=1e-9, equal_nan=True, err_msg=f"{name} {field}"
                )
    assert compared


def _rolling_vwap(vector: Vector) -> tuple[Series, ...]:
    closes, volume, _ = vector.arrays
    period = int(vector.options[0])
    candles = closing(closes, reach=0.0, volume=volume)
    ends = range(period, len(closes) + 1)
    return (np.array([vwap(_between(candles, end - period, end))[-1] for end in ends]),)


def _between(candles: Candles, start: int, end: int) -> Candles:
    return Candles(
        open=candles.open[start:end],
        high=candles.high[start:end],
        low=candles.low[start:end],
        close=candles.close[start:end],
        volume=candles.volume[start:end],
    )


def _average_range(vector: Vector) -> tuple[Series, ...]:
    """Their first candle has a true range too; ours gets one by standing there twice."""
    high, low, close = (np.insert(column, 0, column[0]) for column in vector.arrays[:3])
    return (atr(Candles(open=close, high=high, low=low, close=close, volume=close), int(vector.options[0])),)


def _bands(vector: Vector) -> tuple[Series, ...]:
    bands = bollinger(vector.arrays[0], int(vector.options[0]), vector.options[1])
    return bands.lower, bands.mid, bands.upper


def _of_closes(compute: Callable[[Series, int], Series]) -> Callable[[Vector], tuple[Series, ...]]:
    return lambda vector: (compute(vector.arrays[0], int(vector.options[0])),)


def _share_of_range(closes: Series, period: int) -> Series:
    return stoch_rsi(rsi(closes, period), period)[0] / 100


SECOND_LIBRARY: dict[str, Callable[[Vector], tuple[Series, ...]]] = {
    "rsi": _of_closes(rsi),
    "sma": _of_closes(sma),
    "linreg": _of_closes(linear_regression),
    "stochrsi": _of_closes(_share_of_range),
    "max": _of_closes(lambda values, period: donchian(closing(values, reach=0.0), period).upper),
    "min": _of_closes(lambda values, period: donchian(closing(values, reach=0.0), period).lower),
    "bbands": _bands,
    "atr": _average_range,
    "vwma": _rolling_vwap,
}
"""Their EMA and MACD begin with the first value instead of a mean, so they have no place here."""


def test_every_vector_that_we_know_equals_that_of_a_second_library() -> None:
    compared = 0
    for function, found in vectors_by_function().items():
        compute = SECOND_LIBRARY.get(function)
        for vector in found if compute is not None else ():
            compared += 1
            assert compute is not None
            lines = compute(vector)
            for line, known in zip(lines, vector.arrays[-len(lines) :], strict=True):
                np.testing.assert_allclose(
                    line[-len(known) :], known, atol=1e-3, err_msg=f"{function} {vector.options}"
                )
    assert compared


def test_the_ribbon_is_the_recursion_of_each_of_its_means() -> None:
    closes = quotes("default").close

    for period, value in zip((8, 13, 21, 34, 55, 89), ema_ribbon(closes).values.shortest_first, strict=True):
        mean = closes[:period].sum() / period
        for close in closes[period:]:
            mean += (close - mean) * 2 / (period + 1)
        assert value == pytest.approx(mean, rel=1e-12)


def test_the_squeeze_is_on_where_the_bands_lie_inside_the_channel() -> None:
    candles = quotes("default")
    states = [_is_squeezed(candles, end) for end in range(21, len(candles) + 1)]

    assert {True, False} == set(states)
    for end in range(22, len(candles) + 1):
        squeeze = ttm_squeeze(_between(candles, 0, end))
        was_on, is_on = states[end - 22], states[end - 21]
        assert (squeeze.on, squeeze.fired) == (is_on, was_on and not is_on), end


def _is_squeezed(candles: Candles, end: int) -> bool:
    """By hand: Bollinger (20, 2) inside EMA 20 +- 1.5 ATR 20, on the first `end` candles."""
    high, low, close = candles.high[:end], candles.low[:end], candles.close[:end]
    ranges = [
        max(high[at] - low[at], abs(high[at] - close[at - 1]), abs(low[at] - close[at - 1]))
        for at in range(1, end)
    ]
    reach = sum(ranges[:20]) / 20
    for one in ranges[20:]:
        reach += (one - reach) / 20
    mid = close[:20].mean()
    for one in close[20:]:
        mid += (one - mid) * 2 / 21
    inner, spread = close[-20:].mean(), 2 * close[-20:].std()
    return bool(inner + spread < mid + 1.5 * reach and inner - spread > mid - 1.5 * reach)


def test_no_quotes_however_hostile_make_a_picture_raise() -> None:
    for name in names_of_quotes():
        candles = quotes(name)
        for timeframe in (Timeframe.M5, Timeframe.H1, Timeframe.H4):
            for count in (1, 20, 60, 120, len(candles)):
                assert_is_sound(picture(candles.last(count), timeframe))

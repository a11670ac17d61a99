"""The lines that a chart draws beside its candles, pure: the formulas of the analyst, one value for each candle."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from tradewind.analysis.bands import bollinger
from tradewind.analysis.indicators import ema, macd, rsi, sma
from tradewind.analysis.series import Series, columns
from tradewind.domain.candle import CandleRow

WARM_UP = 300
"""Candles before the first one shown, after which a mean that never forgets is the same to seven digits."""

Line = tuple[float | None, ...]
"""One value for each candle; None before the warm-up is complete."""


class Study(StrEnum):
    """What may be drawn."""

    SMA_20 = "sma_20"
    SMA_50 = "sma_50"
    EMA_12 = "ema_12"
    EMA_26 = "ema_26"
    BOLLINGER = "bollinger"
    RSI_14 = "rsi_14"
    MACD = "macd"


def chart_lines(
    rows: Sequence[CandleRow], studies: Iterable[Study], step: timedelta | None
) -> dict[str, Line]:
    """Return the lines of `studies` by name, each as long as `rows`: confirmed candles, oldest first.

    `step` is the length of a candle; after a missing one every line warms up again. None: the market closes over night, and
    the candles before and after a pause are neighbors.
    """
    wanted = list(studies)
    found: dict[str, list[float | None]] = {}
    for run in _runs(rows, step):
        closes = columns(run).close
        for study in wanted:
            for name, series in _lines_of(study, closes).items():
                found.setdefault(name, []).extend(_known(series))
    return {name: tuple(values) for name, values in found.items()}


def _lines_of(study: Study, closes: Series) -> Mapping[str, Series]:
    match study:
        case Study.SMA_20 | Study.SMA_50:
            return {study.value: sma(closes, 20 if study is Study.SMA_20 else 50)}
        case Study.EMA_12 | Study.EMA_26:
            return {study.value: ema(closes, 12 if study is Study.EMA_12 else 26)}
        case Study.BOLLINGER:
            bands = bollinger(closes)
            return {
                "bollinger_upper": bands.upper,
                "bollinger_mid": bands.mid,
                "bollinger_lower": bands.lower,
            }
        case Study.RSI_14:
            return {study.value: rsi(closes, 14)}
        case Study.MACD:
            line, signal, histogram = macd(closes)
            return {"macd": line, "macd_signal": signal, "macd_histogram": histogram}


def _runs(rows: Sequence[CandleRow], step: timedelta | None) -> Iterator[Sequence[CandleRow]]:
    """Yield the stretches of `rows` in which no candle is missing."""
    step_ms = None if step is None else step // timedelta(milliseconds=1)
    begin = 0
    for place in range(1, len(rows)):
        if step_ms is not None and rows[place][0] - rows[place - 1][0] != step_ms:
            yield rows[begin:place]
            begin = place
    if rows:
        yield rows[begin:]


def _known(series: Series) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in series.tolist()]

"""Reads single fields of a venue's answer; what makes no sense is Unusable. An empty field is unknown."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tradewind.domain.candle import CandleRow, CandleRows, Timeframe
from tradewind.domain.clock import Instant
from tradewind.market.failures import Unusable

FUTURE_MS = 60_000
"""A candle that opens further ahead than this is no candle of today's market."""


def mapping(value: object) -> Mapping[str, object]:
    """Return `value` where it is an object."""
    if not isinstance(value, dict):
        raise Unusable(f"expected an object, was {type(value).__name__}")
    return value


def listing(value: object) -> Sequence[object]:
    """Return `value` where it is an array."""
    if not isinstance(value, list):
        raise Unusable(f"expected an array, was {type(value).__name__}")
    return value


def number(row: Mapping[str, object], name: str) -> float | None:
    """Return a finite number."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Unusable(f"{name} is not a number: {value!r}")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise Unusable(f"{name} is not a number: {value!r}") from None
    if not math.isfinite(found):
        raise Unusable(f"{name} is not finite: {value!r}")
    return found


def positive(row: Mapping[str, object], name: str) -> float | None:
    """Return a number above zero."""
    found = number(row, name)
    if found is not None and found <= 0:
        raise Unusable(f"{name} is not positive: {found}")
    return found


def not_negative(row: Mapping[str, object], name: str) -> float | None:
    """Return a number that is zero or more."""
    found = number(row, name)
    if found is not None and found < 0:
        raise Unusable(f"{name} is negative: {found}")
    return found


def required(row: Mapping[str, object], name: str) -> float:
    """Return a number above zero that must be there."""
    found = positive(row, name)
    if found is None:
        raise Unusable(f"{name} is missing")
    return found


def moment_of_ms(row: Mapping[str, object], name: str) -> Instant | None:
    """Return a moment given in epoch milliseconds."""
    found = number(row, name)
    if found is None:
        return None
    try:
        return Instant.from_ms(int(found))
    except (ValueError, OverflowError):
        raise Unusable(f"{name} is not a time: {found}") from None


def moment_of_text(row: Mapping[str, object], name: str) -> Instant:
    """Return a moment given in ISO-8601."""
    text = row.get(name)
    try:
        return Instant.parse(str(text))
    except (ValueError, OverflowError):
        raise Unusable(f"{name} is not a time: {text!r}") from None


def candle(named: Mapping[str, object]) -> CandleRow:
    """Return a candle of the fields time, open, high, low, close and volume."""
    time = int(required(named, "time"))
    first, high, low, last = (required(named, name) for name in ("open", "high", "low", "close"))
    volume = not_negative(named, "volume")
    if volume is None:
        raise Unusable(f"the candle at {time} has no volume")
    if low > min(first, last) or high < max(first, last):
        raise Unusable(f"the candle at {time} lies outside its high and low")
    return time, first, high, low, last, volume


def newest_run(rows: Sequence[CandleRow], timeframe: Timeframe, limit: int, received: Instant) -> CandleRows:
    """Return the newest closed candles without a gap, up to `limit`, and the open one after them.

    Unusable where the newest candle is not of this moment: a market that stood still looks like one that is quiet.
    """
    step = int(timeframe.length.total_seconds() * 1000)
    ordered = sorted({row[0]: row for row in rows}.values())
    if not ordered:
        raise Unusable("the answer holds no candles")
    newest = ordered[-1][0]
    if newest > received.epoch_ms + FUTURE_MS:
        raise Unusable(f"the newest candle, at {newest}, opens in the future")
    if newest + 2 * step <= received.epoch_ms:
        raise Unusable(f"the newest candle, at {newest}, is over")
    begin = 0
    for place, (earlier, later) in enumerate(pairwise(ordered), start=1):
        if later[0] - earlier[0] != step:
            begin = place
    return tuple(ordered[begin:][-limit - 1 :])

"""Longer candles made of shorter ones, pure."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from tradewind.domain.candle import CandleRow, CandleRows


def combined(rows: Sequence[CandleRow], part: timedelta, whole: timedelta) -> CandleRows:
    """Return the candles of length `whole` that `rows`, oldest first, of length `part` add up to.

    They begin at multiples of `whole` since 1970, UTC. The last one may still be forming; any other that lacks a part is left
    out, because its extremes and its volume are not known.
    """
    part_ms, whole_ms = _ms(part), _ms(whole)
    grouped = [tuple(parts) for _, parts in groupby(rows, key=lambda row: row[0] // whole_ms)]
    return tuple(
        _together(parts)
        for place, parts in enumerate(grouped)
        if _has_all(parts, part_ms, whole_ms, may_grow=place == len(grouped) - 1)
    )


def _has_all(parts: CandleRows, part_ms: int, whole_ms: int, *, may_grow: bool) -> bool:
    first, last = parts[0][0], parts[-1][0]
    is_unbroken = first % whole_ms == 0 and last - first == (len(parts) - 1) * part_ms
    return is_unbroken and (may_grow or len(parts) * part_ms == whole_ms)


def _together(rows: CandleRows) -> CandleRow:
    times, opens, highs, lows, closes, volumes = zip(*rows, strict=True)
    return times[0], opens[0], max(highs), min(lows), closes[-1], sum(volumes)


def _ms(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)

"""Recorded sessions of stocks: which of them plays is settled by the date alone, whatever day it was recorded."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import numpy as np

from tradewind_lab.bars import CLOSE, VOLUME, Block, Whole
from tradewind_lab.stocks.sessions import SESSION_S, between
from tradewind_lab.tape.folder import STEPS, STOCK_NAMES, CandleFile, find_files, read_candles
from tradewind_lab.tape.port import TapeRefused
from tradewind_lab.tape.recorded import MOST_PRICE_DECIMALS, decimals_of

logger = logging.getLogger(__name__)

_LEAST_SHARE: Final = 0.9  # of a session's candles; half days have fewer
_TAKES_THE_PLACE_OF: Final = {"GOOG": "GOOGL"}  # two classes of one company


class RecordedStocks:
    """Full recorded sessions in a row; behind the last one the first plays again, with a jump in price."""

    def __init__(
        self,
        sessions: dict[str, list[Whole]],
        step_s: int,
        decimals: dict[str, int],
        identity: str,
        seed: int,
    ) -> None:
        self.seed = seed
        self.identity = identity
        self.decimals = decimals
        self._sessions = sessions
        self._step_s = step_s

    def session(self, symbol: str, number: int) -> Block:
        """Return the session that plays as `number`, without gaps."""
        recorded = self._sessions[symbol]
        candles = recorded[number % len(recorded)]
        seconds = np.full(candles.shape[1], self._step_s, dtype=np.int64)
        return Block(step_s=self._step_s, candles=candles, leg_seconds=seconds, legs=candles)


def open_stocks(folder: Path, seed: int) -> RecordedStocks:
    """Read every stock of a folder; TapeRefused when they share no full session or no timeframe up to 15m."""
    files = {
        _TAKES_THE_PLACE_OF.get(symbol, symbol): paths
        for symbol, paths in find_files(folder, STOCK_NAMES).items()
    }
    kinds = [kind for kind in ("1m", "5m", "15m") if all(kind in paths for paths in files.values())]
    if not kinds:
        raise TapeRefused(f"{folder}: the stocks share no timeframe of 1m, 5m or 15m")
    step_s = STEPS[kinds[0]]
    charts = {symbol: read_candles(paths[kinds[0]], step_s) for symbol, paths in files.items()}
    decimals = {symbol: _decimals(chart) for symbol, chart in charts.items()}
    days = {symbol: dict(_full_sessions(chart, decimals[symbol])) for symbol, chart in charts.items()}
    shared = sorted(set.intersection(*(set(one) for one in days.values())))
    if not shared:
        raise TapeRefused(f"{folder}: the stocks share no full session of New York, 09:30 to 16:00")
    logger.info("%s: %d full sessions, %s to %s", folder, len(shared), shared[0], shared[-1])
    sessions = {symbol: [one[day] for day in shared] for symbol, one in days.items()}
    digest = hashlib.sha256(str(shared).encode())
    for symbol, candles in sessions.items():
        digest.update(symbol.encode() + np.concatenate(candles, axis=1).tobytes())
    identity = f"recorded stocks:{folder.resolve().name}:{digest.hexdigest()[:12]}"
    return RecordedStocks(sessions, step_s, decimals, identity, seed)


def _decimals(chart: CandleFile) -> int:
    found = decimals_of(chart.values[:VOLUME], MOST_PRICE_DECIMALS)
    if found is None:
        raise TapeRefused(f"{chart.path}: prices must have at most {MOST_PRICE_DECIMALS} decimals")
    return max(2, found)


def _full_sessions(chart: CandleFile, decimals: int) -> Iterator[tuple[date, Whole]]:
    """Yield each day of which nearly every candle was recorded; a missing one stands flat at the close before."""
    step_ms, count = chart.step_s * 1000, SESSION_S // chart.step_s
    ticks = np.rint(chart.values[:VOLUME] * 10**decimals)
    candles = np.concatenate((ticks, np.rint(chart.values[VOLUME:]))).astype(np.int64)
    for session in between(_day(int(chart.times[0])), _day(int(chart.times[-1]))):
        first, end = np.searchsorted(chart.times, (session.open_ms, session.close_ms))
        if end - first >= _LEAST_SHARE * count and chart.times[first] == session.open_ms:
            wanted = session.open_ms + step_ms * np.arange(count)
            rows = np.searchsorted(chart.times[:end], wanted, side="right") - 1
            absent = chart.times[rows] != wanted
            full = candles[:, rows]
            full[:VOLUME, absent] = full[CLOSE, absent]
            full[VOLUME, absent] = 0
            yield session.day, full


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()

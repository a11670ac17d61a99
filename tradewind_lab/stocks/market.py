"""The stock market at any moment: bars of every length, the last trade and the quote around it.

All times are epoch milliseconds; prices are Decimal dollars, sizes shares.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

import numpy as np

from tradewind_lab.bars import CLOSE, HIGH, LOW, OPEN, VOLUME, Whole
from tradewind_lab.path import Path, trace
from tradewind_lab.stocks.sessions import SESSION_S, Session, between, latest, midnight_ms, new_york
from tradewind_lab.stocks.tape import StockTape

DAY_S: Final = 86_400
_OPENS_AT_S: Final = 1800  # past the hour, in UTC as in New York
_LOTS: Final = np.random.default_rng(20_250_102).integers(1, 9, 256).tolist()


@dataclass(frozen=True, slots=True, kw_only=True)
class StockBar:
    """One bar; the open one tells the session so far."""

    open_ms: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """The last trade and the quote around it; outside sessions those of the last close."""

    at_ms: int
    price: Decimal
    size: int
    bid: Decimal
    bid_size: int
    ask: Decimal
    ask_size: int


class StockMarket:
    """Prices of every listed stock; a symbol that is not in `symbols` raises KeyError."""

    def __init__(self, tape: StockTape) -> None:
        self.tape = tape
        self.symbols = tuple(tape.decimals)
        self._salts = {symbol: place for place, symbol in enumerate(self.symbols)}
        self._paths = lru_cache(maxsize=4 * len(self.symbols))(self._traced)
        self._bars = lru_cache(maxsize=120 * len(self.symbols))(self._joined)

    def bars(
        self, symbol: str, step_s: int, *, start_ms: int, end_ms: int, now_ms: int
    ) -> Iterator[StockBar]:
        """Yield the bars that open between `start_ms` and `end_ms`, both included, oldest first.

        `step_s` divides an hour, or is a day's; bars lie on the hour's grid, daily ones begin at midnight in New York.
        """
        last_ms = min(end_ms, now_ms)
        for session in between(new_york(start_ms).date(), new_york(last_ms).date()):
            if session.open_ms <= now_ms:
                for bar in self._of_session(symbol, session, step_s, now_ms):
                    if start_ms <= bar.open_ms <= last_ms:
                        yield bar

    def last_bars(self, symbol: str, step_s: int, count: int, now_ms: int) -> list[StockBar]:
        """Return the newest `count` bars of the running session, or of the last one; fewer where it has fewer."""
        return self._of_session(symbol, latest(now_ms), step_s, now_ms)[-count:]

    def day_before(self, symbol: str, now_ms: int) -> StockBar:
        """Return the daily bar before the newest one."""
        session = latest(latest(now_ms).open_ms - 1)
        return self._of_session(symbol, session, DAY_S, now_ms)[0]

    def trade(self, symbol: str, now_ms: int) -> Trade:
        """Return the last trade at `now_ms`."""
        session = latest(now_ms)
        second = min((now_ms - session.open_ms) // 1000, SESSION_S - 1)
        ticks = int(self._paths(symbol, session.number).prices[second])
        spread = max(1, round(ticks * 0.00004))
        lot = (second + self._salts[symbol]) % len(_LOTS)
        return Trade(
            at_ms=session.open_ms + second * 1000,
            price=self._price(symbol, ticks),
            size=100 * _LOTS[lot],
            bid=self._price(symbol, ticks - spread),
            bid_size=_LOTS[lot - 1],
            ask=self._price(symbol, ticks + spread),
            ask_size=_LOTS[lot - 2],
        )

    def _of_session(self, symbol: str, session: Session, step_s: int, now_ms: int) -> list[StockBar]:
        begins = _begins(session, step_s)
        opens = [max(at_ms, session.open_ms) for at_ms in begins]
        if now_ms >= session.close_ms:
            columns = self._bars(symbol, session.number, step_s).T.tolist()
        else:
            columns = self._so_far(symbol, session, step_s, opens, now_ms)
        return [self._bar(symbol, at_ms, column) for at_ms, column in zip(begins, columns, strict=False)]

    def _so_far(
        self, symbol: str, session: Session, step_s: int, opens: list[int], now_ms: int
    ) -> list[list[int]]:
        """Return the closed bars of a session that runs, and the open one as far as it has come."""
        running = sum(at_ms <= now_ms for at_ms in opens) - 1
        closed = self._bars(symbol, session.number, step_s)[:, :running].T.tolist()
        first, last = ((at_ms - session.open_ms) // 1000 for at_ms in (opens[running], now_ms))
        return [*closed, self._paths(symbol, session.number).candle(first, last).tolist()]

    def _joined(self, symbol: str, number: int, step_s: int) -> Whole:
        """Return a whole session as bars of `step_s` seconds, int64[5, n]."""
        block = self.tape.session(symbol, number)
        finest, candles = block.step_s, block.candles
        if step_s % finest:
            finest, candles = 60, self._paths(symbol, number).candles(60)
        places = (_OPENS_AT_S + np.arange(candles.shape[1]) * finest) // step_s
        firsts = (
            np.flatnonzero(np.diff(places, prepend=-1)) if step_s < DAY_S else np.zeros(1, dtype=np.int64)
        )
        lasts = np.append(firsts[1:], candles.shape[1]) - 1
        return np.stack(
            (
                candles[OPEN, firsts],
                np.maximum.reduceat(candles[HIGH], firsts),
                np.minimum.reduceat(candles[LOW], firsts),
                candles[CLOSE, lasts],
                np.add.reduceat(candles[VOLUME], firsts),
            )
        )

    def _traced(self, symbol: str, number: int) -> Path:
        seed = (self.tape.seed, self._salts[symbol], number)
        return trace(self.tape.session(symbol, number), seed)

    def _bar(self, symbol: str, open_ms: int, column: list[int]) -> StockBar:
        opened, high, low, closed = (self._price(symbol, ticks) for ticks in column[:VOLUME])
        return StockBar(open_ms=open_ms, open=opened, high=high, low=low, close=closed, volume=column[VOLUME])

    def _price(self, symbol: str, ticks: int) -> Decimal:
        return Decimal(ticks).scaleb(-self.tape.decimals[symbol])


def _begins(session: Session, step_s: int) -> list[int]:
    """Return when each bar of a session begins, in ms."""
    if step_s >= DAY_S:
        return [midnight_ms(session.day)]
    step = step_s * 1000
    return list(range(session.open_ms // step * step, session.close_ms, step))

"""The market at any moment: a pure reading of the tape, the same for everybody who asks.

All times are epoch milliseconds of the lab; prices and sizes are Decimal, sizes of the book in contracts.
"""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from tradewind_lab.bars import BLOCK_MS, HIGH, LOW, OPEN, VOLUME, Whole
from tradewind_lab.chart import DAY_MS, candles, day_open, window
from tradewind_lab.instruments import Instrument
from tradewind_lab.ladder import Rungs, ladder
from tradewind_lab.quotes import Book, Candle, Funding, FundingRate, Level, OpenInterest, Step, Ticker
from tradewind_lab.reel import Reel

_MARK_SECONDS: Final = 15
_HONG_KONG_MS: Final = 16 * 3_600_000


class UnknownSymbol(LookupError):
    """The venue lists no swap of that name."""


class Market:
    """Prices of every listed swap. Every method raises UnknownSymbol, and OutsideTape before history begins."""

    def __init__(self, reel: Reel) -> None:
        self.reel = reel
        self._suspends: Callable[[str], bool] = lambda _symbol: False
        self._instruments = {one.symbol: one for one in reel.tape.instruments}
        self._marks: dict[str, tuple[int, Decimal]] = {}  # of the second that was asked for last
        self._days: dict[str, tuple[int, tuple[int, int, int, int]]] = {}

    @property
    def symbols(self) -> tuple[str, ...]:
        """Return every listed swap, in the order of listing."""
        return tuple(self._instruments)

    @property
    def begins_ms(self) -> int:
        """Return the earliest time of which the market knows."""
        return self.reel.first_block * BLOCK_MS

    def suspend_where(self, suspends: Callable[[str], bool]) -> None:
        """Let `suspends` decide from now on which swaps are suspended; without it none is."""
        self._suspends = suspends

    def is_suspended(self, symbol: str) -> bool:
        """Tell whether the venue lists the swap but does not trade it."""
        return self._suspends(symbol)

    def instrument(self, symbol: str) -> Instrument:
        """Return the rules of a listed swap."""
        try:
            return self._instruments[symbol]
        except KeyError:
            raise UnknownSymbol(symbol) from None

    def last(self, symbol: str, at_ms: int) -> Decimal:
        """Return the price of the last trade."""
        return self.instrument(symbol).price(self._ticks(symbol, at_ms))

    def ticker(self, symbol: str, at_ms: int) -> Ticker:
        """Return the last price, the touch of the book and the past 24 hours."""
        instrument = self.instrument(symbol)
        opened, high, low, volume = self._past_day(symbol, at_ms)
        book = self.book(symbol, at_ms, 1)
        last = self.last(symbol, at_ms)
        return Ticker(
            symbol=symbol,
            at_ms=at_ms,
            last=last,
            last_size=min(book.bids[0].size, book.asks[0].size),
            bid=book.bids[0],
            ask=book.asks[0],
            open_24h=instrument.price(opened),
            high_24h=instrument.price(high),
            low_24h=instrument.price(low),
            volume_24h=instrument.coins(volume),
            open_utc=instrument.price(day_open(self.reel, symbol, at_ms, anchor_ms=0)),
            open_hong_kong=instrument.price(day_open(self.reel, symbol, at_ms, anchor_ms=_HONG_KONG_MS)),
        )

    def book(self, symbol: str, at_ms: int, depth: int) -> Book:
        """Return up to 400 levels a side around the last price; it changes every 100 ms."""
        bids, asks = self.rungs(symbol, at_ms, depth)
        instrument = self.instrument(symbol)
        return Book(at_ms=at_ms, bids=_levels(instrument, bids), asks=_levels(instrument, asks))

    def rungs(self, symbol: str, at_ms: int, depth: int) -> tuple[Rungs, Rungs]:
        """Return bids and asks of the book in ticks and lots."""
        block, second = divmod(at_ms // 1000, BLOCK_MS // 1000)
        instrument = self.instrument(symbol)
        prices = self.reel.path(symbol, block).prices
        per_minute = self._past_day(symbol, at_ms)[3] / 1440
        return ladder(
            instrument,
            int(prices[second]),
            is_rising=bool(prices[second] >= prices[max(0, second - 1)]),
            coins_per_minute=per_minute / 10**instrument.volume_decimals,
            at_ms=at_ms,
            depth=depth,
        )

    def mark(self, symbol: str, at_ms: int) -> Decimal:
        """Return the mean of the last quarter of a minute, on the tick."""
        known = self._marks.get(symbol)
        if known is not None and known[0] == at_ms // 1000:
            return known[1]
        instrument = self.instrument(symbol)
        block, second = divmod(at_ms // 1000, BLOCK_MS // 1000)
        recent = self.reel.path(symbol, block).prices[max(0, second - _MARK_SECONDS + 1) : second + 1]
        mark = instrument.price(round(float(recent.mean())))
        self._marks[symbol] = (at_ms // 1000, mark)
        return mark

    def index(self, symbol: str, at_ms: int) -> Decimal:
        """Return the mark price less the premium that the funding rate stands for."""
        premium = self.funding(symbol, at_ms).current.rate / 2
        tick = self.instrument(symbol).tick_size
        return (self.mark(symbol, at_ms) / (1 + premium)).quantize(tick)

    def candles(
        self,
        symbol: str,
        timeframe: str,
        limit: int,
        *,
        at_ms: int,
        before_ms: int | None = None,
        after_ms: int | None = None,
    ) -> list[Candle]:
        """Return up to `limit` bars, oldest first, the open one at `at_ms` last.

        As at OKX, `after_ms` asks for bars that open earlier than it and `before_ms` for bars that open
        later; ValueError for a timeframe that chart.TIMEFRAMES does not name.
        """
        opens = (
            self.begins_ms if before_ms is None else max(self.begins_ms, before_ms + 1),
            at_ms if after_ms is None else min(at_ms, after_ms - 1),
        )
        return candles(self.reel, self.instrument(symbol), timeframe, opens=opens, limit=limit, at_ms=at_ms)

    def steps(self, symbol: str, since_ms: int, until_ms: int, *, by_second: bool = False) -> Iterator[Step]:
        """Walk the last price after `since_ms` up to and including `until_ms`, oldest first.

        Whole minutes are one step each unless the walk is to be `by_second`, the seconds around them one each.
        """
        instrument = self.instrument(symbol)
        second, final = since_ms // 1000 + 1, until_ms // 1000
        while second <= final:
            length = 60 if second % 60 == 0 and second + 59 <= final and not by_second else 1
            block, first = divmod(second, BLOCK_MS // 1000)
            bar = self.reel.path(symbol, block).candle(first, first + length - 1).tolist()
            second += length
            opened, high, low, closed = (instrument.price(ticks) for ticks in bar[:VOLUME])
            yield Step(at_ms=second * 1000 - 1, open=opened, high=high, low=low, close=closed)

    def funding(self, symbol: str, at_ms: int) -> Funding:
        """Return the rate that is settled next and the one settled last."""
        block = at_ms // BLOCK_MS
        return Funding(
            current=self.funding_at(symbol, (block + 1) * BLOCK_MS),
            following_ms=(block + 2) * BLOCK_MS,
            settled=self.funding_at(symbol, block * BLOCK_MS) if block > self.reel.first_block else None,
        )

    def funding_at(self, symbol: str, at_ms: int) -> FundingRate:
        """Return the rate of the settlement at `at_ms`, a multiple of 8 h."""
        self.instrument(symbol)
        return FundingRate(at_ms=at_ms, rate=self.reel.funding_rate(symbol, at_ms // BLOCK_MS))

    def funding_history(self, symbol: str, limit: int, *, after_ms: int, until_ms: int) -> list[FundingRate]:
        """Return up to `limit` settled rates later than `after_ms` and not later than `until_ms`, newest first."""
        first = max(self.reel.first_block + 1, after_ms // BLOCK_MS + 1)
        newest = until_ms // BLOCK_MS
        oldest = max(first, newest - limit + 1)
        return [self.funding_at(symbol, block * BLOCK_MS) for block in range(newest, oldest - 1, -1)]

    def open_interest(self, symbol: str, at_ms: int) -> OpenInterest:
        """Return open interest that sways by 8 % around the swap's usual size, over days and hours."""
        instrument = self.instrument(symbol)
        hours = at_ms / 3_600_000
        phase = sum(symbol.encode())
        sway = 1 + 0.05 * math.sin(hours / 31 + phase) + 0.03 * math.sin(hours / 5.3 + 2 * phase)
        mark = self.mark(symbol, at_ms)
        lots = int(instrument.open_interest_usdt * sway / float(mark * instrument.contract_value))
        coins = lots * instrument.contract_value
        return OpenInterest(contracts=Decimal(lots), coins=coins, usdt=coins * mark)

    def _ticks(self, symbol: str, at_ms: int) -> int:
        block, second = divmod(at_ms // 1000, BLOCK_MS // 1000)
        return int(self.reel.path(symbol, block).prices[second])

    def _past_day(self, symbol: str, at_ms: int) -> tuple[int, int, int, int]:
        """Return open, high, low in ticks and volume in units over 24 hours; the open is on the minute."""
        minute = at_ms // 60_000
        known = self._days.get(symbol)
        if known is None or known[0] != minute:
            start = max(self.begins_ms, minute * 60_000 - DAY_MS)
            bars = window(self.reel, symbol, start, minute * 60_000)
            known = (minute, _summary(bars) if bars.size else self._first_minute(symbol, at_ms))
            self._days[symbol] = known
        opened, high, low, volume = known[1]
        block, second = divmod(at_ms // 1000, BLOCK_MS // 1000)
        running = self.reel.path(symbol, block).candle(second - second % 60, second).tolist()
        return opened, max(high, running[HIGH]), min(low, running[LOW]), volume + running[VOLUME]

    def _first_minute(self, symbol: str, at_ms: int) -> tuple[int, int, int, int]:
        ticks = self._ticks(symbol, at_ms)
        return ticks, ticks, ticks, 0


def _summary(bars: Whole) -> tuple[int, int, int, int]:
    return int(bars[OPEN, 0]), int(bars[HIGH].max()), int(bars[LOW].min()), int(bars[VOLUME].sum())


def _levels(instrument: Instrument, rungs: Rungs) -> tuple[Level, ...]:
    return tuple(Level(instrument.price(ticks), lots * instrument.lot_size) for ticks, lots in rungs)

"""One instrument of a tape as the desk's own values, at one step after the other."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from tradewind.decision.bundle import Market
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding
from tradewind.domain.indicators import Indicators, LongTerm, ShortTerm
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.research.tape import FUNDING_EVERY_MS, FUNDING_TOLERANCE_MS
from tradewind.research.tape_bars import Bars
from tradewind.research.tape_series import Series, levels, quotes
from tradewind.research.venue import Counter, Prices, Stretch

SOURCE = "tape"
QUARTERS_KEPT = 50
"""Candles of a window as the collector keeps them, the open one included."""
HOURS_KEPT = 100
LATENCY = timedelta(milliseconds=50)
"""From a decision to the book that its orders meet."""
_BLOCK = 2_048
_HOUR_MS = 3600 * 1000
_RULES_LIVE_MS = 30 * 60 * 1000
_PARTS = frozenset(field.name for field in fields(Market))
"""What of them a tape does not tell, such as open interest and sentiment, is unknown."""

V = TypeVar("V")


class _LastOf:
    """Keeps what was made for the newest place: terms change with a longer candle, not with every step."""

    def __init__(self) -> None:
        self._place = -2
        self._value: object = None

    def get(self, place: int, make: Callable[[int], V]) -> V:
        """Return what `make` makes of `place`, made once while the place stays."""
        if place != self._place:
            self._place, self._value = place, make(place)
        return self._value  # type: ignore[return-value]  # made by `make` of the same slot


class PendingMarket(Market):
    """A market whose parts are made when somebody looks at them: most deciders look at few, and making is most work.

    What is made later is the same as what would have been made at once: it follows from the columns and the step.
    """

    __slots__ = ("_at", "_now_ms", "_place", "_view")
    _view: "TapeView"
    _place: int
    _at: Instant
    _now_ms: int

    @classmethod
    def of(cls, view: "TapeView", place: int, at: Instant, now_ms: int) -> Market:
        """Return the market of `view` at `place`, none of it made yet."""
        pending = object.__new__(cls)
        put = object.__setattr__  # the class is frozen, and this is its beginning
        put(pending, "symbol", view.symbol)
        put(pending, "_view", view)
        put(pending, "_place", place)
        put(pending, "_at", at)
        put(pending, "_now_ms", now_ms)
        return pending

    def __getattr__(self, name: str) -> object:
        """Make a part that nobody has looked at before."""
        if name in PendingMarket.__slots__:
            raise AttributeError(name)
        part = self._view.made(name, self._place, self._at, self._now_ms)
        object.__setattr__(self, name, part)
        return part


def made_at(market: Market) -> Instant | None:
    """Return the moment that a market was made for, part by part; None for one that was made whole."""
    return getattr(market, "_at", None)


class TapeView:
    """Reads the columns in blocks: a number of numpy costs ten times one of a list."""

    def __init__(self, series: Series) -> None:
        self._series = series
        self._begin = 0
        self._end = 0
        self._short, self._long, self._rules, self._rate = _LastOf(), _LastOf(), _LastOf(), _LastOf()
        funding = series.funding
        self._paid: list[int] = [] if funding is None else funding.paid_ms.tolist()
        self._rates: list[float] = [] if funding is None else funding.rates.tolist()
        self._decimals = max(-int(series.instrument.tick_size.normalize().as_tuple().exponent), 0)
        self._makers: dict[str, Callable[[int, Instant, int], object]] = {
            "ticker": self._ticker,
            "order_book": self._book,
            "candles_15m": self._quarters_window,
            "candles_1h": self._hours_window,
            "indicators": self._indicators,
            "funding": self._funding,
            "rules": self._rules_now,
        }
        self._load(0)

    @property
    def symbol(self) -> Symbol:
        """The instrument."""
        return self._series.symbol

    def stamp_ms(self, place: int) -> int | None:
        """Return when the newest candle there is had ended; None before there is enough of them."""
        if place < self._series.first:
            return None
        self._reach(place)
        return self._stamps[place - self._begin]

    def market(self, place: int, at: Instant, now_ms: int) -> Market:
        """Return everything of the instrument at `place`, received at `at`."""
        return PendingMarket.of(self, place, at, now_ms)

    def made(self, name: str, place: int, at: Instant, now_ms: int) -> object:
        """Return one part of the market at `place`; AttributeError when there is none of that name."""
        self._reach(place)
        row = place - self._begin
        if name not in _PARTS:
            raise AttributeError(name)
        make = self._makers.get(name)
        return None if make is None else make(row, at, now_ms)

    def _quarters_window(self, row: int, at: Instant, _: int) -> CandleWindow:
        closed = self._quarters_closed[row]
        past = self._series.quarters.rows[max(closed - QUARTERS_KEPT, 0) : closed]
        return self._window(Timeframe.M15, QUARTERS_KEPT, past, self._quarters[row], at)

    def _hours_window(self, row: int, at: Instant, _: int) -> CandleWindow:
        closed = self._hours_closed[row]
        past = self._series.hours.rows[max(closed - HOURS_KEPT, 0) : closed]
        return self._window(Timeframe.H1, HOURS_KEPT, past, self._hours[row], at)

    def _window(
        self, timeframe: Timeframe, limit: int, past: Sequence[CandleRow], newest: CandleRow, at: Instant
    ) -> CandleWindow:
        """Return the newest `limit` candles; `past` has at most as many closed ones before `newest`."""
        is_full = len(past) == limit
        return CandleWindow(
            source=SOURCE,
            exchange_time=None,
            timestamp=at,
            symbol=self._series.symbol,
            timeframe=timeframe,
            limit=limit,
            candles=(*past[is_full:], newest),
            preceding=past[0] if is_full else None,
        )

    def prices(self, place: int) -> Prices | None:
        """Return what the candle at `place` went through; None when nothing was traded in it."""
        self._reach(place)
        row = place - self._begin
        low, high, volume = self._ranges[row]
        if not volume:
            return None
        return Prices(low=_exact(low), high=_exact(high), close=_exact(self._figures[row][0]))

    def stretch(self, place: int, market: Market) -> Stretch | None:
        """Return the candle at `place` as its venue lives through it; None when nothing was traded in it."""
        columns = self._series.columns
        if not columns.volume[place] or market.rules is None:
            return None
        return Stretch(
            counter=Counter(
                book=market.order_book,
                rules=market.rules,
                price=_exact(market.ticker.last_price),
                at=market.ticker.timestamp,
            ),
            open=_exact(columns.open[place]),
            high=_exact(columns.high[place]),
            low=_exact(columns.low[place]),
        )

    def next_counter(self, place: int, now: Instant) -> Counter | None:
        """Return what an order of the end of `place` arrives at; None when the next candle has no trade.

        The one thing that is taken from a candle that has not closed, and only the venue sees it.
        """
        columns, series = self._series.columns, self._series
        after = place + 1
        if after >= len(series.depth) or not columns.volume[after]:
            return None
        opened = columns.open[after : after + 1]
        bid, ask = quotes(opened, series.instrument, series.half_spread_bps)
        price, arrival = float(opened[0]), Instant.of(now + LATENCY)
        bids, asks = levels(price, float(bid[0]), float(ask[0]), float(series.depth[place]), self._decimals)
        book = OrderBook(
            source=SOURCE,
            exchange_time=arrival,
            timestamp=arrival,
            symbol=series.symbol,
            bids=bids,
            asks=asks,
        )
        return Counter(book=book, rules=self._rules_at(arrival), price=_exact(price), at=arrival)

    def _ticker(self, row: int, at: Instant, _: int) -> Ticker:
        last, bid, ask, volume, high, low, change, percent = self._figures[row]
        return Ticker(
            source=SOURCE,
            exchange_time=at,
            timestamp=at,
            symbol=self._series.symbol,
            last_price=last,
            bid=bid,
            ask=ask,
            volume_24h=_known(volume),
            high_24h=_known(high),
            low_24h=_known(low),
            change_24h=_known(change),
            change_pct_24h=_known(percent),
        )

    def _book(self, row: int, at: Instant, _: int) -> OrderBook:
        last, bid, ask = self._figures[row][:3]
        bids, asks = levels(last, bid, ask, self._depths[row], self._decimals)
        return OrderBook(
            source=SOURCE, exchange_time=at, timestamp=at, symbol=self._series.symbol, bids=bids, asks=asks
        )

    def _indicators(self, row: int, at: Instant, _: int) -> Indicators:
        short: ShortTerm = self._short.get(self._quarters_closed[row] - 1, self._series.short_terms.at)
        long: LongTerm = self._long.get(self._hours_closed[row] - 1, self._series.long_terms.at)
        return Indicators(
            source=SOURCE,
            exchange_time=None,
            timestamp=at,
            symbol=self._series.symbol,
            short_term=short,
            long_term=long,
        )

    def _funding(self, _: int, at: Instant, now_ms: int) -> Funding | None:
        """Return the rate that was paid last: what will be paid next is not known yet."""
        rate, next_time = self._rate.get(now_ms // _HOUR_MS, lambda _: self._rate_at(now_ms))
        if rate is None:
            return None
        return Funding(
            source=SOURCE,
            exchange_time=at,
            timestamp=at,
            symbol=self._series.symbol,
            funding_rate=rate,
            next_funding_time=next_time,
        )

    def rate_paid_at(self, now_ms: int) -> float | None:
        """Return the rate that was paid at that very moment, 0 where the tape knows nothing of funding."""
        if not self._paid:
            return 0.0
        place = bisect_right(self._paid, now_ms + FUNDING_TOLERANCE_MS) - 1
        is_due = place >= 0 and now_ms - self._paid[place] < _HOUR_MS
        return self._rates[place] if is_due else None

    def _rate_at(self, now_ms: int) -> tuple[float | None, Instant]:
        paid = bisect_right(self._paid, now_ms)
        next_time = Instant.from_ms((now_ms // FUNDING_EVERY_MS + 1) * FUNDING_EVERY_MS)
        return (self._rates[paid - 1] if paid else None), next_time

    def _rules_now(self, _: int, at: Instant, now_ms: int) -> InstrumentRules:  # noqa: ARG002 - as every maker
        """Return the rules as they were read when the half hour began: whoever looks first changes nothing."""
        turn = now_ms // _RULES_LIVE_MS
        return self._rules.get(turn, lambda _: self._rules_at(Instant.from_ms(turn * _RULES_LIVE_MS)))

    def _rules_at(self, at: Instant) -> InstrumentRules:
        return InstrumentRules(
            source=SOURCE,
            exchange_time=None,
            timestamp=at,
            symbol=self._series.symbol,
            instrument=self._series.instrument,
            is_live=True,
        )

    def _reach(self, place: int) -> None:
        if not self._begin <= place < self._end:
            self._load(place)

    def _load(self, place: int) -> None:
        series = self._series
        begin = place // _BLOCK * _BLOCK
        end = min(begin + _BLOCK, len(series.depth))
        block = slice(begin, end)
        self._begin, self._end = begin, end
        self._stamps: list[int] = series.columns.stamp_ms[block].tolist()
        self._figures: list[list[float]] = series.figures[block].tolist()
        columns = series.columns
        low, high, volume = (column[block].tolist() for column in (columns.low, columns.high, columns.volume))
        self._ranges: list[tuple[float, float, float]] = list(zip(low, high, volume, strict=True))
        self._depths: list[float] = series.depth[block].tolist()
        self._quarters_closed: list[int] = series.quarters.closed[block].tolist()
        self._hours_closed: list[int] = series.hours.closed[block].tolist()
        self._quarters = _opening(series.quarters, block)
        self._hours = _opening(series.hours, block)


def _opening(bars: Bars, block: slice) -> list[CandleRow]:
    rows = zip(bars.open_ms[block].tolist(), bars.opening[block].tolist(), strict=True)
    return [(begun, *figures) for begun, figures in rows]


def _exact(price: float) -> Decimal:
    return Decimal(repr(float(price)))


def _known(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124 - NaN alone differs from itself

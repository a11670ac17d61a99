"""The market that the simulated venue trades on, as values."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import BaseQty, Instrument, InstrumentRules, Symbol
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.ticker import Ticker


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketView:
    """One instrument at one moment."""

    book: OrderBook  # fresh and sound
    rules: InstrumentRules | None  # None: not known; only closing is possible
    seen_at: Instant
    last_price: Decimal | None = None  # None: not known; the middle of the book stands for it
    mark_price: Decimal | None = None  # None: the venue names none; the last price stands for it

    @property
    def lot(self) -> BaseQty | None:
        """The smallest step of size in base units; None when the rules are not known."""
        if self.rules is None:
            return None
        return self.rules.instrument.quantity(self.rules.instrument.lot_size)

    @property
    def middle(self) -> Decimal:
        """Half way between the best quotes."""
        return (_exact(self.book.bids[0][0]) + _exact(self.book.asks[0][0])) / 2

    @property
    def price(self) -> Decimal:
        """The last price, as far as the quotes bear it out: one odd trade far outside them counts for nothing."""
        if self.last_price is None:
            return self.middle
        return clamped(self.last_price, _exact(self.book.bids[0][0]), _exact(self.book.asks[0][0]))

    @property
    def mark(self) -> Decimal:
        """The price that margin and funding are reckoned with."""
        return self.price if self.mark_price is None else self.mark_price

    def moved_to(self, price: Decimal) -> Self:
        """Return the same book standing around `price`, for a moment on the way that no snapshot shows."""
        shift = price - self.middle
        if not shift or self.rules is None:
            return self
        instrument = self.rules.instrument
        book = replace(
            self.book,
            bids=_shifted(self.book.bids, shift, instrument),
            asks=_shifted(self.book.asks, shift, instrument),
        )
        return replace(self, book=book)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A stretch of one instrument's last price, up to `at`, and the quotes at its end."""

    symbol: Symbol
    at: Instant
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    bid: Decimal | None
    ask: Decimal | None
    mark: Decimal  # that margin and funding are reckoned with

    @classmethod
    def of(cls, ticker: Ticker, at: Instant) -> Self:
        """Return the one price of `ticker`, no further out than its quotes, as a path; it is the mark as well."""
        bid = None if ticker.bid is None else _exact(ticker.bid)
        ask = None if ticker.ask is None else _exact(ticker.ask)
        price = clamped(_exact(ticker.last_price), bid, ask)
        return cls(
            symbol=ticker.symbol,
            at=at,
            open=price,
            high=price,
            low=price,
            close=price,
            bid=bid,
            ask=ask,
            mark=price,
        )


def clamped(price: Decimal, bid: Decimal | None, ask: Decimal | None) -> Decimal:
    """Return `price`, or the quote that it lies beyond."""
    if bid is not None and price < bid:
        return bid
    return ask if ask is not None and price > ask else price


def _exact(number: float) -> Decimal:
    return Decimal(str(number))


def _shifted(levels: tuple[Level, ...], shift: Decimal, instrument: Instrument) -> tuple[Level, ...]:
    moved = ((instrument.on_tick(_exact(price) + shift), size) for price, size in levels)
    return tuple((float(price), size) for price, size in moved if price > 0)

"""What the exchange asks of a market, and rounding onto a grid of prices or sizes."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol

from tradewind_lab.instruments import Instrument
from tradewind_lab.quotes import Book, FundingRate, Level, Step


class MarketView(Protocol):
    """The prices that the exchange reads; all times are epoch milliseconds."""

    def instrument(self, symbol: str) -> Instrument:
        """Return the contract's rules; UnknownSymbol where the venue lists none of that name."""
        ...

    def is_suspended(self, symbol: str) -> bool:
        """Tell whether the venue lists the swap but does not trade it."""
        ...

    def last(self, symbol: str, at_ms: int) -> Decimal:
        """Return the price of the last trade."""
        ...

    def mark(self, symbol: str, at_ms: int) -> Decimal:
        """Return the price that profit, margin and funding are reckoned with."""
        ...

    def index(self, symbol: str, at_ms: int) -> Decimal:
        """Return the price of the underlying."""
        ...

    def book(self, symbol: str, at_ms: int, depth: int) -> Book:
        """Return the book that a taker meets, up to `depth` levels a side."""
        ...

    def steps(self, symbol: str, since_ms: int, until_ms: int, *, by_second: bool = False) -> Iterable[Step]:
        """Walk the last price after `since_ms` up to and including `until_ms`, oldest first.

        Whole minutes may be one step each, unless the walk is to be `by_second`.
        """
        ...

    def funding_at(self, symbol: str, at_ms: int) -> FundingRate:
        """Return the rate settled at the boundary `at_ms`."""
        ...


def on_grid(value: Decimal, step: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """Round `value` to a multiple of `step`; `rounding` is one of decimal's rules."""
    return (value / step).quantize(Decimal(1), rounding=rounding) * step


def moved_to(book: Book, price: Decimal, tick: Decimal) -> Book:
    """Return the same book standing around `price`, for a moment inside a bar that no snapshot shows."""
    if not book.bids or not book.asks:
        return book
    shift = price - (book.bids[0].price + book.asks[0].price) / 2
    return replace(book, bids=_shifted(book.bids, shift, tick), asks=_shifted(book.asks, shift, tick))


def _shifted(levels: tuple[Level, ...], shift: Decimal, tick: Decimal) -> tuple[Level, ...]:
    moved = (Level(on_grid(level.price + shift, tick), level.size) for level in levels)
    return tuple(level for level in moved if level.price > 0)

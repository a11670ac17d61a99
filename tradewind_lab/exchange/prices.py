"""What the exchange asks of a market, as values, and rounding onto a grid of prices or sizes."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One USDT-margined linear swap: sizes in contracts, prices in USDT."""

    symbol: str
    contract_value: Decimal  # base units per contract
    lot: Decimal
    minimum: Decimal
    tick: Decimal
    max_leverage: Decimal
    max_market_size: Decimal
    max_limit_size: Decimal


@dataclass(frozen=True, slots=True)
class Level:
    """One price of the book and the contracts that stand there."""

    price: Decimal
    size: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """The book at one moment, best price first on both sides."""

    bids: tuple[Level, ...]
    asks: tuple[Level, ...]

    def moved_to(self, price: Decimal, tick: Decimal) -> "Depth":
        """Return the same book standing around `price`, for a moment inside a bar that no snapshot shows."""
        if not self.bids or not self.asks:
            return self
        shift = price - (self.bids[0].price + self.asks[0].price) / 2
        return Depth(bids=_shifted(self.bids, shift, tick), asks=_shifted(self.asks, shift, tick))


def _shifted(levels: tuple[Level, ...], shift: Decimal, tick: Decimal) -> tuple[Level, ...]:
    moved = (Level(on_grid(level.price + shift, tick), level.size) for level in levels)
    return tuple(level for level in moved if level.price > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of the path of the last price that ends at `at_ms`."""

    at_ms: int
    open: Decimal
    high: Decimal
    low: Decimal


class MarketView(Protocol):
    """The prices that the exchange reads; all times are epoch milliseconds."""

    def contract(self, symbol: str) -> Contract | None:
        """Return the instrument, or None where the venue lists none of that name."""
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

    def depth(self, symbol: str, at_ms: int) -> Depth:
        """Return the book that a taker meets."""
        ...

    def path(self, symbol: str, since_ms: int, until_ms: int) -> Iterable[Step]:
        """Walk the last price after `since_ms` up to and including `until_ms`, oldest first."""
        ...

    def funding_rate(self, symbol: str, at_ms: int) -> Decimal:
        """Return the rate settled at the boundary `at_ms`; a positive rate is paid by longs."""
        ...


def on_grid(value: Decimal, step: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """Round `value` to a multiple of `step`; `rounding` is one of decimal's rules."""
    return (value / step).quantize(Decimal(1), rounding=rounding) * step

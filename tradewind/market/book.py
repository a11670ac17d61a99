"""One instrument's order book, kept from a snapshot and the changes that follow it; pure.

Every change names the one that it follows (prevSeqId), so that a lost one is noticed with the next. From then on the
book is INVALID, and nobody gets it, until another snapshot. A sequence that starts over after maintenance and a
message that says that nothing changed both name their predecessor, so they are no gaps:
https://www.okx.com/docs-v5/en/#order-book-trading-market-data-ws-order-book-channel, read 2026-11-21. The checksum of
the same page is out of use (0) and is not looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

import msgspec

from tradewind.domain.clock import Instant
from tradewind.domain.order_book import Level


class BookState(StrEnum):
    """Whether the book may be read."""

    EMPTY = "empty"
    """No snapshot has come."""
    VALID = "valid"
    INVALID = "invalid"
    """A change was lost or made no sense; only a snapshot helps."""


class BookOutcome(StrEnum):
    """What one change did."""

    APPLIED = "applied"
    IGNORED = "ignored"
    """The book waits for a snapshot, and this was none."""
    BROKEN = "broken"
    """The book was valid and is not any more."""


class BookLevel(msgspec.Struct, array_like=True, frozen=True):
    """A level as the venue sent it; a size of 0 takes it away."""

    price: float
    size: float  # contracts


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChange:
    """What the venue sent about a book at once."""

    is_snapshot: bool
    bids: Sequence[BookLevel]
    asks: Sequence[BookLevel]
    prev_seq: int | None
    seq: int | None
    exchange_time: Instant | None


class LocalBook:
    """The whole book of one instrument."""

    def __init__(self) -> None:
        self._bids: dict[float, float] = {}
        self._asks: dict[float, float] = {}
        self._seq: int | None = None
        self.state = BookState.EMPTY
        self.fault: str | None = None
        """Why the book is INVALID."""
        self.exchange_time: Instant | None = None
        self.best_bid: float | None = None
        self.best_ask: float | None = None

    def apply(self, change: BookChange) -> BookOutcome:
        """Take a snapshot or a change; never raises."""
        if change.is_snapshot:
            self._bids.clear()
            self._asks.clear()
        elif self.state is not BookState.VALID:
            return BookOutcome.IGNORED
        elif change.prev_seq is None or change.prev_seq != self._seq:
            return self.invalidate(f"a change follows {change.prev_seq}, the book stands at {self._seq}")
        fault = _put(self._bids, change.bids) or _put(self._asks, change.asks) or self._crossing()
        if fault is not None:
            return self.invalidate(fault)
        self._seq = change.seq
        self.exchange_time = change.exchange_time
        self.state, self.fault = BookState.VALID, None
        return BookOutcome.APPLIED

    def invalidate(self, reason: str) -> BookOutcome:
        """Refuse the book to everybody until the next snapshot."""
        self.state, self.fault = BookState.INVALID, reason
        return BookOutcome.BROKEN

    def best(self, depth: int) -> tuple[tuple[Level, ...], tuple[Level, ...]] | None:
        """Return the best `depth` bids and asks, sizes in contracts; None while the book is not valid."""
        if self.state is not BookState.VALID:
            return None
        bids = sorted(self._bids.items(), reverse=True)[:depth]
        return tuple(bids), tuple(sorted(self._asks.items())[:depth])

    def _crossing(self) -> str | None:
        self.best_bid = bid = max(self._bids, default=None)
        self.best_ask = ask = min(self._asks, default=None)
        if bid is None or ask is None or bid < ask:
            return None
        return f"the book is crossed: bid {bid} is not below ask {ask}"


def _put(side: dict[float, float], levels: Iterable[BookLevel]) -> str | None:
    for level in levels:
        price, size = level.price, level.size
        if not (0 < price < inf and 0 <= size < inf):
            return f"a level of {size} at {price} makes no sense"
        if size == 0:
            side.pop(price, None)
        else:
            side[price] = size
    return None

"""One instrument's order book, kept from a snapshot and the changes that follow it; pure.

Every change names the one that it follows (prevSeqId), so that a lost one is noticed with the next. From then on the
book is INVALID, and nobody gets it, until another snapshot. A sequence that starts over after maintenance and a
message that says that nothing changed both name their predecessor, so they are no gaps:
https://www.okx.com/docs-v5/en/#order-book-trading-market-data-ws-order-book-channel, read 2026-11-21. The checksum of
the same page is out of use (0) and is not looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import inf

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


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChange:
    """Levels as the venue sent them: sizes in contracts, a size of 0 takes the level away."""

    is_snapshot: bool
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]
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
        bid, ask = max(self._bids, default=0.0), min(self._asks, default=inf)
        return f"the book is crossed: bid {bid} is not below ask {ask}" if bid >= ask else None


def _put(side: dict[float, float], levels: Iterable[Level]) -> str | None:
    for price, size in levels:
        if not (0 < price < inf and 0 <= size < inf):
            return f"a level of {size} at {price} makes no sense"
        if size == 0:
            side.pop(price, None)
        else:
            side[price] = size
    return None

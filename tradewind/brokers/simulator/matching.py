"""What trades and what triggers; pure functions of a book or a stretch of prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from tradewind.brokers.simulator.config import QueuePlace
from tradewind.brokers.simulator.view import Path
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.order_book import Level, OrderBook

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One execution against one level of the book."""

    price: Decimal
    quantity: BaseQty


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """An order walked through a book."""

    trades: tuple[Trade, ...]
    remainder: BaseQty
    """What the visible book could not fill."""


def opposite_levels(book: OrderBook, side: Side) -> tuple[Level, ...]:
    """Return the levels that an order of `side` takes from, best first."""
    return book.asks if side is Side.BUY else book.bids


def sweep(
    levels: Sequence[Level], side: Side, quantity: BaseQty, lot: BaseQty | None, limit_price: Decimal | None
) -> Sweep:
    """Fill `quantity` from `levels`, best first and never worse than `limit_price` (None: at any price).

    A level gives whole lots of its size (None: the lot is not known, it gives its size as it is).
    """
    trades: list[Trade] = []
    remainder = quantity
    for level_price, level_size in levels:
        price = Decimal(str(level_price))
        if not remainder or (limit_price is not None and is_worse(side, price, limit_price)):
            break
        taken = min(remainder, _whole(Decimal(str(level_size)), lot))
        if taken > ZERO:
            trades.append(Trade(price=price, quantity=BaseQty(taken)))
            remainder = BaseQty(remainder - taken)
    return Sweep(trades=tuple(trades), remainder=remainder)


def is_worse(side: Side, price: Decimal, limit_price: Decimal) -> bool:
    """Return whether `price` lies beyond what an order of `side` with `limit_price` accepts."""
    return price > limit_price if side is Side.BUY else price < limit_price


def is_sound(book: OrderBook) -> bool:
    """Return whether both sides have positive prices and the book is not crossed."""
    if not book.bids or not book.asks:
        return False
    return 0 < book.bids[0][0] < book.asks[0][0]


def has_reached(side: Side, limit_price: Decimal, path: Path, queue: QueuePlace) -> bool:
    """Return whether the market filled an order resting at `limit_price`.

    The opposite quote must reach the price or a trade go through it. At the price itself nobody knows our place in
    the queue: a trade there fills us only at its front.
    """
    quote = path.ask if side is Side.BUY else path.bid
    if quote is not None and not is_worse(side, quote, limit_price):
        return True
    best = path.low if side is Side.BUY else path.high
    if best == limit_price:
        return queue is QueuePlace.FRONT
    return not is_worse(side, best, limit_price)


def touched_at(purpose: OrderPurpose, side: Side, trigger_price: Decimal, path: Path) -> Decimal | None:
    """Return the price at which a stop or target of `side` goes off on the way, None when it does not.

    The last price sets it off, as at OKX. Where the way begins beyond the trigger it goes off at once.
    """
    is_falling = (side is Side.SELL) is (purpose is OrderPurpose.STOP)
    if is_falling:
        return min(path.open, trigger_price) if path.low <= trigger_price else None
    return max(path.open, trigger_price) if path.high >= trigger_price else None


def has_passed(purpose: OrderPurpose, side: Side, trigger_price: Decimal, price: Decimal) -> bool:
    """Return whether a stop or target of `side` would go off at once at `price`."""
    is_falling = (side is Side.SELL) is (purpose is OrderPurpose.STOP)
    return price <= trigger_price if is_falling else price >= trigger_price


def _whole(size: Decimal, lot: BaseQty | None) -> Decimal:
    return size if lot is None else (size / lot).to_integral_value(ROUND_DOWN) * lot

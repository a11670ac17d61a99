"""What trades and what triggers; pure functions of a book or a ticker."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.ticker import Ticker

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


def has_reached(side: Side, limit_price: Decimal, ticker: Ticker) -> bool:
    """Return whether the market filled an order resting at `limit_price`.

    The opposite quote must reach the price or a trade go through it: at the price itself nobody knows our
    place in the queue.
    """
    quote = ticker.ask if side is Side.BUY else ticker.bid
    if quote is not None and not is_worse(side, Decimal(str(quote)), limit_price):
        return True
    last = Decimal(str(ticker.last_price))
    return last != limit_price and not is_worse(side, last, limit_price)


def triggered(
    closing: Side, stop_price: Decimal | None, take_profit_price: Decimal | None, ticker: Ticker
) -> OrderPurpose | None:
    """Return which protection of a position closed by `closing` the ticker sets off; the stop goes first.

    Judged by the quote that the position would be closed at, so that one odd trade triggers nothing; by the
    last price where there is no quote.
    """
    quote = ticker.bid if closing is Side.SELL else ticker.ask
    price = Decimal(str(ticker.last_price if quote is None else quote))
    if stop_price is not None and (price == stop_price or is_worse(closing, price, stop_price)):
        return OrderPurpose.STOP
    if take_profit_price is not None and not is_worse(closing, price, take_profit_price):
        return OrderPurpose.TAKE_PROFIT
    return None


def _whole(size: Decimal, lot: BaseQty | None) -> Decimal:
    return size if lot is None else (size / lot).to_integral_value(ROUND_DOWN) * lot

"""How orders meet prices: a taker walks the book, a resting order or trigger waits for the path. Pure."""

from decimal import Decimal

from tradewind_lab.exchange.orders import AlgoOrder, Order, OrderType, Side, Ticket
from tradewind_lab.quotes import Book, Level, Step


def executions(ticket: Ticket, book: Book) -> tuple[Level, ...]:
    """Return the prices and contracts that a new order takes at once, best first.

    A fill-or-kill order takes everything or nothing; a post-only order takes nothing.
    """
    if ticket.type is OrderType.POST_ONLY:
        return ()
    taken: list[Level] = []
    wanted = ticket.size
    for level in _facing(ticket.side, book):
        if wanted <= 0 or not _within(ticket, level.price):
            break
        size = min(wanted, level.size)
        taken.append(Level(level.price, size))
        wanted -= size
    if ticket.type is OrderType.FOK and wanted > 0:
        return ()
    return tuple(taken)


def would_take(ticket: Ticket, book: Book) -> bool:
    """Tell whether the order crosses the book as it stands."""
    facing = _facing(ticket.side, book)
    return bool(facing) and _within(ticket, facing[0].price)


def is_touched(order: Order, step: Step) -> bool:
    """Tell whether the path reaches the price of a resting order."""
    price = order.ticket.price
    if price is None:
        return False
    return step.low <= price if order.ticket.side is Side.BUY else step.high >= price


def stop_touch(algo: AlgoOrder, step: Step) -> Decimal | None:
    """Return the price at which the stop goes off, None if it does not; a gap goes off at the open."""
    trigger = algo.protection.stop_trigger
    if trigger is None:
        return None
    if algo.side is Side.SELL:
        return min(step.open, trigger) if step.low <= trigger else None
    return max(step.open, trigger) if step.high >= trigger else None


def target_touch(algo: AlgoOrder, step: Step) -> Decimal | None:
    """Return the price at which the target goes off, None if it does not; a gap goes off at the open."""
    trigger = algo.protection.target_trigger
    if trigger is None:
        return None
    if algo.side is Side.SELL:
        return max(step.open, trigger) if step.high >= trigger else None
    return min(step.open, trigger) if step.low <= trigger else None


def _facing(side: Side, book: Book) -> tuple[Level, ...]:
    return book.asks if side is Side.BUY else book.bids


def _within(ticket: Ticket, price: Decimal) -> bool:
    if ticket.price is None:
        return True
    return price <= ticket.price if ticket.side is Side.BUY else price >= ticket.price

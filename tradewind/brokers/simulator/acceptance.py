"""What the simulated venue refuses at its door; pure."""

from decimal import Decimal

from tradewind.brokers.simulator.account import ZERO, Marks, SimulatedAccount
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.matching import Sweep, has_passed, opposite_levels, sweep
from tradewind.brokers.simulator.records import Records
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.view import MarketView
from tradewind.brokers.terms import broken_price, broken_size, broken_terms
from tradewind.domain.instrument import BaseQty, Instrument, InstrumentRules
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side, TimeInForce


def broken_rule(order: Order, rules: InstrumentRules | None) -> str | None:
    """Return which rule of the instrument `order` breaks, None when it keeps them all; closing needs no rules."""
    if order.kind is OrderKind.LIMIT and order.limit_price is None:
        return "a limit order needs its price"
    if order.kind is OrderKind.TRIGGER and (order.trigger_price is None or not order.is_reduce_only):
        return "an order that waits for a price needs that price, and may only reduce"
    if rules is None:
        return None if order.is_reduce_only else f"the rules of {order.symbol} are not cached"
    instrument = rules.instrument
    if not order.is_reduce_only:
        if not rules.is_live:
            return f"{order.symbol} is suspended"
        if not 1 <= order.leverage <= instrument.max_leverage:
            return f"leverage {order.leverage:f} is outside 1 to {instrument.max_leverage:f}"
    return broken_terms(order, instrument)


def refusal(
    ticket: Ticket, view: MarketView, account: SimulatedAccount, records: Records, marks: Marks
) -> str | None:
    """Return why an order that keeps the rules is not taken as the account stands, None when it is."""
    if ticket.is_reduce_only:
        return _nothing_to_close(ticket, account, records) or _passed_trigger(ticket, view)
    return _misplaced_protection(ticket, view) or _missing_margin(ticket, view, account, records, marks)


def broken_change(
    before: Ticket, after: Ticket, view: MarketView, account: SimulatedAccount, records: Records
) -> str | None:
    """Return why an open order cannot become `after`, None when it can as far as its margin allows."""
    if view.rules is None:
        return f"the rules of {after.symbol} are not cached"
    return (
        _broken_terms(after, view.rules.instrument)
        or _passed_trigger(after, view)
        or _overclosing(before, after, account, records)
        or _taking(after, view)
    )


def missing_change(
    before: Ticket, after: Ticket, account: SimulatedAccount, records: Records, marks: Marks
) -> str | None:
    """Return which margin is wanting for the change of an order, None when it is there."""
    needed = account.required(after, after.remaining, after.limit_price or ZERO)
    needed -= account.required(before, before.remaining, before.limit_price or ZERO)
    return _uncovered(needed, account, records, marks)


def untradable(ticket: Ticket, found: Sweep) -> str | None:
    """Return why an order that was taken ends without a trade, None when it does not."""
    if ticket.time_in_force is TimeInForce.POST_ONLY and found.trades:
        return "a post-only order would have taken from the book"
    if ticket.time_in_force is TimeInForce.FOK and found.remainder:
        return "the book could not fill all of it at once"
    return None


def swept(ticket: Ticket, view: MarketView, quantity: BaseQty) -> Sweep:
    """Walk `quantity` of an order through the book."""
    levels = opposite_levels(view.book, ticket.side)
    return sweep(levels, ticket.side, quantity, view.lot, ticket.limit_price)


def excessive_leverage(
    ticket: Ticket, account: SimulatedAccount, config: SimulatorConfig, mark: Decimal
) -> str | None:
    """Return why the position would be too large for its leverage, None when it would not be."""
    if ticket.is_reduce_only:
        return None
    size = abs(account.held(ticket.key) + ticket.side.sign * ticket.quantity)
    tier = config.tier(ticket.symbol, size, mark)
    if ticket.leverage <= tier.max_leverage:
        return None
    return (
        f"a position of {size:f} allows a leverage of {tier.max_leverage:f} at most, was {ticket.leverage:f}"
    )


def _broken_terms(after: Ticket, instrument: Instrument) -> str | None:
    if after.quantity <= after.filled:
        return f"quantity {after.quantity:f} is not above the {after.filled:f} filled already"
    return (
        broken_size(after.quantity, instrument)
        or broken_price("limit price", after.limit_price, instrument)
        or broken_price("trigger", after.trigger_price, instrument)
    )


def _overclosing(before: Ticket, after: Ticket, account: SimulatedAccount, records: Records) -> str | None:
    if after.trigger_price is not None or not after.is_reduce_only:
        return None
    closable = _closable(after, account, records) + before.remaining
    if after.remaining <= closable:
        return None
    return f"quantity {after.remaining:f} is more than the {closable:f} that can be closed"


def _taking(after: Ticket, view: MarketView) -> str | None:
    if after.time_in_force is not TimeInForce.POST_ONLY or not swept(after, view, after.remaining).trades:
        return None
    return f"a post-only order at {after.limit_price} would take from the book"


def _closable(ticket: Ticket, account: SimulatedAccount, records: Records) -> Decimal:
    held = account.reducible(ticket.key, ticket.side)
    return max(held - records.claimed(ticket.key, ticket.side), ZERO)


def _nothing_to_close(ticket: Ticket, account: SimulatedAccount, records: Records) -> str | None:
    if not account.reducible(ticket.key, ticket.side):
        return f"nothing to reduce: no position in {ticket.symbol} against a {ticket.side}"
    if ticket.trigger_price is not None:
        return None
    closable = _closable(ticket, account, records)
    if ticket.quantity <= closable:
        return None
    return f"quantity {ticket.quantity:f} is more than the {closable:f} that no other order closes"


def _passed_trigger(ticket: Ticket, view: MarketView) -> str | None:
    price = ticket.trigger_price
    if price is None or not has_passed(ticket.purpose, ticket.side, price, view.price):
        return None
    return f"the price {view.price:f} has passed the trigger {price:f} already"


def _misplaced_protection(ticket: Ticket, view: MarketView) -> str | None:
    """Judge what is attached by the order's own price, by the last price where it has none."""
    price = view.price if ticket.limit_price is None else ticket.limit_price
    legs = ((OrderPurpose.STOP, ticket.stop_price), (OrderPurpose.TAKE_PROFIT, ticket.take_profit_price))
    for purpose, trigger in legs:
        if trigger is not None and has_passed(purpose, _closing(ticket), trigger, price):
            return f"the {purpose} {trigger:f} lies on the wrong side of {price:f}"
    return None


def _closing(ticket: Ticket) -> Side:
    return ticket.side.opposite


def _missing_margin(
    ticket: Ticket, view: MarketView, account: SimulatedAccount, records: Records, marks: Marks
) -> str | None:
    quantity, price = Decimal(ticket.quantity), ticket.limit_price
    if price is None:
        trades = swept(ticket, view, ticket.quantity).trades
        quantity = sum((trade.quantity for trade in trades), ZERO)
        cost = sum((trade.quantity * trade.price for trade in trades), ZERO)
        price = cost / quantity if quantity else ZERO
    return _uncovered(account.required(ticket, quantity, price), account, records, marks)


def _uncovered(needed: Decimal, account: SimulatedAccount, records: Records, marks: Marks) -> str | None:
    available = account.available(marks, records.resting())
    if needed <= available:
        return None
    return f"margin {needed:f} needed, {available:f} available"

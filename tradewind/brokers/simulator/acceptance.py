"""What the simulated venue refuses at its door; pure."""

from decimal import Decimal

from tradewind.brokers.simulator.account import ZERO, SimulatedAccount
from tradewind.brokers.simulator.matching import Sweep, opposite_levels
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.view import MarketView
from tradewind.domain.instrument import InstrumentRules
from tradewind.domain.order import Order, OrderKind, TimeInForce


def refusal(order: Order, view: MarketView, account: SimulatedAccount) -> str | None:
    """Return why `order` is not taken, None when it is."""
    if order.kind is OrderKind.LIMIT and order.limit_price is None:
        return "a limit order needs its price"
    if order.is_reduce_only:
        is_reducing = account.reducible(order.symbol, order.side) > 0
        return (
            None
            if is_reducing
            else f"nothing to reduce: no position in {order.symbol} against a {order.side}"
        )
    if view.rules is None:
        return f"the rules of {order.symbol} are not cached"
    return _broken_rule(order, view.rules) or _missing_margin(order, view, account)


def broken_terms(ticket: Ticket, view: MarketView) -> str | None:
    """Return why a resting order cannot become `ticket`, None when it can."""
    if view.rules is None:
        return f"the rules of {ticket.symbol} are not cached"
    instrument = view.rules.instrument
    if ticket.quantity <= ticket.filled:
        return f"quantity {ticket.quantity:f} is not above the {ticket.filled:f} filled already"
    if instrument.on_lot(ticket.quantity) != ticket.quantity:
        return f"quantity {ticket.quantity:f} is not in whole lots of {instrument.quantity(instrument.lot_size):f}"
    if ticket.limit_price is None or ticket.limit_price <= 0 or ticket.limit_price % instrument.tick_size:
        return f"limit price {ticket.limit_price} is not on the tick {instrument.tick_size:f}"
    return None


def untradable(ticket: Ticket, swept: Sweep) -> str | None:
    """Return why an order that was taken ends without a trade, None when it does not."""
    if ticket.time_in_force is TimeInForce.POST_ONLY and swept.trades:
        return "a post-only order would have taken from the book"
    if ticket.time_in_force is TimeInForce.FOK and swept.remainder:
        return "the book could not fill all of it at once"
    return None


def _broken_rule(order: Order, rules: InstrumentRules) -> str | None:
    instrument = rules.instrument
    if not rules.is_live:
        return f"{order.symbol} is suspended"
    if order.quantity < instrument.min_quantity:
        return f"quantity {order.quantity:f} is below the smallest order {instrument.min_quantity:f}"
    if instrument.on_lot(order.quantity) != order.quantity:
        return f"quantity {order.quantity:f} is not in whole lots of {instrument.quantity(instrument.lot_size):f}"
    for name, price in (
        ("limit price", order.limit_price),
        ("stop", order.stop_price),
        ("take profit", order.take_profit_price),
    ):
        if price is not None and (price <= 0 or price % instrument.tick_size):
            return f"{name} {price:f} is not on the tick {instrument.tick_size:f}"
    if not 1 <= order.leverage <= instrument.max_leverage:
        return f"leverage {order.leverage:f} is outside 1 to {instrument.max_leverage:f}"
    return None


def _missing_margin(order: Order, view: MarketView, account: SimulatedAccount) -> str | None:
    price = order.limit_price or Decimal(str(opposite_levels(view.book, order.side)[0][0]))
    notional, tied = order.quantity * price, ZERO
    holding = account.holdings.get(order.symbol)
    if holding is not None and holding.closing_side is not order.side:
        # The whole position takes on the leverage of what is added.
        notional, tied = notional + abs(holding.position.cost), holding.margin
    needed = notional / order.leverage - tied
    if needed <= account.available:
        return None
    return f"margin {needed:f} needed, {account.available:f} available"

"""What an account is worth and what it may still spend, reckoned at one moment. Pure.

Initial margin is notional over leverage; isolated margin leaves the cash and stands with its position.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.charges import TAKER_RATE
from tradewind_lab.exchange.orders import MarginMode, PositionSide, Ticket
from tradewind_lab.exchange.positions import Position, liquidation_price
from tradewind_lab.instruments import Instrument, maintenance_rate

Mark = Callable[[str], Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An account in USDT at one moment."""

    equity: Decimal
    cash: Decimal  # wallet less isolated margin
    available: Decimal  # what a new opening order may claim
    frozen: Decimal
    unrealized: Decimal
    isolated_equity: Decimal
    isolated_unrealized: Decimal
    order_margin: Decimal
    cross_initial: Decimal
    cross_maintenance: Decimal
    cross_notional: Decimal

    @property
    def margin_ratio(self) -> Decimal | None:
        """Return cross equity over what must stay, fees of closing included; None without a cross position."""
        must_stay = self.cross_maintenance + self.cross_notional * TAKER_RATE
        return (self.equity - self.isolated_equity) / must_stay if must_stay else None


def standing(account: Account, instruments: Callable[[str], Instrument], mark: Mark) -> Standing:
    """Reckon an account by the marks of this moment."""
    cross = [p for p in account.positions.values() if p.margin_mode is MarginMode.CROSS]
    isolated = [p for p in account.positions.values() if p.margin_mode is MarginMode.ISOLATED]
    isolated_margin = _total(p.margin(mark(p.symbol)) for p in isolated)
    isolated_unrealized = _total(p.unrealized(mark(p.symbol)) for p in isolated)
    cross_unrealized = _total(p.unrealized(mark(p.symbol)) for p in cross)
    cross_initial = _total(p.margin(mark(p.symbol)) for p in cross)
    order_margin = resting_margin(account, instruments)
    cash = account.wallet - isolated_margin
    return Standing(
        equity=account.wallet + cross_unrealized + isolated_unrealized,
        cash=cash,
        available=max(cash + cross_unrealized - cross_initial - order_margin, Decimal(0)),
        frozen=isolated_margin + cross_initial + order_margin,
        unrealized=cross_unrealized + isolated_unrealized,
        isolated_equity=isolated_margin + isolated_unrealized,
        isolated_unrealized=isolated_unrealized,
        order_margin=order_margin,
        cross_initial=cross_initial,
        cross_maintenance=_total(maintenance(p, instruments(p.symbol), mark(p.symbol)) for p in cross),
        cross_notional=_total(p.notional(mark(p.symbol)) for p in cross),
    )


def resting_margin(account: Account, instruments: Callable[[str], Instrument]) -> Decimal:
    """Return what the resting orders claim: margin of their opening part and the fee of all of it."""
    total = Decimal(0)
    for order in account.open_orders():
        ticket = order.ticket
        price = ticket.price or Decimal(0)
        instrument = instruments(ticket.symbol)
        total += required(account, ticket, instrument, order.remaining, price)
    return total


def required(
    account: Account, ticket: Ticket, instrument: Instrument, size: Decimal, price: Decimal
) -> Decimal:
    """Return the USDT that `size` contracts at `price` claim: margin for what opens, a fee for what opens.

    Closing claims nothing, so a close is never refused for want of margin.
    """
    opening = opening_part(account, ticket, size)
    notional = opening * instrument.contract_value * price
    leverage = account.leverage(ticket.symbol, ticket.margin_mode, ticket.position_side)
    return notional / leverage + notional * TAKER_RATE


def opening_part(account: Account, ticket: Ticket, size: Decimal) -> Decimal:
    """Return the contracts of an order that would enlarge or open a position."""
    if ticket.closes():
        return Decimal(0)
    if ticket.position_side is not PositionSide.NET:
        return size
    held = account.held((ticket.symbol, ticket.margin_mode, PositionSide.NET))
    against = abs(held) if held * ticket.side.sign < 0 else Decimal(0)
    return max(size - against, Decimal(0))


def maintenance(position: Position, instrument: Instrument, mark: Decimal) -> Decimal:
    """Return the margin that must stay of a position by its tier."""
    return position.maintenance(mark, maintenance_rate(instrument, abs(position.quantity)))


def liquidation_estimate(
    position: Position, instrument: Instrument, at: Standing, mark: Decimal
) -> Decimal | None:
    """Estimate the liquidation price; of a cross position as if all else stood still."""
    if position.margin_mode is MarginMode.ISOLATED:
        margin = position.margin(mark)
    else:
        others = at.unrealized - at.isolated_unrealized - position.unrealized(mark)
        rest = at.cross_maintenance - maintenance(position, instrument, mark)
        margin = at.cash + others - rest
    return liquidation_price(
        direction=position.direction,
        average_price=position.average_price,
        base_quantity=abs(position.base_quantity),
        margin=margin,
        maintenance_rate=maintenance_rate(instrument, abs(position.quantity)),
    )


def position_margin_ratio(
    position: Position, instrument: Instrument, at: Standing, mark: Decimal
) -> Decimal | None:
    """Return equity over what must stay: of the position when isolated, of the account when cross."""
    if position.margin_mode is MarginMode.CROSS:
        return at.margin_ratio
    must_stay = position.must_stay(mark, maintenance_rate(instrument, abs(position.quantity)))
    return (position.margin(mark) + position.unrealized(mark)) / must_stay


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))

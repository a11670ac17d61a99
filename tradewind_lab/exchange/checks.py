"""Why the venue refuses a ticket, in OKX's codes: https://www.okx.com/docs-v5/en/#error-code. Pure."""

import re
from decimal import Decimal

from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.orders import (
    OrderType,
    PositionMode,
    PositionSide,
    Protection,
    Rejected,
    Side,
    Ticket,
)
from tradewind_lab.instruments import Instrument, tiers

CLIENT_ID = re.compile(r"[A-Za-z0-9]{1,32}")


def check_ticket(ticket: Ticket, account: Account, instrument: Instrument, last: Decimal) -> None:
    """Raise `Rejected` for the first rule that the ticket breaks; margin is checked elsewhere."""
    check_client_id(ticket.client_id, account)
    check_position_side(ticket.position_side, account)
    _check_price(ticket, instrument)
    check_size(ticket.size, instrument)
    if ticket.size > _largest(ticket, instrument):
        raise Rejected(
            "51202", f"Order amount exceeds the maximum of {_largest(ticket, instrument)} contracts."
        )
    if ticket.closes():
        check_closing(account, ticket)
    for protection in ticket.protections:
        _check_attached(ticket, protection, last)


def check_tier(ticket: Ticket, account: Account, instrument: Instrument) -> None:
    """Refuse an opening that would make a position larger than its leverage allows."""
    if ticket.closes():
        return
    key = (ticket.symbol, ticket.margin_mode, ticket.position_side)
    size, leverage = abs(account.held(key) + ticket.size * ticket.side.sign), account.leverage(*key)
    largest = max((t.max_size for t in tiers(instrument) if t.max_leverage >= leverage), default=Decimal(0))
    if size > largest and leverage > tiers(instrument)[-1].max_leverage:
        raise Rejected("51004", f"Position can't be more than {largest} contracts at this leverage.")


def check_client_id(client_id: str | None, account: Account) -> None:
    """Refuse an id that is malformed or was ever used by this account."""
    if client_id is None:
        return
    if not CLIENT_ID.fullmatch(client_id):
        raise Rejected("51000", "Parameter clOrdId error")
    if account.order_by_client_id(client_id) is not None:
        raise Rejected("51016", "Client order ID already exists.")


def check_position_side(side: PositionSide, account: Account) -> None:
    """Refuse a side that the account's position mode does not know."""
    is_net = account.position_mode is PositionMode.NET
    if is_net is not (side is PositionSide.NET):
        raise Rejected("51000", "Parameter posSide error")


def check_size(size: Decimal, instrument: Instrument) -> None:
    """Refuse a size below the minimum or off the lot."""
    if size < instrument.min_size:
        raise Rejected("51020", "Your order should meet or exceed the minimum order amount.")
    if size % instrument.lot_size:
        raise Rejected("51121", "Order quantity must be a multiple of the lot size.")


def check_closing(account: Account, ticket: Ticket) -> None:
    """Refuse a close of nothing, or of more than is held and not yet claimed by other closing orders."""
    key = (ticket.symbol, ticket.margin_mode, ticket.position_side)
    held = account.held(key)
    if held == 0:
        raise Rejected("51169", "You have no position in this direction to reduce or close.")
    if held * ticket.side.sign > 0:
        raise Rejected("51170", "A reduce-only order can't be in the direction of the position.")
    if ticket.size > account.closable(key, ticket.side):
        raise Rejected("51112", "Closing order size exceeds the available size of the position.")


def check_triggers(closing: Side, protection: Protection, last: Decimal) -> None:
    """Refuse a stop or target that the last price has passed; `closing` is the side that it will trade."""
    stop, target = protection.stop_trigger, protection.target_trigger
    if closing is Side.SELL:
        if stop is not None and stop >= last:
            raise Rejected("51280", "SL trigger price can't be higher than the last price.")
        if target is not None and target <= last:
            raise Rejected("51279", "TP trigger price can't be lower than the last price.")
        return
    if stop is not None and stop <= last:
        raise Rejected("51278", "SL trigger price can't be lower than the last price.")
    if target is not None and target >= last:
        raise Rejected("51277", "TP trigger price can't be higher than the last price.")


def _check_attached(ticket: Ticket, protection: Protection, last: Decimal) -> None:
    if ticket.price is None:
        check_triggers(ticket.side.opposite, protection, last)
        return
    stop, target, sign = protection.stop_trigger, protection.target_trigger, ticket.side.sign
    if target is not None and (target - ticket.price) * sign <= 0:
        code, word = ("51046", "higher") if sign > 0 else ("51048", "lower")
        raise Rejected(code, f"The take profit trigger price must be {word} than the order price.")
    if stop is not None and (stop - ticket.price) * sign >= 0:
        code, word = ("51047", "lower") if sign > 0 else ("51049", "higher")
        raise Rejected(code, f"The stop loss trigger price must be {word} than the order price.")


def _check_price(ticket: Ticket, instrument: Instrument) -> None:
    if not ticket.type.has_price:
        return
    if ticket.price is None or ticket.price <= 0 or ticket.price % instrument.tick_size:
        raise Rejected("51000", "Parameter px error")


def _largest(ticket: Ticket, instrument: Instrument) -> Decimal:
    is_market = ticket.type in {OrderType.MARKET, OrderType.OPTIMAL_LIMIT_IOC}
    return instrument.max_market_size if is_market else instrument.max_limit_size

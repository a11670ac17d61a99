"""The postings: each moves a wallet by exactly one bill, with the order and the position that it belongs to."""

from dataclasses import replace
from decimal import Decimal

from tradewind_lab.exchange.account import Account, PositionKey
from tradewind_lab.exchange.bills import Bill, BillType
from tradewind_lab.exchange.charges import funding_payment
from tradewind_lab.exchange.news import MoneyNews, PositionNews
from tradewind_lab.exchange.orders import Fill, OrderCategory, OrderState
from tradewind_lab.exchange.positions import Position, charged, enlarged, reduced, split
from tradewind_lab.instruments import Instrument

ZERO = Decimal(0)


def book(account: Account, fill: Fill, instrument: Instrument, position_id: str) -> Fill:
    """Post one fill to its order, position, wallet and bills; return it with its profit."""
    key = (fill.symbol, fill.margin_mode, fill.position_side)
    cause = account.orders[fill.order_id].category.cause
    after = account.positions.get(key)
    closing, opening = split(account.held(key), fill.size * fill.side.sign)
    pnl = ZERO
    if after is not None and closing:
        after, pnl = reduced(after, closing, fill.price)
    booked = replace(fill, pnl=pnl)
    if after is not None:
        after = charged(after, booked)
    _post_trade(account, booked)
    if after is not None and after.quantity == 0:
        account.close_position(key, after, cause)
        after = None
    if opening:
        after = (
            enlarged(after, opening, fill.price)
            if after is not None
            else _opened(
                account,
                booked,
                opening,
                ZERO if closing else fill.fee,
                instrument=instrument,
                position_id=position_id,
            )
        )
    if after is not None:
        account.keep_position(key, after, cause)
    return booked


def pay_funding(
    account: Account, key: PositionKey, mark: Decimal, rate: Decimal, *, bill_id: str, at_ms: int
) -> Bill:
    """Post one funding payment of one position, also when it is zero."""
    position = account.positions[key]
    payment = funding_payment(position.base_quantity, mark, rate)
    paid = replace(position, funding=position.funding + payment, updated_ms=at_ms)
    bill = _of_position(paid, BillType.FUNDING, bill_id, payment, at_ms)
    posted = _posted(account, replace(bill, size=abs(paid.quantity), price=mark, pnl=payment))
    account.keep_position(key, paid, "funding_fee")
    return posted


def settle_liquidation(account: Account, amount: Decimal, bill_id: str, at_ms: int) -> Bill:
    """Post what the liquidation of the position that was closed last cost, or what the venue made up for."""
    closed = account.closed_positions[-1]
    taken = replace(closed, penalty=closed.penalty + amount, is_liquidated=True, updated_ms=at_ms)
    account.closed_positions[-1] = taken
    bill = _of_position(taken, BillType.LIQUIDATION, bill_id, amount, at_ms)
    posted = _posted(account, replace(bill, fee=amount))
    account.news.append(PositionNews(position=taken, cause="liquidation"))
    return posted


def transfer(account: Account, amount: Decimal, bill_id: str, at_ms: int) -> Bill:
    """Post money that came in, or went out where `amount` is negative."""
    bill = Bill(
        id=bill_id,
        type=BillType.TRANSFER,
        symbol=None,
        side=None,
        margin_mode=None,
        order_id=None,
        size=abs(amount),
        price=ZERO,
        pnl=ZERO,
        fee=ZERO,
        change=amount,
        balance=ZERO,
        at_ms=at_ms,
    )
    posted = _posted(account, bill)
    account.news.append(MoneyNews())
    return posted


def _post_trade(account: Account, fill: Fill) -> None:
    order = account.orders[fill.order_id]
    filled = order.filled + fill.size
    traded = replace(
        order,
        state=OrderState.FILLED if filled >= order.ticket.size else OrderState.PARTIALLY_FILLED,
        filled=filled,
        quote_filled=order.quote_filled + fill.price * fill.size,
        fee=order.fee + fill.fee,
        pnl=order.pnl + fill.pnl,
        last_fill=fill,
        updated_ms=fill.at_ms,
    )
    account.keep_order(traded, fill)
    account.fills.append(fill)
    is_forced = order.category is OrderCategory.FULL_LIQUIDATION
    bill = Bill(
        id=fill.bill_id,
        type=BillType.LIQUIDATION if is_forced else BillType.TRADE,
        symbol=fill.symbol,
        side=fill.side,
        margin_mode=fill.margin_mode,
        order_id=fill.order_id,
        size=fill.size,
        price=fill.price,
        pnl=fill.pnl,
        fee=fill.fee,
        change=fill.pnl + fill.fee,
        balance=ZERO,
        at_ms=fill.at_ms,
    )
    _posted(account, bill)


def _of_position(position: Position, kind: BillType, bill_id: str, change: Decimal, at_ms: int) -> Bill:
    return Bill(
        id=bill_id,
        type=kind,
        symbol=position.symbol,
        side=None,
        margin_mode=position.margin_mode,
        order_id=None,
        size=ZERO,
        price=ZERO,
        pnl=ZERO,
        fee=ZERO,
        change=change,
        balance=ZERO,
        at_ms=at_ms,
    )


def _posted(account: Account, bill: Bill) -> Bill:
    account.wallet += bill.change
    posted = replace(bill, balance=account.wallet)
    account.bills.append(posted)
    return posted


def _opened(
    account: Account, fill: Fill, quantity: Decimal, fee: Decimal, *, instrument: Instrument, position_id: str
) -> Position:
    return Position(
        id=position_id,
        symbol=fill.symbol,
        margin_mode=fill.margin_mode,
        position_side=fill.position_side,
        contract_value=instrument.contract_value,
        leverage=account.leverage(fill.symbol, fill.margin_mode, fill.position_side),
        is_long=quantity > 0,
        quantity=quantity,
        average_price=fill.price,
        cost=fill.price * quantity * instrument.contract_value,
        pnl=ZERO,
        fee=fee,
        funding=ZERO,
        penalty=ZERO,
        is_liquidated=False,
        closed=ZERO,
        close_quote=ZERO,
        largest=abs(quantity),
        last_trade_id=fill.trade_id,
        opened_ms=fill.at_ms,
        updated_ms=fill.at_ms,
    )

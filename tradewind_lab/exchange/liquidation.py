"""Taking positions over whose margin is used up: https://www.okx.com/help/iii-margin-liquidation (isolated and cross).

A position goes at the mark price of the moment, as a taker; then its maintenance margin is the penalty, as far as
there is any left, and a loss beyond what stood for it is made up for by the venue.
"""

from collections.abc import Callable
from decimal import Decimal

from tradewind_lab.exchange.account import Account, PositionKey
from tradewind_lab.exchange.bookkeeping import settle_liquidation
from tradewind_lab.exchange.charges import settled
from tradewind_lab.exchange.desk import Desk
from tradewind_lab.exchange.orders import CancelSource, MarginMode, OrderType, Side, Ticket
from tradewind_lab.exchange.positions import Position
from tradewind_lab.exchange.record import Happening
from tradewind_lab.instruments import maintenance_rate
from tradewind_lab.quotes import Step

Mark = Callable[[str], Decimal]


def endangers(desk: Desk, account: Account, symbol: str, step: Step) -> bool:
    """Tell whether a position would be taken if the mark stood at an end of this stretch of prices."""

    def at(price: Decimal) -> Mark:
        return lambda other: price if other == symbol else desk.market.mark(other, step.at_ms)

    return any(
        _exhausted(desk, account, mark) or _is_cross_exhausted(desk, account, mark)
        for mark in (at(step.low), at(step.high))
    )


def liquidate(desk: Desk, account: Account, at_ms: int) -> None:
    """Take over what is exhausted at this moment: isolated positions alone, cross ones by their loss."""
    if not account.positions:
        return

    def mark(symbol: str) -> Decimal:
        return desk.market.mark(symbol, at_ms)

    for key in _exhausted(desk, account, mark):
        take_over(desk, account, key, mark(key[0]), at_ms)
    if not _is_cross_exhausted(desk, account, mark):
        return
    for order in account.open_orders():
        if order.ticket.margin_mode is MarginMode.CROSS:
            desk.cancel(account, order, CancelSource.VENUE, at_ms)
    while _is_cross_exhausted(desk, account, mark):
        cross = [key for key in account.positions if key[1] is MarginMode.CROSS]
        worst = min(cross, key=lambda key: account.positions[key].unrealized(mark(key[0])))
        take_over(desk, account, worst, mark(worst[0]), at_ms)


def _exhausted(desk: Desk, account: Account, mark: Mark) -> list[PositionKey]:
    """Return the isolated positions whose own margin no longer stands for them."""
    return [
        key
        for key, held in account.positions.items()
        if held.margin_mode is MarginMode.ISOLATED
        and held.margin(mark(key[0])) + held.unrealized(mark(key[0])) <= _must_stay(desk, held, mark)
    ]


def _is_cross_exhausted(desk: Desk, account: Account, mark: Mark) -> bool:
    cross = [held for held in account.positions.values() if held.margin_mode is MarginMode.CROSS]
    if not cross:
        return False
    worth = _cross_cash(account) + sum(held.unrealized(mark(held.symbol)) for held in cross)
    return worth <= sum(_must_stay(desk, held, mark) for held in cross)


def _cross_cash(account: Account) -> Decimal:
    isolated = (
        held.margin(held.average_price)
        for held in account.positions.values()
        if held.margin_mode is MarginMode.ISOLATED
    )
    return account.wallet - sum(isolated, Decimal(0))


def _must_stay(desk: Desk, held: Position, mark: Mark) -> Decimal:
    rate = maintenance_rate(desk.instrument(held.symbol), abs(held.quantity))
    return held.must_stay(mark(held.symbol), rate)


def take_over(desk: Desk, account: Account, key: PositionKey, price: Decimal, at_ms: int) -> None:
    """End an open position on the venue's own account at `price`, with its penalty."""
    held = account.positions[key]
    rate = maintenance_rate(desk.instrument(held.symbol), abs(held.quantity))
    own_margin = held.margin(held.average_price)
    ticket = Ticket(
        symbol=held.symbol,
        side=Side.SELL if held.is_long else Side.BUY,
        type=OrderType.MARKET,
        size=abs(held.quantity),
        price=None,
        margin_mode=held.margin_mode,
        position_side=held.position_side,
        reduce_only=True,
        client_id=None,
        tag="",
        protections=(),
    )
    desk.seize(account, ticket, price, at_ms)
    fill = account.fills[-1]
    left = own_margin + fill.pnl + fill.fee if key[1] is MarginMode.ISOLATED else _cross_left(account)
    penalty = -min(held.maintenance(price, rate), left) if left > 0 else -left
    bill = settle_liquidation(account, settled(penalty), desk.ids.next(at_ms), at_ms)
    desk.record.write(
        at_ms,
        account.name,
        Happening.LIQUIDATION,
        symbol=held.symbol,
        order_id=fill.order_id,
        price=price,
        size=fill.size,
        penalty=bill.change,
    )


def _cross_left(account: Account) -> Decimal:
    """Return the cash behind cross positions; the venue makes up for a lack only when the last of them is gone."""
    cash = _cross_cash(account)
    is_last = all(key[1] is not MarginMode.CROSS for key in account.positions)
    return cash if is_last or cash > 0 else Decimal(0)

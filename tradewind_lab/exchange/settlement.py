"""Bringing an account up to a moment: the path of prices since the last time, funding, the dead man's timer.

Within one step of the path a resting order fills before a stop, and a stop goes off before a target:
inside a bar nobody knows the order, so the worse one for the customer is taken.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from tradewind_lab.exchange import matching
from tradewind_lab.exchange.account import Account, position_key
from tradewind_lab.exchange.bookkeeping import pay_funding
from tradewind_lab.exchange.charges import FUNDING_PERIOD_MS, funding_boundaries
from tradewind_lab.exchange.desk import Desk
from tradewind_lab.exchange.liquidation import endangers, liquidate
from tradewind_lab.exchange.orders import AlgoOrder, AlgoState, CancelSource, Order, OrderType, Ticket
from tradewind_lab.exchange.prices import moved_to
from tradewind_lab.exchange.record import Happening
from tradewind_lab.quotes import Level, Step

_SECOND_MS = 1000


def settle(desk: Desk, account: Account, now_ms: int) -> None:
    """Carry out everything that fell due after the last settlement up to and including `now_ms`."""
    for until_ms in _stops_on_the_way(account, now_ms):
        walked: dict[str, int] = {}
        for symbol, stride in _steps(desk, account, until_ms):
            since_ms = walked.get(symbol, account.settled_ms)
            walked[symbol] = stride.at_ms
            for step in _finely(desk, account, symbol, stride, since_ms):
                _meet(desk, account, symbol, step)
                liquidate(desk, account, step.at_ms)
        if until_ms % FUNDING_PERIOD_MS == 0:
            _pay_funding(desk, account, until_ms)
        if account.cancel_all_at_ms is not None and account.cancel_all_at_ms <= until_ms:
            account.set_dead_man(None)
            for order in account.open_orders():
                desk.cancel(account, order, CancelSource.CANCEL_ALL_AFTER, until_ms)
        account.settled_ms = until_ms


def _stops_on_the_way(account: Account, now_ms: int) -> list[int]:
    """Return the moments at which something other than a price happens, then `now_ms` itself."""
    since = account.settled_ms
    if now_ms <= since:
        return []
    moments = {*funding_boundaries(since + 1, now_ms), now_ms}
    due = account.cancel_all_at_ms
    if due is not None and since < due < now_ms:
        moments.add(due)
    return sorted(moments)


def _steps(desk: Desk, account: Account, until_ms: int) -> Iterator[tuple[str, Step]]:
    waiting = {o.ticket.symbol for o in account.open_orders()} | {a.symbol for a in account.live_algos()}
    waiting |= {symbol for symbol, _mode, _side in account.positions}
    walks = [
        [
            (min(step.at_ms, until_ms), symbol, step)
            for step in desk.market.steps(symbol, account.settled_ms, until_ms)
        ]
        for symbol in sorted(waiting)
    ]
    for at_ms, symbol, step in heapq.merge(*walks, key=lambda walked: walked[:2]):
        yield symbol, replace(step, at_ms=at_ms)


def _finely(desk: Desk, account: Account, symbol: str, stride: Step, since_ms: int) -> Iterable[Step]:
    """Return a stride as it is, or second by second where it might take a position's margin."""
    if stride.at_ms - since_ms <= _SECOND_MS or not endangers(desk, account, symbol, stride):
        return [stride]
    seconds = list(desk.market.steps(symbol, since_ms, stride.at_ms, by_second=True))
    return seconds or [stride]


def _meet(desk: Desk, account: Account, symbol: str, step: Step) -> None:
    fresh: set[str] = set()
    for order in account.open_orders(symbol):
        if account.orders[order.id].state.is_open and matching.is_touched(order, step):
            fresh.update(_fill_resting(desk, account, order, step))
    for algo in account.live_algos(symbol):
        if account.algos[algo.id].state is AlgoState.LIVE:
            _try_protection(desk, account, algo, step, is_fresh=algo.id in fresh)


def _fill_resting(desk: Desk, account: Account, order: Order, step: Step) -> tuple[str, ...]:
    size, price = order.remaining, order.ticket.price
    if order.ticket.closes():
        size = min(size, _reducible(account, order))
    if size <= 0 or price is None:
        desk.cancel(account, order, CancelSource.POSITION_CLOSED, step.at_ms)
        return ()
    desk.fill(account, order.id, Level(price, size), step.at_ms, is_maker=True)
    rest = account.orders[order.id]
    if rest.state.is_open:
        desk.cancel(account, rest, CancelSource.POSITION_CLOSED, step.at_ms)
    return desk.arm(account, order.id, step.at_ms)


def _reducible(account: Account, order: Order) -> Decimal:
    held = account.held(position_key(order))
    return abs(held) if held * order.ticket.side.sign < 0 else Decimal(0)


def _try_protection(desk: Desk, account: Account, algo: AlgoOrder, step: Step, *, is_fresh: bool) -> None:
    """Fire a touched stop or target; a target armed within this very step waits for the next one."""
    stopped = matching.stop_touch(algo, step)
    if stopped is not None:
        _fire(desk, account, algo, by="sl", touched=stopped, at_ms=step.at_ms)
        return
    reached = None if is_fresh else matching.target_touch(algo, step)
    if reached is not None:
        _fire(desk, account, algo, by="tp", touched=reached, at_ms=step.at_ms)


def _fire(desk: Desk, account: Account, algo: AlgoOrder, *, by: str, touched: Decimal, at_ms: int) -> None:
    key = (algo.symbol, algo.margin_mode, algo.position_side)
    held = account.held(key)
    size = abs(held) if algo.size is None else min(algo.size, abs(held))
    if size == 0 or held * algo.side.sign > 0:
        desk.cancel_algo(account, algo, at_ms)
        return
    account.keep_algo(replace(algo, state=AlgoState.EFFECTIVE, fired_by=by, updated_ms=at_ms))
    desk.record.write(
        at_ms,
        account.name,
        Happening.PROTECTION_FIRED,
        algo_id=algo.id,
        client_id=algo.protection.client_id,
        by=by,
        touched=touched,
        size=size,
    )
    price = algo.protection.stop_price if by == "sl" else algo.protection.target_price
    ticket = Ticket(
        symbol=algo.symbol,
        side=algo.side,
        type=OrderType.MARKET if price is None else OrderType.LIMIT,
        size=size,
        price=price,
        margin_mode=algo.margin_mode,
        position_side=algo.position_side,
        reduce_only=True,
        client_id=None,
        tag="",
        protections=(),
    )
    tick = desk.instrument(algo.symbol).tick_size
    book = moved_to(desk.book(algo.symbol, at_ms), touched, tick)
    order = desk.enter(account, ticket, book, at_ms, algo_id=algo.id)
    account.keep_algo(replace(account.algos[algo.id], order_id=order.id))


def _pay_funding(desk: Desk, account: Account, at_ms: int) -> None:
    for key in list(account.positions):
        symbol = key[0]
        rate = desk.market.funding_at(symbol, at_ms).rate
        bill = pay_funding(
            account, key, desk.market.mark(symbol, at_ms), rate, bill_id=desk.ids.next(at_ms), at_ms=at_ms
        )
        desk.record.write(
            at_ms,
            account.name,
            Happening.FUNDING,
            symbol=symbol,
            rate=rate,
            mark=bill.price,
            change=bill.change,
        )

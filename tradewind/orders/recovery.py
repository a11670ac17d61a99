"""At start, before trading: every order that an earlier run left unfinished is settled with the venue."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Order, OrderPurpose, OrderRecord, OrderState
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.in_hand import InHand
from tradewind.orders.register import OrderRegister
from tradewind.orders.settlement import Settlement
from tradewind.orders.states import OrderEvent

_log = structlog.get_logger(__name__)

Send = Callable[[Order], Awaitable[OrderRecord]]


async def recover_orders(
    ledger: Ledger,
    portfolio_id: PortfolioId,
    settlement: Settlement,
    register: OrderRegister,
    *,
    send: Send,
    in_hand: InHand,
) -> None:
    """Post missed fills, drop stale intents, look for everything else by its id; nothing is sent twice.

    An order that the venue cannot be asked about stays as it is and blocks openings on its instrument. What this
    run sends itself, stops above all, is left to whoever has it `in_hand`. BrokerUnavailable when the
    fills cannot be read: nothing is known, do not trade.
    """
    unfinished = await register.unfinished()
    since = await _first_missable(ledger, portfolio_id, [record.order for record in unfinished])
    if since is not None:
        await settlement.read_fills(settlement.overlapped(since))
    try:
        async with asyncio.TaskGroup() as tasks:
            for record in unfinished:
                if record.order.client_order_id in in_hand:
                    continue
                if record.state is OrderState.INTENT:
                    await _resume(record.order, register, send)
                else:
                    tasks.create_task(
                        _settle(record, settlement), name=f"recover {record.order.client_order_id}"
                    )
    except* LedgerUnavailable as e:
        raise LedgerUnavailable(f"recovery could not record what it found: {e.exceptions[0]}") from e


async def _resume(order: Order, register: OrderRegister, send: Send) -> None:
    if order.purpose is OrderPurpose.CLOSE:
        await send(order)  # never sent so far; dropped there when it is too old
        return
    # What was to be opened is decided afresh: the prices of the decision are from before the stop.
    await register.drop(order.client_order_id, OrderEvent.EXPIRE, "the desk stopped before it was sent")


async def _settle(record: OrderRecord, settlement: Settlement) -> None:
    after = await settlement.settle(record)
    _log.info(
        "order_recovered", client_order_id=record.order.client_order_id, was=record.state, state=after.state
    )


async def _first_missable(ledger: Ledger, portfolio_id: PortfolioId, orders: list[Order]) -> Instant | None:
    newest = (await ledger.fills.page(portfolio_id, 1, None)).items
    moments = [order.created_at for order in orders] + [fill.exchange_time for fill in newest]
    return min(moments) if moments else None

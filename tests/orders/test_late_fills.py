"""Fills that are told out of the venue's order come to the same books as in it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.brokers.orders import DESK, an_order
from tests.clocks import START
from tests.orders.order_desks import Stage, a_stage
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderState, Side

EXECUTED = (
    (Side.BUY, "0.05", "60000"),
    (Side.BUY, "0.03", "60100.3"),
    (Side.SELL, "0.08", "60333.1"),
    (Side.SELL, "0.02", "60200"),
)
"""An opening in two parts, its close, and a short after it."""


async def executed(stage: Stage) -> list[Fill]:
    fills: list[Fill] = []
    for number, (side, quantity, price) in enumerate(EXECUTED):
        order = an_order(
            client_order_id=ClientOrderId(f"o{number}"),
            side=side,
            quantity=Decimal(quantity),
            stop_price=None,
            take_profit_price=None,
        )
        await stage.ledger.orders.add(order)
        await stage.ledger.orders.advance(order.client_order_id, OrderState.INTENT, OrderState.SENDING)
        stage.broker.take(order)
        at = Instant.of(START + timedelta(seconds=number))
        fill = stage.broker.fill(order, quantity, f"t{number}")
        fills.append(replace(fill, price=Decimal(price), exchange_time=at))
    return fills


async def books_after(folder: Path, turns: tuple[int, ...]) -> Any:
    async with a_stage(folder) as stage:
        fills = await executed(stage)
        for turn in turns:
            await stage.desk.execution.take_fill(fills[turn])
        balances = await stage.ledger.postings.balances(DESK)
        (held,) = await stage.ledger.positions.held(DESK)
        closed = (await stage.ledger.positions.closed(DESK, 10, None)).items
        assert not any((await stage.ledger.postings.trial_balance()).values())
        results = [(one.entry_price, one.exit_price, one.realized_pnl, one.fees) for one in closed]
        return balances.cash, balances.realized_pnl, balances.fees_paid, held.position, results


@pytest.mark.parametrize("turns", [(0, 2, 1, 3), (2, 0, 1, 3), (0, 1, 3, 2), (3, 2, 1, 0)])
async def test_f12_fills_out_of_order_come_to_the_books_of_the_venues_order(
    tmp_path_factory: pytest.TempPathFactory, turns: tuple[int, ...]
) -> None:
    in_order = await books_after(tmp_path_factory.mktemp("in-order"), (0, 1, 2, 3))
    assert await books_after(tmp_path_factory.mktemp("late"), turns) == in_order

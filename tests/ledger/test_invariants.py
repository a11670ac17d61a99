"""What holds after every sequence of fills, on real files."""

import asyncio
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, PORTFOLIO, a_fill, an_order
from tests.ledger.streams import fill_streams, replayed
from tests.ledgers import ledger_in
from tradewind.domain.fill import Fill
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.position import Position, apply_fill, flat
from tradewind.ledger import Ledger, open_ledger

ledger_property = settings(max_examples=25, deadline=None)


@asynccontextmanager
async def an_empty_ledger() -> AsyncIterator[tuple[Ledger, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        async with open_ledger(ledger_in(file.parent), FakeClock()) as ledger:
            await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
            yield ledger, file


def realized(fills: list[Fill]) -> Decimal:
    """The profit of `fills`, reckoned without the ledger."""
    positions: dict[Symbol, Position] = {}
    profit = Decimal(0)
    for fill in fills:
        effect = apply_fill(positions.get(fill.symbol, flat(fill.symbol)), fill)
        positions[fill.symbol] = effect.position
        profit += effect.realized_pnl
    return profit


def sums(file: Path, query: str) -> dict[tuple[str, str], Decimal]:
    """Decimals of a query by account and unit, added up exactly; zeros left out."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with closing(sqlite3.connect(file)) as connection:
        for account, unit, amount in connection.execute(query):
            found[account, unit] += Decimal(amount)
    return {key: amount for key, amount in found.items() if amount}


@ledger_property
@given(fill_streams())
def test_after_every_fill_books_balance_and_cash_is_explained(fills: list[Fill]) -> None:
    async def check() -> None:
        async with an_empty_ledger() as (ledger, _):
            for posted, fill in enumerate(fills, start=1):
                await ledger.fills.post(DESK, fill, None)
                balances = await ledger.postings.balances(DESK)

                assert set((await ledger.postings.trial_balance()).values()) == {0}
                assert balances.fees_paid == sum(item.fee for item in fills[:posted])
                assert balances.realized_pnl == realized(fills[:posted])
                assert balances.cash == (
                    balances.opening_cash + balances.realized_pnl - balances.fees_paid - balances.funding_paid
                )

    asyncio.run(check())


@ledger_property
@given(fill_streams())
def test_positions_are_the_replay_of_the_fills(fills: list[Fill]) -> None:
    async def check() -> None:
        async with an_empty_ledger() as (ledger, _):
            for fill in fills:
                await ledger.fills.post(DESK, fill, None)
            held = await ledger.positions.held(DESK)
            closed = (await ledger.positions.closed(DESK, 100, None)).items
            balances = await ledger.postings.balances(DESK)

            assert {item.position.symbol: item.position for item in held} == replayed(fills)
            results = [(item.realized_pnl, item.fees) for item in held]
            results += [(item.realized_pnl, item.fees) for item in closed]
            assert sum(profit for profit, _ in results) == balances.realized_pnl
            assert sum(fees for _, fees in results) == balances.fees_paid

    asyncio.run(check())


@ledger_property
@given(fill_streams(), st.data())
def test_repeated_and_shuffled_fills_are_posted_once(fills: list[Fill], data: st.DataObject) -> None:
    delivered = data.draw(st.permutations([*fills, *data.draw(st.lists(st.sampled_from(fills), max_size=6))]))

    async def check() -> None:
        async with an_empty_ledger() as (ledger, _):
            posted = [await ledger.fills.post(DESK, fill, None) for fill in delivered]
            held = {item.position.symbol: item.position for item in await ledger.positions.held(DESK)}

            assert posted.count(True) == len(fills)
            assert held == replayed(await ledger.fills.of(DESK))
            assert {s: p.quantity for s, p in held.items()} == {
                s: p.quantity for s, p in replayed(fills).items()
            }

    asyncio.run(check())


@ledger_property
@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.data())
def test_an_order_knows_the_sum_and_the_average_of_its_fills(lots: list[int], data: st.DataObject) -> None:
    prices = [Decimal(data.draw(st.integers(1, 999))) / 10 for _ in lots]
    order = an_order(quantity=BaseQty(Decimal(sum(lots))))

    async def check() -> None:
        async with an_empty_ledger() as (ledger, _):
            await ledger.orders.add(order)
            for number, (size, price) in enumerate(zip(lots, prices, strict=True)):
                fill = a_fill(
                    str(number), quantity=str(size), price=str(price), client_order_id=order.client_order_id
                )
                await ledger.fills.post(DESK, fill, None)
            record = await ledger.orders.get(order.client_order_id)

            notional = sum(size * price for size, price in zip(lots, prices, strict=True))
            assert record is not None
            assert record.filled == order.quantity
            assert record.average_price == notional / order.quantity

    asyncio.run(check())


@ledger_property
@given(fill_streams())
def test_running_balances_are_the_sums_of_the_postings(fills: list[Fill]) -> None:
    async def check() -> None:
        async with an_empty_ledger() as (ledger, file):
            for fill in fills:
                await ledger.fills.post(DESK, fill, None)

            running = sums(file, "SELECT account, unit, amount FROM account_balances")
            posted = sums(file, "SELECT account, unit, amount FROM journal_postings")
            assert running == posted

    asyncio.run(check())

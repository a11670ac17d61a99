"""Killed at any moment, the desk comes back with a ledger that adds up."""

import random
from decimal import Decimal
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.desk_process import DeskProcess, running_desk, wait_until
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.position import replay
from tradewind.ledger import open_ledger

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

KILLS = 20
FAST = {
    "TRADEWIND_TRADING__CYCLE__LAB_PERIOD_SECONDS": "15",
    "TRADEWIND_TRADING__RISK__MAX_ORDERS_PER_MINUTE": "600",
    "TRADEWIND_TRADING__EQUITY_POINT_SECONDS": "1",
}


async def check_books(home: Path, desk: PortfolioId) -> int:
    """Return how many fills are posted; the books must add up."""
    async with open_ledger(f"sqlite+aiosqlite:///{home / 'tradewind.db'}", FakeClock()) as ledger:
        balance = await ledger.postings.trial_balance()
        assert set(balance.values()) <= {Decimal(0)}, balance
        fills = await ledger.fills.of(desk)
        held = {held.position.symbol: held.position for held in await ledger.positions.held(desk)}
        symbols: set[Symbol] = {fill.symbol for fill in fills}
        replayed = {symbol: replay(symbol, [f for f in fills if f.symbol == symbol]) for symbol in symbols}
        assert held == {symbol: position for symbol, position in replayed.items() if position.quantity}
        return len(fills)


def trade(desk: DeskProcess) -> None:
    desk.post("/internal/autotrade/v1/scheduler/trigger")


async def test_twenty_kills_while_trading_leave_the_books_in_balance(tmp_path: Path) -> None:
    home = tmp_path / "home"
    chance = random.Random(7)
    for _ in range(KILLS):
        with running_desk(home, environment=FAST) as desk:
            trade(desk)
            account_id = PortfolioId(desk.get("/internal/autotrade/v1/portfolio")["portfolio"]["id"])
            moment = chance.uniform(0, 3)
            desk.survive(moment)
            desk.kill()
        await check_books(home, account_id)

    with running_desk(home, environment=FAST) as desk:
        account = wait_until(
            lambda: desk.get("/internal/autotrade/v1/portfolio")["account"], 30, "no account after the kills"
        )
        assert account["equity"] is not None
    assert await check_books(home, account_id) > 0

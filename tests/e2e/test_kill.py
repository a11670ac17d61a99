"""Killed at any moment while it trades, the desk comes back with a ledger that adds up."""

import asyncio
import random
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.clocks import FakeClock
from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.fakes.churning_model import churning_model
from tradewind.app.clock import SystemClock
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import OrderState
from tradewind.domain.position import replay
from tradewind.ledger import open_ledger

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

KILLS = 20
MOST_KILLS = 60
"""A desk on a slow machine trades less before it is killed."""
TRIGGER = "/internal/autotrade/v1/scheduler/trigger"
PORTFOLIO = "/internal/autotrade/v1/portfolio"


def fast(model_url: str) -> dict[str, str]:
    return {
        "AUTOTRADE_LLM_API_KEY": "none",
        "AUTOTRADE_LLM_BASE_URL": model_url,
        "TRADEWIND_TRADING__RISK__MAX_ORDERS_PER_MINUTE": "600",
        "TRADEWIND_TRADING__RISK__DAILY_LOSS_CAP": "'90000'",
        "TRADEWIND_TRADING__RISK__DRAWDOWN_PAUSE_SHARE": "0.9",
        "TRADEWIND_TRADING__RUNAWAY__ORDERS_PER_MINUTE": "10000",
        "TRADEWIND_TRADING__RUNAWAY__NOTIONAL_PER_HOUR": "'1000000000'",
        "TRADEWIND_TRADING__RUNAWAY__LOSS_PER_DAY": "'90000'",
        "TRADEWIND_TRADING__EQUITY_POINT_SECONDS": "1",
    }


async def check_books(home: Path, account: PortfolioId) -> int:
    """Return how many fills are posted; the books must add up."""
    async with open_ledger(f"sqlite+aiosqlite:///{home / 'tradewind.db'}", FakeClock()) as ledger:
        balance = await ledger.postings.trial_balance()
        assert set(balance.values()) <= {Decimal(0)}, balance
        fills = await ledger.fills.of(account)
        held = {held.position.symbol: held.position for held in await ledger.positions.held(account)}
        symbols = {fill.symbol for fill in fills}
        replayed = {symbol: replay(symbol, [f for f in fills if f.symbol == symbol]) for symbol in symbols}
        assert held == {symbol: position for symbol, position in replayed.items() if position.quantity}
        return len(fills)


def trade_until_killed(desk: DeskProcess, seconds: float) -> PortfolioId:
    account = PortfolioId(desk.get(PORTFOLIO)["portfolio"]["id"])
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(HTTPError):  # 429: the desk has been asked often enough
            desk.post(TRIGGER)
        desk.survive(min(0.05, seconds))
    desk.kill()
    return account


def run_and_kill(home: Path, environment: dict[str, str], seconds: float) -> PortfolioId:
    with running_desk(home, environment=environment) as desk:
        return trade_until_killed(desk, seconds)


def run_to_rest(home: Path, environment: dict[str, str]) -> None:
    with running_desk(home, environment=environment) as desk:
        account = wait_until(lambda: desk.get(PORTFOLIO)["account"], 120, "no account after the kills")
        assert account["equity"] is not None
        desk.interrupt()


async def test_twenty_kills_while_trading_leave_the_books_in_balance(tmp_path: Path) -> None:
    home, chance, seen = tmp_path / "home", random.Random(7), 0
    account = PortfolioId("")
    async with churning_model() as model_url:
        environment = fast(model_url)
        for killed in range(MOST_KILLS):
            if killed >= KILLS and seen > 2 * KILLS:
                break
            account = await asyncio.to_thread(run_and_kill, home, environment, chance.uniform(0.2, 2.5))
            posted = await check_books(home, account)
            assert posted >= seen
            seen = posted
        stopped_at = SystemClock().now()
        await asyncio.to_thread(run_to_rest, home, environment)
        async with open_ledger(f"sqlite+aiosqlite:///{home / 'tradewind.db'}", FakeClock()) as ledger:
            unfinished = await ledger.orders.unfinished(account)
            before = [record for record in unfinished if record.order.created_at < stopped_at]
            assert {record.state for record in before} <= {OrderState.ACCEPTED}, "a start settles every fate"
    assert seen > 2 * KILLS, "it was killed while it traded"

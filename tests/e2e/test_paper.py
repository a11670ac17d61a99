"""Paper mode: orders go through the OKX client to the lab's demo account, and the books say what the venue says."""

import asyncio
import json
import urllib.request
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.clocks import FakeClock
from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.fakes.churning_model import churning_model
from tradewind.domain.fill import Fill
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import open_ledger

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

TRIGGER = "/internal/autotrade/v1/scheduler/trigger"
PORTFOLIO = "/internal/autotrade/v1/portfolio"


def truth(desk: DeskProcess) -> Any:
    """Return what the lab itself says of the demo account."""
    with urllib.request.urlopen(f"{desk.status['lab']['url']}/lab/exchange", timeout=60) as answer:  # noqa: S310
        return json.load(answer)["accounts"]["demo"]


def trade(home: Path, model_url: str) -> tuple[PortfolioId, Any]:
    """Open and close everything once in paper mode; return the account and the venue's truth about it."""
    environment = {
        "TRADING_BROKER": "paper",
        "AUTOTRADE_LLM_API_KEY": "none",
        "AUTOTRADE_LLM_BASE_URL": model_url,
        "TRADEWIND_TRADING__RISK__MAX_ORDERS_PER_MINUTE": "600",
    }
    with running_desk(home, environment=environment) as desk:
        shown = desk.get(PORTFOLIO)["portfolio"]
        assert shown["mode"] == "paper"

        def has_traded() -> bool:
            with suppress(HTTPError):  # 429: the desk has been asked often enough
                desk.post(TRIGGER)
            desk.survive(0.5)
            return len(desk.get(PORTFOLIO)["closed_trades"]) >= 3

        wait_until(has_traded, 120, "nothing was opened and closed")

        def has_every_fill() -> bool:
            desk.survive(0.5)
            return {fill.trade_id for fill in read_fills(home, account)} >= {
                f["tradeId"] for f in truth(desk)["fills"]
            }

        account = PortfolioId(shown["id"])
        wait_until(has_every_fill, 120, "the books lack fills of the venue")
        return account, truth(desk)


def read_fills(home: Path, account: PortfolioId) -> list[Fill]:
    async def read() -> list[Fill]:
        async with open_ledger(f"sqlite+aiosqlite:///{home / 'tradewind.db'}", FakeClock()) as ledger:
            return list(await ledger.fills.of(account))

    return asyncio.run(read())


async def test_paper_mode_trades_on_the_venue_and_books_what_it_filled(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with churning_model() as model_url:
        account, told = await asyncio.to_thread(trade, home, model_url)
    fills = {fill.trade_id: fill for fill in await asyncio.to_thread(read_fills, home, account)}
    assert {fill.venue for fill in fills.values()} == {"okx-demo"}
    for row in told["fills"]:
        fill = fills[row["tradeId"]]
        assert (fill.symbol, fill.side) == (row["instId"], row["side"])
        assert (fill.price, fill.fee) == (Decimal(row["fillPx"]), -Decimal(row["fee"]))
    names = [order["clOrdId"] for order in told["orders"] if order["clOrdId"]]
    assert len(names) == len(set(names)), "no order was sent twice"

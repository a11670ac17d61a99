"""`tradewind mode simulator` while no desk runs: what stays open at a venue is named, and left only on a literal word."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.brokers.orders import a_limit_order, an_order
from tests.clocks import START, FakeClock
from tests.ledger.records import a_fill
from tradewind.app.stations import known_place, place_of
from tradewind.cli.commands import app
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.ledger import open_ledger

LIVE = PortfolioId("desk-okx-live")


def switch(home: Path, *words: str, said: str | None = None) -> Result:
    return CliRunner().invoke(app, ["mode", "simulator", "--home", str(home), *words], input=said)


def leave_open(home: Path, *, by: str | None = None) -> None:
    """Put a live position and a resting order into the books of `home`, traded by the desk of home `by`."""

    async def write() -> None:
        clock = FakeClock()
        async with open_ledger(f"sqlite:///{home}/tradewind.db", clock) as ledger:
            account = Portfolio(portfolio_id=LIVE, name="Live", mode=RuntimeMode.LIVE, currency="USDT")
            await ledger.portfolios.open(account, Decimal(1000), START)
            place = f"{by or place_of(home)} on here"
            await ledger.account_leases.take(LIVE, "desk", place, instead_of=None)
            await ledger.fills.post(LIVE, a_fill("1"), an_order(portfolio_id=LIVE))
            rests = a_limit_order(59_000, portfolio_id=LIVE, client_order_id=ClientOrderId("rests"))
            await ledger.orders.add(rests)

    asyncio.run(write())


def mode_of(home: Path) -> str | None:
    async def read() -> str | None:
        async with open_ledger(f"sqlite:///{home}/tradewind.db", FakeClock()) as ledger:
            change = await ledger.runtime_settings.in_force(known_place(home))
            return change.mode.value if change else None

    return asyncio.run(read())


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_with_nothing_open_nobody_is_asked(tmp_path: Path) -> None:
    told = switch(tmp_path)
    assert (told.exit_code, mode_of(tmp_path)) == (0, "simulator")


@pytest.mark.parametrize("said", [None, "", "yes", "Leave Open"])
def test_what_would_be_left_open_is_named_and_another_word_changes_nothing(
    tmp_path: Path, said: str | None
) -> None:
    leave_open(tmp_path)
    told = switch(tmp_path, said=said and f"{said}\n")
    assert told.exit_code == 2
    assert "live: position" in told.output
    assert "live: order buy" in told.output
    assert mode_of(tmp_path) is None


def test_the_literal_words_leave_it_open(tmp_path: Path) -> None:
    leave_open(tmp_path)
    assert switch(tmp_path, said="leave open\n").exit_code == 0
    assert mode_of(tmp_path) == "simulator"


def test_the_words_may_be_given_beforehand(tmp_path: Path) -> None:
    leave_open(tmp_path)
    assert switch(tmp_path, "--confirm", "yes").exit_code == 2
    assert switch(tmp_path, "--confirm", "leave open").exit_code == 0


def test_what_another_home_s_desk_watches_is_none_of_this_one_s(tmp_path: Path) -> None:
    place_of(tmp_path)
    leave_open(tmp_path, by="another")
    assert switch(tmp_path).exit_code == 0

"""Accounts survive a restart of the lab, however it ended."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.lab.exchange.scripted import BTC, START_MS, ScriptedMarket, a_protection, a_ticket
from tests.lab.okx.signing import Customer, truth
from tests.lab.okx.venue import HandClock
from tests.lab_faults import arm
from tests.lab_process import running_lab
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.orders import MarginMode, PositionMode, PositionSide
from tradewind_lab.exchange.watch import Watch
from tradewind_lab.okx.inbox import Inbox
from tradewind_lab.okx.journal import FILE_NAME, Journal
from tradewind_lab.tape.port import TapeRefused

NOW = START_MS + 1000


def started(folder: Path, market: ScriptedMarket) -> tuple[Exchange, Account, Watch]:
    exchange = Exchange(market)
    account = exchange.open_account("one", Decimal(10_000), NOW)
    watch = Watch(exchange)
    Journal(exchange, watch, Inbox(HandClock()), folder)
    return exchange, account, watch


def lived_through(folder: Path, market: ScriptedMarket) -> tuple[Exchange, Account, Watch]:
    """Orders that filled, rest and were canceled, a stop, a leverage, a closed position and funding."""
    exchange, account, watch = started(folder, market)
    exchange.set_leverage(account, (BTC, MarginMode.CROSS, PositionSide.NET), Decimal(7), NOW)
    desk = exchange.desk
    desk.place(account, a_ticket("buy", "2", protections=(a_protection("48000", "52000"),)), NOW)
    desk.place(account, a_ticket("buy", "1", "40000", client_id="resting"), NOW)
    desk.place(account, a_ticket("sell", "1", symbol="ETH-USDT-SWAP"), NOW)
    exchange.publish()
    desk.place(account, a_ticket("buy", "1", symbol="ETH-USDT-SWAP", reduce_only=True), NOW + 500)
    account.set_dead_man(NOW + 60_000)
    market.rates[START_MS + 8 * 3_600_000] = Decimal("0.0001")
    market.tell(NOW + 1000, "50500")
    exchange.settle(NOW + 30_000)
    return exchange, account, watch


def test_everything_stands_as_it_stood(tmp_path: Path) -> None:
    market = ScriptedMarket()
    before, account, watch = lived_through(tmp_path, market)
    after, again, watching = started(tmp_path, market)

    account.settled_ms = again.settled_ms  # an hour in which nothing happened is not written down
    assert again == account
    assert after.record.entries() == before.record.entries()
    assert watching.gaps() == watch.gaps()


def test_what_fell_due_while_it_was_away_happens_at_its_time(tmp_path: Path) -> None:
    outcomes = []
    for folder, restarts in (("straight", False), ("restarted", True)):
        market = ScriptedMarket()
        exchange, account, _ = lived_through(tmp_path / folder, market)
        market.tell(NOW + 90_000, "47900")
        if restarts:
            exchange, account, _ = started(tmp_path / folder, market)
        exchange.settle(START_MS + 9 * 3_600_000)
        outcomes.append((account.wallet, [fill.at_ms for fill in account.fills], account.positions))

    assert outcomes[0] == outcomes[1]


def test_ids_go_on_after_a_restart(tmp_path: Path) -> None:
    market = ScriptedMarket()
    _, account, _ = lived_through(tmp_path, market)
    after, again, _ = started(tmp_path, market)

    assert after.desk.ids.next(NOW) not in {*account.orders, *(fill.trade_id for fill in account.fills)}
    with pytest.raises(Exception, match="51016"):
        after.desk.place(again, a_ticket("buy", "1", "40000", client_id="resting"), NOW + 40_000)


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    market = ScriptedMarket()
    _, account, _ = lived_through(tmp_path, market)
    with (tmp_path / FILE_NAME).open("ab") as file:
        file.write(b'{"account":"one","set')

    assert started(tmp_path, market)[1].wallet == account.wallet


def test_a_line_that_cannot_be_read_is_refused_by_its_number(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"{}\nno json\n")

    with pytest.raises(TapeRefused, match="line 2"):
        started(tmp_path, ScriptedMarket())


def test_a_position_mode_is_kept_though_nothing_was_traded(tmp_path: Path) -> None:
    exchange, account, _ = started(tmp_path, ScriptedMarket())
    exchange.set_position_mode(account, PositionMode.LONG_SHORT)
    exchange.publish()

    assert started(tmp_path, ScriptedMarket())[1].position_mode is PositionMode.LONG_SHORT


async def test_a_lab_that_was_restarted_agrees_with_itself(tmp_path: Path) -> None:
    async with running_lab("--seed", "7", "--state", tmp_path) as lab:
        await arm(lab, "drop", "/api/v5/trade/order", symbol="lost1", count=1)
        with pytest.raises(Exception, match=r".*"):
            await Customer(lab=lab).order("lost1")
        stop = [{"slTriggerPx": "1000", "slOrdPx": "-1"}]
        await Customer(lab=lab).order("kept1", attachAlgoOrds=stop)
        before = await truth(lab)
    async with running_lab("--seed", "7", "--state", tmp_path) as lab:
        after = await truth(lab)
        [row] = (await Customer(lab=lab).order("kept1"))["data"]

    assert row["sCode"] == "51016"
    assert told(after) == told(before)
    assert [one["client_id"] for one in after["received"]] == ["lost1", "kept1"]


def told(said: Any) -> Any:
    return {name: value for name, value in said.items() if name != "now_ms"}
